"""Sentences made from a plan: what one can say on the telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.decision.loading.questionnaires import Questionnaires
    from desktop.decision.plan import Access, Plan


def say(questionnaires: Questionnaires, structures: Sequence[str], lien: str = "puis") -> str:
    """« l’appui téléphonique régional, puis l’USP »: names as one says them."""
    dits = [questionnaires.orientation.structures[structure].dire for structure in structures]
    if len(dits) < 2:
        return "".join(dits)
    virgule = "," if lien == "puis" else ""
    return ", ".join(dits[:-1]) + f"{virgule} {lien} {dits[-1]}"


def callers_said(questionnaires: Questionnaires, par: Sequence[str]) -> str:
    """Who must ask: « le médecin traitant ou le spécialiste référent », « un professionnel de santé »."""
    words = questionnaires.orientation.appelants_dits
    together = words.get(frozenset(par), ())
    dits = together or [dit for one in par for dit in words[frozenset({one})]]
    return " ou ".join([", ".join(dits[:-1]), dits[-1]]) if len(dits) > 1 else "".join(dits)


def _by_another(
    questionnaires: Questionnaires, plan: Plan, structures: Sequence[str], acces: Mapping[str, Access]
) -> str:
    """Who must ask for these structures, when the one who asks may call none of them (law 5); "" otherwise."""
    demandeur = plan.faits.get(questionnaires.parts.caller)
    voies = {acces[s].par for s in structures if s in acces and acces[s].mode == "a_demander"}
    tous = all(s in acces and acces[s].mode == "a_demander" for s in structures)
    if demandeur is None or not tous or len(voies) != 1:
        return ""
    par = next(iter(voies))
    return "" if demandeur in par else callers_said(questionnaires, par)


def first_sentence(questionnaires: Questionnaires, plan: Plan, quand: str = "") -> str:
    """The result's first line: whom to reach now when that list exists, else the principal of the first need.

    `quand` stands for « maintenant » when it is not now any more, « à 17 h 55 »: then every sentence says it, for another hour
    may call for another answer.
    """
    if plan.joindre_maintenant:
        return _at_the_hour(f"Joindre {say(questionnaires, plan.joindre_maintenant)}.", quand or "maintenant")
    return _at_the_hour(_without_hour(questionnaires, plan), quand)


def _at_the_hour(phrase: str, quand: str) -> str:
    if not (phrase and quand):
        return phrase
    return f"{quand[:1].upper()}{quand[1:]}\u00a0: {phrase[:1].lower()}{phrase[1:]}"


def _without_hour(questionnaires: Questionnaires, plan: Plan) -> str:
    if plan.personne:
        return questionnaires.orientation.textes.personne
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
    dits = say(questionnaires, besoin.principal, lien)
    if autre := _by_another(questionnaires, plan, besoin.principal, besoin.acces):
        return f"Faire solliciter {dits} par {autre}."
    return f"{verbe} {dits}."
