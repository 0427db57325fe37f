"""What the data name and do not hold is refused with its place, whatever it is; what they gain is used without any Python."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from desktop.decision import Flow, Orientation
from desktop.decision.loading import completeness
from desktop.decision.loading.questionnaires import construire
from desktop.decision.loading.sources import Donnees, lire
from desktop.errors import ContentError
from tests.decision.conftest import DOSSIER
from tests.decision.test_small import SMALL

FACTS, STRUCTURES, NOTES = "faits.yaml", "orientation/structures.yaml", "orientation/notes.yaml"
# What no row, condition or list names: the plan is the same without it, so it may go.
UNNAMED = {("value", "adulte"), ("value", "oui of transportable"), ("scale", "recours")}

Files = dict[str, Any]
Removal = tuple[str, str, Callable[[Files], object]]


def removals(files: Files) -> Iterator[Removal]:
    """Every fact, value, scale, structure, thing to plan, note and need's table, each with how it is taken out."""
    for rank, fact in enumerate(files[FACTS]["faits"]):
        yield "fact", fact["id"], lambda f, rank=rank: f[FACTS]["faits"].pop(rank)
        for n, value in enumerate(fact.get("valeurs", ())):
            name = str(value["id"]) if value["id"] not in ("oui", "non") else f"{value['id']} of {fact['id']}"
            yield "value", name, lambda f, rank=rank, n=n: f[FACTS]["faits"][rank]["valeurs"].pop(n)
    for rank, scale in enumerate(files[FACTS]["echelles"]):
        yield "scale", scale["id"], lambda f, rank=rank: f[FACTS]["echelles"].pop(rank)
    for kind in ("structures", "anticipations"):
        for rank, one in enumerate(files[STRUCTURES][kind]):
            yield kind, one["id"], lambda f, rank=rank, kind=kind: f[STRUCTURES][kind].pop(rank)
    for rank, note in enumerate(files[NOTES]["notes"]):
        yield "note", note["id"], lambda f, rank=rank: f[NOTES]["notes"].pop(rank)
    for name, raw in files.items():
        for rank, table in enumerate(raw.get("tables", ())):
            yield "table", table["table"], lambda f, rank=rank, name=name: f[name]["tables"].pop(rank)


DATA = lire(DOSSIER)
REMOVALS = list(removals(DATA.fichiers))


def called_notes() -> set[str]:
    """The notes that a row, an open choice or the level calls."""
    called = {note for name, note in DATA.fichiers["niveau.yaml"]["constats"].items() if not name.startswith("§")}

    def look(raw: object) -> None:
        if isinstance(raw, dict):
            for key, value in raw.items():
                if key in ("notes", "ouvert"):
                    called.update([value] if isinstance(value, str) else [v for v in value if isinstance(v, str)])
                look(value)
        elif isinstance(raw, list):
            for one in raw:
                look(one)

    look([raw for name, raw in DATA.fichiers.items() if name != NOTES])
    return called


def test_everything_is_tried():
    kinds = Counter(kind for kind, _, _ in REMOVALS)
    least = {"fact": 24, "value": 60, "scale": 4, "structures": 20, "anticipations": 4, "note": 60, "table": 15}
    assert kinds.keys() == least.keys()
    assert all(kinds[kind] >= number for kind, number in least.items()), kinds


@pytest.mark.parametrize(("kind", "name", "remove"), REMOVALS, ids=[f"{kind}-{name}" for kind, name, _ in REMOVALS])
def test_what_is_taken_out_is_missed_with_file_and_line(kind, name, remove):
    files = copy.deepcopy(DATA.fichiers)
    remove(files)
    data = Donnees(files, DATA.empreinte)
    if (kind, name) in UNNAMED or (kind == "note" and name not in called_notes()):
        questionnaires = construire(data)
        completeness.check(questionnaires)
        assert Orientation(questionnaires).orienter({"besoin": ["soins"]}).principal
        return
    with pytest.raises(ContentError) as refused:
        completeness.check(construire(data))
    assert refused.value.fichier, str(refused.value)
    assert refused.value.ligne, str(refused.value)


