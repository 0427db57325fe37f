"""The questionnaires as HL7 FHIR R4 `Questionnaire`, each case as `QuestionnaireResponse`: plain values, ready for JSON.

Identifiers of questions (`linkId`) and codes of answers are those of docs/decisions.md § 2.1; what a person reads is French. A
question is enabled where the flow may ask it: for the needs where some answer could still change the plan. Nothing is required: an
answer that is not given is unknown. The program's result stands beside the answers in a response, read only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.decision import FaitsError
from desktop.decision.asking import guards_of, needs_that_ask
from desktop.decision.loading.profils import ETATS
from desktop.decision.model import Role
from desktop.telling.words import with_capital
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.decision import Questionnaires
    from desktop.decision.forms import Form
    from desktop.decision.loading.profils import Exigence, Profil
    from desktop.decision.model import Valeur

Ressource = dict[str, Any]

RACINE = "urn:cap-palliatif"
STRUCTURES = f"{RACINE}:structure"
EDITEUR = "Cap palliatif"
LANGUE = "fr"
ORIENTATION = "orientation"
RESULTAT, NON_LISTES, DIMENSIONS = "resultat", "non_listes", "dimensions"
_CONTROLE = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
_CONTROLES = "http://hl7.org/fhir/questionnaire-item-control"
_MENTION = (
    "Aide à la décision, ni texte réglementaire ni dispositif médical. Aucune identité n’est demandée. "
    "Une question sans réponse vaut « je ne sais pas »."
)


def questionnaire_names(questionnaires: Questionnaires) -> tuple[str, ...]:
    """Every questionnaire: the level, the orientation, the other forms, then the profiles."""
    niveau = questionnaires.niveau.form
    level = (niveau.id,) if niveau else ()
    return (*level, ORIENTATION, *(f for f in questionnaires.forms if f not in level), *questionnaires.profils)


def canonical(nom: str) -> str:
    """The canonical address of a questionnaire: a name, not a place on the network."""
    return f"{RACINE}:questionnaire:{nom}"


def code_system(fait: str) -> str:
    """The system of the codes of a fact's values."""
    return f"{RACINE}:fait:{fait}"


def questionnaire(questionnaires: Questionnaires, nom: str, version_contenu: str) -> Ressource:
    """One `Questionnaire`. Raises FaitsError for an unknown name."""
    if nom in questionnaires.profils:
        profil = questionnaires.profils[nom]
        titre, items = f"Profil : {profil.titre}", _items_of_profil(profil)
    elif nom == ORIENTATION:
        titre, items = questionnaires.course.titre, _items_of_orientation(questionnaires)
    elif nom in questionnaires.forms:
        form = questionnaires.forms[nom]
        titre, items = form.table.titre, _form_items(questionnaires, form)
    else:
        message = f"Le questionnaire « {nom} » n’existe pas."
        raise FaitsError(message, fait="questionnaire", donne=nom, permis=questionnaire_names(questionnaires))
    return {
        "resourceType": "Questionnaire",
        "id": nom.replace("_", "-"),
        "language": LANGUE,
        "url": canonical(nom),
        "version": version_contenu,
        "name": "".join(with_capital(mot) for mot in nom.split("_")),
        "title": french(titre),
        "status": "active",
        "publisher": EDITEUR,
        "description": french(f"{_MENTION} {questionnaires.orientation.textes.securite}"),
        "item": items,
    }


# Items ----------------------------------------------------------------------------------------------------------


def _items_of_orientation(q: Questionnaires) -> list[Ressource]:
    utiles = needs_that_ask(q)
    items: list[Ressource] = []
    dimensions: list[Ressource] = []
    for nom in q.course.replay:
        item = _item(q, nom)
        if nom != q.parts.need:
            item = _for_besoins(item, q, utiles[nom])
        (dimensions if nom in q.niveau.dimensions.noms else items).append(item)
    form, level = q.niveau.form, q.parts.level
    levels = [form.table.id] if form else []
    resultat = _result(q, ("phrase", *levels, "principal", "joindre_maintenant"))
    if form is None:
        return [*items, resultat]
    groupe: Ressource = {"linkId": DIMENSIONS, "text": form.group, "type": "group"}
    if level:
        groupe["enableWhen"] = [{"question": level, "operator": "exists", "answerBoolean": False}]
    groupe["item"] = dimensions
    rang = next((rang for rang, item in enumerate(items) if item["linkId"] == level), len(items) - 1) + 1
    return [*items[:rang], groupe, *items[rang:], resultat]


def _form_items(q: Questionnaires, form: Form) -> list[Ressource]:
    """Every question; of a form of its own, with the table's skips.

    A question is asked when, with the earlier answers, it can still change the rank.
    """
    if form is q.niveau.form:
        return [*(_item(q, nom) for nom in form.facts), _result(q, (form.table.id,))]
    items = []
    for nom, guards in guards_of(q, form).items():
        conditions = [_equal(before, q.faits[before].valeur(value)) for before, value in guards.items()]
        items.append(_active(_item(q, nom), conditions, "all"))
    return [*items, _result(q, (form.table.id,))]


