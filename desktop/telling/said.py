"""The sentences of a plan that say what to do, and promise nothing that an answer which is missing may still change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.decision import say, sentences
from desktop.decision.sentences import callers_said

if TYPE_CHECKING:
    from desktop.decision import Plan, Questionnaires

SAID = 3
"""More structures than this are no sentence for the telephone."""


def at_the_hour(words: str, quand: str) -> str:
    """The same words with what stands for « maintenant », if anything: « répond à 22 h 10 »."""
    return words.replace("maintenant", quand) if quand else words


def first_sentence(questionnaires: Questionnaires, plan: Plan, quand: str = "") -> str:
    """The sentence one can say on the telephone."""
    words = sentences.first_sentence(questionnaires, plan, quand)
    if quand:  # the hour stands at its head: « à 17 h 55 : … personne à joindre », not twice
        words = words.replace(" maintenant", "")
    if plan.joindre is not None or not plan.besoins:
        return words
    first = plan.besoins[0]
    if not set(first.principal) & set(first.incertains):
        return words
    if len(first.principal) > SAID:
        return "Pas encore de réponse sûre : il manque des réponses."
    return f"Selon ce qui n’est pas encore dit : {say(questionnaires, first.principal, 'ou')}."


def next_sentence(questionnaires: Questionnaires, plan: Plan) -> str:
    """After whom to reach now: the principal of the first need, if it is another; "" where there is nothing to add."""
    if plan.joindre is None or not plan.besoins:
        return ""
    first = plan.besoins[0]
    rest = [
        s
        for s in first.principal
        if s not in (plan.joindre_maintenant or ()) and s != questionnaires.orientation.non_nommee
    ]
    if not rest:
        return ""
    if set(rest) & set(first.incertains):
        if len(rest) > SAID:
            return "Ensuite : cela dépend encore des réponses qui manquent."
        return f"Ensuite, selon ce qui n’est pas encore dit : {say(questionnaires, rest, 'ou')}."
    link = "ou" if first.ouvert else "et"
    par = {first.acces[s].par for s in rest if s in first.acces and first.acces[s].mode == "a_demander"}
    asked_by_all = len(par) == 1 and all(s in first.acces for s in rest)
    if asked_by_all and plan.faits.get(questionnaires.parts.caller, "") not in (who := next(iter(par))):
        return f"Ensuite : {say(questionnaires, rest, link)}, à demander par {callers_said(questionnaires, who)}."
    return f"Ensuite : solliciter {say(questionnaires, rest, link)}."
