"""The bubble of footnotes and references."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from window_steps import labels_of


def test_footnotes_and_references_open_in_a_bubble_and_esc_closes_it(window, qtbot):
    window.context.open_content("usp")
    page = window.reading
    page.view.link_activated.emit("note:usp/1")
    assert "Elle avait posé le premier cadre." in labels_of(page.popup)
    QTest.keyClick(page.popup, Qt.Key.Key_Escape)
    assert not page.popup.isVisible()
    page.view.link_activated.emit("ref:circulaire-essai")
    words = labels_of(page.popup)
    assert "Statut\u00a0: abrogée selon la source" in words
    assert "https://exemple.invalid/circulaire" in words
    copy = next(b for b in page.popup.findChildren(QAbstractButton) if b.text() == "Copier l’adresse")
    copy.click()
    assert QGuiApplication.clipboard().text() == "https://exemple.invalid/circulaire"
    assert page.popup.isVisible()


def test_a_bubble_opened_by_keyboard_has_the_focus_though_a_bar_stands_on_the_rule(window, qtbot):
    window.context.open_content("usp-abrogation")
    page = window.reading
    page.view.rule_hovered.emit("usp-abrogation")
    assert page.rule_bar.isVisible()
    page.view.setFocus()
    QTest.keyClick(page.view, Qt.Key.Key_Tab)
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert page.popup.isVisible()
    assert page.popup.isAncestorOf(window.focusWidget())
    assert window.focusWidget().text() == "Copier la citation"


def test_an_address_goes_to_the_browser_only_on_request(window, monkeypatch):
    asked = []
    monkeypatch.setattr("desktop.ui.reader.popup.QDesktopServices.openUrl", asked.append)
    window.context.open_content("usp")
    window.reading.view.link_activated.emit("ref:circulaire-essai")
    assert asked == []
    browse = next(
        b for b in window.reading.popup.findChildren(QAbstractButton) if b.text() == "Ouvrir dans le navigateur"
    )
    browse.click()
    assert asked == [QUrl("https://exemple.invalid/circulaire")]


def test_hovering_a_note_shows_it_after_a_moment(window, qtbot):
    window.context.open_content("usp")
    page = window.reading
    page.popup.hover("note:usp/1", QPoint(50, 50))
    assert not page.popup.isVisible()
    qtbot.waitUntil(page.popup.isVisible)
    page.popup.hover("", QPoint())
    qtbot.waitUntil(lambda: not page.popup.isVisible())
