"""Killed at random moments, the program opens again and nothing that it confirmed is missing.

    python -m pytest tests/survival                             20 kills, as in CI
    CAP_PALLIATIF_MORTS=200 python -m pytest tests/survival     200 kills

The moments are drawn from a seed, the number of the kill: the same number kills at the same action. kill -9 proves that
what is confirmed was handed to the system in a whole; that it was flushed to the disk, for a power cut, is a matter of the
settings that tests/store/test_store_opening checks.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desktop.corpus import Corpus, cache
from desktop.search import SearchEngine
from desktop.store import CaseState, Health, Mode, Store, schema, sqlite

HERE = Path(__file__).parent
KILLS = int(os.environ.get("CAP_PALLIATIF_MORTS", "20"))
SCENARIOS = ("enregistrer", "sauvegarder", "migrer", "effacer", "reprendre", "restaurer", "indexer")

pytestmark = pytest.mark.slow

Act = dict[str, Any]


@dataclass
class Account:
    """What a killed program had said: actions confirmed, and the one it was at, if any."""

    done: list[Act] = field(default_factory=list)
    pending: Act | None = None


def kill_at_work(scenario: str, folder: Path, seed: int, *, actions: int, milliseconds: int) -> Account:
    """Run the victim, kill it during or after a drawn number of actions, a drawn time later; a victim may also finish."""
    dice = random.Random(seed)  # noqa: S311
    after, wait = dice.randrange(actions), dice.random() * milliseconds / 1000
    victim = subprocess.Popen(
        [sys.executable, str(HERE / "victim.py"), scenario, str(folder), str(seed)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(HERE.parent.parent)},
    )
    assert victim.stdout is not None
    assert victim.stderr is not None
    lines = [victim.stdout.readline() for _ in range(1 + 2 * after)]
    try:
        victim.wait(wait)
    except subprocess.TimeoutExpired:
        victim.kill()
    lines += victim.stdout.readlines()
    faults = victim.stderr.read().decode()
    victim.wait()
    victim.stdout.close()
    victim.stderr.close()
    assert "Traceback" not in faults, faults
    return account_of([line for line in lines if line.endswith(b"\n")])


def account_of(lines: list[bytes]) -> Account:
    found = Account()
    for line in lines:
        word = json.loads(line)
        if "va" in word:
            found.pending = word["va"]
        else:
            assert word["fait"] == found.pending
            found.done.append(word["fait"])
            found.pending = None
    assert found.done or found.pending, "the victim died before it had begun"
    return found


def open_again(folder: Path) -> Store:
    store = Store(folder)
    assert Store.diagnose(folder).health is Health.GOOD
    assert [backup.problem for backup in store.backups() if not backup.good] == []
    assert list(folder.rglob(".*.tmp*")) == []
    store.bookmarks.remove("aucun")
    return store


def labels_of(store: Store) -> set[str]:
    return {case.label for case in store.cases.all()}


@dataclass
class Model:
    """What the store must hold after a list of actions: the same, in twenty lines."""

    cases: dict[str, tuple[int, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    draft: int | None = None
    past: list[tuple[Any, ...]] = field(default_factory=list)

    def apply(self, act: Act) -> None:
        if act["op"] == "draft":
            self.draft = act["n"]
            return
        if act["op"] == "undo":
            if self.past:
                self.cases, self.notes, self.marks = self.past.pop()
            return
        self.past.append((dict(self.cases), self.notes, self.marks))
        match act["op"]:
            case "keep":
                self.cases[act["case"]] = (1, act["n"])
            case "change":
                self.cases[act["case"]] = (self.cases[act["case"]][0] + 1, act["n"])
            case "erase":
                del self.cases[act["case"]]
            case "note":
                self.notes += (act["text"],)
            case "mark":
                self.marks += (act["target"],)

    @property
    def state(self) -> tuple[Any, ...]:
        return self.cases, sorted(self.notes), sorted(self.marks), self.draft


def state_of(store: Store) -> tuple[Any, ...]:
    draft = store.drafts.get("niveau")
    for case in store.cases.all():
        assert len(store.cases.revisions(case.id)) == case.revision - 1
    return (
        {case.label: (case.revision, case.state.facts["n"]) for case in store.cases.all()},
        sorted(note.text for note in store.notes.all()),
        sorted(mark.target for mark in store.bookmarks.all()),
        None if draft is None else draft.facts["n"],
    )


def check_saving(folder: Path, seed: int) -> None:
    told = kill_at_work("enregistrer", folder, seed, actions=60, milliseconds=8)
    model = Model()
    for act in told.done:
        model.apply(act)
    allowed = [json.dumps(model.state, sort_keys=True)]
    if told.pending:
        model.apply(told.pending)
        allowed.append(json.dumps(model.state, sort_keys=True))
    with open_again(folder) as store:
        assert json.dumps(state_of(store), sort_keys=True) in allowed


def check_backing_up(folder: Path, seed: int) -> None:
    told = kill_at_work("sauvegarder", folder, seed, actions=20, milliseconds=30)
    kept = {act["case"] for act in told.done if act["op"] == "keep"}
    pending = {told.pending["case"]} if told.pending and told.pending["op"] == "keep" else set()
    backups = sum(act["op"] == "backup" for act in told.done)
    with open_again(folder) as store:
        assert kept <= labels_of(store) <= kept | pending
        found = store.backups()
        if backups:
            assert found[0].number in (backups, backups + 1)
            assert found[0].counts["cases"] in (backups, backups + 1)


def check_migrating(folder: Path, seed: int) -> None:
    for number in range(12):
        make_old(folder / f"base {number:02d}", version=1 + number % (schema.version() - 1))
    kill_at_work("migrer", folder, seed, actions=11, milliseconds=25)
    for place in sorted(folder.iterdir()):
        with open_again(place) as store:
            assert labels_of(store) == {f"ancien {number}" for number in range(40)}
            store.readings.record("had-motifs", "Motifs")


def make_old(folder: Path, *, version: int) -> None:
    """A database as an earlier program left it: its log not yet taken in, as after a kill."""
    from sqlite_utils import Database

    folder.mkdir(parents=True)
    path = folder / schema.FILE_NAME
    connection = sqlite.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=wal")
    old = Database(connection, execute_plugins=False)
    schema.migrations().apply(old, stop_before=schema.name_of(version + 1))
    rest = {"facts": "{}", "plan": "null", "plan_fingerprint": "", "content_version": "", "content_fingerprint": ""}
    rest |= {"questionnaire": "niveau", "created": "2026-01-02T03:04:05+00:00", "changed": "2026-01-02T03:04:05+00:00"}
    for number in range(40):
        row = {"id": f"{number:032d}", "seq": number, "changed_seq": number, "label": f"ancien {number}", "revision": 1}
        old.table("cases").insert(row | rest)
    connection.execute(f"PRAGMA application_id={schema.APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={version}")
    files = {suffix: path.with_name(path.name + suffix).read_bytes() for suffix in ("", "-wal")}
    connection.close()
    for suffix, data in files.items():
        path.with_name(path.name + suffix).write_bytes(data)


def check_erasing(folder: Path, seed: int) -> None:
    told = kill_at_work("effacer", folder, seed, actions=25, milliseconds=25)
    said = [act["case"] for act in told.done if act["op"] == "keep"]
    gone, kept = set(), []
    for act in told.done:
        if act["op"] == "keep":
            kept.append(act["case"])
        elif act["op"] == "forget":
            gone.add(kept.pop())
        else:
            gone.update(kept)
            kept.clear()
    assert traces(folder, gone) == set()  # what was confirmed as erased is in no byte, even before anything is opened
    with open_again(folder) as store:
        present = labels_of(store)
        if told.pending is None or told.pending["op"] == "keep":
            # The last one kept may have been erased already, though its end was not announced.
            assert set(kept[:-1]) <= present
        # Already now, not only when this window closes: a kill only postpones to the next opening.
        assert traces(folder, {name for name in said if name not in present}) == set()


def traces(folder: Path, names: set[str]) -> set[str]:
    data = b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {name for name in names if name.encode() in data}


def check_taking_back(folder: Path, seed: int) -> None:
    folder.mkdir(parents=True)
    dice = random.Random(seed)  # noqa: S311
    for name, count in (("a", 30), ("b", 50)):
        with Store.temporary() as source:
            for number in range(count):
                # Does not compress, so that writing the file takes its time.
                source.cases.keep("niveau", CaseState({"long": dice.randbytes(6000).hex()}), f"{name} {number}")
            source.save_to(folder / f"{name}.zip")
    wholes = {name: {f"{name} {number}" for number in range(count)} for name, count in (("a", 30), ("b", 50))}
    told = kill_at_work("reprendre", folder, seed, actions=8, milliseconds=120)
    taken = [act["file"] for act in told.done if act["op"] == "take"]
    allowed = [wholes[taken[-1]] if taken else set()]
    if told.pending and told.pending["op"] == "take":
        allowed.append(wholes[told.pending["file"]])
    with open_again(folder / "base") as store:
        assert labels_of(store) in allowed
        if any(act["op"] == "save" for act in told.done) or (folder / "c.zip").exists():
            with Store.temporary() as other:
                other.take_back(Store.read_saved(folder / "c.zip"), Mode.REPLACE)
                assert labels_of(other) in wholes.values()


def check_restoring(folder: Path, seed: int) -> None:
    with Store(folder) as store:
        for count in (10, 25):
            while store.counts()["cases"] < count:
                store.cases.keep("niveau", CaseState({"long": "x" * 3000}), f"cas {store.counts()['cases']}")
            store.backup("à la main")
    told = kill_at_work("restaurer", folder, seed, actions=8, milliseconds=20)
    allowed = {act["cases"] for act in (*told.done[-1:], *([told.pending] if told.pending else []))}
    with open_again(folder) as store:
        assert store.counts()["cases"] in (allowed if told.done else {10, 25})
        assert labels_of(store) == {f"cas {number}" for number in range(store.counts()["cases"])}


def check_indexing(folder: Path, seed: int, corpus: Corpus) -> None:
    assert cache.write(folder / "contenu", corpus)
    kill_at_work("indexer", folder, seed, actions=2, milliseconds=2500)
    assert cache.read(folder / "cache", corpus.fingerprint) in (None, corpus)
    engine = SearchEngine(corpus, folder / "index")
    engine.prepare()
    reference = SearchEngine(corpus, folder / "autre index")
    reference.prepare()
    for query in ("combien de lits usp", "joindre quelqu'un samedi soir", "palliati"):
        found = [hit.regle for hit in engine.search(query).hits]
        assert found == [hit.regle for hit in reference.search(query).hits]
        assert found
    engine.close()
    reference.close()


CHECKS: dict[str, Callable[[Path, int], None]] = {
    "enregistrer": check_saving,
    "sauvegarder": check_backing_up,
    "migrer": check_migrating,
    "effacer": check_erasing,
    "reprendre": check_taking_back,
    "restaurer": check_restoring,
}


@pytest.mark.parametrize(
    "number", range(KILLS), ids=lambda number: f"{number:03d}-{SCENARIOS[number % len(SCENARIOS)]}"
)
def test_killed_at_work_nothing_confirmed_is_missing(number: int, tmp_path: Path, corpus: Corpus) -> None:
    scenario = SCENARIOS[number % len(SCENARIOS)]
    folder = tmp_path / "données de Zoé"
    if scenario == "indexer":
        check_indexing(folder, number, corpus)
    else:
        CHECKS[scenario](folder, number)
    shutil.rmtree(tmp_path)
