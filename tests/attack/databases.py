"""Damaged databases: never a hang, never an error of another kind, nothing sound lost, always a word.

PYTHONPATH=. python -m tests.attack.databases --number 1000
"""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from desktop.store import (
    BehindError,
    CaseState,
    DamagedDatabaseError,
    Draft,
    Health,
    Kind,
    MissingDatabaseError,
    Mode,
    NewerDatabaseError,
    Store,
    UnknownRecordError,
    kinds,
    schema,
    sqlite,
)
from tests.attack import harness

CASES = 25
_MODEL: list[Path] = []

HOSTILE = [
    "",
    "x" * 200_000,
    "[" * 50_000,
    "{" + '"a":' * 2000,
    "1e999",
    "9" * 5000,
    "NaN",
    '{"a": NaN}',
    "2026-02-30",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "\u0000",
    "\ud7ff\u202e",
    "null",
    '"',
]


def model() -> Path:
    """A folder with cases, earlier states, marks, notes, drafts and two backups; made once a process."""
    if not _MODEL:
        folder = Path(tempfile.mkdtemp(prefix="modèle ")) / "données"
        for turn in range(2):
            with Store(folder) as store:
                fill(store, turn)
        _MODEL.append(folder)
    return _MODEL[0]


def fill(store: Store, turn: int) -> None:
    for number in range(CASES):
        kept = store.cases.keep(
            "niveau", CaseState({"n": number, "long": "x" * 400}, {"niveau": 3}), f"cas {turn} {number}"
        )
        store.cases.change(kept.id, CaseState({"n": -number - 1}))
    for number in range(8):
        store.notes.add("had-motifs", f"note {turn} {number}", about="Motifs")
        store.bookmarks.add(f"regle-{turn}-{number}", Kind.REGLE, "Règle")
        store.readings.record(f"regle-{turn}-{number}", "Règle")
        store.drafts.save(Draft("orientation", {"n": number}, id=f"brouillon-{number}"))


def database(folder: Path) -> Path:
    return folder / schema.FILE_NAME


def flip(dice: random.Random, folder: Path) -> None:
    path = database(folder)
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice([1, 1, 3, 30, 300])):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def flip_in_the_head(dice: random.Random, folder: Path) -> None:
    path = database(folder)
    data = bytearray(path.read_bytes())
    for _ in range(dice.choice([1, 2, 8])):
        data[dice.randrange(200)] = dice.randrange(256)
    path.write_bytes(data)


def cut(dice: random.Random, folder: Path) -> None:
    path = database(folder)
    data = path.read_bytes()
    path.write_bytes(data[: dice.randrange(len(data))])


def overwrite(dice: random.Random, folder: Path) -> None:
    path = database(folder)
    data = bytearray(path.read_bytes())
    start = dice.randrange(len(data))
    length = dice.choice([10, 100, 4096, 40_000])
    filling = dice.choice([b"\x00", b"\xff", b"\xa5", dice.randbytes(1)])
    data[start : start + length] = filling * len(data[start : start + length])
    path.write_bytes(data)


def grow(dice: random.Random, folder: Path) -> None:
    with database(folder).open("ab") as handle:
        handle.write(dice.randbytes(dice.choice([1, 100, 10_000])))


def swap_pages(dice: random.Random, folder: Path) -> None:
    path = database(folder)
    data = bytearray(path.read_bytes())
    count = len(data) // 4096
    one, two = (dice.randrange(count) * 4096 for _ in range(2))
    data[one : one + 4096], data[two : two + 4096] = data[two : two + 4096], data[one : one + 4096]
    path.write_bytes(data)


