"""`cap-palliatif donnees`: what is wrong is said, what can be read is repaired and saved, without a window."""

from __future__ import annotations

import pytest

from desktop.bootstrap import line_services
from desktop.cli import main
from desktop.store import CaseState, Mode, Store, sqlite
from desktop.store.schema import FILE_NAME


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "données"
    with Store(folder) as store:
        for number in range(4):
            store.cases.keep("orientation", CaseState({"n": number}), f"cas {number}")
            store.notes.add("had-motifs", f"note {number}")
    return folder


def change(folder, *text_lines):
    connection = sqlite.connect(folder / FILE_NAME)
    connection.execute("PRAGMA writable_schema=ON")
    for line in text_lines:
        connection.execute(line)
    connection.commit()
    connection.close()


def launch(capsys, folder, *arguments):
    code = main(["donnees", "--dossier", str(folder), *arguments], line_services())
    said = capsys.readouterr()
    return code, said.out + said.err


def test_what_is_good_is_said_with_its_backups(capsys, folder, tmp_path):
    code, said = launch(capsys, folder)
    assert code == 0
    assert "en bon état" in said
    assert "sauvegarde 1" in said
    assert launch(capsys, tmp_path / "neuf")[0] == 0
    assert not (tmp_path / "neuf").exists()


def test_a_bad_row_is_named_left_out_of_the_file_and_repaired(capsys, folder, tmp_path):
    change(folder, "UPDATE notes SET created = 'hier' WHERE rowid = 1")
    code, said = launch(capsys, folder, "--sauver", str(tmp_path / "x.zip"))
    assert code == 1
    assert "sa date ne se lit pas" in said
    assert Store.read_saved(tmp_path / "x.zip").counts["notes"] == 3
    code, said = launch(capsys, folder, "--reparer")
    assert code == 0
    assert "Réparée : 4 situations et 3 notes" in said
    assert launch(capsys, folder)[0] == 0


def test_a_sick_database_is_repaired_and_saved(capsys, folder, tmp_path):
    change(folder, "UPDATE meta SET value = 'beaucoup'")
    code, said = launch(capsys, folder, "--sauver", str(tmp_path / "x.zip"))
    assert code == 1
    assert "endommagée" in said
    assert "s’y lisent encore : 4 situations et 4 notes" in said
    assert not (tmp_path / "x.zip").exists()
    code, _ = launch(capsys, folder, "--reparer", "--sauver", str(tmp_path / "x.zip"))
    assert code == 0
    with Store.temporary() as store:
        store.take_back(Store.read_saved(tmp_path / "x.zip"), Mode.REPLACE)
        assert (store.counts()["cases"], store.counts()["notes"]) == (4, 4)


def test_an_older_state_is_said_and_not_touched(capsys, folder):
    before = (folder / FILE_NAME).read_bytes()
    with Store(folder) as store:
        store.notes.add("had-motifs", "plus tard")
    (folder / FILE_NAME).write_bytes(before)
    code, said = launch(capsys, folder, "--reparer")
    assert code == 1
    assert "plus ancienne que vos sauvegardes" in said
    assert (folder / FILE_NAME).read_bytes() == before


def test_what_is_no_database_is_said(capsys, folder):
    (folder / FILE_NAME).write_bytes(b"rien" * 3000)
    code, said = launch(capsys, folder, "--reparer")
    assert code == 1
    assert "endommagée" in said
