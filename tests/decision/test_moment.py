from __future__ import annotations

from datetime import date, datetime

import pytest

from desktop.decision import day_said, moment_a
from desktop.decision.moment import public_holiday
from desktop.territories import CALENDARS, DEPARTMENTS, GENERAL, calendar_words


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
        assert public_holiday(date(2026, 12, 26), departement)
    assert public_holiday(date(2026, 12, 26)) is None


def test_les_onze_jours_feries_de_france():
    assert sum(1 for jour in range(366) if public_holiday(date.fromordinal(date(2028, 1, 1).toordinal() + jour))) == 11


def test_paques_et_ses_suites_sur_trente_ans():
    for annee in range(2020, 2050):
        a, b, c = annee % 19, annee // 100, annee % 100
        h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
        m = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
        n = (a + 11 * h + 22 * m) // 451
        mois, jour = divmod(h + m - 7 * n + 114, 31)
        paques = date(annee, mois, jour + 1)
        for ecart in (1, 39, 50):  # Easter Monday, Ascension, Whit Monday
            assert public_holiday(date.fromordinal(paques.toordinal() + ecart)), (annee, ecart)


def test_l_outre_mer_a_l_abolition_de_l_esclavage():
    assert public_holiday(date(2026, 5, 22), "972")
    assert public_holiday(date(2026, 5, 22), "75") is None


@pytest.mark.parametrize(
    ("day", "name", "departments"),
    [
        ("2027-03-26", "Vendredi saint", {"57", "67", "68", "987"}),
        ("2026-12-26", "Saint-Étienne", {"57", "67", "68"}),
        ("2027-12-26", "Saint-Étienne", {"57", "67", "68"}),  # a Sunday
        ("2027-04-27", "Abolition de l’esclavage", {"976"}),
        ("2028-05-22", "Abolition de l’esclavage", {"972"}),
        ("2027-05-27", "Abolition de l’esclavage", {"971"}),
        ("2027-05-28", "Abolition de l’esclavage", {"978"}),
        ("2027-06-10", "Abolition de l’esclavage", {"973"}),
        ("2026-10-09", "Abolition de l’esclavage", {"977"}),
        ("2027-12-20", "Abolition de l’esclavage", {"974"}),
        ("2027-03-05", "Arrivée de l’Évangile", {"987"}),
        ("2026-11-20", "Matāri’i", {"987"}),
        ("2027-04-28", "Saint Pierre Chanel", {"986"}),
        ("2027-06-29", "Saints Pierre et Paul", {"986"}),
        ("2027-07-29", "Fête du Territoire", {"986"}),
        ("2027-09-24", "Fête de la Citoyenneté", {"988"}),
    ],
)
def test_each_territory_has_its_own_days_and_no_one_elses(day, name, departments):
    instant = datetime.fromisoformat(f"{day} 10:00")
    with_it = {code for code in DEPARTMENTS if public_holiday(instant.date(), code)}
    assert with_it == departments
    assert public_holiday(instant.date()) is None
    for code in departments:
        assert public_holiday(instant.date(), code) == name
        assert moment_a(instant, code) == "weekend_ferie"
        assert day_said(instant.date(), code) == f"{name}, férié"
    if instant.weekday() < 5:
        assert moment_a(instant) == "ouvrable"
        assert moment_a(instant, "38") == "ouvrable"


def test_every_calendar_has_the_eleven_days_of_all_france():
    days = [date.fromordinal(date(2027, 1, 1).toordinal() + day) for day in range(365)]
    general = {day for day in days if public_holiday(day)}
    assert len(general) == 11
    for calendar in CALENDARS:
        own = {day for day in days if public_holiday(day, calendar)}
        assert general <= own, calendar
        assert bool(own - general) is bool(CALENDARS[calendar].added), calendar


@pytest.mark.parametrize(
    ("day", "code"),
    [("2027-03-26", "971"), ("2027-07-21", "971"), ("2027-07-21", "972"), ("2027-07-21", "978"), ("2027-03-04", "971")],
)
def test_a_day_off_by_custom_alone_is_told_and_not_counted(day, code):
    instant = datetime.fromisoformat(f"{day} 10:00")
    assert moment_a(instant, code) == "ouvrable"
    assert "usage local, pas compté" in day_said(instant.date(), code)
    assert day_said(instant.date()) == ""


def test_the_calendar_is_named_and_so_is_having_chosen_none():
    assert calendar_words("67") == "Bas-Rhin"
    assert calendar_words("38") == "Isère (calendrier général)"
    assert calendar_words("") == calendar_words(None) == calendar_words("99") == "général, aucun département choisi"
    assert len(DEPARTMENTS) == 107
    assert CALENDARS.keys() - {GENERAL} <= DEPARTMENTS.keys()
