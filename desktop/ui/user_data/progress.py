"""A long action of the store with its progress and a way to stop it; short ones show nothing."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QProgressBar, QVBoxLayout, QWidget

from desktop.store import CancelledError
from desktop.text.typography import french
from desktop.ui.kit.widgets import button, row, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.store import Store, StoreError
    from desktop.store.progress import Progress
    from desktop.ui.access.user_data import UserData
    from desktop.ui.door.context import Context
    from desktop.ui.kit.theme import Theme

_T = TypeVar("_T")

AFTER = 400
"""Milliseconds after which a window shows how far it is: what ends sooner needs none."""
EVERY = 0.05
"""Seconds between two signals at least."""
STEPS = 1000


class Reporter(QObject):
    """Carries the progress from the worker to the window, and the wish to stop the other way."""

    moved = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._cancelled = threading.Event()
        self._last = 0.0

    def __call__(self, share: float) -> None:
        """On the worker's thread. Raises CancelledError once `cancel` was called."""
        if self._cancelled.is_set():
            raise CancelledError
        now = time.monotonic()
        if now - self._last >= EVERY or share >= 1.0:
            self._last = now
            self.moved.emit(share)

    def cancel(self) -> None:
        """Stop at the next step; everything stays as it was."""
        self._cancelled.set()


class ProgressDialog(QDialog):
    """What is being done, how far, and « Annuler »; it closes when the action has ended, not before."""

    def __init__(self, parent: QWidget | None, theme: Theme, title: str, reporter: Reporter) -> None:
        super().__init__(parent)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(french(title))
        self._reporter = reporter
        box = QVBoxLayout(self)
        box.setSpacing(theme.px(10))
        box.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        self.words = text(f"{title}…", "strong", wrap=True)
        box.addWidget(self.words)
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setAccessibleName(french(title))
        box.addWidget(self.bar)
        self.cancel = button("Annuler", self.reject)
        box.addLayout(row(self.cancel))
        self.setMinimumWidth(theme.px(420))
        reporter.moved.connect(self._on_moved)

    def _on_moved(self, share: float) -> None:
        self.bar.setValue(round(share * STEPS))

    def reject(self) -> None:
        """Ask the action to stop; the window waits for it, so that nothing is done behind it."""
        self._reporter.cancel()
        self.cancel.setEnabled(False)
        self.words.setText("Annulation : tout reste comme avant…")


def run(
    context: Context,
    data: UserData,
    parent: QWidget | None,
    title: str,
    task: Callable[[Store, Progress], _T],
    done: Callable[[_T], object],
) -> Reporter:
    """Run `task` on the worker with its progress; `done` gets its result. A cancelled one is said in a word."""
    reporter = Reporter()
    dialog = ProgressDialog(parent, context.theme, title, reporter)
    timer = QTimer(dialog)
    timer.setSingleShot(True)
    timer.timeout.connect(dialog.open)
    timer.start(AFTER)
    context.closing.connect(reporter.cancel)

    def ended() -> None:
        timer.stop()
        dialog.done(QDialog.DialogCode.Accepted)
        dialog.deleteLater()

    def succeeded(value: _T) -> None:
        ended()
        done(value)

    def failed(error: StoreError) -> None:
        ended()
        if isinstance(error, CancelledError):
            context.say(error.message)
        else:
            data.show_error(error)

    data.write(lambda store: task(store, reporter), succeeded, failed)
    return reporter
