"""The smallest changes of answers that change the level or the principal, each proven by a rerun.

Sets of one and of two answers. A pair is given only when neither of its changes does anything alone, and when it leads to a level
and principal that no single change reaches: so no smaller set gives the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.decision import facts
from desktop.decision.conditions import Boite, atoms
from desktop.decision.merging import merge
from desktop.decision.model import Role
from desktop.decision.space import COMPLEXITE, NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from desktop.decision.orientation import Orientation
    from desktop.decision.plan import Plan

Issue = tuple[tuple[int, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Changed answers, and the levels and principal that they lead to. `niveau_change`: the level is another one."""

    changer: Mapping[str, Any]
    niveau: tuple[int, ...]
    principal: tuple[str, ...]
    niveau_change: bool

    def as_dict(self) -> dict[str, Any]:
        """The shape of docs/decisions.md § 7; `niveau` only when it changes."""
        forme: dict[str, Any] = {"changer": dict(self.changer), "principal": list(self.principal)}
        if self.niveau_change:
            forme["niveau"] = self.niveau[0] if len(self.niveau) == 1 else list(self.niveau)
        return forme


def search(orientation: Orientation, plan: Plan) -> tuple[Counterfactual, ...]:
    """All single changes that change level or principal, then for each outcome out of their reach one pair."""
    if not plan.besoins:
        return ()
    recherche = _Search(orientation, dict(plan.faits))
    base = recherche.issue({})
    if base is None:
        return ()
    trouves: list[Counterfactual] = []
    atteintes = {base}
    inertes: list[tuple[str, Any]] = []
    for fait, valeur in recherche.changes():
        issue = recherche.issue({fait: valeur})
        if issue is None or issue == base:
            inertes.append((fait, valeur))
            continue
        atteintes.add(issue)
        trouves.append(Counterfactual({fait: valeur}, *issue, niveau_change=issue[0] != base[0]))
    for rang, (fait, valeur) in enumerate(inertes):
        for autre, autre_valeur in inertes[rang + 1 :]:
            if autre == fait:
                continue
            issue = recherche.issue({fait: valeur, autre: autre_valeur})
            if issue is None or issue in atteintes:
                continue
            atteintes.add(issue)
            trouves.append(
                Counterfactual({fait: valeur, autre: autre_valeur}, *issue, niveau_change=issue[0] != base[0])
            )
    return tuple(trouves)


class _Search:
    """Reruns the need that stands first, on boxes that differ from the plan's own by one or two variables."""

    def __init__(self, orientation: Orientation, connus: facts.Faits) -> None:
        self._orientation = orientation
        self._connus = connus
        self._q = orientation.questionnaires
        self._espace = orientation.espace
        self._boite = facts.box_for(self._q, connus)
        self._complexite = self._espace.index.get(COMPLEXITE, 0)
        # A change is made in what was said, not in what that leaves of the rest: it may leave something else.
        self._stated = facts.as_stated(self._q, connus)
        self._memo: dict[tuple[int, ...], Issue] = {}

    def changes(self) -> Iterator[tuple[str, Any]]:
        """Every other answer to every fact that the principal or the level can depend on."""
        utiles = self._variables()
        dimensions = self._q.niveau.dimensions.noms
        for nom in self._q.course.changes:
            fait = self._q.faits[nom]
            if fait.plusieurs:
                for valeur in fait.identifiants:
                    if self._espace.index[f"{nom}.{valeur}"] in utiles:
                        yield nom, self._flips(nom, valeur)
                continue
            de_niveau = nom in dimensions or nom == self._q.parts.level
            if (not de_niveau and self._espace.index[nom] not in utiles) or (
                nom not in self._connus and not fait.facultatif
            ):
                continue
            actuelle = self._connus.get(nom, fait.defaut)
            for valeur in fait.identifiants:
                if valeur != str(actuelle):
                    yield nom, int(valeur) if fait.echelle else valeur

    def _variables(self) -> set[int]:
        """What the first need's principal reads; when two needs may change places, what both read and what decides."""
        moteur, donnees = self._orientation.moteur, self._orientation.donnees
        premiers = {self._orientation.ordered(self._connus, self._boite)[0]}
        utiles: set[int] = set()
        if donnees.passe_devant is None:
            return utiles.union(*(moteur.variables_of_principal[besoin] for besoin in premiers))
        condition, premier, avant = donnees.passe_devant
        if premiers & {premier, avant} and {premier, avant} <= set(self._connus[self._q.parts.need]):
            premiers |= {premier, avant}
            utiles = {variable for variable, _ in atoms(condition)}
        return utiles.union(*(moteur.variables_of_principal[besoin] for besoin in premiers))

    def _flips(self, nom: str, valeur: str) -> list[str]:
        actuelles = set(self._connus.get(nom, ())) ^ {valeur}
        return [v for v in self._q.faits[nom].identifiants if v in actuelles]

    def issue(self, changer: Mapping[str, Any]) -> Issue | None:
        """Levels and principal after the changes; None when the answers can't stand together."""
        boite = self._modifier(changer)
        try:
            facts.exclude(self._q, {**self._connus, **changer}, boite)
        except facts.FaitsError:
            return None
        cle = tuple(boite)
        if cle not in self._memo:
            besoin = self._orientation.ordered(self._connus, boite)[0]
            plans = [plan for _, plan in self._orientation.leaves_of(besoin, boite)]
            niveaux = tuple(sorted({c.niveau for c in self._espace.combinations_of(boite)}))
            if any(plan.silent for plan in plans):
                # Rows that name nobody leave it to whom `joindre_maintenant` names.
                principal = self._orientation.named_principal(self._connus, boite)
            else:
                places, _ = merge(plans)
                principal = tuple(place.structure for place in places if place.role == Role.PRINCIPAL)
            self._memo[cle] = niveaux, principal
        return self._memo[cle]

    def _modifier(self, changer: Mapping[str, Any]) -> Boite:
        boite = self._stated.copy()
        dimensions = self._q.niveau.dimensions.noms
        if any(nom in dimensions or nom == self._q.parts.level for nom in changer):
            boite[self._complexite] = facts.complexite_mask(self._q, {**self._connus, **changer})
        for nom, valeur in changer.items():
            if isinstance(valeur, list):
                for membre in self._q.faits[nom].identifiants:
                    variable = f"{nom}.{membre}"
                    boite[self._espace.index[variable]] = self._espace.mask(variable, YES if membre in valeur else NO)
            elif nom in self._espace.index:
                boite[self._espace.index[nom]] = self._espace.mask(nom, valeur)
        return boite
