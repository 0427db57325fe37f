"""What can be done with a page, in one line at its foot: always at the same place, the primary action first.

What has no room stands in a menu behind « Plus… », so that the bar never takes a second line from the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy

from desktop.ui.kit.plain import plain
from desktop.ui.kit.widgets import button, clear, link, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from desktop.ui.kit.theme import ThemeHolder

MORE = "Plus…"


class Action(NamedTuple):
    """One action: the name of its widget, its words, what it does. `kind`: "primary", "" or "link" (rare: at the right).

    `keys` is its shortcut, if it has one.
    """

    name: str
    words: str
    run: Callable[[], object]
    kind: str = ""
    keys: str = ""


class ActionBar(QFrame):
    """Draws actions, and words that help where there is room for them."""

    def __init__(self, holder: ThemeHolder) -> None:
        super().__init__()
        self.holder = holder
        self.setObjectName("foot")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.buttons: list[QPushButton] = []
        self.hint: QLabel | None = None
        self._line = QHBoxLayout(self)
        self._more = QPushButton(MORE)
        self._actions: tuple[Action, ...] = ()
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)

    def show_actions(self, actions: Sequence[Action], hint: str = "") -> None:
        """Draw these; what was drawn before goes."""
        px = self.holder.theme.px
        clear(self._line)
        self._line.setContentsMargins(px(32), px(6), px(24), px(6))
        self._line.setSpacing(px(8))
        self._actions = tuple(sorted(actions, key=lambda action: action.kind == "link"))
        self.buttons = [self._button(action) for action in self._actions]
        rare = [made for made, action in zip(self.buttons, self._actions, strict=True) if action.kind == "link"]
        for made in self.buttons:
            if made not in rare:
                self._line.addWidget(made)
        self._more = button(MORE, None, name="Autres actions")
        self._more.setObjectName("action-plus")
        self._more.setMenu(self._menu)
        self._line.addWidget(self._more)
        self.hint = text(hint, "small") if hint else None
        if self.hint is not None:
            self._line.addWidget(self.hint)
        self._line.addStretch(1)
        for made in rare:
            self._line.addWidget(made)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """The first action and « Plus »; the rest gives way."""
        margins = self._line.contentsMargins()
        shown = self.buttons[:1] + ([self._more] if len(self.buttons) > 1 else [])
        width = sum(made.sizeHint().width() for made in shown) + self._line.spacing() * max(0, len(shown) - 1)
        height = max((made.sizeHint().height() for made in self.buttons), default=0)
        return QSize(
            width + margins.left() + margins.right(), height + margins.top() + margins.bottom() if self.buttons else 0
        )

    def sizeHint(self) -> QSize:
        """One line."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide again what has room."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Its style, and so the width of its buttons, is known now."""
        super().showEvent(event)
        self._fit()

    def _button(self, action: Action) -> QPushButton:
        made = link(action.words, action.run) if action.kind == "link" else button(
            action.words, action.run, kind=action.kind
        )  # fmt: skip
        made.setObjectName(action.name)
        made.setToolTip(plain(action.keys))
        return made

    def _fit(self) -> None:
        if not self.buttons:
            return
        margins, gap = self._line.contentsMargins(), self._line.spacing()
        room = self.width() - margins.left() - margins.right()
        widths = []
        for made in (*self.buttons, self._more):
            made.ensurePolished()
            widths.append(made.sizeHint().width() + gap)
        more = widths.pop()
        count = len(self.buttons)
        if sum(widths) - gap > room:
            while count > 1 and sum(widths[:count]) + more - gap > room:
                count -= 1
        for rank, made in enumerate(self.buttons):
            made.setVisible(rank < count)
        self._more.setVisible(count < len(self.buttons))
        if self.hint is not None:
            left = room - sum(widths[:count]) - (more if count < len(self.buttons) else 0)
            self.hint.ensurePolished()
            self.hint.setVisible(self.hint.sizeHint().width() + gap <= left)
        self.updateGeometry()

    def _fill(self) -> None:
        self._menu.clear()
        for made, action in zip(self.buttons, self._actions, strict=True):
            if made.isHidden():
                self._menu.addAction(made.text(), action.run)
