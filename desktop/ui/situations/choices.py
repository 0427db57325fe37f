"""The answers of one question as large targets: digits, arrows, first letters, Space, Enter, or the mouse."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.kit.focus import Grouped, Roving, take_focus
from desktop.ui.kit.gestures import Gestures
from desktop.ui.kit.plain import plain
from desktop.ui.kit.spoken import CHECK, GROUP, RADIO, spoken
from desktop.ui.kit.widgets import CardButton, ColumnsLayout, text
from desktop.ui.situations.digits import digit_of
from desktop.ui.situations.keys import DIGITS_MAX, UNKNOWN_KEY, TypeAhead

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QLabel, QLayout

    from desktop.ui.kit.theme import Theme

UNKNOWN = ""
"""The id of « je ne sais pas »."""
ONE_COLUMN = 6
"""Up to so many answers stand under one another."""
_ARROWS = {Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1), Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0)}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ACTING = (Qt.Key.Key_Backspace, Qt.Key.Key_Space, *_ENTER)


class Option(NamedTuple):
    """One answer: its id, its words, what helps to choose it, what its jargon means."""

    id: str
    label: str
    aide: str = ""
    meaning: str = ""


class ChoiceCard(Grouped, CardButton):
    """One answer. A tick says that it is chosen, beside the ground."""

    def __init__(
        self,
        option: Option,
        key: str,
        theme: Theme,
        handle: Callable[[QKeyEvent, ChoiceCard], bool],
        *,
        compact: bool,
        several: bool,
        small: bool,
    ) -> None:
        words = f"{option.label}, {option.aide}" if option.aide else option.label
        super().__init__(f"{key} : {words}" if key else words, lambda: None)
        self._handle = handle
        self.option = option
        self.key = key
        self._several = several
        self.setProperty("kind", "choice")
        self.setCheckable(True)
        if option.meaning:
            self.setToolTip(plain(option.meaning))
        margin, side = theme.px(4 if compact else 8), theme.px(8 if small else 12)
        self.box.setContentsMargins(side, margin, side, margin)
        line = QHBoxLayout()
        line.setSpacing(side)
        self.badge = text(key, "key" if key else "")
        self.badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.badge.setFixedSize(theme.px(28), theme.px(26))
        line.addWidget(self.badge)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.label = text(option.label, "smallchoice" if small else "choice", wrap=True)
        column.addWidget(self.label)
        if option.aide:
            column.addWidget(text(option.aide, "small", wrap=True))
        line.addLayout(column, 1)
        self.tick = text("✓", "tick", parent=self)
        self.tick.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.tick.setFixedSize(theme.px(22), theme.px(22))
        self._small = small
        if small:
            self.tick.hide()
        else:
            line.addWidget(self.tick)
        self.add(line)
        self.toggled.connect(self._draw)
        self._draw(checked=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All keys are the list's."""
        if not self._handle(event, self):
            event.ignore()

    def _draw(self, checked: bool) -> None:
        if self._small:
            self.badge.setText("✓" if checked else self.key)
            _mark(self.badge, "tick" if checked else "key")
        self.tick.setText("✓" if checked else "")
        _mark(self.tick, "tick" if checked else "box" if self._several else "")


