"""A document of the content on paper: the same for the window and for the command line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.telling import labels
from desktop.telling.document import Options
from desktop.ui.door.printable import Printable

if TYPE_CHECKING:
    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QTextDocument

    from desktop.corpus.model import Corpus, Document
    from desktop.ui.kit.theme import Theme


def printable(corpus: Corpus, document: Document, options: Options | None = None) -> Printable:
    """A document as it is filtered by `options`, whole by default. `corpus` is any, the document's own is looked for."""
    wanted = replace(options or Options(), impression=True)
    own = corpus.home_of(document)

    def made(theme: Theme, _text: QSizeF) -> QTextDocument:
        from desktop.telling.document import layout
        from desktop.ui.reader.builder import build

        return build(layout(own, document, wanted), theme, paper=True).document

    foot = f"Cap palliatif · contenu {corpus.version} · {document.source.citation}"
    if document.nature != "guide":  # its words are its own
        foot = f"{foot} · reformulation"
    return Printable(labels.long_name(document), foot, made)
