"""What nothing but a test calls is not kept: every name that a module or class of the program makes is used by the program."""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING

from desktop.cli.commands import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEANT = {
    "__all__": "Python reads it",
    "LATE": "holds modules that must be loaded early: see whoosh_backend",
    "forget_undo": "what `close` does last, for the trials that kill the program in the middle of it",
    **{command.function: "a sub-command, found by its name" for command in COMMANDS},
}
"""Names that nothing names, and why they stay."""
USERS = ("desktop", "build_scripts", "benchmarks")


def made(tree: ast.Module) -> Iterator[str]:
    """Functions, classes, constants and methods that a module makes.

    A method with a capital letter overrides one of Qt or `logging`, which call it: no other may be named so (ruff, N802).
    """
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        if isinstance(node, ast.ClassDef):
            methods = [one.name for one in node.body if isinstance(one, ast.FunctionDef)]
            yield from (name for name in methods if name.islower() and not name.startswith("__"))


def named(tree: ast.Module) -> Iterator[str]:
    """Every name that is read, and every attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg


def unused(root: Path) -> dict[str, str]:
    """Names that the program makes and does not use, and where."""
    trees = {file: ast.parse(file.read_text("utf-8")) for folder in USERS for file in (root / folder).rglob("*.py")}
    uses = Counter(name for tree in trees.values() for name in named(tree))
    own = {file: tree for file, tree in trees.items() if (root / "desktop") in file.parents}
    return {name: file.name for file, tree in own.items() for name in made(tree) if not uses[name]}


def test_nothing_is_kept_that_only_tests_use(root):
    assert {name: place for name, place in unused(root).items() if name not in MEANT} == {}


def test_what_is_meant_is_there(root):
    assert set(MEANT) - set(unused(root)) - {command.function for command in COMMANDS} == set()


def test_what_is_not_used_is_found(tmp_path):
    folder = tmp_path / "desktop"
    folder.mkdir()
    (folder / "a.py").write_text(
        "X = 1\ndef f(): return g()\ndef g(): pass\nclass C:\n    def m(self): pass\n    def paintEvent(self): pass\n"
    )
    assert set(unused(tmp_path)) == {"X", "f", "C", "m"}
    (folder / "b.py").write_text("from desktop.a import C, X, f\nC().m(x=X, y=f)\n")
    assert unused(tmp_path) == {}
