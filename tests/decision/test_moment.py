from __future__ import annotations

from datetime import date, datetime

import pytest

from desktop.decision import moment_a
from desktop.decision.moment import ferie


@pytest.mark.parametrize(
    ("instant", "moment"),
    [
        ("2026-11-19 07:59", "nuit"),
        ("2026-11-19 08:00", "ouvrable"),
        ("2026-11-19 17:59", "ouvrable"),
        ("2026-11-19 18:00", "soiree"),
        ("2026-11-19 19:59", "soiree"),
        ("2026-11-19 20:00", "nuit"),
        ("2026-11-21 08:00", "weekend_ferie"),
        ("2026-11-21 19:59", "weekend_ferie"),
        ("2026-11-21 22:00", "nuit"),
        ("2026-11-22 03:00", "nuit"),
        ("2026-11-11 10:00", "weekend_ferie"),
        ("2026-11-11 19:00", "weekend_ferie"),
        ("2027-03-29 10:00", "weekend_ferie"),  # Easter Monday, which moves
        ("2026-05-14 10:00", "weekend_ferie"),  # Ascension
        ("2026-04-03 10:00", "ouvrable"),  # Good Friday, a holiday in three departments only
    ],
)
def test_les_bornes_de_l_horloge(instant, moment):
    assert moment_a(datetime.fromisoformat(instant)) == moment


def test_l_alsace_et_la_moselle_ont_deux_jours_de_plus():
    for departement in ("57", "67", "68"):
        assert moment_a(datetime.fromisoformat("2026-04-03 10:00"), departement) == "weekend_ferie"
        assert ferie(date(2026, 12, 26), departement)
    assert ferie(date(2026, 12, 26)) is None


def test_les_onze_jours_feries_de_france():
    assert sum(1 for jour in range(366) if ferie(date.fromordinal(date(2028, 1, 1).toordinal() + jour))) == 11


def test_paques_et_ses_suites_sur_trente_ans():
    for annee in range(2020, 2050):
        a, b, c = annee % 19, annee // 100, annee % 100
        h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
        m = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
        n = (a + 11 * h + 22 * m) // 451
        mois, jour = divmod(h + m - 7 * n + 114, 31)
        paques = date(annee, mois, jour + 1)
        for ecart in (1, 39, 50):  # Easter Monday, Ascension, Whit Monday
            assert ferie(date.fromordinal(paques.toordinal() + ecart)), (annee, ecart)


def test_l_outre_mer_a_l_abolition_de_l_esclavage():
    assert ferie(date(2026, 5, 22), "972")
    assert ferie(date(2026, 5, 22), "75") is None
