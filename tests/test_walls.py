"""The walls of the house: only `ui` knows Qt, and nothing slow is imported before it is needed."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

LENTS = ("PySide6", "whoosh", "yaml", "markdown_it", "sqlite_utils", "jinja2", "fhir", "lxml")


def _modules_apres(code: str, root: Path) -> set[str]:
    env = {**os.environ, "PYTHONPATH": str(root)}
    sortie = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint('\\n'.join(sys.modules))"],
        check=True,
        capture_output=True,
        text=True,
        env=env,
    )
    return set(sortie.stdout.split())


def test_everything_but_ui_lives_without_qt(root):
    modules = [
        ".".join(f.relative_to(root).with_suffix("").parts)
        for f in sorted((root / "desktop").rglob("*.py"))
        if "ui" not in f.relative_to(root / "desktop").parts[:1] and "_content" not in f.parts
    ]
    assert len(modules) > 30
    code = "\n".join(f"import {m}" for m in modules if not m.endswith("__main__"))
    presents = _modules_apres(code, root)
    assert "desktop.corpus" in presents
    assert [m for m in presents if m.split(".")[0] in ("PySide6", "shiboken6")] == []


def test_what_says_that_it_needs_no_qt_lives_without_it(root):
    """The plain values of the window, which a test without a screen can hold: whoever says so in the first words is held to it."""
    modules = [
        ".".join(file.relative_to(root).with_suffix("").parts)
        for file in sorted((root / "desktop" / "ui").rglob("*.py"))
        if re.search(r"[Nn]o Qt\b|without Qt", ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "")
        and file.name != "__init__.py"
    ]
    assert len(modules) >= 20
    presents = _modules_apres("\n".join(f"import {module}" for module in modules), root)
    assert set(modules) <= presents
    assert [m for m in presents if m.split(".")[0] in ("PySide6", "shiboken6")] == []


@pytest.mark.parametrize(
    "module", ["desktop.bootstrap", "desktop.__main__", "desktop.cli", "desktop.corpus", "desktop.store"]
)
def test_a_start_imports_nothing_slow(root, module):
    presents = {m.split(".")[0] for m in _modules_apres(f"import {module}", root)}
    assert presents & set(LENTS) == set()


def test_one_place_builds_the_services(root):
    """Where content and index are read from is said once, for the window and for the command line."""
    asking = {
        file.name
        for file in (root / "desktop").rglob("*.py")
        if re.search(r"\b(content_dir|bundled_cache_dir)\(\)", file.read_text(encoding="utf-8"))
    }
    assert asking == {"bootstrap.py", "paths.py"}


@pytest.mark.parametrize("folder", ["benchmarks", "build_scripts"])
def test_no_script_hides_a_module_of_python(root, folder):
    """A script's own folder comes first where modules are looked for: one named `typing` would stop all of its neighbours."""
    assert {file.stem for file in (root / folder).glob("*.py")} & sys.stdlib_module_names == set()


def _imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").split(".")[0])
    return names


def test_one_module_alone_opens_sqlite(root):
    """Two copies of SQLite in one process drop each other's locks on a file: see desktop/store/sqlite.py."""
    found = {
        file.relative_to(root).as_posix()
        for folder in ("desktop", "tests", "benchmarks", "build_scripts")
        for file in (root / folder).rglob("*.py")
        if _imported(file) & {"sqlite3", "pysqlite3"}
    }
    assert found == {
        "desktop/store/sqlite.py",
        "tests/ui/test_ui_faults.py",  # an error, no file
    }


def test_only_the_decision_and_its_proof_evaluate_a_rule(root):
    """Whoever tells, writes or shows a plan reads what it carries: no condition, no box, no row of a table."""
    evaluating = {
        "evaluate",
        "decide",
        "split_boxes",
        "unknowns",
        "box_for",
        "suppose",
        "leaves_of",
        "PlanEngine",
        "Entourage",
    }
    # The tables' own conditions are what a DMN file is made of: it writes them, and decides nothing by them.
    written = {"desktop/export/dmn.py": {"Entourage"}}
    found = {}
    for room in ("telling", "export", "ui", "cli"):
        for file in (root / "desktop" / room).rglob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            froms = [
                n
                for n in ast.walk(tree)
                if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("desktop.decision")
            ]
            names = {alias.name for node in froms for alias in node.names}
            calls = {
                n.func.attr for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
            }
            place = file.relative_to(root).as_posix()
            if used := ((names & evaluating) | (calls & (evaluating - {"box_for"}))) - written.get(place, set()):
                found[place] = used
            if "facts" in names and any(isinstance(n, ast.Attribute) and n.attr == "box_for" for n in ast.walk(tree)):
                found[place] = {"facts.box_for"}
    assert found == {}
