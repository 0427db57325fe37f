"""The user's own notes, searched with the content by the same slots. They are few, so each is read at each query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.search.concepts import marque
from desktop.search.fiches import REGLAGES, Zone
from desktop.search.indice import SATURATION, canon_de
from desktop.search.texte import MOTS_VIDES, jetons, normaliser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.search.classement import Ponderation
    from desktop.search.indice import Indice
    from desktop.search.plan import Plan
    from desktop.search.results import Passage

NOTES_GARDEES = 4096


@dataclass(frozen=True, slots=True)
class NoteLue:
    """A note with the weight of each of its terms, and its folded forms."""

    passage: Passage
    titre: str
    texte: str
    termes: dict[str, float]
    formes: dict[str, float]


class Notes:
    """Reads notes once each."""

    def __init__(self, indice: Indice) -> None:
        self._indice = indice
        self._lues: dict[Passage, NoteLue] = {}

    def lire(self, passages: Iterable[Passage]) -> list[NoteLue]:
        """The notes, analysed."""
        if len(self._lues) > NOTES_GARDEES:
            self._lues.clear()
        lues = []
        for passage in passages:
            if passage not in self._lues:
                self._lues[passage] = self._lire(passage)
            lues.append(self._lues[passage])
        return lues

    def _lire(self, passage: Passage) -> NoteLue:
        titre, texte = normaliser(passage.titre), normaliser(passage.texte)
        termes: dict[str, float] = {}
        formes: dict[str, float] = {}
        for zone, contenu in ((Zone.TEXTE, texte), (Zone.RUBRIQUE, titre)):
            poids = REGLAGES[zone].poids
            lus = [j for j in jetons(contenu) if j.forme not in MOTS_VIDES]
            canons = [canon_de(self._indice.vocabulaire, j) for j in lus]
            noms = [marque(t.nom.concept) for t in self._indice.concepts.dans(canons, [j.forme for j in lus])]
            for terme in (*canons, *noms):
                termes[terme] = termes.get(terme, 0.0) + poids
            for jeton in lus:
                formes[jeton.forme] = formes.get(jeton.forme, 0.0) + poids
        return NoteLue(passage, titre, texte, termes, formes)


def noter(note: NoteLue, plan: Plan, ponderation: Ponderation) -> tuple[float, float]:
    """Score and coverage of a note, on the scale of the passages."""
    score = couvert = 0.0
    for creneau, termes, valeur in zip(plan.creneaux, ponderation.termes, ponderation.creneaux, strict=True):
        reponses = [(v, note.termes[t]) for t, v in termes.items() if t in note.termes]
        # As typed, or beginning so: a name that only the notes have.
        reponses += [(valeur, tf) for mot in creneau.mots for f, tf in note.formes.items() if _commence(f, mot)]
        if reponses:
            score += max(v * tf / (tf + SATURATION) for v, tf in reponses)
            couvert += max(min(v, valeur) for v, _ in reponses)
    part = couvert / (sum(ponderation.creneaux) or 1.0)
    return score * part, part


def _commence(forme: str, mot: str) -> bool:
    return forme == mot or (len(mot) > 2 and forme.startswith(mot))
