"""« How to add a room » of ARCHITECTURE.md, followed word for word in a copy of the program: it keeps, and breaks no wall."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

FENCE = re.compile(r"^ {3}```\w+ (\S+)(?: (below|instead of) (.+?))?\n(.*?)^ {3}```$", re.MULTILINE | re.DOTALL)
DRIVER = """
import sys
import time

from desktop import bootstrap
from desktop.store.kinds.reminders import REMINDERS, Reminder
from desktop.ui.life import app as application

qt = application.make_application(["test"])
session = application.WindowSession(bootstrap.window_services())
session.start()


def until(met):
    end = time.monotonic() + 120
    while time.monotonic() < end:
        qt.processEvents()
        if met():
            return
    raise SystemExit("never met")


until(lambda: session._completed)
context = session.context
context.data.open()
until(lambda: context.data.is_settled)
if len(sys.argv) > 1:
    context.data.write(lambda store: store.of(REMINDERS).keep(Reminder("r1", sys.argv[1]), "ajouter"))
context.run("rappels.voir")
page = session.window.navigator.page
until(lambda: page.lines.text())
print(page.lines.text())
print([spec.title for title, pages in context.registry.navigation() if title == "Coordination" for spec in pages])
session.window.close()
session.end()
"""


@pytest.fixture(scope="module")
def steps(root) -> list[tuple[str, str, str, str]]:
    """The blocks of the recipe: file, « below » or « instead of », that line, text."""
    section = (root / "ARCHITECTURE.md").read_text(encoding="utf-8").partition("\n## How to add a room\n")[2]
    found = FENCE.findall(section.partition("\n## ")[0])
    return [(file, how, line, re.sub(r"^ {3}", "", text, flags=re.MULTILINE)) for file, how, line, text in found]


@pytest.fixture(scope="module")
def followed(root, steps, tmp_path_factory):
    """The program once the recipe was followed."""
    place = tmp_path_factory.mktemp("room")
    for folder in ("desktop", "content"):
        shutil.copytree(root / folder, place / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(root / "pyproject.toml", place)
    for file, how, line, text in steps:
        path = place / file
        if not how:
            assert not path.exists(), file
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            continue
        whole = path.read_text(encoding="utf-8")
        assert whole.count(f"\n{line}\n") == 1, (file, line)
        path.write_text(
            whole.replace(f"\n{line}\n", f"\n{line}\n{text}" if how == "below" else f"\n{text}"), encoding="utf-8"
        )
    return place


def run(followed, *arguments, **more):
    env = {**os.environ, "PYTHONPATH": str(followed), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", **more}
    return subprocess.run(
        [sys.executable, *arguments], cwd=followed, env=env, capture_output=True, text=True, check=False, timeout=300
    )


def test_the_room_is_in_the_navigation_and_keeps_what_it_is_given(followed, tmp_path):
    first = run(followed, "-c", DRIVER, "rappeler la pharmacie", CAP_PALLIATIF_DOSSIER=str(tmp_path))
    assert first.stdout.splitlines() == ["rappeler la pharmacie", "['Rappels']"], first.stderr
    again = run(followed, "-c", DRIVER, CAP_PALLIATIF_DOSSIER=str(tmp_path))
    assert again.stdout.splitlines()[0] == "rappeler la pharmacie", again.stderr


def test_no_wall_is_broken(followed):
    found = run(followed, "-c", "from importlinter.cli import lint_imports_command as c; c()")
    assert found.returncode == 0, found.stdout


def test_a_room_without_its_place_among_the_wings_is_refused(root, followed):
    page = (root / "pyproject.toml").read_text(encoding="utf-8")
    kept = (followed / "pyproject.toml").read_text(encoding="utf-8")
    (followed / "pyproject.toml").write_text(page, encoding="utf-8")
    found = run(followed, "-c", "from importlinter.cli import lint_imports_command as c; c()")
    (followed / "pyproject.toml").write_text(kept, encoding="utf-8")
    assert found.returncode != 0
    assert "reminders" in found.stdout


def test_the_code_of_the_recipe_is_as_all_code(followed, steps):
    written = [file for file, *_ in steps if file.endswith(".py")]
    for command in (["check"], ["format", "--check"]):
        found = run(followed, "-m", "ruff", *command, *written)
        assert found.returncode == 0, found.stdout
