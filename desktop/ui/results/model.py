"""Frozen hits as a list model; it filters by badge family, and never searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.telling import meanings
from desktop.telling.hits import badges, families, meaning, origin
from desktop.ui.kit.plain import plain

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.corpus.model import Corpus
    from desktop.search.results import Hit, Results

PAGE = 8
"""Rows that are given at first, and at each time the list is scrolled to its end: laying all out costs a key press its time."""
HIT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex


class HitsModel(QAbstractListModel):
    """The hits of one answer, in its order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.corpus: Corpus | None = None
        self.families: frozenset[str] = frozenset()
        self._all: tuple[Hit, ...] = ()
        self._shown: tuple[Hit, ...] = ()
        self._given = 0

    def show_results(self, results: Results | None, corpus: Corpus | None) -> None:
        """Take another answer; None empties the list. A filter that would hide everything is let go."""
        self.beginResetModel()
        self.corpus = corpus
        self._all = results.hits if results is not None else ()
        if not any(self.families & families(hit, corpus) for hit in self._all):
            self.families = frozenset()
        self._filter()
        self.endResetModel()

    def set_families(self, families: frozenset[str]) -> None:
        """Show only the hits of these badge families; none shows all."""
        self.beginResetModel()
        self.families = families
        self._filter()
        self.endResetModel()

    def counts(self) -> dict[str, int]:
        """How many hits each family has, before the filter."""
        numbers: dict[str, int] = {}
        for hit in self._all:
            for family in families(hit, self.corpus):
                numbers[family] = numbers.get(family, 0) + 1
        return numbers

    def kinds(self) -> dict[str, str]:
        """The kinds of texts beside the content among the hits: id and name."""
        return {hit.kind.id: hit.kind.name for hit in self._all if hit.kind is not None}

    @property
    def shown(self) -> int:
        """How many hits pass the filter."""
        return len(self._shown)

    def hit(self, row: int) -> Hit | None:
        """The hit of a row, None beyond the end."""
        return self._shown[row] if 0 <= row < self._given else None

    def row_of(self, regle: str) -> int:
        """The row of a règle, -1 if it is not among the hits; rows are given as far as it."""
        row = next((row for row, hit in enumerate(self._shown) if hit.regle == regle), -1)
        while row >= self._given:
            self.fetchMore()
        return row

    def _filter(self) -> None:
        self._shown = tuple(h for h in self._all if not self.families or self.families & families(h, self.corpus))
        self._given = min(PAGE, len(self._shown))

    # -- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """A flat list."""
        return 0 if parent.isValid() else self._given

    def canFetchMore(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008 - Qt's own default
        """Whether there are hits that the list was not given yet."""
        return not parent.isValid() and self._given < len(self._shown)

    def fetchMore(self, parent: Index = QModelIndex()) -> None:  # noqa: B008 - Qt's own default
        """Give the next rows."""
        del parent
        more = min(PAGE, len(self._shown) - self._given)
        if more > 0:
            self.beginInsertRows(QModelIndex(), self._given, self._given + more - 1)
            self._given += more
            self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The hit itself for the delegate, a sentence for screen readers."""
        hit = self.hit(index.row()) if index.isValid() else None
        if hit is None:
            return None
        if role == HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(meanings.words(self.corpus, meaning(hit)))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.sentence(hit)
        return None

    def sentence(self, hit: Hit) -> str:
        """A hit in one line: document, rubrique, force, words."""
        words = ", ".join(word for word, _ in badges(hit))
        return f"{origin(hit, self.corpus)}, {hit.title}. {words}\u00a0: {hit.excerpt}"
