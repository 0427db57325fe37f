"""What bookmarks and notes add to the window. Nothing slow is imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.door.registry import Command, DocumentAction, PageSpec, RuleAction
from desktop.ui.marks import ids

if TYPE_CHECKING:
    from desktop.corpus.model import Document
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
    registry.passage_sources.append(lambda: held[0].passages() if held else ())
    registry.resume_sources.append(lambda corpus: held[0].resume(corpus) if held else ())
    context.search_ready.connect(lambda: context.in_background("signets.modules", _import, prepared))


def _import() -> None:
    import desktop.ui.marks.marks  # noqa: F401 - kept for the window's thread
