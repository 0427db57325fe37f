"""The plan of one need on one box: rows, then modifiers, then refusals, then modifier 11, as docs/decisions.md § 2.2 orders them.

Rows are always decided (an undecided one raises `Undecided`, and the caller splits the box there); what a row states may stay
uncertain when the box is a half-filled questionnaire. In exact mode nothing stays uncertain: that is the mode of the proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from desktop.decision.conditions import FAUX, VRAI, Boite, Condition, Undecided, atoms, decide, evaluate, unknowns
from desktop.decision.loading.orientation import REFUSAL
from desktop.decision.model import RANG, Enonce, Ligne, Modification, Role
from desktop.decision.space import YES

if TYPE_CHECKING:
    from desktop.decision.loading.questionnaires import Questionnaires

Lus = tuple[tuple[int, int], ...]


class Place:
    """One structure in one role in the plan that is being made."""

    __slots__ = ("enonce", "lus", "ouvert", "role", "structure")

    def __init__(self, structure: str, role: Role, enonce: Enonce, lus: Lus = ()) -> None:
        """`lus`: atoms (variable, mask) that are unknown and decide whether the structure stands here; none: it is certain."""
        self.structure = structure
        self.role = role
        self.enonce = enonce
        self.lus = lus
        self.ouvert = enonce.ouvert

    @property
    def certain(self) -> bool:
        """No unknown fact decides whether it stands."""
        return not self.lus


@dataclass(slots=True)
class PlanBesoin:
    """The plan of one need on one box, in the order in which it is shown.

    `rows`: the rows that held, the need's own first.
    `refus`: what refusals took out. `promu`: the replacement stands first because of a refusal. `non_nommee`: the structure that is
    in no source, "" without one.
    """

    besoin: str
    places: list[Place]
    lignes: tuple[Ligne, ...]
    refus: tuple[str, ...] = ()
    promu: bool = False
    modifications: tuple[str, ...] = ()
    non_nommee: str = ""

    def in_role(self, role: Role) -> list[str]:
        """Structures in this role, in order."""
        return [place.structure for place in self.places if place.role == role]

    @property
    def silent(self) -> bool:
        """The rows name nobody, « unless `joindre_maintenant` names one »."""
        return bool(self.non_nommee) and self.non_nommee in self.structures() and not self.in_role(Role.PRINCIPAL)

    def structures(self) -> list[str]:
        """Every structure of the plan that stands in a role of care, in order."""
        return [place.structure for place in self.places if place.role != Role.ANTICIPER]

    def ouverts(self) -> list[str]:
        """Open choices of which at least two structures stand."""
        comptes: dict[str, int] = {}
        for place in self.places:
            if place.certain:
                for choix in place.ouvert:
                    comptes[choix] = comptes.get(choix, 0) + 1
        return [choix for choix, nombre in comptes.items() if nombre > 1]


class PlanEngine:
    """Makes the plan of a need. Holds no state between two calls."""

    def __init__(self, questionnaires: Questionnaires) -> None:
        self.donnees = donnees = questionnaires.orientation
        self.espace = espace = questionnaires.espace
        refus = questionnaires.parts.refusal
        self._mods = {
            besoin: tuple(m for m in donnees.modifications if m.porte_sur(besoin)) for besoin in donnees.tables
        }
        self._apres = {
            besoin: tuple(m for m in donnees.apres_refus if m.porte_sur(besoin)) for besoin in donnees.tables
        }
        self.resolutions = {
            structure: tuple(r for r in donnees.resolutions if r.structure == structure)
            for structure in {r.structure for r in donnees.resolutions}
        }
        self._refus = tuple(
            (regle, espace.index[f"{refus}.{regle.refus}"], espace.mask(f"{refus}.{regle.refus}", YES))
            for regle in donnees.refus
        )
        source = donnees.refus_source
        self._remplacement = (
            Enonce(REFUSAL, Role.PRINCIPAL, source, structure=donnees.remplacement) if source is not None else None
        )

    def suppose(self, besoin: str, boite: Boite) -> Boite:
        """The box as a need that asks no fact of the patient's care reads it: what it does not ask does not count."""
        sans_patient = self.donnees.sans_patient.get(besoin)
        if sans_patient is None:
            return boite
        copie = boite.copy()
        for variable, masque in sans_patient.suppose:
            copie[variable] = masque
        return copie

    def plan(self, besoin: str, boite: Boite, *, exact: bool = False) -> PlanBesoin:
        """The plan of one need. Raises Indecis where a row (in exact mode: anything) is undecided on the box."""
        travail = _Work(self, self.suppose(besoin, boite), exact)
        places, lignes = travail.rows(besoin, ())
        modifications = travail.modifier(places, self._mods[besoin])
        principaux = [place for place in places if place.role == Role.PRINCIPAL]
        enleves, promu = self._refuse(places, travail)
        modifications += travail.after(places, self._apres[besoin], principaux)
        travail.resolve(places)
        restantes = _once(places)
        return PlanBesoin(
            besoin, restantes, lignes, enleves, promu, tuple(modifications), self.donnees.non_nommee
        )  # fmt: skip

    @cached_property
    def variables_of_principal(self) -> dict[str, frozenset[int]]:
        """Variables that the principal of each need can depend on: the others need no rerun in a search for changes."""
        communes = {rang for _, rang, _ in self._refus}
        for regle, _, _ in self._refus:
            communes |= {variable for variable, _ in atoms(regle.aussi_quand)}
        for resolution in self.donnees.resolutions:
            communes |= {variable for variable, _ in atoms(resolution.quand)}
        return {besoin: frozenset(communes | self._variables(besoin)) for besoin in self.donnees.tables}

    def _variables(self, besoin: str) -> set[int]:
        lues: set[int] = set()
        table = self.donnees.tables[besoin]
        for ligne in (*table.lignes, *table.complements):
            lues |= {variable for variable, _ in atoms(ligne.quand)}
            for enonce in ligne.enonces:
                if enonce.plan_de:
                    lues |= self._variables(enonce.plan_de)
                if enonce.role == Role.PRINCIPAL or enonce.plan_de:
                    lues |= {variable for variable, _ in atoms(enonce.si)}
        for modification in self._mods[besoin]:
            if modification.retire or (modification.ajoute and modification.ajoute.role == Role.PRINCIPAL):
                lues |= {variable for variable, _ in atoms(modification.quand)}
        return lues

    def _refuse(self, places: list[Place], travail: _Work) -> tuple[tuple[str, ...], bool]:
        """Take out what is refused; the replacement first when no principal that gives care remains."""
        enleves: list[str] = []
        sans_soin = self.donnees.ne_soignent_pas
        principal_enleve = False
        for regle, variable, oui in self._refus:
            if not travail.mask(variable, oui):
                continue
            structures = regle.structures
            if regle.aussi and decide(regle.aussi_quand, travail.boite):
                structures = (*structures, *regle.aussi)
            for place in list(places):
                if place.role == Role.ANTICIPER:
                    retire = place.structure in regle.anticiper
                else:
                    retire = place.structure in structures or bool(regle.porte and place.enonce.porte == regle.porte)
                if retire:
                    places.remove(place)
                    enleves.append(place.structure)
                    principal_enleve |= place.role == Role.PRINCIPAL
        soignent = [p for p in places if p.role == Role.PRINCIPAL and p.structure not in sans_soin]
        if not principal_enleve or self._remplacement is None or any(place.certain for place in soignent):
            return tuple(enleves), False
        # While those that remain are only possible, so is the replacement.
        lus = tuple(dict.fromkeys(atome for place in soignent for atome in place.lus))
        places.insert(0, Place(self._remplacement.structure, Role.PRINCIPAL, self._remplacement, lus))
        return tuple(enleves), not soignent


