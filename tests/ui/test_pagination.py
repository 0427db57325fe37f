"""Where pages end: every line on one page and one only, nothing announced without what follows, hardly any page that is empty."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextFormat, QTextTableFormat

from desktop.ui.paper.pagination import KEEP_WITH_NEXT, LEAST_FILLED, paginate
from desktop.ui.paper.printing import PAPER
from desktop.ui.reader.sealed import SealedDocument

WIDTH, HEIGHT = 500, 700
PIECE = st.tuples(st.sampled_from(["text", "heading", "announce", "row", "break"]), st.integers(1, 130))


def build(pieces):
    document = SealedDocument()
    document.setDefaultFont(PAPER.font())
    document.setDocumentMargin(0)
    cursor = QTextCursor(document)
    for number, (kind, size) in enumerate(pieces):
        said = f"N{number} " + "mot " * size
        form = QTextBlockFormat()
        if kind == "heading":
            form.setHeadingLevel(2)
            said = f"N{number} titre"
        elif kind == "announce":
            form.setProperty(KEEP_WITH_NEXT, 1)
            said = f"N{number} annonce"
        elif kind == "break":
            form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        if kind == "row":
            table = QTextTableFormat()
            table.setHeaderRowCount(1)
            made = cursor.insertTable(4, 2, table)
            made.cellAt(0, 0).firstCursorPosition().insertText(f"Tête{number}")
            for row in (1, 2, 3):
                made.cellAt(row, 0).firstCursorPosition().insertText(f"N{number}.{row} " + "mot " * (size // 2))
                made.cellAt(row, 1).firstCursorPosition().insertText("court")
            cursor = document.rootFrame().lastCursorPosition()
        else:
            cursor.insertBlock(form)
            cursor.insertText(said)
    document.setTextWidth(WIDTH)
    document.documentLayout().documentSize()
    return document


def lines(document):
    """(top, bottom, block, is it the last line of its block) of each line."""
    found, block = [], document.begin()
    while block.isValid():
        layout = block.layout()
        top = document.documentLayout().blockBoundingRect(block).top() - layout.boundingRect().top()
        for n in range(layout.lineCount()):
            line = layout.lineAt(n)
            found.append((top + line.y(), top + line.y() + line.height(), block, n == layout.lineCount() - 1))
        block = block.next()
    return found


@pytest.fixture(autouse=True)
def _letters(qapp):
    """The bundled fonts are loaded."""


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECE, min_size=1, max_size=30))
def test_every_line_stands_whole_on_one_page(pieces):
    document = build(pieces)
    cuts = paginate(document, HEIGHT)
    for cut in cuts:
        assert cut.body.height + (cut.heads.height if cut.heads else 0) <= HEIGHT + 0.5
    for top, bottom, block, _ in lines(document):
        on = [n for n, c in enumerate(cuts) if c.body.top - 0.5 <= top and bottom <= c.body.bottom + 0.5]
        touched = [n for n, c in enumerate(cuts) if top < c.body.bottom - 0.5 and bottom > c.body.top + 0.5]
        assert len(on) == 1, block.text()[:20]
        assert on == touched, block.text()[:20]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECE, min_size=1, max_size=30))
def test_no_page_is_nearly_empty_and_what_announces_is_kept_with_what_follows(pieces):
    document = build(pieces)
    cuts = paginate(document, HEIGHT)
    every = lines(document)
    for cut, after in pairwise(cuts):
        first = next(block for top, _, block, _ in every if top >= after.body.top - 0.5)
        if first.blockFormat().pageBreakPolicy() != QTextFormat.PageBreakFlag.PageBreak_Auto:
            continue
        assert cut.body.height >= LEAST_FILLED * HEIGHT * 0.9
        last = [
            block for top, bottom, block, _ in every if cut.body.top - 0.5 <= top and bottom <= cut.body.bottom + 0.5
        ]
        announces = last[-1].blockFormat().headingLevel() or last[-1].blockFormat().boolProperty(KEEP_WITH_NEXT)
        # A chain of announcements that is longer than two thirds of a page has to be torn somewhere.
        chain = all(kind in ("heading", "announce") for kind, _ in pieces)
        assert not announces or chain or _long_chain(every, last[-1])


def _long_chain(every, block):
    """Whether the announcements that end with a block fill most of a page."""
    height = 0.0
    for top, bottom, one, _ in reversed([line for line in every if line[0] <= _top(every, block)]):
        if not (one.blockFormat().headingLevel() or one.blockFormat().boolProperty(KEEP_WITH_NEXT)):
            break
        height += bottom - top
    return height > HEIGHT * (1 - LEAST_FILLED) * 0.6


def _top(every, block):
    return next(top for top, _, one, _ in every if one == block)


def test_a_heading_at_the_foot_goes_over_to_the_next_page():
    document = build([("text", 20)] * 9 + [("heading", 1), ("text", 60)])
    every = lines(document)
    heading = next(top for top, _, block, _ in every if block.blockFormat().headingLevel())
    cuts = paginate(document, heading + 30)
    assert cuts[1].body.top == heading


def test_a_table_that_goes_on_says_its_heads_again():
    document = build([("row", 130), ("row", 130)])
    cuts = paginate(document, 250)
    assert len(cuts) > 1
    assert any(cut.heads is not None for cut in cuts[1:])
    assert cuts[0].heads is None
