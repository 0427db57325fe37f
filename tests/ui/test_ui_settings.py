"""Settings: nothing is lost, nothing stops the program."""

from __future__ import annotations

import json
import os

import pytest

from desktop.settings import FILE_NAME, Settings


def test_values_come_back(tmp_path):
    Settings(tmp_path / "déjà là").put(theme="sombre", zoom=150, ouvert=True, lieu={"page": "lecture"})
    again = Settings(tmp_path / "déjà là")
    assert again.text("theme") == "sombre"
    assert again.number("zoom", 100, 80, 200) == 150
    assert again.flag("ouvert") is True
    assert again.value("lieu") == {"page": "lecture"}
    assert again.problem == ""


@pytest.mark.parametrize("content", ["{", "[1, 2]", '"texte"', "\x00\x01", "null"])
def test_a_damaged_file_is_set_aside_and_said(tmp_path, content):
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    settings = Settings(tmp_path)
    assert settings.text("theme", "systeme") == "systeme"
    assert "n’ont pas pu être lus" in settings.problem
    assert [p.read_text(encoding="utf-8") for p in tmp_path.glob("*.illisible.json")] == [content]
    settings.put(theme="clair")
    assert Settings(tmp_path).text("theme") == "clair"


def test_bytes_that_are_no_text_are_set_aside(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe\xff")
    assert Settings(tmp_path).problem


def test_values_of_another_kind_fall_back(tmp_path):
    (tmp_path / FILE_NAME).write_text(json.dumps({"theme": 3, "zoom": "grand", "ouvert": "oui"}), encoding="utf-8")
    settings = Settings(tmp_path)
    assert settings.text("theme", "x") == "x"
    assert settings.number("zoom", 100, 80, 200) == 100
    assert settings.flag("ouvert") is False


def test_a_number_is_brought_into_its_bounds(tmp_path):
    settings = Settings(tmp_path)
    settings.put(zoom=5000)
    assert settings.number("zoom", 100, 80, 200) == 200
    settings.put(zoom=True)
    assert settings.number("zoom", 100, 80, 200) == 100


def test_a_folder_that_refuses_is_said_and_the_values_hold(tmp_path):
    blocked = tmp_path / "dossier"
    blocked.write_text("un fichier là où un dossier est attendu", encoding="utf-8")
    settings = Settings(blocked)
    settings.put(theme="sombre")
    assert settings.text("theme") == "sombre"
    assert "n’ont pas pu être" in settings.problem


def test_without_a_folder_nothing_is_written():
    settings = Settings(None)
    settings.put(theme="sombre")
    assert settings.text("theme") == "sombre"


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    settings = Settings(tmp_path)
    settings.put(theme="clair")

    def full(*_args, **_kwargs):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("pathlib.Path.write_text", full)
    settings.put(theme="sombre")
    monkeypatch.undo()
    assert Settings(tmp_path).text("theme") == "clair"
    assert "libérez de la place" in settings.problem
