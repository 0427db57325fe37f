"""The file of the journal, on a disk that may be full. No Qt."""

from __future__ import annotations

import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import files
from desktop.errors import system_reason

if TYPE_CHECKING:
    import logging
    from io import TextIOWrapper


class JournalHandler(RotatingFileHandler):
    """A line that can't be written is lost, and that is said once on stderr: it stops nothing and quotes nothing."""

    refused = False

    def _open(self) -> TextIOWrapper:
        """For its owner only, whatever the umask and whatever stood there before."""
        stream = super()._open()
        files.tighten(Path(self.baseFilename))
        return stream

    def handleError(self, record: logging.LogRecord) -> None:
        """Called where a line can't be written."""
        del record
        if self.refused or sys.stderr is None:
            return
        self.refused = True
        error = sys.exc_info()[1]
        why = system_reason(error) if isinstance(error, OSError) else type(error).__name__
        sys.stderr.write(f"Le journal ne peut plus être écrit dans {self.baseFilename} : {why}.\n")
