"""A plan on paper: a sheet that is complete by itself, then the annexe with answers, reasons and references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from desktop.export import report as reports
from desktop.export import sheet as sheets
from desktop.export.report_text import support
from desktop.ui.door.printable import Printable
from desktop.ui.kit.theme import BODY, HEADING, SMALL, TITLE
from desktop.ui.reader.sealed import SealedDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QTextDocument

    from desktop.export.report import PlanReport
    from desktop.export.sheet import PlanSheet, SheetNeed
    from desktop.telling.story import Story
    from desktop.ui.kit.theme import Theme

ANNEXE = "Annexe : réponses, raisons et références"
_BOX, _TICKED = "☐", "☑"
_HANGING = 22
_LINE = 34
"""Pixels between two lines to write on."""


def printable(story: Story) -> Printable:
    """A plan that was told with its frame, as it is printed and written as a PDF."""
    report, sheet = reports.compose(story), sheets.compose(story)
    version = f"contenu {story.heading.version_contenu}" if story.heading is not None else ""
    foot = " · ".join(filter(None, (report.titre, sheet.situation, version)))

    def document(theme: Theme, text: QSizeF) -> QTextDocument:
        made = _sheet_that_fits(sheet, theme, text)
        end = QTextCursor(made)
        end.movePosition(QTextCursor.MoveOperation.End)
        _Annexe(end, theme).write(report)
        return made

    return Printable(report.titre, foot, document)


def _sheet_that_fits(sheet: PlanSheet, theme: Theme, text: QSizeF) -> QTextDocument:
    """The fullest sheet that stands on one page."""
    document = SealedDocument()
    for steps in range(len(sheets.STEPS) + 1):
        document = SealedDocument()
        document.setDefaultFont(theme.font())
        document.setDocumentMargin(0)
        document.setIndentWidth(_HANGING)
        _Sheet(QTextCursor(document), theme).write(sheets.reduced(sheet, steps))
        document.setTextWidth(text.width())
        if document.size().height() <= text.height():
            break
    return document


class _Writer:
    """Writes blocks with ink of the theme, never with what a screen would lend."""

    def __init__(self, cursor: QTextCursor, theme: Theme) -> None:
        self.cursor = cursor
        self.theme = theme
        self.first = cursor.document().isEmpty()

    def ink(self, size: int = BODY, *, bold: bool = False, soft: bool = False) -> QTextCharFormat:
        """Letters of the theme."""
        made = QTextCharFormat()
        made.setFont(self.theme.font(size, bold=bold))
        made.setForeground(self.theme.colour("soft" if soft else "ink"))
        return made

    def block(self, above: int = 0, below: int = 0, *, hanging: int = 0, heading: int = 0, left: int = 0) -> None:
        """A new block; `hanging`: its lines after the first stand so far to the right, `left` all of them."""
        form = QTextBlockFormat()
        form.setTopMargin(above)
        form.setBottomMargin(below)
        form.setLineHeight(122, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setLeftMargin(left + hanging)
        form.setTextIndent(-hanging)
        form.setHeadingLevel(heading)
        if self.first:
            self.cursor.setBlockFormat(form)
            self.cursor.setBlockCharFormat(self.ink())
            self.first = False
        else:
            self.cursor.insertBlock(form, self.ink())

    def say(self, words: str, size: int = BODY, *, bold: bool = False, soft: bool = False) -> None:
        """Write words at the end of the block."""
        self.cursor.insertText(words, self.ink(size, bold=bold, soft=soft))

    def enter(self, cursor: QTextCursor) -> None:
        """Go on in a cell or a frame, whose first block is there already."""
        self.cursor, self.first = cursor, True

    def leave(self) -> None:
        """Go on under a table or a frame: Qt has left an empty block there."""
        self.cursor = self.cursor.document().rootFrame().lastCursorPosition()
        self.first = True

    def columns(self, count: int, rows: int = 1) -> list[QTextCursor]:
        """A table without lines; the cells row by row."""
        form = QTextTableFormat()
        form.setBorder(0)
        form.setCellPadding(0)
        form.setCellSpacing(0)
        form.setTopMargin(4)
        form.setBottomMargin(10)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        share = QTextLength(QTextLength.Type.PercentageLength, 100 / count)
        form.setColumnWidthConstraints([share] * count)
        table = self.cursor.insertTable(rows, count, form)
        return [table.cellAt(row, column).firstCursorPosition() for row in range(rows) for column in range(count)]


class _Sheet(_Writer):
    """Page 1."""

    def write(self, sheet: PlanSheet) -> None:
        """All of it, from the hour to the lines for notes."""
        self.block()
        self.say(" · ".join(filter(None, (sheet.entete, sheet.libelle))), SMALL, soft=True)
        self.block(6, 4, heading=1)
        self.say(sheet.phrase, TITLE, bold=True)
        if sheet.ensuite:
            self.block(0, 4)
            self.say(sheet.ensuite, HEADING, bold=True)
        if sheet.joindre:
            self._joindre(sheet)
        self.block(10, 2)
        self.say(f"{sheet.securite[0]} ", bold=True)
        self.say(f"{sheet.securite[1]} ")
        self.say(f"{sheet.securite_nature}.", SMALL, soft=True)
        if sheet.apart:
            for besoin in sheet.besoins:
                self._besoin(besoin)
        else:
            self._besoins_in_lines(sheet)
        if sheet.niveau:
            self._niveau(sheet)
        self.block(10, 0)
        self.say(f"{sheet.limite} Raisons et références : en annexe.", SMALL, soft=True)
        if sheet.notes:
            self._notes(sheet.notes)

    def _joindre(self, sheet: PlanSheet) -> None:
        form = QTextFrameFormat()
        form.setBorder(1)
        form.setBorderBrush(self.theme.colour("ink"))
        form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setPadding(12)
        form.setTopMargin(8)
        form.setBottomMargin(8)
        self.cursor.insertFrame(form)
        self.first = True
        self.block(0, 2)
        self.say(sheet.joindre_titre, bold=True)
        for contact in sheet.joindre:
            self.block(6, 0)
            self.say(contact.nom, HEADING, bold=True)
            if contact.detail:
                self.block()
                self.say(contact.detail, SMALL)
            for noted in contact.noted:
                self.block()
                self.say(noted, SMALL)
        self.leave()

    def _besoins_in_lines(self, sheet: PlanSheet) -> None:
        for rank, besoin in enumerate(sheet.besoins):
            self.block(2 if rank else 12, 2, hanging=14)
            self.say(f"{besoin.titre}\u00a0: ")
            self.say(besoin.phrase, bold=True)
        left, right = self.columns(2)
        self.enter(left)
        self._boxes("À réunir", sheet.to_meet, SMALL)
        self.enter(right)
        self._boxes("À préparer", [(texte, False) for texte in sheet.to_prepare], SMALL)
        self.leave()

    def _besoin(self, besoin: SheetNeed) -> None:
        self.block(14, 0)
        self.say(besoin.titre, SMALL, soft=True)
        self.block(1, 1, heading=2)
        self.say(besoin.phrase, HEADING, bold=True)
        for detail in besoin.details:
            self.block(1, 1)
            self.say(detail)
        if besoin.reunir and (besoin.preparer or besoin.appui or besoin.sinon):
            left, right = self.columns(2)
            self.enter(left)
            self._boxes("À réunir", besoin.reunir)
            self.enter(right)
            self._beside(besoin)
            self.leave()
        else:
            if besoin.reunir:
                self._boxes("À réunir", besoin.reunir)
            self._beside(besoin)

    def _beside(self, besoin: SheetNeed) -> None:
        if besoin.preparer:
            self._boxes("À préparer", [(texte, False) for texte in besoin.preparer])
        for title, words in (("Sinon", besoin.sinon), ("En appui", besoin.appui)):
            if words:
                self.block(6, 2)
                self.say(f"{title}\u00a0: ", bold=True)
                self.say(words)

    def _boxes(self, title: str, boxes: Sequence[tuple[str, bool]], size: int = BODY) -> None:
        if not boxes:
            return
        self.block(8, 2)
        self.say(title, bold=True)
        for texte, ticked in boxes:
            self.block(3, 3, hanging=_HANGING)
            self.say(f"{_TICKED if ticked else _BOX}\u00a0\u00a0{texte}", size)

    def _niveau(self, sheet: PlanSheet) -> None:
        self.block(14, 2)
        self.say(f"{sheet.niveau}. ", bold=True)
        self.say(f"{sheet.niveau_nature}.", SMALL, soft=True)
        if sheet.dimensions:
            cells = self.columns(3, -(-len(sheet.dimensions) // 3))
            for cell, (nom, niveau) in zip(cells, sheet.dimensions, strict=False):
                self.enter(cell)
                self.block(1, 1)
                self.say(f"{nom} ", SMALL)
                self.say(str(niveau), SMALL, bold=True)
            self.leave()

    def _notes(self, lines: int) -> None:
        self.block(12, 0)
        self.say("Notes", bold=True)
        for _ in range(lines):
            self.block(_LINE - 14, 0)
            form = self.cursor.blockFormat()
            form.setProperty(
                QTextFormat.Property.BlockTrailingHorizontalRulerWidth,
                QTextLength(QTextLength.Type.PercentageLength, 100),
            )
            self.cursor.setBlockFormat(form)


class _Annexe(_Writer):
    """The report, from page 2 on."""

    def write(self, report: PlanReport) -> None:
        """All sections, then the limits of the tool."""
        self.first = False
        self.block(0, 2, heading=1)
        form = self.cursor.blockFormat()
        form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        self.cursor.setBlockFormat(form)
        self.say(ANNEXE, TITLE, bold=True)
        for words in (report.titre, report.date):
            self.block(0, 2)
            self.say(words, SMALL, soft=True)
        self.block(6, 2)
        self.say(report.phrase, bold=True)
        for section in report.sections:
            top = section.niveau == 1
            self.block(16 if top else 8, 3, heading=section.niveau + 1)
            self.say(section.titre, HEADING if top else BODY, bold=True)
            for element in section.elements:
                bullet = "•" if element.case is None else (_TICKED if element.case else _BOX)
                self.block(2, 2, hanging=_HANGING if element.case is not None else 14)
                self.say(f"{bullet}\u00a0\u00a0{element.texte}")
                if said := support(element).strip(" []"):
                    self.say("\u2028")
                    self.say(said, SMALL, soft=True)
                for detail in element.details:
                    self.say("\u2028")
                    self.say(detail, SMALL)
        self.block(14, 4)
        self.say(report.securite, bold=True)
        for words in report.pied:
            self.block(2, 0)
            self.say(words, SMALL, soft=True)
