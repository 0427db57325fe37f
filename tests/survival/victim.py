"""A program that is killed at its work. Says before each action what it is about to do, and after it that it is done.

    python victim.py SCENARIO FOLDER SEED

One JSON object a line on standard output: {"va": …} before, {"fait": …} when the call has returned, that is when the screen
would say so. Started and killed by test_kills.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path

import sqlite_utils  # noqa: F401  # now, so that the kills hit the work and not the imports

from desktop.corpus import cache
from desktop.search import SearchEngine
from desktop.store import CaseState, Draft, Kind, Mode, Store
from desktop.text.typography import french  # noqa: F401

Act = dict[str, object]


def say(word: str, act: Act) -> None:
    os.write(1, json.dumps({word: act}).encode() + b"\n")


def act(description: Act, call: Callable[..., object], *arguments: object) -> None:
    say("va", description)
    call(*arguments)
    say("fait", description)


def save(folder: Path, seed: int) -> None:
    """All that a user does, at random."""
    dice = random.Random(seed)  # noqa: S311
    store = Store(folder)
    ids: dict[str, str] = {}
    for number in range(100_000):
        present = {case.label: case.id for case in store.cases.all()}
        ids.update(present)
        label = dice.choice(sorted(present)) if present else ""
        state = CaseState({"n": number, "long": "x" * dice.randrange(3000)})
        match dice.choice(["keep", "keep", "change", "change", "erase", "note", "mark", "draft", "draft", "undo"]):
            case "keep":
                name = f"{seed}-{number}"
                act({"op": "keep", "case": name, "n": number}, store.cases.keep, "niveau", state, name)
            case "change" if label:
                act({"op": "change", "case": label, "n": number}, store.cases.change, ids[label], state)
            case "erase" if label:
                act({"op": "erase", "case": label}, store.cases.erase, ids[label])
            case "note":
                act({"op": "note", "text": f"note {number}"}, store.notes.add, "had-motifs", f"note {number}")
            case "mark":
                target = f"regle-{number}"
                act({"op": "mark", "target": target}, store.bookmarks.add, target, Kind.REGLE, "Titre")
            case "draft":
                act({"op": "draft", "n": number}, store.drafts.save, Draft("niveau", {"n": number}))
            case "undo":
                act({"op": "undo"}, store.undo)


def back_up(folder: Path, seed: int) -> None:
    """Keep and back up, over and over."""
    store = Store(folder)
    for number in range(100_000):
        name = f"{seed}-{number}"
        act({"op": "keep", "case": name}, store.cases.keep, "niveau", CaseState({"long": "x" * 5000}), name)
        act({"op": "backup", "number": number}, store.backup, "à la main")


def open_and_close(folder: Path) -> None:
    Store(folder).close()


def migrate(folder: Path, _: int) -> None:
    """Open one old database after the other."""
    for place in sorted(folder.iterdir()):
        act({"op": "open", "place": place.name}, open_and_close, place)


def erase(folder: Path, seed: int) -> None:
    """Keep, back up, erase for good; now and then everything."""
    dice = random.Random(seed)  # noqa: S311
    store = Store(folder)
    for number in range(100_000):
        name = f"unique-{seed}-{number}-fin"
        act({"op": "keep", "case": name}, store.cases.keep, "niveau", CaseState({"mot": name}), name)
        if dice.random() < 0.3:
            store.backup("à la main")
        if dice.random() < 0.3:
            act({"op": "erase all"}, store.erase_all)
        elif dice.random() < 0.8:
            store.cases.erase(store.cases.all()[0].id)
            act({"op": "forget", "case": name}, store.forget_undo)


def take_back(folder: Path, _: int) -> None:
    """Replace everything by one of two saved files in turn, and save to a third."""
    saved = [Store.read_saved(folder / f"{name}.zip") for name in ("a", "b")]
    store = Store(folder / "base")
    for number in range(100_000):
        act({"op": "take", "file": "ab"[number % 2]}, store.take_back, saved[number % 2], Mode.REPLACE)
        act({"op": "save", "file": "ab"[number % 2]}, store.save_to, folder / "c.zip")


def restore(folder: Path, _: int) -> None:
    """Restore one of two backups in turn."""
    first, second = Store.diagnose(folder).backups[:2]
    for number in range(100_000):
        backup = (first, second)[number % 2]
        act({"op": "restore", "cases": backup.counts["cases"]}, Store.restore, backup)


def index(folder: Path, _: int) -> None:
    """Write the parsed content and build the index of the search."""
    source = next((folder / "contenu").glob("corpus-*.json"))
    corpus = cache.read(source.parent, json.loads(source.read_bytes().partition(b"\n")[2])["empreinte"])
    if corpus is None:
        raise RuntimeError("the parsed content can't be read")
    act({"op": "parse"}, cache.write, folder / "cache", corpus)
    act({"op": "index"}, SearchEngine(corpus, folder / "index").prepare)


SCENARIOS: dict[str, Callable[[Path, int], None]] = {
    "enregistrer": save,
    "sauvegarder": back_up,
    "migrer": migrate,
    "effacer": erase,
    "reprendre": take_back,
    "restaurer": restore,
    "indexer": index,
}

if __name__ == "__main__":
    SCENARIOS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
