"""What bookmarks and notes add to the window. Nothing slow is imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.telling.meanings import NOTES
from desktop.ui.door.ids import READING
from desktop.ui.door.registry import Command, DocumentAction, PageSpec, RuleAction
from desktop.ui.marks import ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.corpus.model import Document
    from desktop.search.results import Hit, Passage
    from desktop.ui.door.context import Context
    from desktop.ui.door.page import Page
    from desktop.ui.door.registry import Registry
    from desktop.ui.marks.marks import Marks


def register(registry: Registry, context: Context) -> None:
    """Actions on règles and documents, hooks of reader, search and home, the page."""
    held: list[Marks] = []

    def marks() -> Marks:
        from desktop.ui.marks.marks import Marks

        if not held:
            held.append(Marks(context))
            held[0].data.open()
        return held[0]

    def write(rule: str) -> None:
        from desktop.ui.marks.note_dialog import write_on

        write_on(marks(), rule)

    def page() -> Page:
        from desktop.ui.marks.page import MarksPage

        return MarksPage(context, marks())

    def prepared(_nothing: object) -> None:
        marks()

    def mark_label(document: Document) -> str:
        return "Retirer le signet" if held and held[0].is_marked(document.id) else "Poser un signet"

    registry.add_page(PageSpec(ids.MARKS, "Signets et notes", page, order=40))
    registry.add_command(
        Command(ids.SHOW_MARKS, "Signets et notes", "Aller", lambda: context.go(ids.MARKS), ("Ctrl+Shift+B",),
                words="marques annotations favoris")
    )  # fmt: skip
    registry.add_rule_action(
        RuleAction(
            "marquer", lambda rule: "Retirer le signet" if marks().is_marked(rule) else "Poser un signet",
            lambda rule: marks().toggle(rule), icon="bookmark", shortcuts=("Ctrl+D",), command_text="Poser ou retirer un signet",
        )
    )  # fmt: skip
    registry.add_rule_action(
        RuleAction(
            "noter", lambda rule: marks().label(rule), write, icon="note", shortcuts=("Ctrl+Shift+N",),
            command_text="Écrire une note sur la règle",
        )
    )  # fmt: skip
    registry.add_document_action(DocumentAction("signet", mark_label, lambda document: marks().toggle(document)))
    registry.annotation_sources.append(lambda rule: held[0].annotations(rule) if held else ())
    registry.add_passage_source(_NotesInSearch(context, held))
    registry.resume_sources.append(lambda corpus: held[0].resume(corpus) if held else ())
    context.search_ready.connect(lambda: context.in_background("signets.modules", _import, prepared))


class _NotesInSearch:
    """The notes as passages, none before they are read."""

    kind = NOTES

    def __init__(self, context: Context, held: list[Marks]) -> None:
        self._context, self._held = context, held

    def passages(self) -> Sequence[Passage]:
        """The notes."""
        return self._held[0].passages() if self._held else ()

    def open(self, hit: Hit, words: str) -> None:
        """In the reader, at what the note hangs on."""
        self._context.go(READING, hit.regle, requete=words)


def _import() -> None:
    import desktop.ui.marks.marks  # noqa: F401 - kept for the window's thread
