"""One gesture answers one question: repeats, second presses of a double click and what comes before the eye are refused.

A key held down, a double click that falls on the next question, a key pressed before the new question can have been read: none of
them is an answer. Whatever takes answers asks the one `Gestures` of the program (a person has one keyboard and one mouse).
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QDialog

    _Button = QAbstractButton
else:
    _Button = object

QUIET = 0.3
"""Seconds after a new question was drawn in which nothing answers it."""
HELD = 1.0
"""Seconds: a key that comes again without having been released is held down, unless it was silent for longer than any repeat."""
BURST = 0.06
"""Seconds: the same key twice within them is a repeat that a remote desktop does not call one; no finger is so fast."""


class Gestures(QObject):
    """Tells a gesture that is meant for what is on the screen from one that is not."""

    too_soon = Signal()
    """A fresh key or click was refused because the question had only just been drawn: say so, it is not lost in silence."""

    _shared: Gestures | None = None

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.clock = clock
        """Seconds, from any fixed moment; never set back."""
        self._lifted = False
        self._down: dict[int, float] = {}
        self._pressed: dict[int, float] = {}
        self.begin_anew()

    @classmethod
    def shared(cls) -> Gestures:
        """The one of the program."""
        if cls._shared is None:
            cls._shared = cls()
            app = QGuiApplication.instance()
            if isinstance(app, QGuiApplication):
                app.focusWindowChanged.connect(cls._shared.forget_keys)
        return cls._shared

    def begin_anew(self) -> None:
        """Know of no key and of no question, as at the start: for another clock."""
        self._quiet_until = float("-inf")
        self._last = 0
        self._down.clear()
        self._pressed.clear()

    def drawn(self) -> None:
        """A question that was not there a moment ago stands on the screen."""
        self._quiet_until = self.clock() + QUIET

    @property
    def quiet(self) -> bool:
        """Whether what stands on the screen is too new to be answered."""
        return not self._lifted and self.clock() < self._quiet_until

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Give what was typed on purpose before a question could be shown: nothing is refused meanwhile."""
        before, self._lifted = self._lifted, True
        try:
            yield
        finally:
            self._lifted = before

    def refuses(self, event: QKeyEvent | QMouseEvent) -> bool:
        """Whether this press must not answer. Ask once a press, right before acting on it."""
        if self._lifted:
            return False
        if isinstance(event, QKeyEvent):
            return self._refuses_key(event)
        if event.type() == QEvent.Type.MouseButtonDblClick:
            return True
        if self.quiet:
            self.too_soon.emit()
            return True
        return False

    def released(self, event: QKeyEvent) -> None:
        """A key was let go; the pairs of a repeat do not count."""
        if not event.isAutoRepeat():
            self._down.pop(event.key(), None)

    def forget_keys(self) -> None:
        """The keyboard went to another window, which will see the releases."""
        self._down.clear()

    def _refuses_key(self, event: QKeyEvent) -> bool:
        key, now = event.key(), self.clock()
        held = now - self._down.get(key, float("-inf")) < HELD
        burst = now - self._pressed.get(key, float("-inf")) < BURST
        self._down[key] = self._pressed[key] = now
        if event.isAutoRepeat() or held or burst:
            return True
        if now < self._quiet_until:
            if key != self._last:  # the key that answered the question before says nothing new
                self.too_soon.emit()
            return True
        self._last = key
        return False


class Deliberate(_Button):
    """Beside a button class: its clicks, Space and Enter are gestures that were meant for it."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The second press of a double click comes here too."""
        if Gestures.shared().refuses(event):
            event.accept()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does, once a press."""
        if event.key() not in PRESSING:
            super().keyPressEvent(event)
        elif Gestures.shared().refuses(event):
            event.accept()
        elif event.key() == SPACE:
            super().keyPressEvent(event)
        else:
            event.accept()
            self.click()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The next press of this key is a new one."""
        Gestures.shared().released(event)
        super().keyReleaseEvent(event)


# The values of Qt.Key: importing that enumeration costs a tenth of the first paint.
SPACE, ENTERS = 0x20, (0x01000004, 0x01000005)
PRESSING = (SPACE, *ENTERS)


class _Watch(QObject):
    """Stands before a dialog, its fields, and those of its buttons that are Qt's own."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Show and watched is self.parent():
            Gestures.shared().drawn()
        elif kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            Gestures.shared().released(event)
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._refuses_key(watched, event)
        elif (
            kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
            and isinstance(event, QMouseEvent)
            and isinstance(watched, QAbstractButton)
        ):
            return Gestures.shared().refuses(event)
        return False

    def _refuses_key(self, watched: QObject, event: QKeyEvent) -> bool:
        """A key that a child leaves to its dialog was judged before the child: once is enough."""
        dialog = self.parent()
        if watched is dialog and isinstance(dialog, QWidget) and dialog.focusWidget() not in (None, dialog):
            return False
        if event.key() in PRESSING[0 if isinstance(watched, QAbstractButton) else 1 :]:
            return Gestures.shared().refuses(event)
        return event.key() != _ESCAPE and isinstance(watched, QLineEdit) and Gestures.shared().quiet


_ESCAPE = 0x01000000


def watch_dialog(dialog: QDialog) -> None:
    """Call it once all that a dialog asks is made: what comes before it can be read answers nothing and types nothing."""
    watch = _Watch(dialog)
    dialog.installEventFilter(watch)
    for child in dialog.findChildren(QWidget):
        if isinstance(child, QLineEdit) or (isinstance(child, QAbstractButton) and not isinstance(child, Deliberate)):
            child.installEventFilter(watch)