def statements(folder: Path, *lines: tuple[str, tuple[object, ...]]) -> None:
    with closing(sqlite.connect(database(folder), isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("PRAGMA ignore_check_constraints=ON")
        for sql, values in lines:
            connection.execute(sql, values)


def hostile_rows(dice: random.Random, folder: Path) -> None:
    lines: list[tuple[str, tuple[object, ...]]] = []
    for _ in range(dice.choice([1, 3, 20])):
        table = dice.choice(list(kinds.tables()))
        columns = [
            name
            for name, column in kinds.named(table).columns.items()
            if column.type.sql is str and name not in kinds.named(table).key
        ]
        column = dice.choice(columns)
        value: object = dice.choice(HOSTILE)
        given = "?"
        if dice.random() < 0.3:
            value, given = dice.randbytes(dice.choice([1, 20, 200])), "CAST(? AS TEXT)"
        row = f"(SELECT rowid FROM [{table}] ORDER BY rowid LIMIT 1 OFFSET {dice.randrange(8)})"
        lines.append((f"UPDATE [{table}] SET [{column}] = {given} WHERE rowid = {row}", (value,)))
    statements(folder, *lines)


def hostile_numbers(dice: random.Random, folder: Path) -> None:
    table, column = dice.choice(
        [("cases", "seq"), ("cases", "revision"), ("notes", "seq"), ("readings", "times"), ("revisions", "number")]
    )
    value = dice.choice([-1, 2**62, -(2**63), 0])
    statements(folder, (f"UPDATE [{table}] SET [{column}] = ? WHERE rowid % 3 = 0 AND rowid < 9", (value,)))


def other_types(dice: random.Random, folder: Path) -> None:
    table = dice.choice(list(kinds.tables()))
    # Without STRICT a column takes anything.
    statements(folder, ("UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = ?", (table,)))
    column = dice.choice(list(kinds.named(table).columns))
    value = dice.choice([b"\xff\x00", 3.5, float("inf"), "mot", 7, b""])
    statements(folder, (f"UPDATE OR IGNORE [{table}] SET [{column}] = ? WHERE rowid < 4", (value,)))


def hostile_schema(dice: random.Random, folder: Path) -> None:
    table = dice.choice([*kinds.tables(), "meta", "to_purge"])
    deed = dice.choice(
        [
            "UPDATE sqlite_schema SET sql = CAST(x'ff' || sql AS TEXT) WHERE name = ?",
            "UPDATE sqlite_schema SET name = CAST(x'ff' || name AS TEXT), tbl_name = 'x' WHERE name = ?",
            "UPDATE sqlite_schema SET sql = 'CREATE TABLE x(' WHERE name = ?",
            "UPDATE sqlite_schema SET rootpage = 99999 WHERE name = ?",
            "UPDATE sqlite_schema SET rootpage = 1 WHERE name = ?",
            "UPDATE sqlite_schema SET sql = NULL WHERE name = ?",
            "DELETE FROM sqlite_schema WHERE name = ?",
            "UPDATE sqlite_schema SET type = 'view' WHERE name = ?",
        ]
    )
    statements(folder, (deed, (table,)))


def missing_parts(dice: random.Random, folder: Path) -> None:
    table = dice.choice([*kinds.tables(), "meta", "to_purge"])
    extra = [
        (f"DROP TABLE [{table}]", ()),
        (f"ALTER TABLE [{table}] RENAME TO autre", ()),
        (f"DELETE FROM [{table}]", ()),
        ("CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM cases; END", ()),
        ("CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c", ()),
        ("CREATE TABLE cases2 AS SELECT * FROM cases", ()),
        ("DELETE FROM cases WHERE rowid % 2", ()),
    ]
    statements(folder, dice.choice(extra))


def odd_meta(dice: random.Random, folder: Path) -> None:
    value = dice.choice(["mot", "", "-5", "9" * 400, "1e3", "٣", " 7 ", "0x10", b"\xff"])
    statements(folder, ("UPDATE meta SET value = CAST(? AS TEXT) WHERE key = 'sequence'", (value,)))


def foreign(dice: random.Random, folder: Path) -> None:
    path = database(folder)
    path.unlink()
    with closing(sqlite.connect(path)) as connection:
        if dice.random() < 0.5:
            connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={dice.choice([0, 1, 2, schema.version(), 7])}")
        connection.execute(
            dice.choice(["CREATE TABLE autre(x)", "CREATE TABLE cases(x)", "CREATE TABLE meta(key, value)"])
        )
        connection.commit()


def another_version(dice: random.Random, folder: Path) -> None:
    statements(folder, (f"PRAGMA user_version={dice.choice([0, 1, 2, 3, 4, schema.version() + 1, 2**31 - 1, -1])}", ()))


def no_database(dice: random.Random, folder: Path) -> None:
    path = database(folder)
    path.write_bytes(
        dice.choice([b"", b"\n", b"Ceci n'est pas une base." * 900, dice.randbytes(9000), b"PK\x03\x04" * 900])
    )


def odd_log(dice: random.Random, folder: Path) -> None:
    """A log that is cut, changed, of another database, or no log at all."""
    log = database(folder).with_name(schema.FILE_NAME + dice.choice(["-wal", "-journal", "-shm"]))
    with closing(sqlite.connect(database(folder), isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("UPDATE notes SET text = 'dans le journal' WHERE rowid = 1")
        held = bytearray(database(folder).with_name(schema.FILE_NAME + "-wal").read_bytes())
        whole = database(folder).read_bytes()
    kind = dice.choice(["cut", "flipped", "noise", "empty", "huge header"])
    if kind == "cut":
        held = held[: dice.randrange(len(held))]
    elif kind == "flipped":
        for _ in range(dice.choice([1, 5, 50])):
            held[dice.randrange(len(held))] ^= 1 << dice.randrange(8)
    elif kind == "noise":
        held = bytearray(dice.randbytes(5000))
    elif kind == "huge header":
        held[8:12] = dice.choice([(0).to_bytes(4, "big"), (1 << 31).to_bytes(4, "big"), (3).to_bytes(4, "big")])
    else:
        held = bytearray()
    database(folder).write_bytes(whole)
    log.write_bytes(held)


def older_file(dice: random.Random, folder: Path) -> None:
    """What a synchronisation file by file leaves: the log, or the database, of an earlier day."""
    with Store(folder) as store:
        store.cases.keep("niveau", CaseState({}), "hier")
        log = database(folder).with_name(schema.FILE_NAME + "-wal")
        yesterday = log.read_bytes(), database(folder).read_bytes()
    with Store(folder) as store:
        for number in range(dice.randrange(1, 20)):
            store.cases.keep("niveau", CaseState({"long": "x" * dice.randrange(3000)}), f"aujourd'hui {number}")
    if dice.random() < 0.6:
        log.write_bytes(yesterday[0])
    else:
        database(folder).write_bytes(yesterday[1])


def spoilt_backups(dice: random.Random, folder: Path) -> None:
    for path in (folder / "sauvegardes").iterdir():
        if dice.random() < 0.7:
            data = bytearray(path.read_bytes())
            data[dice.randrange(len(data))] ^= 0xFF
            path.write_bytes(dice.choice([data, data[: dice.randrange(len(data))], b""]))
    dice.choice([flip, cut, no_database])(dice, folder)


DAMAGES: list[Callable[[random.Random, Path], None]] = [
    flip, flip, flip_in_the_head, cut, overwrite, overwrite, grow, swap_pages, hostile_rows, hostile_rows, hostile_numbers,
    other_types, hostile_schema, hostile_schema, missing_parts, odd_meta, foreign, another_version, no_database, odd_log, odd_log,
    older_file, spoilt_backups,
]  # fmt: skip


def trial(dice: random.Random, folder: Path) -> tuple[str, str]:
    """Damage a copy of the model; then do what a person does with it."""
    folder.rmdir()
    shutil.copytree(model(), folder)
    damage = dice.choice(DAMAGES)
    damage(dice, folder)
    before = {
        path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.name.endswith("-shm")
    }
    try:
        store = Store(folder)
    except NewerDatabaseError as error:
        harness.require_words(error)
        unchanged(before)
        return damage.__name__, "newer, left alone"
    except (DamagedDatabaseError, MissingDatabaseError, BehindError) as error:
        harness.require_words(error)
        if damage not in (another_version, foreign):  # these may be migrated, after a backup, before they are refused
            unchanged(before)
        return damage.__name__, recover(dice, folder)
    with store:
        return damage.__name__, use(store, folder.parent / "export.zip")


def use(store: Store, export: Path) -> str:
    """What the screens ask for; what can't be read is said, and everything else goes into an export and comes out again."""
    seen = look(store)
    found = store.check()
    lost = len(found.unreadable)
    store.save_to(export)
    saved = Store.read_saved(export)
    with Store.temporary() as other:
        other.take_back(saved, Mode.REPLACE)
        again = look(other)
    for table, number in seen.items() if not found.faults else ():  # a damaged index hides rows: the check says so
        # A row that is shown but could not be read again is left out of the file, with a word.
        assert again[table] <= number, (table, again, seen)
        assert number - again[table] <= len(store.unreadable()), (table, again, seen)
    try:
        store.cases.keep("niveau", CaseState({}), "et l'on continue")
        store.undo()
    except DamagedDatabaseError as error:
        harness.require_words(error)
        assert not found.good, "a change is refused, and the check found nothing"
        return "opened, said by the check, no change taken"
    return "opened, rows set aside" if lost else "opened" if found.good else "opened, said by the check"


def look(store: Store) -> dict[str, int]:
    cases = store.cases.all()
    for case in cases:
        with contextlib.suppress(UnknownRecordError):  # its index is damaged: the check says so
            store.cases.revisions(case.id)
    store.cases.lines(("$.niveau",))
    return {
        "cases": len(cases),
        "notes": len(store.notes.all()),
        "bookmarks": len(store.bookmarks.all()),
        "readings": len(store.readings.recent(200)),
        "drafts": len(store.drafts.all()),
    }


def recover(dice: random.Random, folder: Path) -> str:
    """What is offered: the diagnosis, then a backup, a repair, the file without its log, or an empty start."""
    diagnosis = Store.diagnose(folder)
    assert diagnosis.health in (Health.DAMAGED, Health.MISSING, Health.BEHIND), diagnosis
    with Store.temporary(folder) as shown:
        look(shown)
    ways = ["afresh"]
    ways += ["restored"] * 2 if diagnosis.newest_good is not None else []
    ways += ["repaired"] * 3 if diagnosis.readable is not None else []
    ways += ["taken without its log"] * 3 if diagnosis.alone is not None else []
    ways += ["kept as it is"] if diagnosis.health is Health.BEHIND else []
    way = dice.choice(ways)
    present = database(folder).read_bytes() if database(folder).exists() else None
    expected = None
    if way == "restored" and diagnosis.newest_good is not None:
        expected = diagnosis.newest_good.counts
        Store.restore(diagnosis.newest_good)
    elif way == "repaired":
        expected = Store.repair(folder).counts
        assert expected == diagnosis.readable
    elif way == "taken without its log" and diagnosis.alone is not None:
        expected = diagnosis.alone.counts
        Store.restore(diagnosis.alone)
    elif way == "kept as it is":
        return kept_as_it_is(folder)
    else:
        Store.start_afresh(folder)
    aside = [path.read_bytes() for path in folder.glob(f"mise-de-cote-*/{schema.FILE_NAME}")]
    assert present is None or present in aside, "the former file is not set aside"
    with Store(folder) as store:
        if expected is not None:
            assert store.counts() == expected or store.check().unreadable, (store.counts(), expected)
        use(store, folder.parent / "export.zip")
    return way


def kept_as_it_is(folder: Path) -> str:
    try:
        Store.keep_present(folder)
        with Store(folder) as store:
            use(store, folder.parent / "export.zip")
    except DamagedDatabaseError as error:
        harness.require_words(error)
        return "kept as it is: damaged, said"
    return "kept as it is"


def unchanged(before: dict[Path, bytes]) -> None:
    """A refusal changes no file: whatever is chosen then, nothing is lost."""
    for path, data in before.items():
        assert path.read_bytes() == data, f"{path.name} was changed by a refusal"


if __name__ == "__main__":
    raise SystemExit(harness.main(trial, __name__, __file__))
