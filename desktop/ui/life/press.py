"""PDFs without a window: what the command line asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from desktop.ui.kit.fonts import add_fonts
from desktop.ui.paper.printing import write_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.corpus.model import Corpus, Document
    from desktop.telling.story import Story

_FONTS = ("Inter-Regular.ttf", "Inter-Bold.ttf", "Inter-Italic.ttf", "Symboles-Regular.ttf")


class PdfPress:
    """Writes PDFs with Qt's own offscreen platform: no display is looked for."""

    def __init__(self) -> None:
        self._app = QGuiApplication.instance()
        if self._app is None:
            self._app = QGuiApplication(["cap-palliatif", "-platform", "offscreen"])
            add_fonts(_FONTS)

    def document(self, corpus: Corpus, document: Document, path: Path) -> int:
        """A whole document of the content; returns its number of pages. Raises PrintError."""
        from desktop.ui.reader.on_paper import printable

        return write_pdf(printable(corpus, document), path)

    def plan(self, story: Story, path: Path) -> int:
        """The plan of a situation; returns its number of pages. Raises PrintError."""
        from desktop.ui.situations.on_paper import printable

        return write_pdf(printable(story), path)
