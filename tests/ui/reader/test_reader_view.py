"""The text of a document: its keys, its marks, its measure, and what it never loads."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.ui.reader.view import ReaderView


def test_rules_are_walked_by_keyboard(window):
    window.context.open_content("usp")
    window.context.run("lecture.regle-suivante")
    assert window.reading.view.current_rule == "usp-niveau"
    window.context.run("lecture.regle-suivante")
    assert window.reading.view.current_rule == "usp-abrogation"
    window.context.run("lecture.regle-precedente")
    assert window.reading.view.current_rule == "usp-niveau"
    assert window.reading.rule_bar.isVisible()


def test_tab_walks_the_links_from_the_rule_that_was_opened(window, qtbot):
    window.context.open_content("usp-articulation-transferts")
    view = window.reading.view
    view.setFocus()
    here = view.textCursor().position()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view.textCursor().hasSelection()
    assert view.textCursor().selectionStart() > here
    window.context.open_content("usp-articulation-transferts")
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    assert view.textCursor().selectedText() == "lits identifiés"


def test_tab_follows_who_scrolled_away_from_the_rule(window, qtbot):
    window.resize(1100, 420)
    window.context.open_content("usp-articulation-anticipees")
    view = window.reading.view
    view.setFocus()
    view.verticalScrollBar().setValue(0)
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view.verticalScrollBar().value() == 0
    assert view.textCursor().selectionEnd() < view.document().findBlockByNumber(6).position()


def test_both_ends_of_the_document_by_keyboard(window, qtbot):
    window.resize(1100, 420)
    window.context.open_content("usp-lits-unite")
    view = window.reading.view
    bar = view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    QTest.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() == bar.maximum()
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert bar.value() == 0


def test_a_rule_under_a_chapeau_is_marked_as_wide_as_the_others(window):
    window.context.open_content("usp")
    view = window.reading.view
    outer, inner = view.rule_rect("usp-articulation-lisp"), view.rule_rect("usp-articulation-transferts")
    assert inner.right() == outer.right()


def test_a_row_of_a_table_that_was_opened_is_marked_as_one(window, qtbot):
    window.context.open_content("usp-equipe-psychologue")
    view, theme = window.reading.view, window.context.theme
    qtbot.waitUntil(lambda: view.rule_rect("usp-equipe-psychologue") is not None)
    row = view.row_rect("usp-equipe-psychologue").toRect()
    image = view.viewport().grab().toImage()
    ground, edge = theme.colour("rule_ground").name(), theme.colour("primary").name()
    colours = {x: image.pixelColor(x, row.center().y()).name() for x in range(row.left(), row.right())}
    assert colours[row.right() - 20] == ground
    assert [x - row.left() for x, colour in colours.items() if colour == edge] == [0, 1, 2]
    other = view.row_rect("usp-equipe-medecins").toRect()
    assert image.pixelColor(other.right() - 20, other.center().y()).name() != ground


def test_nothing_outside_the_document_is_ever_loaded(window, tmp_path):
    picture = tmp_path / "image.png"
    picture.write_bytes(b"x")
    view: ReaderView = window.reading.view
    assert view.loadResource(QTextDocument.ResourceType.ImageResource, QUrl.fromLocalFile(str(picture))) is None
    assert not view.openLinks()
    assert not view.openExternalLinks()


def test_acronyms_are_explained(window):
    window.context.open_content("usp")
    assert window.reading.view.explain("USP") == "USP\u00a0: unité de soins palliatifs"
    assert window.reading.view.explain("lits") == ""


def test_the_column_of_text_has_at_most_75_characters(opener, services):
    window = opener(services, (1920, 1080)).window
    window.context.open_content("usp")
    document = window.reading.view.document()
    block, longest = document.begin(), 0
    while block.isValid():
        layout = block.layout()
        for number in range(layout.lineCount()):
            longest = max(longest, layout.lineAt(number).textLength())
        block = block.next()
    assert longest <= 85  # an average of 75: narrow letters may let a few more in


def test_documents_that_were_shown_are_let_go(window, qtbot):
    for _ in range(5):
        window.context.open_content("usp")
        window.context.open_content("lisp")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    kept = [d for d in window.reading.view.children() if isinstance(d, QTextDocument)]
    assert len(kept) == 1
