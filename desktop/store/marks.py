"""Bookmarks and notes, on the stable ids of the content."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from desktop.store.drafts import close_draft
from desktop.store.kinds.bookmarks import BOOKMARKS, Bookmark, Kind
from desktop.store.kinds.notes import NOTES, Note
from desktop.store.records import RecordReader
from desktop.store.rows import ABOUT_MAX, identifier, moment, one_line, plain_text
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.store.engine import Engine


class Bookmarks(RecordReader[Bookmark]):
    """At most one bookmark an id, in the order in which they were set."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, BOOKMARKS)

    def targets(self) -> frozenset[str]:
        """The ids that carry a bookmark."""
        return frozenset(bookmark.target for bookmark in self.all())

    def add(self, target: str, kind: Kind, title: str) -> Bookmark:
        """Set a bookmark; on an id that has one, only its title is renewed."""
        with self._engine.writing(french("ajouter le signet")) as unit:
            held = unit.get("bookmarks", identifier(target))
            row = BOOKMARKS.encode(Bookmark(target, kind, title, moment(unit.moment)))
            row |= {"seq": unit.next()} if held is None else {name: held[name] for name in ("seq", "created")}
            unit.put("bookmarks", row)
        return BOOKMARKS.decode(row)

    def remove(self, target: str) -> None:
        """Take a bookmark away, if there is one."""
        with self._engine.writing(french("retirer le signet")) as unit:
            row = unit.get("bookmarks", target)
            if row is not None:
                unit.delete("bookmarks", row)


class Notes(RecordReader[Note]):
    """The user's own words, in the order in which they were written; several notes may hang on one id."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine, NOTES)

    def on(self, target: str) -> tuple[Note, ...]:
        """The notes on an id, in the order in which they were written."""
        with self._engine.reading() as unit:
            return unit.sound(NOTES, unit.rows("notes", "target = ?", (target,), order="seq"))

    def add(self, target: str, text: str, about: str = "", *, drafts: Sequence[str] = ()) -> Note:
        """Write a note. `about` is what the target says now, kept so that the note makes sense without it.

        `drafts`: ids of the drafts that this ends, in the same transaction.

        Raises BadValueError for an empty note or one that is too long.
        """
        words = plain_text(text)
        with self._engine.writing(french("ajouter la note")) as unit:
            now = moment(unit.moment)
            note = Note(secrets.token_hex(16), target, about, words, created=now, changed=now)
            row = NOTES.encode(note) | {"seq": unit.next()}
            unit.put("notes", row)
            for key in drafts:
                close_draft(unit, key)
        return NOTES.decode(row)

    def change(self, note: str, text: str, *, drafts: Sequence[str] = ()) -> Note:
        """Rewrite a note; the same words change nothing. `drafts`: as for `add`. Raises UnknownRecordError, BadValueError."""
        words = plain_text(text)
        with self._engine.writing(french("modifier la note")) as unit:
            row = self.row(unit, note)
            if row["text"] != words:
                row |= {"text": words, "changed": unit.moment}
                unit.put("notes", row)
            for key in drafts:
                close_draft(unit, key)
        return NOTES.decode(row)

    def move(self, note: str, target: str, about: str = "") -> Note:
        """Hang a note on another id, for instance when its own no longer resolves. Raises UnknownRecordError."""
        with self._engine.writing(french("déplacer la note")) as unit:
            row = self.row(unit, note) | {"target": identifier(target), "about": one_line(about, ABOUT_MAX)}
            unit.put("notes", row)
        return NOTES.decode(row)

    def erase(self, note: str, *, drafts: Sequence[str] = ()) -> None:
        """Erase a note. `drafts`: as for `add`. Raises UnknownRecordError."""
        with self._engine.writing(french("effacer la note")) as unit:
            unit.delete("notes", self.row(unit, note))
            for key in drafts:
                close_draft(unit, key)
