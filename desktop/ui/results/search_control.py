"""From the words typed to the results shown: counts generations, holds the engine, keeps only the newest question."""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.ui.kit.garbage import set_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.search.results import Passage, Results
    from desktop.ui.door.context import Context
    from desktop.ui.door.services import Searcher

    Key = tuple[str, str]

KEY = "recherche"
LEARNING = "recherche.notes"
LIMIT = 40
SLICE = 16
"""Notes that are indexed at a time: a key press waits some milliseconds for them at most."""


class SearchControl(QObject):
    """Asks the engine on the worker thread; an empty question takes a generation too, so that nothing stale arrives."""

    answered = Signal(object)
    failed = Signal(str)
    prepared = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.engine: Searcher | None = None
        self.words = ""
        self.problem = ""
        self._known: dict[Key, Passage] = {}
        self._to_learn: dict[Key, Passage] = {}
        self._learning = False
        self._learnt_since = 0
        self._forgettings = itertools.count()
        context.annotations_changed.connect(self._follow)

    def prepare(self) -> None:
        """Make the engine from the content, on the worker thread; what was typed meanwhile is then searched."""
        corpus = self.context.corpus
        if corpus is None:
            return
        self.context.worker.submit(
            "moteur", lambda: self.context.services.make_engine(corpus), self._on_engine, self._on_no_engine
        )

    def search(self, words: str) -> None:
        """Search, now or as soon as the engine is ready."""
        self.words = words
        self.context.worker.supersede(KEY)
        engine = self.engine
        if not words.strip():
            return
        if self.problem:
            self.failed.emit(self.problem)
            return
        if engine is None:
            return
        self.context.worker.submit(
            KEY,
            lambda: engine.search(words, LIMIT),
            self._on_results,
            lambda error: self.failed.emit(str(error)),
        )

    @property
    def unlearnt(self) -> int:
        """How many of the user's own texts are not found yet, because they are still being read."""
        return len(self._to_learn)

    def _follow(self) -> None:
        """Bring what the engine knows of the user's own texts to what they are now."""
        engine = self.engine
        if engine is None:
            return
        wanted = {(passage.kind.id, passage.id): passage for passage in self.context.registry.passages()}
        known, self._known = self._known, wanted
        gone = [key for key in known if key not in wanted]
        fresh = {key: passage for key, passage in wanted.items() if known.get(key) != passage}
        if len(gone) > SLICE and len(gone) > len(wanted):
            gone, fresh = [], wanted
            self._at_once(engine.unlearn)
        elif gone:
            self._at_once(lambda: engine.learn((), gone))
        self._to_learn = {key: p for key, p in self._to_learn.items() if wanted.get(key) is p} | fresh
        self._learn_on()
        if (gone or fresh) and self.words and len(fresh) <= SLICE:
            self.search(self.words)

    def _at_once(self, task: Callable[[], None]) -> None:
        """Before any search that is asked from now on: what was erased must not be found."""
        self.context.worker.submit(f"{LEARNING}.{next(self._forgettings)}", task, lambda _none: None)

    def _learn_on(self) -> None:
        """The next few; a search that is asked meanwhile goes between two of these."""
        engine = self.engine
        if engine is None or self._learning or not self._to_learn:
            return
        self._learning = True
        now = dict(itertools.islice(self._to_learn.items(), SLICE))
        self.context.worker.submit(
            LEARNING, lambda: engine.learn(now.values()), lambda _none: self._learnt(now), self._unlearnt_for
        )

    def _learnt(self, now: dict[Key, Passage]) -> None:
        self._learning = False
        self._learnt_since += len(now)
        for key, passage in now.items():
            if self._to_learn.get(key) is passage:
                del self._to_learn[key]
        if self._to_learn:
            self._learn_on()
            return
        set_apart(self._learnt_since)
        self._learnt_since = 0
        if self.words.strip():
            self.search(self.words)

    def _unlearnt_for(self, error: Exception) -> None:
        self._learning = False
        self._to_learn = {}
        sys.excepthook(type(error), error, error.__traceback__)

    def _on_engine(self, made: Searcher) -> None:
        self.engine = made
        self._follow()
        self.prepared.emit()
        self.context.search_ready.emit()
        if made.warning:
            self.context.say(made.warning)
        if self.words.strip():
            self.search(self.words)

    def _on_no_engine(self, error: Exception) -> None:
        self.problem = str(error)
        if self.words.strip():
            self.failed.emit(self.problem)

    def _on_results(self, found: Results) -> None:
        if (count := self.unlearnt) > SLICE:
            still = f"Vos notes se lisent encore : {count} ne répondent pas encore."
            found = replace(found, remarks=(*found.remarks, still))
        self.answered.emit(found)
