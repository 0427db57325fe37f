"""What else is open: each situation by its name, one click away, never replaced by another."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.export import mots
from desktop.ui.situations.naming import named
from desktop.ui.widgets import FlowLayout, link, text

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.ui.context import Context
    from desktop.ui.situations.desk import OpenOne
    from desktop.ui.situations.situation import Situation

SHOWN = 4


def title(one: OpenOne, today: datetime) -> str:
    """« Sans nom, 14 h 05 », « « visite du samedi » »."""
    return mots.majuscule(named(one.label, one.started, today))


def detail(one: OpenOne) -> str:
    """What it holds, in words."""
    count = f"{one.answers} réponse{'s' if one.answers > 1 else ''}"
    return "changements non gardés" if one.case else f"en cours, {count}"


def open_list(context: Context, situation: Situation) -> QWidget | None:
    """The situations that are open beside the one in hand; None when there are none."""
    others = [one for one in situation.open_situations() if not one.in_hand]
    if not others:
        return None
    px = context.theme.px
    holder = QWidget()
    box = QVBoxLayout(holder)
    box.setContentsMargins(0, px(6), 0, 0)
    box.setSpacing(0)
    box.addWidget(text("Aussi ouvertes :", "small"))
    for one in others[:SHOWN]:
        line = FlowLayout(px(8))
        name = title(one, situation.clock())
        goto = link(f"Reprendre {name[:1].lower()}{name[1:]}", partial(situation.take_up, one.draft))
        goto.setObjectName(f"reprendre-{one.draft}")
        line.addWidget(goto)
        line.addWidget(text(detail(one), "small"))
        away = link("effacer", partial(situation.discard, one.draft))
        away.setAccessibleName(f"Effacer {name}")
        line.addWidget(away)
        box.addLayout(line)
    if (more := len(others) - SHOWN) > 0:
        box.addWidget(link(f"et {more} autre{'s' if more > 1 else ''}", partial(context.go, "situations")))
    return holder
