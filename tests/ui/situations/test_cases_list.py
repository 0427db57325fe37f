"""« Mes situations »: the keyboard through all of it, its menu, what it says when empty, what changes while one looks."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from situations_person import SATURDAY_NIGHT

from desktop.store import CaseState
from desktop.ui.kit.theme import TARGET
from desktop.ui.situations.cases_model import Sort

CASES = "situations"
POPUP = pytest.mark.qt_log_ignore("does not support (raise|grabbing|propagateSizeHints)", extend=True)
"""The offscreen plugin says so of every menu that opens."""
SATURDAY = SATURDAY_NIGHT.date()


@pytest.fixture
def many(person):
    """Twelve kept cases, one of them to be reviewed, on the page."""
    store = person.situation.data.store
    for number in range(12):
        state = CaseState({"besoin": ["soins" if number % 2 else "avis"]}, {"principal": ["had"], "niveau": [2]})
        case = store.cases.keep("orientation", state, f"visite {number}" if number else "réunion")
    store.cases.review(case.id, SATURDAY + dt.timedelta(days=2))
    person.settle()
    person.context.go(CASES)
    person.window.activateWindow()
    person.settle()
    return person


def shown(page) -> list[str]:
    return [page.model.line(row).label for row in range(page.model.rowCount())]


def test_an_empty_page_says_how_to_begin(person):
    person.context.go(CASES)
    person.settle()
    assert person.page.empty.isVisible()
    assert "Rien n’est gardé" in person.page.empty.text()
    assert not person.page.view.isVisible()


def test_letters_typed_in_the_list_filter_it_and_escape_shows_all(many):
    page = many.page
    assert QApplication.focusWidget() is page.view
    QTest.keyClicks(page.view, "r")
    assert QApplication.focusWidget() is page.filter
    page.filter.insert("éu")
    assert shown(page) == ["réunion"]
    assert "1 sur 12" in page.count.text().replace("\u00a0", " ")
    QTest.keyClick(page.filter, Qt.Key.Key_Escape)
    assert page.filter.text() == ""
    assert len(shown(page)) == 12
    assert QApplication.focusWidget() is page.view


def test_down_goes_from_the_filter_into_the_list_and_enter_opens(many):
    page = many.page
    page.filter.setFocus()
    QTest.keyClicks(page.filter, "visite 3")
    QTest.keyClick(page.filter, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is page.view
    wanted = page.view.current.id
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    assert many.window.navigator.history.current.cible == f"cas/{wanted}"


def test_nothing_found_says_so_and_shows_all_again(many):
    page = many.page
    page.filter.setText("zygomatique")
    assert "Rien ne répond" in page.empty.text()
    page.show_all.click()
    assert len(shown(page)) == 12


def test_the_order_is_chosen_and_the_selected_case_stays_selected(many):
    page = many.page
    page.view.select(4)
    chosen = page.view.current.id
    page.order.setCurrentIndex(list(Sort).index(Sort.LABEL))
    assert shown(page)[:3] == ["réunion", "visite 1", "visite 2"]
    assert page.view.current.id == chosen


def test_a_case_that_goes_hands_its_place_to_the_next(many):
    page = many.page
    page.view.select(3)
    after = page.model.line(4).id
    QTest.keyClick(page.view, Qt.Key.Key_Delete)
    many.settle()
    assert page.model.rowCount() == 11
    assert page.view.current.id == after
    assert page.undo_link.isVisible()
    page.undo_link.click()
    many.settle()
    assert page.model.rowCount() == 12


@POPUP
def test_the_three_dots_open_the_menu_and_the_rest_of_the_row_opens_the_case(many, qtbot):
    page, view = many.page, many.page.view
    index = page.model.index(1)
    row = view.visualRect(index)
    place = view.rows.menu_rect(row)
    assert place.width() >= TARGET
    assert place.height() >= TARGET
    with qtbot.waitSignal(view.menu_wanted):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    menu = next(
        child for child in page.findChildren(QMenu) if child.actions() and child.actions()[0].text() == "Ouvrir"
    )
    assert [action.text() for action in menu.actions() if action.text()] == [
        "Ouvrir",
        "Renommer…",
        "À revoir",
        "Effacer",
    ]
    menu.close()
    wanted = page.model.line(1).id
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row.center() - QPoint(200, 0))
    assert many.window.navigator.history.current.cible == f"cas/{wanted}"


@POPUP
def test_the_day_to_review_is_chosen_from_the_bar(many):
    page = many.page
    page.view.select(5)
    key = page.view.current.id
    page.review_button.click()
    menu = page.review_button.findChild(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    many.settle()
    assert many.situation.case(key).review == SATURDAY + dt.timedelta(days=3)
    assert page.view.current.id == key


def test_every_action_of_the_bar_is_a_target(many):
    buttons = [one for one in many.page.foot.findChildren(QPushButton) if one.isVisible()]
    assert [one.text() for one in buttons] == ["Ouvrir", "Renommer", "À revoir…", "Effacer"]
    assert all(one.height() >= TARGET for one in buttons)


def test_what_another_window_or_page_changes_is_shown_at_once(many):
    page = many.page
    key = page.model.line(6).id
    many.situation.data.write(lambda store: store.cases.rename(key, "renommée ailleurs"))
    many.settle()
    assert "renommée ailleurs" in shown(page)


def test_only_the_rows_that_are_seen_are_painted(many, monkeypatch):
    page = many.page
    painted: set[int] = set()
    paint = page.view.rows.paint

    def watch(painter, option, index):
        painted.add(index.row())
        paint(painter, option, index)

    monkeypatch.setattr(page.view.rows, "paint", watch)
    page.view.setFixedHeight(page.view.rows.height * 3)
    QApplication.processEvents()
    painted.clear()
    page.view.viewport().update()
    image = QImage(page.view.size(), QImage.Format.Format_ARGB32)
    page.view.render(image)
    assert painted
    assert max(painted) <= 4


def test_the_words_that_a_filter_looks_at_are_made_before_it_is_typed(many):
    assert many.page._words.missing(many.page._lines) == []
