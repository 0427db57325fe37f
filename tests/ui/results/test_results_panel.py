"""The list of results, and what stands above it and in its place."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from window_steps import key, labels_of, type_words


def test_nothing_found_is_never_a_white_page(window, qtbot):
    type_words(window, qtbot, "zzzzqqq")
    qtbot.waitUntil(lambda: "Rien ne répond à «\u00a0zzzzqqq\u00a0»." in labels_of(window.reading.results))
    words = labels_of(window.reading.results)
    assert "Ce qui aide\u00a0:" in words


def test_words_that_no_text_holds_are_said_above_the_list(window, qtbot):
    type_words(window, qtbot, "lits euthanasie ")
    panel = window.reading.results
    assert panel.results.hits
    assert panel.notice.isVisible()
    assert panel.notice.text() == "Absent des textes\u00a0: «\u00a0euthanasie\u00a0»."
    type_words(window, qtbot, "lits <b>qqq</b> xylophone ")
    assert panel.notice.text().startswith("Absents des textes\u00a0: «\u00a0")
    assert "xylophone" in panel.notice.text()
    assert "<" not in panel.notice.text()
    type_words(window, qtbot, "lits")
    assert not panel.notice.isVisible()


def test_every_example_of_a_query_finds_something(corpus, tmp_path):
    from desktop.search import SearchEngine
    from desktop.ui.results.panel import TIPS

    engine = SearchEngine(corpus, tmp_path / "cache")
    examples = [query for tip in TIPS for query in re.findall("« (.+?) »", tip)]
    assert len(examples) >= 6
    assert [query for query in examples if not engine.search(query, 3).hits] == []
    engine.close()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_the_list_never_scrolls_sideways_and_its_lines_end_before_the_bar(opener, services, corpus, qtbot, size):
    window = opener(services._replace(load_corpus=lambda: corpus)).window
    window.resize(*size)
    type_words(window, qtbot, "charte benevoles")
    key(window, Qt.Key.Key_Return)
    panel = window.reading.results
    view, model = panel.view, panel.model

    def laid_out() -> None:
        assert view.verticalScrollBar().isVisible()
        assert not view.horizontalScrollBar().isVisible()
        for row in range(model.rowCount()):
            rect = view.visualRect(model.index(row))
            assert rect.width() == view.viewport().width()
            assert rect.height() == panel.delegate._drawn(model.hit(row), rect.width()).height

    qtbot.waitUntil(laid_out)


def test_a_correction_is_offered_and_searched(window, qtbot):
    type_words(window, qtbot, "tutorot")
    panel = window.reading.results
    assert panel.results.correction == "tutorat"
    qtbot.waitUntil(
        lambda: "tutorat" in [b.text() for b in panel.findChildren(QAbstractButton) if b.isVisibleTo(panel)]
    )


def test_the_filter_of_the_results_shows_only_its_forces(window, qtbot):
    type_words(window, qtbot, "lits")
    panel = window.reading.results
    panel.filter.set_families(frozenset({"recommandation"}))
    panel.filter.changed.emit()
    shown = {panel.model.hit(row).regle for row in range(panel.model.rowCount())}
    assert "lisp-lits-minimum" in shown
    assert "usp-lits-unite" not in shown
