"""The user's own notes reach the search a few at a time, and leave it before the next question is asked."""

from __future__ import annotations

import gc

import pytest

from desktop.search.results import Passage
from desktop.telling.meanings import NOTES
from desktop.ui.results.search_control import SLICE


class Source:
    kind = NOTES

    def __init__(self, held: dict[str, Passage]) -> None:
        self.held = held

    def passages(self) -> tuple[Passage, ...]:
        return tuple(self.held.values())


@pytest.fixture
def notes(session, petit):
    """Notes that a test may change; `annotations_changed` tells the window."""
    rule = next(iter(petit.regles))
    held: dict[str, Passage] = {}
    registry = session.context.registry
    registry.passage_sources.pop(NOTES.id)  # in the place of the window's own
    registry.add_passage_source(Source(held))

    def set_(**texts: str) -> None:
        held.clear()
        held.update({key: Passage(key, rule, "Ma note", text, NOTES) for key, text in texts.items()})
        session.context.annotations_changed.emit()

    return set_


@pytest.fixture
def control(session, qtbot):
    found = session.window.searching.control
    qtbot.waitUntil(lambda: found.unlearnt == 0, timeout=10_000)
    return found


def found(control, qtbot, words):
    with qtbot.waitSignal(control.answered, timeout=10_000) as answer:
        control.search(words)
    return [hit.passage for hit in answer.args[0].hits if hit.kind == NOTES]


def test_notes_are_found_once_they_are_read(notes, control, qtbot):
    notes(a="zygomatique", b="hypophyse")
    qtbot.waitUntil(lambda: control.unlearnt == 0, timeout=10_000)
    assert found(control, qtbot, "zygomatique") == ["a"]


def test_many_are_read_in_slices_between_which_a_question_is_answered(notes, control, qtbot, monkeypatch):
    learnt: list[int] = []
    learn = control.engine.learn
    monkeypatch.setattr(control.engine, "learn", lambda p, forget=(): learnt.append(len(p)) or learn(p, forget))
    notes(**{f"n{number}": f"zygomatique {number}" for number in range(5 * SLICE)})
    with qtbot.waitSignal(control.answered, timeout=10_000) as answer:
        control.search("lits")
    assert control.unlearnt > 0
    assert "se lisent encore" in answer.args[0].remarks[0]
    qtbot.waitUntil(lambda: control.unlearnt == 0, timeout=20_000)
    assert learnt == [SLICE] * 5


def test_an_erased_note_is_not_in_the_answer_to_what_was_asked_after(notes, control, qtbot):
    notes(a="zygomatique un", b="zygomatique deux")
    qtbot.waitUntil(lambda: control.unlearnt == 0, timeout=10_000)
    notes(b="zygomatique deux")
    assert found(control, qtbot, "zygomatique") == ["b"]
    notes()
    assert found(control, qtbot, "zygomatique") == []


def test_a_note_erased_before_it_was_read_is_never_found(notes, control, qtbot):
    notes(**{f"n{number}": f"zygomatique {number}" for number in range(3 * SLICE)})
    notes()
    qtbot.waitUntil(lambda: control.unlearnt == 0, timeout=10_000)
    assert found(control, qtbot, "zygomatique") == []


def test_erasing_most_of_them_at_once_leaves_the_others(notes, control, qtbot):
    notes(**{f"n{number}": f"zygomatique {number}" for number in range(4 * SLICE)})
    qtbot.waitUntil(lambda: control.unlearnt == 0, timeout=20_000)
    notes(n3="zygomatique 3")
    qtbot.waitUntil(lambda: control.unlearnt == 0, timeout=10_000)
    assert found(control, qtbot, "zygomatique") == ["n3"]


def test_the_answer_on_the_screen_follows_a_note_that_is_written(notes, control, qtbot):
    answers: list[list[str]] = []
    control.answered.connect(lambda results: answers.append([hit.passage for hit in results.hits]))
    assert found(control, qtbot, "zygomatique") == []
    notes(a="zygomatique")
    qtbot.waitUntil(lambda: answers[-1] == ["a"], timeout=10_000)


def test_thousands_of_notes_are_set_apart_from_what_is_collected(notes, control, qtbot, monkeypatch):
    from desktop.ui.kit import garbage

    monkeypatch.setattr(garbage, "MANY", 4 * SLICE)
    before = gc.get_freeze_count()
    notes(**{f"n{number}": f"zygomatique {number}" for number in range(5 * SLICE)})
    qtbot.waitUntil(lambda: control.unlearnt == 0, timeout=20_000)
    try:
        assert gc.get_freeze_count() > before
    finally:
        gc.unfreeze()
