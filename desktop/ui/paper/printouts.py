"""The PDFs that were handed to the viewer: erased at the next opening, and with « Tout effacer ». No Qt."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from desktop.paths import PRINTOUTS

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = PRINTOUTS

logger = logging.getLogger(__name__)


def sweep(data_dir: Path | None) -> None:
    """Erase what waited to be printed. What can't be erased is told in the journal, and tried again at the next opening."""
    if data_dir is None or not (folder := data_dir / FOLDER).is_dir() or folder.is_symlink():
        return
    from desktop import files

    for path in folder.iterdir():
        try:
            files.shred(path)
        except OSError as error:
            logger.warning("a printout can't be erased: %s", error.strerror)
    with contextlib.suppress(OSError):  # something is left in it
        folder.rmdir()
