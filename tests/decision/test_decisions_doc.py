"""docs/decisions.md against the questionnaires: its tables, lists, numbers and example say what the data say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from desktop.proof.laws import LOIS

PAGE = (Path(__file__).parents[2] / "docs" / "decisions.md").read_text(encoding="utf-8")
CODE = re.compile(r"`([^`\n]+)`")


def _section(number: str) -> str:
    found = re.search(rf"^(#+) {re.escape(number)}\.? .*?(?=^#{{1,2}} |^### |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, number
    return found[0]


def _rows(number: str, head: str) -> list[list[str]]:
    """Cells of the table of a section whose first heads are these."""
    found = re.search(rf"^\| {re.escape(head)} \|.*\n\|[-|]+\n((?:\|.*\n)+)", _section(number), re.MULTILINE)
    assert found, (number, head)
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in found[1].splitlines()]


def _codes(cell: str) -> list[str]:
    return CODE.findall(cell)


def _ids(records) -> list[str]:
    return [record["id"] for record in records]


@pytest.fixture
def files(donnees):
    return donnees.fichiers


@pytest.fixture
def orientation_files(files):
    """Everything that the files of the orientation hold, under its own key."""
    merged = {}
    for name, data in files.items():
        if name.startswith("orientation"):
            merged |= data
    return merged


def test_the_facts_and_their_values_are_those_of_the_page(files):
    shown = {_codes(row[0])[0]: _codes(row[1]) for row in _rows("2.1", "fact | values")}
    for fact in files["faits.yaml"]["faits"]:
        values = [str(value["id"]) for value in fact.get("valeurs", ())]
        assert shown.pop(fact["id"]) == values, fact["id"]
    assert not shown


def test_the_shared_conditions_and_the_impossible_combinations_are_named(files):
    section, facts = _section("2.1"), files["faits.yaml"]
    shown = [_codes(row[0])[0] for row in _rows("2.1", "name")]
    assert shown == [name for name in facts["definitions"] if not name.startswith("§")]
    assert set(_ids(facts["impossibles"])) <= set(_codes(section))


def test_the_dimensions_give_the_levels_of_the_page(files):
    table = files["niveau.yaml"]
    shown = {_codes(row[0])[0]: row[1:4] for row in _rows("1", "dimension")}
    assert list(shown) == table["dimensions"]
    for line in table["lignes"]:
        value = line["quand"][line["dimension"]]
        level = int(line["donne"].partition(":")[2])
        assert _codes(shown[line["dimension"]][level - 1]) == [value], line["id"]
    told = sum(len(_codes(cell)) for cells in shown.values() for cell in cells)
    assert told == len(table["lignes"])


def test_the_needs_stand_in_their_order(orientation_files):
    told = re.search(r"\*\*Order of the needs\*\*.*?\. `priorite`", PAGE, re.DOTALL)
    assert _codes(told[0])[:-1] == orientation_files["ordre_des_besoins"]
    care = re.search(r"The \*\*care needs\*\* are (.*?)\.", PAGE)
    assert _codes(care[1]) == orientation_files["besoins_de_soins"]


def test_what_is_asked_first_and_what_stands_beside_are_named(files):
    asked = files["orientation/formulaire.yaml"]
    first, beside = re.search(
        r"in which an answer prunes most, (.*?) first;.*?without losing the others\. (.*?) stand beside",
        PAGE,
        re.DOTALL,
    ).groups()
    assert _codes(first) == asked["d_abord"]
    assert _codes(beside) == asked["a_cote"]


def test_whom_to_reach_now_is_the_list_of_the_page(files):
    shown = re.findall(r"^\d+\. `(joindre-[\w-]+)`: `(\w+)` ([RDIH])", PAGE, re.MULTILINE)
    rows = files["orientation/joindre.yaml"]["lignes"]
    assert shown == [(row["id"], row["structure"], row["nature"]) for row in rows]


def test_each_modifier_stands_under_its_number(orientation_files):
    shown = {
        int(number): text for number, text in re.findall(r"^(\d+)\. (.*(?:\n   .*)*)", _section("2.3"), re.MULTILINE)
    }
    assert list(shown) == list(range(1, 13))
    for modifier in (*orientation_files["modifications"], *orientation_files["apres_refus"]):
        assert modifier["id"] in _codes(shown[modifier["numero"]]), modifier["id"]


def test_what_answers_now_is_as_the_page_says(files, orientation_files):
    shown = [(_codes(row[0])[0], _codes(row[1])[0], *row[2].split()) for row in _rows("2.4", "rule | when")]
    rows = files["orientation/disponibilite.yaml"]["maintenant"]
    assert shown == [(row["id"], row["structure"], f"`{row['donne']}`", row["nature"]) for row in rows]
    silent = re.search(r"`inconnu`, so\s+for (.*?)\.", _section("2.4"), re.DOTALL)
    assert set(_codes(silent[1])) == set(_ids(orientation_files["structures"])) - {row["structure"] for row in rows}


def test_who_may_call_is_as_the_page_says(orientation_files):
    shown = {
        _codes(row[0])[0]: (_codes(row[1]), re.search(r"` ([RDIH])", row[1])[1])
        for row in _rows("2.4", "structure | by")
    }
    assert shown == {row["structure"]: (list(row["par"]), row["nature"]) for row in orientation_files["appelants"]}


def test_the_conditions_are_those_of_the_page(orientation_files):
    rows = _rows("2.4", "condition | of")
    shown = [(_codes(row[0])[0], *re.match(r"`(\w+)` ([RDIH])", row[1]).groups()) for row in rows]
    assert shown == [(rule["id"], rule["structure"], rule["nature"]) for rule in orientation_files["conditions"]]


def test_the_structures_are_those_of_the_page(orientation_files):
    assert [_codes(row[0])[0] for row in _rows("2.5", "code")] == _ids(orientation_files["structures"])
    assert set(_ids(orientation_files["anticipations"])) <= set(_codes(_section("2.5")))


def test_every_row_rule_and_note_is_named(files, orientation_files):
    named = set(CODE.findall(PAGE))
    notes = _ids(orientation_files["notes"])
    resolutions = _ids(orientation_files["resolutions"])
    levels = [*_ids(files["errspp.yaml"]["lignes"]), *_ids(files["errspp.yaml"]["notes"])]
    profiles = [data["id"] for name, data in files.items() if name.startswith("profils/")]
    scales = _ids(files["faits.yaml"]["echelles"])
    assert not {*notes, *resolutions, *levels, *profiles, *scales} - named


def test_each_law_has_its_number():
    shown = re.findall(r"^(\d+)\. \*\*", _section("6"), re.MULTILINE)
    assert [int(number) for number in shown] == [number for number, _, _ in LOIS]


def test_the_example_is_what_the_engine_answers(orientation):
    told = json.loads(re.search(r"```json\n(.*?)```", _section("7"), re.DOTALL)[1])
    assert json.loads(json.dumps(orientation.orienter(told["faits"]).as_dict())) == told
