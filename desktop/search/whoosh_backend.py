"""The engine behind `Backend`: Whoosh. Imported late and only here, for it costs a quarter of the start."""

from __future__ import annotations

import contextlib
import re
from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from whoosh import analysis, externalsort, versionstring
from whoosh.codec import whoosh3
from whoosh.fields import FieldType, Schema
from whoosh.filedb import filestore
from whoosh.formats import Existence

from desktop.search import unpickling
from desktop.search.backend import Backend, UnreadableIndexError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from pathlib import Path

# Whoosh would import these two when it first needs them: too late, for no reader of pickles may escape what comes here.
LATE = (whoosh3, externalsort)
unpickling.restrict()

FIELD = "mots"
SEGMENT = re.compile(r"[a-z0-9]{1,32}")
# Whoosh is typed in part only.
STORAGES: Any = filestore
ANALYSES: Any = analysis
# Postings that were just read are read again at the next key press: keep the last ones, within 2 million entries (16 MB).
TERMS_KEPT = 256
ENTRIES_KEPT = 2_000_000


class BagOfWords(FieldType):
    """A field whose value is already analysed and weighed: `{term: weight}`."""

    def __init__(self) -> None:
        super().__init__(Existence(), ANALYSES.IDTokenizer(), scorable=False, stored=False)

    def index(self, value: dict[str, float], **_: Any) -> Generator[tuple[bytes, int, float | int, bytes], Any, None]:  # noqa: ANN401
        """What Whoosh's writer asks for: (term, frequency, weight, value)."""
        for term, weight in value.items():
            yield term.encode(), 1, weight, b""


class WhooshBackend:
    """`Backend` over one Whoosh segment."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401
        self._index = index
        self._reader = index.reader()
        self._kept: OrderedDict[str, tuple[Sequence[int], Sequence[float]]] = OrderedDict()
        self._entries = 0

    def occurrences(self, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """See `Backend`."""
        if (known := self._kept.get(term)) is not None:
            self._kept.move_to_end(term)
            return known
        lues = self._read(term)
        self._kept[term] = lues
        self._entries += len(lues[0])
        while len(self._kept) > 1 and (len(self._kept) > TERMS_KEPT or self._entries > ENTRIES_KEPT):
            _, (leaving, _) = self._kept.popitem(last=False)
            self._entries -= len(leaving)
        return lues

    def _read(self, term: str) -> tuple[Sequence[int], Sequence[float]]:
        numbers, weight = array("I"), array("f")
        with _readable():
            if (FIELD, term) not in self._reader:
                return numbers, weight
            cursor = self._reader.postings(FIELD, term)
            while cursor.is_active():
                numbers.append(cursor.id())
                weight.append(cursor.weight())
                cursor.next()
        return numbers, weight

    def frequency(self, term: str) -> int:
        """See `Backend`."""
        with _readable():
            return int(self._reader.doc_frequency(FIELD, term))

    def close(self) -> None:
        """See `Backend`."""
        self._reader.close()
        self._index.close()


class WhooshFactory:
    """`BackendFactory` of Whoosh indexes."""

    version = f"whoosh {versionstring()}"

    def build(self, folder: Path | None, passages: Iterable[dict[str, float]]) -> Backend:
        """See `BackendFactory`."""
        shelf = STORAGES.RamStorage() if folder is None else STORAGES.FileStorage(str(folder))
        index = shelf.create_index(schema())
        writer = index.writer(limitmb=64)
        for passage in passages:
            writer.add_document(**{FIELD: passage})
        writer.commit(optimize=True)
        return WhooshBackend(index)

    def open_index(self, folder: Path) -> Backend:
        """See `BackendFactory`."""
        storage = _ClosingStorage(str(folder), readonly=True)
        try:
            return self._open(storage)
        except BaseException:
            storage.close()
            raise

    def _open(self, storage: _ClosingStorage) -> Backend:
        with _readable():
            # With a schema of our own, the one that stands in the folder is skipped unread.
            index = storage.open_index(schema=schema())
            segments = index._segments()  # noqa: SLF001 - there is no public way to see them
            if len(segments) != 1 or not SEGMENT.fullmatch(str(segments[0].segid)) or segments[0].indexname != "MAIN":
                raise UnreadableIndexError("il n’a pas un segment, et un seul")
            return WhooshBackend(index)


class _ClosingStorage(STORAGES.FileStorage):  # type: ignore[misc]
    """A folder whose files can be let go of when one of them is refused: Whoosh leaves them open then."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self._opened: list[Any] = []

    def open_file(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        """Open, and remember."""
        self._opened.append(super().open_file(*args, **options))
        return self._opened[-1]

    def close(self) -> None:
        """Close what is still open."""
        for opened in self._opened:
            if not opened.is_closed:
                opened.close()


def schema() -> Schema:
    """The one field."""
    return Schema(**{FIELD: BagOfWords()})


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    """Whatever Whoosh raises on an index that is not what it should be is said in one way."""
    try:
        yield
    except (UnreadableIndexError, OSError):
        raise
    except Exception as fault:
        raise UnreadableIndexError(f"il n’a pas la forme attendue ({type(fault).__name__})") from fault
