"""The summary of the proof that is shipped is of the tables that are shipped."""

from __future__ import annotations

import json

import pytest

from build_scripts.verify_decisions import outdated
from desktop.decision import charger

REPORT = {
    "empreinte": "a",
    "combinaisons": 10,
    "boites": 2,
    "regles": 3,
    "gagnantes": 3,
    "lois": [{"numero": 1, "titre": "Complète", "echecs": 0, "secondes": 1.0}],
}


def test_the_shipped_summary_is_of_the_shipped_tables(root):
    folder = root / "content" / "questionnaires"
    summary = json.loads((folder / "preuves.json").read_text(encoding="utf-8"))
    assert summary["empreinte"] == charger(folder).empreinte


def test_time_and_date_do_not_matter():
    slow = {**REPORT, "fait": "2023-06-21", "lois": [{**REPORT["lois"][0], "secondes": 9.0}]}
    assert outdated(slow, REPORT) == []


@pytest.mark.parametrize("name", ["empreinte", "combinaisons", "boites", "regles", "gagnantes"])
def test_another_figure_is_said(name):
    (fault,) = outdated({**REPORT, name: "autre"}, REPORT)
    assert name in fault
    assert "autre" in fault


def test_a_law_that_fails_is_said():
    (fault,) = outdated({**REPORT, "lois": [{"numero": 1, "echecs": 4}]}, REPORT)
    assert "{1: 4}" in fault
