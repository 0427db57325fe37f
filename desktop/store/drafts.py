"""The questionnaires in hand: saved at each answer, found again after a crash."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from desktop.corpus.typographie import typographier
from desktop.store.rows import draft_of, dump, identifier, one_line

if TYPE_CHECKING:
    from desktop.store.engine import Engine, Unit
    from desktop.store.records import Draft


class Drafts:
    """One draft a questionnaire."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def save(self, draft: Draft) -> None:
        """Keep the draft in the place of the questionnaire's former one. Not undoable: the questionnaire has « Retour »."""
        questionnaire = identifier(draft.questionnaire)
        facts, extra = dump(dict(draft.facts)), dump(draft.extra)
        with self._engine.writing() as unit:
            former = unit.get("drafts", questionnaire)
            unit.put(
                "drafts",
                {
                    "questionnaire": questionnaire,
                    "id": former["id"] if former else secrets.token_hex(16),
                    "facts": facts,
                    "extra": extra,
                    "case_id": draft.case,
                    "label": one_line(draft.label),
                    "seq": unit.next(),
                    "saved": unit.moment,
                },
            )

    def get(self, questionnaire: str) -> Draft | None:
        """The draft of a questionnaire, None when there is none."""
        with self._engine.reading() as unit:
            row = unit.get("drafts", questionnaire)
            return None if row is None else draft_of(row)

    def latest(self) -> Draft | None:
        """The draft that was saved last, None when there is none."""
        with self._engine.reading() as unit:
            rows = unit.rows("drafts", order="seq desc")
            return draft_of(rows[0]) if rows else None

    def discard(self, questionnaire: str) -> None:
        """Drop a draft, if there is one."""
        with self._engine.writing(typographier("abandonner le questionnaire en cours")) as unit:
            close_draft(unit, questionnaire)


def close_draft(unit: Unit, questionnaire: str) -> None:
    """Drop a draft inside a transaction."""
    row = unit.get("drafts", questionnaire)
    if row is not None:
        unit.delete("drafts", row)
