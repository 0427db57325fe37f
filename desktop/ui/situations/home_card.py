"""The way into a situation from the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.kit.widgets import FlowLayout, button, link, text
from desktop.ui.situations.ids import NIVEAU

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.door.context import Context


def home_card(context: Context, begin: Callable[[], object]) -> QWidget:
    """« Orienter une situation »: begin, or find the level alone."""
    px = context.theme.px
    card = QFrame()
    card.setProperty("role", "primary-card")
    box = QVBoxLayout(card)
    box.setContentsMargins(px(16), px(14), px(16), px(14))
    box.setSpacing(px(6))
    box.addWidget(text("Orienter une situation", "title", wrap=True))
    words = "Quelques questions, puis un plan : qui appeler, pourquoi, ce qui changerait la réponse."
    box.addWidget(text(words, "soft", wrap=True))
    first = button("Commencer", begin, kind="primary")
    first.setObjectName("commencer")
    level = link("Niveau seul", lambda: context.go(NIVEAU))
    line = FlowLayout(px(16))
    line.addWidget(first)
    line.addWidget(level)
    box.addLayout(line)
    box.addStretch(1)
    return card
