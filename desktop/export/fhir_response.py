"""A case as HL7 FHIR R4 `QuestionnaireResponse`, and back: facts → response → the same facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.decision import FaitsError, Orientation, evaluate_form, profil
from desktop.decision import facts as lecture
from desktop.decision.loading.profils import ETATS
from desktop.export import fhir
from desktop.export.fhir import DIMENSIONS, LANGUE, NON_LISTES, RESULTAT, Ressource
from desktop.telling.hours import moment_of
from desktop.telling.story import tell_short
from desktop.text import dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from desktop.decision import Plan, Questionnaires
    from desktop.decision.loading.sources import Brut
    from desktop.telling.annotations import StructureAnnotation, StructureSource
    from desktop.telling.story import StructureLine

_ERREUR = "Cette réponse FHIR ne se lit pas"


@dataclass(frozen=True, slots=True)
class ResponseFrame:
    """What stands around a response: for which content, when (aware of its time zone, or the machine's is taken), the case's id.

    `sources` annotate the structures of the result.
    """

    version_contenu: str
    instant: datetime | None = None
    identifiant: str = ""
    sources: Sequence[StructureSource] = ()


@dataclass(frozen=True, slots=True)
class _Result:
    """What the program answers, and whether no question is left that could change it."""

    champs: Mapping[str, Any]
    acheve: bool


def response_of(
    questionnaires: Questionnaires, nom: str, donnes: Brut, frame: ResponseFrame, modele: Ressource | None = None
) -> Ressource:
    """One `QuestionnaireResponse` with the answers and the program's result.

    `modele`: the `Questionnaire` that is answered, for who writes many responses; it is made when not given.
    `status` is `completed` when nothing that is left to answer could change the result and every answer stands at a question
    that is enabled, else `in-progress`. Raises FaitsError for an unknown questionnaire or bad facts.
    """
    modele = modele or fhir.questionnaire(questionnaires, nom, frame.version_contenu)
    faits, resultat = _evaluate(questionnaires, nom, donnes, frame)
    ressource: Ressource = {"resourceType": "QuestionnaireResponse"}
    if frame.identifiant:
        ressource["identifier"] = {"system": f"{fhir.RACINE}:situation", "value": frame.identifiant}
    actives = {item["linkId"] for item in _enabled(modele["item"], faits)}
    acheve = resultat.acheve and all(nom_ in actives for nom_ in faits if nom_ in _link_ids(modele["item"]))
    return ressource | {
        "language": LANGUE,
        "questionnaire": f"{modele['url']}|{modele['version']}",
        "status": "completed" if acheve else "in-progress",
        **({"authored": _instant(frame.instant)} if frame.instant else {}),
        "item": list(_items(modele["item"], faits, resultat.champs)),
    }


def facts_of(questionnaires: Questionnaires, ressource: Brut) -> tuple[str, dict[str, Any]]:
    """The questionnaire's name and the facts of a response: what `response_of` was made from.

    The result that stands in it is not read: it is for the program to make again. Raises FaitsError, which names what is wrong.
    """
    if not isinstance(ressource, dict) or ressource.get("resourceType") != "QuestionnaireResponse":
        raise FaitsError(f"{_ERREUR} : une ressource QuestionnaireResponse est attendue.", fait="resourceType")
    adresse = str(ressource.get("questionnaire", "")).partition("|")[0]
    nom = next((n for n in fhir.questionnaire_names(questionnaires) if fhir.canonical(n) == adresse), None)
    if nom is None:
        permis = tuple(fhir.canonical(n) for n in fhir.questionnaire_names(questionnaires))
        raise FaitsError(f"{_ERREUR} : questionnaire inconnu.", fait="questionnaire", donne=adresse, permis=permis)
    faits: dict[str, Any] = {}
    for item in _leaves(ressource.get("item", [])):
        _read(questionnaires, nom, item, faits)
    if nom not in questionnaires.profils:
        form = questionnaires.forms.get(nom)
        own = form is not None and form is not questionnaires.niveau.form
        faits = lecture.validate(questionnaires, faits, form.facts if form is not None and own else None)
    return nom, faits


# To FHIR --------------------------------------------------------------------------------------------------------


def _instant(instant: datetime) -> str:
    """With its time zone, as FHIR wants; a wall clock without one is the machine's."""
    aware = instant if instant.tzinfo else instant.astimezone()
    return aware.isoformat(timespec="seconds").replace("+00:00", "Z")


def _evaluate(q: Questionnaires, nom: str, donnes: Brut, frame: ResponseFrame) -> tuple[dict[str, Any], _Result]:
    """The facts as they count, and the result."""
    if nom in q.profils:
        faits = donnes if isinstance(donnes, dict) else dict.fromkeys(donnes, "acquis")
        profil(q, nom, faits)
        return faits, _Result({}, all(e.id in faits for e in q.profils[nom].exigences))
    if nom in q.forms:
        found = evaluate_form(q, nom, donnes)
        return dict(found.facts), _Result({found.form.table.id: list(found.ranks)}, len(found.ranks) == 1)
    plan = Orientation(q).orienter(donnes)
    story = tell_short(q, plan, quand=_hour(q, plan, frame.instant), sources=frame.sources)
    champs = {
        "phrase": story.phrase,
        **({q.niveau.form.table.id: list(plan.niveau)} if q.niveau.form else {}),
        "principal": [_told(line) for line in (story.cartes[0].principal if story.cartes else ())],
        "joindre_maintenant": [_told(line) for line in story.joindre],
    }
    return dict(plan.faits), _Result(champs, not plan.questions_utiles)


def _hour(q: Questionnaires, plan: Plan, instant: datetime | None) -> str:
    """What stands for « maintenant » in a file, which is read later: the moment that was given, else the hour of the response."""
    if moment := plan.faits.get(q.parts.moment):
        return moment_of(q, moment)
    return dates.at(instant, instant) if instant is not None else ""


def _told(line: StructureLine) -> Ressource:
    """A structure as a coding; what other sources know of it stands beside its name, as an extension."""
    coding: Ressource = {"system": fhir.STRUCTURES, "code": line.id, "display": line.nom}
    if not line.annotations:
        return coding
    return {"extension": [_annotation(one) for one in line.annotations], **coding}


def _annotation(one: StructureAnnotation) -> Ressource:
    parts: list[Ressource] = [
        {"url": "label", "valueString": one.label},
        {"url": "value", "valueString": one.value},
        {"url": "source", "valueString": one.source},
    ]
    if one.as_of is not None:
        parts.append({"url": "asOf", "valueDate": one.as_of.isoformat()})
    return {"url": f"{fhir.RACINE}:annotation", "extension": parts}


def _items(modele: list[Ressource], faits: Mapping[str, Any], champs: Mapping[str, Any]) -> Iterator[Ressource]:
    """The answered items, in the questionnaire's order and with its nesting."""
    for item in modele:
        lien = item["linkId"]
        tete = {"linkId": lien, "text": item["text"]}
        if item["type"] == "group":
            if membres := list(_items(item["item"], faits, champs)):
                yield {**tete, "item": membres}
        elif lien == NON_LISTES:
            connus = _link_ids(modele)
            if autres := [f"{cle}={etat}" for cle, etat in faits.items() if cle not in connus]:
                yield {**tete, "answer": [{"valueString": autre} for autre in autres]}
        elif lien.startswith(f"{RESULTAT}."):
            if reponses := [_value(item, v) for v in _as_list(champs.get(lien.partition(".")[2], ()))]:
                yield {**tete, "answer": reponses}
        elif lien in faits:
            codes = {o["valueCoding"]["code"]: o["valueCoding"] for o in item["answerOption"]}
            reponses = [{"valueCoding": codes[str(v)]} for v in _as_list(faits[lien])]
            # « Nothing » is an answer too: an item without answers.
            yield {**tete, "answer": reponses} if reponses else tete


def _as_list(valeur: Brut) -> list[Any]:
    return list(valeur) if isinstance(valeur, list | tuple) else [valeur] if valeur not in ("", None) else []


def _value(item: Ressource, valeur: Brut) -> Ressource:
    return {{"string": "valueString", "integer": "valueInteger", "choice": "valueCoding"}[item["type"]]: valeur}


def _link_ids(modele: list[Ressource]) -> set[str]:
    """Every `linkId` that asks something."""
    liens = set()
    for item in modele:
        liens |= {item["linkId"]} | _link_ids(item.get("item", []))
    return liens


def _enabled(modele: list[Ressource], faits: Mapping[str, Any]) -> Iterator[Ressource]:
    """The items that are enabled, as FHIR says: a disabled group disables what it holds."""
    for item in modele:
        conditions = [_holds(condition, faits) for condition in item.get("enableWhen", ())]
        if conditions and not (all if item.get("enableBehavior") == "all" else any)(conditions):
            continue
        yield item
        yield from _enabled(item.get("item", []), faits)


def _holds(condition: Ressource, faits: Mapping[str, Any]) -> bool:
    donnees = [str(v) for v in _as_list(faits.get(condition["question"]))]
    if condition["operator"] == "exists":
        return bool(donnees) is condition["answerBoolean"]
    return condition["answerCoding"]["code"] in donnees


def actives(modele: Ressource, faits: Mapping[str, Any]) -> frozenset[str]:
    """The questions of a `Questionnaire` that are enabled when these are the answers."""
    return frozenset(item["linkId"] for item in _enabled(modele["item"], faits))


# From FHIR ------------------------------------------------------------------------------------------------------


def _leaves(items: Brut) -> Iterator[Ressource]:
    if not isinstance(items, list):
        raise FaitsError(f"{_ERREUR} : « item » attend une liste.", fait="item", donne=items)
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("linkId"), str):
            raise FaitsError(f"{_ERREUR} : chaque « item » a un « linkId ».", fait="item", donne=item)
        lien = item["linkId"]
        if lien == RESULTAT:
            continue
        if lien == DIMENSIONS or lien.startswith("rubrique-"):
            yield from _leaves(item.get("item", []))
        else:
            yield item


