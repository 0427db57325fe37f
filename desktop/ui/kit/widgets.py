"""The few widgets that all screens share: typed labels, buttons, cards, flowing layouts. Their looks are in `theme`.

The first paint needs some of them, and the `Qt` namespace alone takes a tenth of it to import (its enumerations are made one by
one): what is used before that paint does without, the rest imports it where it needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import delete

from desktop.text.typography import french
from desktop.ui.kit.focus import Grouped
from desktop.ui.kit.gestures import Deliberate
from desktop.ui.kit.plain import PlainLabel, plain
from desktop.ui.kit.spoken import BUTTON, spoken

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import Qt

    from desktop.ui.kit.theme import Theme


def text(words: str, role: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label in one of the types of the theme: title, heading, strong, soft, small, smallstrong, alert, key, or body."""
    label = PlainLabel(parent)
    if role:
        label.setProperty("role", role)
    label.setText(french(words))  # last: from here on a screen reader takes it for what it is then
    label.setWordWrap(wrap)
    return label


class PushButton(Deliberate, QPushButton):
    """A button that a held key or a double click presses once."""


class LinkButton(Grouped, PushButton):
    """A button that looks like a link; in a row of them, arrows move between them."""


_FREE = ("flat", "nav")
"""Kinds of buttons that answer nothing: back, next, larger letters. Pressed twice quickly, they act twice."""


def _class_of(kind: str) -> type[QPushButton]:
    return QPushButton if kind in _FREE else LinkButton if kind == "link" else PushButton


def button(words: str, action: Callable[[], object] | None = None, *, kind: str = "", name: str = "") -> QPushButton:
    """A push button of a kind: "" (secondary), primary, link, flat, nav, chip. `name` is for screen readers."""
    made = _class_of(kind)()
    if kind:
        made.setProperty("kind", kind)
    made.setText(french(words).replace("&", "&&"))
    if name:
        made.setAccessibleName(french(name))
        made.setToolTip(plain(french(name)))
    if action is not None:
        made.clicked.connect(lambda _checked=False: action())
    made.setAutoDefault(False)
    return made


def link(words: str, action: Callable[[], object]) -> QPushButton:
    """A button that looks like a link."""
    from PySide6.QtCore import Qt

    made = button(words, action, kind="link")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


class Badge(PlainLabel):
    """A word on the ground of its family."""

    def __init__(self, words: str, theme: Theme, famille: str = "possibilite") -> None:
        super().__init__()
        self.setText(words)
        self.famille = famille
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.apply(theme)

    def apply(self, theme: Theme) -> None:
        """Take the colours and size of a theme."""
        ground = f"{self.famille}_ground"
        self.setStyleSheet(
            f"background: {theme.hex(ground)}; color: {theme.hex(self.famille)}; border-radius: 4px;"
            f" padding: {theme.px(2)}px {theme.px(8)}px; font-size: {theme.px(12)}px; font-weight: bold;"
        )


class CardButton(PushButton):
    """A card that is one large target; what stands on it are labels, its name is read as one sentence."""

    def __init__(self, name: str, action: Callable[[], object], description: str = "") -> None:
        from PySide6.QtCore import Qt

        super().__init__()
        self.setProperty("kind", "card")
        spoken(self, BUTTON)
        self.setAutoDefault(False)
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda _checked=False: action())
        self.box = QVBoxLayout(self)
        self.box.setSpacing(2)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, item: QWidget | QLayout) -> None:
        """Add a line; the card takes the clicks."""
        from PySide6.QtCore import Qt

        if isinstance(item, QLayout):
            self.box.addLayout(item)
        else:
            self.box.addWidget(item)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """The size of what stands on it."""
        return self.box.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """No smaller than what stands on it."""
        return self.box.totalMinimumSize()

    def heightForWidth(self, width: int) -> int:
        """Wrapped lines need more height in a narrow column."""
        return self.box.totalHeightForWidth(width)


