"""A window killed at random moments has lost nothing that it showed: the next start shows it, and offers what was not kept.

    python -m pytest tests/survival/test_window_kills.py                             4 kills, as in CI
    CAP_PALLIATIF_MORTS=200 python -m pytest tests/survival/test_window_kills.py     200 kills

`window_victim` is the person at the window. She says before each action what it will change, transaction by transaction, and
after it what the screen shows. Killed, she may have made none of the transactions of the action under way, some, or all, each whole
and in their order; nothing else may differ. The folder is looked at through the store and, on its own files, by the next window.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from window_records import WHERE, Records, after, records_of, ways, with_new_names

from desktop.store import Health, Store

HERE = Path(__file__).parent
WANTED = int(os.environ.get("CAP_PALLIATIF_MORTS", "20"))
KILLS = WANTED if WANTED >= 200 else max(3, WANTED // 5)
"""A start of the window takes a second or two, a start of the store a tenth of that."""
ACTIONS, MILLISECONDS = 40, 120
"""The kill comes after fewer than so many actions, and then within so many milliseconds, in which a few more may be done.

Every other one comes at the next action of which one transaction changes several records.
"""
PATIENCE = 180
"""Seconds after which a window that says nothing more is ended, for the test to fail."""
LINES = 3
"""So many lines at most of « Reprendre » are of open situations."""

pytestmark = pytest.mark.slow


@dataclass
class Account:
    """What a window said: its records at the start and after each action, and the action that it was at."""

    states: list[Records] = field(default_factory=list)
    acts: list[dict[str, Any]] = field(default_factory=list)
    """One more than there are states after the first, when the last was not ended."""

    @property
    def pending(self) -> dict[str, Any]:
        ended = len(self.acts) < len(self.states)
        return {"op": "rien", "steps": []} if ended else self.acts[-1]

    @property
    def words(self) -> str:
        return f"after {[act['op'] for act in self.acts[-8:]]}"


@contextmanager
def window(mode: str, folder: Path, seed: int, cache: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process of a window; what it says on stderr must not be an error."""
    said = folder.parent / f"stderr-{mode}"
    with said.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, str(HERE / "window_victim.py"), mode, str(folder), str(seed)],
            stdout=subprocess.PIPE,
            stderr=errors,
            env=os.environ
            | {
                "PYTHONPATH": str(HERE.parent.parent),
                "PYTHONUTF8": "1",
                "QT_QPA_PLATFORM": "offscreen",
                "CAP_PALLIATIF_DOSSIER": str(cache),
                "HOME": str(folder.parent),
            },
        )
        hung = threading.Event()

        def look() -> None:
            """Have it say where each of its threads stands, then end it."""
            hung.set()
            process.send_signal(WHERE)
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()

        watchdog = threading.Timer(PATIENCE, look)
        watchdog.start()
        try:
            with process:
                yield process
        finally:
            watchdog.cancel()
            process.kill()
    told = said.read_text(encoding="utf-8", errors="replace")
    assert not hung.is_set(), f"the window said nothing for {PATIENCE} s: {told[-8000:]}"
    assert "Traceback" not in told, told[-4000:]


def touches_several(line: bytes) -> bool:
    """Whether an action is announced of which one transaction changes several records: to keep, to erase, to undo that …"""
    return any(len(step) > 1 for step in json.loads(line).get("va", {"steps": []})["steps"]) if line else True


def killed_at_work(folder: Path, seed: int, cache: Path) -> Account:
    """Start a window, kill it after a drawn number of actions and a drawn time; every other one where half would be worst."""
    dice = random.Random(seed)  # noqa: S311
    count = dice.randrange(ACTIONS)
    wait = dice.random() ** 2 * MILLISECONDS / 1000  # squared, for writing comes before drawing
    with window("travailler", folder, seed, cache) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(1 + 2 * count)]
        while seed % 2 and not touches_several(lines[-1]):
            lines.append(process.stdout.readline())
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            process.kill()
        lines += process.stdout.readlines()
    account = Account()
    for line in (line for line in lines if line.endswith(b"\n")):
        word = json.loads(line)
        if "pret" in word:
            account.states.append(word["pret"]["records"])
        elif "va" in word:
            account.acts.append(word["va"])
        else:
            account.states.append(word["fait"])
    assert account.states, "the window died before it had begun"
    assert process.returncode == -9
    return account


