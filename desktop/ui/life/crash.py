"""When the process itself dies, of a fault in a native library: the places are written down, and the next start says so.

`faulthandler` writes names of files and functions only. A program that ends well takes its file away, so that one that is
found again, and not empty, was left by one that died. A kill or a power cut writes nothing: there is nothing to say then. No Qt.
"""

from __future__ import annotations

import faulthandler
import logging
from typing import TYPE_CHECKING, TextIO

from desktop import files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

logger = logging.getLogger(__name__)
FILE_NAME = "arret-brutal.log"
LONGEST = 20_000
"""Characters of what was written down that are taken into the journal."""
LAST_ACTIONS = "Dernières actions (identifiants seuls) :"
SAID = (
    "La dernière fois, le programme s’est arrêté brutalement. Ce que l’écran avait confirmé est là ; le détail et les dernières "
    "actions, sans donnée personnelle, sont dans Aide › Journal : vous pouvez les joindre à un signalement."
)


class CrashNotes:
    """Writes down what kills the process, from construction to `release`. `former`: what the last one left, "" if it ended well.

    `actions`: the ids of what that one did last, told with it.
    """

    def __init__(self, folder: Path | None, actions: Sequence[str] = ()) -> None:
        self.former = ""
        self._file: TextIO | None = None
        self._path = folder / FILE_NAME if folder else None
        if self._path is None:
            return
        try:
            self.former = self._take()
            # Kept open: where the process dies nothing can be opened any more.
            self._file = self._path.open("w", encoding="utf-8")
            files.tighten(self._path)
            faulthandler.enable(self._file)
        except OSError as error:
            logger.warning("a sudden end could not be written down: %s", type(error).__name__)
        if self.former:
            if actions:
                self.former = f"{self.former}\n\n{LAST_ACTIONS} {', '.join(actions)}"
            logger.critical("the last run died:\n%s", self.former)

    def release(self) -> None:
        """The program ends well: nothing is to be said next time."""
        if self._file is None or self._path is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:  # another window still holds it open, on Windows
            logger.info("the file of sudden ends stays: %s", type(error).__name__)

    def _take(self) -> str:
        assert self._path is not None  # noqa: S101
        if not self._path.exists():
            return ""
        return self._path.read_text(encoding="utf-8", errors="replace")[:LONGEST].strip()
