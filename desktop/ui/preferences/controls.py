"""What one sets a setting with: a list, a number between two buttons, a tick. Each shows the value and says what is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from desktop.settings import SettingKind
from desktop.text.typography import french
from desktop.ui.kit.listbox import ListBox
from desktop.ui.kit.widgets import button, text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit

    from desktop.settings import Setting
    from desktop.ui.kit.theme import Theme

LONG = 12
"""From so many options on, a list can be typed into: any part of an option finds it."""


class Control(QWidget):
    """The base of all: `wanted` is emitted with a value that the setting accepts; `show_value` only shows."""

    wanted = Signal(object)

    def show_value(self, value: object) -> None:
        """Show what the setting is now."""
        raise NotImplementedError


class ChoiceControl(Control):
    """A list of options; a long one can be typed into."""

    def __init__(self, setting: Setting, options: tuple[tuple[str, str], ...], theme: Theme) -> None:
        super().__init__()
        self._field: QLineEdit | None = None
        self.list = ListBox(theme)
        self.list.setAccessibleName(french(setting.label))
        self.list.setMinimumHeight(theme.target())
        self.list.setMinimumContentsLength(10)
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.offer(options)
        if len(options) >= LONG:
            self._make_typed()
        for part in (self.list.view(), self._field):
            if part is not None:
                part.setAccessibleName(french(setting.label))
        self.list.activated.connect(lambda row: self.wanted.emit(self.list.itemData(row)))
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    def offer(self, options: tuple[tuple[str, str], ...]) -> None:
        """These may be chosen from now on; which one is, is shown by `show_value`."""
        with QSignalBlocker(self.list):
            self.list.clear()
            for value, words in options:
                self.list.addItem(french(words), value)

    def _make_typed(self) -> None:
        self.list.setEditable(True)
        self.list.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.list.model(), self.list)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated[str].connect(self._typed)  # type: ignore[index]
        self.list.setCompleter(completer)
        self._field = self.list.lineEdit()
        if self._field is not None:
            self._field.editingFinished.connect(self._left)

    def _typed(self, words: str) -> None:
        row = self.list.findText(words)
        if row >= 0:
            self.list.setCurrentIndex(row)
            self.wanted.emit(self.list.itemData(row))

    def _left(self) -> None:
        """What was typed names an option, or a single one by its beginning or number; else the value stands."""
        if self._field is None:
            return
        words = self._field.text().strip().lower()
        rows = [row for row in range(self.list.count()) if self.list.itemText(row).lower() == words]
        rows = rows or [row for row in range(self.list.count()) if words and words in self.list.itemText(row).lower()]
        if len(rows) == 1:
            self._typed(self.list.itemText(rows[0]))
        else:
            self._field.setText(self.list.itemText(self.list.currentIndex()))

    def show_value(self, value: object) -> None:
        """Select its option."""
        with QSignalBlocker(self.list):
            self.list.setCurrentIndex(max(0, self.list.findData(value)))


class WholeControl(Control):
    """A number between two buttons."""

    def __init__(self, setting: Setting, theme: Theme) -> None:
        super().__init__()
        self.setting = setting
        self._value = 0
        self.less = button("−", lambda: self._step(-1), name=f"{setting.label} : moins")
        self.more = button("+", lambda: self._step(1), name=f"{setting.label} : plus")
        self.shown = text("", "strong")
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setMinimumWidth(theme.px(90))
        for made in (self.less, self.more):
            made.setAutoRepeat(True)  # a year of days is a long way
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for widget in (self.less, self.shown, self.more):
            box.addWidget(widget)
        box.addStretch(1)
        self.setFocusProxy(self.more)

    def _step(self, step: int) -> None:
        self.wanted.emit(self.setting.nearest(self._value + step * self.setting.step))

    def show_value(self, value: object) -> None:
        """The number with its unit."""
        self._value = value if isinstance(value, int) else 0
        unit = self.setting.unit.removesuffix("s") if self._value == 1 else self.setting.unit
        self.shown.setText(french(f"{self._value} {unit}".strip()))
        self.shown.setAccessibleName(f"{self.setting.label}\u00a0: {self.shown.text()}")
        self.less.setEnabled(self._value > self.setting.low)
        self.more.setEnabled(self._value < self.setting.high)


class FlagControl(Control):
    """A tick."""

    def __init__(self, setting: Setting, theme: Theme) -> None:
        from desktop.ui.kit.check import Check

        super().__init__()
        self.box = Check(setting.label, theme)
        self.box.toggled.connect(self._on_toggled)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.box)
        self.setFocusProxy(self.box)

    def _on_toggled(self, on: bool) -> None:
        self.wanted.emit(on)

    def show_value(self, value: object) -> None:
        """Tick it or not."""
        with QSignalBlocker(self.box):
            self.box.setChecked(bool(value))


def make(setting: Setting, options: tuple[tuple[str, str], ...], theme: Theme) -> Control:
    """The control of a setting's kind. Raises ValueError for a state, which is not chosen."""
    if setting.kind is SettingKind.CHOICE:
        return ChoiceControl(setting, options, theme)
    if setting.kind is SettingKind.WHOLE:
        return WholeControl(setting, theme)
    if setting.kind is SettingKind.FLAG:
        return FlagControl(setting, theme)
    raise ValueError(f"{setting.id} is no preference")
