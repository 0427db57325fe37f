"""A virtual screen with its keyboard and its mouse, for proofs on Linux: Xvfb and xdotool."""

from __future__ import annotations

import os
import select
import subprocess
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from build_scripts.installers import letters
from build_scripts.installers.common import FailedError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
WAIT = 20.0
"""Seconds that a proof waits for what must come: a slow machine is no fault."""


class XScreen(AbstractContextManager["XScreen"]):
    """An X screen of its own; a context manager. Its picture is read from the file in which Xvfb keeps it.

    `options` are Xvfb's: « -wr » makes what no window covers white, so that the words of small windows can be read.
    """

    def __init__(self, width: int = 1366, height: int = 768, options: tuple[str, ...] = ()) -> None:
        self._size_of = f"{width}x{height}x24"
        self._options = options
        self._folder = tempfile.TemporaryDirectory(prefix="ecran-")
        self._xvfb: subprocess.Popen[bytes] | None = None
        self.name = ""

    def __enter__(self) -> Self:
        read_one, written = os.pipe()
        self._xvfb = subprocess.Popen(
            ["Xvfb", "-displayfd", str(written), "-screen", "0", self._size_of, "-nolisten", "tcp", "-ac",
             "-fbdir", self._folder.name, *self._options],
            pass_fds=(written,), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(written)
        number = ""
        # The number and the end of its line come apart, and Xvfb ends if nobody reads the second.
        while (
            not number.endswith("\n") and select.select([read_one], [], [], WAIT)[0] and (seen := os.read(read_one, 16))
        ):
            number += seen.decode()
        os.close(read_one)
        if not number.strip():
            self._xvfb.kill()
            raise FailedError("L’écran virtuel (Xvfb) ne démarre pas.")
        self.name = f":{number.strip()}"
        return self

    def __exit__(self, *_: object) -> None:
        if self._xvfb is not None:
            self._xvfb.terminate()
            self._xvfb.wait(WAIT)
        self._folder.cleanup()

    @property
    def take(self) -> Path:
        """The local socket of the screen."""
        return Path("/tmp/.X11-unix") / f"X{self.name[1:]}"  # noqa: S108 - where X puts it

    # What is seen ------------------------------------------------------------------------------------------------

    def _raw(self) -> bytes:
        return (Path(self._folder.name) / "Xvfb_screen0").read_bytes()

    def look(self) -> letters.LetterReading:
        """What is on the screen now."""
        return letters.read(letters.read_xwd(self._raw()))

    def photograph(self, file: Path) -> Path:
        """Keep the screen as a PNG."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(letters.png(self._raw()))
        return file

    def words(self) -> str:
        """The words on the screen, as tesseract reads them in French, in lower case on one line."""
        return " ".join(self._tesseract().lower().replace("’", "'").split())

    def _tesseract(self, *options: str) -> str:
        image = Path(self._folder.name) / "mots.png"
        image.write_bytes(letters.png(self._raw(), scale=2))
        # Left to guess the resolution, tesseract overlooks words in frames.
        command = ["tesseract", str(image), "-", "-l", "fra", "--dpi", "192", *options]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout

    # What is done ------------------------------------------------------------------------------------------------

    def xdotool(self, *arguments: str, required: bool = True) -> str:
        """Run xdotool on this screen; its output. Raises FailedError when it fails and must not."""
        env = {**os.environ, "DISPLAY": self.name, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(["xdotool", *arguments], env=env, capture_output=True, text=True, check=False, timeout=60)
        if required and done.returncode != 0:
            raise FailedError(f"xdotool {' '.join(arguments)} : {done.stderr.strip()}")
        return done.stdout.strip()

    def window_of(self, title: str, attente: float = WAIT) -> str:
        """The visible window of that title, given the keyboard; waits for it."""
        found = wait_for(lambda: self.windows(title), attente)
        if not found:
            raise FailedError(f"Aucune fenêtre « {title} » en {attente:.0f} s.")
        self.focus(str(found[-1]))
        return str(found[-1])

    def windows(self, title: str = "") -> list[str]:
        """The visible windows of that title (a regular expression); without one all of them, menus too."""
        wanted = ("--name", title) if title else ("--class", ".")
        return self.xdotool("search", "--onlyvisible", *wanted, required=False).split()

    def focus(self, window: str) -> None:
        """Give a window the keyboard: without a window manager nobody gives it to a new one, nor back to the former."""
        self.xdotool("windowfocus", "--sync", window, required=False)

    def type_text(self, text: str) -> None:
        """Type a text."""
        self.xdotool("type", "--delay", "30", text)

    def click(self, word: str) -> None:
        """Click on a word where it can be read. Raises FailedError where it can't."""
        place = wait_for(lambda: self._place(word))
        if place is None:
            raise FailedError(f"Le mot « {word} » ne se lit pas sur l’écran.")
        self.xdotool("mousemove", str(place[0]), str(place[1]), "click", "1")

    def _place(self, word: str) -> tuple[int, int] | None:
        """The middle of a word, in pixels; what one way of looking misses, another may see."""
        for way in ("11", "3", "12"):
            for line in self._tesseract("--psm", way, "tsv").splitlines()[1:]:
                fields = line.split("\t")
                if fields[-1].strip() == word:
                    x, y, width, height = map(int, fields[6:10])
                    return (x + width // 2) // 2, (y + height // 2) // 2
        return None

    def keys(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.xdotool("key", key)
            time.sleep(0.15)


def wait_for(trial: Callable[[], T], attente: float = WAIT, step: float = 0.1) -> T:
    """Try until the answer is true, for so many seconds; the last answer."""
    end = time.monotonic() + attente
    while not (seen := trial()) and time.monotonic() < end:
        time.sleep(step)
    return seen
