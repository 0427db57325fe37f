"""The engine behind `Moteur`: Whoosh. Imported late and only here, for it costs a quarter of the start."""

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
from desktop.search.backend import IndexIllisibleError, Moteur

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence
    from pathlib import Path

# Whoosh would import these two when it first needs them: too late, for no reader of pickles may escape what comes here.
TARDIFS = (whoosh3, externalsort)
unpickling.restrict()

CHAMP = "mots"
SEGMENT = re.compile(r"[a-z0-9]{1,32}")
# Whoosh is typed in part only.
MAGASINS: Any = filestore
ANALYSES: Any = analysis
# Postings that were just read are read again at the next key press: keep the last ones, within 2 million entries (16 MB).
TERMES_GARDES = 256
ENTREES_GARDEES = 2_000_000


class SacDeMots(FieldType):
    """A field whose value is already analysed and weighed: `{term: weight}`."""

    def __init__(self) -> None:
        super().__init__(Existence(), ANALYSES.IDTokenizer(), scorable=False, stored=False)

    def index(self, value: dict[str, float], **_: Any) -> Generator[tuple[bytes, int, float | int, bytes], Any, None]:  # noqa: ANN401
        """What Whoosh's writer asks for: (term, frequency, weight, value)."""
        for terme, poids in value.items():
            yield terme.encode(), 1, poids, b""


class MoteurWhoosh:
    """`Moteur` over one Whoosh segment."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401
        self._index = index
        self._lecteur = index.reader()
        self._gardees: OrderedDict[str, tuple[Sequence[int], Sequence[float]]] = OrderedDict()
        self._entrees = 0

    def occurrences(self, terme: str) -> tuple[Sequence[int], Sequence[float]]:
        """See `Moteur`."""
        if (connues := self._gardees.get(terme)) is not None:
            self._gardees.move_to_end(terme)
            return connues
        lues = self._lire(terme)
        self._gardees[terme] = lues
        self._entrees += len(lues[0])
        while len(self._gardees) > 1 and (len(self._gardees) > TERMES_GARDES or self._entrees > ENTREES_GARDEES):
            _, (partants, _) = self._gardees.popitem(last=False)
            self._entrees -= len(partants)
        return lues

    def _lire(self, terme: str) -> tuple[Sequence[int], Sequence[float]]:
        numeros, poids = array("I"), array("f")
        with _lisible():
            if (CHAMP, terme) not in self._lecteur:
                return numeros, poids
            curseur = self._lecteur.postings(CHAMP, terme)
            while curseur.is_active():
                numeros.append(curseur.id())
                poids.append(curseur.weight())
                curseur.next()
        return numeros, poids

    def frequence(self, terme: str) -> int:
        """See `Moteur`."""
        with _lisible():
            return int(self._lecteur.doc_frequency(CHAMP, terme))

    def fermer(self) -> None:
        """See `Moteur`."""
        self._lecteur.close()
        self._index.close()


class FabriqueWhoosh:
    """`Fabrique` of Whoosh indexes."""

    version = f"whoosh {versionstring()}"

    def construire(self, dossier: Path | None, passages: Iterable[dict[str, float]]) -> Moteur:
        """See `Fabrique`."""
        depot = MAGASINS.RamStorage() if dossier is None else MAGASINS.FileStorage(str(dossier))
        index = depot.create_index(schema())
        graveur = index.writer(limitmb=64)
        for passage in passages:
            graveur.add_document(**{CHAMP: passage})
        graveur.commit(optimize=True)
        return MoteurWhoosh(index)

    def ouvrir(self, dossier: Path) -> Moteur:
        """See `Fabrique`."""
        magasin = _Magasin(str(dossier), readonly=True)
        try:
            return self._ouvrir(magasin)
        except BaseException:
            magasin.fermer()
            raise

    def _ouvrir(self, magasin: _Magasin) -> Moteur:
        with _lisible():
            # With a schema of our own, the one that stands in the folder is skipped unread.
            index = magasin.open_index(schema=schema())
            segments = index._segments()  # noqa: SLF001 - there is no public way to see them
            if len(segments) != 1 or not SEGMENT.fullmatch(str(segments[0].segid)) or segments[0].indexname != "MAIN":
                raise IndexIllisibleError("il n’a pas un segment, et un seul")
            return MoteurWhoosh(index)


class _Magasin(MAGASINS.FileStorage):  # type: ignore[misc]
    """A folder whose files can be let go of when one of them is refused: Whoosh leaves them open then."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **options)
        self._ouverts: list[Any] = []

    def open_file(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        """Open, and remember."""
        self._ouverts.append(super().open_file(*args, **options))
        return self._ouverts[-1]

    def fermer(self) -> None:
        """Close what is still open."""
        for ouvert in self._ouverts:
            if not ouvert.is_closed:
                ouvert.close()


def schema() -> Schema:
    """The one field."""
    return Schema(**{CHAMP: SacDeMots()})


@contextlib.contextmanager
def _lisible() -> Iterator[None]:
    """Whatever Whoosh raises on an index that is not what it should be is said in one way."""
    try:
        yield
    except (IndexIllisibleError, OSError):
        raise
    except Exception as faute:
        raise IndexIllisibleError(f"il n’a pas la forme attendue ({type(faute).__name__})") from faute
