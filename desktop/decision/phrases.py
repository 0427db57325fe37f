"""Sentences made from a plan: what one can say on the telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.decision.charge import Questionnaires
    from desktop.decision.plan import Plan


def dire(questionnaires: Questionnaires, structures: Sequence[str], lien: str = "puis") -> str:
    """« l’appui téléphonique régional, puis l’USP »: names as one says them."""
    dits = [questionnaires.orientation.structures[structure].dire for structure in structures]
    if len(dits) < 2:
        return "".join(dits)
    virgule = "," if lien == "puis" else ""
    return ", ".join(dits[:-1]) + f"{virgule} {lien} {dits[-1]}"


def premiere_phrase(questionnaires: Questionnaires, plan: Plan) -> str:
    """The result's first line: whom to reach now when that list exists, else the principal of the first need."""
    if plan.personne:
        return questionnaires.orientation.textes.personne
    if plan.joindre_maintenant:
        return f"Maintenant\u00a0: joindre {dire(questionnaires, plan.joindre_maintenant)}."
    if not plan.besoins:
        return ""
    besoin = plan.besoins[0]
    if not besoin.principal:
        return questionnaires.orientation.textes.personne
    en_place = all(
        besoin.acces[structure].mode == "a_mobiliser" for structure in besoin.principal if structure in besoin.acces
    ) and any(structure in besoin.acces for structure in besoin.principal)
    verbe = "Mobiliser" if en_place else "Solliciter"
    # A choice that the texts leave open, or that an unknown fact still decides, is an « ou »; else they work together.
    lien = "ou" if besoin.ouvert or set(besoin.principal) & set(besoin.incertains) else "et"
    return f"{verbe} {dire(questionnaires, besoin.principal, lien)}."
