"""Settings: declared once, nothing is lost, nothing stops the program."""

from __future__ import annotations

import errno
import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import system_reason
from desktop.settings import ASIDE, DEPARTMENT, FILE_NAME, SETTINGS, THEME, ZOOM, SettingKind, Settings
from desktop.settings_file import parse
from desktop.ui.kit.theme import ZOOM_MAX, ZOOM_MIN, ZOOM_STEP, ThemeMode


def write(folder, content):
    (folder / FILE_NAME).write_text(content, encoding="utf-8")
    return Settings(folder)


def test_each_setting_is_declared_whole():
    for setting in SETTINGS.values():
        assert setting.accepts(setting.default), setting.id
        if setting.section:
            assert setting.label, setting.id
            assert setting.help.endswith("."), setting.id
        if setting.kind is SettingKind.WHOLE:
            assert setting.low <= setting.default <= setting.high
            assert setting.step > 0
        assert setting.kind is not SettingKind.STATE or not setting.section, "a state can't be chosen"
    assert {value for value, _ in SETTINGS[THEME].options} == set(ThemeMode)
    assert [words for _, words in SETTINGS[THEME].options] == [mode.label for mode in ThemeMode]
    assert (SETTINGS[ZOOM].low, SETTINGS[ZOOM].high, SETTINGS[ZOOM].step) == (ZOOM_MIN, ZOOM_MAX, ZOOM_STEP)


def test_what_is_not_declared_can_neither_be_read_nor_kept():
    settings = Settings(None)
    for read in (settings.text, settings.number, settings.flag, settings.value):
        with pytest.raises(KeyError):
            read("inconnu")
    with pytest.raises(KeyError):
        settings.put(inconnu=1)
    with pytest.raises(ValueError, match="theme"):
        settings.put(theme="vert")


def test_values_come_back(tmp_path):
    place = {"page": "lecture"}
    Settings(tmp_path / "déjà là").put(theme="sombre", zoom=150, barre_de_menus=True, lieu=place, departement="2A")
    again = Settings(tmp_path / "déjà là")
    assert again.text(THEME) == "sombre"
    assert again.number(ZOOM) == 150
    assert again.flag("barre_de_menus") is True
    assert again.value("lieu") == place
    assert again.text(DEPARTMENT) == "2A"
    assert again.problem == ""


def test_each_change_is_told_once():
    settings, told = Settings(None), []
    settings.changed = told.append
    settings.put(theme="sombre", zoom=120)
    settings.put(theme="sombre", zoom=130)
    assert told == ["theme", "zoom", "zoom"]


@pytest.mark.parametrize("content", ["{", "[1, 2]", '"texte"', "\x00\x01", "null", "[" * 100_000, '{"a": 1', "bonjour"])
def test_a_file_of_which_nothing_can_be_read_is_set_aside_and_said(tmp_path, content):
    settings = write(tmp_path, content)
    assert settings.text(THEME) == "systeme"
    assert "n’ont pas pu être lus" in settings.problem
    assert [p.read_text(encoding="utf-8") for p in tmp_path.glob("*.illisible.json")] == [content]
    settings.put(theme="clair")
    assert Settings(tmp_path).text(THEME) == "clair"


def test_bytes_that_are_no_text_are_set_aside(tmp_path):
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe\xff")
    assert "n’ont pas pu être lus" in Settings(tmp_path).problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_editor_may_have_written_the_file(tmp_path, encoding):
    (tmp_path / FILE_NAME).write_bytes('{"theme": "sombre", "lieu": {"page": "é"}}'.encode(encoding))
    settings = Settings(tmp_path)
    assert (settings.text(THEME), settings.value("lieu"), settings.problem) == ("sombre", {"page": "é"}, "")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ('{\n "theme": "sombre",\n "zoom": 130,\n}', 4),  # a comma too many
        ('{\n "theme": "sombre"\n "zoom": 130\n}', 3),  # one too few
        ('{\n // la nuit\n "theme": "sombre",\n "zoom": 130}', 2),
        ('{"theme": "sombre", "zoom": 130, "lieu": {"page": "lec', 1),  # cut short
        ('{"theme": "sombre",\n "departement": 02,\n "zoom": 130}', 2),
    ],
)
def test_a_trifle_costs_what_it_touches_and_no_more(tmp_path, content, line):
    settings = write(tmp_path, content)
    assert (settings.text(THEME), settings.number(ZOOM)) == ("sombre", 130)
    assert f"la ligne {line} n’est pas lisible" in settings.problem
    assert ASIDE.lstrip(".") in settings.problem
    settings.put(barre_de_menus=True)
    assert [p.read_text(encoding="utf-8") for p in tmp_path.glob("*.illisible.json")] == [content]
    again = Settings(tmp_path)
    assert (again.text(THEME), again.number(ZOOM), again.problem) == ("sombre", 130, "")


