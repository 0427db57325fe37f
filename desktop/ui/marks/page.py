"""« Signets et notes »: all of them, and those whose règle this content no longer has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.focus import take_focus
from desktop.ui.marks import words
from desktop.ui.marks.marks import Marks
from desktop.ui.page import Page
from desktop.ui.widgets import FlowLayout, clear, link, scroller, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.store import Bookmark, Note
    from desktop.ui.context import Context
    from desktop.ui.place import Place

SEARCHED = 80
"""So many characters of what a règle said are searched for."""


class MarksPage(Page):
    """Drawn anew when marks, notes or the content change."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.marks = Marks.of(context)
        inner = QWidget()
        inner.setObjectName("library")
        self.box = QVBoxLayout(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroller(inner))
        self.rows: list[QWidget] = []
        """The first link of each card."""
        context.annotations_changed.connect(self._on_changed)
        context.corpus_ready.connect(self.rebuild)

    def show_place(self, place: Place) -> None:
        """There is one place."""
        del place
        self.marks.data.open()
        self.rebuild()
        if self.isVisible():
            self.focus_main()

    def focus_main(self) -> None:
        """The first link."""
        take_focus(self.rows[0] if self.rows else self)

    def on_text_size(self) -> None:
        """Margins follow."""
        self.rebuild()

    def _on_changed(self) -> None:
        if not self.isVisible():
            return
        rank = self._row_with_focus()
        self.rebuild()
        if rank is not None:
            take_focus(self.rows[min(rank, len(self.rows) - 1)] if self.rows else self)

    def _row_with_focus(self) -> int | None:
        """Rank of the card that has the focus on one of its links; None if the focus is elsewhere."""
        focused = self.window().focusWidget()
        for rank, first in enumerate(self.rows):
            if focused is not None and focused.parent() is first.parent():
                return rank
        return None

    def rebuild(self) -> None:
        """Draw what there is."""
        px, corpus = self.context.theme.px, self.context.corpus
        clear(self.box)
        self.rows = []
        self.box.setContentsMargins(px(34), px(24), px(34), px(24))
        self.box.setSpacing(px(8))
        self.box.addWidget(text("Signets et notes", "title"))
        if corpus is None or self.marks.data.store is None:
            self.box.addWidget(text("Lecture de vos données…", "soft"))
            self.box.addStretch(1)
            return
        snapshot = self.marks.data.snapshot
        marks = [mark for mark in snapshot.bookmarks if words.resolves(corpus, mark.target)]
        notes = [note for note in snapshot.notes if words.resolves(corpus, note.target)]
        lost_marks = [mark for mark in snapshot.bookmarks if mark not in marks]
        lost_notes = [note for note in snapshot.notes if note not in notes]
        if not snapshot.bookmarks and not snapshot.notes:
            hint = "Rien pour l’instant. Dans le texte, Ctrl+D pose un signet sur la règle désignée, Ctrl+Maj+N y écrit une note."
            self.box.addWidget(text(hint, "soft", wrap=True))
        if marks:
            self.box.addWidget(text(f"Signets ({len(marks)})", "heading"))
        for mark in marks:
            self.box.addWidget(self._mark(mark, words.title(corpus, mark.target), words.about(corpus, mark.target)))
        if notes:
            self.box.addWidget(text(f"Notes ({len(notes)})", "heading"))
        for note in notes:
            self.box.addWidget(self._note(note, words.title(corpus, note.target)))
        if lost_marks or lost_notes:
            self._orphans(lost_marks, lost_notes)
        self.box.addStretch(1)

    def _orphans(self, marks: list[Bookmark], notes: list[Note]) -> None:
        count = len(marks) + len(notes)
        self.box.addWidget(text(f"Ne se retrouvent plus dans ce contenu ({count})", "heading"))
        hint = "Le contenu a changé. Rien n’est perdu : cherchez la règle par ses mots, puis rattachez la note ou effacez-la."
        self.box.addWidget(text(hint, "soft", wrap=True))
        for mark in marks:
            tools = [("Chercher", partial(self.context.search, mark.title.split(" › ")[-1][:SEARCHED]))]
            tools.append(("Retirer", partial(self.marks.toggle, mark.target)))
            self.box.addWidget(self._card(mark.title, "", tools))
        for note in notes:
            move = ("Rattacher à une autre règle", partial(self.marks.start_moving, note))
            self.box.addWidget(self._card(note.about or note.target, note.text, [move, self._eraser(note)]))

    def _mark(self, mark: Bookmark, title: str, about: str) -> QWidget:
        tools = [
            ("Ouvrir", partial(self.context.open_content, mark.target)),
            ("Retirer", partial(self.marks.toggle, mark.target)),
        ]
        return self._card(title, about if about != title else "", tools)

    def _note(self, note: Note, title: str) -> QWidget:
        tools: list[tuple[str, Callable[[], object]]] = [
            ("Ouvrir", partial(self.context.open_content, note.target)),
            ("Changer", partial(self.marks.edit, note.target)),
            self._eraser(note),
        ]
        return self._card(title, note.text, tools)

    def _eraser(self, note: Note) -> tuple[str, Callable[[], object]]:
        return "Effacer", partial(self.marks.save, note.target, note.about, [(note.id, "")])

    def _card(self, title: str, body: str, tools: Sequence[tuple[str, Callable[[], object]]]) -> QWidget:
        px = self.context.theme.px
        frame = QFrame()
        frame.setProperty("role", "card")
        box = QVBoxLayout(frame)
        box.setContentsMargins(px(16), px(10), px(16), px(6))
        box.setSpacing(px(2))
        box.addWidget(text(title, "strong", wrap=True))
        if body:
            box.addWidget(text(body, "", wrap=True))
        line = FlowLayout(px(10))
        made = [link(name, action) for name, action in tools]
        for one in made:
            one.setAccessibleName(f"{one.text()} : {title}")
            line.addWidget(one)
        self.rows += made[:1]
        box.addLayout(line)
        return frame
