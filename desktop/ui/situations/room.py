"""The questionnaires of the window: read once, on the worker thread, when they are first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.decision import Orientation, Questionnaires

if TYPE_CHECKING:
    from desktop.ui.door.context import Context


class Decisions(QObject):
    """The engine of the orientation, once it is there. One a window."""

    ready = Signal()
    """`orientation` is there, or `problem` says in French why not."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.context = context
        self.orientation: Orientation | None = None
        self.problem = ""
        self._asked = False

    @property
    def questionnaires(self) -> Questionnaires | None:
        """Facts, tables and profiles, None until `ready`."""
        return self.orientation.questionnaires if self.orientation is not None else None

    def load(self) -> None:
        """Read the questionnaires, once."""
        load = self.context.services.load_questionnaires
        if self._asked or load is None:
            return
        self._asked = True
        self.context.worker.submit("questionnaires", lambda: Orientation(load()), self._on_read, self._on_failed)

    def _on_read(self, orientation: Orientation) -> None:
        self.orientation = orientation
        self.ready.emit()

    def _on_failed(self, error: Exception) -> None:
        self.problem = str(error)
        self.ready.emit()