def check_that_the_screen_said_what_was_done(account: Account) -> None:
    """Each action changed what it was to change and nothing else, as the screen said."""
    assert account.states[0] == {}
    for before, act, found in zip(account.states, account.acts, account.states[1:], strict=False):
        expected = ways(before, act["steps"])[-1]
        named = with_new_names(found, before, act["steps"])
        assert named == expected, (act["op"], differences(named, expected))


def differences(found: Records, wanted: Records) -> dict[str, Any]:
    return {
        name: (found.get(name), wanted.get(name)) for name in {*found, *wanted} if found.get(name) != wanted.get(name)
    }


def check_nothing_is_lost(found: Records, account: Account, where: str) -> None:
    """All that was confirmed, unchanged; of the action under way so many of its transactions, in their order, each whole."""
    before, steps = account.states[-1], account.pending["steps"]
    allowed = ways(before, steps)
    named = with_new_names(found, before, steps)
    assert named in allowed, (where, account.words, differences(named, allowed[0]), account.pending)


def records_in_store(folder: Path) -> Records:
    """What the folder holds; sound, whole and writable."""
    with Store(folder) as store:
        assert Store.diagnose(folder).health is Health.GOOD
        assert store.check().good
        assert [backup.problem for backup in store.backups() if not backup.good] == []
        assert list(folder.rglob(".*.tmp*")) == []
        for case in store.cases.all():
            assert len(store.cases.revisions(case.id)) == case.revision - 1
        store.bookmarks.remove("aucun")
        return records_of(store)


def check_the_next_window(folder: Path, seed: int, cache: Path, held: Records) -> None:
    """It shows what the store holds, offers what is open and what was being typed, and its closing takes nothing."""
    with window("regarder", folder, seed, cache) as process:
        assert process.stdout is not None
        lines = process.stdout.readlines()
    assert process.returncode == 0
    told = json.loads(lines[0])["pret"]
    assert told["records"] == held
    offered = told["offered"]
    opened = [name for name in held if name.startswith("open/")]
    typed = {name: words for name, words in held.items() if name.startswith("typed/")}
    assert offered["open"] == len(opened)
    assert sum(words.startswith("Situation en cours") for words in offered["home"]) == min(LINES, len(opened))
    assert sum(words.startswith("Note en cours") for words in offered["home"]) == sum(
        name.startswith("typed/note/") for name in typed
    )
    assert offered["typed"] == typed
    assert records_in_store(folder / "data") == held


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The parsed content and the index, made by the first window and read by the others."""
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("number", range(KILLS), ids=lambda number: f"{number:03d}")
def test_a_killed_window_has_lost_nothing(number: int, tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "données de Zoé"
    account = killed_at_work(folder, number, cache)
    check_that_the_screen_said_what_was_done(account)
    copy = tmp_path / "copie"
    shutil.copytree(folder / "data", copy)
    held = records_in_store(copy)
    check_nothing_is_lost(held, account, "store")
    check_the_next_window(folder, number, cache, held)
    shutil.rmtree(tmp_path)


def test_what_may_be_there_after_a_kill() -> None:
    """The measure itself: half an action, a lost record and a stranger are refused."""
    before = {"open/a": {"facts": {}}, "typed/l": "vis"}
    kept = {"open/a": None, "typed/l": None, "case/new": {"label": "visite"}}
    account = Account([before], [{"op": "garder", "steps": [{"typed/l": "visi"}, kept]}])
    for whole in (before, before | {"typed/l": "visi"}, {"case/7f": {"label": "visite"}}):
        check_nothing_is_lost(whole, account, "test")
    halves = ({**before, "case/7f": {"label": "visite"}}, {"case/7f": {"label": ""}}, {}, {**before, "mark/x": {}})
    for half in halves:
        with pytest.raises(AssertionError):
            check_nothing_is_lost(half, account, "test")
    assert after(before, kept) == {"case/new": {"label": "visite"}}
