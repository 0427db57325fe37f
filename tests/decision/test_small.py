"""A questionnaire of another field, a library's loans, runs through the whole engine with no change in Python.

`small/` holds six facts and a dozen rows; the question screen and the exports read it in tests of theirs.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.decision import FaitsError, Flow, Orientation, Questionnaires, charger
from desktop.proof.laws import GENERAL
from desktop.proof.verify import verify
from desktop.proof.whole_space import WholeSpace

SMALL = Path(__file__).parent / "small"
CHILD_WITH_A_FILM = {"demande": ["emprunter"], "lecteur": "enfant", "support": "film", "obtenu": []}
LOANS = Orientation(charger(SMALL))


@pytest.fixture(scope="module")
def loans() -> Orientation:
    return LOANS


def test_it_is_small(loans):
    q = loans.questionnaires
    assert len(q.faits) == 6
    assert sum(len(table.lignes) for table in loans.donnees.tables.values()) <= 12
    assert (q.niveau.form, q.forms, q.profils) == (None, {}, {})


@pytest.mark.parametrize(
    ("facts", "principal"),
    [
        (CHILD_WITH_A_FILM, ("comptoir",)),
        ({**CHILD_WITH_A_FILM, "lecteur": "adulte"}, ("automate", "en_ligne")),
        ({**CHILD_WITH_A_FILM, "lecteur": "adulte", "support": "rare"}, ("bibliothecaire",)),
        ({**CHILD_WITH_A_FILM, "support": "livre", "sans": ["ecran"]}, ("bibliothecaire",)),
        ({**CHILD_WITH_A_FILM, "obtenu": ["reservation"]}, ("reservation",)),
        ({**CHILD_WITH_A_FILM, "demande": ["prolonger"], "retard": "en_retard"}, ("bibliothecaire",)),
        ({**CHILD_WITH_A_FILM, "demande": ["prolonger"]}, ("automate",)),
    ],
)
def test_facts_lead_to_a_plan(loans, facts, principal):
    plan = loans.orienter(facts)
    assert plan.principal == principal
    assert plan.certain


def test_what_is_unknown_stays_possible(loans):
    plan = loans.orienter({"demande": ["emprunter"], "lecteur": "enfant"})
    assert not plan.certain
    assert set(plan.besoins[0].incertains) == {"comptoir", "en_ligne", "automate"}
    assert plan.questions_utiles == ("support",)


def test_the_trace_says_which_row_won_and_what_it_read(loans):
    (need,) = loans.orienter(CHILD_WITH_A_FILM).trace.besoins
    rows = {row.id: row for row in need.tables["emprunter"]}
    assert [row.id for row in rows.values() if row.verdict == "vraie"] == ["emprunter-film-enfant"]
    assert dict(rows["emprunter-film-enfant"].faits) == {"support": "film", "lecteur": "enfant"}
    assert rows["emprunter-film-enfant"].fichier == "orientation/prets.yaml"
    assert [name for name, _ in need.modifications] == ["jeunesse-toujours"]


def test_the_smallest_changes_are_found_in_the_order_of_the_data(loans):
    found = [dict(one.changer) for one in loans.orienter(CHILD_WITH_A_FILM).contrefactuels]
    assert found[0] == {"support": "livre"}
    assert {"lecteur": "adulte"} in found
    assert {"support": "rare"} not in found  # impossible beside a child
    ranks = [loans.questionnaires.course.changes.index(next(iter(one))) for one in found if len(one) == 1]
    assert ranks == sorted(ranks)


def test_the_flow_asks_what_decides_and_no_more(loans):
    flow, asked = Flow(loans), []
    answers = {**CHILD_WITH_A_FILM, "demande": ["emprunter"]}
    while (question := flow.current) is not None:
        asked.append(question.id)
        flow = flow.answer(question.id, answers[question.id])
    assert asked == ["demande", "obtenu", "support", "lecteur"]
    assert flow.plan.principal == ("comptoir",)
    assert flow.question("retard").texte == "Un prêt est-il en retard\u202f?"
    assert Flow(loans, {"demande": ["prolonger"]}).question("support").texte == "Quel document avez-vous\u202f?"


def test_what_can_t_stand_together_is_refused_and_not_offered(loans):
    flow = Flow(loans, {"demande": ["emprunter"], "lecteur": "enfant"})
    assert flow.question("support").permises == ("livre", "film")
    with pytest.raises(FaitsError, match="un livre rare ne se donne pas à un enfant"):
        flow.answer("support", "rare")


@settings(max_examples=60, deadline=None)
@given(st.permutations(list(CHILD_WITH_A_FILM.items())))
def test_the_order_of_the_answers_is_indifferent(order):
    flow = Flow(LOANS)
    for name, value in order:
        flow = flow.answer(name, value)
    assert flow.plan.as_dict() == LOANS.orienter(CHILD_WITH_A_FILM).as_dict()


def test_the_general_laws_are_proven_over_the_whole_space(loans):
    report = verify(loans.questionnaires, lois=GENERAL)
    assert report.holds, report.text()
    # 2 readers × 3 supports × 2 × 2 × 2, less the rare books of children, for each of two requests.
    assert report.combinaisons == 2 * (2 * 3 - 1) * 2 * 2 * 2


def test_every_rule_wins_somewhere(loans):
    proof = WholeSpace(loans)
    for need in loans.donnees.tables:
        proof.tree(need)
    assert [rule for rule in proof.regles() if not proof.wins(rule)] == []


@pytest.fixture
def broken() -> Questionnaires:
    """The same loans, with a row that an earlier one hides."""
    from desktop.decision.loading.questionnaires import construire
    from desktop.decision.loading.sources import lire

    data = lire(SMALL)
    rows = data.fichiers["orientation/prets.yaml"]["tables"][0]["lignes"]
    rows.insert(2, {**rows[1], "id": "emprunter-cache"})
    return construire(data)


def test_the_proof_sees_a_row_that_never_wins(broken):
    report = verify(broken, lois=GENERAL)
    assert not report.holds
    assert "emprunter-cache" in report.text()