class RowButton(CardButton):
    """A line that is one large target: words at the left, and at the right, in the colour of links, what a press does."""

    def __init__(
        self,
        words: QLabel,
        does: str,
        action: Callable[[], object],
        name: str = "",
        *,
        flows: bool = False,
        sign: QWidget | None = None,
    ) -> None:
        """`words` may be rich text; `name` is what is read out, by default the words and what a press does.

        `flows`: what stands at the right goes below where there is no room beside the words; a `sign` stands before it.
        """
        super().__init__(french(name) or f"{words.text()} : {does}", action)
        self.setProperty("kind", "row")
        self.box.setContentsMargins(0, 0, 0, 0)
        words.setWordWrap(True)
        self.does = text(does, "link", wrap=flows)
        if flows:
            flow = FlowLayout(12, last_right=True)
            flow.addWidget(words)
            if sign is not None:
                flow.addWidget(sign)
            flow.addWidget(self.does)
            self.add(flow)
        else:
            line = QHBoxLayout()
            line.setSpacing(12)
            line.addWidget(words, 1)
            line.addWidget(self.does)
            self.add(line)

    def minimumSizeHint(self) -> QSize:
        """No lower than a target."""
        self.ensurePolished()
        return super().minimumSizeHint().expandedTo(QSize(0, self.minimumHeight()))

    def heightForWidth(self, width: int) -> int:
        """Words wrap; a single line is still a target."""
        return max(self.minimumHeight(), super().heightForWidth(width))


class _ListLayout(QHBoxLayout):
    """What both layouts below share: they lay out their items in a width.

    Qt's own box keeps the items and destroys them with itself: those that Python keeps would stay, one for each widget ever
    shown. Nothing else of the box is used.
    """

    def __init__(self, spacing: int) -> None:
        super().__init__()
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def items(self) -> list[QLayoutItem]:
        """All of them, in their order."""
        return [item for index in range(self.count()) if (item := self.itemAt(index)) is not None]

    def expandingDirections(self) -> Qt.Orientation:
        """Takes what room there is."""
        return QLayout.expandingDirections(self)

    def maximumSize(self) -> QSize:
        """As large as there is room, whatever the items are."""
        return QLayout.maximumSize(self)

    def minimumHeightForWidth(self, width: int) -> int:
        """What it needs is what it has."""
        return self.heightForWidth(width)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        m = self.contentsMargins()
        inner = QRect(0, 0, width - m.left() - m.right(), 0)
        return self._lay(inner, move=False) + m.top() + m.bottom()

    def setGeometry(self, rect: QRect) -> None:
        QLayout.setGeometry(self, rect)
        self._lay(rect.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self.items():
            size = size.expandedTo(item.minimumSize())
        return size.grownBy(self.contentsMargins())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self.items() if not item.isEmpty()]

    def _lay(self, rect: QRect, *, move: bool) -> int:
        raise NotImplementedError


def _wish(item: QLayoutItem) -> QSize:
    """The size that an item would like: words that may wrap would rather stand on one line."""
    label = item.widget()
    if not isinstance(label, QLabel) or not label.wordWrap():
        return item.sizeHint()
    label.ensurePolished()
    margins = label.contentsMargins()
    width = label.fontMetrics().horizontalAdvance(label.text()) + margins.left() + margins.right() + 8
    return QSize(width, label.heightForWidth(width))


