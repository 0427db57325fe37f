"""The values that a row of the database holds, and how they are read and written: pure, and strict on what it reads."""

from __future__ import annotations

import json
import math
import re
import sys
import unicodedata
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, TypeAlias, cast

from desktop.store.errors import BadValueError

if TYPE_CHECKING:
    from collections.abc import Mapping

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What JSON can say; anything else is refused with BadValueError."""

Facts: TypeAlias = "Mapping[str, Json]"
"""Facts of a situation by their identifiers, in the order in which they were given."""

Value: TypeAlias = "str | int | None"
Row: TypeAlias = "dict[str, Value]"

LABEL_MAX = 200
"""Longest label of a case, in characters; more is cut."""

ABOUT_MAX = 500
"""Longest title or reminder of what a target said, in characters; more is cut."""

NOTE_MAX = 20_000
"""Longest note, in characters; more is refused."""

TYPED_MAX = 100_000
"""Longest text that is kept while it is being typed, in characters; more is cut."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
_DEPTH_MAX = 60
FIRST_YEAR, LAST_YEAR = 1900, 9000
"""Years that a clock may say, however wrong it is; at the ends of the calendar a change of zone would overflow."""


class RowError(ValueError):
    """A row of the database that holds something it can't hold. Its words never quote what is there: they go to the log."""


def one_line(text: str, longest: int = LABEL_MAX) -> str:
    """Text for a label or a title: one line, composed, without control characters, cut at `longest`."""
    return " ".join(_clean(text).split())[:longest].rstrip()


def plain_text(text: str) -> str:
    """Text of a note: lines kept, without control characters. Raises BadValueError when it is empty or too long."""
    cleaned = _clean(text).strip()
    if not cleaned:
        raise BadValueError("une note vide")
    if len(cleaned) > NOTE_MAX:
        raise BadValueError(f"une note de plus de {NOTE_MAX} caractères")
    return cleaned


def typed_text(text: str) -> str:
    """Text that is being typed: as it stands, may be empty, cut at TYPED_MAX."""
    return _clean(text)[:TYPED_MAX]


def identifier(text: str) -> str:
    """A stable id as the content writes it. Raises BadValueError when it can't be one."""
    if not text or len(text) > LABEL_MAX or text != one_line(text):
        raise BadValueError(f"l'identifiant {text[:LABEL_MAX]!r}")
    return text


def dump(value: Json) -> str:
    """Compact JSON. Raises BadValueError for what JSON can't say: other types, NaN, keys that are no text, cycles."""
    _check(value, 0)
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def load(text: Value) -> Json:
    """JSON of a row. Raises RowError when it is none."""
    if not isinstance(text, str):
        raise RowError("JSON attendu")
    try:
        return cast("Json", json.loads(text))
    except (ValueError, RecursionError) as error:
        raise RowError("JSON attendu") from error


def stamp(moment: datetime) -> str:
    """An aware time as text, in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def moment(text: Value) -> datetime:
    """The time of a row. Raises RowError when it is none."""
    try:
        found = datetime.fromisoformat(text_of(text))
        if found.tzinfo is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise RowError("heure sans fuseau, ou d'un autre âge")
        # To and from UTC, as every reader will do: an offset of nearly a day at the edge of the calendar overflows.
        found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RowError("heure attendue") from error
    return found


def day(text: Value) -> date | None:
    """The calendar day of a row, None where there is none. Raises RowError when it is no « 2026-11-28 »."""
    if text is None:
        return None
    written = text_of(text)
    try:
        found = date.fromisoformat(written)
    except ValueError as error:
        raise RowError("date attendue") from error
    if found.isoformat() != written or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise RowError("date attendue")
    return found


def facts_of(text: Value) -> Facts:
    """Facts from a row. Raises RowError when they are no JSON object."""
    facts = load(text)
    if not isinstance(facts, dict):
        raise RowError("les faits ne sont pas un objet")
    return facts


def text_of(value: Value) -> str:
    """A text column. Raises RowError."""
    if not isinstance(value, str):
        raise RowError(f"texte attendu, trouvé {type(value).__name__}")
    return value


def shared_of(value: Value) -> str:
    """A text column of which many rows say the same: one object for all of them, gone with the last. Raises RowError."""
    return sys.intern(text_of(value))


def number_of(value: Value) -> int:
    """A whole number column. Raises RowError."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise RowError(f"nombre attendu, trouvé {type(value).__name__}")
    return value


def _clean(text: str) -> str:
    # Half a surrogate pair can't be written as UTF-8; a NUL would cut the text for every other reader of the file.
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROLS.sub(" ", whole))


def _check(value: object, depth: int) -> None:
    if depth > _DEPTH_MAX:
        raise BadValueError("une valeur aussi profondément imbriquée")
    if isinstance(value, dict):
        for key, inner in value.items():
            _check_text(key)
            _check(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth + 1)
    elif isinstance(value, str):
        _check_text(value)
    elif isinstance(value, float) and not math.isfinite(value):
        raise BadValueError(f"le nombre {value!r}")
    elif not (value is None or isinstance(value, (int, float))):
        raise BadValueError(f"une valeur de type {type(value).__name__}")


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        raise BadValueError(f"la clé {text!r}")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadValueError(f"le texte {text[:LABEL_MAX]!r}") from error
