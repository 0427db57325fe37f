"""Handing a file to the program that the system opens it with: another program, which does what it does on its own account.

Nothing here asks a service: on Linux the desktop's own `xdg-open` (or `gio`) is started, elsewhere the system is told by Qt.
"""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.ui.kit.bus import NO_BUS

if TYPE_CHECKING:
    from pathlib import Path

STARTERS = (("xdg-open",), ("gio", "open"))
"""Programs that know what opens a file, in the order in which they are looked for."""
LOOK_EVERY, LOOK_FOR = 200, 10_000
"""Milliseconds: how often it is looked whether the starter gave up, and for how long."""


class Viewer(QObject):
    """Opens one file; `refused` comes if nothing can open it. Deletes itself once the starter is not watched any more."""

    refused = Signal()

    def open(self, path: Path) -> bool:
        """Hand the file over; False if nothing is there that could open it."""
        if not sys.platform.startswith("linux"):
            self.deleteLater()
            return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        command = next(([found, *rest] for name, *rest in STARTERS if (found := shutil.which(name))), None)
        if command is None:
            self.deleteLater()
            return False
        try:
            started = os.posix_spawn(
                command[0],
                [*command, str(path)],
                environment(dict(os.environ)),
                file_actions=[(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)],
                setpgroup=0,
            )
        except OSError:
            self.deleteLater()
            return False
        self._watch(started)
        return True

    def _watch(self, started: int) -> None:
        """Look whether the starter gives up. What still runs later is the viewer: it lives on, whatever becomes of us."""
        timer, looked = QTimer(self), 0

        def look() -> None:
            nonlocal looked
            looked += LOOK_EVERY
            ended, status = os.waitpid(started, os.WNOHANG)
            if not ended and looked < LOOK_FOR:
                return
            timer.stop()
            if ended and status:
                self.refused.emit()
            self.deleteLater()

        timer.timeout.connect(look)
        timer.start(LOOK_EVERY)


def environment(own: dict[str, str]) -> dict[str, str]:
    """What another program inherits: without what was set for us alone."""
    if own.get("DBUS_SESSION_BUS_ADDRESS") == NO_BUS:
        del own["DBUS_SESSION_BUS_ADDRESS"]
    return own
