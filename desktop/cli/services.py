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

    def plan(self, questionnaires: Questionnaires, corpus: Corpus, plan: Plan, cadre: Cadre, path: Path) -> int:
        """The plan of a situation: its sheet, and the annexe."""


class SansPresseError(CapPalliatifError):
    """Nothing that writes PDFs was handed over."""

    def __init__(self) -> None:
        super().__init__("Ce programme n’écrit pas de PDF ici.", "Lancez « cap-palliatif » tel qu’il est installé.")


class Contexte:
    """Services of one run. Nothing is loaded before it is used: `press` gives what writes PDFs, which the window's rooms know."""

    def __init__(self, press: Callable[[], Press] | None = None) -> None:
        self._press = press

    @cached_property
    def press(self) -> Press:
        """What writes PDFs. Raises SansPresseError where there is none."""
        if self._press is None:
            raise SansPresseError
        return self._press()

    @cached_property
    def corpus(self) -> Corpus:
        """The content. Raises ContentError when none of it can be read."""
        from desktop.corpus import charger

        return charger(paths.content_dir(), paths.cache_dir(), paths.bundled_cache_dir())

    @cached_property
    def moteur(self) -> SearchEngine:
        """The search engine, ready to answer."""
        from desktop.search import SearchEngine

        moteur = SearchEngine(self.corpus, paths.cache_dir(), paths.bundled_cache_dir())
        moteur.prepare()
        if moteur.warning:
            complain(moteur.warning)
        return moteur

    @cached_property
    def questionnaires(self) -> Questionnaires:
        """Facts, tables and flows. Raises ContentError with file, line and rule."""
        from desktop.decision import charger

        dossier = paths.content_dir() / "questionnaires"
        return charger(dossier, paths.cache_dir(), paths.bundled_cache_dir())

    @cached_property
    def orientation(self) -> Orientation:
        """The engine of the orientation."""
        from desktop.decision import Orientation

        return Orientation(self.questionnaires)


def ecrire_json(objet: object) -> None:
    """One JSON object on one line, in plain spaces and straight apostrophes, for other programs. Raises OutputError."""
    import json

    say(json.dumps(_plat(objet), ensure_ascii=False))


def _plat(objet: Any) -> Any:  # noqa: ANN401 - JSON is any shape
    if isinstance(objet, str):
        return bare(objet)
    if isinstance(objet, dict):
        return {cle: _plat(valeur) for cle, valeur in objet.items()}
    if isinstance(objet, list | tuple):
        return [_plat(valeur) for valeur in objet]
    return objet
