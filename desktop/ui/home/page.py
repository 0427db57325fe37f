"""The first screen: painted before the content is read, then filled by `home_content`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.door.page import Page
from desktop.ui.kit.widgets import clear, scroller, text

if TYPE_CHECKING:
    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place
    from desktop.ui.home.resume import ResumeLine


class HomePage(Page):
    """What people come for; drawn anew when the content, what « Reprendre » says, or the theme changes."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._inner = QWidget()
        self._inner.setObjectName("home")
        self.box = QVBoxLayout(self._inner)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addWidget(self._inner)
        self._scrolls = False
        self._stale = False
        self._lines: tuple[ResumeLine, ...] = ()
        self.rebuild()
        context.corpus_ready.connect(self.rebuild)
        context.resume_changed.connect(self._on_resume)

    def show_place(self, place: Place) -> None:
        """Home has one place; what was read meanwhile is taken in."""
        del place
        if self._stale:
            self._follow()

    def on_text_size(self) -> None:
        """Margins and badges follow."""
        self.rebuild()

    def _on_resume(self) -> None:
        self._stale = True
        if self.isVisible():
            self._follow()

    def _follow(self) -> None:
        """Draw anew what says something else: at the start many rooms say that they have read what is theirs."""
        self._stale = False
        if self._resumed() != self._lines:
            self.rebuild()

    def _resumed(self) -> tuple[ResumeLine, ...]:
        if self.context.corpus is None:
            return ()
        from desktop.ui.home.resume import resumed

        return resumed(self.context.registry, self.context.corpus, time.time())

    def rebuild(self) -> None:
        """Draw what is known now."""
        self._stale = False
        px = self.context.theme.px
        clear(self.box)
        self.box.setContentsMargins(px(26), px(20), px(26), px(20))
        self.box.setSpacing(px(10))
        if self.context.corpus is None and not self.context.problem:
            self.box.addWidget(text("Lecture du contenu…", "soft"))
        else:
            # The cards need the content's modules, which the first paint does not wait for.
            from desktop.ui.home.content import fill

            self._lines = self._resumed()
            fill(self.context, self.box, self._lines)
            if not self._scrolls:
                self._scrolls = True
                self._outer.addWidget(scroller(self._inner))
        self.box.addStretch(1)
