"""Mutants of the questionnaires' data, and the trial that must catch them.

A mutant changes one rule in one way: result, condition, order or threshold. Only data are changed, never code.
"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from build_scripts.decisions.examples import gaps, read_examples, reply
from desktop.decision.facts import FaitsError
from desktop.decision.loading.questionnaires import construire
from desktop.decision.loading.sources import MARQUES, Donnees, analyser, lire
from desktop.decision.orientation import Orientation
from desktop.errors import ContentError
from desktop.proof.verify import verify
from desktop.proof.whole_space import WholeSpace
from desktop.text.typography import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from build_scripts.decisions.examples import WorkedExample
    from desktop.decision.loading.sources import Brut

# A path in the raw data: file, then keys and positions.
Place = tuple[str | int, ...]
_OPPOSITES = {"oui": "non", "non": "oui"}
_ROLES = ("principal", "alternatives", "appuis", "anticiper")
# Words and identifiers are no rules; citations are checked by law 10.
_MUTE = {
    "id", "titre", "texte", "pour", "regles", "nature", "libelle", "question", "aide", "numero", "genre", "message", "table",
    "politique", "agregation", "echelle", "dimension", "besoins_sans_patient", "rubrique", "pour_conclure", "force",
    "document", "dire", "court", "appelants_dits",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: `name` says where and what; `besoins`: needs whose tables it can touch (empty: all)."""

    name: str
    path: Place
    operation: str
    value: Any
    besoins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """By what a mutant was caught: `chargement`, `example`, `loi N`, `équivalent`, or `survit`."""

    par: str
    detail: str = ""


def mutants(data: Donnees) -> list[Mutant]:
    """Every mutant of the tables, in a stable order."""
    listed: list[Mutant] = []
    for file in ("niveau.yaml", "errspp.yaml", "faits.yaml", *_orientation(data)):
        raw = data.fichiers[file]
        if file == "faits.yaml":
            raw = {key: raw[key] for key in ("definitions", "impossibles")}
        for path, operation, value in _visit(raw, (file,)):
            besoins = _besoins(data, path)
            listed.append(Mutant(_name(data, path, operation, value), path, operation, value, besoins))
    return listed


def draw_one(listed: Sequence[Mutant], count: int, seed: int) -> list[Mutant]:
    """A seeded sample."""
    return random.Random(seed).sample(list(listed), min(count, len(listed)))  # noqa: S311 - a sample, not a secret


def apply(data: Donnees, mutant: Mutant) -> Donnees:
    """The data with one change."""
    files = dict(data.fichiers)
    root = str(mutant.path[0])
    files[root] = copy.deepcopy(files[root])
    host: Any = files
    for key in mutant.path[:-1]:
        host = host[key]
    last = mutant.path[-1]
    if mutant.operation == "retirer":
        del host[last]
    elif mutant.operation == "échanger":
        host[last], host[last + 1] = host[last + 1], host[last]  # type: ignore[operator]
    elif mutant.operation == "déplacer":
        host.setdefault(mutant.value[0], []).append(host[last].pop(mutant.value[1]))
    else:
        host[last] = mutant.value
    return Donnees(files, f"{data.empreinte}+{mutant.name}")


def _orientation(data: Donnees) -> list[str]:
    return [name for name in data.fichiers if name.startswith("orientation/") and not name.endswith("structures.yaml")]


def _visit(raw: Brut, path: Place) -> Iterator[tuple[Place, str, Any]]:
    """(path, operation, value) of every change below a piece of data."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            if key in MARQUES or key in _MUTE:
                continue
            here = (*path, key)
            if key in _CONDITIONS:
                yield from _conditions(value, here)
            elif key in _ROLES and isinstance(value, list):
                yield from _enonces(value, here)
            elif key in _RESULTS:
                yield from _results(key, value, here)
            else:
                yield from _visit(value, here)
    elif isinstance(raw, list):
        yield from _list_of(raw, path)


def _list_of(raw: list[Any], path: Place) -> Iterator[tuple[Place, str, Any]]:
    """Rules in a list: each taken out, each swapped with the next where order is meant."""
    for rank, item in enumerate(raw):
        if isinstance(item, dict) or path[-1] in _SETS:
            yield (*path, rank), "retirer", None
        if _order_counts(raw, rank, path):
            yield (*path, rank), "échanger", None
        yield from _visit(item, (*path, rank))


def _order_counts(raw: list[Any], rank: int, path: Place) -> bool:
    """Whether a rule's place before the next one means something."""
    if rank + 1 >= len(raw) or path[-1] not in _ORDERED or path[0] in _WITHOUT_ORDER:
        return False
    if path[-1] not in ("maintenant", "resolutions"):
        return True
    return bool(raw[rank]["structure"] == raw[rank + 1]["structure"])


