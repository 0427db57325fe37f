"""What the user keeps, as frozen values. Times are aware, in UTC, for display only: order never comes from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from desktop.text.dates import figures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from pathlib import Path

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What JSON can say; anything else is refused with BadValueError."""

Facts: TypeAlias = "Mapping[str, Json]"
"""Facts of a situation by their identifiers, in the order in which they were given."""

LABEL_MAX = 200
"""Longest label of a case, in characters; more is cut."""

ABOUT_MAX = 500
"""Longest title or reminder of what a target said, in characters; more is cut."""

NOTE_MAX = 20_000
"""Longest note, in characters; more is refused."""

TYPED_MAX = 100_000
"""Longest text that is kept while it is being typed, in characters; more is cut."""


class Kind(Enum):
    """What a stable id stands for in the content."""

    DOCUMENT = "document"
    RUBRIQUE = "rubrique"
    REGLE = "regle"


@dataclass(frozen=True, slots=True)
class CaseState:
    """A situation at one moment, and what the program answered to it then."""

    facts: Facts
    plan: Json = None
    """The plan as it was shown (docs/decisions.md § 7), None when there was none yet."""
    plan_fingerprint: str = ""
    """Tells two plans apart without comparing them."""
    content_version: str = ""
    """Version of the content that answered, for the reader."""
    content_fingerprint: str = ""
    """`Corpus.empreinte` of that content: differs from the present one when the content changed since."""
    instant: datetime | None = None
    """The hour that the plan speaks of, with the offset of the place where it was made; None when nobody noted it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A kept case. `revision` is 1 at first and grows with each change of its state.

    `review`: the day on which it is to be looked at again, in the calendar of who said so; it is no part of the state.
    """

    id: str
    label: str
    questionnaire: str
    state: CaseState
    created: datetime
    changed: datetime
    revision: int
    review: date | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """What a list shows of a case: read without its plan. `order` is greater for what was changed later.

    `facts` is JSON text, for who shows the line to decode: the facts that were asked for, and null for what else is given, so that
    thousands of lines share the few texts that there are. `told` holds the parts of the plan that were asked for, in their
    order, as one JSON list ("" when the plan has none of them).
    """

    id: str
    order: int
    label: str
    questionnaire: str
    content_fingerprint: str
    created: datetime
    changed: datetime
    revision: int
    review: date | None
    facts: str
    told: str


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier state of a case. `number` is the revision it was; `kept` when it became the case's state."""

    number: int
    state: CaseState
    kept: datetime


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A mark on a stable id. `title` is what it was called then, so that it can be told when it no longer resolves."""

    target: str
    kind: Kind
    title: str
    created: datetime
    order: int = field(default=0, compare=False)
    """Greater for one that was set later."""


@dataclass(frozen=True, slots=True)
class Note:
    """The user's own words on a stable id: plain text, never Markdown. `about` is what the target said then."""

    id: str
    target: str
    about: str
    text: str
    created: datetime
    changed: datetime
    order: int = field(default=0, compare=False)
    """Greater for one that was written later."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A place of the content that was read, how often, and when last."""

    target: str
    title: str
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being done and not kept yet, saved as it is made.

    `id` tells several of one questionnaire apart; "" for a questionnaire that has one draft at most. `extra` is the screen's
    own (order of answers, ticks …). `case` is the kept case being changed, if any. `words` is what is being typed: a note, a
    label. `label` and `words` are the user's free words: when they go, they leave the backups too.
    """

    questionnaire: str
    facts: Facts
    extra: Json = None
    case: str | None = None
    label: str = ""
    id: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Orphans:
    """What hangs on ids that the present content doesn't have. Nothing of it is lost."""

    bookmarks: tuple[Bookmark, ...]
    notes: tuple[Note, ...]

    def __bool__(self) -> bool:
        return bool(self.bookmarks or self.notes)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a database or a file of saved data holds."""

    cases: int = 0
    bookmarks: int = 0
    notes: int = 0
    readings: int = 0
    drafts: int = 0


_KINDS = {
    "cases": "une situation",
    "revisions": "un état antérieur d’une situation",
    "bookmarks": "un signet",
    "notes": "une note",
    "readings": "une ligne de l’historique de lecture",
    "drafts": "un travail en cours",
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that can't be decoded; it is set aside, the others are shown. `reason` is what is wrong, without its content."""

    table: str
    when: datetime | None
    reason: str
    key: str
    """Tells two of them apart; never shown."""

    @property
    def words(self) -> str:
        """« une note du 28/11/2026 : sa date ne se lit pas »."""
        when = f" du {figures(self.when)}" if self.when is not None else ""
        verb = "ne se lisent pas" if self.reason.startswith("ses ") else "ne se lit pas"
        return f"{_KINDS[self.table]}{when} : {self.reason} {verb}"


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
