"""Bookmarks and notes of the window: read from the snapshot of the user's data, written through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.telling import marks
from desktop.telling.document import Annotation
from desktop.text.typography import french
from desktop.ui.door.ids import READING
from desktop.ui.door.place import Place
from desktop.ui.door.registry import ResumeEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from desktop.corpus.model import Corpus
    from desktop.search.results import Passage
    from desktop.store import Note
    from desktop.ui.door.context import Context

RESUMED = 2
"""So many bookmarks stand among « Reprendre »."""


NOTE = "note"
"""The kind of the drafts of notes."""


def draft_key(target: str, note: str) -> str:
    """The id of the draft of a note, `note` "" for a new one."""
    return f"{NOTE}/{target}/{note}"


class Marks(QObject):
    """One a window. `moving` is a note whose règle is gone and that is to be hung on another."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.context = context
        self.data = context.data
        self.moving: Note | None = None
        self._marked: frozenset[str] = frozenset()
        self._notes: dict[str, list[Note]] = {}
        self._passages: list[Passage] = []
        self._passages_of: tuple[Note, ...] = ()
        self.data.changed.connect(self._on_changed)

    # -- what the reader, the search and the home page ask

    def annotations(self, target: str) -> Sequence[Annotation]:
        """What hangs on a règle."""
        mark = [Annotation("marque")] if target in self._marked else []
        return [*mark, *(Annotation("note", note.text) for note in self._notes.get(target, ()))]

    def passages(self) -> Sequence[Passage]:
        """The notes, to be searched with the content."""
        corpus = self.context.corpus
        if corpus is None:
            return ()
        notes = self.data.snapshot.notes
        if notes is not self._passages_of:
            # Of ten thousand notes one changed: the passages of the others are the same objects as before.
            held = {id(note): passage for note, passage in zip(self._passages_of, self._passages, strict=True)}
            self._passages = [held.get(id(note)) or marks.passage(corpus, note) for note in notes]
            self._passages_of = notes
        return self._passages

    def resume(self, corpus: Corpus) -> list[ResumeEntry]:
        """The newest bookmarks, for « Reprendre »."""
        lines: list[ResumeEntry] = []
        for mark in reversed(self.data.snapshot.bookmarks):
            if (name := marks.title(corpus, mark.target)) and len(lines) < RESUMED:
                lines.append(ResumeEntry(name, "marqué", Place(READING, mark.target), mark.created.timestamp()))
        return [*self._being_written(corpus), *lines]

    def _being_written(self, corpus: Corpus) -> Iterator[ResumeEntry]:
        """Notes that were being typed when their dialog or the program ended."""
        for draft in self.data.snapshot.drafts:
            target = draft.extra.get("cible") if isinstance(draft.extra, dict) else None
            if draft.questionnaire == NOTE and isinstance(target, str) and (name := marks.title(corpus, target)):
                yield ResumeEntry(
                    f"Note en cours : {name}", "texte pas encore gardé", Place(READING, target), first=True
                )

    def is_marked(self, target: str) -> bool:
        """Whether it has a bookmark."""
        return target in self._marked

    def notes_on(self, target: str) -> Sequence[Note]:
        """The notes that hang on an id."""
        return self._notes.get(target, ())

    # -- what the user does

    def toggle(self, target: str) -> None:
        """Set a bookmark, or take it away."""
        corpus = self.context.corpus
        if corpus is None:
            return
        if target in self._marked:
            self.data.write(
                lambda store: store.bookmarks.remove(target),
                lambda _none: self.context.say("Signet retiré. Ctrl+Z le rend."),
            )
            return
        what, name = marks.kind(corpus, target), marks.title(corpus, target)
        self.data.write(
            lambda store: store.bookmarks.add(target, what, name), lambda _mark: self.context.say("Signet posé.")
        )

    def about(self, target: str) -> str:
        """What a note on this id is about, in words; "" while there is no content."""
        corpus = self.context.corpus
        return marks.about(corpus, target) if corpus is not None else ""

    def hang_moving(self, target: str) -> None:
        """Hang the note that has lost its règle on this one."""
        corpus, note = self.context.corpus, self.moving
        if corpus is None or note is None:
            return
        self.moving = None
        about = marks.about(corpus, target)
        self.data.write(
            lambda store: store.notes.move(note.id, target, about),
            lambda _note: self.context.say("Note rattachée. Ctrl+Z annule."),
        )

    def save(self, target: str, about: str, texts: Sequence[tuple[str, str]]) -> None:
        """Write notes of a target: (note's id or "", words); what was emptied is erased."""
        known = {note.id: note.text for note in self.data.snapshot.notes}
        for key, typed in texts:
            self._save(target, about, key, typed.strip(), known.get(key, ""), (draft_key(target, key),))

    def _save(self, target: str, about: str, key: str, said: str, known: str, drafts: tuple[str, ...]) -> None:
        if not key and said:
            self.data.write(lambda store: store.notes.add(target, said, about, drafts=drafts))
        elif key and not said:
            self.data.write(lambda store: store.notes.erase(key, drafts=drafts))
        elif key and said != known:
            self.data.write(lambda store: store.notes.change(key, said, drafts=drafts))
        else:
            self.data.write(lambda store: store.drafts.discard(drafts[0], ""))

    def label(self, target: str) -> str:
        """What the note's action on a règle does."""
        if self.moving is not None:
            return "Rattacher ici ma note"
        return "Relire ma note" if self._notes.get(target) else "Écrire une note"

    def start_moving(self, note: Note) -> None:
        """The next règle on which one asks for a note gets this one."""
        self.moving = note
        self.context.say(french("Ouvrez la règle, puis « Rattacher ici ma note » (Ctrl+Maj+N)."))
        self.context.search(note.about[:80])

    def _on_changed(self, tables: frozenset[str]) -> None:
        if "drafts" in tables:
            self.context.resume_changed.emit()
        if not tables & {"bookmarks", "notes"}:
            return
        snapshot = self.data.snapshot
        self._marked = frozenset(mark.target for mark in snapshot.bookmarks)
        self._notes = {}
        for note in snapshot.notes:
            self._notes.setdefault(note.target, []).append(note)
        self.context.annotations_changed.emit()
        self.context.resume_changed.emit()
