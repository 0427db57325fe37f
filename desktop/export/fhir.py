"""The questionnaires as HL7 FHIR R4 `Questionnaire`, each case as `QuestionnaireResponse`: plain values, ready for JSON.

Identifiers of questions (`linkId`) and codes of answers are those of docs/decisions.md § 2.1; what a person reads is French. A
question is enabled where the flow may ask it: for the needs where some answer could still change the plan. Nothing is required: an
answer that is not given is unknown. The program's result stands beside the answers in a response, read only.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from desktop.decision import FaitsError, Flow, Orientation
from desktop.decision.conditions import atomes
from desktop.decision.loading.profils import ETATS
from desktop.decision.model import Role
from desktop.telling.words import majuscule
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from desktop.decision import Questionnaires
    from desktop.decision.forms import Form
    from desktop.decision.loading.profils import Exigence, Profil
    from desktop.decision.model import Valeur

Ressource = dict[str, Any]

RACINE = "urn:cap-palliatif"
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


def noms(questionnaires: Questionnaires) -> tuple[str, ...]:
    """Every questionnaire: the level, the orientation, the other forms, then the profiles."""
    niveau = questionnaires.niveau.form
    level = (niveau.id,) if niveau else ()
    return (*level, ORIENTATION, *(f for f in questionnaires.forms if f not in level), *questionnaires.profils)


def canonique(nom: str) -> str:
    """The canonical address of a questionnaire: a name, not a place on the network."""
    return f"{RACINE}:questionnaire:{nom}"


def systeme(fait: str) -> str:
    """The system of the codes of a fact's values."""
    return f"{RACINE}:fait:{fait}"


def questionnaire(questionnaires: Questionnaires, nom: str, version_contenu: str) -> Ressource:
    """One `Questionnaire`. Raises FaitsError for an unknown name."""
    if nom in questionnaires.profils:
        profil = questionnaires.profils[nom]
        titre, items = f"Profil : {profil.titre}", _items_du_profil(profil)
    elif nom == ORIENTATION:
        titre, items = questionnaires.course.titre, _items_de_l_orientation(questionnaires)
    elif nom in questionnaires.forms:
        form = questionnaires.forms[nom]
        titre, items = form.table.titre, _form_items(questionnaires, form)
    else:
        message = f"Le questionnaire « {nom} » n’existe pas."
        raise FaitsError(message, fait="questionnaire", donne=nom, permis=noms(questionnaires))
    return {
        "resourceType": "Questionnaire",
        "id": nom.replace("_", "-"),
        "language": LANGUE,
        "url": canonique(nom),
        "version": version_contenu,
        "name": "".join(majuscule(mot) for mot in nom.split("_")),
        "title": french(titre),
        "status": "active",
        "publisher": EDITEUR,
        "description": french(f"{_MENTION} {questionnaires.orientation.textes.securite}"),
        "item": items,
    }


# Items ----------------------------------------------------------------------------------------------------------


def _items_de_l_orientation(q: Questionnaires) -> list[Ressource]:
    utiles = besoins_utiles(q)
    items: list[Ressource] = []
    dimensions: list[Ressource] = []
    for nom in q.course.replay:
        item = _item(q, nom)
        if nom != q.parts.need:
            item = _si_besoin(item, q, utiles[nom])
        (dimensions if nom in q.niveau.dimensions.noms else items).append(item)
    form, level = q.niveau.form, q.parts.level
    levels = [form.table.id] if form else []
    resultat = _resultat(q, ("phrase", *levels, "principal", "joindre_maintenant"))
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
        return [*(_item(q, nom) for nom in form.facts), _resultat(q, (form.table.id,))]
    variables = form.space.variables
    items = []
    for variable in variables:
        item = _item(q, variable.nom)
        conditions = [
            _egal(avant.nom, fait.valeur(valeurs[0]))
            for avant in variables
            if avant.nom != variable.nom
            and (fait := q.faits[avant.nom])
            and len(valeurs := _valeurs_ou_compte(q, form, avant.nom, variable.nom)) == 1
        ]
        items.append(_active(item, conditions, "all"))
    return [*items, _resultat(q, (form.table.id,))]


def _valeurs_ou_compte(q: Questionnaires, form: Form, avant: str, nom: str) -> list[str]:
    """Values of `avant` for which some row reads both it and `nom`, so that `nom` can matter."""
    espace = form.space
    valeurs = []
    for valeur in q.faits[avant].identifiants:
        for ligne in form.table.rows:
            lus = dict(atomes(ligne.quand))
            masque = lus.get(espace.index[avant])
            if espace.index[nom] in lus and masque is not None and masque & espace.masque(avant, valeur):
                valeurs.append(valeur)
                break
    # A fact that is read without the other one, in some row, does not depend on it.
    seul = any(
        espace.index[nom] in (lus := dict(atomes(ligne.quand))) and espace.index[avant] not in lus
        for ligne in form.table.rows
    )
    return list(q.faits[avant].identifiants) if seul else valeurs


def _items_du_profil(profil: Profil) -> list[Ressource]:
    groupes: dict[str, list[Ressource]] = {}
    for exigence in profil.exigences:
        groupes.setdefault(exigence.rubrique, []).append(_item_du_profil(profil, exigence))
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


