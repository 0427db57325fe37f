"""What a kind of record is: one value from which everything else is drawn.

Its columns say what may stand in them, so that a row of the database and a record of a file are checked by one rule; the rest
says how a row is read and written, what becomes of it when two sides are merged, which words an erasure must purge, and what it
is called. Nothing outside the folder names a column of a table that it does not own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from desktop.store.errors import BadValueError
from desktop.store.findings import Unreadable
from desktop.store.rows import (
    ABOUT_MAX,
    Row,
    RowError,
    Value,
    day,
    dump,
    facts_of,
    identifier,
    load,
    moment,
    number_of,
    one_line,
    plain_text,
    text_of,
    typed_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from enum import Enum

    from desktop.store.kinds.merging import Merging
    from desktop.store.rows import Json

R = TypeVar("R")

LARGEST = 2**53
"""A number of a file is smaller: every reader of JSON holds it exactly."""
_REST = "son texte"

FileRecord: TypeAlias = "dict[str, Any]"
"""A record as a file of saved data has it, not checked yet."""
MergeRule: TypeAlias = "Callable[[Merging], None]"
"""Takes the rows of a file into the database: see `desktop.store.kinds.merging` for those that are ready."""


@dataclass(frozen=True, slots=True)
class ColumnType:
    """What may stand in a column.

    `check` raises RowError for a value that a row can't hold; `clean` makes a text of a file one that the program would have
    written, or raises BadValueError; `json`: a value of JSON in a file, its text in a row. `word` says in French what can't be
    read when such a column is wrong.
    """

    sql: type
    check: Callable[[Value], object]
    clean: Callable[[str], str]
    word: str = _REST
    json: bool = False


def _title(text: str) -> str:
    return one_line(text, ABOUT_MAX)


def _order(value: Value) -> None:
    if number_of(value) < 0:
        raise RowError("nombre attendu")


def _instant(value: Value) -> None:
    if value != "":
        moment(value)


IDENTIFIER = ColumnType(str, text_of, identifier, "son identifiant")
LINE = ColumnType(str, text_of, _title)
"""One line, of ABOUT_MAX characters at most."""
TEXT = ColumnType(str, text_of, plain_text)
"""Lines of a person's own; never empty."""
TYPED = ColumnType(str, text_of, typed_text)
"""What is being typed; may be empty."""
MOMENT = ColumnType(str, moment, _title, "sa date")
INSTANT = ColumnType(str, _instant, _title, "son heure")
"""A moment, or "" when nobody noted it."""
DAY = ColumnType(str, day, _title, "sa date")
JSON = ColumnType(str, load, one_line, json=True)
FACTS = ColumnType(str, facts_of, one_line, "ses réponses", json=True)
NUMBER = ColumnType(int, _order, one_line, "son numéro d’ordre")
SEQUENCE = ColumnType(int, _order, one_line, "son numéro d’ordre")
"""A number of the sequence that orders everything."""


