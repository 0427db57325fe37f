"""What the sub-commands share: services that are built when first asked for, and the JSON that they write."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from desktop import paths
from desktop.cli.streams import complain, say
from desktop.errors import CapPalliatifError
from desktop.text.typography import bare

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.corpus import Corpus
    from desktop.corpus.model import Document
    from desktop.decision import Orientation, Plan, Questionnaires
    from desktop.search import SearchEngine
    from desktop.telling.report import Cadre


class Press(Protocol):
    """What writes PDFs. Each call returns the number of pages, and raises CapPalliatifError if the file can't be written."""

    def document(self, corpus: Corpus, document: Document, path: Path) -> int:
        """A whole document of the content."""

    def plan(self, questionnaires: Questionnaires, corpus: Corpus, plan: Plan, frame: Cadre, path: Path) -> int:
        """The plan of a situation: its sheet, and the annexe."""


class NoPressError(CapPalliatifError):
    """Nothing that writes PDFs was handed over."""

    def __init__(self) -> None:
        super().__init__("Ce programme n’écrit pas de PDF ici.", "Lancez « cap-palliatif » tel qu’il est installé.")


class RunContext:
    """Services of one run. Nothing is loaded before it is used: `press` gives what writes PDFs, which the window's rooms know."""

    def __init__(self, press: Callable[[], Press] | None = None) -> None:
        self._press = press

    @cached_property
    def press(self) -> Press:
        """What writes PDFs. Raises NoPressError where there is none."""
        if self._press is None:
            raise NoPressError
        return self._press()

    @cached_property
    def corpus(self) -> Corpus:
        """The content. Raises ContentError when none of it can be read."""
        from desktop.corpus import load

        return load(paths.content_dir(), paths.cache_dir(), paths.bundled_cache_dir())

    @cached_property
    def engine(self) -> SearchEngine:
        """The search engine, ready to answer."""
        from desktop.search import SearchEngine

        engine = SearchEngine(self.corpus, paths.cache_dir(), paths.bundled_cache_dir())
        engine.prepare()
        if engine.warning:
            complain(engine.warning)
        return engine

    @cached_property
    def questionnaires(self) -> Questionnaires:
        """Facts, tables and flows. Raises ContentError with file, line and rule."""
        from desktop.decision import charger

        folder = paths.content_dir() / "questionnaires"
        return charger(folder, paths.cache_dir(), paths.bundled_cache_dir())

    @cached_property
    def orientation(self) -> Orientation:
        """The engine of the orientation."""
        from desktop.decision import Orientation

        return Orientation(self.questionnaires)


def write_json(as_object: object) -> None:
    """One JSON object on one line, in plain spaces and straight apostrophes, for other programs. Raises OutputError."""
    import json

    say(json.dumps(_plain(as_object), ensure_ascii=False))


def _plain(as_object: Any) -> Any:  # noqa: ANN401 - JSON is any shape
    if isinstance(as_object, str):
        return bare(as_object)
    if isinstance(as_object, dict):
        return {key: _plain(value) for key, value in as_object.items()}
    if isinstance(as_object, list | tuple):
        return [_plain(value) for value in as_object]
    return as_object
