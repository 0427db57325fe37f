"""The search as the window and the command line see it: prepare once, then ask."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

from desktop.search.backend import UnreadableIndexError
from desktop.search.grammar import read
from desktop.search.passages import PASSAGES_VERSION, rule_passages, zones
from desktop.search.tokens import ANALYSIS_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from desktop.corpus.model import Corpus
    from desktop.search.backend import BackendFactory
    from desktop.search.results import Passage, Results
    from desktop.search.session import SearchSession

logger = logging.getLogger(__name__)

# Words whose stems tell one version of the stemmer from another.
PROBE = (
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
        self, corpus: Corpus, index_dir: Path, prebuilt: Path | None = None, factory: BackendFactory | None = None
    ) -> None:
        """`index_dir` is where an index may be kept, `prebuilt` a folder of indexes that came with the program."""
        self._corpus = corpus
        self._index_dir, self._prebuilt = index_dir, prebuilt
        self._factory = factory
        self._session: SearchSession | None = None
        self.warning: str | None = None
        self.origin: str | None = None

    @property
    def ready(self) -> bool:
        """Whether `search` can answer."""
        return self._session is not None

    def prepare(self) -> None:
        """Open the index, or build it. Slow things are imported here; a second call does nothing."""
        if self._session is None:
            self._open(anew=False)

    def _open(self, *, anew: bool) -> None:
        from desktop.search.session import SearchSession
        from desktop.search.shelf import IndexShelf

        factory = self._factory or _whoosh()
        shelf = IndexShelf(self._index_dir, self._prebuilt, fingerprint(self._corpus, factory), factory)
        if anew:
            self.close()
        preparation = shelf.prepare_index(lambda: zones(self._corpus), self._corpus.lexique, anew=anew)
        self.warning, self.origin = preparation.warning, preparation.origin
        passages = rule_passages(self._corpus)
        self._session = SearchSession(self._corpus, passages, preparation.index)
        self._session.warm_up()
        logger.info("recherche prête : %d passages, index %s", len(passages), preparation.origin)

    def search(self, text: str, limit: int = 50) -> Results:
        """Answer a query, best first; the user's own notes answer as far as they were learnt. Any text is a query; none raises."""
        self.prepare()
        question = read(text)
        try:
            return self._ready().search(question, limit)
        except UnreadableIndexError as fault:
            # A kept index that opened and yet is none: nobody has to act, it is made anew.
            logger.warning("index écarté en cours de recherche : %s", fault)
            known = self._ready().learnt
            self._open(anew=True)
            self._ready().learn(known)
            return self._ready().search(question, limit)

    def learn(self, passages: Iterable[Passage], forget: Iterable[tuple[str, str]] = ()) -> None:
        """Search these notes too from now on, and no longer those of these keys (id of the kind, own id). In memory only."""
        self.prepare()
        self._ready().learn(passages, forget)

    def unlearn(self) -> None:
        """Let every note go, at once."""
        self.prepare()
        self._ready().unlearn()

    def _ready(self) -> SearchSession:
        if self._session is None:
            raise RuntimeError("prepare() returned without a session")
        return self._session

    def close(self) -> None:
        """Let go of the index files."""
        if self._session is not None:
            self._session.close()
            self._session = None


def fingerprint(corpus: Corpus, factory: BackendFactory) -> str:
    """Fingerprint of all that the index depends on: content, analysis, weights, engine, stemmer."""
    from desktop.search.index import INDEX_VERSION
    from desktop.search.vocabulary import stem

    parts = (
        corpus.fingerprint,
        f"analyse {ANALYSIS_VERSION} fiches {PASSAGES_VERSION} indice {INDEX_VERSION}",
        factory.version,
        " ".join(stem(word) for word in PROBE),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _whoosh() -> BackendFactory:
    from desktop.search.whoosh_backend import WhooshFactory

    return WhooshFactory()
