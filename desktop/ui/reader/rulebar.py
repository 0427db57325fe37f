"""The small bar on the règle under the pointer: copy with its reference, and what other rooms add."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from desktop.ui.kit.icons import set_icon
from desktop.ui.kit.widgets import button, clear

if TYPE_CHECKING:
    from desktop.ui.door.context import Context

GAP = 2


class RuleBar(QFrame):
    """Drawn from the registered `RuleAction`s; stands beside the règle, upright where the margin has no room for a row."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.viewport = parent
        self.context = context
        self.setObjectName("panel")
        self.setProperty("role", "card")
        self.rule = ""
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(2, 2, 2, 2)
        self._box.setSpacing(0)
        self.hide()

    def show_for(self, rule: str, top: int, left: int) -> None:
        """Stand by a règle that begins at `top`, right of the column of text, which ends at `left` (both in the viewport)."""
        if rule != self.rule:
            clear(self._box)
            for action in self.context.registry.rule_actions.values():
                label = action.label(rule)
                made = button("", partial(action.handler, rule), kind="flat", name=label)
                set_icon(made, action.icon, self.context.theme, colour="primary")
                self._box.addWidget(made)
            self.rule = rule
        self._box.setDirection(QBoxLayout.Direction.LeftToRight)
        room = self.viewport.width() - left - GAP
        if self._box.sizeHint().width() > room:
            self._box.setDirection(QBoxLayout.Direction.TopToBottom)
        self.adjustSize()
        x = min(left + GAP, self.viewport.width() - self.width())
        y = min(top - self.context.theme.px(6), self.viewport.height() - self.height() - GAP)
        self.move(QPoint(x, max(GAP, y)))
        self.show()
        self.raise_()

    def forget(self) -> None:
        """Go, and draw anew the next time: a label may have changed."""
        self.rule = ""
        self.hide()
