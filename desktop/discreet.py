"""What the journal may hold of an error: its class and where in the program it happened, never its words. No Qt.

An exception's message can quote what was in hand: the key that a dictionary lacks, the label of a case, the text that is no
number. So the words stay out, and what is written is what a developer needs first.
"""

from __future__ import annotations

import copy
import errno
import logging
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
SUITE_DEPTH = 8
"""How many errors, each the cause of the next, are written down."""


class DiscreetFormatter(logging.Formatter):
    """Writes a record; of an exception only its class, the system's number and the places in the program."""

    def __init__(self) -> None:
        super().__init__(LINE)

    def format(self, record: logging.LogRecord) -> str:
        """The line, followed by the places of its exception if it has one."""
        own = copy.copy(record)
        own.exc_text = None  # another handler may have kept the full words there
        return super().format(own)

    def formatException(self, ei: object) -> str:
        """Class and places of an exception and of what caused it."""
        error = ei[1] if isinstance(ei, tuple) else None
        return described(error) if isinstance(error, BaseException) else ""


def described(error: BaseException) -> str:
    """Class and places of an exception and of what caused it, the first cause first, without a word of their messages."""
    chain: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in chain and len(chain) < SUITE_DEPTH:
        chain.append(found)
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return "\n".join(_one(cause) for cause in reversed(chain))


def place_of(trace: TracebackType | None) -> str:
    """« page.py, ligne 42 (put) »: the innermost place of our own in a traceback, else the innermost one; "" for none."""
    frames = traceback.extract_tb(trace)
    ours = [frame for frame in frames if "desktop" in frame.filename.replace("\\", "/").split("/")]
    for frame in reversed(ours or frames):
        return f"{frame.filename.replace(chr(92), '/').rpartition('/')[2]}, ligne {frame.lineno} ({frame.name})"
    return ""


def _one(error: BaseException) -> str:
    lines = [f'  File "{f.filename}", line {f.lineno}, in {f.name}' for f in traceback.extract_tb(error.__traceback__)]
    number = f" [{errno.errorcode.get(error.errno or 0, error.errno)}]" if isinstance(error, OSError) else ""
    if name := getattr(error, "sqlite_errorname", ""):
        number = f" [{name}]"
    kind = type(error)
    return "\n".join([*lines, f"{kind.__module__}.{kind.__qualname__}{number}"])