class FlowLayout(_ListLayout):
    """Items side by side, on as many lines as they need.

    `last_right` puts the last one at the right edge if one line holds all; `outset` begins that many pixels further left.
    """

    def __init__(self, spacing: int, *, last_right: bool = False, outset: int = 0) -> None:
        super().__init__(spacing)
        self.outset = outset
        self.last_right = last_right

    def sizeHint(self) -> QSize:
        """All on one line, if there is room."""
        shown = self._shown()
        width = sum(_wish(item).width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((_wish(item).height() for item in shown), default=0))

    def _lay(self, rect: QRect, *, move: bool) -> int:
        rect = rect.adjusted(-self.outset, 0, 0, 0)
        x, y, tall, lines = rect.x(), rect.y(), 0, 1
        line: list[tuple[QLayoutItem, QRect]] = []
        for item in self._shown():
            hint = _wish(item)
            width = min(hint.width(), rect.width())
            height = item.heightForWidth(width) if item.hasHeightForWidth() else hint.height()
            if line and x + width > rect.right() + 1:
                self._place(line, tall, move=move)
                x, y, tall, line, lines = rect.x(), y + tall + min(self.spacing(), 6), 0, [], lines + 1
            line.append((item, QRect(QPoint(x, y), QSize(width, height))))
            x += width + self.spacing()
            tall = max(tall, height)
        if self.last_right and line and lines == 1:
            item, last = line.pop()
            line.append((item, last.translated(rect.right() + 1 - last.right() - 1, 0)))
        self._place(line, tall, move=move)
        return y + tall - rect.y()

    @staticmethod
    def _place(line: list[tuple[QLayoutItem, QRect]], tall: int, *, move: bool) -> None:
        if move:
            for item, rect in line:
                item.setGeometry(rect.translated(0, (tall - rect.height()) // 2))


class ColumnsLayout(_ListLayout):
    """Items in equal columns, as many as fit; the items of a row are equally tall.

    `first` gives the first column so many times the width of each other one, where all stand in one row.
    """

    def __init__(self, spacing: int, least_width: int, *, first: float = 1) -> None:
        super().__init__(spacing)
        self.least_width = least_width
        self.first = first

    def minimumSize(self) -> QSize:
        """One column."""
        tallest = max((item.minimumSize().height() for item in self.items()), default=0)
        return QSize(min(self.least_width, 200), tallest)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        shown = self._shown()
        if not shown:
            return 0
        fit = max(1, (rect.width() + self.spacing()) // (self.least_width + self.spacing()))
        rows = -(-len(shown) // fit)
        columns = -(-len(shown) // rows)  # even rows: eight cards stand four and four rather than six and two
        widths = self._widths(rect.width(), columns, rows)
        y = rect.y()
        for first in range(0, len(shown), columns):
            row = list(zip(shown[first : first + columns], widths, strict=False))
            tall = max(i.heightForWidth(w) if i.hasHeightForWidth() else i.sizeHint().height() for i, w in row)
            x = rect.x()
            for item, width in row if move else ():
                item.setGeometry(QRect(x, y, width, tall))
                x += width + self.spacing()
            y += tall + self.spacing()
        return y - self.spacing() - rect.y()

    def _widths(self, room: int, columns: int, rows: int) -> list[int]:
        left = room - self.spacing() * (columns - 1)
        if rows > 1 or self.first == 1:
            return [left // columns] * columns
        other = max(self.least_width, int(left / (columns - 1 + self.first))) if columns > 1 else 0
        return [left - other * (columns - 1), *[other] * (columns - 1)]


def scroller(content: QWidget) -> QScrollArea:
    """A page that scrolls up and down, by touch too. Sideways only where its words would be cut otherwise."""
    from PySide6.QtCore import Qt

    from desktop.ui.kit.touch import let_fingers_scroll

    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    let_fingers_scroll(area)
    return area


def row(*widgets: QWidget, spacing: int = 8) -> QHBoxLayout:
    """Widgets side by side, then room."""
    box = QHBoxLayout()
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(spacing)
    for widget in widgets:
        box.addWidget(widget)
    box.addStretch(1)
    return box


def clear(layout: QLayout) -> None:
    """Remove and delete everything of a layout."""
    while (item := layout.itemAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if inner is not None:
            layout.takeAt(0)
            clear(inner)
        else:
            # Not `takeAt`: what PySide hung on the layout around this one, at each `addLayout`, would stay with it. And not so
            # for a layout: PySide would take the fields of its lists, which still speak as they go, for gone.
            layout.removeItem(item)
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        delete(item)  # nobody else destroys what was removed
