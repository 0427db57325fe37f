"""Several drafts at once: each with its id, in every way that the data can go."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

from sqlite_utils import Database

from desktop.store import CaseState, Draft, Mode, Store, schema, sqlite

PARIS = timezone(timedelta(hours=1))
FIRST = Draft("orientation", {"besoin": ["soins"]}, {"ordre": ["besoin"]}, id="a" * 32)
SECOND = Draft("orientation", {"besoin": ["repit"]}, {"ordre": ["besoin"]}, id="b" * 32)
TYPED = Draft("note", {}, {"regle": "had-motifs"}, id="note/had-motifs/", words="à deman")


def open_again(store: Store, folder: Path) -> Store:
    store._engine.connection.close()  # as a kill does: neither purge nor backup
    store._engine.closed = True
    return Store(folder)


def test_one_draft_never_takes_the_place_of_another(store: Store, folder: Path) -> None:
    for draft in (FIRST, SECOND, TYPED, Draft("profil-x", {"a": "acquis"})):
        store.drafts.save(draft)
    store.drafts.save(Draft("orientation", {"besoin": ["soins"], "lieu": "domicile"}, id=FIRST.id))
    with open_again(store, folder) as again:
        assert [draft.id for draft in again.drafts.all("orientation")] == [FIRST.id, SECOND.id]
        assert again.drafts.all("orientation")[0].facts == {"besoin": ["soins"], "lieu": "domicile"}
        assert again.drafts.get("note") == TYPED
        assert again.drafts.get("profil-x") == Draft("profil-x", {"a": "acquis"})
        assert again.counts()["drafts"] == 4


def test_keeping_ends_its_own_draft_and_undo_opens_it_again(store: Store) -> None:
    for draft in (FIRST, SECOND):
        store.drafts.save(draft)
    store.cases.keep("orientation", CaseState(FIRST.facts), "visite", drafts=(FIRST.id,))
    assert store.drafts.all() == (SECOND,)
    store.undo()
    assert store.cases.all() == ()
    assert {draft.id for draft in store.drafts.all()} == {FIRST.id, SECOND.id}
    store.redo()
    assert store.drafts.all() == (SECOND,)


def test_erasing_a_case_erases_what_was_being_changed_of_it(store: Store) -> None:
    case = store.cases.keep("orientation", CaseState({}), "visite")
    store.drafts.save(Draft("orientation", {"lieu": "ehpad"}, case=case.id, id=FIRST.id))
    store.cases.erase(case.id)
    assert store.drafts.all() == ()
    store.undo()
    assert [draft.case for draft in store.drafts.all()] == [case.id]


def test_words_that_were_typed_and_given_up_leave_the_backups(store: Store, folder: Path) -> None:
    word = "Zygomatique"
    store.drafts.save(Draft("note", {}, id="note/had-motifs/", words=f"le {word}"))
    store.backup("à la main")
    store.drafts.discard("note/had-motifs/", "abandonner la note")
    assert store.undo_label == "abandonner la note"
    store.forget_undo()
    assert [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()] == []


def test_the_hour_of_a_plan_stays_the_hour_of_its_place(store: Store, folder: Path) -> None:
    friday = datetime(2026, 11, 27, 17, 55, tzinfo=PARIS)
    case = store.cases.keep("orientation", CaseState({}, instant=friday))
    store.cases.change(case.id, CaseState({}, instant=friday + timedelta(hours=5)))
    with open_again(store, folder) as again:
        assert again.cases.get(case.id).state.instant == friday + timedelta(hours=5)
        (former,) = again.cases.revisions(case.id)
        assert former.state.instant is not None
        assert former.state.instant.strftime("%H:%M") == "17:55"


def test_drafts_travel_and_neither_side_is_lost(store: Store, tmp_path: Path) -> None:
    single = Draft("profil-x", {"a": "acquis"})
    for draft in (FIRST, SECOND, TYPED, single):
        store.drafts.save(draft)
    path = tmp_path / "données.zip"
    store.save_to(path)
    with Store.temporary() as other:
        other.drafts.save(Draft("orientation", {"besoin": ["avis"]}, id=FIRST.id))
        other.drafts.save(Draft("profil-x", {"a": "manque"}))
        for _ in range(2):  # the second time adds nothing
            other.take_back(Store.read_saved(path), Mode.MERGE)
            found = other.drafts.all("orientation")
            assert sorted(json.dumps(draft.facts) for draft in found) == sorted(
                json.dumps(facts) for facts in ({"besoin": ["avis"]}, FIRST.facts, SECOND.facts)
            )
            assert other.drafts.get("note") == TYPED
            assert other.drafts.get("profil-x") == Draft("profil-x", {"a": "manque"})


def test_a_database_of_format_3_opens_with_its_drafts(tmp_path: Path) -> None:
    connection = sqlite.connect(tmp_path / schema.FILE_NAME, isolation_level=None)
    connection.execute("PRAGMA journal_mode=wal")
    old = Database(connection, execute_plugins=False)
    schema.migrations().apply(old, stop_before=schema.name_of(4))
    row = {
        "facts": '{"besoin":["soins"]}',
        "extra": "null",
        "case_id": None,
        "label": "",
        "saved": "2026-01-02T03:04:05+00:00",
    }
    old["drafts"].insert_all([
        row | {"questionnaire": "orientation", "id": FIRST.id, "case_id": "cas", "label": "Mme Dupont", "seq": 2},
        row | {"questionnaire": "profil-x", "id": SECOND.id, "seq": 3},
    ])  # fmt: skip
    connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
    connection.execute("PRAGMA user_version=3")
    connection.close()
    with Store(tmp_path) as store:
        assert store.drafts.get("profil-x") == Draft("profil-x", {"besoin": ["soins"]})
        # The label of a case stands in one place, so that changing it there changes it everywhere.
        assert store.drafts.get("orientation") == Draft("orientation", {"besoin": ["soins"]}, case="cas", id=FIRST.id)
        assert len(store.backups()) == schema.version() - 3


def test_a_file_of_format_1_is_taken_back(store: Store, tmp_path: Path) -> None:
    store.cases.keep("orientation", CaseState({"age": "adulte"}), "visite")
    store.cases.change(store.cases.all()[0].id, CaseState({"age": "mineur"}))
    store.drafts.save(FIRST)
    store.drafts.save(Draft("profil-x", {"a": "acquis"}))
    path = tmp_path / "ancien.zip"
    store.save_to(path)
    with zipfile.ZipFile(path) as packed:
        manifest = json.loads(packed.read("manifeste.json"))
        content = json.loads(packed.read("donnees.json"))
    for case in content["cases"]:
        for state in (case, *case["revisions"]):
            del state["instant"]
    for draft in content["drafts"]:
        del draft["words"]
        draft["id"] = draft["id"] if draft["questionnaire"] == "orientation" else "c" * 32
    data = json.dumps(content).encode()
    manifest |= {"format": 1, "sha256": hashlib.sha256(data).hexdigest()}
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("manifeste.json", json.dumps(manifest))
        packed.writestr("donnees.json", data)
    with Store.temporary() as other:
        other.take_back(Store.read_saved(path), Mode.REPLACE)
        assert set(map(repr, other.drafts.all())) == set(map(repr, store.drafts.all()))
        assert other.cases.all()[0].state == store.cases.all()[0].state
