"""What the window is given by `bootstrap`: factories that are called late, and facts to show. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from desktop.corpus.model import Corpus
    from desktop.decision import Questionnaires
    from desktop.search.results import Passage, Results
    from desktop.telling.annotations import StructureSource


class Searcher(Protocol):
    """What the window asks of a search engine; called on the worker thread only.

    `warning` says in French what the user should know about the index (it could not be kept, for instance).
    """

    warning: str | None

    def search(self, text: str, limit: int) -> Results:
        """The best règles and notes for the words typed."""

    def learn(self, passages: Iterable[Passage], forget: Iterable[tuple[str, str]] = ()) -> None:
        """Search these texts of the user's own too, and no longer those of these keys (id of the kind, own id)."""

    def unlearn(self) -> None:
        """Let all of them go."""


class Services(NamedTuple):
    """`load_corpus` and `make_engine` take their time and are called on the worker thread.

    `log_dir` is None where no log can be written; `content_dir` is shown in « À propos ». `load_questionnaires` too is called on
    the worker thread. `data_dir` holds the user's own database; None keeps it in memory. `check_files` says whether
    the installed files are whole, and in French what is wrong with them, or None when there is nothing to say; it is called on a
    thread of its own after each start, and is None where nothing is installed. `verify_files` is the same when it is asked for.
    `rooms` are the ways in of rooms beyond the window's own wings, called after them with
    registry and context (which knows these services, so that they can't name its type): see `Room` in `desktop.bootstrap`.
    `structure_sources` are what these rooms know of a structure that a plan tells.
    """

    version: str
    load_corpus: Callable[[], Corpus]
    make_engine: Callable[[Corpus], Searcher]
    content_dir: Path
    config_dir: Path
    log_dir: Path | None = None
    load_questionnaires: Callable[[], Questionnaires] | None = None
    data_dir: Path | None = None
    check_files: Callable[[], tuple[bool, str] | None] | None = None
    verify_files: Callable[[], tuple[bool, str]] | None = None
    rooms: tuple[Callable[..., None], ...] = ()
    structure_sources: tuple[StructureSource, ...] = ()
