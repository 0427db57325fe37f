"""What the plan folds into one line each: what was said beside it, and the needs after the first."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from desktop.telling import wording
from desktop.text.typography import french
from desktop.ui.kit.widgets import RowButton
from desktop.ui.situations.rich import own_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.decision.answering import Session
    from desktop.telling.story import NeedCard
    from desktop.ui.door.context import Context

NOT_SAID = "non dit"
LISTED = 2
"""Up to so many values are named; more are counted."""


def said_beside(session: Session) -> list[tuple[str, str]]:
    """What was said beside the plan, as (name, value): « Crise », « non dite »; « Accords », « HAD »."""
    q = session.flow.orientation.questionnaires
    lines = []
    for nom in q.course.switches:
        fait, given = q.faits[nom], session.flow.reponses.get(nom)
        name = wording.name(q, nom)
        if not given:
            words = french(fait.pas_dit) or NOT_SAID
        elif all(valeur.bouton for valeur in fait.valeurs):
            words = french(fait.valeur(str(given)).bouton)
        elif isinstance(given, list | tuple) and len(given) > LISTED:
            words = str(len(given))
        else:
            words = wording.given(q, nom, given)
        lines.append((name, words))
    return lines


def beside_line(context: Context, session: Session, action: Callable[[], object], *, opened: bool) -> RowButton:
    """« Crise : non dite · Refus : rien · Accords : 1 · Médecin traitant : disponible — modifier », all of it a target."""
    lines = said_beside(session)
    label = own_words(
        " · ".join(f"{escape(french(f'{name} :'))} <b>{escape(french(words))}</b>" for name, words in lines)
    )
    does = "replier" if opened else "modifier"
    spoken = ", ".join(f"{name} : {words}" for name, words in lines)
    made = RowButton(label, does, action, f"{spoken}. {does.capitalize()}")
    made.setObjectName("cote-plier")
    made.setMinimumHeight(context.theme.target())
    return made


def need_line(context: Context, card: NeedCard, action: Callable[[], object]) -> RowButton:
    """A need in one line: its title, whom it leads to, who else; a press opens it."""
    first = ", ".join(dict.fromkeys(line.court for line in card.principal))
    others = ", ".join(dict.fromkeys(line.court for line in (*card.alternatives, *card.appuis)))
    px = context.theme.px
    soft, small = context.theme.hex("soft"), px(13)
    label = own_words(
        f'<span style="color:{soft}; font-size:{small}px">{escape(card.titre)}</span>&nbsp; <b>{escape(first)}</b>'
        + (f'&nbsp; <span style="color:{soft}">{escape(others)}</span>' if others else "")
    )
    spoken = f"{card.titre} : {first}" + (f", puis {others}" if others else "")
    made = RowButton(label, "déplier", action, f"{spoken}. Déplier")
    made.setProperty("kind", "card")
    made.setObjectName(f"besoin-{card.besoin}")
    made.box.setContentsMargins(px(16), px(4), px(16), px(4))
    made.setMinimumHeight(context.theme.target())
    return made
