"""Worked examples: facts, what the plan must say, and why. They are tests, and later teaching cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.decision.facts import FaitsError
from desktop.decision.forms import evaluate_form
from desktop.decision.loading.sources import MARQUES, Brut, analyser
from desktop.decision.niveau import evaluate_niveau
from desktop.decision.profils import profil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from desktop.decision.orientation import Orientation

_LISTS = ("principal", "alternatives", "appuis", "anticiper")


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """One example, as written; `expected` names only what the example commits to."""

    id: str
    title: str
    situation: str
    facts: Mapping[str, Any]
    expected: Mapping[str, Any]
    rubriques: tuple[str, ...]
    why: str
    file: str


def read_examples(folder: Path) -> list[WorkedExample]:
    """Every example of a folder, in the order of their names; a file holds one, or a list under `cas`. Raises ContentError."""
    examples = []
    for path in sorted(folder.glob("*.yaml")):
        raw = _bare(analyser(path.read_bytes(), path.name))
        examples += [_example(one, path.name) for one in raw.get("cas", [raw])]
    return examples


def _example(raw: Mapping[str, Any], file: str) -> WorkedExample:
    return WorkedExample(
        raw["id"],
        raw["titre"],
        raw.get("situation", "").strip(),
        raw["faits"],
        raw["attendu"],
        tuple(raw.get("rubriques", ())),
        raw.get("pourquoi", "").strip(),
        file,
    )


def _bare(value: Brut) -> Brut:
    """Without the marks of line and file."""
    if isinstance(value, dict):
        return {key: _bare(v) for key, v in value.items() if key not in MARQUES}
    return [_bare(v) for v in value] if isinstance(value, list) else value


def reply(orientation: Orientation, example: WorkedExample) -> dict[str, Any]:
    """The answer of the questionnaire that an example is about; facts that are refused give `{"erreur": …}`."""
    try:
        return _reply(orientation, example)
    except FaitsError as refusal:
        return {"erreur": str(refusal)}


def _reply(orientation: Orientation, example: WorkedExample) -> dict[str, Any]:
    data = orientation.questionnaires
    if "profil" in example.facts:
        return profil(data, example.facts["profil"], example.facts["tenus"]).as_dict()
    if "besoin" not in example.facts and set(example.facts) & set(data.niveau.dimensions.noms):
        return evaluate_niveau(data, example.facts).as_dict()
    if "besoin" not in example.facts:
        asked = next((form.id for form in data.forms.values() if set(example.facts) <= set(form.facts)), "")
        niveau = evaluate_form(data, asked, example.facts)
        return {**niveau.as_dict(), "notes": [note.id for note in niveau.notes]}
    return orientation.orienter(example.facts).as_dict()


def gaps(expected: Mapping[str, Any], got: Mapping[str, Any]) -> list[str]:
    """What differs between an example's expectation and a plan (`as_dict`), one line each; empty when it holds."""
    return list(_gaps(expected, got))


def _gaps(expected: Mapping[str, Any], got: Mapping[str, Any]) -> Iterator[str]:
    if "erreur" in got and "erreur_contient" not in expected:
        yield f"refusé : {got['erreur']}"
        return
    for key, wanted in expected.items():
        if key == "besoins":
            yield from _besoins(wanted, got.get("besoins", []))
        elif key == "absent":
            for besoin in got.get("besoins", []):
                yield from _missing(wanted, besoin)
            yield from (f"joindre_maintenant nomme {s}" for s in wanted if s in (got.get("joindre_maintenant") or ()))
        elif key == "contrefactuels_contient":
            yield from (f"contrefactuel absent : {c}" for c in wanted if c not in got["contrefactuels"])
        elif key == "erreur_contient":
            yield from (f"l’erreur ne dit pas {word}" for word in wanted if word not in got.get("erreur", ""))
        elif key == "joindre_maintenant_contient":
            called = got.get("joindre_maintenant") or []
            yield from (f"joindre_maintenant sans {s}" for s in wanted if s not in called)
        elif got.get(key) != wanted:
            yield f"{key} : {got.get(key)} au lieu de {wanted}"


def _besoins(wanted_ones: list[Mapping[str, Any]], got: list[Mapping[str, Any]]) -> Iterator[str]:
    names = [besoin["besoin"] for besoin in got]
    if names != [besoin["besoin"] for besoin in wanted_ones]:
        yield f"besoins : {names} au lieu de {[besoin['besoin'] for besoin in wanted_ones]}"
        return
    for wanted, one in zip(wanted_ones, got, strict=True):
        for gap in _besoin(wanted, one):
            yield f"{one['besoin']} : {gap}"


