"""Files and functions that others name are there: in words, and in the branches of the systems that this one is not."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
import sys
import types

import pytest

from build_scripts.mirror import tracked

TOLD = (".py", ".md", ".spec", ".yml", ".yaml", ".toml", ".sh", ".nsi")
NAMED = re.compile(r"(?<![\w.*<{}])[\w/\\-]*\w\.py\b(?!\.)")
ROOM = {f"desktop/ui/reminders/{name}.py" for name in ("__init__", "ids", "page", "register")}
ELSEWHERE = {
    "ARCHITECTURE.md": {*ROOM, "desktop/store/kinds/reminders.py"},
    "benchmarks/bundle.py": {"nue.py"},
    "build_scripts/dev.py": {"usr/lib/python3/dist-packages/gi/__init__.py"},
    "tests/test_docs.py": {"x.py"},
}
"""Names of files that are written where they are used, that other programs bring, or that the map tells how to add."""
INVENTED = (
    "tests/test_names.py",
    "tests/build_scripts/test_bundle.py",
    "tests/test_language.py",
    "tests/test_circles.py",
    "tests/test_unused.py",
    "tests/build_scripts/test_mirror.py",
)
"""Tests about file names, which make them up."""


def missing(words: str, known: set[str]) -> set[str]:
    """The names of Python files in a text that no file of the checkout ends with."""
    found = {name.replace("\\\\", "/").replace("\\", "/").lstrip("/") for name in NAMED.findall(words)}
    return {
        name
        for name in found
        if not any(f"/{file}".endswith(f"/{name}") or name.endswith(f"/{file}") for file in known)
    }


def test_every_python_file_that_is_named_is_there(root):
    files = tracked(root)
    known = {file for file in files if file.endswith(".py")}
    lost = {
        file: sorted(names)
        for file in files
        if file.endswith(TOLD) and not file.startswith("content/") and file not in INVENTED
        if (names := missing((root / file).read_text(encoding="utf-8"), known) - ELSEWHERE.get(file, set()))
    }
    assert lost == {}


@pytest.mark.parametrize(
    ("words", "lost"),
    [
        ('str(HERE / "victim.py")', set()),
        ('str(HERE / "victime.py")', {"victime.py"}),
        ("C:\\\\sources\\\\build_scripts\\\\bundle.py", set()),
        ("`ui/life/faults.py` and `ui/faults.py`", {"ui/faults.py"}),
        ("every *.py, test_*.py and {name}.py", set()),
    ],
)
def test_a_name_that_no_file_has_is_seen(words, lost):
    assert missing(words, {"tests/survival/victim.py", "build_scripts/bundle.py", "desktop/ui/life/faults.py"}) == lost


def asked_of_modules(tree: ast.Module) -> set[tuple[str, str]]:
    """(module, name) for each name that is asked of one of our modules, whatever branch it stands in."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ROOMS:
            modules |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return {
        (modules[node.value.id], node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules
    }


ROOMS = ("desktop", "build_scripts", "benchmarks")


def test_what_is_asked_of_a_module_is_there_on_every_system(root):
    """A type checker skips the branches of other systems."""
    lost = []
    for file in tracked(root):
        if not file.endswith(".py") or file.split("/")[0] not in ROOMS:
            continue
        for name, asked in asked_of_modules(ast.parse((root / file).read_text(encoding="utf-8"))):
            module = named(name)
            if isinstance(module, types.ModuleType) and not hasattr(module, asked):
                lost.append(f"{file}: {name}.{asked}")
    assert lost == []


def test_what_a_test_imports_is_there(root):
    """A program that a test starts is imported by nobody else: it would only be missed when it does not start."""
    lost = []
    for file in tracked(root):
        if not file.startswith("tests/") or not file.endswith(".py"):
            continue
        for node in ast.walk(ast.parse((root / file).read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ROOMS:
                module = named(node.module)
                lost += [f"{file}: {node.module}.{a.name}" for a in node.names if not holds(module, a.name)]
    assert lost == []


def holds(module: object, name: str) -> bool:
    """Whether a module has a name of its own, or a module of that name in its folder."""
    folder = isinstance(module, types.ModuleType) and hasattr(module, "__path__")
    return hasattr(module, name) or (folder and importlib.util.find_spec(f"{module.__name__}.{name}") is not None)


def named(name: str) -> object:
    """The module or the member of a module of that name."""
    if name in sys.modules:
        return sys.modules[name]
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        room, _, member = name.rpartition(".")
        return getattr(importlib.import_module(room), member)
