"""What is said aloud of a plan: its sentence when it comes, what changed when it changes. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.telling.comparing import facts_differ, plans_differ
from desktop.text.typography import french

if TYPE_CHECKING:
    from desktop.decision.answering import Session
    from desktop.telling.comparing import Difference
    from desktop.telling.story import Story


def plan_aloud(story: Story) -> str:
    """A plan that has just come."""
    return " ".join(part for part in (story.phrase, story.ensuite, story.visee) if part)


def change_aloud(before: Session, after: Session, story: Story) -> str:
    """What another answer made of the plan that is on the screen; "" where nothing was answered."""
    q = after.flow.orientation.questionnaires
    facts = facts_differ(q, before.flow.reponses, after.flow.reponses)
    changed = plans_differ(q, before.flow.plan.as_dict(), after.flow.plan.as_dict())
    if not facts and not changed:
        return ""
    said = [_aloud(one) for one in facts]
    if changed:
        said += ["Le plan change.", *map(_aloud, changed), story.phrase]
    else:
        said.append("Le plan reste le même.")
    return " ".join(said)


def _aloud(one: Difference) -> str:
    """An arrow is read out as an arrow: words say it."""
    return french(f"{one.quoi} : {one.apres or 'rien'}, au lieu de : {one.avant or 'rien'}.")


def sentences(*parts: str) -> str:
    """The parts one after the other, each ended as a sentence."""
    return " ".join(part if part[-1] in ".?!…" else f"{part}." for part in (one.strip() for one in parts) if part)
