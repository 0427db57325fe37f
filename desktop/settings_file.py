"""Reading a settings file that hands may have edited: what can be understood counts, the rest is said. No Qt here."""

from __future__ import annotations

import codecs
import json
import re
from typing import NamedTuple

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_KEY = re.compile(r'"((?:[^"\\\n]|\\.)*)"\s*:\s*')


class FileRead(NamedTuple):
    """The values of a file. `line` is the first line that could not be read, None if all of it could."""

    values: dict[str, object]
    line: int | None = None


class UnreadableError(ValueError):
    """Nothing of the file can be understood as settings."""


def decode(content: bytes) -> str:
    """The text of a file, whatever editor wrote it: UTF-8 with or without its mark, UTF-16 with one, else Windows' Latin letters.

    Raises UnicodeError if it is none of them.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def parse(content: bytes) -> FileRead:
    """Read a JSON object; where its form is broken, read pair by pair what still can be. Raises UnreadableError, UnicodeError."""
    text = decode(content)
    try:
        values = json.loads(text)
    except RecursionError as error:
        raise UnreadableError("trop profondément imbriqué") from error
    except json.JSONDecodeError as error:
        pairs = _pairs(text)
        if not pairs:
            raise UnreadableError(str(error)) from error
        return FileRead(pairs, error.lineno)
    if not isinstance(values, dict):
        raise UnreadableError("un objet JSON était attendu")
    return FileRead(values)


def _pairs(text: str) -> dict[str, object]:
    """Each `"key": value` of the outermost object that can be read by itself."""
    decoder = json.JSONDecoder()
    found: dict[str, object] = {}
    place = text.find("{") + 1
    while place and (match := _KEY.search(text, place)):
        try:
            value, place = decoder.raw_decode(text, match.end())
            if text[place : place + 1].isalnum():  # « 02 » is no number, and must not be read as 0
                continue
            found[json.loads(f'"{match[1]}"')] = value
        except (ValueError, RecursionError):
            place = match.end()
    return found
