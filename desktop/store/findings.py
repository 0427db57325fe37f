"""What the store found, made or took back, as frozen values.

Times are aware, in UTC, for display only: order never comes from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from desktop.text.dates import figures

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


class Counts(Mapping[str, int]):
    """How much a database or a file of saved data holds, by kind of record: `counts["cases"]`, 0 for what there is none of."""

    __slots__ = ("_numbers",)

    def __init__(self, **numbers: int) -> None:
        self._numbers = {table: number for table, number in numbers.items() if number}

    def __getitem__(self, table: str) -> int:
        return self._numbers.get(table, 0)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __hash__(self) -> int:
        return hash(frozenset(self._numbers.items()))

    def __repr__(self) -> str:
        return f"Counts({', '.join(f'{table}={number}' for table, number in self._numbers.items())})"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that can't be decoded; it is set aside, the others are shown. `reason` is what is wrong, without its content."""

    table: str
    what: str
    """« une note »."""
    when: datetime | None
    reason: str
    key: str
    """Tells two of them apart; never shown."""

    @property
    def words(self) -> str:
        """« une note du 28/11/2026 : sa date ne se lit pas »."""
        when = f" du {figures(self.when)}" if self.when is not None else ""
        verb = "ne se lisent pas" if self.reason.startswith("ses ") else "ne se lit pas"
        return f"{self.what}{when} : {self.reason} {verb}"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup of the database. Higher `number` is newer, whatever the clock said."""

    path: Path
    number: int
    reason: str
    """In French, for the list: « avant la mise à jour 2 », « à la fermeture » …"""
    made: datetime | None
    """None when it can't be read."""
    counts: Counts
    problem: str
    """Empty when it was checked and can be restored; else what is wrong, in French."""
    unreadable: tuple[Unreadable, ...] = ()
    """Records of it that can't be decoded; the others can."""
    sequence: int = 0
    """The number of the last change that it holds."""

    @property
    def usable(self) -> bool:
        """True when it can be restored."""
        return not self.problem

    @property
    def good(self) -> bool:
        """True when it can be restored and every record of it can be decoded."""
        return not self.problem and not self.unreadable


class Health(Enum):
    """What a look at the folder found."""

    NEW = "neuve"
    GOOD = "bonne"
    DAMAGED = "endommagée"
    MISSING = "absente"
    NEWER = "plus récente"
    PARTLY = "lisible en partie"
    BEHIND = "en retard sur ses sauvegardes"
    UNREADABLE = "illisible"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What `Store.diagnose` found, without changing anything. `backups` are newest first."""

    health: Health
    path: Path
    detail: str
    backups: tuple[Backup, ...]
    unreadable: tuple[Unreadable, ...] = ()
    """Records of a database that is good otherwise."""
    readable: Counts | None = None
    """What a repair would bring back from a damaged database; None when there is nothing to repair."""
    alone: Backup | None = None
    """The database without its log, when the log beside it is older than the file."""

    @property
    def newest_good(self) -> Backup | None:
        """The backup to offer, None when none can be restored. One of which every record can be read comes first."""
        good = (backup for backup in self.backups if backup.good)
        return next(good, next((backup for backup in self.backups if backup.usable), None))


@dataclass(frozen=True, slots=True)
class Checkup:
    """What « Vérifier mes données » found in the open database: `faults` in French, and the records that can't be decoded."""

    counts: Counts
    faults: tuple[str, ...]
    unreadable: tuple[Unreadable, ...]

    @property
    def good(self) -> bool:
        """True when nothing was found."""
        return not self.faults and not self.unreadable


@dataclass(frozen=True, slots=True)
class Remains:
    """A file that « Tout effacer » could not erase, and why, in French."""

    path: Path
    reason: str
    ours: bool
    """False for what the program did not make: a stranger's file in the data folder."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What « Tout effacer » found when it looked again: nothing, or what remains."""

    remaining: tuple[Remains, ...]

    @property
    def whole(self) -> bool:
        """True when nothing remains of what is the user's."""
        return not any(one.ours for one in self.remaining)


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did: `counts` were brought into a new database, `set_aside` stand in the folder `place` with the old one."""

    counts: Counts
    set_aside: tuple[Unreadable, ...]
    place: Path


class Mode(Enum):
    """How saved data are taken back."""

    MERGE = "ajouter"
    """Keep what is there and add what is not; of two states of a case, none is lost."""
    REPLACE = "remplacer"
    """What is there gives way to what the file holds."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What `Store.take_back` did. `kept_twice`: cases and notes that differed here and there; both are kept."""

    added: Counts
    updated: int
    unchanged: int
    kept_twice: tuple[str, ...] = field(default=())
