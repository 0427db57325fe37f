"""Situations for other software, and back."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from situations_data import NIGHT

from desktop.ui.situations.exchange import Exchange


def box():
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())


def test_a_situation_goes_out_and_comes_back(person, tmp_path):
    person.role("soignant").answered(NIGHT)
    exchange = Exchange(person.situation)
    exchange.write_situation(tmp_path / "s.json")
    found = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert found["resourceType"] == "QuestionnaireResponse"
    before = dict(person.situation.session.flow.counted)
    person.situation.begin()
    exchange.read_situation(tmp_path / "s.json")
    assert person.on_plan
    assert dict(person.situation.session.flow.counted) == before


def test_every_questionnaire_and_table_is_written(person, tmp_path):
    Exchange(person.situation).write_questionnaires(tmp_path)
    assert (tmp_path / "questionnaire-orientation.json").exists()
    assert (tmp_path / "table-soins.dmn").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    "words", ["pas du json", "{}", '{"resourceType": "QuestionnaireResponse", "questionnaire": "x"}']
)
def test_a_file_that_is_no_situation_is_refused_with_what_to_do(person, tmp_path, words):
    (tmp_path / "s.json").write_text(words, encoding="utf-8")
    Exchange(person.situation).read_situation(tmp_path / "s.json")
    dialog = box()
    assert dialog.text()
    dialog.close()
    assert person.situation.session is None or not person.situation.session.begun


def test_a_response_to_another_questionnaire_is_refused(person, tmp_path, questionnaires):
    from desktop.export import fhir_response

    found = fhir_response.response_of(
        questionnaires, "errspp", {"contact_direct": "non"}, fhir_response.ResponseFrame("2023.1")
    )
    (tmp_path / "s.json").write_text(json.dumps(found), encoding="utf-8")
    Exchange(person.situation).read_situation(tmp_path / "s.json")
    dialog = box()
    assert "errspp" in dialog.text()
    dialog.close()


def test_the_plan_can_be_printed(person):
    person.role("soignant").answered(NIGHT)
    printable = person.page.print_source()
    assert printable is not None
    assert "contenu 2" in printable.pied
    person.context.go("orienter", "besoin")
    assert person.page.print_source() is None
