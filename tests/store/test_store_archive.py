"""« Sauvegarder mes données » and « Reprendre mes données »: all or nothing, and no file is trusted."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.store import (
    BadSavedFileError,
    CaseState,
    Counts,
    Draft,
    Kind,
    Mode,
    NewerSavedFileError,
    Store,
    StoreError,
    archive_reading,
    kinds,
    suggested_name,
)

Content = dict[str, Any]


def fill(store: Store) -> None:
    for number in range(3):
        kept = store.cases.keep("niveau", CaseState({"n": number}, {"niveau": number}), f"cas {number}")
        store.cases.change(kept.id, CaseState({"n": number, "suite": True}))
    store.cases.change(store.cases.all()[-1].id, CaseState({"n": 0, "dernier": True}))
    store.bookmarks.add("usp-lits", Kind.REGLE, "Lits")
    store.bookmarks.add("had-motifs", Kind.RUBRIQUE, "Motifs")
    store.notes.add("had-motifs", "une note\nde deux lignes", about="Motifs")
    store.readings.record("usp-lits", "Lits")
    store.readings.record("had-motifs", "Motifs")
    store.drafts.save(Draft("orientation", {"age": "adulte"}, extra={"question": "lieu"}))


def everything(store: Store) -> tuple[object, ...]:
    cases = store.cases.all()
    return (
        cases,
        tuple(store.cases.revisions(case.id) for case in cases),
        store.bookmarks.all(),
        store.notes.all(),
        store.readings.recent(),
        next(iter(store.drafts.all()), None),
    )


@pytest.fixture
def saved(store: Store, tmp_path: Path) -> Path:
    fill(store)
    path = tmp_path / "clé USB" / "mes données.zip"
    path.parent.mkdir()
    store.save_to(path)
    return path


def test_what_was_saved_comes_back_the_same_elsewhere(store: Store, saved: Path) -> None:
    read = Store.read_saved(saved)
    assert read.counts == store.counts() == Counts(cases=3, bookmarks=2, notes=1, readings=2, drafts=1)
    assert abs((read.made - datetime.now(UTC)).total_seconds()) < 60
    for mode in Mode:
        with Store.temporary() as other:
            other.take_back(read, mode)
            assert everything(other) == everything(store)


def test_the_file_is_json_that_one_can_read_without_us(saved: Path) -> None:
    with zipfile.ZipFile(saved) as packed:
        assert sorted(packed.namelist()) == ["donnees.json", "manifeste.json"]
        manifest = json.loads(packed.read("manifeste.json"))
        content = json.loads(packed.read("donnees.json"))
    assert (manifest["type"], manifest["format"]) == ("cap-palliatif-donnees", 3)
    assert content["cases"][0]["facts"] == {"n": 0, "dernier": True}
    assert [earlier["facts"]["n"] for earlier in content["cases"][0]["revisions"]] == [0, 0]
    assert content["notes"][0]["text"] == "une note\nde deux lignes"


def test_replacing_lets_what_is_here_give_way_after_a_backup(folder: Path, saved: Path) -> None:
    with Store(folder.with_name("autre")) as other:
        other.cases.keep("niveau", CaseState({}), "d'ici")
        taken = other.take_back(Store.read_saved(saved), Mode.REPLACE)
        assert (taken.added["cases"], taken.updated, taken.kept_twice) == (3, 0, ())
        assert "d'ici" not in [case.label for case in other.cases.all()]
        other.undo()
        assert [case.label for case in other.cases.all()] == ["d'ici"]
        other.redo()
    backups = Store.diagnose(folder.with_name("autre")).backups
    assert [backup.counts["cases"] for backup in backups] == [3, 1]
    assert backups[1].reason == "avant «\u00a0Reprendre mes données\u00a0»"


def test_adding_twice_adds_nothing_the_second_time(store: Store, saved: Path) -> None:
    before = everything(store)
    taken = store.take_back(Store.read_saved(saved), Mode.MERGE)
    assert (taken.added, taken.unchanged) == (Counts(), 9)
    assert everything(store) == before


def test_of_two_states_the_later_wins_and_none_is_lost(store: Store, saved: Path, tmp_path: Path) -> None:
    read = Store.read_saved(saved)
    names = {case.label: case.id for case in store.cases.all()}
    with Store.temporary() as other:
        other.take_back(read, Mode.REPLACE)
        # There: cas 0 goes on, cas 1 goes another way. Here: cas 1 goes its way, cas 2 goes on.
        other.cases.change(names["cas 0"], CaseState({"n": 0, "là-bas": 1}))
        other.cases.change(names["cas 1"], CaseState({"n": 1, "là-bas": 1}))
        other.cases.keep("niveau", CaseState({"n": 9}), "nouveau là-bas")
        note = other.notes.all()[0]
        other.notes.change(note.id, "récrite là-bas")
        other.save_to(tmp_path / "plus tard.zip")
    store.cases.change(names["cas 1"], CaseState({"n": 1, "ici": 1}))
    store.cases.change(names["cas 2"], CaseState({"n": 2, "ici": 1}))
    store.notes.change(note.id, "récrite ici")
    later = Store.read_saved(tmp_path / "plus tard.zip")
    taken = store.take_back(later, Mode.MERGE)
    assert (taken.added["cases"], taken.added["notes"], taken.updated) == (2, 1, 1)
    assert taken.kept_twice == ("cas 1 (repris)", "récrite là-bas")
    assert store.cases.get(names["cas 0"]).state.facts == {"n": 0, "là-bas": 1}
    assert len(store.cases.revisions(names["cas 0"])) == 3
    assert store.cases.get(names["cas 1"]).state.facts == {"n": 1, "ici": 1}
    assert store.cases.get(names["cas 2"]).state.facts == {"n": 2, "ici": 1}
    twin = next(case for case in store.cases.all() if case.label == "cas 1 (repris)")
    assert twin.state.facts == {"n": 1, "là-bas": 1}
    assert [state.state.facts for state in store.cases.revisions(twin.id)] == [{"n": 1, "suite": True}, {"n": 1}]
    assert sorted(note.text for note in store.notes.all()) == ["récrite ici", "récrite là-bas"]
    again = store.take_back(later, Mode.MERGE)
    assert (again.added, again.updated, again.kept_twice) == (Counts(), 0, ())


def test_a_save_that_fails_leaves_the_former_file(store: Store, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = saved.read_bytes()
    store.notes.add("had-motifs", "de plus")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("desktop.files._full_sync", fail)
        with pytest.raises(StoreError, match="le disque signale une erreur"):
            store.save_to(saved)
    assert saved.read_bytes() == before
    assert os.listdir(saved.parent) == [saved.name]  # noqa: PTH208


def test_what_a_killed_save_left_is_cleared_away(store: Store, saved: Path) -> None:
    left = saved.with_name(f".{saved.name}.0123abcd.tmp")
    left.write_bytes(b"des noms")
    store.save_to(saved)
    assert not left.exists()


def pack(path: Path, members: list[tuple[str, bytes]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members:
            packed.writestr(name, data)


def rewrite(path: Path, change: Callable[[Content], object], **manifest: object) -> None:
    """Change the data, and sign the change as a malicious or clumsy author would."""
    with zipfile.ZipFile(path) as packed:
        head = json.loads(packed.read("manifeste.json"))
        content = json.loads(packed.read("donnees.json"))
    change(content)
    data = json.dumps(content).encode()
    head |= {"sha256": hashlib.sha256(data).hexdigest()} | manifest
    pack(path, [("manifeste.json", json.dumps(head).encode()), ("donnees.json", data)])


BAD_CONTENTS: dict[str, Callable[[Content], object]] = {
    "no label": lambda c: c["cases"][0].pop("label"),
    "more": lambda c: c["cases"][0].update(surprise=1),
    "facts": lambda c: c["cases"][0].update(facts=[1]),
    "facts as text": lambda c: c["cases"][0].update(facts="{}"),
    "revision": lambda c: c["cases"][0].update(revision="1"),
    "negative": lambda c: c["cases"][0].update(seq=-1),
    "true": lambda c: c["cases"][0].update(seq=True),
    "time": lambda c: c["cases"][0].update(created="hier"),
    "no zone": lambda c: c["cases"][0].update(created="2026-11-22T09:00:00"),
    "twice": lambda c: c["cases"].append(c["cases"][0]),
    "id": lambda c: c["cases"][0].update(id="a\nb"),
    "long id": lambda c: c["cases"][0].update(id="x" * 300),
    "kind": lambda c: c["bookmarks"][0].update(kind="autre"),
    "empty note": lambda c: c["notes"][0].update(text="  "),
    "endless note": lambda c: c["notes"][0].update(text="x" * 30_000),
    "list": lambda c: c.update(notes={}),
    "record": lambda c: c["notes"].append("note"),
    "no list": lambda c: c.pop("drafts"),
    "other list": lambda c: c.update(autres=[]),
    "revisions": lambda c: c["cases"][0].pop("revisions"),
    "revision of another": lambda c: c["cases"][0]["revisions"][0].update(case_id="x"),
    "deep": lambda c: c["cases"][0].update(facts={"a": json.loads("[" * 200 + "]" * 200)}),
}


@pytest.mark.parametrize("change", BAD_CONTENTS.values(), ids=BAD_CONTENTS)
def test_a_value_of_another_shape_is_refused_whole(
    store: Store, saved: Path, change: Callable[[Content], object]
) -> None:
    before = everything(store)
    rewrite(saved, change)
    with pytest.raises(BadSavedFileError, match="Vos données présentes sont inchangées"):
        Store.read_saved(saved)
    assert everything(store) == before


def test_the_rewriting_of_these_tests_is_itself_good(saved: Path) -> None:
    rewrite(saved, lambda _: None)
    assert Store.read_saved(saved).counts["cases"] == 3


def test_a_newer_format_is_said(saved: Path) -> None:
    rewrite(saved, lambda _: None, format=kinds.file_format() + 1)
    with pytest.raises(NewerSavedFileError, match="version plus récente"):
        Store.read_saved(saved)


@pytest.mark.parametrize(
    "manifest",
    [
        {"format": "1"},
        {"format": 0},
        {"format": True},
        {"type": "autre"},
        {"sha256": None},
        {"fait": 3},
        {"fait": "hier"},
    ],
    ids=str,
)
def test_a_false_manifest_is_refused(saved: Path, manifest: dict[str, object]) -> None:
    rewrite(saved, lambda _: None, **manifest)
    with pytest.raises(BadSavedFileError):
        Store.read_saved(saved)


@pytest.mark.parametrize("name", ["../../evil.json", "/etc/passwd", "C:\\evil", "autre.json"])
def test_another_file_inside_is_refused_and_nothing_is_unpacked(saved: Path, name: str) -> None:
    with zipfile.ZipFile(saved) as packed:
        members = [(member, packed.read(member)) for member in packed.namelist()]
    pack(saved, [*members, (name, b"{}")])
    listing = sorted(saved.parent.parent.rglob("*"))
    with pytest.raises(BadSavedFileError, match="ne contient pas ce que"):
        Store.read_saved(saved)
    assert sorted(saved.parent.parent.rglob("*")) == listing


def test_a_member_given_twice_is_refused(saved: Path) -> None:
    with zipfile.ZipFile(saved) as packed:
        members = [(member, packed.read(member)) for member in packed.namelist()]
    with pytest.warns(UserWarning, match="Duplicate name"):
        pack(saved, [*members, members[1]])
    with pytest.raises(BadSavedFileError):
        Store.read_saved(saved)


def test_a_bomb_is_refused_before_it_unfolds(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_reading, "SIZE_MAX", 1000)
    with pytest.raises(BadSavedFileError, match="démesurément grand"):
        Store.read_saved(saved)


def test_a_size_that_lies_is_seen(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_reading, "SIZE_MAX", 1000)
    data = bytearray(saved.read_bytes())
    with zipfile.ZipFile(saved) as packed:
        size = packed.getinfo("donnees.json").file_size
    lying = bytes(data).replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))
    assert lying != bytes(data)
    saved.write_bytes(lying)
    with pytest.raises(BadSavedFileError):
        Store.read_saved(saved)


@pytest.mark.parametrize("position", [0, 40, 200, -30, -5])
def test_a_damaged_file_is_refused(saved: Path, position: int) -> None:
    data = bytearray(saved.read_bytes())
    data[position] ^= 0xFF
    saved.write_bytes(data)
    with pytest.raises(BadSavedFileError):
        Store.read_saved(saved)


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_refused(saved: Path, share: float) -> None:
    data = saved.read_bytes()
    saved.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BadSavedFileError):
        Store.read_saved(saved)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="introuvable"):
        Store.read_saved(tmp_path / "absent.zip")


def test_the_name_that_is_proposed_carries_the_date() -> None:
    assert suggested_name(datetime(2026, 11, 22, tzinfo=UTC)) == "cap-palliatif-donnees-2026-11-22.zip"
