"""The job profiles' checklists: what a source asks of a person for a post, with its force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.decision import lecture
from desktop.decision.vocabulaire import refus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.decision.model import Source
    from desktop.decision.sources import Brut

FORCES = ("pre_requis", "obligatoire", "requis", "souhaite", "facultatif", "competence")
ETATS = ("acquis", "en_cours", "engagement", "non")


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
    lecture.cles(brut, ("notes",), ("id", "titre", "document", "bloquantes", "exigences"))
    vus: dict[str, Any] = {}
    permises = ("aide", "groupe", "compte", "pour_conclure", "regles")
    exigences = []
    for donnee in brut["exigences"]:
        lecture.cles(donnee, permises, ("id", "libelle", "question", "force", "rubrique", "nature"))
        exigences.append(
            Exigence(
                lecture.unique(vus, donnee),
                donnee["libelle"],
                donnee["question"],
                lecture.parmi(donnee, "force", FORCES),
                lecture.source(donnee),
                donnee["rubrique"],
                donnee.get("aide", ""),
                donnee.get("groupe", ""),
                lecture.tous_parmi(donnee, "compte", ETATS) or ("acquis",),
                donnee.get("pour_conclure", ""),
            )
        )
    if not exigences:
        raise refus(brut, "aucune exigence")
    notes = []
    for note in lecture.tables(brut, "notes"):
        lecture.cles(note, ("regles",), ("id", "texte", "nature"))
        notes.append(NoteProfil(lecture.unique(vus, note), note["texte"], lecture.source(note)))
    bloquantes = lecture.tous_parmi(brut, "bloquantes", FORCES)
    return Profil(brut["id"], brut["titre"], brut["document"], tuple(exigences), tuple(notes), bloquantes)
