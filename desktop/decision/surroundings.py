"""What stands around the structures of a plan: who answers now, who may call, conditions still to meet, notes.

Everything is compiled to conditions once, so that a plan (true, false, unknown) and the proof (exact) read the same thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.decision.conditions import (
    FAUX,
    INCONNU,
    JAMAIS,
    TOUJOURS,
    VRAI,
    Boite,
    Condition,
    atome,
    et,
    evaluate,
    non,
    ou,
    unknowns,
)
from desktop.decision.model import Availability
from desktop.decision.plan import Access, SaidCondition, SaidNote
from desktop.decision.space import YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop.decision.loading.questionnaires import Questionnaires
    from desktop.decision.model import AJoindre, Note

# Atoms (variable, mask) that are unknown and that something depends on.
Lus = set[tuple[int, int]]


class Entourage:
    """Reads availability, callers, conditions and notes on a box."""

    def __init__(self, questionnaires: Questionnaires) -> None:
        self._donnees = donnees = questionnaires.orientation
        self._espace = questionnaires.espace
        self._parts = questionnaires.parts
        self._refusees = {s: self._refused_condition(s) for s in donnees.structures}
        self._en_place = {s: self._condition_en_place(s) for s in donnees.structures}
        self._appels = {s: self._call_condition(s) for s in donnees.structures}
        self._tables = {
            ligne.id: table.id for table in donnees.tables.values() for ligne in (*table.lignes, *table.complements)
        }
        self._joindre = [
            (ligne, et(ligne.quand, non(self._refusees[ligne.structure]), self._appels[ligne.structure]))
            for ligne in donnees.joindre
        ]

    def _atom(self, nom: str, *valeurs: str) -> Condition:
        variable = self._espace.index[nom]
        masque = sum(self._espace.mask(nom, valeur) for valeur in valeurs)
        return atome(variable, masque, self._espace.full(variable))

    def _refused_condition(self, structure: str) -> Condition:
        regles = [regle for regle in self._donnees.refus if structure in regle.structures]
        return ou(*(self._atom(f"{self._parts.refusal}.{regle.refus}", YES) for regle in regles))

    def _condition_en_place(self, structure: str) -> Condition:
        nom = f"{self._parts.in_place}.{structure}"
        if nom not in self._espace.index:
            return JAMAIS
        return et(self._atom(nom, YES), non(self._refusees[structure]))

    def _call_condition(self, structure: str) -> Condition:
        appelants = self._donnees.appelants.get(structure)
        if appelants is None:
            return TOUJOURS
        return ou(self._en_place[structure], et(self._atom(self._parts.caller, *appelants.par), appelants.quand))

    def en_place(self, structure: str) -> Condition:
        """In place, and not refused."""
        return self._en_place[structure]

    def may_call(self, structure: str) -> Condition:
        """The caller may call; what is in place may be called by anyone."""
        return self._appels[structure]

    def a_joindre(self, tenues: set[str]) -> list[tuple[AJoindre, Condition]]:
        """Rows of the list of whom to reach now, with when each holds in full; `tenues`: structures that the plan holds."""
        return [(ligne, c) for ligne, c in self._joindre if not ligne.si_plan or ligne.si_plan in tenues]

    def maintenant(self, structure: str, boite: Boite, lus: Lus) -> str:
        """Does it answer now? `inconnu` where the sources are silent or the moment is not known."""
        for ligne in self._donnees.disponibilites.get(structure, ()):
            valeur = evaluate(ligne.quand, boite)
            if valeur == VRAI:
                return ligne.donne
            if valeur == INCONNU:
                lus.update(unknowns(ligne.quand, boite))
                return Availability.UNKNOWN.value
        return Availability.UNKNOWN.value

    def awaited(self, structures: Iterable[str], boite: Boite) -> frozenset[str]:
        """The structures of which an unknown fact, and not the sources' silence, leaves open whether they answer now."""
        return frozenset(structure for structure in structures if self._awaited(structure, boite))

    def _awaited(self, structure: str, boite: Boite) -> bool:
        for ligne in self._donnees.disponibilites.get(structure, ()):
            valeur = evaluate(ligne.quand, boite)
            if valeur != FAUX:
                return valeur == INCONNU
        return False

    def read_now(self, structure: str, boite: Boite) -> Iterator[tuple[int, int]]:
        """Every unknown atom that can come to decide whether it answers now, whatever is learnt first."""
        for ligne in self._donnees.disponibilites.get(structure, ()):
            valeur = evaluate(ligne.quand, boite)
            if valeur == VRAI:
                return
            if valeur == INCONNU:
                yield from unknowns(ligne.quand, boite)

    def access(self, structures: Sequence[str], boite: Boite, lus: Lus) -> dict[str, Access]:
        """In place: to mobilise. What the caller may not call: who must ask. The rest needs no word."""
        resultat = {}
        for structure in structures:
            if evaluate(self._en_place[structure], boite) == VRAI:
                resultat[structure] = Access("a_mobiliser")
                continue
            valeur = evaluate(self._appels[structure], boite)
            if valeur == VRAI:
                continue
            appelants = self._donnees.appelants[structure]
            resultat[structure] = Access("a_demander", appelants.par, appelants.via)
            if valeur == INCONNU:
                lus.update(unknowns(self._appels[structure], boite))
        return resultat

    def conditions(
        self, besoin: str, structures: Sequence[str], boite: Boite, lignes: Iterable[str] = ()
    ) -> tuple[SaidCondition, ...]:
        """Conditions still to meet for the structures of a need; a plan that is copied whole (`rows`) brings its own."""
        presentes = set(structures)
        besoins = {besoin, *(self._tables[ligne] for ligne in lignes)}
        dites = []
        for condition in self._donnees.conditions:
            if condition.structure not in presentes or besoin in condition.sauf_besoins:
                continue
            if condition.besoins and besoins.isdisjoint(condition.besoins):
                continue
            if evaluate(condition.quand, boite) == FAUX:
                continue
            remplie = condition.remplie is not None and evaluate(condition.remplie, boite) == VRAI
            dites.append(
                SaidCondition(
                    condition.id,
                    condition.structure,
                    condition.texte,
                    condition.source,
                    remplie or None,
                    condition.accord,
                )
            )
        return tuple(dites)

    def notes(
        self, besoin: str, structures: set[str], principales: set[str], appelees: Iterable[str], boite: Boite
    ) -> tuple[SaidNote, ...]:
        """Notes that rows and open choices call, then those that the facts call."""
        choisies = [self._donnees.notes[nom] for nom in dict.fromkeys(appelees)]
        choisies += [note for note in self._donnees.notes.values() if not note.appelee]
        return tuple(
            SaidNote(note.id, note.genre, note.texte, note.source)
            for note in choisies
            if concerns(note, besoin, structures, principales) and evaluate(note.quand, boite) == VRAI
        )


def concerns(note: Note, besoin: str, structures: set[str], principales: set[str]) -> bool:
    """Whether a note bears on a need and on one of its structures, its `quand` aside."""
    if (note.besoins and besoin not in note.besoins) or besoin in note.sauf_besoins:
        return False
    if note.structures and structures.isdisjoint(note.structures):
        return False
    if not structures.issuperset(note.toutes):
        return False
    return not note.principales or not principales.isdisjoint(note.principales)
