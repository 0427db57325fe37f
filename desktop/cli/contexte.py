"""What the sub-commands share: services that are built when first asked for, and the JSON that they write."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from desktop import paths
from desktop.cli.streams import complain, say
from desktop.corpus.typographie import aplanir

if TYPE_CHECKING:
    from desktop.corpus import Corpus
    from desktop.decision import Orientation, Questionnaires
    from desktop.search import SearchEngine


class Contexte:
    """Services of one run. Nothing is loaded before it is used."""

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
        if moteur.avertissement:
            complain(moteur.avertissement)
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
        return aplanir(objet)
    if isinstance(objet, dict):
        return {cle: _plat(valeur) for cle, valeur in objet.items()}
    if isinstance(objet, list | tuple):
        return [_plat(valeur) for valeur in objet]
    return objet
