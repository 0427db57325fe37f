"""Paper: a document with its footer, as pages of a PDF. Printing takes the same way, since what is printed is that PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from desktop.errors import CapPalliatifError, system_reason
from desktop.ui.kit.theme import SMALL, TITLE, Theme
from desktop.ui.paper.pagination import paginate

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QPagedPaintDevice, QTextDocument

    from desktop.ui.door.printable import Printable
    from desktop.ui.paper.pagination import PageCut, Stretch

RESOLUTION = 100
"""Dots an inch in which a document is laid out: one pixel of the layout on paper."""
_FINER = 4
"""The writer's own dots for one of those: where a glyph stands is rounded to them."""
A4 = QPageLayout(
    QPageSize(QPageSize.PageSizeId.A4),
    QPageLayout.Orientation.Portrait,
    QMarginsF(16, 14, 16, 12),
    QPageLayout.Unit.Millimeter,
)
"""The sheet and its margins in millimetres."""
_ABOVE_FOOT, _NUMBER = 10, 60
"""Pixels between text and footer, and the room of the page's number beside the footer's words."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_CONTEXTUAL = ("calt", "ccmp", "clig", "liga", "locl", "rclt")
"""Features of a font that put a glyph which is no character in the place of one: whoever copies gets another text."""


class _Paper(Theme):
    """Ink on white, the sizes of paper, and letters that can be copied: the screen's theme and text size have no part in it."""

    __slots__ = ()

    def font(self, size: int = 15, *, bold: bool = False, italic: bool = False) -> QFont:
        """A font one pixel smaller than on the screen (12, 14, 16; titles 24), without contextual forms."""
        font = super().font(size if size >= TITLE else max(size - 1, SMALL - 1), bold=bold, italic=italic)
        for feature in _CONTEXTUAL:
            font.setFeature(QFont.Tag(feature), 0)
        return font


PAPER: Theme = _Paper(dark=False, zoom=100)


class PrintError(CapPalliatifError):
    """The file could not be written."""


def write_pdf(printable: Printable, path: Path) -> int:
    """Write an A4 PDF; returns its number of pages. Raises PrintError with what to do if the file can't be written."""
    from desktop.files import whole

    advice = "Choisissez un autre dossier, ou fermez le fichier s’il est ouvert ailleurs."
    try:
        with whole(path) as made:
            # Qt's writer fails only at its end, and says little: the place is tried first.
            made.touch()
            pages = _write(printable, made)
            if not pages or made.stat().st_size == 0:
                raise PrintError(f"Le fichier {path} n’a pas pu être écrit.", advice)
    except OSError as error:
        raise PrintError(f"Le fichier {path} n’a pas pu être écrit : {system_reason(error)}.", advice) from error
    return pages


@dataclass(frozen=True, slots=True)
class Pages:
    """A document laid out and cut: the size of its text on a page, the height of the footer, the stretch of each page."""

    document: QTextDocument
    text: QSizeF
    foot: float
    cuts: list[PageCut]


def _write(printable: Printable, path: Path) -> int:
    writer = QPdfWriter(str(path))
    writer.setTitle(printable.titre)
    writer.setCreator("Cap palliatif")
    writer.setPageLayout(A4)
    writer.setResolution(RESOLUTION * _FINER)
    return paint(pages_of(printable), printable.pied, writer)


def pages_of(printable: Printable) -> Pages:
    """Lay a document out for A4 in one column, and cut it into pages."""
    sheet = A4.paintRectPoints().toRectF()
    width, height = sheet.width() * RESOLUTION / 72, sheet.height() * RESOLUTION / 72
    foot = _height_of_foot(width, printable.pied)
    text = QSizeF(width, height - foot - _ABOVE_FOOT)
    document = printable.document(PAPER, text)
    document.setDefaultFont(PAPER.font())
    document.setDocumentMargin(0)
    document.setTextWidth(width)
    return Pages(document, text, foot, paginate(document, text.height()))


def paint(pages: Pages, words: str, device: QPagedPaintDevice) -> int:
    """Paint all pages, with these words at their foot; returns how many, 0 if the device refuses."""
    painter = QPainter()
    if not painter.begin(device):
        return 0
    scale = device.logicalDpiX() / RESOLUTION
    painter.scale(scale, scale)
    count, width = len(pages.cuts), pages.text.width()
    for number, cut in enumerate(pages.cuts, start=1):
        if number > 1:
            device.newPage()
        _paint_page(pages.document, cut, painter, width)
        place = QRectF(0, pages.text.height() + _ABOVE_FOOT, width, pages.foot)
        _paint_foot(painter, place, words, f"{number}\u202f/\u202f{count}")
    painter.end()
    return count


def _paint_page(document: QTextDocument, cut: PageCut, painter: QPainter, width: float) -> None:
    top = 0.0
    for stretch in (cut.heads, cut.body):
        if stretch is not None:
            _paint_stretch(document, stretch, painter, QRectF(0, top, width, stretch.height))
            top += stretch.height


def _paint_stretch(document: QTextDocument, stretch: Stretch, painter: QPainter, place: QRectF) -> None:
    painter.save()
    painter.setClipRect(place)
    painter.translate(0, place.top() - stretch.top)
    context = QAbstractTextDocumentLayout.PaintContext()
    # A line that only touches the edge of the clip would be written too, and copied, though nobody sees it.
    context.clip = QRectF(0, stretch.top + 0.5, place.width(), stretch.height - 1)  # type: ignore[attr-defined]
    context.palette = PAPER.palette()  # type: ignore[attr-defined]
    document.documentLayout().draw(painter, context)
    painter.restore()


def _height_of_foot(width: float, words: str) -> float:
    """Room for all the words of the footer, on as many lines as they take."""
    room = QRectF(0, 0, width - _NUMBER, 10_000)
    return (
        QFontMetricsF(PAPER.font(SMALL)).boundingRect(room, int(_LEFT | Qt.TextFlag.TextWordWrap), words).height() + 8
    )


def _paint_foot(painter: QPainter, place: QRectF, words: str, number: str) -> None:
    painter.setPen(PAPER.colour("line"))
    painter.drawLine(place.topLeft(), place.topRight())
    painter.setFont(PAPER.font(SMALL))
    painter.setPen(PAPER.colour("soft"))
    place = place.adjusted(0, 8, 0, 0)
    painter.drawText(place.adjusted(0, 0, -_NUMBER, 0), int(_LEFT | Qt.TextFlag.TextWordWrap), words)
    painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), number)
