"""The line above a document: its name, its filter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from window_steps import key


def test_the_filter_of_the_reader_hides_and_an_asked_rule_wins_over_it(window):
    window.context.open_content("usp")
    page = window.reading
    page.toolbar.filter.set_families(frozenset({"obligation"}))
    page.toolbar.filter.changed.emit()
    assert "Un tutorat est possible" not in page.view.toPlainText()
    banner = page.reader.banner
    assert banner.isVisible()
    assert banner.words.text() == "Obligation, requis\u00a0: 3 règles sur 10"
    window.context.open_content("usp-tutorat")
    assert "Un tutorat est possible" in page.view.toPlainText()
    assert page.toolbar.filter.families() == frozenset()
    assert not banner.isVisible()
    page.toolbar.filter.set_families(frozenset({"obligation"}))
    page.toolbar.filter.changed.emit()
    key(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    find = page.findbar
    find.field.setText("tutorat")
    assert find.count.text() == "Aucune occurrence"
    assert find.only_shown.isVisible()
    QTest.mouseClick(find.everything, Qt.MouseButton.LeftButton)
    assert find.count.text() == "1 sur 1"
    assert not find.only_shown.isVisible()
    page.toolbar.filter.set_families(frozenset({"obligation"}))
    page.toolbar.filter.changed.emit()
    QTest.mouseClick(banner.lift, Qt.MouseButton.LeftButton)
    assert page.toolbar.filter.families() == frozenset()
    assert page.built.layout.masquees == 0
    assert not banner.isVisible()


def test_the_name_of_the_document_stays_in_sight_and_takes_no_room(opener, services, qtbot):
    window = opener(services, (1366, 768)).window
    window.context.open_content("usp-equipe-psychologue")
    name = window.reading.toolbar.name
    qtbot.waitUntil(lambda: name.text() == "Annexe 2 · USP")
    assert name.isVisible()
    window.context.open_content("lisp")
    assert name.text() == "Annexe 3 · LISP"
    least = window.minimumSizeHint().width()
    name.say("Un nom bien trop long pour la place qui reste " * 8)
    assert name.text().endswith("…")
    assert window.minimumSizeHint().width() == least
