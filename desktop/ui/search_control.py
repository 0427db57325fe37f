"""From the words typed to the results shown: counts generations, holds the engine, keeps only the newest question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.search.results import Passage, Results
    from desktop.ui.context import Context
    from desktop.ui.services import Engine

KEY = "recherche"
LIMIT = 40


class SearchControl(QObject):
    """Asks the engine on the worker thread; an empty question takes a generation too, so that nothing stale arrives."""

    answered = Signal(object)
    failed = Signal(str)
    prepared = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.engine: Engine | None = None
        self.words = ""
        self.problem = ""
        self._passages: Sequence[Passage] | None = None
        context.annotations_changed.connect(self._forget_passages)

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
        passages = self._own_passages()
        self.context.worker.submit(
            KEY,
            lambda: engine.search(words, LIMIT, passages),
            self._on_results,
            lambda error: self.failed.emit(str(error)),
        )

    def _own_passages(self) -> Sequence[Passage]:
        if self._passages is None:
            self._passages = self.context.registry.passages()
        return self._passages

    def _forget_passages(self) -> None:
        self._passages = None
        if self.words:
            self.search(self.words)

    def _on_engine(self, engine: object) -> None:
        made: Engine = engine  # type: ignore[assignment]
        self.engine = made
        self.prepared.emit()
        self.context.search_ready.emit()
        if made.avertissement:
            self.context.say(made.avertissement)
        if self.words.strip():
            self.search(self.words)

    def _on_no_engine(self, error: Exception) -> None:
        self.problem = str(error)
        if self.words.strip():
            self.failed.emit(self.problem)

    def _on_results(self, results: object) -> None:
        found: Results = results  # type: ignore[assignment]
        self.answered.emit(found)
