"""Which unknown facts would still change something, and which of them decide most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from desktop.decision import faits
from desktop.decision.conditions import Boite
from desktop.decision.espace import COMPLEXITE
from desktop.decision.model import Role
from desktop.decision.moteur import PlanBesoin

if TYPE_CHECKING:
    from desktop.decision.orientation import Evaluation, Orientation

Feuilles = Sequence[tuple[Boite, PlanBesoin]]


def utiles(orientation: Orientation, evaluation: Evaluation, connus: faits.Faits) -> tuple[str, ...]:
    """Unknown facts that would change the plan, the most deciding first.

    Facts that are only said beside the plan are never among them, nor what a need without a patient does not ask.
    """
    if not evaluation.ordre:
        return (faits.BESOIN,)
    candidats = [nom for nom in _candidats(orientation, evaluation, connus) if _compte(orientation, evaluation, nom)]
    scores = {nom: _reste(orientation, evaluation, nom) for nom in candidats}
    return tuple(sorted(candidats, key=lambda nom: (scores[nom], candidats.index(nom))))


def _candidats(orientation: Orientation, evaluation: Evaluation, connus: faits.Faits) -> Iterable[str]:
    q = orientation.questionnaires
    sans_patient = orientation.donnees.sans_patient
    demandees = None
    if all(besoin in sans_patient for besoin in evaluation.ordre):
        demandees = {question for besoin in evaluation.ordre for question in sans_patient[besoin].questions}
    for nom, fait in q.faits.items():
        connu = nom in connus or fait.facultatif or fait.plusieurs or nom == faits.NIVEAU
        if connu or (demandees is not None and nom not in demandees):
            continue
        if nom in q.niveau.dimensions.noms or nom in q.espace.index:
            yield nom


def _masques(orientation: Orientation, nom: str) -> tuple[int, list[int]]:
    """The variable of a fact and the bits of each of its values."""
    q = orientation.questionnaires
    if nom in q.niveau.dimensions.noms:
        return q.espace.index[COMPLEXITE], [q.espace.masque_dimension(nom, v) for v in q.faits[nom].identifiants]
    return q.espace.index[nom], [q.espace.masque(nom, v) for v in q.faits[nom].identifiants]


def _compte(orientation: Orientation, evaluation: Evaluation, nom: str) -> bool:
    """Whether an answer changes something: a statement that depends on it, or another set of boxes."""
    variable, valeurs = _masques(orientation, nom)
    possible = evaluation.boite[variable]
    restes = [possible & valeur for valeur in valeurs if possible & valeur]
    for lue, masque in evaluation.lus:
        if lue == variable and len({_rapport(reste, masque) for reste in restes}) > 1:
            return True
    if variable not in evaluation.coupes:
        return False
    return any(
        len({_signature(feuilles, variable, reste) for reste in restes}) > 1
        for feuilles in evaluation.feuilles.values()
    )


def _rapport(reste: int, masque: int) -> int:
    """All in, none in, or mixed."""
    dedans = reste & masque
    return 0 if not dedans else 1 if dedans == reste else 2


def _signature(feuilles: Feuilles, variable: int, reste: int) -> frozenset[object]:
    """What the plan can still be, with this fact known."""
    return frozenset(
        (tuple((place.structure, place.role, place.certain) for place in plan.places), tuple(plan.ouverts()))
        for boite, plan in feuilles
        if boite[variable] & reste
    )


def _reste(orientation: Orientation, evaluation: Evaluation, nom: str) -> float:
    """How many principals stay possible, on average over the answers, for the first need; fewer decides more."""
    variable, valeurs = _masques(orientation, nom)
    possible = evaluation.boite[variable]
    feuilles = evaluation.feuilles[evaluation.ordre[0]]
    comptes = [_principaux(feuilles, variable, reste) for valeur in valeurs if (reste := possible & valeur)]
    return sum(comptes) / len(comptes) if comptes else 0.0


def _principaux(feuilles: Feuilles, variable: int, reste: int) -> int:
    return len({tuple(plan.de_role(Role.PRINCIPAL)) for boite, plan in feuilles if boite[variable] & reste})
