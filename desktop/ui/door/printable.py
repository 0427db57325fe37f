"""What a page gives to be printed: the contract between the pages, which make it, and paper, which takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QTextDocument

    from desktop.ui.kit.theme import Theme


@dataclass(frozen=True, slots=True)
class Printable:
    """What a page gives to be printed: a title for the file and the metadata, a footer, and the document in the theme of paper.

    `document` is given the theme and the size in pixels of the text on a page.
    """

    titre: str
    pied: str
    document: Callable[[Theme, QSizeF], QTextDocument]
