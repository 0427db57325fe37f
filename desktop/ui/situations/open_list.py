"""What else is open: each situation by its name, one click away, never replaced by another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.telling import words
from desktop.telling.naming import named
from desktop.ui.kit.plain import plain
from desktop.ui.kit.widgets import FlowLayout, link, text
from desktop.ui.situations.ids import CASES

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.ui.door.context import Context
    from desktop.ui.situations.desk import OpenOne
    from desktop.ui.situations.situation import Situation

SHOWN = 3


def title(one: OpenOne, today: datetime) -> str:
    """« Sans nom, 14 h 05 », « « visite du samedi » »."""
    return words.with_capital(named(one.label, one.started, today))


def detail(one: OpenOne) -> str:
    """What it holds, in words."""
    count = f"{one.answers} réponse{'s' if one.answers > 1 else ''}"
    return "changements non gardés" if one.case else f"en cours, {count}"


def open_list(context: Context, situation: Situation) -> QWidget | None:
    """One line with the situations that are open beside the one in hand; None when there are none."""
    others = [one for one in situation.open_situations() if not one.in_hand]
    if not others:
        return None
    line = FlowLayout(context.theme.px(8))
    holder = QWidget()
    holder.setLayout(line)
    line.addWidget(text("Aussi ouvertes :", "small"))
    for one in others[:SHOWN]:
        goto = link(named(one.label, one.started, situation.clock()), partial(situation.take_up, one.draft))
        goto.setObjectName(f"reprendre-{one.draft}")
        goto.setToolTip(plain(detail(one)))
        goto.setAccessibleName(f"Reprendre {goto.text()}, {detail(one)}")
        line.addWidget(goto)
    if (more := len(others) - SHOWN) > 0:
        line.addWidget(link(f"et {more} autre{'s' if more > 1 else ''}", partial(context.go, CASES)))
    return holder
