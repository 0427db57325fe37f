"""Which unknown facts would still change something, and which of them decide most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from desktop.decision.conditions import Boite, split_boxes
from desktop.decision.engine import PlanBesoin
from desktop.decision.model import Role
from desktop.decision.space import COMPLEXITE

if TYPE_CHECKING:
    from desktop.decision import facts
    from desktop.decision.orientation import Evaluation, Orientation

Feuilles = Sequence[tuple[Boite, PlanBesoin]]
# Up to so many boxes of a need are looked at one by one: some two milliseconds.
EXACTES = 60


@dataclass(slots=True)
class _View:
    """What unknown facts can change: the boxes of each need with their plans, and the atoms that decide beside them."""

    boite: Boite
    lus: set[tuple[int, int]]
    feuilles: list[Feuilles]
    nommes: tuple[str, ...]


def useful(orientation: Orientation, evaluation: Evaluation, connus: facts.Faits) -> tuple[str, ...]:
    """Unknown facts that would change the plan, the most deciding first.

    Facts that are only said beside the plan are never among them, nor what a need without a patient does not ask.
    """
    if not evaluation.ordre:
        return (orientation.questionnaires.parts.need,)
    vue = _exact(orientation, evaluation)
    candidats = [nom for nom in _candidates(orientation, evaluation, connus) if _counts(orientation, vue, nom)]
    scores = {nom: _left(orientation, evaluation, nom) for nom in candidats}
    return tuple(sorted(candidats, key=lambda nom: (scores[nom], candidats.index(nom))))


def contingent(orientation: Orientation, evaluation: Evaluation, connus: facts.Faits) -> tuple[str, ...]:
    """Unknown facts that may come to matter, whatever is answered before them: a bound on what can still be asked.

    A fact can wait for another: whether one wishes to stay counts once one is known to be at the hospital. So two situations that
    differ in this fact alone, and in their plans, are enough.
    """
    if not evaluation.ordre:
        return (orientation.questionnaires.parts.need,)
    lus = evaluation.lus | set(_around(orientation, evaluation))
    for feuilles in evaluation.feuilles.values():
        lus |= _of_places(feuilles, ())
    return tuple(
        nom for nom in _candidates(orientation, evaluation, connus) if _separates(orientation, evaluation, nom, lus)
    )


def _exact(orientation: Orientation, evaluation: Evaluation) -> _View:
    """What the answers can change. Where few situations are left, box by box; else with what stays uncertain on a box."""
    vue = _View(evaluation.boite, set(evaluation.lus), [], evaluation.nommes)
    for besoin, feuilles in evaluation.feuilles.items():
        boites = split_boxes(partial(orientation.moteur.plan, besoin, exact=True), evaluation.boite)
        exactes = list(islice(boites, EXACTES + 1))
        if len(exactes) <= EXACTES:
            vue.feuilles.append(exactes)
        else:
            vue.feuilles.append(feuilles)
            vue.lus |= _of_places(feuilles, evaluation.nommes)
    return vue


def _of_places(feuilles: Feuilles, nommes: Sequence[str]) -> set[tuple[int, int]]:
    """Unknown atoms that decide what stands on a box; whom one can surely reach stands without them."""
    return {
        atome
        for _, plan in feuilles
        for place in plan.places
        if place.role == Role.ANTICIPER or place.structure not in nommes or not plan.silent
        for atome in place.lus
    }


def _around(orientation: Orientation, evaluation: Evaluation) -> Iterator[tuple[int, int]]:
    """What can come to decide who answers now, among all structures that some plan holds."""
    for besoin, feuilles in evaluation.feuilles.items():
        boite = orientation.moteur.suppose(besoin, evaluation.boite)
        for structure in {structure for _, plan in feuilles for structure in plan.structures()}:
            yield from orientation.entourage.read_now(structure, boite)


def _separates(orientation: Orientation, evaluation: Evaluation, nom: str, lus: set[tuple[int, int]]) -> bool:
    """Whether two situations that differ in this fact alone differ in their plans, or in an atom that is read."""
    espace = orientation.espace
    dimension = nom in orientation.questionnaires.niveau.dimensions.noms
    variable = espace.index[COMPLEXITE if dimension else nom]

    def without(masque: int) -> int:
        return espace.without_dimension(nom, masque) if dimension else -bool(masque)

    possible = evaluation.boite[variable]
    if any(lue == variable and without(possible & masque) & without(possible & ~masque) for lue, masque in lus):
        return True
    if variable not in evaluation.coupes:
        return False
    for feuilles in evaluation.feuilles.values():
        vues: list[tuple[Boite, object]] = []
        for boite, plan in feuilles:
            reste = boite.copy()
            reste[variable] = without(boite[variable])
            dit = _said(plan, evaluation.nommes)
            if any(autre != dit and all(x & y for x, y in zip(vue, reste, strict=True)) for vue, autre in vues):
                return True
            vues.append((reste, dit))
    return False


def _candidates(orientation: Orientation, evaluation: Evaluation, connus: facts.Faits) -> Iterable[str]:
    q = orientation.questionnaires
    sans_patient = orientation.donnees.sans_patient
    demandees = None
    if all(besoin in sans_patient for besoin in evaluation.ordre):
        demandees = {question for besoin in evaluation.ordre for question in sans_patient[besoin].questions}
    for nom, fait in q.faits.items():
        connu = nom in connus or fait.facultatif or fait.plusieurs or nom == q.parts.level
        if connu or (demandees is not None and nom not in demandees):
            continue
        if nom in q.niveau.dimensions.noms or nom in q.espace.index:
            yield nom


def _masks(orientation: Orientation, nom: str) -> tuple[int, list[int]]:
    """The variable of a fact and the bits of each of its values."""
    q = orientation.questionnaires
    if nom in q.niveau.dimensions.noms:
        return q.espace.index[COMPLEXITE], [q.espace.dimension_mask(nom, v) for v in q.faits[nom].identifiants]
    return q.espace.index[nom], [q.espace.mask(nom, v) for v in q.faits[nom].identifiants]


def _counts(orientation: Orientation, vue: _View, nom: str) -> bool:
    """Whether an answer changes something: a statement that depends on it, or another set of plans."""
    variable, valeurs = _masks(orientation, nom)
    possible = vue.boite[variable]
    restes = [possible & valeur for valeur in valeurs if possible & valeur]
    for lue, masque in vue.lus:
        if lue == variable and len({_relation(reste, masque) for reste in restes}) > 1:
            return True
    return any(
        len({_signature(feuilles, variable, reste, vue.nommes) for reste in restes}) > 1
        for feuilles in vue.feuilles
        if any(boite[variable] != possible for boite, _ in feuilles)
    )


def _relation(reste: int, masque: int) -> int:
    """All in, none in, or mixed."""
    dedans = reste & masque
    return 0 if not dedans else 1 if dedans == reste else 2


def _signature(feuilles: Feuilles, variable: int, reste: int, nommes: Sequence[str]) -> frozenset[object]:
    """What the plan can still be, with this fact known."""
    return frozenset(_said(plan, nommes) for boite, plan in feuilles if boite[variable] & reste)


def _said(plan: PlanBesoin, nommes: Sequence[str]) -> object:
    """What the plan of a box says, to tell it from another; `nommes`: who surely can be reached, where nobody is named."""
    places = [(place.structure, place.role, place.certain) for place in plan.places]
    if nommes and plan.non_nommee and plan.non_nommee in plan.structures():
        muette = plan.silent
        places = [
            p
            for p in places
            if p[0] != plan.non_nommee and (p[1] == Role.ANTICIPER or not muette or p[0] not in nommes)
        ]
        places += [(nomme, Role.PRINCIPAL, True) for nomme in nommes if muette]
    # Among supports, which comes first says nothing.
    appuis = frozenset(place for place in places if place[1] == Role.APPUI)
    return tuple(place for place in places if place[1] != Role.APPUI), appuis, tuple(plan.ouverts())


def _left(orientation: Orientation, evaluation: Evaluation, nom: str) -> float:
    """How many principals stay possible, on average over the answers, for the first need; fewer decides more."""
    variable, valeurs = _masks(orientation, nom)
    possible = evaluation.boite[variable]
    feuilles = evaluation.feuilles[evaluation.ordre[0]]
    comptes = [_principals(feuilles, variable, reste) for valeur in valeurs if (reste := possible & valeur)]
    return sum(comptes) / len(comptes) if comptes else 0.0


def _principals(feuilles: Feuilles, variable: int, reste: int) -> int:
    return len({tuple(plan.in_role(Role.PRINCIPAL)) for boite, plan in feuilles if boite[variable] & reste})
