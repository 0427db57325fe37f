"""Starts the program on a screen and a session bus of its own and reads it as a screen reader does: `hear(steps)`.

Needs Debian's xvfb, openbox, dbus, at-spi2-core, python3-gi and gir1.2-atspi-2.0; `missing()` says in words what is not to be had.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from build_scripts.installers.screen import XScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
SYSTEM_PYTHON = "/usr/bin/python3"
PATIENCE = 300
PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox", "dbus-run-session": "dbus", "gdbus": "libglib2.0-bin"}


def missing() -> str:
    """What this machine lacks to be listened to, in French; "" if nothing."""
    lacks = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if not LAUNCHER.exists():
        lacks.append("at-spi2-core")
    code = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if (
        not Path(SYSTEM_PYTHON).exists()
        or subprocess.run([SYSTEM_PYTHON, "-c", code], capture_output=True, check=False).returncode
    ):
        lacks += ["python3-gi", "gir1.2-atspi-2.0"]
    return f"AT-SPI n’est pas à disposition, il manque : {', '.join(lacks)}" if lacks else ""


def environment(screen: str, home: Path) -> dict[str, str]:
    """A person's session on that screen, with folders of its own, where everything is spoken."""
    return {
        **os.environ,
        "DISPLAY": screen,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "LC_ALL": "C.UTF-8",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "CAP_PALLIATIF_DOSSIER": str(home / "cap"),
        "PYTHONPATH": str(ROOT),
    }


class Screen(AbstractContextManager["Screen"]):
    """A screen with a window manager, and a home of nobody's: what a program that is listened to runs in."""

    def __init__(self) -> None:
        self.stack = ExitStack()

    def __enter__(self) -> Self:
        self.home = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="ecoute-")))
        self.home.chmod(0o700)
        self.x = self.stack.enter_context(XScreen())
        self.env = environment(self.x.name, self.home)
        silent = subprocess.DEVNULL
        manager = subprocess.Popen(["openbox", "--sm-disable"], env=self.env, stdout=silent, stderr=silent)
        self.stack.callback(_end, manager)
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()


def _end(process: subprocess.Popen[Any]) -> None:
    process.terminate()
    process.wait(PATIENCE)


class Program(AbstractContextManager["Program"]):
    """The program on a screen, asked step by step (see program.py)."""

    def __init__(self, environment: Mapping[str, str], *before: str) -> None:
        """`environment`: that of a `Screen`; `before`: what its command begins with."""
        self._process = subprocess.Popen(
            [*before, sys.executable, str(HERE / "program.py")],
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        self._read()
        return self

    def ask(self, **step: Any) -> Any:  # noqa: ANN401 - whatever the step answers
        """Take a step and return its answer."""
        assert self._process.stdin is not None  # noqa: S101 - a pipe
        self._process.stdin.write(json.dumps(step) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> Any:  # noqa: ANN401
        assert self._process.stdout is not None  # noqa: S101 - a pipe
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the program does not answer (code {self._process.poll()})")
        return json.loads(line)

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None  # noqa: S101 - a pipe
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        if self._process.stdout is not None:
            self._process.stdout.close()


def hear(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take the steps and return what a screen reader was told after each. Raises RuntimeError where the program fails."""
    with Screen() as screen:
        wanted, heard = screen.home / "steps.json", screen.home / "told.json"
        wanted.write_text(json.dumps(steps), encoding="utf-8")
        client = [
            "dbus-run-session",
            "--",
            SYSTEM_PYTHON,
            "-W",
            "ignore",
            str(HERE / "client.py"),
            str(wanted),
            str(heard),
        ]
        done = subprocess.run(
            [*client, sys.executable, str(HERE / "program.py")],
            env=screen.env, capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{done.stderr}\n{done.stdout[-2000:]}")
        told: dict[str, Any] = json.loads(heard.read_text(encoding="utf-8"))
    if told["code"]:
        raise RuntimeError(f"the program ended with {told['code']}: {done.stderr}")
    steps_told: list[dict[str, Any]] = told["steps"]
    return steps_told
