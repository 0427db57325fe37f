"""A kind of record that only this file knows goes through everything that the store does with any of them.

Nothing of the program names it: whoever forgets the kinds somewhere, and names those that there are, is found here.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.bootstrap import line_services
from desktop.cli import main
from desktop.store import (
    BadSavedFileError,
    CaseState,
    DamagedDatabaseError,
    Health,
    Mode,
    NewerSavedFileError,
    Store,
    kinds,
    schema,
    sqlite,
)
from desktop.store.kinds.kind import DAY, IDENTIFIER, LINE, NUMBER, SEQUENCE, TEXT, Column, Name, Owner, RecordKind
from desktop.store.kinds.merging import both_stay
from desktop.store.rows import Row, day, number_of, one_line, plain_text, text_of
from desktop.store.snapshot import SnapshotReader, tables
from desktop.store.words import everything

if TYPE_CHECKING:
    from sqlite_utils import Database

FORMER = Path(__file__).parent / "former"
WORD = "Zyxwvutsrq-unique"


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to think of on a day."""

    id: str
    text: str
    when: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reminder."""

    reminder: str
    number: int
    title: str


def _reminder(row: Row) -> Reminder:
    return Reminder(text_of(row["id"]), text_of(row["text"]), day(row["day"]))


def _reminder_row(reminder: Reminder) -> Row:
    when = None if reminder.when is None else reminder.when.isoformat()
    return {"id": reminder.id, "text": plain_text(reminder.text), "day": when}


REMINDERS = RecordKind(
    table="rappels",
    name=Name("un rappel", "rappel", "rappels", "Ce rappel"),
    columns={
        "id": Column(IDENTIFIER),
        "text": Column(TEXT),
        "day": Column(DAY, "le jour", empty=True),
        "seq": Column(SEQUENCE),
    },
    key=("id",),
    decode=_reminder,
    encode=_reminder_row,
    merge=both_stay("text", "day", told_as=lambda row: text_of(row["text"])),
    free_words=("text",),
    since=4,
)
STEPS = RecordKind(
    table="etapes",
    name=Name("une étape", "étape", "étapes", "Cette étape"),
    columns={"reminder": Column(IDENTIFIER), "number": Column(NUMBER), "title": Column(LINE)},
    key=("reminder", "number"),
    decode=lambda row: Step(text_of(row["reminder"]), number_of(row["number"]), text_of(row["title"])),
    encode=lambda step: {"reminder": step.reminder, "number": step.number, "title": one_line(step.title)},
    merge=lambda _merging: None,
    typed=False,
    order="number",
    owner=Owner("rappels", "reminder", "son rappel"),
    since=4,
)


def _make(db: Database) -> None:
    schema.create(db, REMINDERS)


def _make_steps(db: Database) -> None:
    schema.create(db, STEPS)


def register() -> list[Callable[[], None]]:
    return [schema.register(REMINDERS, _make), schema.register(STEPS, _make_steps)]


def part(known: list[Callable[[], None]]) -> None:
    while known:
        known.pop()()


@pytest.fixture(autouse=True)
def known() -> Iterator[list[Callable[[], None]]]:
    taken = register()
    yield taken
    part(taken)


def keep(store: Store, key: str, text: str = "rappeler la famille", when: date | None = None) -> Reminder:
    return store.of(REMINDERS).keep(Reminder(key, text, when), "ajouter le rappel")


def keep_step(store: Store, key: str, number: int = 1, title: str = "le numéro") -> None:
    with store._engine.writing("ajouter l'étape") as unit:
        unit.put(STEPS.table, STEPS.encode(Step(key, number, title)))


def reminders(store: Store) -> list[str]:
    return [one.text for one in store.of(REMINDERS).all()]


def traces(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and WORD.encode() in path.read_bytes()]


def spoil(folder: Path, *statements: str) -> None:
    connection = sqlite.connect(folder / schema.FILE_NAME)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_it_is_kept_changed_erased_and_given_back(folder: Path) -> None:
    with Store(folder) as store:
        keep(store, "a", "un")
        keep(store, "b", "deux", date(2026, 12, 1))
        keep(store, "a", "un, autrement")
        keep_step(store, "b")
        assert reminders(store) == ["un, autrement", "deux"]
        assert store.of(REMINDERS).get("b") == Reminder("b", "deux", date(2026, 12, 1))
        store.of(REMINDERS).erase("b", label="effacer le rappel")
        assert (reminders(store), store.of(STEPS).all()) == (["un, autrement"], ())
        assert store.undo() == "effacer le rappel"
        assert reminders(store) == ["un, autrement", "deux"]
        assert len(store.of(STEPS).all()) == 1
        store.undo()
        assert store.undo() == "ajouter le rappel"
        assert reminders(store) == ["un", "deux"]
        assert store.redo() == "ajouter le rappel"
        with pytest.raises(Exception, match="Ce rappel n’existe pas"):
            store.of(REMINDERS).erase("c", label="effacer le rappel")
    with Store(folder) as store:
        assert reminders(store) == ["un, autrement", "deux"]


def test_the_snapshot_holds_it_and_follows(store: Store) -> None:
    reader = SnapshotReader()
    keep(store, "a", "un")
    assert {"rappels", "etapes"} < set(tables())
    reader.note_change(dict.fromkeys(tables()))
    assert [one.text for one in reader.step(store).snapshot.of(REMINDERS)] == ["un"]
    store.subscribe(reader.note_change)
    keep(store, "b", "deux")
    read = reader.step(store)
    assert read.tables == {"rappels"}
    assert [one.text for one in read.snapshot.of(REMINDERS)] == ["un", "deux"]
    keep_step(store, "b")
    assert reader.step(store).tables >= {"rappels", "etapes"}


def test_a_backup_holds_it_and_gives_it_back(folder: Path) -> None:
    with Store(folder) as store:
        keep(store, "a")
        backup = store.backup("à la main")
        assert (backup.good, backup.counts["rappels"]) == (True, 1)
        keep(store, "b", "après la sauvegarde")
    Store.restore(backup)
    with Store(folder) as store:
        assert reminders(store) == ["rappeler la famille"]


def test_a_backup_is_read_anew_once_its_kind_is_known(folder: Path, known: list[Callable[[], None]]) -> None:
    with Store(folder) as store:
        keep(store, "a")
        assert store.backup("à la main").good
    part(known)
    assert [backup.usable for backup in Store.diagnose(folder).backups] == [False]
    known += register()
    assert [(backup.good, backup.counts["rappels"]) for backup in Store.diagnose(folder).backups] == [(True, 1)]


@pytest.mark.parametrize("version", range(1, 6))
def test_a_database_of_before_it_existed_opens_and_takes_it(folder: Path, version: int) -> None:
    folder.mkdir(parents=True)
    shutil.copy(FORMER / f"base-{version}.sqlite3", folder / schema.FILE_NAME)
    with Store(folder) as store:
        assert store.counts()["cases"] == 3
        keep(store, "a")
        assert store.check().good
        assert all(backup.good for backup in store.backups())


def test_a_migration_that_makes_it_and_fails_leaves_the_former_version(folder: Path) -> None:
    with Store(folder) as store:
        keep(store, "a")

    def fail(db: Database) -> None:
        schema.create(db, third)
        raise OSError(28, "No space left on device")

    third = RecordKind("bilans", REMINDERS.name, REMINDERS.columns, ("id",), _reminder, _reminder_row, REMINDERS.merge)
    take_out = schema.register(third, fail)
    try:
        with pytest.raises(Exception, match="disque est plein"):
            Store(folder)
    finally:
        take_out()
    with Store(folder) as store:
        assert reminders(store) == ["rappeler la famille"]


def test_the_file_of_saved_data_carries_it(store: Store, tmp_path: Path) -> None:
    keep(store, "a", "un", date(2026, 12, 1))
    keep_step(store, "a")
    file = tmp_path / "données.zip"
    assert store.save_to(file)["rappels"] == 1
    with zipfile.ZipFile(file) as packed:
        manifest = json.loads(packed.read("manifeste.json"))
        data = json.loads(packed.read("donnees.json"))
    assert (manifest["format"], manifest["nombres"]["rappels"]) == (4, 1)
    assert data["rappels"] == [
        {"id": "a", "text": "un", "day": "2026-12-01", "seq": 1, "etapes": [{"number": 1, "title": "le numéro"}]}
    ]
    with Store.temporary() as other:
        taken = other.take_back(Store.read_saved(file), Mode.REPLACE)
        assert taken.added["rappels"] == 1
        assert other.of(REMINDERS).all() == (Reminder("a", "un", date(2026, 12, 1)),)
        assert other.of(STEPS).all() == (Step("a", 1, "le numéro"),)


def test_merging_loses_neither_side(tmp_path: Path) -> None:
    file = tmp_path / "données.zip"
    with Store.temporary() as there, Store.temporary() as here:
        for store, word in ((there, "là-bas"), (here, "ici")):
            keep(store, "même", "pareil")
            keep(store, "autre", f"écrit {word}")
            keep_step(store, "autre", title=word)
            keep(store, word, f"seulement {word}")
        there.save_to(file)
        taken = here.take_back(Store.read_saved(file), Mode.MERGE)
        assert (taken.added["rappels"], taken.unchanged, taken.kept_twice) == (2, 1, ("écrit là-bas",))
        assert sorted(reminders(here)) == ["pareil", "seulement ici", "seulement là-bas", "écrit ici", "écrit là-bas"]
        assert sorted(one.title for one in here.of(STEPS).all()) == ["ici", "là-bas"]
        again = here.take_back(Store.read_saved(file), Mode.MERGE)
        assert (len(again.added), again.kept_twice) == (0, ())
        here.undo()
        assert sorted(reminders(here)) == ["pareil", "seulement ici", "écrit ici"]


@pytest.mark.parametrize("number", range(1, 4))
def test_a_file_of_before_it_existed_is_taken_back(store: Store, number: int) -> None:
    keep(store, "a")
    store.take_back(Store.read_saved(FORMER / f"donnees-{number}.zip"), Mode.MERGE)
    assert (store.counts()["cases"], reminders(store)) == (3, ["rappeler la famille"])


def test_a_program_that_does_not_know_it_says_so(store: Store, tmp_path: Path) -> None:
    keep(store, "a")
    file = tmp_path / "données.zip"
    store.save_to(file)
    kinds.take_out(STEPS)
    kinds.take_out(REMINDERS)
    try:
        with pytest.raises(NewerSavedFileError):
            Store.read_saved(file)
    finally:
        kinds.add(REMINDERS)
        kinds.add(STEPS)


def test_a_strange_column_in_a_file_is_refused(store: Store, tmp_path: Path) -> None:
    keep(store, "a")
    file, other = tmp_path / "données.zip", tmp_path / "autres.zip"
    store.save_to(file)
    with zipfile.ZipFile(file) as packed, zipfile.ZipFile(other, "w") as made:
        for name in packed.namelist():
            made.writestr(name, packed.read(name).replace(b'"day"', b'"jour"'))
    with pytest.raises(BadSavedFileError):
        Store.read_saved(other)


def test_what_is_erased_is_in_no_byte_of_any_file(folder: Path) -> None:
    with Store(folder) as store:
        for number in range(40):
            keep(store, f"r{number}", f"autre {number} " + "x" * 300)
        keep(store, "Kmnopq", WORD)
        store.backup("à la main")
        assert len(traces(folder)) >= 2  # the database and the backup: this test can fail
        store.of(REMINDERS).erase("Kmnopq", label="effacer le rappel")
        store.forget_undo()
        assert traces(folder) == []
        assert len(reminders(store)) == 40
        keep(store, "Kmnopq", WORD)
        keep(store, "Kmnopq", "d'autres mots")
        store.forget_undo()
        assert traces(folder) == []


def test_erasing_everything_takes_it_too(folder: Path) -> None:
    with Store(folder) as store:
        keep(store, "a", WORD)
        keep_step(store, "a")
        store.backup("à la main")
        assert store.erase_all().whole
        assert (reminders(store), store.of(STEPS).all(), len(store.counts())) == ([], (), 0)
        assert traces(folder) == []
    assert everything().endswith("questionnaires en cours, rappels")


def test_a_bad_row_is_told_set_aside_and_the_rest_is_salvaged(folder: Path) -> None:
    with Store(folder) as store:
        for key in ("a", "b", "c"):
            keep(store, key, f"rappel {key}")
            keep_step(store, key)
    spoil(folder, "UPDATE rappels SET day = 'demain' WHERE id = 'b'")
    with Store(folder) as store:
        assert reminders(store) == ["rappel a", "rappel c"]
        found = store.check()
        assert [word.words for word in found.unreadable] == ["un rappel : le jour ne se lit pas"]
        assert (found.counts["rappels"], found.faults) == (2, ())
    assert Store.diagnose(folder).health is Health.PARTLY
    repaired = Store.repair(folder)
    assert repaired.counts["rappels"] == 2
    assert sorted(word.table for word in repaired.set_aside) == ["etapes", "rappels"]
    assert "son rappel" in next(word.words for word in repaired.set_aside if word.table == "etapes")
    assert "rappel b" in (repaired.place / "lignes-illisibles.json").read_text(encoding="utf-8")
    with Store(folder) as store:
        assert store.check().good
        assert reminders(store) == ["rappel a", "rappel c"]
        keep(store, "d", "après")
        assert reminders(store)[-1] == "après"


def test_a_table_that_is_gone_is_damage_and_a_step_without_its_reminder_is_told(folder: Path) -> None:
    with Store(folder) as store:
        keep(store, "a")
        keep_step(store, "a")
        store.cases.keep("niveau", CaseState({}), "visite")
    spoil(folder, "DELETE FROM rappels")
    with Store(folder) as store:
        assert [word.words for word in store.check().unreadable] == ["une étape : son rappel ne se lit pas"]
    spoil(folder, "DROP TABLE rappels")
    with pytest.raises(DamagedDatabaseError):
        Store(folder)
    assert Store.diagnose(folder).health is Health.DAMAGED
    assert Store.repair(folder).counts["cases"] == 1
    with Store(folder) as store:
        keep(store, "a")


def test_the_command_line_counts_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store(folder) as store:
        keep(store, "a")
        keep(store, "b")
    assert main(["donnees", "--dossier", str(folder), "--sauver", str(folder / "x.zip")], line_services()) == 0
    said = capsys.readouterr().out
    assert "sauvegarde 1" in said
    assert f"Sauvegardé dans {folder / 'x.zip'}\u00a0: 2 rappels." in said.replace(" :", "\u00a0:")


def test_a_kind_is_registered_once_and_its_words_stand_in_columns() -> None:
    with pytest.raises(ValueError, match="twice"):
        kinds.add(REMINDERS)
    lost = Owner("nulle part", "id", "son rappel")
    with pytest.raises(ValueError, match="not registered"):
        kinds.add(
            RecordKind("x", STEPS.name, STEPS.columns, ("number",), STEPS.decode, STEPS.encode, STEPS.merge, order="number",
                       owner=Owner(lost.table, "reminder", lost.word))
        )  # fmt: skip
    with pytest.raises(ValueError, match="no column mots"):
        RecordKind(
            "x",
            STEPS.name,
            STEPS.columns,
            ("number",),
            STEPS.decode,
            STEPS.encode,
            STEPS.merge,
            ("mots",),
            order="number",
        )
