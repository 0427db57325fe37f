"""Laws 10, 11 and 12: every statement sourced, every plan explained, the order of answers indifferent."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING, Any

from desktop.decision import facts
from desktop.decision.flow import Flow
from desktop.decision.model import Nature
from desktop.decision.trace import Verdict
from desktop.proof.whole_space import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.decision.counterfactuals import Counterfactual
    from desktop.decision.loading.sources import Brut
    from desktop.proof.whole_space import WholeSpace

GRAINE = 20230621
TIRAGES = 12
# How often a drawn situation says a fact, one that may be left unsaid, and each value of one with several.
SU, SUPPOSE, MEMBRE = 0.95, 0.7, 0.15


def sourced(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    """10. Each statement has its nature; each R and D names rules of the content."""
    prefixes = {
        ligne.id for ligne in (*preuve.donnees.tables[besoin].lignes, *preuve.donnees.tables[besoin].complements)
    }
    connues = preuve.regles_du_contenu
    for identifiant, source in preuve.q.sources():
        if identifiant.partition("/")[0] not in prefixes:
            continue
        if source.nature in (Nature.REFERENTIEL, Nature.DOCUMENT) and not source.regles:
            yield Failure(10, besoin, f"{identifiant} ne nomme aucune règle", {})
        if connues is not None:
            for regle in source.regles:
                if regle not in connues:
                    yield Failure(10, besoin, f"{identifiant} cite {regle}, qui n’existe pas", {})


def explained(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    """11. On a seeded sample: a row fired, every structure has its statement, each minimal change is proven and none is smaller."""
    hasard = random.Random(f"{GRAINE}-11-{besoin}")  # noqa: S311 - a sample, not a secret
    orientation = preuve.orientation
    for _ in range(TIRAGES):
        donnes = situation(preuve, besoin, hasard)
        plan = orientation.orienter(donnes)
        trace = plan.trace
        premiere = next(iter(trace.besoins[0].tables.values()))
        if sum(ligne.verdict == Verdict.HOLDS for ligne in premiere[: len(preuve.donnees.tables[besoin].lignes)]) != 1:
            yield Failure(11, besoin, "la trace ne montre pas une ligne qui gagne", donnes)
        if {e.structure for e in plan.besoins[0].enonces} != {*plan.besoins[0].structures, *plan.besoins[0].anticiper}:
            yield Failure(11, besoin, "une structure n’a pas son énoncé", donnes)
        for contrefactuel in plan.contrefactuels:
            yield from _counterfactual(preuve, besoin, donnes, contrefactuel)


def _counterfactual(preuve: WholeSpace, besoin: str, donnes: dict[str, Any], dit: Counterfactual) -> Iterator[Failure]:
    orientation = preuve.orientation
    base = orientation.orienter(donnes)
    change = orientation.orienter({**donnes, **dit.changer})
    if (change.niveau, change.principal) != (dit.niveau, dit.principal):
        yield Failure(11, besoin, f"{dit.changer} ne donne pas {dit.principal}", donnes)
    if (change.niveau, change.principal) == (base.niveau, base.principal):
        yield Failure(11, besoin, f"{dit.changer} ne change rien", donnes)
    for taille in range(1, len(dit.changer)):
        for noms in combinations(dit.changer, taille):
            try:
                moindre = orientation.orienter({**donnes, **{nom: dit.changer[nom] for nom in noms}})
            except facts.FaitsError:
                continue
            if (moindre.niveau, moindre.principal) != (base.niveau, base.principal):
                yield Failure(11, besoin, f"{noms} suffit déjà", donnes)


def situation(preuve: WholeSpace, besoin: str, hasard: random.Random) -> dict[str, Any]:
    """One possible situation, drawn fact by fact."""
    q = preuve.q
    while True:
        donnes: dict[str, Any] = {q.parts.need: [besoin]}
        for fait in (q.faits[nom] for nom in (*q.niveau.dimensions.noms, *q.course.variables)):
            if fait.plusieurs:
                donnes[fait.id] = [v for v in fait.identifiants if hasard.random() < MEMBRE]
            elif hasard.random() < (SUPPOSE if fait.facultatif else SU):
                donnes[fait.id] = hasard.choice(fait.identifiants)
        try:
            facts.box_for(q, facts.validate(q, donnes))
        except facts.FaitsError:
            continue
        return donnes


def order_indifferent(preuve: WholeSpace, besoin: str) -> Iterator[Failure]:
    """12. On a seeded sample: answering in any order, changing answers on the way, equals a fresh fill."""
    hasard = random.Random(f"{GRAINE}-12-{besoin}")  # noqa: S311
    for _ in range(3):
        donnes, avant = situation(preuve, besoin, hasard), situation(preuve, besoin, hasard)
        neuf = Flow(preuve.orientation, donnes)
        flux = Flow(preuve.orientation)
        ordre = [*((nom, avant[nom]) for nom in hasard.sample(list(avant), len(avant) // 2)), *donnes.items()]
        hasard.shuffle(ordre)
        for nom, valeur in ordre:
            flux = _answer(flux, nom, valeur)
        for nom in set(flux.reponses) - set(donnes):
            flux = flux.without(nom)
        for nom in hasard.sample(list(donnes), len(donnes)):
            flux = _answer(flux, nom, donnes[nom])
        if (flux.counted, flux.to_ask) != (neuf.counted, neuf.to_ask):
            yield Failure(12, besoin, "l’ordre des réponses change le résultat", donnes)
        if flux.plan.as_dict() != neuf.plan.as_dict():
            yield Failure(12, besoin, "l’ordre des réponses change le plan", donnes)


def _answer(flux: Flow, nom: str, valeur: Brut) -> Flow:
    """Answer, or take back what stands in the way: an impossible answer is refused on the screen."""
    try:
        return flux.answer(nom, valeur)
    except facts.FaitsError:
        exclusifs = {fait for regle in flux.orientation.questionnaires.impossibles for fait in regle.faits}
        for autre in sorted(exclusifs):
            if autre != nom and autre in flux.reponses:
                flux = flux.without(autre)
        return flux.answer(nom, valeur)
