"""Paints a hit: where it stands, its title, its badges, its words, with the spans marked. It only paints."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.search.results import Span
from desktop.telling.hits import badges as badges_of
from desktop.telling.hits import origin
from desktop.ui.kit.theme import BODY, SMALL
from desktop.ui.kit.utf16 import utf16
from desktop.ui.reader.builder import badge_tokens
from desktop.ui.results.model import HIT_ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QFont

    from desktop.search.results import Hit
    from desktop.ui.door.context import Context

TITLE_LINES, EXCERPT_LINES = 2, 3
STEP, DROPPED = " › ", "… › "
LEADING = 1.2
PAD = 12
CACHE_LIMIT = 400


class _Drawn(NamedTuple):
    """A hit laid out in a width; it keeps the hit, so that its place in the cache is never another's."""

    hit: Hit
    width: int
    origin: str
    title: QTextLayout
    excerpt: QTextLayout
    badges: tuple[tuple[str, str, float], ...]
    height: int


class HitDelegate(QStyledItemDelegate):
    """Lays a hit out when it is first seen, and remembers it until the width or the theme changes."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._cache: dict[int, _Drawn] = {}
        self.reset()

    def reset(self) -> None:
        """Forget what was laid out and take the theme's fonts."""
        theme = self.context.theme
        self._cache.clear()
        self._small = theme.font(SMALL)
        self._bold = theme.font(BODY, bold=True)
        self._badge = theme.font(SMALL - 1, bold=True)
        self._small_height = QFontMetricsF(self._small).height() * LEADING
        self._badge_metrics = QFontMetricsF(self._badge)
        self._chapeau = QTextCharFormat()
        self._chapeau.setForeground(theme.colour("soft"))
        self._mark = QTextCharFormat()
        self._mark.setForeground(theme.colour("hit"))
        self._mark.setBackground(theme.colour("hit_ground"))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As tall as its lines need in the width of the list; a width of its own would outlive the bar that takes part of it."""
        hit = index.data(HIT_ROLE)
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()  # type: ignore[attr-defined]
        return QSize(1, self._drawn(hit, width).height) if hit is not None else QSize()

    def _drawn(self, hit: Hit, width: int) -> _Drawn:
        drawn = self._cache.get(id(hit))
        if drawn is None or drawn.width != width:
            if len(self._cache) > CACHE_LIMIT:
                self._cache.clear()
            drawn = self._cache[id(hit)] = self._lay(hit, width)
        return drawn

    def _lay(self, hit: Hit, width: int) -> _Drawn:
        px = self.context.theme.px
        room = max(60, width - 2 * px(PAD))
        badges: list[tuple[str, str, float]] = []
        for word, token in badges_of(hit):
            badges.append((word, token, self._badge_metrics.horizontalAdvance(word) + 2 * px(7)))
        offset = sum(wide + px(6) for _, _, wide in badges)
        title = self._title(hit, room)
        # A note has lines of its own, which a layout would run together; a space keeps the spans in their place.
        excerpt = self._layout(
            hit.excerpt.replace("\n", " "),
            hit.excerpt_spans,
            self._small,
            room,
            offset,
            EXCERPT_LINES,
            soft=hit.excerpt_own,
        )
        tall = self._small_height + _tall(title) + _tall(excerpt) + 2 * px(PAD) - px(2)
        return _Drawn(hit, width, origin(hit, self.context.corpus), title, excerpt, tuple(badges), round(tall))

    def _title(self, hit: Hit, room: float) -> QTextLayout:
        """The path of rubriques in two lines; where it is longer, what it begins with goes: its end says where one is."""
        text, spans = hit.title, hit.title_spans
        while True:
            _, end = self._break(text, spans, self._bold, room, 0.0, TITLE_LINES)
            cut = text.find(STEP, len(DROPPED) if text.startswith(DROPPED) else 0)
            if end >= utf16(text, len(text)) or cut < 0:
                break
            gone = cut + len(STEP)
            text = f"{DROPPED}{text[gone:]}"
            moved = len(DROPPED) - gone
            spans = tuple(Span(s.start + moved, s.end + moved) for s in spans if s.start >= gone)
        return self._layout(text, spans, self._bold, room, 0.0, TITLE_LINES)

    def _layout(
        self,
        text: str,
        spans: Sequence[Span],
        font: QFont,
        room: float,
        offset: float,
        lines: int,
        *,
        soft: int = 0,
    ) -> QTextLayout:
        """Break a text into lines; the first leaves `offset` to the badges, what doesn't fit ends with an ellipsis."""
        layout, end = self._break(text, spans, font, room, offset, lines, soft=soft)
        if end < utf16(text, len(text)):
            cut = text[: max(1, end - 2)].rstrip() + "…"
            layout, _ = self._break(cut, spans, font, room, offset, lines, soft=soft)
        return layout

    def _break(
        self,
        text: str,
        spans: Sequence[Span],
        font: QFont,
        room: float,
        offset: float,
        lines: int,
        *,
        soft: int = 0,
    ) -> tuple[QTextLayout, int]:
        layout = QTextLayout(text, font)
        layout.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        formats = [_format(text, 0, soft, self._chapeau)] if soft else []
        formats += [_format(text, span.start, span.end, self._mark) for span in spans]
        layout.setFormats(formats)
        layout.beginLayout()
        y, end = 0.0, 0
        for number in range(lines):
            line = layout.createLine()
            if not line.isValid():
                break
            left = offset if number == 0 else 0.0
            line.setLineWidth(max(20.0, room - left))
            line.setPosition(QPointF(left, y))
            y += line.height() * LEADING
            end = line.textStart() + line.textLength()
        layout.endLayout()
        return layout, end

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One hit, on the ground of its state; the selected one has an edge too, not only a colour."""
        hit = index.data(HIT_ROLE)
        if hit is None:
            return
        theme = self.context.theme
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        drawn = self._drawn(hit, round(rect.width()))
        selected = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected:
            painter.fillRect(rect, theme.colour("primary_soft"))
            painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), theme.colour("primary"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.colour("line"))
        left, top = rect.left() + theme.px(PAD), rect.top() + theme.px(PAD) - 1
        painter.setFont(self._small)
        painter.setPen(theme.colour("soft"))
        line = QRectF(left, top, rect.width() - 2 * theme.px(PAD), self._small_height)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), drawn.origin)
        painter.setPen(theme.colour("ink"))
        top += self._small_height
        drawn.title.draw(painter, QPointF(left, top))
        top += _tall(drawn.title)
        self._paint_badges(painter, drawn, left, top)
        painter.setPen(theme.colour("ink"))
        drawn.excerpt.draw(painter, QPointF(left, top))
        painter.restore()

    def _paint_badges(self, painter: QPainter, drawn: _Drawn, left: float, top: float) -> None:
        theme = self.context.theme
        painter.setFont(self._badge)
        for word, token, wide in drawn.badges:
            box = QRectF(left, top - theme.px(1), wide, self._small_height)
            painter.setPen(Qt.PenStyle.NoPen)
            ink, ground = badge_tokens(token)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(theme.colour(ink))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), word)
            left += wide + theme.px(6)


def _format(text: str, start: int, stop: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    piece = QTextLayout.FormatRange()
    piece.start = utf16(text, min(start, len(text)))  # type: ignore[attr-defined]
    piece.length = utf16(text, min(stop, len(text))) - piece.start  # type: ignore[attr-defined]
    piece.format = look  # type: ignore[attr-defined]
    return piece


def _tall(layout: QTextLayout) -> float:
    last = layout.lineAt(layout.lineCount() - 1)
    return (last.y() + last.height() * LEADING) if layout.lineCount() else 0.0
