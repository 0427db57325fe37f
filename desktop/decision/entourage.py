"""What stands around the structures of a plan: who answers now, who may call, conditions still to meet, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.decision.conditions import FAUX, INCONNU, VRAI, Boite, evaluer, inconnues
from desktop.decision.plan import Acces, ConditionDite, NoteDite

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.decision.charge_orientation import OrientationDonnees
    from desktop.decision.espace import Espace
    from desktop.decision.model import AJoindre, Note

_EN_PLACE = "en_place."
# Atoms (variable, mask) that are unknown and that something depends on.
Lus = set[tuple[int, int]]
INCONNU_DIT = "inconnu"


class Entourage:
    """Reads availability, callers, conditions and notes on a box."""

    def __init__(self, donnees: OrientationDonnees, espace: Espace) -> None:
        self._donnees = donnees
        self._espace = espace
        self._demandeur = espace.index["demandeur"]
        self._par = {
            appelants.structure: sum(espace.masque("demandeur", qui) for qui in appelants.par)
            for appelants in donnees.appelants.values()
        }
        self._refusees = [
            (espace.index[f"refus.{regle.refus}"], espace.masque(f"refus.{regle.refus}", "oui"), set(regle.structures))
            for regle in donnees.refus
        ]
        self._en_place = {
            nom.removeprefix(_EN_PLACE): (rang, espace.masque(nom, "oui"))
            for nom, rang in espace.index.items()
            if nom.startswith(_EN_PLACE)
        }

    def refusee(self, structure: str, boite: Boite) -> bool:
        """A refusal that was said takes this structure out."""
        return any(boite[rang] == oui and structure in structures for rang, oui, structures in self._refusees)

    def en_place(self, structure: str, boite: Boite) -> bool:
        """In place, and not refused."""
        connue = self._en_place.get(structure)
        return connue is not None and boite[connue[0]] == connue[1] and not self.refusee(structure, boite)

    def maintenant(self, structure: str, boite: Boite, lus: Lus) -> str:
        """Does it answer now? `inconnu` where the sources are silent or the moment is not known."""
        for ligne in self._donnees.disponibilites.get(structure, ()):
            valeur = evaluer(ligne.quand, boite)
            if valeur == VRAI:
                return ligne.donne
            if valeur == INCONNU:
                lus.update(inconnues(ligne.quand, boite))
                return INCONNU_DIT
        return INCONNU_DIT

    def peut_appeler(self, structure: str, boite: Boite) -> int:
        """VRAI when the caller may call; what is in place may be called by anyone."""
        if structure not in self._par or self.en_place(structure, boite):
            return VRAI
        demandeur = boite[self._demandeur]
        permis = demandeur & self._par[structure]
        lieu = evaluer(self._donnees.appelants[structure].quand, boite)
        if not permis or lieu == FAUX:
            return FAUX
        return VRAI if permis == demandeur and lieu == VRAI else INCONNU

    def acces(self, structures: Sequence[str], boite: Boite, lus: Lus) -> dict[str, Acces]:
        """In place: to mobilise. What the caller may not call: who must ask. The rest needs no word."""
        resultat = {}
        for structure in structures:
            if self.en_place(structure, boite):
                resultat[structure] = Acces("a_mobiliser")
                continue
            valeur = self.peut_appeler(structure, boite)
            if valeur == VRAI:
                continue
            appelants = self._donnees.appelants[structure]
            resultat[structure] = Acces("a_demander", appelants.par, appelants.via)
            if valeur == INCONNU and boite[self._demandeur].bit_count() > 1:
                lus.add((self._demandeur, self._par[structure]))
        return resultat

    def a_joindre(self, ligne: AJoindre, boite: Boite, tenues: set[str], possibles: set[str], lus: Lus) -> int:
        """Whether a row of the list holds, its structure is not refused, and the caller may call it."""
        valeur = evaluer(ligne.quand, boite)
        if valeur == FAUX or self.refusee(ligne.structure, boite):
            return FAUX
        if valeur == INCONNU:
            lus.update(inconnues(ligne.quand, boite))
        if ligne.si_plan:
            if ligne.si_plan not in tenues and ligne.si_plan not in possibles:
                return FAUX
            if ligne.si_plan not in tenues:
                valeur = INCONNU
        appel = self.peut_appeler(ligne.structure, boite)
        if appel == INCONNU and boite[self._demandeur].bit_count() > 1:
            lus.add((self._demandeur, self._par[ligne.structure]))
        if appel == FAUX:
            return FAUX
        return VRAI if valeur == VRAI and appel == VRAI else INCONNU

    def conditions(self, besoin: str, structures: Sequence[str], boite: Boite) -> tuple[ConditionDite, ...]:
        """Conditions still to meet for the structures of a need."""
        presentes = set(structures)
        dites = []
        for condition in self._donnees.conditions:
            if condition.structure not in presentes or besoin in condition.sauf_besoins:
                continue
            if condition.besoins and besoin not in condition.besoins:
                continue
            if evaluer(condition.quand, boite) == FAUX:
                continue
            remplie = condition.remplie is not None and evaluer(condition.remplie, boite) == VRAI
            dites.append(
                ConditionDite(condition.id, condition.structure, condition.texte, condition.source, remplie or None)
            )
        return tuple(dites)

    def notes(
        self, besoin: str, structures: set[str], principales: set[str], appelees: Iterable[str], boite: Boite
    ) -> tuple[NoteDite, ...]:
        """Notes that rows and open choices call, then those that the facts call."""
        choisies = [self._donnees.notes[nom] for nom in dict.fromkeys(appelees)]
        choisies += [note for note in self._donnees.notes.values() if not note.appelee]
        return tuple(
            NoteDite(note.id, note.genre, note.texte, note.source)
            for note in choisies
            if _concerne(note, besoin, structures, principales) and evaluer(note.quand, boite) == VRAI
        )


def _concerne(note: Note, besoin: str, structures: set[str], principales: set[str]) -> bool:
    if (note.besoins and besoin not in note.besoins) or besoin in note.sauf_besoins:
        return False
    if note.structures and structures.isdisjoint(note.structures):
        return False
    if not structures.issuperset(note.toutes):
        return False
    return not note.principales or not principales.isdisjoint(note.principales)
