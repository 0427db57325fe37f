"""Where to write, what to read: every file dialog of the program. They open in « Documents », which is made if need be."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

logger = logging.getLogger(__name__)
LONGEST_NAME = 120
"""Characters of a file's name without its ending: file systems take 255 bytes, and an accent takes two."""


def documents() -> Path:
    """The person's « Documents », made if it is not there; her home where it can't be made."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        logger.info("Documents can't be made: %s", error.strerror)
        return Path.home()
    return folder


def file_name(title: str) -> str:
    """A title as the name of a file: letters, digits and plain signs, one space between words."""
    plain = " ".join(re.sub(r"[^\w’()-]+", " ", title).split())
    return plain[:LONGEST_NAME].rstrip() or "Cap palliatif"


def ask_save(parent: QWidget | None, title: str, name: str, kind: str) -> Path | None:
    """Where to write. `kind`: « Document PDF (*.pdf) », whose ending a name without one is given. None if nothing was chosen."""
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(documents() / name), kind)
    if not chosen:
        return None
    path = Path(chosen)
    ending = re.search(r"\*(\.\w+)", kind)
    if path.suffix or ending is None:
        return path
    return path.with_name(f"{path.name}{ending.group(1)}")


def ask_open(parent: QWidget | None, title: str, kind: str) -> Path | None:
    """What to read; None if nothing was chosen."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(documents()), kind)
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget | None, title: str) -> Path | None:
    """A folder to write into; None if nothing was chosen."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(documents()))
    return Path(chosen) if chosen else None