class _Work:
    """One evaluation: the box, and whether it is exact."""

    __slots__ = ("boite", "exact", "moteur")

    def __init__(self, moteur: PlanEngine, boite: Boite, exact: bool) -> None:
        self.moteur = moteur
        self.boite = boite
        self.exact = exact

    def holds(self, condition: Condition) -> Lus | None:
        """None when it is false, () when it is true, else the unknown atoms that decide; in exact mode nothing is unknown."""
        valeur = evaluate(condition, self.boite)
        if valeur == FAUX:
            return None
        if valeur == VRAI:
            return ()
        if self.exact:
            decide(condition, self.boite)
        return tuple(unknowns(condition, self.boite))

    def mask(self, variable: int, mask: int) -> bool:
        """Whether a variable has one of these values; undecided splits the box in both modes."""
        possible = self.boite[variable]
        dedans = possible & mask
        if dedans and dedans != possible:
            raise Undecided(variable, dedans)
        return bool(dedans)

    def rows(self, besoin: str, suivies: tuple[Ligne, ...]) -> tuple[list[Place], tuple[Ligne, ...]]:
        """What the first row that holds states, with the complements; « the plan of X » copied in place."""
        table = self.moteur.donnees.tables[besoin]
        for ligne in table.lignes:
            if decide(ligne.quand, self.boite):
                break
        else:
            raise LookupError(besoin)  # law 1: a table covers everything
        places, suivies = self._enonces(ligne, (*suivies, ligne), ())
        for complement in table.complements:
            lus = self.holds(complement.quand)
            if lus is not None:
                ajouts, suivies = self._enonces(complement, (*suivies, complement), lus)
                places.extend(ajouts)
        return places, suivies

    def _enonces(self, ligne: Ligne, suivies: tuple[Ligne, ...], deja: Lus) -> tuple[list[Place], tuple[Ligne, ...]]:
        """Statements of a row; `deja`: atoms on which the row itself depends."""
        places: list[Place] = []
        for enonce in ligne.enonces:
            lus = self.holds(enonce.si)
            if lus is None:
                continue
            if not enonce.plan_de:
                places.append(Place(enonce.structure, enonce.role, enonce, deja + lus))
                continue
            copiees, suivies = self.rows(enonce.plan_de, suivies)
            for place in copiees:
                if enonce.role == Role.ALTERNATIVE and place.role == Role.PRINCIPAL:
                    place.role = Role.ALTERNATIVE
                place.lus = place.lus + deja + lus
            places.extend(copiees)
        return places, suivies

    def modifier(self, places: list[Place], modifications: tuple[Modification, ...]) -> list[str]:
        """Modifiers 1-10 and 12, in order; gives those that bore on the plan."""
        faites = []
        for modification in modifications:
            visees = [place for place in places if place.structure in modification.retire]
            if modification.retire and not visees:
                continue
            lus = self.holds(modification.quand)
            if lus is None:
                continue
            if modification.ajoute is not None:
                if modification.si_propose and not any(place.role != Role.ANTICIPER for place in places):
                    continue
                _add(places, modification.ajoute, lus)
            for place in visees:
                place.lus += lus
                if not lus:
                    places.remove(place)
            faites.append(modification.id)
        return faites

    def after(self, places: list[Place], modifications: tuple[Modification, ...], principaux: list[Place]) -> list[str]:
        """Modifier 11. `principaux`: before refusals, since refusing one structure takes out no other (law 4)."""
        faites = []
        tous = [*principaux, *(place for place in places if place.role == Role.PRINCIPAL)]
        for modification in modifications:
            visees = [place for place in tous if place.structure in modification.si_principal]
            if modification.si_principal and not visees:
                continue
            lus = self.holds(modification.quand)
            if lus is None or modification.ajoute is None:
                continue
            if visees and not any(place.certain for place in visees):
                lus += tuple(atome for place in visees for atome in place.lus)
            _add(places, modification.ajoute, lus)
            faites.append(modification.id)
        return faites

    def resolve(self, places: list[Place]) -> None:
        """Write a structure that stands for another as what it is here."""
        for place in places:
            for resolution in self.moteur.resolutions.get(place.structure, ()):
                if decide(resolution.quand, self.boite):
                    place.structure = resolution.donne
                    break


