"""Each mechanism of the engine on a base of its own, small enough to be read: `mechanisms/*.yaml`, data and cases in one file.

A base is a mapping of the files that a folder of questionnaires holds, over those of `common.yaml`; `cas` says what it must answer.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from desktop.decision import FaitsError, Orientation, Questionnaires, evaluate_form
from desktop.decision.loading import completeness
from desktop.decision.loading.questionnaires import construire
from desktop.decision.loading.sources import Donnees, analyser
from desktop.errors import ContentError
from desktop.export import dmn

FOLDER = Path(__file__).parent / "mechanisms"
COMMON = "common.yaml"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml") if path.name != COMMON)


def read(name: str) -> dict[str, Any]:
    whole = analyser((FOLDER / name).read_bytes(), name)
    return {key: value for key, value in whole.items() if not key.startswith("§")}


def files_of(name: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The files of a base, and its cases."""
    own = read(f"{name}.yaml")
    cases = own.pop("cas")
    return {**read(COMMON), **own}, cases


def build(files: dict[str, Any]) -> Questionnaires:
    questionnaires = construire(Donnees(files, "essai"))
    completeness.check(questionnaires)
    return questionnaires


def bare(raw: Any) -> Any:
    """Without the marks of line and file."""
    if isinstance(raw, dict):
        return {key: bare(value) for key, value in raw.items() if not key.startswith("§")}
    return [bare(one) for one in raw] if isinstance(raw, list) else raw


CASES = [(name, bare(case)) for name in NAMES for case in files_of(name)[1]]
BASES = {name: build(files_of(name)[0]) for name in NAMES}


def answered(questionnaires: Questionnaires, case: dict[str, Any]) -> dict[str, Any]:
    """What the base answers, by the names that cases use."""
    if "formulaire" in case:
        found = evaluate_form(questionnaires, case["formulaire"], case["faits"])
        return {"rangs": list(found.ranks), "utiles": list(found.useful)}
    try:
        plan = Orientation(questionnaires).orienter(case["faits"])
    except FaitsError as refused:
        return {"refuse": str(refused)}
    first = plan.besoins[0]
    return {
        "besoins": [need.besoin for need in plan.besoins], "principal": list(first.principal),
        "alternatives": list(first.alternatives), "appuis": list(first.appuis), "incertains": list(first.incertains),
        "ouvert": first.ouvert, "notes": [note.id for note in first.notes], "utiles": list(plan.questions_utiles),
    }  # fmt: skip


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}-{rank}" for rank, (name, _) in enumerate(CASES)])
def test_the_base_answers_as_its_cases_say(name, case):
    found = answered(BASES[name], case)
    for key, wanted in case.items():
        if key == "refuse":
            assert wanted in found["refuse"]
        elif key not in ("faits", "formulaire"):
            assert found[key] == wanted, key


def test_every_mechanism_has_its_base():
    assert {"first", "unique", "priority", "collect", "three_values", "refusal", "open_choice", "impossible"} <= set(
        NAMES
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_base_is_small_enough_to_be_read(name):
    assert len((FOLDER / f"{name}.yaml").read_text(encoding="utf-8").splitlines()) <= 35


@pytest.mark.parametrize("name", ["unique", "priority", "collect"])
def test_dmn_names_the_policy_as_the_data_do(name):
    questionnaires = BASES[name]
    text = dmn.write(questionnaires, "danger", "1")
    assert f'hitPolicy="{questionnaires.forms["danger"].table.policy}"' in text
    assert ('aggregation="MAX"' in text) == (name == "collect")
    assert ("<outputValues>" in text) == (name == "priority")


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("unique", lambda t: t["lignes"][2]["quand"].pop("ciel"), "peuvent s’appliquer ensemble"),
        ("unique", lambda t: t["lignes"].pop(), "ne répond pas à toutes les situations"),
        ("priority", lambda t: t["priorites"].pop(), "range tous ses rangs"),
        ("priority", lambda t: t.pop("priorites"), "range tous ses rangs"),
        ("priority", lambda t: t.update(priorites=["crue:1"]), "ne se compare pas"),
        ("collect", lambda t: t.pop("agregation"), "prend le plus haut rang"),
        ("unique", lambda t: t.update(agregation="MAX"), "prend le plus haut rang"),
        ("unique", lambda t: t.update(politique="ANY"), "politique « ANY » inconnu"),
        ("unique", lambda t: t.update(politique="unique"), "politique « unique » inconnu"),
        ("unique", lambda t: t.update(echelle="crue"), "echelle « crue » inconnu"),
    ],
)
def test_a_table_that_does_not_keep_its_policy_is_refused_with_its_place(name, change, said):
    files = copy.deepcopy(files_of(name)[0])
    change(files["danger.yaml"])
    with pytest.raises(ContentError) as refused:
        build(files)
    assert said in str(refused.value)
    assert refused.value.fichier
    assert refused.value.ligne
