"""What every test shares: the real content, read once, and folders that are nobody's own."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from desktop.corpus import Corpus
from desktop.corpus.loading import read_folder

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

RACINE = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--shuffle", type=int, metavar="SEED", help="run the tests in a random order that this number gives"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a random order when asked: a test that needs another one before it shows itself. Else the files with slow tests first.

    A file stays on one processor: a long one that begins last would be waited for by all the others.
    """
    if named := [
        item.nodeid for item in items if " at 0x" in item.nodeid
    ]:  # a place in memory: two processors would part ways
        raise pytest.UsageError(f"{named[0]}: say ids, this name changes from run to run")
    if (seed := config.getoption("--shuffle")) is not None:
        random.Random(seed).shuffle(items)  # noqa: S311 - an order, no secret
        return
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def root() -> Path:
    return RACINE


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return read_folder(RACINE / "content")


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the folders of the person who runs it."""
    monkeypatch.setenv("CAP_PALLIATIF_DOSSIER", str(tmp_path_factory.mktemp("dossier")))
    monkeypatch.delenv("CAP_PALLIATIF_CONTENU", raising=False)
