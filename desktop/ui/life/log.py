"""The journal of a session: the rotating file, and what Qt says."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QtMsgType, qInstallMessageHandler

from desktop import files
from desktop.discreet import DiscreetFormatter
from desktop.errors import system_reason
from desktop.ui.kit.held import LOG_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QMessageLogContext

    from desktop.ui.kit.held import HeldRecords

LOG_BYTES, LOG_FILES = 512_000, 3


def open_log(folder: Path | None, held: HeldRecords | None = None) -> logging.Handler | None:
    """Open the rotating journal and hand it what was held; None (and nothing lost but the file) if it can't be written."""
    from desktop.journal import JournalHandler

    root = logging.getLogger()
    root.setLevel(logging.INFO)
    handler: logging.Handler | None = None
    if folder is not None:
        try:
            files.private_folder(folder)
            handler = JournalHandler(folder / LOG_NAME, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
        except OSError as error:
            if sys.stderr is not None:  # a window of Windows has none
                sys.stderr.write(f"Le journal ne peut pas être écrit dans {folder} : {system_reason(error)}.\n")
    # Without a file, Python's own last resort would write an error's words to stderr, which some systems keep.
    used = handler or (logging.StreamHandler() if sys.stderr is not None else logging.NullHandler())
    used.setFormatter(DiscreetFormatter())
    root.addHandler(used)
    if held is not None:
        root.removeHandler(held)
        for record in held.records:
            root.handle(record)
    return handler


def follow_qt() -> None:
    """From now on Qt's own messages go to the journal."""
    qInstallMessageHandler(_on_qt_message)


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _on_qt_message(kind: QtMsgType, where: QMessageLogContext, message: str) -> None:
    del where
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
