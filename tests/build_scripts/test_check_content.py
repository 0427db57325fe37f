"""The proof against the inventory of the sources can fail."""

from __future__ import annotations

import json
import shutil

import pytest

from build_scripts import check_content, inventory


@pytest.fixture
def copied(root, tmp_path):
    shutil.copytree(root / "content", tmp_path / "content")
    return tmp_path / "content"


def test_the_real_content_renders_every_segment(capsys):
    assert check_content.main([]) == 0
    assert "tout se tient" in capsys.readouterr().out


CHANGES = [
    ("annexes/03-lisp.md", "0,3 ETP", "0,4 ETP", "le nombre 0.3 manque"),
    ("annexes/02-usp.md", "100 000", "200 000", "le nombre 100000 manque"),
    ("annexes/05-hdj.md", "MEOPA", "gaz", "le sigle MEOPA manque"),
    ("annexes/04-had.md", "DGOS/R4/2022/219", "DGOS/R4/2022/218", "la référence DGOS/R4/2022/219 manque"),
    ("annexes/09-benevoles.md", "[^26]", "", "la note 26 manque"),
    ("annexes/08-personnes-agees.md", "27 avril 2022", "28 avril 2022", "la date 2022-04-27 manque"),
]


@pytest.mark.parametrize(("file", "before", "after", "message"), CHANGES, ids=[m for *_, m in CHANGES])
def test_what_is_lost_is_listed(copied, capsys, file, before, after, message):
    path = copied / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    assert check_content.main([str(copied)]) == 1
    assert message in capsys.readouterr().out


def test_a_missing_document_is_listed(copied, capsys):
    (copied / "annexes" / "07-errspp.md").unlink()
    assert check_content.main([str(copied)]) == 1
    assert "004/A7/equipe : aucune rubrique ne rend ce segment" in capsys.readouterr().out


def test_the_inventory_holds_the_27_footnotes_once_each():
    content = json.loads(inventory.INVENTORY.read_text(encoding="utf-8"))
    assert [n for s in content.values() for n in s["notes"]] == list(range(1, 28))


def test_a_text_gives_its_numbers_dates_references_and_acronyms():
    survey = inventory.take_survey(
        "3ème niveau, 100 000 habitants, 0,3 ETP, le 21/06/2023, n° DGOS/R4/2022/31, L. 1110-11, 1. Un"
    )
    assert survey == {
        "nombres": ["0.3", "3", "100000"],
        "dates": ["2023-06-21"],
        "references": ["DGOS/R4/2022/31", "L.1110-11"],
        "sigles": ["ETP"],
    }
