"""The manifest finds what is missing and what is damaged, and says what to do."""

from __future__ import annotations

import pytest

from desktop import integrity
from desktop.bootstrap import command_line
from desktop.store import sqlite


@pytest.fixture
def package(tmp_path):
    """A bundle: a program, its inside, the package."""
    package = tmp_path / "Cap palliatif" / "_internal" / "desktop"
    package.mkdir(parents=True)
    (package.parent.parent / "cap-palliatif").write_bytes(b"programme")
    (package.parent / "libQt6Core.so.6").write_bytes(b"Qt" * 1_000_000)
    (package / "règle é.md").write_text("une règle", encoding="utf-8")
    integrity.write(package)
    return package


@pytest.fixture
def frozen(package, monkeypatch):
    monkeypatch.setattr("desktop.paths.is_frozen", lambda: True)
    monkeypatch.setattr("desktop.paths.package_dir", lambda: package)
    return package


def test_a_whole_bundle_is_whole(package):
    report = integrity.verify(package)
    assert report == integrity.IntegrityReport(3, (), ())
    assert report.intact
    assert "3 fichiers" in report.message()


def test_what_is_missing_or_changed_is_named_with_what_to_do(package):
    (package.parent / "libQt6Core.so.6").write_bytes(b"Qt" * 999_999 + b"xx")
    (package / "règle é.md").unlink()
    report = integrity.verify(package)
    assert report.missing == ("_internal/desktop/règle é.md",)
    assert report.damaged == ("_internal/libQt6Core.so.6",)
    assert not report.intact
    message = report.message()
    assert "règle é.md" in message
    assert "Réinstallez" in message
    assert "gardés ailleurs" in message


def test_a_long_list_is_cut(package):
    report = integrity.IntegrityReport(20, tuple(f"fichier{i}" for i in range(9)), ())
    assert "et 4 autres" in report.message()


@pytest.mark.parametrize("content", [None, b"", b"abc  fichier\n", b"\xff\xfe", b"a" * 64 + b"  f\nreste coup\xc3\xa9"])
def test_a_lost_manifest_is_told(package, content):
    manifest = package / integrity.MANIFEST
    manifest.unlink()
    if content is not None:
        manifest.write_bytes(content)
    with pytest.raises(integrity.UnreadableManifestError, match="Réinstallez"):
        integrity.verify(package)


def test_it_can_be_read_by_sha256sum(package):
    line = (package / integrity.MANIFEST).read_text(encoding="utf-8").splitlines()[-1]
    assert line == f"{integrity._digest(package.parent.parent / 'cap-palliatif')}  cap-palliatif"


def test_the_first_start_checks_once(package, tmp_path):
    cache = tmp_path / "cache"
    assert integrity.first_start(cache, package).intact
    assert integrity.first_start(cache, package) is None
    integrity.write(package)  # the same files: nothing new to check
    assert integrity.first_start(cache, package) is None
    (package / "nouveau.md").write_text("x", encoding="utf-8")
    integrity.write(package)  # another version
    assert integrity.first_start(cache, package).intact


def test_damage_is_told_again_at_each_start(package, tmp_path):
    (package / "règle é.md").unlink()
    for _ in range(2):
        assert not integrity.first_start(tmp_path / "cache", package).intact


def test_a_folder_that_refuses_the_mark_does_not_stop_the_check(package, tmp_path):
    cache = tmp_path / "fichier"
    cache.write_text("pas un dossier", encoding="utf-8")
    assert integrity.first_start(cache, package).intact


def test_a_checkout_has_nothing_to_check(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "log_keeps", lambda *_: True)
    assert integrity.verify() is None
    assert integrity.first_start(tmp_path) is None
    assert command_line(["verifier"]) == 0
    said = capsys.readouterr().out
    assert "sources" in said
    assert said.endswith(f"SQLite {sqlite.VERSION}\n")


def test_a_sqlite_that_may_lose_something_is_complained_of_without_failing(capsys, monkeypatch):
    monkeypatch.setattr(sqlite, "log_keeps", lambda *_: False)
    assert command_line(["verifier"]) == 0
    assert "n’ouvrez qu’une fenêtre" in capsys.readouterr().err


def test_the_command_says_so_and_its_code_too(frozen, capsys):
    assert command_line(["verifier"]) == 0
    assert "intact" in capsys.readouterr().out
    (frozen.parent.parent / "cap-palliatif").write_bytes(b"x")
    assert command_line(["verifier"]) == 1
    assert "cap-palliatif" in capsys.readouterr().err
    (frozen / integrity.MANIFEST).unlink()
    assert command_line(["verifier"]) == 1
    assert "liste des fichiers" in capsys.readouterr().err


def test_the_command_takes_no_argument(capsys):
    assert command_line(["verifier", "tout"]) == 2
