"""The job profiles' checklists: what a source asks of a person for a post, with its force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.decision.loading import reading
from desktop.decision.loading.vocabulary import refus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.decision.loading.sources import Brut
    from desktop.decision.model import Source

FORCES = {
    "pre_requis": "Pré-requis",
    "obligatoire": "Obligatoire",
    "requis": "Requis",
    "souhaite": "Souhaité",
    "facultatif": "Facultatif",
    "competence": "Compétence à évaluer",
}
"""The forces of a profile's items, and how they are said."""
ETATS = {"acquis": "Acquis", "en_cours": "En cours", "engagement": "Engagement à le faire", "non": "Non"}
"""The states of an item, and how they are said."""


@dataclass(frozen=True, slots=True)
class Exigence:
    """One item: the question that asks it, its force, and which other states count as held.

    `groupe`: items of one group answer for one another (one of them is enough).
    """

    id: str
    libelle: str
    question: str
    force: str
    source: Source
    rubrique: str
    aide: str = ""
    groupe: str = ""
    compte: tuple[str, ...] = ("acquis",)
    pour_conclure: str = ""

    @property
    def force_words(self) -> str:
        """Its force in words."""
        return FORCES[self.force]


@dataclass(frozen=True, slots=True)
class NoteProfil:
    """A sentence that goes with a profile's result."""

    id: str
    texte: str
    source: Source


@dataclass(frozen=True, slots=True)
class Profil:
    """A post: its items in the source's order. `bloquantes`: forces whose absence blocks."""

    id: str
    titre: str
    document: str
    exigences: tuple[Exigence, ...]
    notes: tuple[NoteProfil, ...]
    bloquantes: tuple[str, ...]

    def sources(self) -> list[tuple[str, Source]]:
        """Identifier and source of every item and note."""
        return [(e.id, e.source) for e in self.exigences] + [(n.id, n.source) for n in self.notes]


def construire(fichiers: Mapping[str, Any]) -> dict[str, Profil]:
    """Every `profils/*.yaml`. Raises ContentError."""
    profils = {}
    for nom, brut in fichiers.items():
        if nom.startswith("profils/"):
            profil = _profil(brut)
            profils[profil.id] = profil
    return profils


def _profil(brut: Brut) -> Profil:
    reading.cles(brut, ("notes",), ("id", "titre", "document", "bloquantes", "exigences"))
    vus: dict[str, Any] = {}
    permises = ("aide", "groupe", "compte", "pour_conclure", "regles")
    exigences = []
    for donnee in brut["exigences"]:
        reading.cles(donnee, permises, ("id", "libelle", "question", "force", "rubrique", "nature"))
        exigences.append(
            Exigence(
                reading.unique(vus, donnee),
                donnee["libelle"],
                donnee["question"],
                reading.parmi(donnee, "force", FORCES),
                reading.source(donnee),
                donnee["rubrique"],
                donnee.get("aide", ""),
                donnee.get("groupe", ""),
                reading.tous_parmi(donnee, "compte", ETATS) or ("acquis",),
                donnee.get("pour_conclure", ""),
            )
        )
    if not exigences:
        raise refus(brut, "aucune exigence")
    notes = []
    for note in reading.tables(brut, "notes"):
        reading.cles(note, ("regles",), ("id", "texte", "nature"))
        notes.append(NoteProfil(reading.unique(vus, note), note["texte"], reading.source(note)))
    bloquantes = reading.tous_parmi(brut, "bloquantes", FORCES)
    return Profil(brut["id"], brut["titre"], brut["document"], tuple(exigences), tuple(notes), bloquantes)
