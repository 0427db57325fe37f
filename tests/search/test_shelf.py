"""The kept index: opened when whole, built anew when not, in memory when nothing can be kept, safe for two at once."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import shutil
from typing import TYPE_CHECKING

import pytest

from desktop.errors import system_reason
from desktop.search import SearchEngine
from desktop.search.backend import UnreadableIndexError
from desktop.search.shelf import ABANDONED_AFTER, MANIFEST
from desktop.search.whoosh_backend import WhooshFactory
from tests.search.conftest import make

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from desktop.corpus import Corpus
    from desktop.search.backend import Backend


def prepare_index(corpus: Corpus, folder: Path, shipped: Path | None = None) -> SearchEngine:
    backend = SearchEngine(corpus, folder, shipped)
    backend.prepare()
    return backend


def answers(backend: SearchEngine) -> bool:
    return backend.search("combien de lits").hits[0].regle == "usp-lits"


def only_index(folder: Path) -> Path:
    (index,) = folder.iterdir()
    return index


def test_built_once_then_kept(small: Corpus, empty: Path) -> None:
    first, second = prepare_index(small, empty), prepare_index(small, empty)
    assert (first.origin, second.origin) == ("construit", "gardé")
    assert first.search("lits") == second.search("lits")
    assert second.warning is None


def test_another_content_has_another_index_and_the_old_one_goes(small: Corpus, empty: Path) -> None:
    prepare_index(small, empty).close()
    former = only_index(empty)
    assert prepare_index(make(fingerprint="autre"), empty).origin == "construit"
    assert only_index(empty) != former


def test_another_version_of_the_engine_has_another_index(
    small: Corpus, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_index(small, empty).close()
    monkeypatch.setattr(WhooshFactory, "version", "whoosh 99")
    assert prepare_index(small, empty).origin == "construit"


def cut(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def soil(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)


@pytest.mark.parametrize("pattern", ["*.seg", "*.toc", "mots.json", "suites.bin", MANIFEST])
@pytest.mark.parametrize("damage", [cut, soil, lambda f: f.unlink(), lambda f: f.write_bytes(b"")])
def test_a_damaged_file_is_built_anew(small: Corpus, empty: Path, pattern: str, damage) -> None:
    prepare_index(small, empty).close()
    (file,) = only_index(empty).glob(pattern)
    damage(file)
    backend = prepare_index(small, empty)
    assert backend.origin == "construit"
    assert answers(backend)
    assert prepare_index(small, empty).origin == "gardé"


def test_a_file_that_the_program_did_not_write_is_never_opened(small: Corpus, empty: Path) -> None:
    prepare_index(small, empty).close()
    # Whoosh would open the newest table of contents, and unpickle it.
    (only_index(empty) / "_MAIN_9.toc").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    assert prepare_index(small, empty).origin == "construit"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("pattern", ["*.seg", "*.toc", "mots.json", MANIFEST])
def test_a_pipe_in_the_place_of_a_file_hangs_nothing(small: Corpus, empty: Path, pattern: str) -> None:
    prepare_index(small, empty).close()
    (file,) = only_index(empty).glob(pattern)
    file.unlink()
    os.mkfifo(file)
    backend = prepare_index(small, empty)
    assert (backend.origin, answers(backend)) == ("construit", True)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="POSIX permissions")
@pytest.mark.parametrize("rights", [0o775, 0o770, 0o733])
def test_an_index_whose_folder_others_may_write_is_not_trusted(small: Corpus, empty: Path, rights: int) -> None:
    prepare_index(small, empty).close()
    empty.chmod(rights)
    assert prepare_index(small, empty).origin == "construit"
    only_index(empty).chmod(rights)
    assert prepare_index(small, empty).origin == "construit"
    next(only_index(empty).glob("*.seg")).chmod(0o622)
    assert prepare_index(small, empty).origin == "construit"
    assert prepare_index(small, empty).origin == "gardé"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="POSIX permissions")
def test_an_index__that_anybody_could_have_written_is_not_trusted(small: Corpus, empty: Path) -> None:
    prepare_index(small, empty).close()
    only_index(empty).chmod(0o777)
    assert prepare_index(small, empty).origin == "construit"


def test_an_index_that_came_with_the_program_is_read_and_nothing_is_written(small: Corpus, tmp_path: Path) -> None:
    shipped, cache = tmp_path / "livré", tmp_path / "cache"
    prepare_index(small, shipped).close()
    before = {f: f.stat().st_mtime_ns for f in shipped.rglob("*")}
    backend = prepare_index(small, cache, shipped)
    assert (backend.origin, answers(backend), cache.exists()) == ("livré", True, False)
    assert {f: f.stat().st_mtime_ns for f in shipped.rglob("*")} == before


def test_a_damaged_index_that_came_with_the_program_is_left_and_another_built(small: Corpus, tmp_path: Path) -> None:
    shipped, cache = tmp_path / "livré", tmp_path / "cache"
    prepare_index(small, shipped).close()
    cut(next(shipped.rglob("*.seg")))
    assert prepare_index(small, cache, shipped).origin == "construit"
    assert len(list(cache.iterdir())) == len(list(shipped.iterdir())) == 1


def test_a_file_stands_where_the_folder_should(small: Corpus, tmp_path: Path) -> None:
    obstacle = tmp_path / "cache"
    obstacle.write_text("")
    backend = prepare_index(small, obstacle)
    assert (backend.origin, answers(backend)) == ("mémoire", True)
    assert backend.warning is not None
    assert str(obstacle) in backend.warning


class Refuse(WhooshFactory):
    """Writes nothing: the disk is full, or read-only."""

    def __init__(self, number: int) -> None:
        self.number = number

    def build(self, folder: Path | None, passages: Iterable[dict[str, float]]) -> Backend:
        if folder is not None:
            (folder / "a-moitie").write_bytes(b"x")
            raise OSError(self.number, os.strerror(self.number), str(folder))
        return super().build(None, passages)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_read_only_folder_leaves_the_index_in_memory(small: Corpus, empty: Path, number: int) -> None:
    backend = SearchEngine(small, empty, factory=Refuse(number))
    backend.prepare()
    assert (backend.origin, answers(backend)) == ("mémoire", True)
    assert backend.warning is not None
    assert system_reason(OSError(number, "")) in backend.warning
    assert os.strerror(number) not in backend.warning
    assert list(empty.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_the_right_to_write(small: Corpus, tmp_path: Path) -> None:
    closed = tmp_path / "fermé"
    closed.mkdir(mode=0o500)
    assert prepare_index(small, closed).origin == "mémoire"


def test_what_a_dead_process_left_goes_but_not_what_is_being_built(small: Corpus, empty: Path) -> None:
    empty.mkdir()
    old, anew = empty / "index-vieux.tmp", empty / "index-neuf.tmp"
    for building in (old, anew):
        building.mkdir()
    os.utime(old, (0, old.stat().st_mtime - 2 * ABANDONED_AFTER))
    prepare_index(small, empty)
    assert not old.exists()
    assert anew.exists()


def test_an_index_that_cannot_be_read_back_falls_to_memory(small: Corpus, empty: Path) -> None:
    class Unreadable(WhooshFactory):
        def open_index(self, folder: Path) -> Backend:
            raise UnreadableIndexError(folder.name)

    backend = SearchEngine(small, empty, factory=Unreadable())
    backend.prepare()
    assert (backend.origin, answers(backend)) == ("mémoire", True)


def test_a_manifest_of_another_content_under_this_name(small: Corpus, empty: Path) -> None:
    prepare_index(small, empty).close()
    manifest = only_index(empty) / MANIFEST
    raw = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps({**raw, "empreinte": "autre"}), encoding="utf-8")
    assert prepare_index(small, empty).origin == "construit"


def _at_once(folder: Path, start_at, results) -> None:
    backend = SearchEngine(make(), folder)
    start_at.wait(30)
    backend.prepare()
    results.put((backend.origin, backend.warning, answers(backend)))


@pytest.mark.parametrize("damaged", [False, True])
def test_processes_that_start_at_once(small: Corpus, empty: Path, damaged: bool) -> None:
    if damaged:
        prepare_index(small, empty).close()
        cut(next(empty.rglob("*.seg")))
    contexte = multiprocessing.get_context("spawn")
    start_at, results = contexte.Barrier(3), contexte.Queue()
    processes = [contexte.Process(target=_at_once, args=(empty, start_at, results)) for _ in range(3)]
    for p in processes:
        p.start()
    received = [results.get(timeout=60) for _ in processes]
    for p in processes:
        p.join(30)
        assert p.exitcode == 0
    assert all(answered and warning is None for _, warning, answered in received)
    assert prepare_index(small, empty).origin == "gardé"


def test_the_folder_goes_away_while_it_is_searched(small: Corpus, empty: Path) -> None:
    backend = prepare_index(small, empty)
    before = backend.search("lits")
    shutil.rmtree(empty, ignore_errors=True)
    assert backend.search("lits") == before
    backend.close()
    assert not backend.ready
