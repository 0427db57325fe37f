"""The kept cases as a list: sorted, filtered as one types, what is due first; ten thousand are no more work to see than ten."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from desktop.search.tokens import fold, tokens
from desktop.telling import reviewing
from desktop.telling.comparing import summary
from desktop.text.typography import french
from desktop.ui.kit.rows import RowsModel

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtCore import QObject

    from desktop.decision import Questionnaires
    from desktop.store import CaseLine

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SLICE = 400
"""Cases whose words are prepared at a time, beside the search."""
UNNAMED = "Sans libellé"
Index = QModelIndex | QPersistentModelIndex


class Sort(StrEnum):
    """The orders of the list; within each, what is due comes first."""

    CHANGED = "Changement"
    CREATED = "Création"
    REVIEW = "À revoir"
    LABEL = "Libellé"


class Words(NamedTuple):
    """What a line says, and what it is found by."""

    line: CaseLine
    summary: str
    key: str
    """The words of the label, folded."""
    summary_key: str
    """Those of the summary."""


class CaseWords:
    """The words of each case: made once, and again when the case changed. Any thread may ask."""

    def __init__(self, q: Questionnaires) -> None:
        self._q = q
        self._held: dict[str, Words] = {}
        self._summaries: dict[tuple[str, str], tuple[str, str]] = {}

    def of(self, line: CaseLine) -> Words:
        """The words of a line."""
        held = self._held.get(line.id)
        if held is None or held.line is not line:
            # The same few summaries come again and again: each is made, held and folded once.
            said = line.facts, line.told
            found = self._summaries.get(said)
            if found is None:
                words = summary(self._q, line)
                found = self._summaries[said] = words, folded(words)
            held = self._held[line.id] = Words(line, found[0], folded(line.label), found[1])
        return held

    def missing(self, lines: Iterable[CaseLine]) -> list[CaseLine]:
        """The next lines whose words are not made yet; those of cases that are gone are forgotten."""
        lines = tuple(lines)
        if len(self._held) > len(lines) + SLICE:
            present = {line.id for line in lines}
            self._held = {key: words for key, words in self._held.items() if key in present}
        found: list[CaseLine] = []
        for line in lines:
            held = self._held.get(line.id)
            if held is None or held.line is not line:
                found.append(line)
                if len(found) == SLICE:
                    break
        return found


_PLAIN = re.compile(r"(?:[^\W\d_]|[ \u00a0])*")
"""A text of letters and spaces: it has no second reading."""


def folded(text: str) -> str:
    """The words of a text as the search folds them, each after a space."""
    if _PLAIN.fullmatch(text):
        return "".join(f" {fold(word)}" for word in text.split())
    return "".join(f" {jeton.form}" for jeton in tokens(text))


def by_label(line: CaseLine) -> tuple[bool, list[tuple[int, str]]]:
    """« visite 2 » before « visite 10 », accents and case aside; what has no label last."""
    parts = re.split(r"(\d+)", fold(line.label))
    return not line.label, [(int(part), "") if part.isdecimal() and len(part) < 19 else (-1, part) for part in parts]


_KEYS: dict[Sort, Callable[[CaseLine], object]] = {
    Sort.CHANGED: lambda line: -line.order,
    Sort.CREATED: lambda line: (-line.created.timestamp(), -line.order),
    Sort.REVIEW: lambda line: (line.review is None, line.review.toordinal() if line.review else 0, -line.order),
    Sort.LABEL: lambda line: (*by_label(line), -line.order),
}


def arranged(lines: Iterable[CaseLine], sort: Sort, today: dt.date) -> list[CaseLine]:
    """What is due, the longest overdue first, then the others in the order that was chosen."""
    waiting: list[CaseLine] = []
    others: list[CaseLine] = []
    for line in lines:
        (waiting if reviewing.is_due(line.review, today) else others).append(line)
    others.sort(key=_KEYS[sort])  # type: ignore[arg-type]
    return [*reviewing.due(waiting, today), *others]


class CasesModel(RowsModel):
    """The lines that are shown. It is told what there is and never reads anything."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words: CaseWords | None = None
        self._all: tuple[CaseLine, ...] = ()
        self._ordered: list[CaseLine] = []
        self._shown: list[CaseLine] = []
        self._keys: list[tuple[str, str]] = []
        self._keyed: list[CaseLine] | None = None
        self._arranged: tuple[object, ...] = ()
        self.sort_by, self.query = Sort.CHANGED, ""
        self.today: dt.date | None = None

    def show(self, lines: tuple[CaseLine, ...], words: CaseWords, today: dt.date) -> None:
        """Take what there is now."""
        self._all, self.words, self.today = lines, words, today
        self._refresh()

    def set_sort(self, sort: Sort) -> None:
        """Put the list into another order."""
        self.sort_by = sort
        self._refresh()

    def set_query(self, query: str) -> None:
        """Show only the cases that have these words; "" shows all."""
        self.query = query
        self._refresh()

    @property
    def total(self) -> int:
        """How many cases there are, whatever is typed."""
        return len(self._all)

    def line(self, row: int) -> CaseLine | None:
        """The case of a row, None beyond the end."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def item(self, row: int) -> CaseLine | None:
        """As `line`: each row can be opened."""
        return self.line(row)

    def row_of(self, case: str, near: int = -1) -> int:
        """The row of a case, -1 if it is not shown; `near` is looked at first."""
        if (line := self.line(near)) is not None and line.id == case:
            return near
        return next((row for row, line in enumerate(self._shown) if line.id == case), -1)

    def sentence(self, line: CaseLine) -> str:
        """A case in one line, as it is read out."""
        words = self.words.of(line).summary if self.words is not None else ""
        review = reviewing.said(line.review, self.today) if line.review is not None and self.today is not None else ""
        return french(". ".join(part for part in (review.capitalize(), line.label or UNNAMED, words) if part))

    def _refresh(self) -> None:
        if self.words is None or self.today is None:
            return
        arrangement = (self._all, self.sort_by, self.today)
        if (*arrangement, self.query) == self._arranged:
            return
        if arrangement != self._arranged[:-1]:
            self._ordered = arranged(*arrangement)
        self._arranged = (*arrangement, self.query)
        wanted = [f" {jeton.form}" for jeton in tokens(self.query) if not jeton.second]
        self._become(self._matching(wanted) if wanted else self._ordered[:])

    def _matching(self, wanted: Sequence[str]) -> list[CaseLine]:
        """The cases of which a word begins as each word that is typed."""
        assert self.words is not None  # noqa: S101 - looked at by the caller
        if self._keyed is not self._ordered:
            of = self.words.of
            self._keys, self._keyed = [of(line)[2:] for line in self._ordered], self._ordered
        rows = list(zip(self._ordered, self._keys, strict=True))
        for word in wanted:
            # The few summaries that there are, are looked at once each.
            having = {summary for summary in {row[1][1] for row in rows} if word in summary}
            rows = [row for row in rows if row[1][1] in having or word in row[1][0]]
        return [line for line, _keys in rows]

    def _become(self, rows: list[CaseLine]) -> None:
        """Take these rows with the smallest signal that says it, so that selection and place stay where they are."""
        before, after = [line.id for line in self._shown], [line.id for line in rows]
        first = next(
            (row for row, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
        )
        if before == after:
            self._change(rows)
        elif len(after) == len(before) - 1 and before[first + 1 :] == after[first:]:
            self._remove(first, rows)
        elif len(after) == len(before) + 1 and before[first:] == after[first + 1 :]:
            self._insert(first, rows)
        else:
            self.beginResetModel()
            self._shown = rows
            self.endResetModel()

    def _change(self, rows: list[CaseLine]) -> None:
        changed = [row for row, (old, new) in enumerate(zip(self._shown, rows, strict=True)) if old is not new]
        self._shown = rows
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def _remove(self, row: int, rows: list[CaseLine]) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._shown[row]
        self.endRemoveRows()
        self._change(rows)

    def _insert(self, row: int, rows: list[CaseLine]) -> None:
        self.beginInsertRows(QModelIndex(), row, row)
        self._shown.insert(row, rows[row])
        self.endInsertRows()
        self._change(rows)

    # -- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """A flat list."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The line itself for the delegate, a sentence for screen readers."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.sentence(line)
        return None
