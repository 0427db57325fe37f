"""The manifest finds what is missing and what is damaged, and says what to do."""

from __future__ import annotations

import pytest

from desktop import integrity
from desktop.cli import main
from desktop.store import sqlite


@pytest.fixture
def paquet(tmp_path):
    """A bundle: a program, its inside, the package."""
    paquet = tmp_path / "Cap palliatif" / "_internal" / "desktop"
    paquet.mkdir(parents=True)
    (paquet.parent.parent / "cap-palliatif").write_bytes(b"programme")
    (paquet.parent / "libQt6Core.so.6").write_bytes(b"Qt" * 1_000_000)
    (paquet / "règle é.md").write_text("une règle", encoding="utf-8")
    integrity.ecrire(paquet)
    return paquet


@pytest.fixture
def gele(paquet, monkeypatch):
    monkeypatch.setattr("desktop.paths.is_frozen", lambda: True)
    monkeypatch.setattr("desktop.paths.package_dir", lambda: paquet)
    return paquet


def test_a_whole_bundle_is_whole(paquet):
    rapport = integrity.verifier(paquet)
    assert rapport == integrity.Rapport(3, (), ())
    assert rapport.intact
    assert "3 fichiers" in rapport.message()


def test_what_is_missing_or_changed_is_named_with_what_to_do(paquet):
    (paquet.parent / "libQt6Core.so.6").write_bytes(b"Qt" * 999_999 + b"xx")
    (paquet / "règle é.md").unlink()
    rapport = integrity.verifier(paquet)
    assert rapport.manquants == ("_internal/desktop/règle é.md",)
    assert rapport.abimes == ("_internal/libQt6Core.so.6",)
    assert not rapport.intact
    message = rapport.message()
    assert "règle é.md" in message
    assert "Réinstallez" in message
    assert "gardés ailleurs" in message


def test_a_long_list_is_cut(paquet):
    rapport = integrity.Rapport(20, tuple(f"fichier{i}" for i in range(9)), ())
    assert "et 4 autres" in rapport.message()


@pytest.mark.parametrize("contenu", [None, b"", b"abc  fichier\n", b"\xff\xfe", b"a" * 64 + b"  f\nreste coup\xc3\xa9"])
def test_a_lost_manifest_is_told(paquet, contenu):
    manifeste = paquet / integrity.MANIFESTE
    manifeste.unlink()
    if contenu is not None:
        manifeste.write_bytes(contenu)
    with pytest.raises(integrity.ManifesteIllisibleError, match="Réinstallez"):
        integrity.verifier(paquet)


def test_it_can_be_read_by_sha256sum(paquet):
    ligne = (paquet / integrity.MANIFESTE).read_text(encoding="utf-8").splitlines()[-1]
    assert ligne == f"{integrity._somme(paquet.parent.parent / 'cap-palliatif')}  cap-palliatif"


def test_the_first_start_checks_once(paquet, tmp_path):
    cache = tmp_path / "cache"
    assert integrity.premier_demarrage(cache, paquet).intact
    assert integrity.premier_demarrage(cache, paquet) is None
    integrity.ecrire(paquet)  # the same files: nothing new to check
    assert integrity.premier_demarrage(cache, paquet) is None
    (paquet / "nouveau.md").write_text("x", encoding="utf-8")
    integrity.ecrire(paquet)  # another version
    assert integrity.premier_demarrage(cache, paquet).intact


def test_damage_is_told_again_at_each_start(paquet, tmp_path):
    (paquet / "règle é.md").unlink()
    for _ in range(2):
        assert not integrity.premier_demarrage(tmp_path / "cache", paquet).intact


def test_a_folder_that_refuses_the_mark_does_not_stop_the_check(paquet, tmp_path):
    cache = tmp_path / "fichier"
    cache.write_text("pas un dossier", encoding="utf-8")
    assert integrity.premier_demarrage(cache, paquet).intact


def test_a_checkout_has_nothing_to_check(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite, "log_keeps", lambda *_: True)
    assert integrity.verifier() is None
    assert integrity.premier_demarrage(tmp_path) is None
    assert main(["verifier"]) == 0
    said = capsys.readouterr().out
    assert "sources" in said
    assert said.endswith(f"SQLite {sqlite.VERSION}\n")


def test_a_sqlite_that_may_lose_something_is_complained_of_without_failing(capsys, monkeypatch):
    monkeypatch.setattr(sqlite, "log_keeps", lambda *_: False)
    assert main(["verifier"]) == 0
    assert "n’ouvrez qu’une fenêtre" in capsys.readouterr().err


def test_the_command_says_so_and_its_code_too(gele, capsys):
    assert main(["verifier"]) == 0
    assert "intact" in capsys.readouterr().out
    (gele.parent.parent / "cap-palliatif").write_bytes(b"x")
    assert main(["verifier"]) == 1
    assert "cap-palliatif" in capsys.readouterr().err
    (gele / integrity.MANIFESTE).unlink()
    assert main(["verifier"]) == 1
    assert "liste des fichiers" in capsys.readouterr().err


def test_the_command_takes_no_argument(capsys):
    assert main(["verifier", "tout"]) == 2
