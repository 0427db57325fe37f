"""The engine behind `Moteur`: Whoosh. Imported late and only here, for it costs a quarter of the start."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from whoosh import analysis, versionstring
from whoosh.fields import FieldType, Schema
from whoosh.filedb import filestore
from whoosh.formats import Existence
from whoosh.index import EmptyIndexError, IndexVersionError

from desktop.search.moteur import IndexIllisibleError, Moteur

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from pathlib import Path

CHAMP = "mots"
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
        index = depot.create_index(Schema(**{CHAMP: SacDeMots()}))
        graveur = index.writer(limitmb=64)
        for passage in passages:
            graveur.add_document(**{CHAMP: passage})
        graveur.commit(optimize=True)
        return MoteurWhoosh(index)

    def ouvrir(self, dossier: Path) -> Moteur:
        """See `Fabrique`."""
        try:
            return MoteurWhoosh(MAGASINS.FileStorage(str(dossier), readonly=True).open_index())
        except (EmptyIndexError, IndexVersionError) as faute:
            raise IndexIllisibleError(str(faute)) from faute
