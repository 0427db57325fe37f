"""The door for what other rooms know of a structure: a toy source stands wherever a plan tells one, and nowhere else is touched."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from paper_proof import pdftotext
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from situations_data import NIGHT

from desktop.bootstrap import Room, line_services, window_services
from desktop.cli.decide import plan_text
from desktop.telling.annotations import StructureAnnotation
from desktop.text.typography import bare
from desktop.ui.situations.exchange import Exchange

NUMBER = "05 00 00 00 15"
NOTED = StructureAnnotation("Téléphone", NUMBER, "annuaire d'essai", dt.date(2026, 11, 2))


def toy(structure):
    """Knows one number."""
    return (NOTED,) if structure == "had" else ()


ROOM = Room(structures=toy)


@pytest.fixture
def services(services):
    return services._replace(structure_sources=window_services([ROOM]).structure_sources)


@pytest.fixture
def plan(person):
    person.role("soignant").answered(NIGHT)
    assert person.on_plan
    return person.page.plan


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """Where a file dialog says to write."""

    def at(name):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), ""))
        return tmp_path / name

    return at


def test_it_stands_on_the_card(plan):
    (label,) = plan.findChildren(QLabel, "annotation-had")
    assert f"<b>{NUMBER}</b>" in label.text()  # as the source has it: a number is dialled
    assert label.accessibleName() == f"Téléphone\u00a0: {NUMBER} (annuaire d’essai, au 2\u00a0novembre 2026)"


def test_it_stands_on_paper_on_the_sheet_and_in_the_annexe(plan, saved):
    path = saved("plan.pdf")
    plan.findChild(QPushButton, "action-pdf").click()
    pages = pdftotext(path)
    assert NUMBER in bare(pages[0])
    assert f"Téléphone : {NUMBER}" in bare(" ".join(" ".join(pages[1:]).split()))


@pytest.mark.parametrize("action", ["copier", "tout"])
def test_it_stands_in_what_is_copied(plan, action):
    plan.findChild(QPushButton, f"action-{action}").click()
    assert f": {NUMBER} (annuaire d'essai, au 2 novembre 2026)" in QGuiApplication.clipboard().text()


def test_it_stands_in_markdown(plan, saved):
    path = saved("plan.md")
    plan.findChild(QPushButton, "action-markdown").click()
    assert f"  - Téléphone\u00a0: {NUMBER} (annuaire d’essai, au 2\u00a0novembre 2026)" in path.read_text(
        encoding="utf-8"
    )


def test_it_stands_in_fhir(person, plan, tmp_path):
    Exchange(person.situation).write_situation(tmp_path / "situation.json")
    made = json.loads((tmp_path / "situation.json").read_text(encoding="utf-8"))
    result = next(item for item in made["item"] if item["linkId"] == "resultat")
    principal = next(item for item in result["item"] if item["linkId"] == "resultat.principal")
    (coding,) = [a["valueCoding"] for a in principal["answer"] if a["valueCoding"]["code"] == "had"]
    parts = {part["url"]: part for part in coding["extension"][0]["extension"]}
    assert parts["value"]["valueString"] == NUMBER
    assert parts["asOf"]["valueDate"] == "2026-11-02"


def test_it_stands_at_the_command_line(orientation):
    said = plan_text(line_services([ROOM]), orientation.orienter({**NIGHT, "demandeur": "soignant", "moment": "nuit"}))
    assert f" Téléphone : {NUMBER} (annuaire d'essai, au 2 novembre 2026)" in said
    assert NUMBER not in plan_text(line_services(), orientation.orienter({**NIGHT, "demandeur": "soignant"}))