def one_of(values: type[Enum], word: str) -> ColumnType:
    """A column that holds the value of an enumeration."""
    known = frozenset(one.value for one in values)

    def check(value: Value) -> None:
        if value not in known:
            raise RowError("nature attendue")

    return ColumnType(str, check, _title, word)


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `word`: what a person is told that can't be read, instead of the type's; `empty`: it may be NULL.

    `since` is the format of the file of saved data that added it; what is older is read as if it said `before`.
    """

    type: ColumnType
    word: str = ""
    empty: bool = False
    since: int = 1
    before: Value = None


@dataclass(frozen=True, slots=True)
class Name:
    """A kind in French: « une note »; « note », « notes » after a number; « Cette note » (n'existe plus).

    `whole` is what all of them are called together, the plural by default.
    """

    one: str
    singular: str
    plural: str
    this: str
    whole: str = ""

    def counted(self, number: int) -> str:
        """« 1 note », « 3 notes »."""
        return f"{number} {self.plural if number > 1 else self.singular}"

    @property
    def together(self) -> str:
        """« notes », « historique de lecture »."""
        return self.whole or self.plural


@dataclass(frozen=True, slots=True)
class Owner:
    """Of a kind that is a part of another: `column` holds the one-column key of its owner; `word` says that the owner is gone."""

    table: str
    column: str
    word: str


@dataclass(frozen=True, slots=True, eq=False)
class RecordKind(Generic[R]):
    """A kind of record: archive, merge, backups, erasure, salvage, check, snapshot, undo and the words of the screens iterate."""

    table: str
    """Name of the table, and of the list in a file of saved data."""
    name: Name
    columns: Mapping[str, Column]
    """In the order of the table. One is `seq`, the order in which records were written, unless the kind is a part."""
    key: tuple[str, ...]
    decode: Callable[[Row], R]
    """Raises RowError, BadValueError."""
    encode: Callable[[R], Row]
    """The columns of a record, without what only the store gives (its numbers of the sequence, the hour of a draft)."""
    merge: MergeRule
    free_words: tuple[str, ...] = ()
    """Columns that may hold anything a person typed: what is taken out of them must leave the log and the backups."""
    kept_until_erased: bool = True
    """A row that goes was erased by a person, so that all of it must leave the backups; False when only its words must."""
    volatile: bool = False
    """Written without the user's asking: undo leaves a newer row alone instead of refusing."""
    typed: bool = True
    """Counts as the user's own work: told in numbers, and weighed when one chooses between two states."""
    held: bool = True
    """The window has it at hand (`desktop.store.snapshot`): all is read anew when one changes, unless there is a `place`."""
    place: Callable[[R], tuple[str, int]] | None = None
    """The key of a record, and its number in the order: with it thousands are held, read in slices and then as they change."""
    order: str = "seq"
    """The column by which rows stand in their order."""
    owner: Owner | None = None
    since: int = 1
    """The format of the file of saved data that added the list."""
    upgrade: Callable[[int, FileRecord], FileRecord] | None = None
    """A record of an earlier format (its number is given) as the present one names things."""
    former: Row = field(init=False)
    """What a row lacks that an earlier version wrote."""

    def __post_init__(self) -> None:
        named = {*self.key, *self.free_words, self.order, *((self.owner.column,) if self.owner else ())}
        if unknown := named - self.columns.keys():
            raise ValueError(f"{self.table} has no column {', '.join(sorted(unknown))}")
        before = {name: column.before for name, column in self.columns.items() if column.since > 1}
        object.__setattr__(self, "former", before)

    # What a row is

    def key_of(self, row: Mapping[str, Value]) -> tuple[Value, ...]:
        """The key of a row."""
        return tuple(row[column] for column in self.key)

    @property
    def format(self) -> int:
        """The format of the file of saved data from which on everything of it is written."""
        return max(self.since, *(column.since for column in self.columns.values()))

    def sequence_columns(self) -> tuple[str, ...]:
        """The columns that hold numbers of the sequence."""
        return tuple(name for name, column in self.columns.items() if column.type is SEQUENCE)

    # Between a file and a row

    def row_of(self, record: FileRecord) -> Row:
        """A checked row from a record of a file. Raises RowError, BadValueError."""
        if record.keys() != self.columns.keys():
            strange = sorted(map(str, record.keys() ^ self.columns.keys()))
            raise RowError(f"champs de {self.table} : " + ", ".join(strange)[:200])
        row = {name: _value(name, column, record[name]) for name, column in self.columns.items()}
        self.decode(row)
        return row

    def record_of(self, row: Row) -> dict[str, Json]:
        """A row as a file shows it. Raises RowError."""
        return {name: load(value) if self.columns[name].type.json else value for name, value in row.items()}

    def lacking(self, written: int) -> Row:
        """What a record of a file of an earlier format lacks."""
        return {name: column.before for name, column in self.columns.items() if column.since > written}

    # What is wrong with a row

    def fault_in(self, row: Row) -> Unreadable | None:
        """What is wrong with a row, None when nothing is."""
        try:
            if any(not _sound(column, row[name]) for name, column in self.columns.items()):
                return self.told(row)
            self.decode(row)
        except (RowError, BadValueError, KeyError, TypeError):
            return self.told(row)
        return None

    def told(self, row: Row) -> Unreadable:
        """The word for a row that can't be decoded: kind, when, what is wrong first. It never quotes what may be anything."""
        wrong = (c.word or c.type.word for n, c in self.columns.items() if n in row and not _sound(c, row[n]))
        key = tuple(row.get(column) for column in self.key)
        return Unreadable(self.table, self.name.one, self._when(row), next(wrong, _REST), repr(key))

    def orphan(self, row: Row) -> Unreadable:
        """The word for a part whose owner is gone."""
        key = tuple(row.get(column) for column in self.key)
        word = self.owner.word if self.owner is not None else _REST
        return Unreadable(self.table, self.name.one, self._when(row), word, repr((*key, "orphan")))

    def _when(self, row: Row) -> datetime | None:
        """The last moment that the row tells of: the later ones stand after the earlier."""
        for name in reversed([name for name, column in self.columns.items() if column.type is MOMENT]):
            try:
                return moment(row[name])
            except (KeyError, RowError):
                continue
        return None


def _value(name: str, column: Column, value: object) -> Value:
    given = column.type
    if given.json:
        return dump(value)  # type: ignore[arg-type]  # it refuses what is no JSON
    if given.sql is int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < LARGEST:
            raise RowError(f"{name} : nombre attendu")
        return value
    if value is None and column.empty:
        return None
    if not isinstance(value, str):
        raise RowError(f"{name} : texte attendu")
    return given.clean(value)


def _sound(column: Column, value: Value) -> bool:
    if value is None and column.empty:
        return True
    try:
        column.type.check(value)
    except RowError:
        return False
    return True
