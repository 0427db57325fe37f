"""« À revoir le … »: the menu of days, a calendar for any other, and what writes it. Imported when one is opened."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QCalendarWidget, QDialog, QMenu, QVBoxLayout

from desktop.settings import REVIEW_DAYS
from desktop.telling import reviewing
from desktop.text.typography import french
from desktop.ui.kit.widgets import button, row, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from desktop.store import Case, CaseLine
    from desktop.ui.kit.theme import Theme
    from desktop.ui.situations.situation import Situation


def fill(menu: QMenu, situation: Situation, case: str, review: dt.date | None) -> None:
    """Offer the days, the user's own delay first, any other date, and to take the day away."""
    context = situation.context
    today = situation.clock().date()
    usual = context.settings.number(REVIEW_DAYS)
    usual_day = reviewing.later(today, usual)
    menu.setAccessibleName("À revoir")
    offered = reviewing.choices(usual, today)
    offered.sort(key=lambda choice: choice[1] != usual_day)
    for words, day in offered:
        menu.addAction(french(words[:1].upper() + words[1:])).triggered.connect(partial(_chosen, situation, case, day))
    menu.addSeparator()
    menu.addAction("Choisir une date…").triggered.connect(
        lambda: DayDialog(
            menu.window(), context.theme, today, review or usual_day, partial(put, situation, case)
        ).open()
    )
    if review is not None:
        menu.addAction("Ne plus revoir").triggered.connect(partial(_chosen, situation, case, None))


def open_over(under: QWidget, situation: Situation, case: Case | CaseLine) -> QMenu:
    """Open the menu of days above a button."""
    menu = QMenu(under)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    fill(menu, situation, case.id, case.review)
    corner = under.mapToGlobal(under.rect().topLeft())
    corner.setY(corner.y() - menu.sizeHint().height())
    menu.popup(corner)
    return menu


def put(situation: Situation, case: str, day: dt.date | None) -> None:
    """Write it; Ctrl+Z takes it back."""
    context, today = situation.context, situation.clock().date()

    def done(written: Case) -> None:
        situation.data.hold(written)
        if day is None:
            context.say("N’est plus à revoir. Ctrl+Z annule.")
        else:
            words = reviewing.said(day, today)
            context.say(f"{words[:1].upper()}{words[1:].removesuffix('.')}. Ctrl+Z annule.")

    situation.data.write(lambda store: store.cases.review(case, day), done)


def _chosen(situation: Situation, case: str, day: dt.date | None, _checked: bool = False) -> None:
    put(situation, case, day)


class DayDialog(QDialog):
    """A calendar from today on. `done` gets the day."""

    def __init__(
        self, parent: QWidget, theme: Theme, today: dt.date, day: dt.date, done: Callable[[dt.date], object]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle("À revoir le …")
        self._done = done
        box = QVBoxLayout(self)
        box.setSpacing(theme.px(10))
        box.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        box.addWidget(text("Quel jour revoir cette situation ?", "strong", wrap=True))
        self.calendar = QCalendarWidget()
        self.calendar.setLocale(QLocale(QLocale.Language.French, QLocale.Country.France))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setMinimumDate(_qt(today))
        self.calendar.setSelectedDate(_qt(max(day, today)))
        self.calendar.setMinimumHeight(theme.px(260))
        self.calendar.activated.connect(lambda _day: self._keep())
        box.addWidget(self.calendar, 1)
        self.keep = button("À revoir ce jour-là", self._keep, kind="primary")
        self.keep.setDefault(True)
        box.addLayout(row(self.keep, button("Annuler", self.reject)))
        self.resize(theme.px(440), self.sizeHint().height())

    def _keep(self) -> None:
        chosen = self.calendar.selectedDate()
        self.accept()
        self._done(dt.date(chosen.year(), chosen.month(), chosen.day()))


def _qt(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)
