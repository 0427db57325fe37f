"""Bookmarks and notes, on the stable ids of the content."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from desktop.store.drafts import close_draft
from desktop.store.errors import UnknownRecordError
from desktop.store.records import ABOUT_MAX, Bookmark, Kind, Note
from desktop.store.rows import Row, bookmark_of, identifier, note_of, one_line, plain_text
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from desktop.store.engine import Engine, Unit


class Bookmarks:
    """At most one bookmark an id."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> tuple[Bookmark, ...]:
        """Every bookmark, in the order in which they were set."""
        with self._engine.reading() as unit:
            return unit.sound("bookmarks", unit.rows("bookmarks", order="seq"), bookmark_of)

    def targets(self) -> frozenset[str]:
        """The ids that carry a bookmark."""
        return frozenset(bookmark.target for bookmark in self.all())

    def add(self, target: str, kind: Kind, title: str) -> Bookmark:
        """Set a bookmark; on an id that has one, only its title is renewed."""
        with self._engine.writing(french("ajouter le signet")) as unit:
            row = unit.get("bookmarks", identifier(target))
            if row is None:
                row = {"target": target, "seq": unit.next(), "created": unit.moment}
            row |= {"kind": kind.value, "title": one_line(title, ABOUT_MAX)}
            unit.put("bookmarks", row)
        return bookmark_of(row)

    def remove(self, target: str) -> None:
        """Take a bookmark away, if there is one."""
        with self._engine.writing(french("retirer le signet")) as unit:
            row = unit.get("bookmarks", target)
            if row is not None:
                unit.delete("bookmarks", row)


class Notes:
    """The user's own words; several notes may hang on one id."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> tuple[Note, ...]:
        """Every note, in the order in which they were written."""
        with self._engine.reading() as unit:
            return unit.sound("notes", unit.rows("notes", order="seq"), note_of)

    def page(self, *, after: int | None, limit: int) -> tuple[tuple[Note, ...], int | None]:
        """The next `limit` notes in the order in which they were written, and where to read on (None at the end)."""
        with self._engine.reading() as unit:
            count, last = unit.span("notes", "seq", after, limit)
            rows = unit.rows("notes", "seq > ?", (-1 if after is None else after,), order="seq", limit=limit)
            return unit.sound("notes", rows, note_of), last if count == limit else None

    def some(self, notes: Collection[str]) -> tuple[Note, ...]:
        """Those of these ids that there are (a thousand ids at most), in the order in which they were written."""
        places = ", ".join("?" for _ in notes)
        with self._engine.reading() as unit:
            return unit.sound("notes", unit.rows("notes", f"id IN ({places})", tuple(notes), order="seq"), note_of)

    def on(self, target: str) -> tuple[Note, ...]:
        """The notes on an id, in the order in which they were written."""
        with self._engine.reading() as unit:
            return unit.sound("notes", unit.rows("notes", "target = ?", (target,), order="seq"), note_of)

    def get(self, note: str) -> Note:
        """A note by its own id. Raises UnknownRecordError."""
        with self._engine.reading() as unit:
            return note_of(_row(unit, note))

    def add(self, target: str, text: str, about: str = "", *, drafts: Sequence[str] = ()) -> Note:
        """Write a note. `about` is what the target says now, kept so that the note makes sense without it.

        `drafts`: ids of the drafts that this ends, in the same transaction.

        Raises BadValueError for an empty note or one that is too long.
        """
        row: Row = {
            "id": secrets.token_hex(16),
            "target": identifier(target),
            "about": one_line(about, ABOUT_MAX),
            "text": plain_text(text),
        }
        with self._engine.writing(french("ajouter la note")) as unit:
            row |= {"seq": unit.next(), "created": unit.moment, "changed": unit.moment}
            unit.put("notes", row)
            for key in drafts:
                close_draft(unit, key)
        return note_of(row)

    def change(self, note: str, text: str, *, drafts: Sequence[str] = ()) -> Note:
        """Rewrite a note; the same words change nothing. `drafts`: as for `add`. Raises UnknownRecordError, BadValueError."""
        words = plain_text(text)
        with self._engine.writing(french("modifier la note")) as unit:
            row = _row(unit, note)
            if row["text"] != words:
                row |= {"text": words, "changed": unit.moment}
                unit.put("notes", row)
            for key in drafts:
                close_draft(unit, key)
        return note_of(row)

    def move(self, note: str, target: str, about: str = "") -> Note:
        """Hang a note on another id, for instance when its own no longer resolves. Raises UnknownRecordError."""
        with self._engine.writing(french("déplacer la note")) as unit:
            row = _row(unit, note) | {"target": identifier(target), "about": one_line(about, ABOUT_MAX)}
            unit.put("notes", row)
        return note_of(row)

    def erase(self, note: str, *, drafts: Sequence[str] = ()) -> None:
        """Erase a note. `drafts`: as for `add`. Raises UnknownRecordError."""
        with self._engine.writing(french("effacer la note")) as unit:
            unit.delete("notes", _row(unit, note))
            for key in drafts:
                close_draft(unit, key)


def _row(unit: Unit, note: str) -> Row:
    row = unit.get("notes", note)
    if row is None:
        raise UnknownRecordError("Cette note")
    return row
