"""What the pages show of kept cases: a proposed label, what the content changed since, two states side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from desktop.text.dates import day
from desktop.ui.kit.widgets import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.decision.answering import Session
    from desktop.telling.comparing import Difference
    from desktop.ui.door.context import Context


def proposed_label(session: Session) -> str:
    """A label that designates nobody: « situation du samedi 21 novembre »."""
    if session.libelle:
        return session.libelle
    return f"situation du {day(session.instant)}" if session.instant is not None else "situation"


def changed_content(context: Context, version: str, differences: Sequence[Difference]) -> QWidget:
    """« Le contenu a changé depuis », and what differs."""
    px = context.theme.px
    frame = QFrame()
    frame.setProperty("role", "open")
    box = QVBoxLayout(frame)
    box.setContentsMargins(px(16), px(10), px(16), px(10))
    box.setSpacing(px(4))
    now = context.corpus.version if context.corpus is not None else ""
    versions = f" ({version} → {now})" if version and version != now else ""
    box.addWidget(text(f"Le contenu a changé depuis que cette situation a été gardée{versions}", "strong", wrap=True))
    if not differences:
        box.addWidget(text("Le plan reste le même.", "small", wrap=True))
    for difference in differences:
        box.addWidget(text(difference.spoken, "", wrap=True))
    return frame


def side_by_side(context: Context, differences: Sequence[Difference], before: str, after: str) -> QWidget:
    """A table of differences with a title a column."""
    px = context.theme.px
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(6))
    for column, words in enumerate(("", before, after)):
        grid.addWidget(text(words, "smallstrong", wrap=True), 0, column)
        grid.setColumnStretch(column, 1)
    for line, one in enumerate(differences, start=1):
        grid.addWidget(text(one.quoi, "small", wrap=True), line, 0)
        grid.addWidget(text(one.avant or "–", "", wrap=True), line, 1)
        grid.addWidget(text(one.apres or "–", "strong", wrap=True), line, 2)
    return holder
