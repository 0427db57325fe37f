"""A nurse in a kitchen, Saturday night, with the keyboard alone."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QApplication
from situations_data import NIGHT
from situations_person import Person


def answer_rest(person, answers):
    """Answer whatever is asked: one key an answer, one more where several may be ticked."""
    while not person.on_plan:
        question = person.situation.session.question(person.question)
        wanted = answers[question.id]
        if question.fait.plusieurs:
            for value in wanted:
                person.press(str(question.permises.index(value) + 1))
            person.press("Entrée")
        else:
            person.press(str(question.permises.index(wanted) + 1))


@pytest.mark.parametrize("role", ["soignant", ""])
@pytest.mark.parametrize(
    ("besoin", "keys", "most"),
    [
        ("avis", ["2", "Entrée"], 8),
        ("geste", ["3", "Entrée"], 8),
        ("presence", ["Haut", "Espace", "Entrée"], 8),
        ("presence", ["e", "c", "Espace", "Entrée"], 8),
        ("coordination", ["8", "Entrée"], 8),
        ("soins", ["1", "Entrée"], 14),
        ("soins", ["Espace", "Entrée"], 14),
    ],
)
def test_keys_from_the_start_page_to_a_plan(person, besoin, keys, most, role):
    person.role(role).start().press(*keys)
    assert person.situation.session.flow.counted["besoin"] == [besoin]
    answer_rest(person, NIGHT)
    assert person.story.phrase
    assert person.keys <= most


@pytest.mark.parametrize(("role", "most"), [("soignant", 14), ("", 15)])
def test_all_six_dimensions_when_nothing_is_certain_before_the_last(person, role, most):
    """The longest way there is: every dimension is asked, and who asks where the settings do not say it."""
    long = {"stabilite": "stable", "symptomes": "controles", "ethique": "concertation"}
    person.role(role).start().press("1", "Entrée")
    answer_rest(person, {**NIGHT, **long})
    known = person.situation.session.flow.counted
    dimensions = ("stabilite", "symptomes", "soins", "intervenants", "vie_et_entourage", "ethique")
    assert all(nom in known for nom in dimensions)
    assert person.keys <= most


def test_the_acceptance_situation(person):
    """58 years old, at home, pain not yet relieved, treatment to be adjusted, husband exhausted, Saturday 22 h."""
    person.role("soignant").start().press("1", "Entrée")
    answer_rest(person, NIGHT)
    assert person.story.phrase == "Maintenant\u00a0: joindre l’appui téléphonique régional."
    assert "HAD" in person.story.ensuite
    assert person.situation.session.flow.plan.niveau == (2,)
    assert person.situation.session.flow.counted["moment"] == "nuit"
    assert person.window.footer.urgency.isVisible()
    assert "15" in person.window.footer.urgency.text()


def test_what_is_typed_before_the_questions_are_read_answers_them(qtbot, opener, services, questionnaires):
    """Ctrl+N in the second of the start, then the answers at once: none becomes a query, none is lost."""
    gate = threading.Event()

    def slow():
        gate.wait(10)
        return questionnaires

    person = Person(qtbot, opener(services._replace(load_questionnaires=slow)))
    person.role("soignant")
    person.context.go("orienter")
    person.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is person.window)
    assert person.situation.decisions.orientation is None
    assert person.window.focusWidget() is person.page.waiting
    person.press("1", "7", "Entrée", "1")
    assert person.window.topbar.field.text() == ""
    gate.set()
    person.ready()
    qtbot.waitUntil(lambda: person.situation.session is not None and "lieu" in person.situation.session.flow.counted)
    counted = person.situation.session.flow.counted
    assert (counted["besoin"], counted["lieu"]) == (["soins", "repit"], "domicile")
