"""`orienter`, `errspp`, `profil`: one object in, one answer out, whatever the line holds."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.cli import main
from desktop.cli.decide import texte_du_plan
from desktop.cli.help import SITUATION
from desktop.cli.services import Contexte
from desktop.errors import CapPalliatifError
from desktop.territories import calendar_words


@pytest.fixture(scope="module")
def contexte():
    return Contexte()


@pytest.fixture
def entree(monkeypatch):
    def poser(texte: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(texte.encode()), encoding="utf-8"))

    return poser


def test_a_situation_gets_its_plan(contexte, capsys, entree):
    entree(SITUATION)
    assert main(["orienter", "--json"], contexte) == 0
    plan = json.loads(capsys.readouterr().out)
    assert (plan["niveau"], plan["principal"]) == ([2, 3], ["had"]), "soins and ethique are not known: 3 stays possible"
    assert plan["joindre_maintenant"] == ["appui_telephonique_regional"]


def test_the_same_from_a_file_in_words(contexte, capsys, tmp_path):
    fichier = tmp_path / "situation é.json"
    fichier.write_text("\ufeff" + SITUATION, encoding="utf-8")
    assert main(["orienter", str(fichier)], contexte) == 0
    sortie = capsys.readouterr().out.replace("\u00a0", " ")
    assert sortie.startswith("La nuit : joindre ")
    assert "appeler le 15" in sortie


@pytest.mark.parametrize(
    ("instant", "words"), [(None, "La nuit : joindre"), ("2026-11-27T22:40:00+01:00", "À 22 h 40 : joindre")]
)
def test_what_is_said_of_now_carries_its_hour(contexte, instant, words):
    plan = contexte.orientation.orienter(json.loads(SITUATION))
    texte = texte_du_plan(contexte, plan, dt.datetime.fromisoformat(instant) if instant else None).replace(
        "\u00a0", " "
    )
    assert texte.startswith(words)
    assert "maintenant" not in texte.lower()


def test_a_bad_line_in_a_batch_still_gets_its_answer(contexte, capsys, entree):
    entree(
        f'{SITUATION}\nrien\n{{"age": "vieux"}}\n{{"couleur": "bleu"}}\n[]\n{{"age": "mineur", "lieu": "ehpad"}}\n{SITUATION}\n'
    )
    assert main(["orienter", "--lot"], contexte) == 0
    reponses = [json.loads(ligne) for ligne in capsys.readouterr().out.splitlines()]
    assert len(reponses) == 7
    assert reponses[0] == reponses[6]
    erreurs = [r["erreur"] for r in reponses[1:6]]
    assert "n'est pas du JSON" in erreurs[0]
    assert "age" in erreurs[1]
    assert "vieux" in erreurs[1]
    assert "personne_agee" in erreurs[1]
    assert "couleur" in erreurs[2]
    assert "objet de faits" in erreurs[3]
    assert "mineur" in erreurs[4]


@pytest.mark.parametrize(
    ("contenu", "message"),
    [
        ("pas du json", "n’est pas du JSON"),
        ('{"age": "vieux"}', "ne peut pas valoir"),
        ('{"age": "âgé"}'.encode("latin-1"), "UTF-8"),
        (None, "ne s’ouvre pas"),
    ],
)
def test_a_bad_file_is_refused_in_french(contexte, capsys, tmp_path, contenu, message):
    fichier = tmp_path / "faits.json"
    if contenu is not None:
        fichier.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
    assert main(["orienter", str(fichier), "--json"], contexte) == 1
    assert message in capsys.readouterr().err


def test_errspp(contexte, capsys, entree):
    entree('{"contact_direct": "oui", "equipe_referente": "errspp", "autres_equipes": "non"}')
    assert main(["errspp", "--json"], contexte) == 0
    assert json.loads(capsys.readouterr().out) == {"errspp_niveau": 4}


def test_profil_says_what_is_met_and_what_is_missing(contexte, capsys, entree):
    entree('["desc_soins_palliatifs", "chant_choral"]')
    assert main(["profil", "medecin_soins_palliatifs", "--json"], contexte) == 0
    bilan = json.loads(capsys.readouterr().out)
    assert bilan["acquis"] == ["desc_soins_palliatifs"]
    assert bilan["non_listes"] == ["chant_choral"]
    assert "stage_usp" in bilan["manquants_bloquants"]
    assert "du_douleur" in bilan["souhaites"]
    assert "du_diu_soins_palliatifs" not in bilan["manquants_bloquants"], "the DESC answers for the DU"


def test_an_unknown_profile_names_those_that_exist(contexte, capsys, entree):
    entree("[]")
    assert main(["profil", "astronaute"], contexte) == 1
    assert "coordinateur_parcours" in capsys.readouterr().err


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda e: st.lists(e, max_size=3) | st.dictionaries(st.text(max_size=8), e, max_size=3),
)
_FAITS = st.dictionaries(
    st.sampled_from(
        ["age", "lieu", "besoin", "refus", "en_place", "niveau", "moment", "priorite", "symptomes", "demandeur"]
    ),
    _JSON | st.sampled_from(["mineur", "hopital", ["soins"], ["had"], 3, "nuit", "oui", ["usp", "lisp"]]),
    max_size=6,
)


@given(_FAITS | _JSON)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_gets_a_plan_or_a_reason(contexte, faits):
    try:
        plan = contexte.orientation.orienter(faits).as_dict()
    except CapPalliatifError as faute:
        plan = {"erreur": str(faute)}
    assert plan.get("erreur") or set(plan) >= {"niveau", "besoins", "personne", "joindre_maintenant"}


@pytest.mark.parametrize(
    ("day", "department", "expected"),
    [
        ("2027-03-26", "67", ("weekend_ferie", "Vendredi saint, férié")),
        ("2027-03-26", "38", ("ouvrable", None)),
        ("2027-04-27", "976", ("weekend_ferie", "Abolition de l'esclavage, férié")),
        ("2025-12-26", "57", ("weekend_ferie", "Saint-Étienne, férié")),
    ],
)
def test_the_moment_is_the_clocks_with_the_holidays_of_the_department(
    contexte, capsys, entree, monkeypatch, day, department, expected
):
    monkeypatch.setattr("desktop.cli.moment.now", lambda: dt.datetime.fromisoformat(f"{day} 10:00+01:00"))
    entree('{"besoin": ["avis"]}')
    assert main(["orienter", "--json", "--departement", department], contexte) == 0
    clock = json.loads(capsys.readouterr().out)["horloge"]
    assert (clock["moment"], clock["jour"], clock["departement"]) == (*expected, department)
    entree('{"besoin": ["avis"], "moment": "nuit"}\n{"besoin": ["avis"]}\n')
    assert main(["orienter", "--lot", "--departement", department], contexte) == 0
    said, read = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "horloge" not in said  # what the facts say is not replaced
    assert read["horloge"]["moment"] == expected[0]
    entree('{"besoin": ["avis"]}')
    assert main(["orienter", "--departement", department], contexte) == 0
    assert f"calendrier : {calendar_words(department)}." in capsys.readouterr().out.replace("\u00a0", " ")


def test_without_a_department_the_general_calendar_counts_and_says_so(contexte, capsys, entree, monkeypatch):
    monkeypatch.setattr("desktop.cli.moment.now", lambda: dt.datetime.fromisoformat("2027-03-26 10:00+01:00"))
    entree('{"besoin": ["avis"]}')
    assert main(["orienter", "--maintenant"], contexte) == 0
    assert "calendrier : général, aucun département choisi." in capsys.readouterr().out.replace("\u00a0", " ")


def test_a_number_that_is_no_department_is_refused_with_the_calendars_that_there_are(contexte, capsys, entree):
    entree("{}")
    assert main(["orienter", "--departement", "20"], contexte) == 2
    assert "67 Bas-Rhin" in capsys.readouterr().err