def _add(places: list[Place], enonce: Enonce, lus: Lus) -> None:
    # First among what answers now: `_once` keeps the first of two, and the HAD in place before it.
    places.insert(0 if enonce.rang else len(places), Place(enonce.structure, enonce.role, enonce, lus))


def _once(places: list[Place]) -> list[Place]:
    """Each structure once, in its highest role; open choices of both are kept; roles in order, « premier » before the rest."""
    gardees: dict[tuple[str, bool], Place] = {}
    for place in sorted(places, key=_role_rank):
        cle = (place.structure, place.role == Role.ANTICIPER)
        autre = gardees.get(cle)
        if autre is None:
            gardees[cle] = place
            continue
        if place.ouvert:
            autre.ouvert = tuple(dict.fromkeys((*autre.ouvert, *place.ouvert)))
        if autre.role == place.role and place.certain:
            autre.lus = ()
        elif autre.lus:
            # The higher role is only possible: what decides the lower one matters too.
            autre.lus += place.lus
    return sorted(gardees.values(), key=_order)


def _role_rank(place: Place) -> int:
    return RANG[place.role]


_PREMIERS = {"premier": 0, "repond_maintenant": 1}


def _order(place: Place) -> tuple[int, int]:
    rang = _PREMIERS.get(place.enonce.rang, 2) if place.role == Role.APPUI else 0
    return RANG[place.role], rang
