"""`orienter --maintenant` and `--departement`: the moment from the clock, with the public holidays that count in a department."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.cli.parser import LineNotUnderstoodError
from desktop.territories import CALENDARS, DEPARTMENTS, GENERAL, calendar_of, calendar_words
from desktop.text import dates
from desktop.text.typography import french

if TYPE_CHECKING:
    from argparse import Namespace

    from desktop.cli.parser import CommandParser

MOMENT = "moment"


def now() -> datetime:
    """The clock of the machine, in local time."""
    return datetime.now().astimezone()


def add_options(parser: CommandParser) -> None:
    """Both options; either one asks for the moment of the clock."""
    parser.add_argument("--maintenant", action="store_true")
    parser.add_argument("--departement", default=None)


class Clock:
    """Gives facts their moment where they say none."""

    def __init__(self, choice: Namespace) -> None:
        self.department = _department(choice.departement) if choice.departement is not None else None
        self.asked = choice.maintenant or self.department is not None

    def complete(self, facts: Any) -> tuple[Any, datetime | None]:  # noqa: ANN401 - what a file holds is checked by the engine
        """The facts, with the moment of now if they say none and it was asked for; and the instant that was read."""
        if not self.asked or not isinstance(facts, dict) or facts.get(MOMENT) is not None:
            return facts, None
        from desktop.decision import moment_a

        instant = now()
        return {**facts, MOMENT: moment_a(instant, self.department)}, instant

    def as_dict(self, instant: datetime, moment: str) -> dict[str, str | None]:
        """What was read of the clock, for other programs."""
        from desktop.decision import day_said

        return {
            "instant": instant.isoformat(timespec="minutes"),
            "moment": moment,
            "departement": self.department,
            "calendrier": calendar_of(self.department).id,
            "jour": day_said(instant.date(), self.department) or None,
        }

    def words(self, instant: datetime, moment: str) -> str:
        """The same for a person."""
        from desktop.decision import day_said

        day = day_said(instant.date(), self.department)
        return french(
            f"Moment : {moment}, d’après l’horloge ({dates.figures(instant)}, {dates.hour(instant)}{f', {day}' if day else ''}) ; "
            f"calendrier : {calendar_words(self.department)}."
        )


def _department(given: str) -> str:
    """The number of a department as it is declared. Raises LineNotUnderstoodError with the calendars that there are."""
    number = given.strip().upper().zfill(2)
    if number in DEPARTMENTS:
        return number
    own = ", ".join(f"{c.id} {c.name}" for c in CALENDARS.values() if c.id != GENERAL)
    raise LineNotUnderstoodError(
        f"cap-palliatif orienter : « {given} » n’est pas un numéro de département. "
        f"Calendriers particuliers : {own} ; les autres départements suivent le calendrier général."
    )
