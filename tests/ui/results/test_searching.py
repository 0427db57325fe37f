"""From the field to the list and the reader, and what a search leaves in the history."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from window_steps import key, labels_of, place, settle, type_words

from desktop.ui.door.place import Place


def test_typing_shows_results_and_the_reader_follows(window, qtbot):
    type_words(window, qtbot, "lits unité")
    page = window.reading
    assert page.results.isVisible()
    assert page.results.current().regle == "usp-lits-unite"
    qtbot.waitUntil(lambda: page.document is not None)
    assert page.document.id == "usp"
    assert page.view.current_rule == "usp-lits-unite"
    assert window.focusWidget() is window.topbar.field


def test_arrows_and_enter_open_the_rule_while_the_list_stays(window, qtbot):
    type_words(window, qtbot, "lits")
    first = window.reading.results.current().regle
    key(window, Qt.Key.Key_Down)
    second = window.reading.results.current().regle
    assert second != first
    key(window, Qt.Key.Key_Return)
    assert place(window).cible == second
    assert window.reading.view.current_rule == second
    assert window.reading.results.isVisible()
    assert window.focusWidget() is window.reading.view


def test_typing_is_one_step_in_the_history(window, qtbot):
    type_words(window, qtbot, "lits")
    window.navigator.back()
    assert place(window) == Place("accueil")
    assert window.topbar.field.text() == ""
    window.navigator.forward()
    assert window.topbar.field.text() == "lits"
    qtbot.waitUntil(lambda: window.reading.results.results is not None)


def test_a_search_after_something_was_opened_is_a_step_of_its_own(window, qtbot):
    type_words(window, qtbot, "lits")
    key(window, Qt.Key.Key_Return)
    opened = place(window)
    type_words(window, qtbot, "tutorat")
    window.navigator.back()
    assert place(window)[:3] == opened[:3]
    assert window.topbar.field.text() == "lits"


def test_back_to_what_was_opened_from_a_list_stays_on_it(window, qtbot):
    type_words(window, qtbot, "lits")
    key(window, Qt.Key.Key_Down)
    key(window, Qt.Key.Key_Return)
    second = window.reading.view.current_rule
    type_words(window, qtbot, "tutorat")
    window.navigator.back()
    qtbot.waitUntil(lambda: window.reading.results.results.query == "lits")
    settle(window, qtbot)
    assert window.reading.view.current_rule == second
    assert window.reading.results.current().regle == second


def test_the_list_points_at_what_is_read_or_at_nothing(window, qtbot):
    type_words(window, qtbot, "lits")
    key(window, Qt.Key.Key_Return)
    assert window.reading.results.current().regle == window.reading.view.current_rule
    window.reading.view.link_activated.emit("usp-tutorat")
    assert window.reading.results.current() is None
    window.topbar.field.setFocus()
    key(window, Qt.Key.Key_Return)
    assert window.reading.view.current_rule == window.reading.results.model.hit(0).regle


def test_a_restart_comes_back_to_the_rule_that_was_opened_not_to_the_first_hit(opener, services, qtbot):
    first = opener(services).window
    type_words(first, qtbot, "lits")
    key(first, Qt.Key.Key_Down)
    key(first, Qt.Key.Key_Return)
    opened = first.reading.view.current_rule
    first.close()
    second = opener(services).window
    qtbot.waitUntil(lambda: second.reading.results.results is not None)
    settle(second, qtbot)
    assert second.reading.view.current_rule == opened


def test_escape_empties_the_field_and_goes_home_if_nothing_was_read(window, qtbot):
    QTest.keyClicks(window.topbar.field, "l")
    key(window, Qt.Key.Key_Escape)
    assert window.topbar.field.text() == ""
    assert place(window).page == "accueil"


def test_emptying_the_field_keeps_what_is_read(window, qtbot):
    type_words(window, qtbot, "lits")
    key(window, Qt.Key.Key_Return)
    window.topbar.field.setFocus()
    key(window, Qt.Key.Key_Escape)
    assert not window.reading.results.isVisible()
    assert window.reading.document is not None
    assert place(window).requete == ""


def paste(window, words: str) -> None:
    QGuiApplication.clipboard().setText(words)
    key(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_blanks_are_no_question(window):
    paste(window, "\u202f ")
    assert window.topbar.field.text() == "\u202f "
    assert place(window).page == "accueil"


@pytest.mark.parametrize("words", ["?!;«»…", "x" * 10_000, "'" * 50, "force: had:", '"', "-", "😀"])
def test_any_words_can_be_pasted(window, qtbot, words):
    paste(window, words)
    qtbot.waitUntil(lambda: (r := window.reading.results.results) is not None and r.query == words)
    type_words(window, qtbot, "lits")
    assert window.reading.results.results.hits


def test_a_longer_text_than_the_field_takes_is_cut(window):
    window.topbar.field.setText("x" * 20_000)
    assert len(window.topbar.field.text()) == 10_000


def test_words_typed_before_the_engine_is_ready_are_searched_when_it_is(opener, services, qtbot):
    import threading

    gate = threading.Event()

    def slow(corpus):
        gate.wait(10)
        return services.make_engine(corpus)

    from desktop.ui.life.app import WindowSession

    session = WindowSession(services._replace(make_engine=slow))
    opener.sessions.append(session)
    session.start()
    qtbot.waitUntil(lambda: session._completed)
    QTest.keyClicks(session.window.topbar.field, "lits")
    qtbot.waitUntil(lambda: "se prépare" in labels_of(session.window.reading.results))
    gate.set()
    qtbot.waitUntil(lambda: session.window.reading.results.results is not None)
    assert session.window.reading.results.results.hits


def test_back_after_walking_the_list_stands_at_the_rule_again(opener, services, corpus, qtbot):
    window = opener(services._replace(load_corpus=lambda: corpus), (1280, 720)).window
    type_words(window, qtbot, "had urgence convention")
    key(window, Qt.Key.Key_Return)
    view, opened = window.reading.view, window.reading.view.current_rule
    window.topbar.field.setFocus()
    key(window, Qt.Key.Key_Down)
    key(window, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: view.current_rule == window.reading.results.current().regle != opened)
    key(window, Qt.Key.Key_Return)
    window.navigator.back()
    assert view.current_rule == opened
    qtbot.waitUntil(lambda: view.viewport().rect().contains(view.rule_rect(opened)))


@pytest.mark.parametrize("opened_first", [True, False], ids=["after Enter", "while typing"])
def test_an_answer_to_the_same_words_that_comes_late_leaves_the_walk_alone(
    opener, services, corpus, qtbot, opened_first
):
    """Notes are read after the first words were typed: the words are then asked again behind the person's back."""
    window = opener(services._replace(load_corpus=lambda: corpus), (1280, 720)).window
    type_words(window, qtbot, "had urgence convention")
    panel, view = window.reading.results, window.reading.view
    if opened_first:
        key(window, Qt.Key.Key_Return)
        window.topbar.field.setFocus()
    key(window, Qt.Key.Key_Down)
    key(window, Qt.Key.Key_Down)
    walked, former = panel.current().regle, panel.results
    window.context.annotations_changed.emit()
    qtbot.waitUntil(lambda: panel.results is not former)
    assert panel.current().regle == walked
    qtbot.waitUntil(lambda: view.current_rule == walked)
    assert panel.current().regle == walked


def test_a_restored_query_is_replaced_by_what_is_typed(opener, services, qtbot):
    first = opener(services).window
    type_words(first, qtbot, "lits")
    first.close()
    second = opener(services).window
    assert second.topbar.field.selectedText() == "lits"
    qtbot.waitUntil(lambda: second.reading.results.results is not None)
