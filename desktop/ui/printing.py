"""Paper and PDF: a document with its footer, from whatever the page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextCursor,
    QTextFormat,
)

from desktop.errors import CapPalliatifError
from desktop.ui.theme import SMALL, Theme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QPagedPaintDevice, QTextDocument

PAPER = Theme(dark=False, zoom=100)
ROOM_AFTER_HEADING = 70
"""Pixels that must be left under a heading at the foot of a page: two lines of text."""
_RESOLUTION = 96
"""Dots an inch in which the document is laid out: the pixels of the theme are then its size on paper."""


@dataclass(frozen=True, slots=True)
class Printable:
    """What a page gives to be printed: a title for the file and the footer, and the document in the theme of paper."""

    titre: str
    pied: str
    document: Callable[[Theme], QTextDocument]


class PrintError(CapPalliatifError):
    """The file could not be written."""


def write_pdf(printable: Printable, path: Path) -> int:
    """Write an A4 PDF; returns its number of pages. Raises PrintError with what to do if the file can't be written."""
    refused = PrintError(
        f"Le fichier {path} n’a pas pu être écrit.",
        "Choisissez un autre dossier, ou fermez le fichier s’il est ouvert ailleurs.",
    )
    from desktop.files import whole

    try:
        with whole(path) as made:
            # Qt's writer fails only at its end, and says little: the place is tried first.
            made.touch()
            pages = _write(printable, made)
            if not pages or made.stat().st_size == 0:
                raise refused
    except OSError as error:
        raise refused from error
    return pages


def _write(printable: Printable, path: Path) -> int:
    writer = QPdfWriter(str(path))
    writer.setTitle(printable.titre)
    writer.setCreator("Cap palliatif")
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(18, 16, 18, 16), QPageLayout.Unit.Millimeter)
    writer.setResolution(_RESOLUTION * 4)
    return paint(printable, writer)


def paint(printable: Printable, device: QPagedPaintDevice) -> int:
    """Paint all pages on a device; returns how many, 0 if the device refuses."""
    painter = QPainter()
    if not painter.begin(device):
        return 0
    scale = device.logicalDpiX() / _RESOLUTION
    width, height = device.width() / scale, device.height() / scale
    foot = PAPER.px(28)
    document = printable.document(PAPER)
    document.setPageSize(QSizeF(width, height - foot))
    _keep_headings(document, height - foot)
    pages = document.pageCount()
    painter.scale(scale, scale)
    context = QAbstractTextDocumentLayout.PaintContext()
    for page in range(pages):
        if page:
            device.newPage()
        painter.save()
        painter.translate(0, -page * (height - foot))
        clip = QRectF(0, page * (height - foot), width, height - foot)
        painter.setClipRect(clip)
        context.clip = clip  # type: ignore[attr-defined]
        document.documentLayout().draw(painter, context)
        painter.restore()
        painter.setFont(PAPER.font(SMALL - 2))
        painter.setPen(PAPER.colour("soft"))
        line = QRectF(0, height - foot + 8, width, foot - 8)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), printable.pied)
        number = f"{page + 1}\u202f/\u202f{pages}"
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), number)
    painter.end()
    return pages


def _keep_headings(document: QTextDocument, height: float) -> None:
    """A heading at the foot of a page goes over to the next, with what it announces; each one moves those after it."""
    block = document.begin()
    while block.isValid():
        form = block.blockFormat()
        if form.headingLevel():
            bottom = document.documentLayout().blockBoundingRect(block).bottom() % height
            if bottom > height - PAPER.px(ROOM_AFTER_HEADING):
                form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                QTextCursor(block).setBlockFormat(form)
        block = block.next()
