"""The first start on small screens, under a real window manager with a task bar: nothing of the window is off the screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMargins, QRect

from build_scripts.installers.screen import XScreen
from desktop.ui.shell.frame import inside

HERE = Path(__file__).parent
TASK_BAR = 36
RC = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <margins><top>0</top><bottom>{}</bottom><left>0</left><right>0</right></margins>
</openbox_config>
"""
needs_a_screen = pytest.mark.skipif(
    not sys.platform.startswith("linux") or not all(map(shutil.which, ("Xvfb", "openbox", "xdotool"))),
    reason="Xvfb, openbox and xdotool",
)


class Started:
    """The program on a screen of its own."""

    def __init__(self, root: Path, folder: Path, size: tuple[int, int], asked: str = "") -> None:
        self.screen = XScreen(*size)
        self.screen.__enter__()
        env = {**os.environ, "DISPLAY": self.screen.name, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(root)}
        env["CAP_PALLIATIF_DOSSIER"] = str(folder)
        self.rc = folder / "rc.xml"
        self.rc.write_text(RC.format(TASK_BAR), encoding="utf-8")
        self.env = env
        self.manager = subprocess.Popen(
            ["openbox", "--config-file", str(self.rc)], env=env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        self.program = subprocess.Popen(
            [sys.executable, str(HERE / "started.py"), *([asked] if asked else [])],
            env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def task_bar(self, height: int) -> None:
        """Give the task bar another height."""
        self.rc.write_text(RC.format(height), encoding="utf-8")
        subprocess.run(["openbox", "--reconfigure"], env=self.env, check=True, capture_output=True)

    def told(self) -> dict[str, object]:
        assert self.program.stdout is not None
        line = self.program.stdout.readline()
        assert line, self.program.stderr.read() if self.program.stderr else ""
        return json.loads(line)

    def again(self) -> dict[str, object]:
        assert self.program.stdin is not None
        self.program.stdin.write("\n")
        self.program.stdin.flush()
        return self.told()

    def close(self) -> None:
        self.program.communicate(timeout=30)
        self.manager.terminate()
        self.manager.wait(10)
        self.screen.__exit__()


@pytest.fixture
def start(root, tmp_path):
    running: list[Started] = []

    def made(size: tuple[int, int], asked: str = "") -> Started:
        running.append(Started(root, tmp_path, size, asked))
        return running[-1]

    yield made
    for one in running:
        one.close()


def whole(told: dict[str, object], key: str) -> bool:
    """Whether a part lies on the screen, above the task bar and under the title."""
    available = QRect(*told["available"])
    return available.contains(QRect(*told[key]))


@needs_a_screen
@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (1280, 720)])
def test_the_first_start_fills_a_small_screen_and_nothing_is_off_it(start, size):
    told = start(size).told()
    assert told["available"] == [0, 0, size[0], size[1] - TASK_BAR]
    assert told["title"] > 0
    assert told["maximised"]
    for part in ("client", "top", "foot", "emergency"):
        assert whole(told, part), (part, told)
    assert told["client"][1] >= told["title"]
    assert told["client"][3] <= size[1] - TASK_BAR - told["title"]


@needs_a_screen
def test_the_first_start_on_a_large_screen_is_a_window_of_its_own(start):
    told = start((1920, 1080)).told()
    assert not told["maximised"]
    assert told["client"][2:] == [1366, 768]
    for part in ("client", "emergency"):
        assert whole(told, part), (part, told)


@needs_a_screen
def test_a_size_that_its_screen_has_no_room_for_is_brought_into_it(start):
    told = start((1366, 768), "1366x768").told()
    assert not told["maximised"]
    for part in ("client", "top", "foot", "emergency"):
        assert whole(told, part), (part, told)
    assert told["client"][3] <= 768 - TASK_BAR - told["title"]


@needs_a_screen
def test_a_task_bar_that_grows_moves_the_window_above_it(start):
    started = start((1600, 860))
    assert whole(started.told(), "emergency")
    started.task_bar(180)
    told = started.again()
    assert told["available"][3] == 860 - 180
    for part in ("client", "top", "foot", "emergency"):
        assert whole(told, part), (part, told)


@pytest.mark.parametrize(
    ("window", "wanted"),
    [
        ((2, 25, 800, 600), (2, 25, 800, 600)),
        ((0, 0, 800, 600), (2, 25, 800, 600)),
        ((900, 700, 800, 600), (564, 127, 800, 600)),
        ((0, 0, 1366, 768), (2, 25, 1362, 702)),
        ((-500, -500, 4000, 100), (2, 25, 1362, 100)),
        ((100, 100, 4000, 4000), (2, 25, 1362, 702)),
    ],
)
def test_a_window_is_moved_and_made_smaller_only_as_far_as_it_must(window, wanted):
    frame, available = QMargins(2, 25, 2, 5), QRect(0, 0, 1366, 732)
    found = inside(QRect(*window), frame, available)
    assert found.getRect() == wanted
    assert inside(found, frame, available) == found
    assert available.contains(found.marginsAdded(frame))
