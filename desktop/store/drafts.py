"""What is being done and not kept yet: saved as it is made, found again after any end of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.store.kinds.drafts import DRAFTS, Draft
from desktop.text.typography import french

if TYPE_CHECKING:
    from desktop.store.engine import Engine, Unit


class Drafts:
    """Drafts by their ids; one without an id is the only one of its questionnaire."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, draft: Draft) -> None:
        """Keep the draft in the place of the former one of its id. Not undoable: the questionnaire has « Retour »."""
        row = DRAFTS.encode(draft)
        with self._engine.writing() as unit:
            unit.put("drafts", row | {"seq": unit.next(), "saved": unit.moment})

    def all(self, questionnaire: str | None = None) -> tuple[Draft, ...]:
        """The drafts, of one questionnaire or of all, the one saved last first."""
        with self._engine.reading() as unit:
            if questionnaire is None:
                rows = unit.rows("drafts", order="seq desc")
            else:
                rows = unit.rows("drafts", "questionnaire = ?", (questionnaire,), order="seq desc")
            return unit.sound(DRAFTS, rows)

    def get(self, questionnaire: str) -> Draft | None:
        """The draft of a questionnaire that was saved last, None when there is none."""
        return next(iter(self.all(questionnaire)), None)

    def discard(self, key: str, label: str = "abandonner le questionnaire en cours", *others: str) -> None:
        """Drop the draft of an id, or the only one of a questionnaire, if there is one.

        `label` names it for undo; "" for what nobody would undo. `others`: drafts that go with it.
        """
        with self._engine.writing(french(label) if label else "") as unit:
            for one in (key, *others):
                close_draft(unit, one)


def close_draft(unit: Unit, key: str) -> None:
    """Drop a draft inside a transaction."""
    row = unit.get("drafts", key) if key else None
    if row is not None:
        unit.delete("drafts", row)
