"""The command line's own journal: what went wrong, by class and place, never a word of what was in hand.

It is opened at the first line that is written to it, so that a run that goes well leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from desktop import files, paths
from desktop.discreet import DiscreetFormatter, place_of
from desktop.journal import JournalHandler

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import TextIOWrapper

NAME = "ligne-de-commande.log"
BYTES, KEPT = 128_000, 1

logger = logging.getLogger(__name__)


class _LateHandler(JournalHandler):
    """Makes its folder when the first line comes."""

    def _open(self) -> TextIOWrapper:
        files.private_folder(paths.log_dir())
        return super()._open()


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Send what the rooms note to the journal while a command runs: Python's own last resort would write it to the terminal."""
    handler = _LateHandler(paths.log_dir() / NAME, maxBytes=BYTES, backupCount=KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(DiscreetFormatter())
    handler.setLevel(logging.WARNING)
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
        with contextlib.suppress(OSError):  # a disk that is full keeps its last line to itself
            handler.close()


def unforeseen(fault: Exception) -> str:
    """Note a fault that nobody expected; the sentence that says so, in French."""
    logger.error("unforeseen", exc_info=fault)
    place = place_of(fault.__traceback__)
    return (
        f"Une erreur imprévue a arrêté la commande : {type(fault).__name__}{f', {place}' if place else ''}. "
        f"Elle est notée, sans rien de ce que vous avez donné, dans « {paths.log_dir() / NAME} » ; signalez-la."
    )
