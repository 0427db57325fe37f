"""The tables, and the numbered migrations that make them.

A migration never changes once it was released: a later one changes what it made. `user_version` holds the number of the
last one, so that a file says what it is without being opened; sqlite-utils' own table says when each was applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database, Migrations

FILE_NAME = "cap-palliatif.sqlite3"

APPLICATION_ID = 0x43417050
"""« CApP » in the header of the file: tells our databases from any other."""

VERSION = 5
"""Number of the last migration that this program knows."""

KEYS: dict[str, tuple[str, ...]] = {
    "cases": ("id",),
    "revisions": ("case_id", "number"),
    "bookmarks": ("target",),
    "notes": ("id",),
    "readings": ("target",),
    "drafts": ("id",),
}
"""The tables that hold what is the user's, and their keys. `meta` and `to_purge` are the store's own."""


_STATE: dict[str, type] = {
    "facts": str,
    "plan": str,
    "plan_fingerprint": str,
    "content_version": str,
    "content_fingerprint": str,
    "instant": str,
}

COLUMNS: dict[str, dict[str, type]] = {
    "cases": {
        "id": str,
        "seq": int,
        "changed_seq": int,
        "label": str,
        "questionnaire": str,
        **_STATE,
        "created": str,
        "changed": str,
        "revision": int,
        "review": str,
    },
    "revisions": {"case_id": str, "number": int, **_STATE, "kept": str},
    "bookmarks": {"target": str, "kind": str, "title": str, "seq": int, "created": str},
    "notes": {"id": str, "target": str, "about": str, "text": str, "seq": int, "created": str, "changed": str},
    "readings": {"target": str, "title": str, "times": int, "seq": int, "read": str},
    "drafts": {
        "id": str,
        "questionnaire": str,
        "facts": str,
        "extra": str,
        "case_id": str,
        "label": str,
        "words": str,
        "seq": int,
        "saved": str,
    },
}
"""The columns at the present version. A later migration that changes a table takes a frozen copy of what it was."""

OPTIONAL: dict[str, frozenset[str]] = {"cases": frozenset({"review"}), "drafts": frozenset({"case_id"})}
"""Columns that may be empty."""


def _without(table: str, *later: str) -> dict[str, type]:
    return {name: kind for name, kind in COLUMNS[table].items() if name not in later}


_AT_FIRST: dict[str, dict[str, type]] = {
    "cases": _without("cases", "review", "instant"),
    "revisions": _without("revisions", "instant"),
    "drafts": _without("drafts", "words"),
}
"""What the first three migrations made of the tables that a later one changed."""
MANY_DRAFTS = "orientation"
"""The one questionnaire whose draft keeps its id when several drafts of one questionnaire become possible."""


def name_of(number: int) -> str:
    """Name of a migration in sqlite-utils' table."""
    return f"{number:04d}"


def migrations() -> Migrations:
    """The whole set, in order."""
    from sqlite_utils import Migrations

    steps = Migrations("cap-palliatif")
    for number, step in enumerate((_cases, _marks, _readings, _reviews, _several_drafts), start=1):
        steps(name=name_of(number))(step)
    return steps


def _cases(db: Database) -> None:
    """Kept cases and their earlier states, the sequence that orders everything, and what is yet to be erased for good."""
    db.table("meta").create({"key": str, "value": str}, pk="key", not_null=["value"], strict=True)
    db.table("meta").insert({"key": "sequence", "value": "0"})
    db.table("to_purge").create({"id": str}, pk="id", strict=True)
    _create(db, "cases", _AT_FIRST["cases"])
    _create(db, "revisions", _AT_FIRST["revisions"], foreign_keys=[("case_id", "cases", "id")])


def _marks(db: Database) -> None:
    """Bookmarks and notes, on stable ids of the content."""
    _create(db, "bookmarks")
    _create(db, "notes")
    db.table("notes").create_index(["target"])


def _readings(db: Database) -> None:
    """Reading history, and the questionnaires in hand."""
    _create(db, "readings")
    _create(db, "drafts", _AT_FIRST["drafts"], key="questionnaire")


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
    _create(db, "drafts")
    db.execute(
        "INSERT INTO drafts (id, questionnaire, facts, extra, case_id, label, words, seq, saved) SELECT"
        " CASE questionnaire WHEN ? THEN id ELSE questionnaire END, questionnaire, facts, extra, case_id,"
        " CASE WHEN case_id IS NULL THEN label ELSE '' END, '', seq, saved FROM drafts_before",
        [MANY_DRAFTS],
    )
    db.execute("DROP TABLE drafts_before")


def _create(
    db: Database,
    table: str,
    columns: dict[str, type] | None = None,
    *,
    key: str = "",
    foreign_keys: Sequence[tuple[str, str, str]] = (),
) -> None:
    keys, columns = (key,) if key else KEYS[table], columns or COLUMNS[table]
    db.table(table).create(
        columns,
        pk=keys if len(keys) > 1 else keys[0],
        not_null=[name for name in columns if name not in keys and name not in OPTIONAL.get(table, ())],
        foreign_keys=foreign_keys,
        strict=True,
    )