class Choices(QWidget):
    """The answers of a question. One is chosen at once; several are ticked, then `submitted`."""

    chosen = Signal(str)
    """An answer, UNKNOWN for « je ne sais pas »."""
    submitted = Signal(list)
    """The answers ticked, in their order."""
    ticked = Signal()
    """What is ticked changed."""
    waits = Signal()
    """To go on was asked for, but an answer is needed and none is ticked."""
    back = Signal()
    """Backspace: the question before."""
    left_up = Signal()
    """An arrow left the answers at their top; only where they stand in columns."""
    left_down = Signal()

    def __init__(
        self,
        theme: Theme,
        options: Sequence[Option],
        given: Sequence[str],
        *,
        several: bool = False,
        minimum: int = 0,
        unknown: Option | None = None,
        in_columns: bool = False,
    ) -> None:
        super().__init__()
        self.several = several
        self.in_columns = in_columns
        self.minimum = minimum
        self.cards: list[ChoiceCard] = []
        self._ahead = TypeAhead()
        compact = in_columns or len(options) > ONE_COLUMN
        layout: QLayout
        if compact:
            layout = ColumnsLayout(theme.px(6), theme.px(210 if in_columns else 236))
        else:
            layout = QVBoxLayout(self)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.px(8))
        for rank, option in enumerate(options, start=1):
            key = str(rank) if rank <= DIGITS_MAX else ""
            layout.addWidget(self._card(option, key, theme, compact=compact))
        if unknown is not None:
            layout.addWidget(self._card(unknown, str(UNKNOWN_KEY), theme, compact=compact))
        if compact:
            self.setLayout(layout)
        for card in self.cards:
            card.setChecked(card.option.id in given and (card.option.id != UNKNOWN or unknown is not None))
        Roving(self.cards)
        spoken(self, GROUP)

    def _card(self, option: Option, key: str, theme: Theme, *, compact: bool) -> ChoiceCard:
        several = self.several and option.id != UNKNOWN
        card = ChoiceCard(option, key, theme, self.handle, compact=compact, several=several, small=self.in_columns)
        spoken(card, CHECK if self.several else RADIO)
        card.clicked.connect(lambda _checked=False: self._clicked(card))
        self.cards.append(card)
        return card

    # -- state

    def answers(self) -> list[str]:
        """What is ticked now."""
        return [card.option.id for card in self.cards if card.isChecked() and card.option.id != UNKNOWN]

    def focused(self) -> str | None:
        """The answer that has the focus, None if none has."""
        return next((card.option.id for card in self.cards if card.hasFocus()), None)

    def start(self, wanted: str | None = None) -> None:
        """Put the focus on the answer wanted, or given, else on the first."""
        first = self.cards[0] if self.cards else None
        card = next((card for card in self.cards if card.option.id == wanted), None)
        card = card or next((card for card in self.cards if card.isChecked()), first)
        if card is not None:
            take_focus(card)

    def set_dimmed(self, dimmed: bool) -> None:
        """Show that an answer would change nothing; it can be given all the same."""
        for card in self.cards:
            card.label.setProperty("role", "small" if dimmed else "smallchoice")
            card.label.style().polish(card.label)
        self.setToolTip("Ne change rien au résultat." if dimmed else "")

    def submit(self) -> None:
        """Go on with what is ticked, nothing included; where something must be ticked, say that one waits for it.

        The focus is no answer: it shows where a key would act, not what the person said.
        """
        answers = self.answers()
        if len(answers) < self.minimum:
            self.waits.emit()
        else:
            self.submitted.emit(answers)

    # -- reactions

    def _clicked(self, card: ChoiceCard) -> None:
        if self.several and card.option.id != UNKNOWN:
            for other in self.cards:
                if other.option.id == UNKNOWN:
                    other.setChecked(False)
            self.ticked.emit()
            return
        for other in self.cards:
            other.setChecked(other is card)
        self.chosen.emit(card.option.id)

    def handle(self, event: QKeyEvent, card: ChoiceCard | None = None) -> bool:
        """React to a key; False if it means nothing here."""
        key = Qt.Key(event.key())
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if plain != Qt.KeyboardModifier.NoModifier:
            return False
        if key in _ARROWS:
            # It answers nothing; but what a held key repeats was meant for the question before.
            if not (event.isAutoRepeat() and Gestures.shared().quiet):
                self._move(card, *_ARROWS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.cards[0 if key == Qt.Key.Key_Home else -1].setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in _ACTING or digit_of(event) is not None:
            if not Gestures.shared().refuses(event):
                self._act(key, digit_of(event), card)
        else:
            return self._typed(event.text(), card)
        return True

    def _act(self, key: Qt.Key, number: int | None, card: ChoiceCard | None) -> None:
        if key == Qt.Key.Key_Backspace:
            self.back.emit()
        elif key in _ENTER:
            self._enter(card)
        elif key == Qt.Key.Key_Space:
            if card is not None:
                card.click()
        elif (found := next((other for other in self.cards if other.key == str(number)), None)) is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)
            found.click()

    def _enter(self, card: ChoiceCard | None) -> None:
        if self.several:
            if card is not None and card.option.id == UNKNOWN and not self.answers():
                self.waits.emit()  # neither an answer that merely has the focus, nor « nothing » in its place
            else:
                self.submit()
        elif card is not None:
            card.click()

    def _typed(self, typed: str, card: ChoiceCard | None) -> bool:
        if not typed or not typed.isalpha():
            return False
        labels = [other.option.label for other in self.cards]
        index = self._ahead.find(typed, time.monotonic(), labels, self.cards.index(card) if card is not None else -1)
        if index is not None:
            self.cards[index].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _move(self, card: ChoiceCard | None, dx: int, dy: int) -> None:
        """To the nearest answer in that direction; up and down go round their column."""
        if card is None:
            self.start()
            return
        here = card.geometry().center()
        found = None
        best = 0
        for other in self.cards:
            offset = other.geometry().center() - here
            along = offset.x() * dx + offset.y() * dy
            if other is card or along <= 0:
                continue
            distance = along + 3 * _across(offset, dx)
            if found is None or distance < best:
                found, best = other, distance
        if found is None and dy and self.in_columns:
            (self.left_down if dy > 0 else self.left_up).emit()
            return
        if found is None and dy:
            column = [other for other in self.cards if other.geometry().left() == card.geometry().left()]
            found = max(column, key=lambda other: -dy * other.geometry().top())
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)


def _mark(label: QLabel, role: str) -> None:
    """Draw a mark as what it says now: a key, an empty box, a tick."""
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().polish(label)


def _across(offset: QPoint, dx: int) -> int:
    """How far aside of the direction."""
    return abs(offset.y() if dx else offset.x())
