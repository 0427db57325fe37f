"""The words of facts, answers, sources and moments, as every screen of the situations writes them. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.corpus.typographie import typographier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from desktop.corpus.model import Corpus
    from desktop.decision import Questionnaires
    from desktop.decision.model import Fait, Source, Valeur

FAMILY = "patient_ou_proche"
UNKNOWN = "je ne sais pas"
NOTHING = {"en_place": "rien", "refus": "aucun", "accords": "aucun"}
NAMES = {
    "demandeur": "Vous êtes",
    "age": "Âge",
    "lieu": "Lieu",
    "souhait": "Souhait",
    "faisable": "Soins là où elle vit",
    "niveau": "Niveau donné",
    "stabilite": "Stabilité",
    "symptomes": "Symptômes",
    "soins": "Soins",
    "intervenants": "Intervenants",
    "vie_et_entourage": "Vie, entourage",
    "ethique": "Éthique",
    "besoin": "Besoin",
    "priorite": "Priorité",
    "moment": "Moment",
    "urgence": "Crise",
    "medecin_traitant": "Médecin traitant",
    "refus": "Refus",
    "accords": "Accords",
    "en_place": "Déjà en place",
    "transportable": "Transport",
    "contact_direct": "Contact",
    "equipe_referente": "Équipe référente",
    "autres_equipes": "Autres équipes",
}
"""Short names of the facts, for lists. A fact that is not here is called by its question."""

LEVELS = {1: "stable, sans complexité", 2: "complexité intermédiaire", 3: "complexité forte ou instable"}
SYMBOLS = {"oui": "●", "non": "○", "territoire": "○", "inconnu": "?"}
"""Signs before the words of availability; the words say it, the signs are in the bundled font."""

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def name(questionnaires: Questionnaires, nom: str) -> str:
    """The short name of a fact."""
    return NAMES.get(nom) or typographier(questionnaires.faits[nom].question)


def label(valeur: Valeur, *, family: bool = False) -> str:
    """The words of an answer; families see their own where there are some."""
    return typographier(valeur.libelle_proche if family and valeur.libelle_proche else valeur.libelle)


def given(questionnaires: Questionnaires, nom: str, valeur: Any) -> str:  # noqa: ANN401 - as the facts hold it
    """An answer in short: « à domicile », « HAD, EMSP », « rien »."""
    fait = questionnaires.faits[nom]
    if isinstance(valeur, list | tuple):
        if not valeur:
            return NOTHING.get(nom, "rien")
        return typographier(", ".join(_short(questionnaires, fait, str(v)) for v in valeur))
    return typographier(_short(questionnaires, fait, str(valeur)))


def _short(questionnaires: Questionnaires, fait: Fait, valeur: str) -> str:
    if fait.id == "priorite":
        fait = questionnaires.faits["besoin"]
    return fait.valeur(valeur).court


def listed(words: Sequence[str], link: str = "et") -> str:
    """« a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {link} {words[-1]}"


def levels(niveaux: Iterable[int]) -> str:
    """« 2 », « 2 ou 3 », « 1, 2 ou 3 »."""
    return listed([str(niveau) for niveau in niveaux], "ou")


def day(instant: datetime) -> str:
    """« samedi 21 novembre »."""
    number = "1ᵉʳ" if instant.day == 1 else str(instant.day)
    return typographier(f"{_DAYS[instant.weekday()]} {number} {_MONTHS[instant.month - 1]}")


def when(instant: datetime) -> str:
    """« Samedi 21 novembre, 22 h 10 »."""
    words = f"{day(instant)}, {instant.hour} h {instant.minute:02}"
    return typographier(words[0].upper() + words[1:])


def place_of(corpus: Corpus, regle: str) -> str:
    """Where a règle stands: « annexe 4, Type de patients »; "" for one that this content does not have."""
    if regle not in corpus.regles:
        return ""
    found = corpus.regles[regle]
    document = corpus.documents[found.document]
    rubrique = corpus.rubriques[found.rubrique].titre
    if document.nature != "referentiel":
        shelf = document.titre
    elif document.source.annexe is None:
        shelf = "instruction"
    else:
        shelf = f"annexe {document.source.annexe}"
    return typographier(f"{shelf}, {rubrique}")


def references(corpus: Corpus | None, source: Source) -> tuple[tuple[str, str], ...]:
    """The règles of a source as (id, « annexe 4, Type de patients »), one a rubrique."""
    if corpus is None:
        return ()
    found: dict[str, str] = {}
    for regle in source.regles:
        if (place := place_of(corpus, regle)) and place not in found:
            found[place] = regle
    return tuple((regle, place) for place, regle in found.items())


def nature(questionnaires: Questionnaires, source: Source) -> str:
    """« Le référentiel indique », « Lecture proposée par l’outil »…: never told by colour alone."""
    return typographier(questionnaires.orientation.textes.natures[source.nature.value])


def now_words(maintenant: str, dit: str) -> str:
    """« ● répond maintenant », « ? horaires : les sources ne le disent pas »."""
    words = f"horaires : {dit}" if maintenant == "inconnu" else dit
    return typographier(f"{SYMBOLS[maintenant]} {words}")


def facts_line(questionnaires: Questionnaires, faits: Mapping[str, Any]) -> str:
    """The answers on one line: « adulte, à domicile, … »."""
    return ", ".join(given(questionnaires, nom, valeur) for nom, valeur in faits.items())
