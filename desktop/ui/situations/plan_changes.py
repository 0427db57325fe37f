"""What a change beside the plan changed in it, so that it can be marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.kit.widgets import text

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

    from desktop.telling.story import NeedCard, Story

PHRASE, JOINDRE = "phrase", "joindre"
MARK = "● changé"


def differs(former: Story | None, now: Story) -> tuple[str, ...]:
    """The parts that are not what they were: PHRASE, JOINDRE, then needs by their id; nothing without a former plan.

    A condition that was ticked changes nothing of what the plan says.
    """
    if former is None:
        return ()
    parts = []
    if (former.phrase, former.ensuite, former.visee) != (now.phrase, now.ensuite, now.visee):
        parts.append(PHRASE)
    if former.joindre != now.joindre:
        parts.append(JOINDRE)
    before = {card.besoin: _content(card) for card in former.cartes}
    parts += [card.besoin for card in now.cartes if before.get(card.besoin) != _content(card)]
    return tuple(parts)


def changed_mark() -> QLabel:
    """« changé », beside what was drawn anew: a word and a dot, not colour alone."""
    return text(MARK, "mark")


def _content(card: NeedCard) -> tuple[object, ...]:
    conditions = tuple((line.structure, line.id) for line in card.conditions)
    return (card.titre, card.principal, card.alternatives, card.appuis, card.anticiper, card.rappels, conditions)
