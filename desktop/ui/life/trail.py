"""The last actions, as ids of commands and pages, in a small file: after a sudden end the next start can say what led there.

Never a word that was typed, an answer or a title: an id is the program's own. The file is a ring of fixed places, written in one
piece each, so that a process that dies loses nothing of what it did before. No Qt.
"""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)
FILE_NAME = "dernieres-actions.log"
KEPT = 40
"""Actions that are kept."""
WIDTH = 64
"""Bytes of one place: a number, an id, a line end."""


class Trail:
    """Notes ids as they come, from construction to `release`. `former`: what the run before left, oldest first."""

    def __init__(self, folder: Path | None) -> None:
        self.former: tuple[str, ...] = ()
        self._number = 0
        self._file = -1
        self._path = folder / FILE_NAME if folder else None
        if self._path is None:
            return
        try:
            if self._path.is_file():
                self.former = read(self._path.read_bytes())
            flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
            self._file = os.open(self._path, flags, 0o600)
        except OSError as error:
            logger.warning("the last actions are not written down: %s", type(error).__name__)

    def note(self, action: str) -> None:
        """Write an id down. A disk that refuses is told once; the window goes on."""
        if self._file < 0:
            return
        self._number += 1
        words = f"{self._number} {action}".encode("ascii", errors="replace")[: WIDTH - 1]
        try:
            os.lseek(self._file, (self._number - 1) % KEPT * WIDTH, os.SEEK_SET)
            os.write(self._file, words.ljust(WIDTH - 1) + b"\n")
        except OSError as error:
            logger.warning("the last actions are not written down any more: %s", type(error).__name__)
            self._close()

    def release(self) -> None:
        """The program ends well: nothing is to be said next time."""
        if self._file < 0 or self._path is None:
            return
        self._close()
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:  # another window still holds it open, on Windows
            logger.info("the file of the last actions stays: %s", type(error).__name__)

    def _close(self) -> None:
        os.close(self._file)
        self._file = -1


def read(raw: bytes) -> tuple[str, ...]:
    """The ids in the order in which they were noted; what is no place of ours is left out."""
    found = []
    for line in raw[: KEPT * WIDTH].decode("ascii", errors="replace").splitlines():
        number, _, action = line.strip().partition(" ")
        if number.isascii() and number.isdigit() and action:
            found.append((int(number[:12]), action))
    return tuple(action for _, action in sorted(found))
