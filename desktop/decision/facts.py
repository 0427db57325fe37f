"""The facts that a person or a program gives: checked one by one and together, then turned into a box."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desktop.decision.conditions import FAUX, VRAI, Boite, evaluate, first_undecided
from desktop.decision.space import COMPLEXITE, NO, YES, Complexite
from desktop.errors import CapPalliatifError
from desktop.text.typography import french

if TYPE_CHECKING:
    from desktop.decision.loading.questionnaires import Questionnaires
    from desktop.decision.loading.sources import Brut
    from desktop.decision.model import FactParts, Fait

Faits = dict[str, Any]


class FaitsError(CapPalliatifError):
    """Facts that can't be used: names the fact, what was given, and what is allowed."""

    def __init__(self, message: str, *, fait: str = "", donne: Brut = None, permis: tuple[str, ...] = ()) -> None:
        action = f"Valeurs permises : {', '.join(permis)}." if permis else ""
        super().__init__(french(message), french(action))
        self.fait = fait
        self.donne = donne
        self.permis = permis


def validate(questionnaires: Questionnaires, donnes: Brut, permis: tuple[str, ...] | None = None) -> Faits:
    """The facts as given, less the unknown ones, with lists without repeats.

    `permis`: the facts of this questionnaire, all of the orientation's by default. Raises FaitsError.
    """
    if not isinstance(donnes, Mapping):
        raise FaitsError(f"Un objet de faits est attendu, pas {_shown(donnes)}.", donne=donnes)
    connus = tuple(questionnaires.faits) if permis is None else permis
    faits: Faits = {}
    for nom, valeur in donnes.items():
        if nom not in connus:
            raise FaitsError(f"Le fait « {nom} » n’existe pas.", fait=str(nom), donne=valeur, permis=connus)
        if valeur is not None:
            faits[str(nom)] = _value(questionnaires.faits[nom], valeur)
    _priorite(questionnaires.parts, faits)
    return faits


def _value(fait: Fait, donne: Brut) -> Brut:
    permis = fait.identifiants
    if fait.plusieurs:
        if not isinstance(donne, list | tuple):
            message = f"« {fait.id} » attend une liste, pas {_shown(donne)}."
            raise FaitsError(message, fait=fait.id, donne=donne, permis=permis)
        for element in donne:
            if not isinstance(element, str) or element not in permis:
                raise _unknown(fait, element)
        return list(dict.fromkeys(donne))
    if fait.echelle is not None:
        if isinstance(donne, bool) or not isinstance(donne, int) or str(donne) not in permis:
            raise _unknown(fait, donne)
        return donne
    if not isinstance(donne, str) or donne not in permis:
        raise _unknown(fait, donne)
    return donne


def _unknown(fait: Fait, donne: Brut) -> FaitsError:
    message = f"« {fait.id} » ne peut pas valoir {_shown(donne)}."
    return FaitsError(message, fait=fait.id, donne=donne, permis=fait.identifiants)


def _shown(valeur: Brut) -> str:
    texte = repr(valeur) if not isinstance(valeur, str) else f"« {valeur} »"
    return texte if len(texte) <= 60 else texte[:57] + "…"


def _priorite(parts: FactParts, faits: Faits) -> None:
    nom = parts.priority
    if nom in faits and faits[nom] not in faits.get(parts.need, ()):
        message = f"« {nom} » vaut « {faits[nom]} », qui n’est pas parmi les besoins donnés."
        raise FaitsError(message, fait=nom, donne=faits[nom], permis=tuple(faits.get(parts.need, ())))


def box_for(questionnaires: Questionnaires, faits: Faits, a_demander: tuple[str, ...] = ()) -> Boite:
    """The box of the situations that agree with the facts; impossible combinations raise FaitsError.

    Unknown facts keep all their values, but those that are only said beside the plan (`facultatif`): absent, they say nothing,
    save for those of `a_demander`, that a questionnaire still means to ask.
    """
    resultat = as_stated(questionnaires, faits, a_demander)
    exclude(questionnaires, faits, resultat)
    return resultat


def as_stated(questionnaires: Questionnaires, faits: Faits, a_demander: tuple[str, ...] = ()) -> Boite:
    """The box before what is impossible is taken out of it: what one fact rules out of another that is unknown is still there."""
    espace = questionnaires.espace
    resultat = espace.everything()
    for variable, rang in espace.index.items():
        nom, _, membre = variable.partition(".")
        if variable == COMPLEXITE:
            resultat[rang] = complexite_mask(questionnaires, faits)
        elif membre and nom not in faits and nom in a_demander:
            continue
        elif membre:
            resultat[rang] = espace.mask(variable, YES if membre in faits.get(nom, ()) else NO)
        elif nom in faits:
            resultat[rang] = espace.mask(nom, faits[nom])
        elif (defaut := questionnaires.faits[nom].defaut) is not None:
            resultat[rang] = espace.mask(nom, defaut)
    return resultat


def complexite_mask(questionnaires: Questionnaires, faits: Faits) -> int:
    """Complexities that agree with the dimensions and with a level given directly: the higher wins."""
    espace = questionnaires.espace
    dimensions = questionnaires.niveau.dimensions
    masque = espace.masque_combinaisons
    for nom in dimensions.noms:
        if nom in faits:
            masque &= espace.dimension_mask(nom, faits[nom])
    donne = faits.get(questionnaires.parts.level)
    if donne is None:
        return masque
    connus = {nom: dimensions.niveaux[rang][faits[nom]] for rang, nom in enumerate(dimensions.noms) if nom in faits}
    if len(connus) == len(dimensions.noms) and max(connus.values()) >= donne:
        return masque
    nom_ethique = dimensions.noms[dimensions.ethique]
    hors = max([donne, *(niveau for nom, niveau in connus.items() if nom != nom_ethique)])
    ethique = connus.get(nom_ethique, dimensions.rangs[0])

    def given(complexite: Complexite) -> bool:
        return (complexite.dimensions, complexite.hors_ethique, complexite.ethique) == (None, hors, ethique)

    return espace.complexite_mask(given)


def exclude(questionnaires: Questionnaires, faits: Faits, resultat: Boite) -> None:
    """Take out of unknown facts what the others make impossible. Raises FaitsError for what is impossible together."""
    besoins = set(faits.get(questionnaires.parts.need, ()))
    change = True
    while change:
        change = False
        for regle in questionnaires.impossibles:
            if besoins and besoins <= set(regle.sauf_besoins):
                continue
            valeur = evaluate(regle.quand, resultat)
            if valeur == VRAI:
                dits = ", ".join(f"{nom} = {_shown_fact(faits[nom])}" for nom in regle.faits if nom in faits)
                raise FaitsError(f"Réponses impossibles ensemble ({dits}) : {regle.message}.", fait=regle.faits[0])
            if valeur == FAUX or (atome := first_undecided(regle.quand, resultat)) is None:
                continue
            variable, dedans = atome
            essai = resultat.copy()
            essai[variable] &= dedans
            if evaluate(regle.quand, essai) == VRAI:
                resultat[variable] &= ~dedans
                change = True


def _shown_fact(valeur: Brut) -> str:
    return "[" + ", ".join(valeur) + "]" if isinstance(valeur, list) else str(valeur)