def _besoin(wanted: Mapping[str, Any], got: Mapping[str, Any]) -> Iterator[str]:
    for key, value in wanted.items():
        root = key.removesuffix("_contient")
        if key in _EQUAL:
            if got[key] != value:
                yield f"{key} : {got[key]} au lieu de {value}"
        elif key in _CHECKS:
            yield from _CHECKS[key](value, got)
        elif root in _LISTS:
            yield from (f"{root} sans {s}" for s in value if s not in got[root])
        elif key != "besoin":
            yield f"clé inconnue dans l’exemple : {key}"


def _present(structures: list[str], besoin: Mapping[str, Any]) -> Iterator[str]:
    presents = {*besoin["principal"], *besoin["alternatives"], *besoin["appuis"]}
    yield from (f"{s} n’est pas au plan" for s in structures if s not in presents)


def _conditions(wanted_ones: list[str], besoin: Mapping[str, Any]) -> Iterator[str]:
    known = {condition["id"] for condition in besoin["conditions"]}
    yield from (f"condition absente : {c}" for c in wanted_ones if c not in known)


def _notes(wanted_ones: list[str], besoin: Mapping[str, Any]) -> Iterator[str]:
    known = {note["id"] for note in besoin["notes"]}
    yield from (f"note absente : {n}" for n in wanted_ones if n not in known)


def _exact_notes(wanted_ones: list[str], besoin: Mapping[str, Any]) -> Iterator[str]:
    if (known := [note["id"] for note in besoin["notes"]]) != wanted_ones:
        yield f"notes : {known} au lieu de {wanted_ones}"


def _exact_conditions(wanted_ones: list[str], besoin: Mapping[str, Any]) -> Iterator[str]:
    """« had-prescription », with « ok » behind when the facts say that it is met."""
    known = [f"{c['structure']}-{c['id']}{' ok' if c['remplie'] else ''}" for c in besoin["conditions"]]
    if known != wanted_ones:
        yield f"conditions : {known} au lieu de {wanted_ones}"


def _exact_maintenant(wanted: Mapping[str, str], besoin: Mapping[str, Any]) -> Iterator[str]:
    if besoin["maintenant"] != wanted:
        yield f"maintenant : {besoin['maintenant']} au lieu de {wanted}"


def _exact_access(wanted: Mapping[str, str], besoin: Mapping[str, Any]) -> Iterator[str]:
    """« a_mobiliser », or « a_demander par medecin soignant via emsp »."""
    known = {structure: in_short(access) for structure, access in besoin["acces"].items()}
    if known != wanted:
        yield f"accès : {known} au lieu de {wanted}"


def in_short(access: Mapping[str, Any]) -> str:
    """An access in one line."""
    par = f" par {' '.join(access['par'])}" if access["par"] else ""
    via = f" via {' '.join(access['via'])}" if access.get("via") else ""
    return f"{access['mode']}{par}{via}"


def _maintenant(wanted_ones: Mapping[str, str], besoin: Mapping[str, Any]) -> Iterator[str]:
    for structure, said in wanted_ones.items():
        if besoin["maintenant"].get(structure) != said:
            yield f"maintenant {structure} : {besoin['maintenant'].get(structure)} au lieu de {said}"


def _access(wanted_ones: Mapping[str, Any], besoin: Mapping[str, Any]) -> Iterator[str]:
    for structure, said in wanted_ones.items():
        found = besoin["acces"].get(structure, {})
        if any(found.get(name) != content for name, content in said.items()):
            yield f"accès {structure} : {found} au lieu de {said}"


def _missing(structures: list[str], besoin: Mapping[str, Any]) -> Iterator[str]:
    presents = {*besoin["principal"], *besoin["alternatives"], *besoin["appuis"], *besoin["anticiper"]}
    yield from (f"{s} est au plan" for s in structures if s in presents)


_EQUAL = (*_LISTS, "ouvert")
_CHECKS: dict[str, Callable[[Any, Mapping[str, Any]], Iterator[str]]] = {
    "presents": _present,
    "absent": _missing,
    "conditions": _conditions,
    "notes_contient": _notes,
    "notes": _exact_notes,
    "conditions_exactes": _exact_conditions,
    "maintenant_exact": _exact_maintenant,
    "acces_exact": _exact_access,
    "maintenant": _maintenant,
    "acces": _access,
}
