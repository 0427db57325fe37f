"""`orienter`, `errspp`, `profil`: one object in, one answer out, whatever the line holds."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.bootstrap import line_services
from desktop.cli import main
from desktop.cli.decide import plan_text
from desktop.cli.help import SITUATION
from desktop.errors import CapPalliatifError
from desktop.territories import calendar_words


@pytest.fixture(scope="module")
def context():
    return line_services()


@pytest.fixture
def feed(monkeypatch):
    def put(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))

    return put


def test_a_situation_gets_its_plan(context, capsys, feed):
    feed(SITUATION)
    assert main(["orienter", "--json"], context) == 0
    plan = json.loads(capsys.readouterr().out)
    assert (plan["niveau"], plan["principal"]) == ([2, 3], ["had"]), "soins and ethique are not known: 3 stays possible"
    assert plan["joindre_maintenant"] == ["appui_telephonique_regional"]


def test_the_same_from_a_file_in_words(context, capsys, tmp_path):
    file = tmp_path / "situation é.json"
    file.write_text("\ufeff" + SITUATION, encoding="utf-8")
    assert main(["orienter", str(file)], context) == 0
    out = capsys.readouterr().out.replace("\u00a0", " ")
    assert out.startswith("La nuit : joindre ")
    assert "appeler le 15" in out


@pytest.mark.parametrize(
    ("instant", "words"), [(None, "La nuit : joindre"), ("2026-11-27T22:40:00+01:00", "À 22 h 40 : joindre")]
)
def test_what_is_said_of_now_carries_its_hour(context, instant, words):
    plan = context.orientation.orienter(json.loads(SITUATION))
    text = plan_text(context, plan, dt.datetime.fromisoformat(instant) if instant else None).replace("\u00a0", " ")
    assert text.startswith(words)
    assert "maintenant" not in text.lower()


def test_a_bad_line_in_a_batch_still_gets_its_answer(context, capsys, feed):
    feed(
        f'{SITUATION}\nrien\n{{"age": "vieux"}}\n{{"couleur": "bleu"}}\n[]\n{{"age": "mineur", "lieu": "ehpad"}}\n{SITUATION}\n'
    )
    assert main(["orienter", "--lot"], context) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(answers) == 7
    assert answers[0] == answers[6]
    errors = [r["erreur"] for r in answers[1:6]]
    assert "n'est pas du JSON" in errors[0]
    assert "age" in errors[1]
    assert "vieux" in errors[1]
    assert "personne_agee" in errors[1]
    assert "couleur" in errors[2]
    assert "objet de faits" in errors[3]
    assert "mineur" in errors[4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("pas du json", "n’est pas du JSON"),
        ('{"age": "vieux"}', "ne peut pas valoir"),
        ('{"age": "âgé"}'.encode("latin-1"), "UTF-8"),
        (None, "ne s’ouvre pas"),
    ],
)
def test_a_bad_file_is_refused_in_french(context, capsys, tmp_path, content, message):
    file = tmp_path / "faits.json"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["orienter", str(file), "--json"], context) == 1
    assert message in capsys.readouterr().err


def test_errspp(context, capsys, feed):
    feed('{"contact_direct": "oui", "equipe_referente": "errspp", "autres_equipes": "non"}')
    assert main(["errspp", "--json"], context) == 0
    assert json.loads(capsys.readouterr().out) == {"errspp_niveau": 4}


def test_profil_says_what_is_met_and_what_is_missing(context, capsys, feed):
    feed('["desc_soins_palliatifs", "chant_choral"]')
    assert main(["profil", "medecin_soins_palliatifs", "--json"], context) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["acquis"] == ["desc_soins_palliatifs"]
    assert report["non_listes"] == ["chant_choral"]
    assert "stage_usp" in report["manquants_bloquants"]
    assert "du_douleur" in report["souhaites"]
    assert "du_diu_soins_palliatifs" not in report["manquants_bloquants"], "the DESC answers for the DU"


def test_an_unknown_profile_names_those_that_exist(context, capsys, feed):
    feed("[]")
    assert main(["profil", "astronaute"], context) == 1
    assert "coordinateur_parcours" in capsys.readouterr().err


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda e: st.lists(e, max_size=3) | st.dictionaries(st.text(max_size=8), e, max_size=3),
)
_FACTS = st.dictionaries(
    st.sampled_from(
        ["age", "lieu", "besoin", "refus", "en_place", "niveau", "moment", "priorite", "symptomes", "demandeur"]
    ),
    _JSON | st.sampled_from(["mineur", "hopital", ["soins"], ["had"], 3, "nuit", "oui", ["usp", "lisp"]]),
    max_size=6,
)


@given(_FACTS | _JSON)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_gets_a_plan_or_a_reason(context, facts):
    try:
        plan = context.orientation.orienter(facts).as_dict()
    except CapPalliatifError as fault:
        plan = {"erreur": str(fault)}
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
    context, capsys, feed, monkeypatch, day, department, expected
):
    monkeypatch.setattr("desktop.cli.moment.now", lambda: dt.datetime.fromisoformat(f"{day} 10:00+01:00"))
    feed('{"besoin": ["avis"]}')
    assert main(["orienter", "--json", "--departement", department], context) == 0
    clock = json.loads(capsys.readouterr().out)["horloge"]
    assert (clock["moment"], clock["jour"], clock["departement"]) == (*expected, department)
    feed('{"besoin": ["avis"], "moment": "nuit"}\n{"besoin": ["avis"]}\n')
    assert main(["orienter", "--lot", "--departement", department], context) == 0
    said, read = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "horloge" not in said  # what the facts say is not replaced
    assert read["horloge"]["moment"] == expected[0]
    feed('{"besoin": ["avis"]}')
    assert main(["orienter", "--departement", department], context) == 0
    assert f"calendrier : {calendar_words(department)}." in capsys.readouterr().out.replace("\u00a0", " ")


def test_without_a_department_the_general_calendar_counts_and_says_so(context, capsys, feed, monkeypatch):
    monkeypatch.setattr("desktop.cli.moment.now", lambda: dt.datetime.fromisoformat("2027-03-26 10:00+01:00"))
    feed('{"besoin": ["avis"]}')
    assert main(["orienter", "--maintenant"], context) == 0
    assert "calendrier : général, aucun département choisi." in capsys.readouterr().out.replace("\u00a0", " ")


def test_a_number_that_is_no_department_is_refused_with_the_calendars_that_there_are(context, capsys, feed):
    feed("{}")
    assert main(["orienter", "--departement", "20"], context) == 2
    assert "67 Bas-Rhin" in capsys.readouterr().err
