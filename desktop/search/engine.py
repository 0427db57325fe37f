"""The search as the window and the command line see it: prepare once, then ask."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from desktop.search.backend import IndexIllisibleError
from desktop.search.grammar import lire
from desktop.search.passages import VERSION_FICHES, fiches, zones
from desktop.search.tokens import VERSION_ANALYSE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from desktop.corpus.model import Corpus
    from desktop.search.backend import Fabrique
    from desktop.search.results import Passage, Results
    from desktop.search.session import Session

journal = logging.getLogger(__name__)

# Words whose stems tell one version of the stemmer from another.
SONDE = (
    "accompagnements",
    "complexité",
    "coordonnateurs",
    "décès",
    "hospitalières",
    "palliatives",
    "psychologiques",
    "réévaluer",
)


class SearchEngine:
    """Searches a corpus. `prepare` before the first `search`; one thread at a time may use it."""

    def __init__(
        self, corpus: Corpus, index_dir: Path, prebuilt: Path | None = None, fabrique: Fabrique | None = None
    ) -> None:
        """`index_dir` is where an index may be kept, `prebuilt` a folder of indexes that came with the program."""
        self._corpus = corpus
        self._index_dir, self._prebuilt = index_dir, prebuilt
        self._fabrique = fabrique
        self._session: Session | None = None
        self.avertissement: str | None = None
        self.origine: str | None = None

    @property
    def pret(self) -> bool:
        """Whether `search` can answer."""
        return self._session is not None

    def prepare(self) -> None:
        """Open the index, or build it. Slow things are imported here; a second call does nothing."""
        if self._session is None:
            self._open(anew=False)

    def _open(self, *, anew: bool) -> None:
        from desktop.search.session import Session
        from desktop.search.shelf import Depot

        fabrique = self._fabrique or _whoosh()
        depot = Depot(self._index_dir, self._prebuilt, empreinte(self._corpus, fabrique), fabrique)
        if anew:
            self.fermer()
        preparation = depot.preparer(lambda: zones(self._corpus), self._corpus.lexique, neuf=anew)
        self.avertissement, self.origine = preparation.avertissement, preparation.origine
        passages = fiches(self._corpus)
        self._session = Session(self._corpus, passages, preparation.indice)
        self._session.echauffer()
        journal.info("recherche prête : %d passages, index %s", len(passages), preparation.origine)

    def search(self, text: str, limit: int = 50) -> Results:
        """Answer a query, best first; the user's own notes answer as far as they were learnt. Any text is a query; none raises."""
        self.prepare()
        question = lire(text)
        try:
            return self._ready().chercher(question, limit)
        except IndexIllisibleError as fault:
            # A kept index that opened and yet is none: nobody has to act, it is made anew.
            journal.warning("index écarté en cours de recherche : %s", fault)
            known = self._ready().learnt
            self._open(anew=True)
            self._ready().learn(known)
            return self._ready().chercher(question, limit)

    def learn(self, passages: Iterable[Passage], forget: Iterable[tuple[str, str]] = ()) -> None:
        """Search these notes too from now on, and no longer those of these keys (nature, id). In memory only."""
        self.prepare()
        self._ready().learn(passages, forget)

    def unlearn(self) -> None:
        """Let every note go, at once."""
        self.prepare()
        self._ready().unlearn()

    def _ready(self) -> Session:
        if self._session is None:
            raise RuntimeError("prepare() returned without a session")
        return self._session

    def fermer(self) -> None:
        """Let go of the index files."""
        if self._session is not None:
            self._session.fermer()
            self._session = None


def empreinte(corpus: Corpus, fabrique: Fabrique) -> str:
    """Fingerprint of all that the index depends on: content, analysis, weights, engine, stemmer."""
    from desktop.search.index import VERSION_INDICE
    from desktop.search.vocabulary import racine

    parties = (
        corpus.empreinte,
        f"analyse {VERSION_ANALYSE} fiches {VERSION_FICHES} indice {VERSION_INDICE}",
        fabrique.version,
        " ".join(racine(mot) for mot in SONDE),
    )
    return hashlib.sha256("\0".join(parties).encode()).hexdigest()


def _whoosh() -> Fabrique:
    from desktop.search.whoosh_backend import FabriqueWhoosh

    return FabriqueWhoosh()
