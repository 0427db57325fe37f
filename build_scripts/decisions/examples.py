"""Worked examples: facts, what the plan must say, and why. They are tests, and later teaching cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.decision.facts import FaitsError
from desktop.decision.forms import evaluate_form
from desktop.decision.loading.sources import MARQUES, Brut, analyser
from desktop.decision.niveau import evaluer_niveau
from desktop.decision.profils import profil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from desktop.decision.orientation import Orientation

_LISTES = ("principal", "alternatives", "appuis", "anticiper")


@dataclass(frozen=True, slots=True)
class Exemple:
    """One example, as written; `attendu` names only what the example commits to."""

    id: str
    titre: str
    situation: str
    faits: Mapping[str, Any]
    attendu: Mapping[str, Any]
    rubriques: tuple[str, ...]
    pourquoi: str
    fichier: str


def lire_exemples(dossier: Path) -> list[Exemple]:
    """Every example of a folder, in the order of their names; a file holds one, or a list under `cas`. Raises ContentError."""
    exemples = []
    for chemin in sorted(dossier.glob("*.yaml")):
        brut = _nu(analyser(chemin.read_bytes(), chemin.name))
        exemples += [_exemple(un, chemin.name) for un in brut.get("cas", [brut])]
    return exemples


def _exemple(brut: Mapping[str, Any], fichier: str) -> Exemple:
    return Exemple(
        brut["id"],
        brut["titre"],
        brut.get("situation", "").strip(),
        brut["faits"],
        brut["attendu"],
        tuple(brut.get("rubriques", ())),
        brut.get("pourquoi", "").strip(),
        fichier,
    )


def _nu(valeur: Brut) -> Brut:
    """Without the marks of line and file."""
    if isinstance(valeur, dict):
        return {cle: _nu(v) for cle, v in valeur.items() if cle not in MARQUES}
    return [_nu(v) for v in valeur] if isinstance(valeur, list) else valeur


def repondre(orientation: Orientation, exemple: Exemple) -> dict[str, Any]:
    """The answer of the questionnaire that an example is about; facts that are refused give `{"erreur": …}`."""
    try:
        return _repondre(orientation, exemple)
    except FaitsError as refus:
        return {"erreur": str(refus)}


def _repondre(orientation: Orientation, exemple: Exemple) -> dict[str, Any]:
    donnees = orientation.questionnaires
    if "profil" in exemple.faits:
        return profil(donnees, exemple.faits["profil"], exemple.faits["tenus"]).as_dict()
    if "besoin" not in exemple.faits and set(exemple.faits) & set(donnees.niveau.dimensions.noms):
        return evaluer_niveau(donnees, exemple.faits).as_dict()
    if "besoin" not in exemple.faits:
        asked = next((form.id for form in donnees.forms.values() if set(exemple.faits) <= set(form.facts)), "")
        niveau = evaluate_form(donnees, asked, exemple.faits)
        return {**niveau.as_dict(), "notes": [note.id for note in niveau.notes]}
    return orientation.orienter(exemple.faits).as_dict()


def ecarts(attendu: Mapping[str, Any], obtenu: Mapping[str, Any]) -> list[str]:
    """What differs between an example's expectation and a plan (`as_dict`), one line each; empty when it holds."""
    return list(_ecarts(attendu, obtenu))


def _ecarts(attendu: Mapping[str, Any], obtenu: Mapping[str, Any]) -> Iterator[str]:
    if "erreur" in obtenu and "erreur_contient" not in attendu:
        yield f"refusé : {obtenu['erreur']}"
        return
    for cle, voulu in attendu.items():
        if cle == "besoins":
            yield from _besoins(voulu, obtenu.get("besoins", []))
        elif cle == "absent":
            for besoin in obtenu.get("besoins", []):
                yield from _absents(voulu, besoin)
            yield from (f"joindre_maintenant nomme {s}" for s in voulu if s in (obtenu.get("joindre_maintenant") or ()))
        elif cle == "contrefactuels_contient":
            yield from (f"contrefactuel absent : {c}" for c in voulu if c not in obtenu["contrefactuels"])
        elif cle == "erreur_contient":
            yield from (f"l’erreur ne dit pas {mot}" for mot in voulu if mot not in obtenu.get("erreur", ""))
        elif cle == "joindre_maintenant_contient":
            appeles = obtenu.get("joindre_maintenant") or []
            yield from (f"joindre_maintenant sans {s}" for s in voulu if s not in appeles)
        elif obtenu.get(cle) != voulu:
            yield f"{cle} : {obtenu.get(cle)} au lieu de {voulu}"


