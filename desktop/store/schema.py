"""The numbered migrations that make the tables, and the way in for a room that keeps something of its own.

A migration never changes once it was released: a later one changes what it made. `user_version` holds the number of the
last one, so that a file says what it is without being opened; sqlite-utils' own table says when each was applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from desktop.store import kinds
from desktop.store.kinds.bookmarks import BOOKMARKS
from desktop.store.kinds.cases import CASES, REVISIONS
from desktop.store.kinds.drafts import DRAFTS, MANY
from desktop.store.kinds.notes import NOTES
from desktop.store.kinds.readings import READINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database, Migrations

    from desktop.store.kinds import AnyKind

FILE_NAME = "cap-palliatif.sqlite3"

APPLICATION_ID = 0x43417050
"""« CApP » in the header of the file: tells our databases from any other."""

Step: TypeAlias = "Callable[[Database], None]"
"""A migration: called once for each database, in a transaction of its own."""


def version() -> int:
    """Number of the last migration that this program knows."""
    return len(_STEPS)


def register(kind: AnyKind, step: Step) -> Callable[[], None]:
    """Let a room keep a kind of record of its own; `step` is the migration that makes its table.

    Call it before a database is opened. What it returns takes both out again. Raises ValueError when the table is taken.
    """
    kinds.add(kind)
    _STEPS.append(step)

    def take_out() -> None:
        kinds.take_out(kind)
        _STEPS.remove(step)

    return take_out


def create(db: Database, kind: AnyKind, *later: str, key: tuple[str, ...] = ()) -> None:
    """Make the table of a kind as it was at first: without the columns that were added `later`, with its `key` of then."""
    keys = key or kind.key
    columns = {name: column.type.sql for name, column in kind.columns.items() if name not in later}
    owner = kind.owner
    db.table(kind.table).create(
        columns,
        pk=keys if len(keys) > 1 else keys[0],
        not_null=[name for name in columns if name not in keys and not kind.columns[name].empty],
        foreign_keys=[(owner.column, owner.table, kinds.named(owner.table).key[0])] if owner is not None else [],
        strict=True,
    )


def name_of(number: int) -> str:
    """Name of a migration in sqlite-utils' table."""
    return f"{number:04d}"


def migrations() -> Migrations:
    """The whole set, in order."""
    from sqlite_utils import Migrations

    steps = Migrations("cap-palliatif")
    for number, step in enumerate(_STEPS, start=1):
        steps(name=name_of(number))(step)
    return steps


def _cases(db: Database) -> None:
    """Kept cases and their earlier states, the sequence that orders everything, and what is yet to be erased for good."""
    db.table("meta").create({"key": str, "value": str}, pk="key", not_null=["value"], strict=True)
    db.table("meta").insert({"key": "sequence", "value": "0"})
    db.table("to_purge").create({"id": str}, pk="id", strict=True)
    create(db, CASES, "review", "instant")
    create(db, REVISIONS, "instant")


def _marks(db: Database) -> None:
    """Bookmarks and notes, on stable ids of the content."""
    create(db, BOOKMARKS)
    create(db, NOTES)
    db.table("notes").create_index(["target"])


def _readings(db: Database) -> None:
    """Reading history, and the questionnaires in hand."""
    create(db, READINGS)
    create(db, DRAFTS, "words", key=("questionnaire",))


def _reviews(db: Database) -> None:
    """« À revoir le … », and the list in the order of its last changes without reading every plan."""
    db.table("cases").add_column("review", str)
    db.table("cases").create_index(["changed_seq"])
    db.conn.execute("CREATE INDEX idx_cases_review ON cases(review) WHERE review IS NOT NULL")


def _several_drafts(db: Database) -> None:
    """Several drafts of one questionnaire, words being typed; the hour that a kept plan speaks of.

    A draft of a kept case held a copy of its label: dropped, so that a label that is changed stands in one place.
    """
    for table in ("cases", "revisions"):
        db.execute(f"ALTER TABLE [{table}] ADD COLUMN instant TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE drafts RENAME TO drafts_before")
    create(db, DRAFTS)
    db.execute(
        "INSERT INTO drafts (id, questionnaire, facts, extra, case_id, label, words, seq, saved) SELECT"
        " CASE questionnaire WHEN ? THEN id ELSE questionnaire END, questionnaire, facts, extra, case_id,"
        " CASE WHEN case_id IS NULL THEN label ELSE '' END, '', seq, saved FROM drafts_before",
        [MANY],
    )
    db.execute("DROP TABLE drafts_before")


_STEPS: list[Step] = [_cases, _marks, _readings, _reviews, _several_drafts]
