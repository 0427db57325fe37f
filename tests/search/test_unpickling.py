"""Whoever can write both a file of the index and the manifest still has no command run: only plain values are read."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import subprocess
import sys
import threading
import types
from pathlib import Path

import pytest

from desktop.search import SearchEngine, unpickling
from desktop.search.shelf import MANIFEST, _digests
from tests.search.test_shelf import answers, make, only_index, prepare_index

ROOT = Path(__file__).parents[2]


class Command:
    """A pickle that writes a file when it is read."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self):
        return (Path.touch, (self.marker,))


def resign(folder: Path) -> None:
    """What an attacker does who knows the manifest."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["fichiers"] = _digests(folder)
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def pickles_in(data: bytes) -> list[tuple[int, int]]:
    """Where a pickle of protocol 2 or more begins and ends."""
    found = []
    for start in range(len(data) - 1):
        if data[start] == 0x80 and 2 <= data[start + 1] <= 5:
            stream = io.BytesIO(data[start:])
            try:
                unpickling.load(stream)
            except Exception:  # noqa: BLE001, S112 - not a pickle after all
                continue
            found.append((start, start + stream.tell()))
    return found


@pytest.fixture
def small():
    return make()


@pytest.mark.parametrize("pattern", ["*.toc", "*.seg"])
def test_a_command_in_any_pickle_of_the_index_is_not_run(small, tmp_path, pattern):
    """Each pickle of each file in turn is replaced by one that would write a file, and the manifest with it."""
    cache, marker = tmp_path / "cache", tmp_path / "executé"
    evil = pickle.dumps(Command(marker), 2)
    prepare_index(small, cache).close()
    whole = next(only_index(cache).glob(pattern)).read_bytes()
    places = pickles_in(whole)
    assert places
    for start, end in places[:40]:
        prepare_index(small, cache).close()
        folder = only_index(cache)
        file = next(folder.glob(pattern))
        data = file.read_bytes()
        file.write_bytes(data[:start] + evil.ljust(end - start, b".") + data[end:])
        resign(folder)
        engine = SearchEngine(small, cache)
        assert answers(engine)
        assert engine.origin == "construit"
        engine.close()
        assert not marker.exists()


def test_what_is_read_names_the_permitted_types_alone(tmp_path):
    """Seen from outside: every name that any pickle asks for while an index is opened and searched."""
    code = f"""
import sys
asked = set()
sys.addaudithook(lambda event, given: event == "pickle.find_class" and asked.add(given))
from pathlib import Path
from desktop.corpus import load
from desktop.search import SearchEngine
corpus = load(Path({str(ROOT / "content")!r}))
for _ in range(2):
    engine = SearchEngine(corpus, Path({str(tmp_path)!r}))
    engine.prepare()
    engine.search("combien de lits en usp")
assert engine.origin == "gardé"
from desktop.search.unpickling import PERMITTED
assert asked and asked <= PERMITTED, asked - PERMITTED
import marshal, pickle
wild = [
    (module, name) for module, holder in list(sys.modules.items()) if module.partition(".")[0] == "whoosh"
    for name, found in vars(holder).items()
    if found in (pickle, pickle.load, pickle.loads, marshal, marshal.load, marshal.loads)
    or isinstance(found, type) and issubclass(found, pickle.Unpickler)
]
print(wild)
"""
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "named", [Path.touch, hashlib.md5, sys.exit, eval, pickle.loads, subprocess.run, getattr, object]
)
def test_a_name_that_is_no_value_is_refused(named):
    with pytest.raises(pickle.UnpicklingError):
        unpickling.loads(pickle.dumps(named, 2))


@pytest.mark.parametrize("value", [1, "é", b"x", 1.5, None, [1], (1, 2), {"a": 1}, {1, 2}, 2**80])
def test_plain_values_come_back(value):
    assert unpickling.loads(pickle.dumps(value, 4)) == value


def test_modules_may_be_imported_meanwhile_by_another_thread():
    """The engine is made beside the window, which goes on importing: once in hundreds of starts the search never came."""
    done = threading.Event()

    def import_on() -> None:
        for number in range(200_000):
            sys.modules[f"imported_meanwhile_{number}"] = types.ModuleType("imported")
            if done.is_set():
                break

    before, interval = set(sys.modules), sys.getswitchinterval()
    other = threading.Thread(target=import_on)
    sys.setswitchinterval(1e-6)
    other.start()
    try:
        for _ in range(30):
            unpickling.restrict()
    finally:
        done.set()
        other.join()
        sys.setswitchinterval(interval)
        for name in set(sys.modules) - before:
            del sys.modules[name]
