"""No module needs itself, however far around: imports that come late, or for types only, count as any other."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

OWED = ("decision", "store")
"""Rooms that had circles of their own before the rule; none may go through another room."""


def imported(source: str, known: Mapping[str, object]) -> Iterator[str]:
    """The known modules that a source names in an import, wherever it stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                if (found := name if name in known else node.module) in known:
                    yield found


def arrows(package: Path) -> dict[str, set[str]]:
    """What each module of a package imports of the same package."""
    files = {}
    for file in package.rglob("*.py"):
        parts = file.relative_to(package.parent).with_suffix("").parts
        files[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return {name: set(imported(file.read_text("utf-8"), files)) - {name} for name, file in files.items()}


def circles(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """The largest sets of modules that all reach each other."""

    def reached(start: str) -> set[str]:
        seen: set[str] = set()
        waiting = list(graph[start])
        while waiting:
            if (name := waiting.pop()) not in seen:
                seen.add(name)
                waiting += graph[name]
        return seen

    reach = {name: reached(name) for name in graph}
    found: list[set[str]] = []
    for name in graph:
        if name in reach[name] and not any(name in circle for circle in found):
            found.append({other for other in reach[name] if name in reach[other]})
    return found


def circle_room(name: str) -> str:
    return name.partition(".")[0]


def test_no_module_needs_itself(root):
    graph = arrows(root / "desktop")
    assert len(graph) > 200
    found = [{name.removeprefix("desktop.") for name in circle} for circle in circles(graph)]
    owed = [{circle_room(name) for name in circle} for circle in found]
    assert [circle for circle, rooms in zip(found, owed, strict=True) if len(rooms) > 1 or not rooms <= set(OWED)] == []


@pytest.mark.parametrize(
    "late",
    [
        "from p import a",
        "import p.a",
        "from p.a import x",
        "def f():\n    from p.a import x",
        "if TYPE_CHECKING:\n    from p.a import X",
    ],
)
def test_a_circle_is_found_however_it_is_imported(tmp_path, late):
    package = tmp_path / "p"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "a.py").write_text("from p import b\n")
    (package / "b.py").write_text("from p.c import y\n")
    (package / "c.py").write_text("")
    assert circles(arrows(package)) == []
    (package / "c.py").write_text(late)
    assert circles(arrows(package)) == [{"p.a", "p.b", "p.c"}]
