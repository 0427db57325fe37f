"""The line under the reader that finds words in the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout

from desktop.ui.kit.field import Field
from desktop.ui.kit.icons import set_icon
from desktop.ui.kit.utf16 import utf16
from desktop.ui.kit.widgets import FlowLayout, button, link, text
from desktop.ui.reader.finding import FoldedPage

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QPushButton

    from desktop.ui.door.context import Context
    from desktop.ui.reader.view import ReaderView


class _Field(Field):
    step = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.step.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindBar(QFrame):
    """Marks every occurrence and walks through them; Esc closes it and goes back to the text."""

    closed = Signal()
    all_wanted = Signal()
    """What the filter hides should be looked through too."""

    def __init__(self, context: Context, view: ReaderView) -> None:
        super().__init__()
        self.context = context
        self.view = view
        self.setObjectName("panel")
        self.ranges: list[tuple[int, int]] = []
        self.index = -1
        self._from = 0
        self._page = FoldedPage("")
        self.field = _Field()
        self.field.setAccessibleName("Rechercher dans la page")
        self.field.setPlaceholderText("Rechercher dans la page")
        self.count = text("", "small")
        self.only_shown = text("Cherché dans les règles affichées seulement.", "small")
        self.everything = link("chercher dans tout", self.all_wanted.emit)
        self.before = button("", lambda: self.step(-1), kind="flat", name="Occurrence précédente (Maj+F3)")
        self.after = button("", lambda: self.step(1), kind="flat", name="Occurrence suivante (F3)")
        self.close_button = button("", self.close_bar, kind="flat", name="Fermer la recherche dans la page (Échap)")
        self._filtered = False
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.field, 1)
        for widget in (self.count, self.before, self.after, self.close_button):
            line.addWidget(widget)
        # A line of its own, which breaks where the window is narrow: the window must not widen to it.
        self._part = FlowLayout(8)
        for widget in (self.only_shown, self.everything):
            self._part.addWidget(widget)
            widget.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 4, 12, 4)
        box.setSpacing(0)
        box.addLayout(line)
        box.addLayout(self._part)
        self.field.textChanged.connect(self._on_text)
        self.field.step.connect(self.step)
        self.field.left.connect(self.close_bar)
        self.hide()
        self.apply()

    def apply(self) -> None:
        """Draw the icons in the theme and mark anew."""
        drawn: tuple[tuple[QPushButton, str], ...] = (
            (self.before, "up"),
            (self.after, "down"),
            (self.close_button, "close"),
        )
        for made, name in drawn:
            set_icon(made, name, self.context.theme)
        self._mark()

    def open_bar(self) -> None:
        """Show the line, with what is selected in the page if it is short."""
        selected = self.view.textCursor().selectedText()
        if selected and len(selected) < 80 and "\u2029" not in selected:
            self.field.setText(selected)
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self._start_here()
        self._on_text()

    def close_bar(self) -> None:
        """Hide the line and its marks."""
        self.hide()
        self.view.setExtraSelections([])
        self.closed.emit()

    def look_through(self, *, filtered: bool) -> None:
        """Another text is shown: find the words in it; `filtered` says that a part of the document is not there."""
        self._filtered = filtered
        self._page = FoldedPage("")
        if self.isVisible():
            self._start_here()
            self._on_text()

    def _start_here(self) -> None:
        """The first occurrence to show is the first below the top of what is read."""
        self._from = self.view.cursorForPosition(QPoint(0, 0)).position()

    def step(self, step: int) -> None:
        """Go to the next or previous occurrence, around the end."""
        if not self.ranges:
            return
        self.index = (self.index + step) % len(self.ranges)
        self._mark()
        self.view.setTextCursor(self._cursor(*self.ranges[self.index], select=False))
        self.view.ensureCursorVisible()

    def _on_text(self) -> None:
        plain = self.view.toPlainText()
        if plain != self._page.text:
            self._page = FoldedPage(plain)
        self.ranges = [(utf16(plain, a), utf16(plain, b)) for a, b in self._page.find(self.field.text())]
        ahead = next((number for number, (start, _) in enumerate(self.ranges) if start >= self._from), 0)
        self.index = ahead - 1
        if self.ranges and self.field.text():
            self.step(1)
        self._mark()

    def _cursor(self, start: int, end: int, *, select: bool = True) -> QTextCursor:
        cursor = QTextCursor(self.view.document())
        cursor.setPosition(start)
        if select:
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _mark(self) -> None:
        if not self.isVisible():
            return
        theme = self.context.theme
        marks = []
        for number, (start, end) in enumerate(self.ranges):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._cursor(start, end)  # type: ignore[attr-defined]
            here = number == self.index
            mark.format.setBackground(theme.colour("primary" if here else "hit_ground"))  # type: ignore[attr-defined]
            mark.format.setForeground(theme.colour("on_primary" if here else "hit"))  # type: ignore[attr-defined]
            marks.append(mark)
        self.view.setExtraSelections(marks)
        said = self._filtered and bool(self.field.text())
        self.only_shown.setVisible(said)
        self.everything.setVisible(said)
        if not self.field.text():
            self.count.setText("")
        elif not self.ranges:
            self.count.setText("Aucune occurrence")
        else:
            self.count.setText(f"{self.index + 1} sur {len(self.ranges)}")
