"""What the sub-commands share: services that are built when first asked for, and the JSON that they write."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from desktop.cli.streams import complain, say
from desktop.text.typography import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from desktop.corpus import Corpus
    from desktop.corpus.model import Document
    from desktop.decision import Orientation, Questionnaires
    from desktop.search import SearchEngine
    from desktop.telling.annotations import StructureSource
    from desktop.telling.story import Story


class Press(Protocol):
    """What writes PDFs. Each call returns the number of pages, and raises CapPalliatifError if the file can't be written."""

    def document(self, corpus: Corpus, document: Document, path: Path) -> int:
        """A whole document of the content."""

    def plan(self, story: Story, path: Path) -> int:
        """The plan of a situation: its sheet, and the annexe."""


class RunContext:
    """Services of one run, made by what `bootstrap` hands over, each when it is first used.

    `load_corpus` and `load_questionnaires` raise ContentError with file and line; `make_engine` gives an engine that answers;
    `make_press` gives what writes PDFs. `sources` annotate the structures of a plan.
    """

    def __init__(
        self,
        load_corpus: Callable[[], Corpus],
        make_engine: Callable[[Corpus], SearchEngine],
        load_questionnaires: Callable[[], Questionnaires],
        make_press: Callable[[], Press],
        sources: Sequence[StructureSource] = (),
    ) -> None:
        self._load_corpus = load_corpus
        self._make_engine = make_engine
        self._load_questionnaires = load_questionnaires
        self._make_press = make_press
        self.sources = sources

    @cached_property
    def press(self) -> Press:
        """What writes PDFs."""
        return self._make_press()

    @cached_property
    def corpus(self) -> Corpus:
        """The content."""
        return self._load_corpus()

    @cached_property
    def engine(self) -> SearchEngine:
        """The search engine; what the user should know of it is said."""
        engine = self._make_engine(self.corpus)
        if engine.warning:
            complain(engine.warning)
        return engine

    @cached_property
    def questionnaires(self) -> Questionnaires:
        """Facts, tables and flows."""
        return self._load_questionnaires()

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
