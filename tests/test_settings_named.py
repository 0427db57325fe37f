"""A setting is named by its constant: `desktop/settings.py` alone says what it is called in the file."""

from __future__ import annotations

import ast

import pytest

from desktop.settings import SETTINGS

READERS = {"text", "number", "flag", "value", "put"}


def said(source: str) -> list[str]:
    """Keys of settings that a source says as strings or names of arguments, where it reads or writes settings."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS):
            continue
        if "settings" not in ast.unparse(node.func.value):
            continue
        found += [str(one.value) for one in node.args[:1] if isinstance(one, ast.Constant)]
        found += [one.arg for one in node.keywords if one.arg is not None and one.arg != "default"]
        inside = [one.value for one in node.keywords if one.arg is None and isinstance(one.value, ast.Dict)]
        found += [str(key.value) for one in inside for key in one.keys if isinstance(key, ast.Constant)]
    return found


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ("context.settings.text('theme')", ["theme"]),
        ("settings.put(theme=1)", ["theme"]),
        ("settings.put(**{'theme': 1, ROLE: 2})", ["theme"]),
        ("settings.flag(MENU_BAR, True)\nsettings.put(**{ROLE: 2})\nother.text('theme')", []),
    ],
)
def test_keys_are_found(source, keys):
    assert said(source) == keys


def test_no_key_is_said_but_where_it_is_declared(root):
    assert len(SETTINGS) >= 9
    found = {
        file.relative_to(root).as_posix(): keys
        for file in sorted((root / "desktop").rglob("*.py"))
        if file.name != "settings.py" and (keys := said(file.read_text("utf-8")))
    }
    assert found == {}
