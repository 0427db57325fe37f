"""The words of facts, answers, sources and moments, as every screen of the situations writes them. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.decision import deciding_day
from desktop.telling import words
from desktop.territories import calendar_words
from desktop.text import dates
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from desktop.corpus.model import Corpus
    from desktop.decision import Questionnaires
    from desktop.decision.model import Source, Valeur

UNKNOWN = "je ne sais pas"
LEVELS = {1: "stable, sans complexité", 2: "complexité intermédiaire", 3: "complexité forte ou instable"}
SYMBOLS = {"oui": "●", "non": "○", "territoire": "◐", "inconnu": "?"}
"""Signs before the words of availability; the words say it, the signs are in the bundled font."""


def name(questionnaires: Questionnaires, nom: str) -> str:
    """The short name of a fact, as a screen, which speaks to the person, says it."""
    return french(questionnaires.faits[nom].nom_dit) or words.fact_name(questionnaires, nom)


def label(valeur: Valeur, *, family: bool = False) -> str:
    """The words of an answer; families see their own where there are some."""
    return french(valeur.libelle_proche if family and valeur.libelle_proche else valeur.libelle)


def given(questionnaires: Questionnaires, nom: str, valeur: Any) -> str:  # noqa: ANN401 - as the facts hold it
    """An answer in short: « à domicile », « HAD, EMSP », « rien »."""
    return words.short_answer(questionnaires, nom, valeur)


def levels(niveaux: Iterable[int]) -> str:
    """« 2 », « 2 ou 3 », « 1, 2 ou 3 »."""
    return words.niveaux_said(tuple(niveaux))


def when(instant: datetime) -> str:
    """« Samedi 21 novembre, 22 h 10 »."""
    return words.with_capital(f"{dates.day(instant)}, {dates.hour(instant)}")


def calendar(instant: datetime | None, departement: str) -> str:
    """Which day it is, and the calendar that says so: « Saint-Étienne, férié · calendrier : Bas-Rhin »."""
    day = deciding_day(instant, departement) if instant is not None else ""
    return french(" · ".join(part for part in (day, f"calendrier : {calendar_words(departement)}") if part))


def place_of(corpus: Corpus, regle: str) -> str:
    """Where a règle stands: « annexe 4, Type de patients »; "" for one that this content does not have."""
    return words.reference(corpus, regle, entiere=False) if regle in corpus.regles else ""


def references(corpus: Corpus | None, source: Source) -> tuple[tuple[str, str], ...]:
    """The règles of a source as (id, « annexe 4, Type de patients »), one a rubrique."""
    if corpus is None:
        return ()
    found: dict[str, str] = {}
    for regle in source.regles:
        if (place := place_of(corpus, regle)) and place not in found:
            found[place] = regle
    return tuple((regle, place) for place, regle in found.items())


def places(corpus: Corpus | None, source: Source) -> tuple[str, ...]:
    """Where the règles of a source stand, in full and each once: « annexe 4, Missions socles › Patient »."""
    known = [regle for regle in source.regles if corpus is not None and regle in corpus.regles]
    return () if corpus is None else tuple(dict.fromkeys(words.reference(corpus, regle) for regle in known))


def nature(questionnaires: Questionnaires, source: Source) -> str:
    """« Le référentiel indique », « Lecture proposée par l’outil »…: never told by colour alone."""
    return french(questionnaires.orientation.textes.natures[source.nature.value])


def now_words(maintenant: str, dit: str) -> str:
    """« ● répond maintenant », « ? horaires : les sources ne le disent pas »."""
    return french(f"{SYMBOLS[maintenant]} {dit}")
