"""The summary of the proof that is shipped is of the tables that are shipped."""

from __future__ import annotations

import json

import pytest

from build_scripts.verify_decisions import perime
from desktop.decision import charger

RAPPORT = {
    "empreinte": "a",
    "combinaisons": 10,
    "boites": 2,
    "regles": 3,
    "gagnantes": 3,
    "lois": [{"numero": 1, "titre": "Complète", "echecs": 0, "secondes": 1.0}],
}


def test_the_shipped_summary_is_of_the_shipped_tables(root):
    dossier = root / "content" / "questionnaires"
    resume = json.loads((dossier / "preuves.json").read_text(encoding="utf-8"))
    assert resume["empreinte"] == charger(dossier).empreinte


def test_time_and_date_do_not_matter():
    lente = {**RAPPORT, "fait": "2023-06-21", "lois": [{**RAPPORT["lois"][0], "secondes": 9.0}]}
    assert perime(lente, RAPPORT) == []


@pytest.mark.parametrize("nom", ["empreinte", "combinaisons", "boites", "regles", "gagnantes"])
def test_another_figure_is_said(nom):
    (faute,) = perime({**RAPPORT, nom: "autre"}, RAPPORT)
    assert nom in faute
    assert "autre" in faute


def test_a_law_that_fails_is_said():
    (faute,) = perime({**RAPPORT, "lois": [{"numero": 1, "echecs": 4}]}, RAPPORT)
    assert "{1: 4}" in faute
