"""A page with its main column and what follows from it beside it, or below where the window is narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.door.page import Page
from desktop.ui.kit.widgets import clear, scroller
from desktop.ui.situations.rich import Writer
from desktop.ui.situations.style import style_sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.ui.door.context import Context
    from desktop.ui.situations.room import Decisions

WIDE_EMS, SIDE, COLUMN = 58, 350, 900


class SidePage(Page):
    """`form_box` and `side_box` are the subclass's to fill in `rebuild`; its result can be copied."""

    copies = True

    def __init__(self, context: Context, decisions: Decisions) -> None:
        super().__init__()
        self.context = context
        self.decisions = decisions
        self.write = Writer(context)
        self.form, self.side = QWidget(), QWidget()
        self.form_box, self.side_box = QVBoxLayout(self.form), QVBoxLayout(self.side)
        self.side.setObjectName("side")
        holder = QWidget()
        self._under = QVBoxLayout(holder)
        self._under.setContentsMargins(0, 0, 0, 0)
        self._under.setSpacing(0)
        # Beside a stretch, so that heights are computed for the width that the column really has.
        column = QHBoxLayout()
        column.addWidget(self.form, 1)
        column.addStretch(0)
        self._under.addLayout(column)
        self.area, self.side_area = scroller(holder), scroller(QWidget())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.area, 1)
        line.addWidget(self.side_area)
        self._wide: bool | None = None
        self.setStyleSheet(style_sheet(context.theme))
        self.decisions.ready.connect(self.rebuild)
        context.corpus_ready.connect(self.on_text_size)

    def rebuild(self) -> None:
        """Draw what is known now."""
        raise NotImplementedError

    def on_text_size(self) -> None:
        """Sizes and colours follow."""
        self.write = Writer(self.context)
        self.setStyleSheet(style_sheet(self.context.theme))
        self._wide = None
        self.rebuild()

    def empty_form(self) -> None:
        """Clear the main column and give it its margins."""
        px = self.context.theme.px
        clear(self.form_box)
        self.form_box.setContentsMargins(px(32), px(20), px(24), px(20))
        self.form_box.setSpacing(px(4))
        self.form.setMaximumWidth(px(COLUMN))

    def empty_side(self) -> None:
        """Clear what stands beside it."""
        px = self.context.theme.px
        clear(self.side_box)
        self.side_box.setContentsMargins(px(20), px(20), px(20), px(16))
        self.side_box.setSpacing(px(4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide again where the result stands."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Beside where there is room, else below."""
        px = self.context.theme.px
        self.side_area.setFixedWidth(px(SIDE))
        wide = self.width() / px(15) >= WIDE_EMS
        if wide == self._wide:
            return
        self._wide = wide
        if self.side_area.widget() is self.side:
            self.side_area.takeWidget()
        self._under.removeWidget(self.side)
        if wide:
            self.side_area.setWidget(self.side)
        else:
            self._under.addWidget(self.side)
        self.side.show()
        self.side_area.setVisible(wide)
