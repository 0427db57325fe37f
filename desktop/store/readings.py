"""What was read, for « Reprendre la lecture » and the list of the last places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.store.engine import EVERYTHING
from desktop.store.kinds.readings import READINGS, Reading
from desktop.store.rows import identifier, moment, number_of
from desktop.text.typography import french

if TYPE_CHECKING:
    from desktop.store.engine import Engine

KEPT = 200
"""Places that the history keeps; the oldest goes first."""


class Readings:
    """The reading history: one entry a place."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def record(self, target: str, title: str) -> None:
        """Say that a place was read. Not undoable."""
        with self._engine.writing() as unit:
            row = unit.get("readings", identifier(target))
            times = number_of(row["times"]) if row else 0
            reading = Reading(target, title, times + 1, moment(unit.moment))
            unit.put("readings", READINGS.encode(reading) | {"seq": unit.next()})
            for old in unit.rows("readings", order="seq desc")[KEPT:]:
                unit.delete("readings", old)

    def recent(self, limit: int = 20) -> tuple[Reading, ...]:
        """The last places, latest first."""
        with self._engine.reading() as unit:
            return unit.sound(READINGS, unit.rows("readings", order="seq desc", limit=limit))

    def last(self) -> Reading | None:
        """The last place, None when nothing was read."""
        return next(iter(self.recent(1)), None)

    def erase(self) -> None:
        """Erase the whole history."""
        with self._engine.writing(french("effacer l'historique de lecture")) as unit:
            rows = unit.rows("readings")
            for row in rows:
                unit.delete("readings", row)
            if rows:
                unit.purge(EVERYTHING)
