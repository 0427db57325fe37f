"""Write a `Layout` into a QTextDocument, and remember where its badges, hits and règles stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import (
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from desktop.telling.document import Line, ShownTable
from desktop.ui.kit.theme import BODY, COLUMN_CHARACTERS, HEADING, SMALL, TITLE
from desktop.ui.reader.sealed import SealedDocument

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.telling.document import Layout, Run
    from desktop.ui.kit.theme import Theme

_SAMPLE = "La permanence médicale est assurée jour et nuit pour les patients pris en charge dans l’unité."

# genre: (size, bold, ink, space above, space below)
_LOOKS: dict[str, tuple[int, bool, str, int, int]] = {
    "trail": (SMALL, False, "soft", 0, 2),
    "title": (TITLE, True, "ink", 0, 4),
    "meta": (SMALL, False, "soft", 0, 2),
    "h2": (HEADING, True, "ink", 28, 6),
    "h3": (BODY, True, "ink", 18, 4),
    "h4": (BODY, True, "soft", 14, 4),
    "text": (BODY, False, "ink", 2, 6),
    "rule": (BODY, False, "ink", 5, 5),
    "target": (BODY, False, "ink", 5, 5),
    "context": (BODY, False, "soft", 5, 5),
    "note": (SMALL, False, "soft", 2, 6),
    "own": (SMALL, False, "ink", 2, 6),
    "cited": (SMALL, False, "soft", 10, 0),
    "small": (SMALL, False, "ink", 3, 3),
}
SIDE, GUTTER = 24, 54
"""Margins beside the column of text; the right one has room for the bar on a règle, which so hides no word."""
_WIDTHS = {2: (56, 44), 3: (40, 25, 35)}
"""Widths of the columns in percent: the first carries the badges."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""On paper the number of a note is written in raised figures: « 2021¹⁷ » is copied as such, and not as « 202117 »."""
BADGE_TOKENS = {"own": ("primary", "primary_soft"), "niveau": ("soft", "bg")}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a block that is painted under the text: a badge of a family, or a hit; « force » is words without a ground.

    `sens` is the line of « Premiers pas » that says what a badge means.
    """

    debut: int
    longueur: int
    genre: str
    famille: str = ""
    sens: str = ""


@dataclass(slots=True)
class Built:
    """A document ready to show. `marks`, `genres` and `ids` go by block number; `places` gives the block of each id."""

    document: QTextDocument
    layout: Layout
    marks: dict[int, list[Mark]] = field(default_factory=dict)
    genres: dict[int, str] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def rule_at(self, block: int) -> str:
        """The id of the règle that a block shows, or "" (a heading, a note of the source)."""
        return self.ids.get(block, "") if self.genres.get(block) in RULE_GENRES else ""


RULE_GENRES = ("rule", "target", "cell")


def column_width(theme: Theme) -> int:
    """Width in pixels of a column of 75 characters of French at this text size."""
    metrics = QFontMetricsF(theme.font(BODY))
    return round(metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE) * COLUMN_CHARACTERS)


def badge_tokens(famille: str) -> tuple[str, str]:
    """The tokens of a badge: its words, its ground."""
    return BADGE_TOKENS.get(famille, (famille, f"{famille}_ground"))


def build(layout: Layout, theme: Theme, *, paper: bool = False) -> Built:
    """Write a layout. For paper, badges carry their ground themselves, since nothing is painted under the text there."""
    return _Builder(layout, theme, paper=paper).build()


class _Builder:
    def __init__(self, layout: Layout, theme: Theme, *, paper: bool) -> None:
        self.theme = theme
        self.paper = paper
        self.built = Built(SealedDocument(), layout)
        document = self.built.document
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(theme.font())
        document.setDocumentMargin(0)
        document.setIndentWidth(theme.px(24))
        self.cursor = QTextCursor(document)
        self.formats: dict[tuple[str, Run | None, bool], QTextCharFormat] = {}
        self.first = True

    def build(self) -> Built:
        margin = 0 if self.paper else self.theme.px(SIDE)
        frame = QTextFrameFormat()
        frame.setLeftMargin(margin)
        frame.setRightMargin(0 if self.paper else self.theme.px(GUTTER))
        frame.setTopMargin(margin)
        frame.setBottomMargin(0 if self.paper else self.theme.px(64))
        self.built.document.rootFrame().setFrameFormat(frame)
        self.cursor.beginEditBlock()
        for item in self.built.layout.items:
            if isinstance(item, Line):
                self._line(item)
            else:
                self._table(item)
        self.cursor.endEditBlock()
        return self.built

    def _line(self, line: Line) -> None:
        _, _, _, above, below = _LOOKS[line.genre]
        block = QTextBlockFormat()
        block.setTopMargin(self.theme.px(above))
        block.setBottomMargin(self.theme.px(below))
        block.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if line.genre in ("rule", "target", "context", "note", "own"):
            block.setLeftMargin(self.theme.px(10 + 22 * line.retrait))
            block.setRightMargin(self.theme.px(10))
        if line.genre in ("h2", "h3", "h4"):
            block.setHeadingLevel(int(line.genre[1]))
            block.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_Auto)
        elif line.genre == "title":
            block.setHeadingLevel(1)
        char = self._format(line.genre, None)
        if self.first:
            self.cursor.setBlockFormat(block)
            self.cursor.setBlockCharFormat(char)
            self.first = False
        else:
            self.cursor.insertBlock(block, char)
        self._remember(line.genre, line.id)
        self._runs(line.runs, line.genre)

    def _remember(self, genre: str, key: str) -> None:
        number = self.cursor.blockNumber()
        self.built.genres[number] = genre
        if key:
            self.built.ids[number] = key
            if genre not in ("note", "own", "context"):
                self.built.places.setdefault(key, number)

    def _runs(self, runs: Iterable[Run], genre: str) -> None:
        for run in runs:
            if run.genre in ("badge", "hit", "force"):
                mark = Mark(self.cursor.positionInBlock(), len(run.texte), run.genre, run.famille, run.sens)
                self.built.marks.setdefault(self.cursor.blockNumber(), []).append(mark)
            words = run.texte.translate(_RAISED) if self.paper and run.genre == "mark" else run.texte
            self.cursor.insertText(words, self._format(genre, run))

    def _format(self, genre: str, run: Run | None, *, head: bool = False) -> QTextCharFormat:
        key = (genre, _look(run), head)
        if key not in self.formats:
            self.formats[key] = self._make_format(genre, run, head=head)
        made = self.formats[key]
        if run is not None and run.lien:
            made = QTextCharFormat(made)
            made.setAnchor(True)
            made.setAnchorHref(run.lien)
            made.setForeground(self.theme.colour("primary"))
            if run.genre != "mark":
                made.setFontUnderline(True)
        return made

    def _make_format(self, genre: str, run: Run | None, *, head: bool) -> QTextCharFormat:
        size, bold, ink, _, _ = _LOOKS.get(genre, _LOOKS["rule"])
        made = QTextCharFormat()
        bold = bold or head or (run is not None and run.gras)
        italic = run is not None and run.italique
        if run is not None and run.genre == "badge":
            size, bold = SMALL - 1, True
            ink, ground = badge_tokens(run.famille)
            if self.paper:
                made.setBackground(self.theme.colour(ground))
        elif run is not None and run.genre == "force":
            size, ink = SMALL - 1, badge_tokens(run.famille)[0]
        elif run is not None and run.genre == "soft":
            ink = "soft"
        elif run is not None and run.genre == "hit":
            ink = "hit"
        elif run is not None and run.genre == "mark" and not self.paper:
            made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        made.setFont(self.theme.font(size, bold=bold, italic=italic))
        made.setForeground(self.theme.colour(ink))
        return made

    def _table(self, table: ShownTable) -> None:
        form = QTextTableFormat()
        form.setCellPadding(self.theme.px(6))
        form.setCellSpacing(0)
        form.setBorder(0)
        form.setBorderCollapse(True)
        form.setTopMargin(self.theme.px(6))
        form.setBottomMargin(self.theme.px(6))
        form.setLeftMargin(self.theme.px(4))
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 98))
        form.setHeaderRowCount(1)
        columns = max(1, len(table.entetes))
        if columns in _WIDTHS:
            form.setColumnWidthConstraints(
                [QTextLength(QTextLength.Type.PercentageLength, width) for width in _WIDTHS[columns]]
            )
        made = self.cursor.insertTable(len(table.lignes) + 1, columns, form)
        for column, head in enumerate(table.entetes):
            cell = made.cellAt(0, column)
            # The format of a cell is that of its first block: letters are merged into it, else its edge would be gone.
            cell.setFormat(self._edge("edge"))
            self.cursor = cell.firstCursorPosition()
            self.cursor.mergeBlockCharFormat(self._format("small", None, head=True))
            self.cursor.insertText(head, self._format("small", None, head=True))
        for row, (key, cells) in enumerate(table.lignes, start=1):
            for column in range(columns):
                cell = made.cellAt(row, column)
                cell.setFormat(self._edge("line"))
                self.cursor = cell.firstCursorPosition()
                self.cursor.mergeBlockCharFormat(self._format("rule", None))
                self._remember("cell", key)
                self._runs(cells[column] if column < len(cells) else (), "rule")
        self.cursor = self.built.document.rootFrame().lastCursorPosition()
        # Qt leaves an empty block after a table: the next line takes it.
        self.first = True

    def _edge(self, ink: str) -> QTextTableCellFormat:
        form = QTextTableCellFormat()
        form.setBottomBorder(1)
        form.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBottomBorderBrush(self.theme.colour(ink))
        return form


def _look(run: Run | None) -> Run | None:
    """A run without its words and link: what its format depends on."""
    return None if run is None else type(run)("", run.genre, run.gras, run.italique, "", run.famille)