def _items_of_profil(profil: Profil) -> list[Ressource]:
    groupes: dict[str, list[Ressource]] = {}
    for exigence in profil.exigences:
        groupes.setdefault(exigence.rubrique, []).append(_item_of_profil(profil, exigence))
    items = [
        {"linkId": f"rubrique-{rang}", "text": french(rubrique), "type": "group", "item": membres}
        for rang, (rubrique, membres) in enumerate(groupes.items(), 1)
    ]
    autres = {
        "linkId": NON_LISTES,
        "text": french("Autres éléments, que la source ne cite pas (identifiant=état)"),
        "type": "string",
        "repeats": True,
    }
    return [*items, autres]


def _item_of_profil(profil: Profil, exigence: Exigence) -> Ressource:
    item: Ressource = {
        "linkId": exigence.id,
        "prefix": exigence.force_words,
        "text": french(exigence.question),
        "type": "choice",
        "answerOption": [{"valueCoding": state_coding(profil.id, etat)} for etat in ETATS],
    }
    if exigence.aide:
        item["item"] = [_aide(exigence.id, exigence.aide)]
    return item


def state_coding(profil: str, etat: str) -> Ressource:
    """The coding of the state of a profile's item."""
    return {"system": code_system(f"profil:{profil}"), "code": etat, "display": ETATS[etat]}


def _item(q: Questionnaires, nom: str) -> Ressource:
    fait = q.faits[nom]
    item: Ressource = {"linkId": nom, "text": french(fait.question), "type": "choice"}
    if fait.plusieurs:
        item["repeats"] = True
    item["answerOption"] = [{"valueCoding": coding_of(nom, valeur)} for valeur in fait.valeurs]
    besoins = q.faits[q.parts.need]
    variantes = [f"Pour « {besoins.valeur(b).libelle} » : {texte}" for b, texte in fait.variantes.items()]
    aide = " ".join([*filter(None, (fait.aide, fait.exemple and f"Exemple : {fait.exemple}")), *variantes])
    if aide:
        item["item"] = [_aide(nom, aide)]
    return item


def coding_of(fait: str, valeur: Valeur) -> Ressource:
    """The coding of a value: the identifier of docs/decisions.md § 2.1, the words of the button."""
    return {"system": code_system(fait), "code": valeur.id, "display": french(valeur.libelle)}


def _aide(nom: str, texte: str) -> Ressource:
    controle = {"coding": [{"system": _CONTROLES, "code": "help", "display": "Help-Button"}]}
    return {
        "extension": [{"url": _CONTROLE, "valueCodeableConcept": controle}],
        "linkId": f"{nom}.aide",
        "text": french(texte),
        "type": "display",
    }


def _result(q: Questionnaires, champs: Sequence[str]) -> Ressource:
    """What the program answers: read only."""
    structures = [{"valueCoding": structure_coding(q, nom)} for nom in q.orientation.structures]
    ranks = {
        form.table.id: {"text": form.words["resultats"], "type": "integer", "repeats": True}
        for form in q.forms.values()
    }
    roles = q.orientation.textes.roles
    genres: dict[str, Ressource] = {
        **ranks,
        "phrase": {"text": "En une phrase", "type": "string"},
        "principal": {"text": roles[Role.PRINCIPAL], "type": "choice", "repeats": True, "answerOption": structures},
        "joindre_maintenant": {
            "text": "À joindre maintenant",
            "type": "choice",
            "repeats": True,
            "answerOption": structures,
        },
    }
    membres = [{"linkId": f"{RESULTAT}.{champ}", "readOnly": True, **genres[champ]} for champ in champs]
    return {"linkId": RESULTAT, "text": "Résultat", "type": "group", "readOnly": True, "item": membres}


def structure_coding(q: Questionnaires, nom: str) -> Ressource:
    """The coding of a structure that a plan names."""
    libelle = q.orientation.structures[nom].libelle
    return {"system": STRUCTURES, "code": nom, "display": french(libelle)}


# Where a question is asked ----------------------------------------------------------------------------------------


def _for_besoins(item: Ressource, q: Questionnaires, besoins: Sequence[str]) -> Ressource:
    fait = q.faits[q.parts.need]
    if set(besoins) == set(fait.identifiants):
        return _active(item, [{"question": fait.id, "operator": "exists", "answerBoolean": True}], "any")
    return _active(item, [_equal(fait.id, fait.valeur(besoin)) for besoin in besoins], "any")


def _equal(fait: str, valeur: Valeur) -> Ressource:
    return {"question": fait, "operator": "=", "answerCoding": coding_of(fait, valeur)}


def _active(item: Ressource, conditions: list[Ressource], toutes: str) -> Ressource:
    if not conditions:
        return item
    suite = {"enableBehavior": toutes} if len(conditions) > 1 else {}
    garde = {cle: item[cle] for cle in ("linkId", "text", "type")}
    return {**garde, "enableWhen": conditions, **suite, **{c: v for c, v in item.items() if c not in garde}}
