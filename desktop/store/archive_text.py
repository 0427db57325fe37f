"""The JSON of a file of saved data, decoded piece by piece: one value at a time stands in memory, within bounds."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from typing import IO, TYPE_CHECKING

from desktop.store.errors import BadSavedFileError

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.store.progress import Progress

SIZE_MAX = 256 * 1024 * 1024
"""Largest file, packed or not, that is read, in bytes; some hundred thousand cases."""
RECORD_MAX = 16 * 1024 * 1024
"""Longest record, in characters: a case with every earlier state of it."""

_SPACE = re.compile(r"[ \t\r\n]*")
HUGE = "il est démesurément grand"

_PIECE = 1024 * 1024
_DENSITY, _SLACK = 8, 100_000
"""Of so many characters, one may open a list or an object, and so many more: a file of ours has one in dozens. What is denser
would take a hundred times its length in memory."""


def refuse_constant(word: str) -> None:
    """NaN and Infinity are no JSON, whatever Python takes."""
    raise ValueError(word)


class JsonText:
    """The JSON of the data, decoded piece by piece: one value at a time stands in memory."""

    def __init__(self, content: IO[bytes], path: Path, progress: Progress) -> None:
        self._content = content
        self._progress = progress
        self._path = path
        self._decode = codecs.getincrementaldecoder("utf-8")().decode
        self._parse = json.JSONDecoder(parse_constant=refuse_constant).raw_decode
        self._buffer = ""
        self._at = 0
        self._read = 0
        self._ended = False
        self.sum = hashlib.sha256()

    def mark(self, expected: str) -> str:
        """The next character that is no space: one of `expected`. Raises BadSavedFileError."""
        while True:
            self._at = _SPACE.match(self._buffer, self._at).end()  # type: ignore[union-attr]  # it matches nothing, too
            if self._at < len(self._buffer):
                found = self._buffer[self._at]
                if found not in expected:
                    raise self._no_json()
                self._at += 1
                return found
            if not self._more():
                raise self._no_json()

    def peek(self, expected: str) -> str:
        """As `mark`, but it stays there to be read."""
        found = self.mark(expected)
        self._at -= 1
        return found

    def value(self) -> object:
        """The next JSON value. Raises BadSavedFileError, also for one that is larger than a record may be."""
        while True:
            try:
                found, end = self._parse(self._buffer, self._at)
            except RecursionError as error:
                raise self._no_json() from error
            except ValueError as error:
                if len(self._buffer) - self._at > RECORD_MAX:
                    raise BadSavedFileError(self._path, HUGE) from error
                if not self._more():
                    raise self._no_json() from error
                continue
            if end == len(self._buffer) and self._more():
                continue  # a number may go on
            self._at = end
            return found

    def require_end(self) -> None:
        """Raises BadSavedFileError when something follows."""
        while self._buffer[self._at :].strip() == "":
            self._at = len(self._buffer)
            if not self._more():
                return
        raise self._no_json()

    def _more(self) -> bool:
        """Read on; False when there is no more."""
        if self._ended:
            return False
        # Of a long record twice as much as before each time: it is parsed again from its beginning.
        piece = self._content.read(max(_PIECE, len(self._buffer) - self._at))
        self._read += len(piece)
        self._progress(self._read)
        if self._read > SIZE_MAX:
            raise BadSavedFileError(self._path, HUGE)
        self.sum.update(piece)
        self._ended = not piece
        try:
            text = self._decode(piece, not piece)
        except UnicodeDecodeError as error:
            raise self._no_json() from error
        if text.count("{") + text.count("[") > len(text) // _DENSITY + _SLACK:
            raise BadSavedFileError(self._path, HUGE)
        self._buffer = self._buffer[self._at :] + text
        self._at = 0
        return bool(text) or not self._ended

    def _no_json(self) -> BadSavedFileError:
        return BadSavedFileError(self._path, "son contenu n'est pas du JSON")