def _besoins(voulus: list[Mapping[str, Any]], obtenus: list[Mapping[str, Any]]) -> Iterator[str]:
    noms = [besoin["besoin"] for besoin in obtenus]
    if noms != [besoin["besoin"] for besoin in voulus]:
        yield f"besoins : {noms} au lieu de {[besoin['besoin'] for besoin in voulus]}"
        return
    for voulu, obtenu in zip(voulus, obtenus, strict=True):
        for ecart in _besoin(voulu, obtenu):
            yield f"{obtenu['besoin']} : {ecart}"


def _besoin(voulu: Mapping[str, Any], obtenu: Mapping[str, Any]) -> Iterator[str]:
    for cle, valeur in voulu.items():
        racine = cle.removesuffix("_contient")
        if cle in _EGALES:
            if obtenu[cle] != valeur:
                yield f"{cle} : {obtenu[cle]} au lieu de {valeur}"
        elif cle in _VERIFICATIONS:
            yield from _VERIFICATIONS[cle](valeur, obtenu)
        elif racine in _LISTES:
            yield from (f"{racine} sans {s}" for s in valeur if s not in obtenu[racine])
        elif cle != "besoin":
            yield f"clé inconnue dans l’exemple : {cle}"


def _presents(structures: list[str], besoin: Mapping[str, Any]) -> Iterator[str]:
    presents = {*besoin["principal"], *besoin["alternatives"], *besoin["appuis"]}
    yield from (f"{s} n’est pas au plan" for s in structures if s not in presents)


def _conditions(voulues: list[str], besoin: Mapping[str, Any]) -> Iterator[str]:
    connues = {condition["id"] for condition in besoin["conditions"]}
    yield from (f"condition absente : {c}" for c in voulues if c not in connues)


def _notes(voulues: list[str], besoin: Mapping[str, Any]) -> Iterator[str]:
    connues = {note["id"] for note in besoin["notes"]}
    yield from (f"note absente : {n}" for n in voulues if n not in connues)


def _notes_exactes(voulues: list[str], besoin: Mapping[str, Any]) -> Iterator[str]:
    if (connues := [note["id"] for note in besoin["notes"]]) != voulues:
        yield f"notes : {connues} au lieu de {voulues}"


def _conditions_exactes(voulues: list[str], besoin: Mapping[str, Any]) -> Iterator[str]:
    """« had-prescription », with « ok » behind when the facts say that it is met."""
    connues = [f"{c['structure']}-{c['id']}{' ok' if c['remplie'] else ''}" for c in besoin["conditions"]]
    if connues != voulues:
        yield f"conditions : {connues} au lieu de {voulues}"


def _maintenant_exact(voulu: Mapping[str, str], besoin: Mapping[str, Any]) -> Iterator[str]:
    if besoin["maintenant"] != voulu:
        yield f"maintenant : {besoin['maintenant']} au lieu de {voulu}"


def _acces_exact(voulu: Mapping[str, str], besoin: Mapping[str, Any]) -> Iterator[str]:
    """« a_mobiliser », or « a_demander par medecin soignant via emsp »."""
    connu = {structure: en_bref(acces) for structure, acces in besoin["acces"].items()}
    if connu != voulu:
        yield f"accès : {connu} au lieu de {voulu}"


def en_bref(acces: Mapping[str, Any]) -> str:
    """An access in one line."""
    par = f" par {' '.join(acces['par'])}" if acces["par"] else ""
    via = f" via {' '.join(acces['via'])}" if acces.get("via") else ""
    return f"{acces['mode']}{par}{via}"


def _maintenant(voulus: Mapping[str, str], besoin: Mapping[str, Any]) -> Iterator[str]:
    for structure, dit in voulus.items():
        if besoin["maintenant"].get(structure) != dit:
            yield f"maintenant {structure} : {besoin['maintenant'].get(structure)} au lieu de {dit}"


def _acces(voulus: Mapping[str, Any], besoin: Mapping[str, Any]) -> Iterator[str]:
    for structure, dit in voulus.items():
        trouve = besoin["acces"].get(structure, {})
        if any(trouve.get(nom) != contenu for nom, contenu in dit.items()):
            yield f"accès {structure} : {trouve} au lieu de {dit}"


def _absents(structures: list[str], besoin: Mapping[str, Any]) -> Iterator[str]:
    presents = {*besoin["principal"], *besoin["alternatives"], *besoin["appuis"], *besoin["anticiper"]}
    yield from (f"{s} est au plan" for s in structures if s in presents)


_EGALES = (*_LISTES, "ouvert")
_VERIFICATIONS: dict[str, Callable[[Any, Mapping[str, Any]], Iterator[str]]] = {
    "presents": _presents,
    "absent": _absents,
    "conditions": _conditions,
    "notes_contient": _notes,
    "notes": _notes_exactes,
    "conditions_exactes": _conditions_exactes,
    "maintenant_exact": _maintenant_exact,
    "acces_exact": _acces_exact,
    "maintenant": _maintenant,
    "acces": _acces,
}