def test_a_value_that_is_not_allowed_is_ignored_and_said_the_others_stand(tmp_path):
    values = {"theme": "vert", "zoom": "grand", "barre_de_menus": "oui", "departement": "20", "role": "medecin"}
    settings = write(tmp_path, json.dumps(values))
    assert settings.text(THEME) == "systeme"
    assert settings.number(ZOOM) == 100
    assert settings.flag("barre_de_menus") is False
    assert settings.text(DEPARTMENT) == ""
    assert settings.text("role") == "medecin"
    for words in (
        '« theme » ne peut pas valoir "vert" (il faut « systeme », « clair », « sombre »), "systeme" vaut à sa place',
        '« zoom » ne peut pas valoir "grand" (il faut un nombre entier de 80 à 200), 100 vaut à sa place',
        '« departement » ne peut pas valoir "20" (il faut un numéro de département), il n’est pas compté',
    ):
        assert words in settings.problem
    assert "role" not in settings.problem
    assert not list(tmp_path.glob("*.illisible.json"))
    settings.put(theme="clair")
    assert "theme" not in Settings(tmp_path).problem  # mended by choosing
    assert '"grand"' in (tmp_path / FILE_NAME).read_text(
        encoding="utf-8"
    )  # what was not chosen anew is still there to mend


def test_a_number_is_brought_to_its_nearest_bound_and_said(tmp_path):
    settings = write(tmp_path, '{"zoom": 5000}')
    assert settings.number(ZOOM) == 200
    assert "200 vaut à sa place" in settings.problem
    assert write(tmp_path, '{"zoom": true}').number(ZOOM) == 100


def test_what_nobody_reads_any_more_goes_and_what_a_later_version_wrote_stays(tmp_path):
    settings = write(tmp_path, '{"filtre_forces": ["obligation"], "de_demain": 3}')
    assert settings.problem == ""
    settings.put(zoom=110)
    assert json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8")) == {"de_demain": 3, "zoom": 110}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(SETTINGS)) | st.text(max_size=8), JSON, max_size=6), st.data())
def test_whatever_the_file_holds_each_value_may_stand(values, data):
    text = json.dumps(values)
    cut = data.draw(st.integers(0, len(text)))
    for content in (text, text[:cut], text[cut:]):
        settings = Settings(None)
        try:
            settings._values = parse(content.encode()).values
        except ValueError:
            continue
        for key, setting in SETTINGS.items():
            if setting.kind is SettingKind.CHOICE:
                assert setting.accepts(settings.text(key))
            elif setting.kind is SettingKind.WHOLE:
                assert setting.accepts(settings.number(key))
            elif setting.kind is SettingKind.FLAG:
                assert isinstance(settings.flag(key), bool)


def test_personal_settings_go_and_the_looks_stay(tmp_path):
    settings = Settings(tmp_path)
    settings.put(role="soignant", departement="67", lus=[["had", 1.0]], theme="sombre", role_retenu=True)
    settings.erase_personal()
    again = Settings(tmp_path)
    assert (again.text("role"), again.text(DEPARTMENT), again.value("lus"), again.flag("role_retenu")) == (
        "",
        "",
        [],
        False,
    )
    assert again.text(THEME) == "sombre"


def test_a_folder_that_refuses_is_said_and_the_values_hold(tmp_path):
    blocked = tmp_path / "dossier"
    blocked.write_text("un fichier là où un dossier est attendu", encoding="utf-8")
    settings = Settings(blocked)
    settings.put(theme="sombre")
    assert settings.text(THEME) == "sombre"
    assert "n’ont pas pu être" in settings.problem


def test_without_a_folder_nothing_is_written():
    settings = Settings(None)
    settings.put(theme="sombre")
    assert settings.text(THEME) == "sombre"


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    settings = Settings(tmp_path)
    settings.put(theme="clair")

    def full(*_args, **_kwargs):
        raise OSError(28, os.strerror(28))

    told = []
    settings.tell = told.append
    monkeypatch.setattr("desktop.files._full_sync", full)
    settings.put(theme="sombre")
    settings.put(theme="clair")
    settings.put(theme="sombre")
    monkeypatch.undo()
    assert Settings(tmp_path).text(THEME) == "clair"
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
    assert system_reason(OSError(errno.ENOSPC, "No space left on device")) == "le disque est plein"
    assert system_reason(PermissionError(errno.EACCES, "Permission denied")) == "l’accès est refusé"
    assert system_reason(OSError(errno.EPIPE, "Broken pipe")) == "erreur EPIPE du système"
    assert system_reason(OSError("sans numéro")) == "erreur OSError du système"


def test_former_settings_go_with_everything_else(tmp_path):
    (tmp_path / FILE_NAME).write_text("{", encoding="utf-8")
    settings = Settings(tmp_path)
    assert list(tmp_path.glob("*.illisible.json"))
    settings.forget_former()
    settings.forget_former()
    assert not list(tmp_path.glob("*.illisible.json"))
