"""The bar at the top: back, forward, the search field, text size, theme, menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy

from desktop.text.typography import french
from desktop.ui.door import ids
from desktop.ui.kit.field import Field
from desktop.ui.kit.icons import pixmap, set_icon
from desktop.ui.kit.plain import plain
from desktop.ui.kit.widgets import button, text

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent

    from desktop.ui.door.context import Context

PLACEHOLDERS = ("Rechercher une règle, une structure, un sigle…", "Rechercher une règle, un sigle…", "Rechercher…")
"""What the field says while it is empty: the longest that has room."""
QUERY_LIMIT = 10_000
"""Longest query that the field takes, in characters; what is pasted beyond it is cut."""


HINT_EDGE = 12
"""Pixels between the shortcut and the edge of the field."""
FRAME = 28
"""Pixels at 100 % that the field's edge and padding take, and a little air."""


class SearchField(Field):
    """One field for everything. Arrows and Enter act on the results while the focus stays here."""

    moved = Signal(int)
    opened = Signal()
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("search")
        self.setMaxLength(QUERY_LIMIT)
        self.hint = text("Ctrl K", "key", parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._roomy = False
        self.textChanged.connect(self._show_hint)
        self.apply()

    def apply(self) -> None:
        """Take the sizes of the theme."""
        theme = self.context.theme
        self.setTextMargins(theme.px(24), 0, theme.px(4), 0)
        self.setMaximumWidth(theme.px(720))
        self._lens = pixmap("search", theme.colour("soft"), theme.px(18), self.devicePixelRatioF())
        self.setMinimumWidth(theme.px(160))
        self.hint.adjustSize()
        self._place_hint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words that have room; the hint stands at the right, where there is room for it beside them."""
        super().resizeEvent(event)
        self._place_hint()

    def _place_hint(self) -> None:
        self.ensurePolished()
        self.hint.ensurePolished()
        size = self.hint.sizeHint()
        self.hint.resize(size)
        self.hint.move(self.width() - size.width() - HINT_EDGE, (self.height() - size.height()) // 2)
        margins, metrics = self.textMargins(), self.fontMetrics()
        room = self.width() - margins.left() - margins.right() - self.context.theme.px(FRAME)
        widths = {words: metrics.horizontalAdvance(words) for words in PLACEHOLDERS}
        words = next((words for words in PLACEHOLDERS if widths[words] <= room), PLACEHOLDERS[-1])
        self.setPlaceholderText(words)
        self._roomy = widths[words] + size.width() + HINT_EDGE <= room
        self._show_hint()

    def _show_hint(self) -> None:
        self.hint.setVisible(self._roomy and not self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, then its lens."""
        super().paintEvent(event)
        theme = self.context.theme
        size = theme.px(18)
        painter = QPainter(self)
        painter.drawPixmap(theme.px(10), (self.height() - size) // 2, self._lens)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the results, Enter opens, Esc leaves; Ctrl+K, which deletes to the end on some systems, selects all."""
        from PySide6.QtCore import Qt

        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}
        if event.key() in steps and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.selectAll()
        else:
            super().keyPressEvent(event)


class TopBar(QFrame):
    """Draws the field and the buttons, and announces them; the commands behind them are in the registry."""

    command = Signal(str)
    menu_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("topbar")
        self.navigation = self._button(
            "menu-lateral", "list", "Afficher ou masquer la navigation (Ctrl+B)", ids.TOGGLE_NAVIGATION
        )
        self.back = self._button("retour", "back", "Revenir en arrière (Alt+Gauche)", ids.BACK)
        self.forward = self._button("avancer", "forward", "Aller en avant (Alt+Droite)", ids.FORWARD)
        self.field = SearchField(context)
        self.smaller = self._button("plus-petit", "", "Réduire le texte (Ctrl+−)", ids.SMALLER, "A−")
        self.larger = self._button("plus-grand", "", "Agrandir le texte (Ctrl++)", ids.LARGER, "A+")
        self.theme_button = self._button("theme", "theme", "Changer de thème : clair, sombre", ids.TOGGLE_THEME)
        self.menu = self._button("menu", "menu", "Menu (F10)", "")
        self.menu.clicked.connect(self.menu_requested)
        box = QHBoxLayout(self)
        box.setContentsMargins(12, 6, 12, 6)
        box.setSpacing(4)
        for widget in (self.navigation, self.back, self.forward):
            box.addWidget(widget)
        box.addStretch(1)
        box.addWidget(self.field, 8)
        box.addStretch(1)
        for widget in (self.smaller, self.larger, self.theme_button, self.menu):
            box.addWidget(widget)
        self.navigation.hide()
        self.apply()

    def _button(self, name: str, drawing: str, label: str, command: str, words: str = "") -> QPushButton:
        made = button(words, None, kind="flat")
        made.setToolTip(plain(french(label)))
        made.setObjectName(name)
        made.setProperty("drawing", drawing)
        if command:
            made.clicked.connect(lambda _checked=False: self.command.emit(command))
        return made

    def name_controls(self) -> None:
        """Names for screen readers: right after the first paint, since the first name wakes Qt's bridge to them (6 ms)."""
        for made in self.findChildren(QPushButton):
            made.setAccessibleName(made.toolTip())
        self.field.setAccessibleName("Rechercher")
        self.field.setAccessibleDescription(
            "Flèches pour parcourir les résultats, Entrée pour ouvrir, Échap pour effacer"
        )

    def settle(self) -> None:
        """What the first paint did without: a click on a button leaves the focus where one types."""
        from PySide6.QtCore import Qt

        for made in self.findChildren(QPushButton):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.field.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def apply(self) -> None:
        """Draw the icons in the colours and size of the theme."""
        theme = self.context.theme
        for made in self.findChildren(QPushButton):
            if drawing := made.property("drawing"):
                set_icon(made, str(drawing), theme)
        self.field.apply()
