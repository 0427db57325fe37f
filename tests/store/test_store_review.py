"""« À revoir le … »: a date beside the state, undone, archived, merged, found in old databases and old files."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from desktop.store import BadSavedFileError, CaseState, Mode, Store, UnreadableRecordError

MONDAY, FRIDAY = date(2026, 11, 30), date(2026, 12, 4)


def save(store: Store, path: Path) -> Path:
    store.save_to(path)
    return path


def changed_data(path: Path, change) -> Path:
    """The same file after `change(manifest, content)`, with its sum made anew."""
    import hashlib

    with zipfile.ZipFile(path) as packed:
        manifest, content = json.loads(packed.read("manifeste.json")), json.loads(packed.read("donnees.json"))
    change(manifest, content)
    data = json.dumps(content).encode()
    manifest["sha256"] = hashlib.sha256(data).hexdigest()
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("manifeste.json", json.dumps(manifest))
        packed.writestr("donnees.json", data)
    return path


def test_a_day_to_review_changes_neither_state_nor_rank(store: Store, state: CaseState) -> None:
    first = store.cases.keep("niveau", state, "première")
    store.cases.keep("niveau", state, "seconde")
    reviewed = store.cases.review(first.id, MONDAY)
    assert (reviewed.review, reviewed.revision, reviewed.changed) == (MONDAY, 1, first.changed)
    assert [case.label for case in store.cases.all()] == ["seconde", "première"]
    assert store.cases.revisions(first.id) == ()


def test_it_is_undone_and_taken_away(store: Store, state: CaseState) -> None:
    case = store.cases.keep("niveau", state, "visite")
    store.cases.review(case.id, MONDAY)
    store.cases.review(case.id, None)
    assert store.cases.get(case.id).review is None
    assert store.undo() == "ne plus revoir la situation «\u00a0visite\u00a0»"
    assert store.cases.get(case.id).review == MONDAY
    assert store.undo() == "revoir à une date la situation «\u00a0visite\u00a0»"
    assert store.cases.get(case.id).review is None


def test_it_survives_a_restart_and_a_change_of_state(store: Store, folder: Path, state: CaseState) -> None:
    case = store.cases.keep("niveau", state)
    store.cases.review(case.id, MONDAY)
    store.cases.change(case.id, CaseState({"age": "mineur"}))
    store.cases.rename(case.id, "autre nom")
    store.close()
    with Store(folder) as again:
        assert again.cases.get(case.id).review == MONDAY
        assert again.backups()[0].good


def test_what_is_due_is_read_alone(store: Store, state: CaseState) -> None:
    for label, day in (("lundi", MONDAY), ("vendredi", FRIDAY), ("jamais", None)):
        store.cases.review(store.cases.keep("niveau", state, label).id, day)
    assert [line.label for line in store.cases.lines(due=date(2026, 11, 29))] == []
    assert [line.label for line in store.cases.lines(due=MONDAY)] == ["lundi"]
    assert [line.label for line in store.cases.lines(due=FRIDAY)] == ["vendredi", "lundi"]


def test_a_word_in_the_place_of_a_day_is_said(store: Store, state: CaseState) -> None:
    case = store.cases.keep("niveau", state)
    store._engine.connection.execute("UPDATE cases SET review = 'demain'")
    with pytest.raises(UnreadableRecordError):
        store.cases.get(case.id)


@pytest.mark.parametrize("mode", Mode)
def test_it_goes_into_the_file_and_comes_back(store: Store, state: CaseState, tmp_path: Path, mode: Mode) -> None:
    case = store.cases.keep("niveau", state)
    store.cases.review(case.id, MONDAY)
    saved = save(store, tmp_path / "données.zip")
    with Store.temporary() as other:
        other.take_back(Store.read_saved(saved), mode)
        assert other.cases.get(case.id).review == MONDAY


@pytest.mark.parametrize(
    ("here", "there", "after"),
    [
        (None, MONDAY, MONDAY),
        (MONDAY, None, MONDAY),
        (MONDAY, FRIDAY, MONDAY),
        (FRIDAY, MONDAY, MONDAY),
        (None, None, None),
    ],
)
def test_of_two_days_the_sooner_stays_and_twice_adds_nothing(
    store: Store, state: CaseState, tmp_path: Path, here: date | None, there: date | None, after: date | None
) -> None:
    case = store.cases.keep("niveau", state)
    store.cases.review(case.id, there)
    saved = Store.read_saved(save(store, tmp_path / "données.zip"))
    store.cases.review(case.id, here)
    taken = store.take_back(saved, Mode.MERGE)
    assert store.cases.get(case.id).review == after
    assert (taken.updated, taken.unchanged) == ((0, 1) if here == after else (1, 0))
    assert store.take_back(saved, Mode.MERGE).unchanged == 1


def test_a_file_of_the_former_format_is_read(store: Store, state: CaseState, tmp_path: Path) -> None:
    case = store.cases.keep("niveau", state, "ancienne")

    def former(manifest, content) -> None:
        manifest["format"] = 1
        for record in content["cases"]:
            del record["review"]

    saved = changed_data(save(store, tmp_path / "données.zip"), former)
    with Store.temporary() as other:
        other.take_back(Store.read_saved(saved), Mode.MERGE)
        assert (other.cases.get(case.id).label, other.cases.get(case.id).review) == ("ancienne", None)


@pytest.mark.parametrize("word", ["demain", "2026-13-01", "20261130", 20261130, ""])
def test_a_file_with_another_word_than_a_day_is_refused(store: Store, state: CaseState, tmp_path: Path, word) -> None:
    store.cases.keep("niveau", state)
    path = save(store, tmp_path / "données.zip")
    saved = changed_data(path, lambda _manifest, content: content["cases"][0].update(review=word))
    with pytest.raises(BadSavedFileError):
        Store.read_saved(saved)


def test_a_file_of_the_present_format_without_it_is_refused(store: Store, state: CaseState, tmp_path: Path) -> None:
    store.cases.keep("niveau", state)
    path = save(store, tmp_path / "données.zip")
    saved = changed_data(path, lambda _manifest, content: content["cases"][0].pop("review"))
    with pytest.raises(BadSavedFileError):
        Store.read_saved(saved)
