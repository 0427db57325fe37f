"""The list of bookmarks and notes: what has lost its règle first, then marks, then notes; titles are made for what is seen."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from desktop.telling import marks as words
from desktop.text.typography import french
from desktop.ui.kit.rows import RowDelegate, RowsModel
from desktop.ui.kit.theme import BODY, SMALL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QFont
    from PySide6.QtWidgets import QStyleOptionViewItem

    from desktop.corpus.model import Corpus
    from desktop.store import Bookmark, Note

ITEM_ROLE = int(Qt.ItemDataRole.UserRole) + 1
BODY_LINES = 2
Index = QModelIndex | QPersistentModelIndex


class What(Enum):
    """What a row is."""

    HEADING = "titre"
    MARK = "signet"
    NOTE = "note"
    LOST_MARK = "signet perdu"
    LOST_NOTE = "note perdue"


class Item(NamedTuple):
    """A row: a heading with its words, a bookmark, or a note."""

    what: What
    words: str = ""
    mark: Bookmark | None = None
    note: Note | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Tells a row from the others, whatever changed in it."""
        if self.note is not None:
            return "note", self.note.id
        return ("signet", self.mark.target) if self.mark is not None else ("titre", self.what.value + self.words)

    @property
    def target(self) -> str:
        """The id that it hangs on, "" for a heading."""
        hung = self.note or self.mark
        return hung.target if hung is not None else ""


def items_of(corpus: Corpus, bookmarks: Sequence[Bookmark], notes: Sequence[Note]) -> list[Item]:
    """The rows, with a heading and a number above each kind."""
    marks = [Item(What.MARK, mark=mark) for mark in bookmarks if words.resolves(corpus, mark.target)]
    kept = [Item(What.NOTE, note=note) for note in notes if words.resolves(corpus, note.target)]
    lost = [Item(What.LOST_MARK, mark=mark) for mark in bookmarks if not words.resolves(corpus, mark.target)]
    lost += [Item(What.LOST_NOTE, note=note) for note in notes if not words.resolves(corpus, note.target)]
    found: list[Item] = []
    for title, rows in (("Ne se retrouvent plus dans ce contenu", lost), ("Signets", marks), ("Notes", kept)):
        if rows:
            found += [Item(What.HEADING, f"{title} ({len(rows)})"), *rows]
    return found


class MarksModel(RowsModel):
    """The rows that are shown; headings can't be selected."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.corpus: Corpus | None = None
        self._items: list[Item] = []

    def show(self, corpus: Corpus, items: list[Item]) -> None:
        """Take what there is now; rows that only changed stay where they are."""
        same = len(items) == len(self._items) and all(
            old.key == new.key for old, new in zip(self._items, items, strict=True)
        )
        if same and corpus is self.corpus:
            self._items = items
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.corpus, self._items = corpus, items
        self.endResetModel()

    def item(self, row: int) -> Item | None:
        """The mark or note of a row, None for a heading or beyond the end."""
        found = self._items[row] if 0 <= row < len(self._items) else None
        return None if found is None or found.what is What.HEADING else found

    def row_of(self, key: tuple[str, str], near: int = -1) -> int:
        """The row of a key, -1 if it is not shown; `near` is looked at first."""
        if (item := self.item(near)) is not None and item.key == key:
            return near
        return next((row for row, item in enumerate(self._items) if item.key == key), -1)

    def title(self, item: Item) -> str:
        """What it hangs on: as the content says now, or as it was called when that is gone."""
        found = words.title(self.corpus, item.target) if self.corpus is not None else ""
        was = item.mark.title if item.mark is not None else item.note.about if item.note is not None else ""
        return found or was or item.target

    def body(self, item: Item) -> str:
        """The words of a note, or of the règle that is marked."""
        if item.note is not None:
            return " ".join(item.note.text.split())
        about = words.about(self.corpus, item.target) if self.corpus is not None else ""
        return about if about != self.title(item) else ""

    # -- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """A flat list."""
        return 0 if parent.isValid() else len(self._items)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading is passed over by arrows and clicks."""
        if index.isValid() and self.item(index.row()) is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for the delegate, a sentence for screen readers, the whole note as a tip."""
        if not index.isValid() or not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return french(item.words or ". ".join(part for part in (self.title(item), self.body(item)) if part))
        return None


class MarksDelegate(RowDelegate):
    """Paints a heading, or title and words of a mark or note."""

    def fonts(self) -> list[QFont]:
        """A title, and two lines of words."""
        theme = self.holder.theme
        return [theme.font(BODY, bold=True), *[theme.font(SMALL)] * BODY_LINES]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row."""
        item, model = index.data(ITEM_ROLE), index.model()
        if not isinstance(item, Item) or not isinstance(model, MarksModel):
            return
        theme, rect = self.holder.theme, QRect(option.rect)  # type: ignore[attr-defined]
        left = rect.left() + theme.px(16)
        painter.save()
        if item.what is What.HEADING:
            painter.fillRect(rect, theme.colour("bg"))
            box = QRect(left, rect.top(), rect.width() - theme.px(32), rect.height() - theme.px(8))
            painter.setFont(theme.font(17, bold=True))
            painter.setPen(theme.colour("ink"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), french(item.words))
            painter.restore()
            return
        self.paint_ground(painter, option)
        right = self.menu_rect(rect).left() - theme.px(8)
        top = rect.top() + theme.px(10)
        self.paint_words(
            painter, self.shown[0], "ink", model.title(item), QRect(left, top, right - left, self.lines[0])
        )
        top += self.lines[0]
        self._paint_body(
            painter, model.body(item), QRect(left, top, right - left, sum(self.lines[1:])), own=item.note is not None
        )
        self.paint_dots(painter, rect)
        painter.restore()

    def _paint_body(self, painter: QPainter, body: str, box: QRect, *, own: bool) -> None:
        font = self.shown[1]
        painter.setFont(font)
        painter.setPen(self.holder.theme.colour("ink" if own else "soft"))
        painter.setClipRect(box)
        # A little less than two lines, for a word that goes to the next one leaves room behind it.
        room = round(box.width() * (BODY_LINES - 0.15))
        shown = QFontMetrics(font).elidedText(french(body), Qt.TextElideMode.ElideRight, max(0, room))
        painter.drawText(
            box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), shown
        )
        painter.setClipping(False)
