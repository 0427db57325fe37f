"""Another window changed the data: seen by the files of the database, and asked when this window comes to the front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from pathlib import Path

_FILES = ("", "-wal")
"""What a writer touches: the log on a local disk, the database itself on a share."""


class Elsewhere(QObject):
    """Says when the store is worth asking whether another window wrote."""

    suspected = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watcher: QFileSystemWatcher | None = None
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            # A share tells nobody what another machine wrote: then this is the moment at which it is asked.
            app.applicationStateChanged.connect(self.look)

    def watch(self, database: Path) -> None:
        """From now on."""
        self.release()
        paths = [str(database.with_name(database.name + suffix)) for suffix in _FILES]
        self._watcher = QFileSystemWatcher(self)
        self._watcher.addPaths([path for path in paths if database.parent.joinpath(path).exists()])
        self._watcher.fileChanged.connect(self.look)
        self.look()

    def look(self, *_what: object) -> None:
        """Whatever touched the files, or brought the window to the front."""
        self.suspected.emit()

    def release(self) -> None:
        """Watch no more."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
