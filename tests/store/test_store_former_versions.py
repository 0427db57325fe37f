"""A database, a backup and a file of saved data of every version that was ever released: each still opens, with all it holds.

`former/base-N.sqlite3` was written by the program of format N, `former/donnees-N.zip` by the one of that file format.
Whoever adds a migration or a file format adds one of each here; the tests below say so.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.store import CaseState, Counts, Health, Mode, Store, kinds, schema

FORMER = Path(__file__).parent / "former"
NUMBERS = range(1, schema.version() + 1)


def expected(version: int) -> Counts:
    marks = {"bookmarks": 1, "notes": 1} if version > 1 else {}
    rest = {"readings": 1, "drafts": 2} if version > 2 else {}
    return Counts(cases=3, **marks, **rest)


def require_all(store: Store, version: int) -> None:
    assert store.counts() == expected(version)
    assert store.check().good
    cases = store.cases.all()
    assert [case.label for case in cases] == ["visite 2", "visite 1", "visite 0"]
    assert [case.state.facts for case in cases] == [{"n": -3}, {"n": -2}, {"n": -1}]
    (earlier,) = store.cases.revisions(cases[0].id)
    assert (earlier.state.facts, earlier.state.plan) == ({"n": 2, "besoin": ["soins"]}, {"niveau": 2})
    if version > 1:
        assert [(note.text, note.about) for note in store.notes.all()] == [("une note", "Motifs")]
    if version > 2:
        draft = store.drafts.get("orientation")
        assert draft is not None
        assert (draft.facts, draft.extra, draft.label) == ({"age": "adulte"}, {"question": "lieu"}, "en cours")


@pytest.mark.parametrize("version", NUMBERS)
def test_a_database_of_every_version_opens_with_all_it_holds(folder: Path, version: int) -> None:
    folder.mkdir(parents=True)
    shutil.copy(FORMER / f"base-{version}.sqlite3", folder / schema.FILE_NAME)
    assert Store.diagnose(folder).health is Health.GOOD
    with Store.temporary(folder) as store:
        require_all(store, version)
    with Store(folder) as store:
        require_all(store, version)
        store.cases.keep("orientation", CaseState({}), "et l'on continue")


@pytest.mark.parametrize("version", NUMBERS)
def test_a_backup_of_every_version_is_good_and_comes_back(folder: Path, version: int) -> None:
    with Store(folder) as store:
        store.cases.keep("orientation", CaseState({}), "d'aujourd'hui")
    target = folder / "sauvegardes" / "cap-palliatif-000000.sqlite3"
    shutil.copy(FORMER / f"base-{version}.sqlite3", target)
    backup = Store.diagnose(folder).backups[-1]
    assert (backup.good, backup.counts) == (True, expected(version))
    Store.restore(backup)
    with Store(folder) as store:
        require_all(store, version)


@pytest.mark.parametrize("version", NUMBERS)
def test_a_damaged_database_of_every_version_is_repaired(folder: Path, version: int) -> None:
    folder.mkdir(parents=True)
    path = folder / schema.FILE_NAME
    data = bytearray((FORMER / f"base-{version}.sqlite3").read_bytes())
    data[-512:] = b"\xa5" * 512
    path.write_bytes(data)
    repaired = Store.repair(folder)
    assert repaired.counts["cases"] == 3
    with Store(folder) as store:
        assert store.check().good


@pytest.mark.parametrize("number", range(1, kinds.file_format() + 1))
def test_a_file_of_every_format_is_taken_back(number: int) -> None:
    with Store.temporary() as store:
        store.take_back(Store.read_saved(FORMER / f"donnees-{number}.zip"), Mode.REPLACE)
        require_all(store, schema.version())


def test_every_version_has_its_files() -> None:
    assert len(list(FORMER.glob("base-*.sqlite3"))) == schema.version()
    assert len(list(FORMER.glob("donnees-*.zip"))) == kinds.file_format()
