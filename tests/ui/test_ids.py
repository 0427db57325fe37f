"""Pages and commands are named by constants, each declared once: a wrong letter is no button that does nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parent.parent.parent / "desktop" / "ui"
LEAD = {"go", "Place", "PageSpec", "Command", "run", "page_of"}
"""Calls whose first argument is the id of a page or of a command."""


def declared() -> dict[str, str]:
    """Every id that an `ids` module declares, and where."""
    found: dict[str, str] = {}
    for file in sorted(UI.rglob("ids.py")):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                place = f"{file.parent.name}.{ast.unparse(node.targets[0])}"
                assert node.value.value not in found, f"{place} is {found.get(node.value.value)}"
                found[node.value.value] = place
    return found


def literals(source: str, known: set[str]) -> list[str]:
    """What is said by a string where a constant should say it: a command anywhere, a page where one is led to or compared."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and node.value in known and "." in str(node.value):
            found.append(str(node.value))
        called = isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2]
        first = node.args[0] if isinstance(node, ast.Call) and node.args else None
        if called == "partial" and first is not None and ast.unparse(first).endswith((".go", ".run")):
            called, first = "go", (node.args[1:] or [None])[0]
        if called in LEAD and isinstance(first, ast.Constant | ast.JoinedStr) and "." not in ast.unparse(first):
            found.append(ast.unparse(first))
        if isinstance(node, ast.Compare) and ast.unparse(node.left).endswith(".page"):
            found += [str(one.value) for one in node.comparators if isinstance(one, ast.Constant) and one.value]
    return found


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("context.go('a')", ["'a'"]),
        ("Place('a', x)", ["'a'"]),
        ("partial(context.go, 'a', x)", ["'a'"]),
        ("place.page == 'a'", ["a"]),
        ("x = 'b.c'", ["b.c"]),
        ("f'b.{x}'", ["b."]),
        ("context.go(ids.A)\nPlace(ids.A, 'x')\nplace.page != HOME\n'a'\n'd.e'", []),
    ],
)
def test_literals_are_found(source, said):
    assert literals(source, {"a", "b.c", "b."}) == said


def test_no_id_is_a_literal():
    known = set(declared())
    assert len(known) > 60
    said = {
        file.relative_to(UI).as_posix(): found
        for file in sorted(UI.rglob("*.py"))
        if file.name != "ids.py" and (found := literals(file.read_text("utf-8"), known))
    }
    # `go` of a situation takes a question of its page.
    said = {place: [one for one in found if one != "'besoin'"] for place, found in said.items()}
    assert {place: found for place, found in said.items() if found} == {}


def test_every_page_and_command_of_a_window_is_declared(window):
    known = declared()
    prefixes = (*(one for one in known if one.endswith(".")), "reglages.")
    registry = window.context.registry
    assert len(registry.commands) > 50
    assert [page for page in registry.pages if page not in known] == []
    assert [one for one in registry.commands if one not in known and not one.startswith(prefixes)] == []
