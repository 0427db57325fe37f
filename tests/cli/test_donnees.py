"""`cap-palliatif donnees`: what is wrong is said, what can be read is repaired and saved, without a window."""

from __future__ import annotations

import pytest

from desktop.cli import main
from desktop.store import CaseState, Mode, Store, sqlite
from desktop.store.schema import FILE_NAME


@pytest.fixture
def dossier(tmp_path):
    dossier = tmp_path / "données"
    with Store(dossier) as store:
        for numero in range(4):
            store.cases.keep("orientation", CaseState({"n": numero}), f"cas {numero}")
            store.notes.add("had-motifs", f"note {numero}")
    return dossier


def change(dossier, *lignes):
    connexion = sqlite.connect(dossier / FILE_NAME)
    connexion.execute("PRAGMA writable_schema=ON")
    for ligne in lignes:
        connexion.execute(ligne)
    connexion.commit()
    connexion.close()


def lancer(capsys, dossier, *arguments):
    code = main(["donnees", "--dossier", str(dossier), *arguments])
    dit = capsys.readouterr()
    return code, dit.out + dit.err


def test_what_is_good_is_said_with_its_backups(capsys, dossier, tmp_path):
    code, dit = lancer(capsys, dossier)
    assert code == 0
    assert "en bon état" in dit
    assert "sauvegarde 1" in dit
    assert lancer(capsys, tmp_path / "neuf")[0] == 0
    assert not (tmp_path / "neuf").exists()


def test_a_bad_row_is_named_left_out_of_the_file_and_repaired(capsys, dossier, tmp_path):
    change(dossier, "UPDATE notes SET created = 'hier' WHERE rowid = 1")
    code, dit = lancer(capsys, dossier, "--sauver", str(tmp_path / "x.zip"))
    assert code == 1
    assert "sa date ne se lit pas" in dit
    assert Store.read_saved(tmp_path / "x.zip").counts["notes"] == 3
    code, dit = lancer(capsys, dossier, "--reparer")
    assert code == 0
    assert "Réparée : 4 situations et 3 notes" in dit
    assert lancer(capsys, dossier)[0] == 0


def test_a_sick_database_is_repaired_and_saved(capsys, dossier, tmp_path):
    change(dossier, "UPDATE meta SET value = 'beaucoup'")
    code, dit = lancer(capsys, dossier, "--sauver", str(tmp_path / "x.zip"))
    assert code == 1
    assert "endommagée" in dit
    assert "s’y lisent encore : 4 situations et 4 notes" in dit
    assert not (tmp_path / "x.zip").exists()
    code, _ = lancer(capsys, dossier, "--reparer", "--sauver", str(tmp_path / "x.zip"))
    assert code == 0
    with Store.temporary() as store:
        store.take_back(Store.read_saved(tmp_path / "x.zip"), Mode.REPLACE)
        assert (store.counts()["cases"], store.counts()["notes"]) == (4, 4)


def test_an_older_state_is_said_and_not_touched(capsys, dossier):
    avant = (dossier / FILE_NAME).read_bytes()
    with Store(dossier) as store:
        store.notes.add("had-motifs", "plus tard")
    (dossier / FILE_NAME).write_bytes(avant)
    code, dit = lancer(capsys, dossier, "--reparer")
    assert code == 1
    assert "plus ancienne que vos sauvegardes" in dit
    assert (dossier / FILE_NAME).read_bytes() == avant


def test_what_is_no_database_is_said(capsys, dossier):
    (dossier / FILE_NAME).write_bytes(b"rien" * 3000)
    code, dit = lancer(capsys, dossier, "--reparer")
    assert code == 1
    assert "endommagée" in dit
