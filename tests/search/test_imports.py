"""What a start does not pay for."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "slow", ["whoosh", "snowballstemmer", "yaml", "markdown_it", "sqlite3", "pysqlite3", "PySide6"]
)
def test_the_search_is_imported_without(slow: str) -> None:
    code = f"import sys, desktop.search; raise SystemExit({slow!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_preparing_and_asking_never_reads_whooshs_slow_parser() -> None:
    code = """
import sys, tempfile, pathlib
from desktop.corpus import load
from desktop import paths
from desktop.search import SearchEngine
with tempfile.TemporaryDirectory() as d:
    moteur = SearchEngine(load(paths.content_dir()), pathlib.Path(d))
    assert moteur.search("lits usp").hits
    moteur.close()
raise SystemExit(bool({"whoosh.qparser", "whoosh.searching"} & set(sys.modules)))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