_CONDITIONS = ("quand", "aussi_quand", "si", "remplie", "definitions")
_RESULTS = ("structure", "donne", "ajoute", "ouvert", "sauf_en_place", "si_plan", "porte", "rang", "plan_de", "remplacement",
              "si_propose", "role", "premier", "avant")  # fmt: skip
_ORDERED = ("lignes", "resolutions", "maintenant", "ordre_des_besoins")
# Collected or unique: order means nothing there.
_WITHOUT_ORDER = ("niveau.yaml", "errspp.yaml")
_SETS = ("besoins", "sauf_besoins", "retire", "si_principal", "par", "via", "ne_soignent_pas", "structures",
              "aussi", "anticiper", "had", "benevoles", "hospitalisation", "besoins_de_soins", "seuls",
              "cliniques_ou_ethiques", "toutes", "principales", "notes")  # fmt: skip


def _enonces(raw: list[Any], path: Place) -> Iterator[tuple[Place, str, Any]]:
    """Statements of a role: each taken out, put in another role, swapped with the next where order is meant."""
    role = str(path[-1])
    other = {"principal": "alternatives", "alternatives": "appuis", "appuis": "alternatives"}.get(role)
    for rank, item in enumerate(raw):
        yield (*path, rank), "retirer", None
        if other:
            yield path, "déplacer", (other, rank)
        if rank + 1 < len(raw) and role in ("principal", "alternatives"):
            yield (*path, rank), "échanger", None
        yield from _visit(item, (*path, rank))


def _results(key: str, value: Brut, path: Place) -> Iterator[tuple[Place, str, Any]]:
    if key == "donne" and isinstance(value, str) and ":" in value:
        yield from _thresholds(value, path)
    elif key == "donne":
        yield path, "changer", {"oui": "non", "non": "oui", "territoire": "oui"}.get(value, "premier_recours")
    elif key in ("structure", "ajoute"):
        yield path, "changer", "usp" if value != "usp" else "lisp"
    elif key in ("ouvert", "sauf_en_place", "si_plan", "porte", "rang", "si_propose"):
        yield path, "retirer", None
    elif key == "role":
        yield path, "changer", "alternative"
    elif key == "remplacement":
        yield path, "changer", "emsp"


def _thresholds(value: str, path: Place) -> Iterator[tuple[Place, str, Any]]:
    scale, colon, rank = value.partition(":")
    if not colon:
        return
    for neighbor in (int(rank) - 1, int(rank) + 1):
        if 1 <= neighbor <= (4 if scale == "intervention_errspp" else 3):
            yield path, "changer", f"{scale}:{neighbor}"


