"""One writer: what the program keeps is written by `desktop/files.py`, whole or not at all. Who writes otherwise says why here."""

from __future__ import annotations

import ast

import pytest

WRITER = "desktop/files.py"
ALLOWED = {  # place and call: why
    ("desktop/cli/streams.py", "os.open"): "the null device, in the place of an output that is gone",
    ("desktop/settings.py", "replace"): "a file that can't be read is set aside under another name",
    (
        "desktop/store/recovery.py",
        "replace",
    ): "a database that the writer prepared takes its place, at the opening too",
    ("desktop/ui/shell/searching.py", "replace"): "a place of the history, no file",
    ("desktop/search/shelf.py", "rename"): "a whole folder of an index, which gets its name once it is complete",
    ("desktop/store/archive.py", "open"): "a member of the archive that the writer holds",
    ("desktop/store/recovery.py", "shutil.copyfile"): "into the file that the writer holds",
    ("desktop/ui/life/crash.py", "open"): "what kills the process is written where nothing can be opened any more",
    ("desktop/ui/life/trail.py", "os.open"): "the last actions, each in its place of one small file",
}
_CALLS = {"os": {"open", "replace", "rename", "renames"}, "shutil": {"copy", "copy2", "copyfile", "copytree", "move"}}


def writing(call: ast.Call) -> str | None:
    """How a call writes or puts a file in place, or None."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(owner, ast.Name) and name in _CALLS.get(owner.id, ()):
        return f"{owner.id}.{name}"
    if name in ("write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "QSaveFile"):
        return name
    if name in ("replace", "rename") and owner is not None and len(call.args) == 1 and not call.keywords:
        return name  # of a path: a text's takes two
    if name in ("open", "fdopen"):
        given = [*call.args[:2], *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
        modes = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if any(set(mode) <= set("rwaxbt+") and set(mode) & set("wax+") for mode in modes):
            return name
    return None


@pytest.fixture(scope="module")
def writers(root) -> set[tuple[str, str]]:
    return {
        (path.relative_to(root).as_posix(), how)
        for path in (root / "desktop").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and (how := writing(node)) is not None
    }


def test_nobody_else_writes(writers):
    assert {(place, how) for place, how in writers if place != WRITER} - set(ALLOWED) == set(), "desktop.files writes"


def test_no_permission_is_left_over(writers):
    assert set(ALLOWED) <= writers


def test_the_writer_itself_is_seen(writers):
    assert {how for place, how in writers if place == WRITER} >= {"os.open", "replace", "fdopen"}


@pytest.mark.parametrize(
    ("line", "how"),
    [
        ("path.write_text('a')", "write_text"),
        ("path.open('w', encoding='utf-8')", "open"),
        ("open(path, mode='r+b')", "open"),
        ("os.replace(a, b)", "os.replace"),
        ("draft.replace(target)", "replace"),
        ("shutil.move(a, b)", "shutil.move"),
        ("path.open('rb')", None),
        ("open(path)", None),
        ("word.replace('a', 'b')", None),
        ("moment.replace(hour=0)", None),
        ("cases.rename(case, label)", None),
    ],
)
def test_a_call_that_writes_is_told_from_one_that_does_not(line, how):
    assert writing(ast.parse(line, mode="eval").body) == how
