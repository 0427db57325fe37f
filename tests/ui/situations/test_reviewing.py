"""« À revoir le … » on the screens: the days, the words, midnight, home, undo."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from situations_data import NIGHT
from situations_person import SATURDAY_NIGHT

from desktop.settings import REVIEW_DAYS
from desktop.telling import reviewing
from desktop.text.typography import french
from desktop.ui.kit.sign import DueBadge
from desktop.ui.situations import review_menu
from desktop.ui.situations.resume import entries

SATURDAY = SATURDAY_NIGHT.date()
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))


@pytest.fixture
def kept(person):
    """The acceptance situation, kept."""
    person.role("soignant").answered(NIGHT)
    person.situation.keep("visite du samedi")
    person.settle()
    return person


def days_menu(kept) -> QMenu:
    """The menu of days of the case in hand, not shown."""
    case = kept.situation.case(kept.situation.session.cas)
    menu = QMenu(kept.page)
    review_menu.fill(menu, kept.situation, case.id, case.review)
    return menu


def labels(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "à revoir aujourd’hui"),
        (1, "à revoir demain"),
        (-1, "à revoir depuis hier"),
        (-9, "à revoir depuis le 12 nov."),
        (10, "à revoir le 1ᵉʳ déc."),
        (60, "à revoir le 20 janv. 2027"),
    ],
)
def test_how_a_day_is_said(days, words):
    assert reviewing.said(SATURDAY + dt.timedelta(days=days), SATURDAY) == words


@given(DAYS, DAYS)
def test_what_is_due_is_what_is_not_after_today(day, today):
    assert reviewing.is_due(day, today) == (day <= today)
    assert not reviewing.is_due(None, today)


@given(st.integers(1, 365), st.dates())
def test_the_days_offered_are_days_to_come_each_once(usual, today):
    days = [day for _, day in reviewing.choices(usual, today)]
    assert days == sorted(days)
    assert reviewing.later(today, usual) in days
    assert all(day > today or day == dt.date.max for day in days)


def test_the_users_own_delay_is_offered_first(kept):
    kept.context.settings.put(**{REVIEW_DAYS: 5})
    menu = days_menu(kept)
    assert labels(menu) == [french(words) for words in (
        "Dans 5 jours, le 26 nov.", "Demain, le 22 nov.", "Dans 3 jours, le 24 nov.", "Dans une semaine, le 28 nov.",
        "Choisir une date…",
    )]  # fmt: skip


def test_a_day_is_chosen_undone_and_taken_away(kept):
    key = kept.situation.session.cas
    menu = days_menu(kept)
    menu.actions()[1].trigger()
    kept.settle()
    assert kept.situation.case(key).review == SATURDAY + dt.timedelta(days=1)
    kept.context.run("donnees.annuler")
    kept.settle()
    assert kept.situation.case(key).review is None
    kept.context.run("donnees.retablir")
    kept.settle()
    again = days_menu(kept)
    again.actions()[-1].trigger()
    kept.settle()
    assert kept.situation.case(key).review is None


def test_no_message_about_a_day_ends_with_two_points(kept, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(kept.context, "say", said.append)
    monkeypatch.setattr(kept.situation.data, "write", lambda _task, done: done(None))
    monkeypatch.setattr(kept.situation.data, "hold", lambda _case: None)
    for days in range(400):
        review_menu.put(kept.situation, "", SATURDAY + dt.timedelta(days=days))
    assert len(said) == 400
    for words in said:
        assert words.startswith("À revoir")
        assert words.endswith(". Ctrl+Z annule.")
        assert ".." not in words


def test_any_other_day_is_chosen_in_a_calendar_from_today_on(kept):
    chosen: list[dt.date] = []
    dialog = review_menu.DayDialog(kept.window, kept.context.theme, SATURDAY, SATURDAY, chosen.append)
    dialog.open()
    assert dialog.calendar.minimumDate() == QDate(2026, 11, 21)
    dialog.calendar.setSelectedDate(QDate(2027, 1, 4))
    dialog.keep.click()
    assert chosen == [dt.date(2027, 1, 4)]


def test_the_plan_of_a_kept_case_says_it_and_lets_it_be_chosen(kept, qtbot):
    button = kept.page.plan.findChild(QPushButton, "action-revoir")
    assert button is not None
    review_menu.put(kept.situation, kept.situation.session.cas, SATURDAY)
    kept.settle()
    assert "aujourd’hui" in kept.page.plan.findChild(QPushButton, "action-revoir").text()
    qtbot.waitUntil(lambda: kept.page.plan.findChild(QPushButton, "action-revoir").isVisible())


def test_home_says_what_is_due_before_what_was_read(kept):
    review_menu.put(kept.situation, kept.situation.session.cas, SATURDAY)
    kept.settle()
    (first, *_) = entries(kept.situation)
    assert (first.texte, first.due) == ("Situation « visite du samedi »", "à revoir aujourd’hui")
    kept.context.go("accueil")
    kept.settle()
    (badge,) = kept.page.findChildren(DueBadge)
    assert badge.words == "à revoir aujourd’hui"
    assert badge.width() >= badge.sizeHint().width()


def test_midnight_makes_it_due(kept, qtbot):
    key = kept.situation.session.cas
    review_menu.put(kept.situation, key, SATURDAY + dt.timedelta(days=1))
    kept.settle()
    days = kept.window.navigator.page_of("situations").days
    days.look()
    assert [line.due for line in entries(kept.situation)] == [""]
    kept.at(SATURDAY_NIGHT.replace(hour=23, minute=59, second=59))
    days.look()
    assert [line.due for line in entries(kept.situation)] == [""]
    kept.at((SATURDAY_NIGHT + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0))
    with qtbot.waitSignals([days.changed, kept.context.resume_changed]):
        days.look()
    assert [line.due for line in entries(kept.situation)] == ["à revoir aujourd’hui"]


def test_a_clock_set_back_is_followed_too(kept, qtbot):
    days = kept.window.navigator.page_of("situations").days
    days.look()
    kept.at(SATURDAY_NIGHT - dt.timedelta(days=3))
    with qtbot.waitSignal(days.changed):
        days.look()
    assert days.today == SATURDAY - dt.timedelta(days=3)


def test_many_due_are_two_and_a_word(kept):
    store = kept.situation.data.store
    state = kept.situation.case(kept.situation.session.cas).state
    for number in range(4):
        store.cases.review(store.cases.keep("orientation", state, f"cas {number}").id, SATURDAY)
    kept.settle()
    due = [(line.texte, line.detail) for line in entries(kept.situation) if line.due]
    assert [texte for texte, _ in due] == ["Situation « cas 3 »", "Situation « cas 2 »", "Mes situations"]
    assert due[2][1] == "2 autres situations à revoir"


def test_escape_leaves_the_calendar_without_a_word(kept):
    chosen: list[dt.date] = []
    dialog = review_menu.DayDialog(kept.window, kept.context.theme, SATURDAY, SATURDAY, chosen.append)
    dialog.open()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert chosen == []