def _conditions(raw: Brut, path: Place) -> Iterator[tuple[Place, str, Any]]:
    """A condition: each entry dropped, each value turned round, each threshold moved."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            if key not in MARQUES:
                if path[-1] != "definitions":
                    yield (*path, key), "retirer", None
                yield from _values(key, value, (*path, key))
    elif isinstance(raw, list):
        for rank, item in enumerate(raw):
            if len(raw) > 1:
                yield (*path, rank), "retirer", None
            yield from _conditions(item, (*path, rank))


def _values(key: str, value: Brut, path: Place) -> Iterator[tuple[Place, str, Any]]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        for rank, item in enumerate(value):
            if len(value) > 1:
                yield (*path, rank), "retirer", None
            yield from _thresholds(item, (*path, rank))
    elif isinstance(value, dict | list):
        yield from _conditions(value, path)
    elif isinstance(value, str) and ":" in value:
        yield from _thresholds(value, path)
    elif value in _OPPOSITES:
        yield path, "changer", _OPPOSITES[value]
    elif key in ("en_place", "en_place_declare", "refus", "accords"):
        yield path, "changer", {"aucun": [value]}
    elif key not in ("est", "sauf", "au_moins", "au_plus", "tous", "aucun"):
        yield path, "changer", {"sauf": value}


def _besoins(data: Donnees, path: Place) -> tuple[str, ...]:
    """Needs whose tables a change can touch: its own table's, and those that copy it."""
    if len(path) < 3 or path[1] != "tables":
        return ()
    besoin = data.fichiers[str(path[0])]["tables"][path[2]]["table"]
    copies = {"hospitalisation": ("soins", "geste", "repit"), "avis": ("geste", "ethique")}
    return (besoin, *copies.get(besoin, ()))


def _name(data: Donnees, path: Place, operation: str, value: Brut) -> str:
    """« soins-niveau-1/principal/0 : retirer »: stable as long as identifiers are."""
    host: Any = data.fichiers
    parts: list[str] = []
    for key in path:
        host = host[key]
        if isinstance(host, dict) and "id" in host:
            parts = [str(host["id"])]
        elif isinstance(host, dict) and "table" in host:
            parts = [str(host["table"])]
        else:
            parts.append(str(key))
    following = "" if value is None else f" → {value}"
    return f"{'/'.join(parts)} : {operation}{following}"


@dataclass(slots=True)
class Proof:
    """What a mutant must pass: the documented examples, then the laws, then the comparison with the original."""

    data: Donnees
    examples: list[WorkedExample]
    original: WholeSpace

    @classmethod
    def of(cls, folder: Path, cas: Path) -> Proof:
        """The trial for a folder of questionnaires; `cas`: more documented examples, one a row."""
        data = lire(folder)
        examples = read_examples(folder / "exemples") + read_examples(cas)
        return cls(data, examples, WholeSpace(Orientation(construire(data))))

    def prove(self, mutant: Mutant) -> Verdict:
        """By what the mutant is caught."""
        try:
            questionnaires = construire(apply(self.data, mutant))
        except (ContentError, KeyError, ValueError, TypeError) as refusal:
            return Verdict("chargement", str(refusal))
        orientation = Orientation(questionnaires)
        if reason := self._example(orientation, set(mutant.besoins)):
            return Verdict("exemple", reason)
        besoins = mutant.besoins or tuple(orientation.donnees.tables)
        if self._equivalent(orientation, besoins):
            return Verdict("équivalent")
        try:
            report = verify(questionnaires, None, range(1, 11), besoins)
        except LookupError as fault:
            return Verdict("loi 1", str(fault))
        for law in report.lois:
            if not law.holds:
                return Verdict(f"loi {law.numero}", str(law.echecs[0]))
        return Verdict("survit")

    def _example(self, orientation: Orientation, besoins: set[str]) -> str:
        """What no longer holds; the examples of the needs that the mutant touches come first."""
        for example in sorted(self.examples, key=lambda one: besoins.isdisjoint(one.facts.get("besoin", ()))):
            try:
                got = reply(orientation, example)
            except (FaitsError, LookupError) as fault:
                return f"{example.id} : {fault}"
            if differences := gaps(example.expected, got):
                return f"{example.id} : {differences[0]}"
        return ""

    def _equivalent(self, orientation: Orientation, besoins: Sequence[str]) -> bool:
        """Whether a changed version answers alike in every situation, texts aside."""
        from build_scripts.decisions.fingerprint import same_answers

        return same_answers(self.original, WholeSpace(orientation), besoins)

    def argued_survivors(self, file: Path) -> dict[str, str]:
        """Name of a surviving mutant → why it may survive."""
        if not file.exists():
            return {}
        raw = analyser(file.read_bytes(), file.name)
        # A name is no sentence: it has none of the insécables that reading gives.
        return {bare(entry["mutant"]): entry["argument"] for entry in raw.get("survivants", ())}
