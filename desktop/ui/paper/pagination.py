"""Where a document is cut into pages: computed once it is laid out in one column, and never by laying it out anew.

A page ends between two lines, as low as it can: not after a heading or what announces a list, rather not inside a row of a
table or one line away from the end of a paragraph. A table that goes on says its heads again. What is drawn of a page is a
stretch of the document, so that every line stands on one page and on one only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor, QTextFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QTextBlock, QTextDocument, QTextTable

KEEP_WITH_NEXT = int(QTextFormat.Property.UserProperty) + 101
"""Property of a block: what follows stands on the same page, as after a heading."""
LEAST_FILLED = 1 / 3
"""How much of a page is filled at least, unless it is the last one or the next begins a part of its own."""


class Cut(IntEnum):
    """What it costs to end a page after a line, from nothing to what is done only when nothing else fits."""

    FREE = 0
    IN_TEXT = 1
    IN_ROW = 2
    TORN = 3


_RULES: tuple[tuple[Cut, float], ...] = (
    (Cut.FREE, 0.85),
    (Cut.IN_TEXT, 0.7),
    (Cut.FREE, 0.5),
    (Cut.IN_ROW, 0.5),
    (Cut.IN_ROW, LEAST_FILLED),
    (Cut.TORN, 0.0),
)
"""Which cuts are taken, at which fill of the page: the first rule that finds one decides."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the document from `top` to `bottom`, in pixels of its layout."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class PageCut:
    """One page: the heads of a table that goes on, if any, then the stretch that it shows."""

    heads: Stretch | None
    body: Stretch


@dataclass(slots=True)
class _Band:
    """Lines that stand side by side: nothing cuts them. `row`: the table and the row in which they stand, if any."""

    top: float
    bottom: float
    cut: Cut = Cut.FREE
    breaks_before: bool = False
    row: tuple[int, int] | None = None
    heads: Stretch | None = None


def paginate(document: QTextDocument, height: float) -> list[PageCut]:
    """Cut a document, laid out at the width of the page and without a page size, into pages of this height."""
    bands = _bands(document)
    pages: list[PageCut] = []
    first = 0
    while first < len(bands):
        heads = bands[first].heads
        room = height - (heads.height if heads is not None else 0)
        last = _last(bands, first, room)
        top, last_line = bands[first].top, bands[last].bottom
        end = bands[last + 1].top if last + 1 < len(bands) else document.size().height()
        # What stands under the last line (the edge of a row, the frame of a box) is shown as far as there is room.
        pages.append(PageCut(heads, Stretch(top, max(min(end, top + room), last_line))))
        first = last + 1
    return pages


def _last(bands: list[_Band], first: int, room: float) -> int:
    """The band that ends the page which begins with `first`."""
    top, fitting = bands[first].top, first
    for number in range(first, len(bands)):
        if number > first and bands[number].breaks_before:
            return number - 1
        if bands[number].bottom - top > room:
            break
        fitting = number
    else:
        return len(bands) - 1
    for cut, fill in _RULES:
        for number in range(fitting, first - 1, -1):
            if bands[number].cut <= cut and bands[number].bottom - top >= fill * room:
                return number
    return fitting


def _bands(document: QTextDocument) -> list[_Band]:
    """The lines of the document from top to bottom; lines that stand beside each other are one band."""
    document.documentLayout().documentSize()  # everything is laid out now
    bands: list[_Band] = []
    for line in sorted(_lines(document), key=lambda band: (band.top, band.bottom)):
        if bands and line.top < bands[-1].bottom - 0.5:
            last = bands[-1]
            last.bottom = max(last.bottom, line.bottom)
            last.cut = max(last.cut, line.cut)
            last.breaks_before |= line.breaks_before
        else:
            bands.append(line)
    for band, following in pairwise(bands):
        if band.row is not None and band.row != following.row and band.cut is Cut.IN_ROW:
            band.cut = Cut.FREE
    return bands


def _lines(document: QTextDocument) -> Iterator[_Band]:
    heads: dict[int, Stretch | None] = {}
    block = document.begin()
    while block.isValid():
        table = QTextCursor(block).currentTable()
        if table is None:
            yield from _lines_of_text(document, block)
        else:
            if table.objectIndex() not in heads:
                heads[table.objectIndex()] = _heads(document, table)
            yield from _lines_of_cell(document, block, table, heads[table.objectIndex()])
        block = block.next()


def _lines_of_text(document: QTextDocument, block: QTextBlock) -> Iterator[_Band]:
    form = block.blockFormat()
    announces = form.headingLevel() > 0 or form.boolProperty(KEEP_WITH_NEXT) or block.text().rstrip().endswith(":")
    spans = list(_spans(document, block))
    count = len(spans)
    for number, (top, bottom) in enumerate(spans, start=1):
        if number == count:
            cut = Cut.TORN if announces else Cut.FREE
        elif form.headingLevel():
            cut = Cut.TORN
        else:
            cut = Cut.IN_TEXT if 1 < number < count - 1 else Cut.IN_ROW
        always = bool(form.pageBreakPolicy() & QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        yield _Band(top, bottom, cut, breaks_before=always and number == 1)


def _lines_of_cell(
    document: QTextDocument, block: QTextBlock, table: QTextTable, heads: Stretch | None
) -> Iterator[_Band]:
    row = table.cellAt(QTextCursor(block)).row()
    is_head = row < table.format().headerRowCount()
    for top, bottom in _spans(document, block):
        cut = Cut.TORN if is_head else Cut.IN_ROW
        yield _Band(top, bottom, cut, row=(table.objectIndex(), row), heads=None if is_head else heads)


def _heads(document: QTextDocument, table: QTextTable) -> Stretch | None:
    """The rows of a table that are said again where it goes on, from their first line to the first line under them."""
    rows = table.format().headerRowCount()
    if not 0 < rows < table.rows():
        return None
    first = [_first_line(document, table, 0, column) for column in range(table.columns())]
    under = [_first_line(document, table, rows, column) for column in range(table.columns())]
    return Stretch(min(first), min(under))


def _first_line(document: QTextDocument, table: QTextTable, row: int, column: int) -> float:
    block = table.cellAt(row, column).firstCursorPosition().block()
    return next(iter(_spans(document, block)))[0]


def _spans(document: QTextDocument, block: QTextBlock) -> Iterator[tuple[float, float]]:
    """Top and bottom of each line of a block, in the document."""
    layout = block.layout()
    origin = document.documentLayout().blockBoundingRect(block).top() - layout.boundingRect().top()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        yield origin + line.y(), origin + line.y() + line.height()