@pytest.mark.parametrize("name", ["transportable", "lieu", "demandeur", "besoin", "autres_equipes"])
def test_a_fact_that_is_missed_is_named(name):
    files = copy.deepcopy(DATA.fichiers)
    files[FACTS]["faits"] = [fact for fact in files[FACTS]["faits"] if fact["id"] != name]
    with pytest.raises(ContentError, match=f"« {name} »"):
        construire(Donnees(files, DATA.empreinte))


HUMEUR = {
    "id": "humeur",
    "nom": "Humeur",
    "question": "De quelle humeur est-elle ?",
    "aide": "Un essai.",
    "valeurs": [
        {"id": "gaie", "libelle": "Gaie", "court": "gaie"},
        {"id": "triste", "libelle": "Triste", "court": "triste"},
    ],
}


def with_marks(raw: Any, like: Any) -> Any:
    """Data as the reader gives them, at the place of others."""
    if isinstance(raw, dict):
        marks = {mark: like[mark] for mark in ("§ligne", "§fichier", "§regle")}
        return type(like)({**marks, **{key: with_marks(value, like) for key, value in raw.items()}})
    return [with_marks(one, like) for one in raw] if isinstance(raw, list) else raw


def test_a_fact_that_is_added_and_read_by_a_row_needs_no_python():
    files = copy.deepcopy(DATA.fichiers)
    facts, course = files[FACTS]["faits"], files["orientation/formulaire.yaml"]
    facts.append(with_marks(HUMEUR, facts[0]))
    course["faits"].append("humeur")
    course["rejeu"].append("humeur")
    course["changements"].insert(0, "humeur")
    rows = files["orientation/geste.yaml"]["tables"][0]["lignes"]
    row = {
        "id": "geste-triste", "titre": "Triste", "quand": {"humeur": "triste"},
        "principal": [{"structure": "benevoles", "nature": "I", "pour": "Un essai."}],
    }  # fmt: skip
    rows.insert(0, with_marks(row, rows[0]))
    orientation = Orientation(construire(Donnees(files, DATA.empreinte)))
    known = {"besoin": ["geste"], "lieu": "domicile", "transportable": "oui", "age": "adulte", "moment": "ouvrable",
             "demandeur": "soignant", "en_place": []}  # fmt: skip
    assert Flow(orientation, known).current.id == "humeur"
    assert orientation.orienter({**known, "humeur": "triste"}).principal == ("benevoles",)
    gay = orientation.orienter({**known, "humeur": "gaie"})
    assert gay.principal == ("hdj",)
    assert gay.contrefactuels[0].changer == {"humeur": "triste"}
    assert "geste-triste" in {row.id for row in gay.trace.besoins[0].tables["geste"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda f: f["orientation/formulaire.yaml"]["rejeu"].remove("support"), "support"),
        (lambda f: f["orientation/formulaire.yaml"]["changements"].append("humeur"), "humeur"),
        (lambda f: f["orientation/formulaire.yaml"]["a_cote"].append("lecteur"), "lecteur"),
        (lambda f: f["orientation/formulaire.yaml"]["rejeu"].append("support"), "deux fois"),
        (lambda f: f["orientation/formulaire.yaml"]["parts"].update(demande="support"), "plusieurs valeurs"),
        (lambda f: f["orientation/formulaire.yaml"]["parts"].update(arbitre="lecteur"), "arbitre"),
        (lambda f: f["orientation/formulaire.yaml"]["parts"].pop("refuse"), "refusé"),
        (lambda f: f["orientation/formulaire.yaml"]["parts"].pop("demande"), "demande"),
        (lambda f: f.pop("orientation/formulaire.yaml"), "ce fichier manque"),
        (lambda f: f[FACTS]["faits"][2]["variantes"].update(rendre="Quoi ?"), "rendre"),
    ],
)
def test_a_course_that_does_not_hold_together_is_refused_with_its_place(change, said):
    data = lire(SMALL)
    change(data.fichiers)
    with pytest.raises(ContentError) as refused:
        construire(data)
    assert said in str(refused.value)
    assert refused.value.fichier
    assert refused.value.ligne
