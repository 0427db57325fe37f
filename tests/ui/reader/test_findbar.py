"""Finding within a page."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest

from desktop.ui.reader.view import ReaderView


def test_find_in_page(window, qtbot):
    window.context.open_content("usp")
    window.context.run("lecture.chercher")
    bar = window.reading.findbar
    bar.field.setText("equipe")
    assert bar.count.text() == "1 sur 1"
    bar.field.setText("lits")
    before = bar.count.text()
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.count.text() != before
    bar.field.setText("absent")
    assert bar.count.text() == "Aucune occurrence"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert window.reading.view.extraSelections() == []


def test_find_begins_where_one_reads(window, qtbot):
    window.resize(1100, 420)
    window.context.open_content("usp-equipe-psychologue")
    view = window.reading.view
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    seen = view.cursorForPosition(QPoint(0, 0)).position()
    window.context.run("lecture.chercher")
    bar = window.reading.findbar
    bar.field.setText("de")
    assert bar.ranges[0][0] < seen
    assert bar.ranges[bar.index][0] >= seen


def test_no_mark_of_a_document_is_left_when_the_next_one_comes(opener, services, corpus, monkeypatch):
    """With the find line open Qt looked for the old marks in the lines of the new document, and the process died."""
    window = opener(services._replace(load_corpus=lambda: corpus), (1366, 768)).window
    bar, view = window.reading.findbar, window.reading.view
    window.context.open_content("had")
    bar.open_bar()
    bar.field.setText("soins")
    assert view.extraSelections()
    left = []

    def spy(document: QTextDocument) -> None:
        left.append(len(view.extraSelections()))
        ReaderView.setDocument(view, document)

    monkeypatch.setattr(view, "setDocument", spy)
    for document in ("usp", "benevoles", "had"):
        window.context.open_content(document)
        assert {mark.cursor.document() for mark in view.extraSelections()} == {view.document()}
    assert left == [0, 0, 0]
