"""The library's loans of `tests/decision/small` on the screen of questions, by the keyboard, with no change in Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.decision import charger
from desktop.ui.kit.widgets import CardButton

SMALL = Path(__file__).parents[2] / "decision" / "small"


@pytest.fixture(scope="session")
def questionnaires():
    """Instead of the program's own."""
    return charger(SMALL)


def test_the_questions_are_asked_one_by_one_to_the_plan(person):
    person.start()
    assert person.question == "demande"
    assert person.title == "Que voulez-vous\u202f?"
    person.press("1", "Entrée")
    assert person.question == "obtenu"
    person.press("Entrée")
    assert person.question == "support"
    person.press("2")
    assert person.question == "lecteur"
    person.press("1")
    assert person.on_plan
    assert [line.nom for line in person.story.cartes[0].principal] == ["Comptoir de prêt"]
    assert [line.nom for line in person.story.cartes[0].appuis] == ["Section jeunesse"]


def test_what_stands_beside_the_plan_is_switched_there(person):
    person.start().press("1", "Entrée", "Entrée", "2", "1")
    person.page.plan.answered.emit("retard", "en_retard")
    assert person.situation.session.flow.plan.principal == ("comptoir",)
    assert person.situation.session.flow.counted["retard"] == "en_retard"
    assert [note.texte for note in person.story.cartes[0].rappels] == ["Rendre d’abord ce qui est en retard."]


def test_the_answers_are_told_by_their_own_names(person):
    person.start().press("1", "Entrée", "Entrée", "2", "1")
    person.context.go("orienter", "support")
    spoken = [made.accessibleName() for made in person.page.answers.findChildren(CardButton)]
    assert "Support\u00a0: Film. Changer" in spoken
    assert "Lecteur\u00a0: Enfant. Changer" in spoken