def _item_du_profil(profil: Profil, exigence: Exigence) -> Ressource:
    item: Ressource = {
        "linkId": exigence.id,
        "prefix": exigence.force_words,
        "text": french(exigence.question),
        "type": "choice",
        "answerOption": [{"valueCoding": codage_etat(profil.id, etat)} for etat in ETATS],
    }
    if exigence.aide:
        item["item"] = [_aide(exigence.id, exigence.aide)]
    return item


def codage_etat(profil: str, etat: str) -> Ressource:
    """The coding of the state of a profile's item."""
    return {"system": systeme(f"profil:{profil}"), "code": etat, "display": ETATS[etat]}


def _item(q: Questionnaires, nom: str) -> Ressource:
    fait = q.faits[nom]
    item: Ressource = {"linkId": nom, "text": french(fait.question), "type": "choice"}
    if fait.plusieurs:
        item["repeats"] = True
    item["answerOption"] = [{"valueCoding": codage(nom, valeur)} for valeur in fait.valeurs]
    besoins = q.faits[q.parts.need]
    variantes = [f"Pour « {besoins.valeur(b).libelle} » : {texte}" for b, texte in fait.variantes.items()]
    aide = " ".join([*filter(None, (fait.aide, fait.exemple and f"Exemple : {fait.exemple}")), *variantes])
    if aide:
        item["item"] = [_aide(nom, aide)]
    return item


def codage(fait: str, valeur: Valeur) -> Ressource:
    """The coding of a value: the identifier of docs/decisions.md § 2.1, the words of the button."""
    return {"system": systeme(fait), "code": valeur.id, "display": french(valeur.libelle)}


def _aide(nom: str, texte: str) -> Ressource:
    controle = {"coding": [{"system": _CONTROLES, "code": "help", "display": "Help-Button"}]}
    return {
        "extension": [{"url": _CONTROLE, "valueCodeableConcept": controle}],
        "linkId": f"{nom}.aide",
        "text": french(texte),
        "type": "display",
    }


def _resultat(q: Questionnaires, champs: Sequence[str]) -> Ressource:
    """What the program answers: read only."""
    structures = [{"valueCoding": codage_structure(q, nom)} for nom in q.orientation.structures]
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


def codage_structure(q: Questionnaires, nom: str) -> Ressource:
    """The coding of a structure that a plan names."""
    libelle = q.orientation.structures[nom].libelle
    return {"system": f"{RACINE}:structure", "code": nom, "display": french(libelle)}


# Where a question is asked ----------------------------------------------------------------------------------------


def besoins_utiles(q: Questionnaires) -> Mapping[str, tuple[str, ...]]:
    """For each fact, the needs for which the flow may ask it, whatever is said beside the plan.

    What may come to matter when only the need is known bounds what can ever be asked.
    """
    orientation = Orientation(q)
    sans_patient = q.orientation.sans_patient
    besoins = q.faits[q.parts.need].identifiants
    utiles: dict[str, list[str]] = {nom: [] for nom in q.course.replay}
    for besoin in besoins:
        demandees = set()
        for a_cote in _a_cote(q):
            demandees |= set(Flow(orientation, {q.parts.need: [besoin], **a_cote}).eventuelles)
        for nom in q.course.replay:
            if nom == q.parts.priority or nom in demandees or (nom in q.course.beside and besoin not in sans_patient):
                utiles[nom].append(besoin)
    # A level that is known stands for the six dimensions.
    if q.parts.level:
        utiles[q.parts.level] = [b for b in besoins if any(b in utiles[d] for d in q.niveau.dimensions.noms)]
    return {nom: tuple(liste) for nom, liste in utiles.items()}


def _a_cote(q: Questionnaires) -> Iterable[Mapping[str, Any]]:
    """Everything that can be said beside the plan, in every combination: refusals add up to what one alone does not."""
    parts = q.parts
    aside = (parts.priority, parts.level, parts.agreement)
    said: dict[str, list[Any]] = {}
    for nom in q.course.beside:
        if nom not in aside:
            valeurs = q.faits[nom].identifiants
            several = [list(c) for taille in range(len(valeurs) + 1) for c in combinations(valeurs, taille)]
            said[nom] = several if q.faits[nom].plusieurs else list(valeurs)
    for choisies in product(*said.values()):
        yield dict(zip(said, choisies, strict=True))


def _si_besoin(item: Ressource, q: Questionnaires, besoins: Sequence[str]) -> Ressource:
    fait = q.faits[q.parts.need]
    if set(besoins) == set(fait.identifiants):
        return _active(item, [{"question": fait.id, "operator": "exists", "answerBoolean": True}], "any")
    return _active(item, [_egal(fait.id, fait.valeur(besoin)) for besoin in besoins], "any")


def _egal(fait: str, valeur: Valeur) -> Ressource:
    return {"question": fait, "operator": "=", "answerCoding": codage(fait, valeur)}


def _active(item: Ressource, conditions: list[Ressource], toutes: str) -> Ressource:
    if not conditions:
        return item
    suite = {"enableBehavior": toutes} if len(conditions) > 1 else {}
    garde = {cle: item[cle] for cle in ("linkId", "text", "type")}
    return {**garde, "enableWhen": conditions, **suite, **{c: v for c, v in item.items() if c not in garde}}
