"""Settings: nothing is lost, nothing stops the program."""

from __future__ import annotations

import errno
import json
import os

import pytest

from desktop.errors import raison_systeme
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

    told = []
    settings.tell = told.append
    monkeypatch.setattr("pathlib.Path.write_text", full)
    settings.put(theme="sombre")
    settings.put(theme="clair")
    settings.put(theme="sombre")
    monkeypatch.undo()
    assert Settings(tmp_path).text("theme") == "clair"
    (words,) = told  # once, in French, with what to do
    assert "le disque est plein" in words
    assert "libérez de la place" in words
    assert str(tmp_path / FILE_NAME) in words


def test_a_write_that_was_cut_short_leaves_no_file_behind(tmp_path, monkeypatch):
    settings = Settings(tmp_path)
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "")))
    settings.put(theme="sombre")
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_what_the_system_says_is_said_in_french():
    assert raison_systeme(OSError(errno.ENOSPC, "No space left on device")) == "le disque est plein"
    assert raison_systeme(PermissionError(errno.EACCES, "Permission denied")) == "l’accès est refusé"
    assert raison_systeme(OSError(errno.EPIPE, "Broken pipe")) == "erreur EPIPE du système"
    assert raison_systeme(OSError("sans numéro")) == "erreur OSError du système"


def test_former_settings_go_with_everything_else(tmp_path):
    (tmp_path / FILE_NAME).write_text("{", encoding="utf-8")
    settings = Settings(tmp_path)
    assert list(tmp_path.glob("*.illisible.json"))
    settings.forget_former()
    settings.forget_former()
    assert not list(tmp_path.glob("*.illisible.json"))