def _read(q: Questionnaires, nom: str, item: Ressource, faits: dict[str, Any]) -> None:
    lien = item["linkId"]
    if nom in q.profils:
        if lien == NON_LISTES:
            for brut in _answers(item, "valueString"):
                cle, _, etat = str(brut).rpartition("=")
                faits[cle] = etat
            return
        if lien not in {e.id for e in q.profils[nom].exigences}:
            raise FaitsError(f"{_ERREUR} : « {lien} » n’est pas un élément de ce profil.", fait=lien)
        codes = _codes(item, fhir.code_system(f"profil:{nom}"))
        if len(codes) != 1 or codes[0] not in ETATS:
            raise FaitsError(f"{_ERREUR} : « {lien} » attend un état.", fait=lien, donne=codes, permis=tuple(ETATS))
        faits[lien] = codes[0]
        return
    fait = q.faits.get(lien)
    if fait is None:
        raise FaitsError(f"{_ERREUR} : « {lien} » n’est pas une question.", fait=lien, permis=tuple(q.faits))
    codes = _codes(item, fhir.code_system(lien))
    if fait.plusieurs:
        faits[lien] = codes
    elif len(codes) != 1:
        raise FaitsError(
            f"{_ERREUR} : « {lien} » attend une réponse.", fait=lien, donne=codes, permis=fait.identifiants
        )
    else:
        faits[lien] = int(codes[0]) if fait.echelle and codes[0].isdigit() else codes[0]


def _answers(item: Ressource, cle: str) -> Iterator[Any]:
    donnees = item.get("answer", [])
    if not isinstance(donnees, list) or not all(isinstance(r, dict) and cle in r for r in donnees):
        raise FaitsError(
            f"{_ERREUR} : « {item['linkId']} » attend des réponses « {cle} ».", fait=item["linkId"], donne=donnees
        )
    for donnee in donnees:
        yield donnee[cle]


def _codes(item: Ressource, systeme: str) -> list[str]:
    """The codes of the answers. A code of another system is refused: the same letters may mean something else there."""
    codes = []
    for codage in _answers(item, "valueCoding"):
        if not isinstance(codage, dict) or codage.get("system") != systeme or not isinstance(codage.get("code"), str):
            message = f"{_ERREUR} : « {item['linkId']} » attend un code du système « {systeme} »."
            raise FaitsError(message, fait=item["linkId"], donne=codage)
        codes.append(codage["code"])
    return codes
