"""Standard input and output as other programs hand them over: in any encoding, closed, full, or gone half-way.

What is read is what was written, or it is refused with words: text is UTF-8, or UTF-16 when it says so by its mark or by its zeros,
and nothing is ever read as an encoding that it might be.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from desktop.errors import CapPalliatifError, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

STANDARD = "-"
# A situation has a thousand characters; a batch of a year of them fits a hundred times.
LIMIT = 256 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HINT = "Enregistrez-la en UTF-8 (dans l’éditeur de texte : « Enregistrer sous », codage UTF-8), puis recommencez."


class InputError(CapPalliatifError):
    """An input that can't be read, and what to do."""


class OutputError(CapPalliatifError):
    """An output that could not be written: what was shown is not all."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"La sortie n’a pas pu être écrite en entier : {reason}.", "Ce qui a été écrit ne doit pas servir."
        )


def say(text: str, end: str = "\n") -> None:
    """Write to standard output at once. Raises OutputError, and BrokenPipeError when its reader left, as `head` does."""
    if sys.stdout is None:
        raise OutputError("la sortie standard est fermée")
    try:
        sys.stdout.write(text + end)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise OutputError(system_reason(fault)) from fault
    except ValueError as fault:  # closed under our hands
        raise OutputError("la sortie standard est fermée") from fault


def complain(text: str) -> None:
    """Write to standard error, if there is one: nothing can be said about what can't be said."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def let_go() -> None:
    """Take standard output away, so that the end of the process does not try once more to write what could not be."""
    if sys.stdout is None:
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):  # an output without a descriptor, as in a test, has nothing to write at the end
        return


def whole(name: str) -> str:
    """The text of a file, or of standard input for `-`. Raises InputError."""
    with _opened(name) as stream:
        try:
            data = stream.read(LIMIT + 1)
        except OSError as fault:
            raise _unreadable(name, fault) from fault
    if len(data) > LIMIT:
        raise InputError(f"{_called(name)} est trop grand : {LIMIT >> 20} Mo au plus.", "Partagez-la en plusieurs.")
    return _decoded(data, _encoding(data), name, 0)


def lines(name: str = STANDARD) -> Iterator[str]:
    """Lines of a file or of standard input without their ends, each as soon as it is there. Raises InputError at a bad one."""
    with _opened(name) as stream:
        first = _line(stream, name)
        encoding = _encoding(first)
        if encoding != "utf-8":
            try:
                rest = first + stream.read(LIMIT)
            except OSError as fault:
                raise _unreadable(name, fault) from fault
            yield from _decoded(rest, encoding, name, 0).splitlines()
            return
        line, number = first, 0
        while line:
            yield _decoded(line, encoding, name, number).rstrip("\r\n")
            number += 1
            line = _line(stream, name)


def _line(stream: BinaryIO, name: str) -> bytes:
    try:
        return stream.readline(LIMIT)
    except OSError as fault:
        raise _unreadable(name, fault) from fault


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    """A file, closed at the end, or standard input, left open. A pipe is as good as a file here."""
    if name != STANDARD:
        try:
            return Path(name).open("rb")
        except (OSError, ValueError) as fault:  # ValueError: a name that holds a null character
            raise _unreadable(name, fault) from fault
    if sys.stdin is None or sys.stdin.closed:
        raise InputError("L’entrée standard est fermée : il n’y a rien à lire.", "Donnez un fichier, ou un tube « | ».")
    if sys.stdin.isatty():
        complain("En attente sur l’entrée standard ; Ctrl+D (Ctrl+Z puis Entrée sous Windows) la termine.")
    return contextlib.nullcontext(sys.stdin.buffer)


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    # JSON and questions begin with a character of ASCII: where its zero stands tells UTF-16 without a mark.
    if len(data) >= 2 and data[0] and not data[1]:
        return "utf-16-le"
    if len(data) >= 2 and data[1] and not data[0]:
        return "utf-16-be"
    return "utf-8"


def _decoded(data: bytes, encoding: str, name: str, before: int) -> str:
    """The text; `before` is the number of lines that were read already. Raises InputError with the line."""
    kind = "UTF-8" if encoding == "utf-8" else encoding.upper()
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
        place = text.find("\0")
        line = before + 1 + text.count("\n", 0, max(place, 0))
    except UnicodeDecodeError as fault:
        line = before + 1 + data.count(b"\n", 0, fault.start)
        raise InputError(f"{_called(name)}, ligne {line} : ce n’est pas un texte en {kind}.", _HINT) from fault
    if place >= 0:  # another encoding with zeros in it, or no text at all
        raise InputError(f"{_called(name)}, ligne {line} : ce n’est pas un texte en {kind}.", _HINT)
    return text


def _called(name: str) -> str:
    return "L’entrée standard" if name == STANDARD else f"« {name} »"


def _unreadable(name: str, fault: Exception) -> InputError:
    reason = system_reason(fault) if isinstance(fault, OSError) else "ce nom n’est pas celui d’un fichier"
    return InputError(f"{_called(name)} ne s’ouvre pas : {reason}.", "Vérifiez le nom du fichier.")
