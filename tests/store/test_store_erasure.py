"""What was erased is found in no byte of any file, whatever happened to it before."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.store import CaseState, Draft, Kind, Mode, Store

MOT = "Zyxwvutsrq-unique"


def traces(folder: Path, mot: str = MOT) -> list[str]:
    """Files that hold the word in any encoding that SQLite or JSON may give it."""
    needles = [mot.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(needle in path.read_bytes() for needle in needles)]


@pytest.fixture(params=[False, True], ids=["local", "share"])
def opened(request: pytest.FixtureRequest, folder: Path):
    with Store(folder, network=request.param) as store:
        # Enough other rows that what is erased stands in the middle of pages that stay.
        for number in range(40):
            store.cases.keep("niveau", CaseState({"n": number, "long": "x" * 300}), f"autre {number}")
        yield store


def test_an_erased_case_is_gone_when_undo_ends(opened: Store, folder: Path) -> None:
    kept = opened.cases.keep("niveau", CaseState({"a": 1}), MOT)
    opened.cases.change(kept.id, CaseState({"mot": MOT * 300}))
    opened.backup("à la main")
    assert len(traces(folder)) >= 2  # the database and the backup: this test can fail
    opened.cases.erase(kept.id)
    opened.forget_undo()
    assert traces(folder) == []
    assert [backup.good for backup in opened.backups()] == [True]
    assert len(opened.cases.all()) == 40
    assert opened.undo() is None


def test_closing_ends_undo_and_erases(folder: Path) -> None:
    store = Store(folder)
    store.cases.erase(store.cases.keep("niveau", CaseState({}), MOT).id)
    assert traces(folder)
    store.close()
    assert traces(folder) == []


def test_a_former_label_and_a_rewritten_note_go_too(opened: Store, folder: Path) -> None:
    kept = opened.cases.keep("niveau", CaseState({}), MOT)
    note = opened.notes.add("had-motifs", MOT)
    opened.backup("à la main")
    opened.cases.rename(kept.id, "visite du samedi")
    opened.notes.change(note.id, "réécrite")
    opened.forget_undo()
    assert traces(folder) == []
    assert opened.cases.get(kept.id).label == "visite du samedi"


def test_an_undone_creation_and_a_redone_erasure_go_too(opened: Store, folder: Path) -> None:
    opened.notes.add("had-motifs", MOT)
    opened.backup("à la main")
    opened.undo()
    opened.forget_undo()
    assert traces(folder) == []


def test_the_erased_history_leaves_the_backups(opened: Store, folder: Path) -> None:
    opened.readings.record("had-motifs", MOT)
    opened.backup("à la main")
    opened.readings.erase()
    opened.forget_undo()
    assert traces(folder) == []


def test_a_backup_without_what_was_erased_stays(opened: Store, folder: Path) -> None:
    before = opened.backup("avant le secret")
    opened.cases.erase(opened.cases.keep("niveau", CaseState({}), MOT).id)
    opened.forget_undo()
    assert traces(folder) == []
    assert before in opened.backups()


def test_erase_all_leaves_nothing_anywhere(opened: Store, folder: Path, tmp_path: Path) -> None:
    kept = opened.cases.keep("niveau", CaseState({"mot": MOT}), MOT)
    opened.cases.change(kept.id, CaseState({"autre": MOT}))
    opened.bookmarks.add("had-motifs", Kind.RUBRIQUE, MOT)
    opened.notes.add("had-motifs", MOT, about=MOT)
    opened.readings.record("had-motifs", MOT)
    opened.drafts.save(Draft("niveau", {"mot": MOT}, label=MOT))
    opened.backup("à la main")
    opened.save_to(tmp_path / "ailleurs.zip")
    opened.take_back(Store.read_saved(tmp_path / "ailleurs.zip"), Mode.REPLACE)
    # What an earlier damage and a killed process may have left.
    aside = folder / "mise-de-cote-001"
    aside.mkdir()
    (aside / "cap-palliatif.sqlite3").write_bytes(MOT.encode())
    (folder / ".cap-palliatif.sqlite3.12ab34cd.tmp").write_bytes(MOT.encode())
    opened.erase_all()
    assert traces(folder) == []
    assert opened.counts() == type(opened.counts())()
    assert (opened.undo(), opened.redo(), opened.backups()) == (None, None, ())
    opened.cases.keep("niveau", CaseState({}), "la vie continue")
    assert not aside.exists()


def test_a_kill_between_erasing_and_purging_only_postpones(folder: Path) -> None:
    with Store(folder) as store:
        kept = store.cases.keep("niveau", CaseState({}), MOT)
    store = Store(folder)
    store.cases.erase(kept.id)
    store._engine.connection.close()  # as a kill does
    assert traces(folder)
    with Store(folder) as again:
        assert traces(folder) == []
        assert again.cases.all() == ()


def test_a_kill_in_the_middle_of_erasing_all_is_ended_at_the_opening(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(folder) as store:
        store.cases.keep("niveau", CaseState({}), MOT)
    store = Store(folder)
    with monkeypatch.context() as patch:
        patch.setattr("desktop.store.erasure._finish_erasing", lambda _: None)
        patch.setattr("desktop.store.erasure._erase_files", lambda *_, **__: {})
        store.erase_all()
    store._engine.connection.close()
    assert traces(folder)
    with Store(folder) as again:
        assert traces(folder) == []
        assert again.backups() == ()


def test_while_another_window_reads_the_purge_waits_for_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.store import StoreBusyError, connection

    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
    with Store(folder) as store:
        kept = store.cases.keep("niveau", CaseState({}), MOT)
        with Store(folder) as other:
            reading = other._engine.reading()
            reading.__enter__()
            other._engine.connection.execute("SELECT * FROM cases").fetchall()
            store.cases.erase(kept.id)
            with pytest.raises(StoreBusyError):
                store.forget_undo()
            reading.__exit__(None, None, None)
            store.forget_undo()
            assert traces(folder) == []


def test_what_is_erased_leaves_its_page_at_once(folder: Path) -> None:
    """Before undo ends: a program that is killed now leaves no word of it in the file itself."""
    with Store(folder) as store:
        kept = store.cases.keep("niveau", CaseState({"mot": "fait-unique"}), "libellé-unique")
        store.cases.keep("niveau", CaseState({}), "qui reste")
        note = store.notes.add("had-motifs", "note-unique")
        checkpoint = store._engine.connection.execute
        checkpoint("PRAGMA wal_checkpoint(TRUNCATE)")
        words = [word.encode() for word in ("fait-unique", "libellé-unique", "note-unique")]
        before = store.path.read_bytes()
        assert [word for word in words if word not in before] == []
        store.cases.erase(kept.id)
        store.notes.erase(note.id)
        checkpoint("PRAGMA wal_checkpoint(TRUNCATE)")
        after = store.path.read_bytes()
        assert [word for word in words if word in after] == []
        assert b"qui reste" in after
