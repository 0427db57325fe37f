"""The reading surface: paints badges and marks under the text, knows the règle under the pointer, opens nothing by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QKeySequence, QPainter, QTextBlock, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QToolTip

from desktop.ui.kit.mouse import SIDE_BUTTONS
from desktop.ui.kit.plain import plain
from desktop.ui.reader.builder import GUTTER, RULE_GENRES, SIDE, badge_tokens, column_width
from desktop.ui.reader.places import mark_rects

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import (
        QContextMenuEvent,
        QHelpEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
    )

    from desktop.ui.kit.theme import Theme
    from desktop.ui.reader.builder import Built, Mark

FIT_DELAY = 40
"""Milliseconds after a change of width before the lines of the document are broken anew."""
MARGIN = 180
"""Widest margin before the column of text: in a wide window it stands left of the middle, near the list."""


class ReaderView(QTextBrowser):
    """A QTextBrowser that shows a `Built` document. Links are only announced; no resource is ever loaded."""

    link_activated = Signal(str)
    link_hovered = Signal(str, QPoint)
    rule_hovered = Signal(str)
    rule_menu = Signal(str, QPoint)
    badge_clicked = Signal(str)
    """What a badge means was asked for: the line of « Premiers pas » that says it."""
    scrolled = Signal()
    fitted = Signal(int)
    """The text was fitted to the width; the left margin before the column, in pixels."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.built: Built | None = None
        self.current_rule = ""
        self.explain: Callable[[str], str] = lambda _word: ""
        self.meaning: Callable[[str], str] = lambda _line: ""
        self._pressed = ""
        self._on_badge = False
        self._hovered = ""
        self._asked: tuple[str, int] = ("", 0)
        """What was gone to, and where the scroll bar stood then: until one scrolls, a new width keeps it in view."""
        self.left_margin = 0
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.setInterval(FIT_DELAY)
        self._refit.timeout.connect(self._fit_in_place)
        self.setAccessibleName("Texte du document")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.viewport().setMouseTracking(True)
        self.anchorClicked.connect(self._on_anchor)
        self.highlighted.connect(self._on_highlighted)
        self.verticalScrollBar().valueChanged.connect(self.scrolled)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing outside the document is ever read: no file, no address."""
        del kind, name
        return None

    def show_built(self, built: Built, theme: Theme) -> None:
        """Show a document, at its beginning."""
        self.theme = theme
        self.built = built
        self.current_rule = self._hovered = ""
        self._asked = ("", 0)
        before = self.document()
        ours = before.parent() is self
        built.document.setParent(self)
        # Marks hold places in the document that goes; Qt would look for them in the lines of the one that comes, and die.
        self.setExtraSelections([])
        self.setDocument(built.document)
        if ours:  # Qt deletes only the document that it made itself
            before.deleteLater()
        self._fit()

    def go_to(self, key: str) -> bool:
        """Scroll so that a rubrique or règle stands near the top; False if the document doesn't show it."""
        block = self._block_of(key)
        if block is None:
            return False
        self.setTextCursor(QTextCursor(block))
        rect = self.document().documentLayout().blockBoundingRect(block)
        heading = self.built is not None and self.built.genres[block.blockNumber()] not in RULE_GENRES
        # A heading stands at the top; a règle a little lower, so that what leads to it is seen.
        above = self.theme.px(16) if heading else self.viewport().height() // 4
        self.verticalScrollBar().setValue(round(rect.top()) - above)
        self._asked = (key, self.verticalScrollBar().value())
        if self.built is not None and (rule := self.built.rule_at(block.blockNumber())):
            self.set_current_rule(rule)
        return True

    def set_current_rule(self, rule: str) -> None:
        """Mark the règle on which commands act."""
        if rule != self.current_rule:
            self.current_rule = rule
            self.viewport().update()

    def rule_rect(self, rule: str) -> QRect | None:
        """Where a règle stands in the viewport, None if it is not shown."""
        block = self._block_of(rule)
        if block is None:
            return None
        return self._rect(block).toAlignedRect()

    def visible_id(self, genres: tuple[str, ...] = ("h2", "h3", "h4")) -> str:
        """The last heading at or above the top of the viewport: where one reads."""
        if self.built is None:
            return ""
        top = self.cursorForPosition(QPoint(self.theme.px(30), self.theme.px(60))).blockNumber()
        for number in range(top, -1, -1):
            if self.built.genres.get(number) in genres:
                return self.built.ids.get(number, "")
        return ""

    def step_rule(self, step: int) -> str:
        """Make the next or previous règle current and visible; returns it, "" at either end."""
        if self.built is None:
            return ""
        rules = list(dict.fromkeys(self.built.rule_at(n) for n in sorted(self.built.genres) if self.built.rule_at(n)))
        if not rules:
            return ""
        known = self.current_rule in rules
        index = rules.index(self.current_rule) + step if known else self._first_visible(rules)
        if not 0 <= index < len(rules):
            return ""
        self.set_current_rule(rules[index])
        rect = self.rule_rect(rules[index])
        if rect is not None and not self.viewport().rect().adjusted(0, 0, 0, -self.theme.px(40)).contains(rect):
            self.go_to(rules[index])
        return rules[index]

    def _first_visible(self, rules: list[str]) -> int:
        for index, rule in enumerate(rules):
            rect = self.rule_rect(rule)
            if rect is not None and rect.top() >= 0:
                return index
        return 0

    def column_right(self) -> int:
        """Where the column of text ends in the viewport, and the gutter begins."""
        return round(self.document().textWidth()) - self.theme.px(GUTTER) - self.horizontalScrollBar().value()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own signature
        """Tab walks the links from where one reads; left to itself, Qt would jump to the first or last of the document."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            if not self.viewport().rect().intersects(self.cursorRect(cursor)):
                bottom = self.viewport().rect().bottomLeft()
                cursor = self.cursorForPosition(QPoint(0, 0) if next else bottom)
            place = cursor.position()
            # Qt goes on from the end of a selection (or back from its beginning), so one is lent to it.
            cursor.setPosition(max(0, place - 1) if next else min(place + 1, self.document().characterCount() - 1))
            cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)
        return super().focusNextPrevChild(next)

    def _block_of(self, key: str) -> QTextBlock | None:
        if self.built is None or key not in self.built.places:
            return None
        return self.document().findBlockByNumber(self.built.places[key])

    def _rect(self, block: QTextBlock) -> QRectF:
        # Qt gives the width of the lines without the margin that they stand behind: what is set in would end too soon.
        margin = block.blockFormat().leftMargin()
        rect = self.document().documentLayout().blockBoundingRect(block).adjusted(0, 0, margin, 0)
        return rect.translated(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def _fit(self) -> None:
        """The column: 75 characters at most, and less where the window is narrow."""
        wanted = column_width(self.theme) + self.theme.px(SIDE + GUTTER)
        room = self.width() - self.verticalScrollBar().sizeHint().width() - 4
        self.left_margin = max(0, min(self.theme.px(MARGIN), (room - wanted) // 2))
        self.setViewportMargins(self.left_margin, 0, 0, 0)
        self.setLineWrapColumnOrWidth(max(self.theme.px(200), min(wanted, room - self.left_margin)))
        self.fitted.emit(self.left_margin)

    def _on_anchor(self, url: QUrl) -> None:
        self.link_activated.emit(url.toString())

    def _on_highlighted(self, url: QUrl) -> None:
        self.link_hovered.emit(url.toString(), self.viewport().mapFromGlobal(self.cursor().pos()))

    # -- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew a moment later: a key press that opens the list, or a hand on the edge, doesn't wait."""
        super().resizeEvent(event)
        if self.built is None:
            self._fit()
        elif event.oldSize().isValid():
            self._refit.start()
        else:  # shown for the first time, with a document that was opened before
            self._fit_in_place()

    def _fit_in_place(self) -> None:
        """Keep what is read in place when the width changes."""
        asked, value = self._asked
        if asked and value == self.verticalScrollBar().value():
            rule = self.current_rule
            self._fit()
            self.go_to(asked)
            self.set_current_rule(rule)
            return
        reading = self.visible_id(("h2", "h3", "h4", "rule", "target"))
        before = self._offset(reading)
        self._fit()
        if (after := self._offset(reading)) is not None and before is not None:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + after - before)

    def _offset(self, key: str) -> int | None:
        rect = self.rule_rect(key) if key else None
        return rect.top() if rect is not None else None

    def viewportEvent(self, event: QEvent) -> bool:
        """Explain the acronym under the pointer."""
        if event.type() == QEvent.Type.ToolTip:
            self._tool_tip(event)  # type: ignore[arg-type]
            return True
        return super().viewportEvent(event)

    def _tool_tip(self, event: QHelpEvent) -> None:
        cursor = self.cursorForPosition(event.pos())
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        badge = self.badge_at(event.pos())
        text = self.meaning(badge) if badge else self.explain(cursor.selectedText())
        if text:
            QToolTip.showText(event.globalPos(), plain(text), self.viewport())
        else:
            QToolTip.hideText()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Home and Ctrl+End too go to both ends; Qt knows them only where there is a caret."""
        bar = self.verticalScrollBar()
        if event.matches(QKeySequence.StandardKey.MoveToStartOfDocument):
            bar.setValue(bar.minimum())
        elif event.matches(QKeySequence.StandardKey.MoveToEndOfDocument):
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the règle under the pointer."""
        super().mouseMoveEvent(event)
        on_badge = bool(self.badge_at(event.position().toPoint()))
        if on_badge != self._on_badge:
            self._on_badge = on_badge
            shape = Qt.CursorShape.PointingHandCursor if on_badge else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)
        rule = self._rule_under(event.position().toPoint())
        if rule != self._hovered:
            self._hovered = rule
            self.rule_hovered.emit(rule)

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer left: no règle is under it."""
        super().leaveEvent(event)
        self._hovered = ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click makes the règle current; a side button of the mouse is the window's."""
        if event.button() in SIDE_BUTTONS:
            event.ignore()
            return
        if rule := self._rule_under(event.position().toPoint()):
            self.set_current_rule(rule)
        left = event.button() is Qt.MouseButton.LeftButton
        self._pressed = self.badge_at(event.position().toPoint()) if left else ""
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a badge asks what it means; a selection that begins on one does not."""
        super().mouseReleaseEvent(event)
        badge, self._pressed = self._pressed, ""
        if badge and badge == self.badge_at(event.position().toPoint()) and not self.textCursor().hasSelection():
            self.badge_clicked.emit(badge)

    def badge_at(self, position: QPoint) -> str:
        """The line of « Premiers pas » for the badge at a point of the viewport, "" where there is none."""
        if self.built is None:
            return ""
        block = self.cursorForPosition(position).block()
        rect = self._rect(block)
        for mark in self.built.marks.get(block.blockNumber(), ()):
            if mark.sens and any(
                part.contains(position.toPointF()) for part in mark_rects(block, rect, mark, self.theme)
            ):
                return mark.sens
        return ""

    def badges_of(self, rule: str) -> list[tuple[str, str]]:
        """The badges of a règle: the word of each, and the line that says what it means."""
        block = self._block_of(rule)
        if self.built is None or block is None:
            return []
        text = block.text()
        marks = [mark for mark in self.built.marks.get(block.blockNumber(), ()) if mark.sens]
        return [(text[mark.debut : mark.debut + mark.longueur].strip("\u00a0 "), mark.sens) for mark in marks]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu is drawn from the commands, not Qt's own."""
        rule = self._rule_under(event.pos()) or self.current_rule
        self.rule_menu.emit(rule, event.globalPos())

    def _rule_under(self, position: QPoint) -> str:
        if self.built is None:
            return ""
        block = self.cursorForPosition(position).block()
        if not self._rect(block).adjusted(0, -4, 0, 4).contains(position.toPointF()):
            return ""
        return self.built.rule_at(block.blockNumber())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grounds of badges, hits and règles, then the text over them."""
        if self.built is not None:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            self._paint_grounds(painter, event.rect())
            painter.end()
        super().paintEvent(event)

    def _paint_grounds(self, painter: QPainter, exposed: QRect) -> None:
        assert self.built is not None  # noqa: S101
        block = self.cursorForPosition(QPoint(0, exposed.top())).block()
        while block.previous().isValid() and self._rect(block).top() > exposed.top():
            block = block.previous()
        opened = self.built.layout.cible
        row_painted = False
        while block.isValid():
            rect = self._rect(block)
            if rect.top() > exposed.bottom():
                break
            number = block.blockNumber()
            key = self.built.ids.get(number, "")
            genre = self.built.genres.get(number, "")
            if not row_painted and genre == "cell" and key == opened:
                painter.setBrush(self.theme.colour("rule_ground"))
                painter.drawRoundedRect(self.row_rect(opened), 6, 6)
                row_painted = True
            if genre != "cell" or self.built.places.get(key) == number:  # one mark a row, not one a cell
                self._paint_block(painter, rect, genre, key)
            for mark in self.built.marks.get(number, ()):
                self._paint_mark(painter, block, rect, mark)
            block = block.next()

    def row_rect(self, rule: str) -> QRectF:
        """Where the row of a table that is this règle stands in the viewport, as wide as the column of text."""
        rect = QRectF()
        block = self._block_of(rule)
        while self.built is not None and block is not None and self.built.ids.get(block.blockNumber()) == rule:
            rect = rect.united(self._rect(block))
            block = block.next()
        rect.setRight(max(rect.right(), self.column_right() - self.theme.px(10)))
        return self._wide(rect)

    def _paint_block(self, painter: QPainter, rect: QRectF, genre: str, key: str) -> None:
        if genre == "target":
            painter.setBrush(self.theme.colour("rule_ground"))
            painter.drawRoundedRect(self._wide(rect), 6, 6)
        elif genre in ("note", "own"):
            painter.setBrush(self.theme.colour("line" if genre == "note" else "primary"))
            painter.drawRect(QRectF(rect.left() - self.theme.px(8), rect.top() + 2, 3, rect.height() - 4))
        if key and key == self.current_rule and genre in ("rule", "target", "cell"):
            painter.setBrush(self.theme.colour("primary"))
            wide = self.row_rect(key) if genre == "cell" else self._wide(rect)
            painter.drawRoundedRect(QRectF(wide.left(), wide.top(), 3, wide.height()), 1.5, 1.5)

    def _wide(self, rect: QRectF) -> QRectF:
        pad = self.theme.px(10)
        return rect.adjusted(-pad, -self.theme.px(4), pad, self.theme.px(4))

    def _paint_mark(self, painter: QPainter, block: QTextBlock, rect: QRectF, mark: Mark) -> None:
        if mark.genre == "force":
            return
        ground = "hit_ground" if mark.genre == "hit" else badge_tokens(mark.famille)[1]
        painter.setBrush(self.theme.colour(ground))
        for part in mark_rects(block, rect, mark, self.theme):
            painter.drawRoundedRect(part, 4, 4)
