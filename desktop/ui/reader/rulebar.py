"""The small bar on the règle under the pointer: copy with its reference, and what other rooms add."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.ui.icons import set_icon
from desktop.ui.widgets import button, clear

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

    from desktop.ui.context import Context


class RuleBar(QFrame):
    """Drawn from the registered `RuleAction`s; stands at the right end of the règle's first line."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.viewport = parent
        self.context = context
        self.setObjectName("panel")
        self.setProperty("role", "card")
        self.rule = ""
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(2, 2, 2, 2)
        self._box.setSpacing(0)
        self.hide()

    def show_for(self, rule: str, rect: QRect) -> None:
        """Stand on a règle whose place in the viewport is `rect`."""
        if rule != self.rule:
            clear(self._box)
            for action in self.context.registry.rule_actions.values():
                label = action.label(rule)
                made = button("", partial(action.handler, rule), kind="flat", name=label)
                set_icon(made, action.icon, self.context.theme, colour="primary")
                self._box.addWidget(made)
            self.rule = rule
        self.adjustSize()
        x = min(rect.right() + 6, self.viewport.width() - self.width() - 4)
        y = max(2, rect.top() - self.context.theme.px(6))
        self.move(QPoint(x, y))
        self.show()
        self.raise_()

    def forget(self) -> None:
        """Go, and draw anew the next time: a label may have changed."""
        self.rule = ""
        self.hide()
