"""Are there letters on this picture, or boxes? A machine without fonts paints boxes and exits with 0.

A box is the same shape over and over, an empty rectangle; letters are of many shapes. Connected dark spots of the size of a letter
are cut out and their shapes compared. Works on pictures of dark text on a light ground; standard library alone.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST_SHAPES = 60
"""A window of French text shows 150 shapes and more; one of boxes shows a handful."""
MOST_RECTANGLES = 0.25
"""Share of letter-sized spots that may be empty rectangles (check boxes, badges)."""
_INK = bytes(1 if v < 128 else 0 for v in range(256))


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in grey: one byte a pixel, rows from the top."""

    width: int
    height: int
    grey: bytes

    def rows(self) -> Iterable[bytes]:
        """The rows, from the top."""
        return (self.grey[y * self.width : (y + 1) * self.width] for y in range(self.height))


@dataclass(frozen=True, slots=True)
class LetterReading:
    """What a picture shows: spots of the size of a letter, how many shapes they have, how many are empty rectangles."""

    stains: int
    forms: int
    rectangles: int

    @property
    def letters(self) -> bool:
        """True if this is text in letters."""
        return self.forms >= LEAST_SHAPES and self.rectangles <= MOST_RECTANGLES * self.stains

    def __str__(self) -> str:
        return f"{self.stains} signes de {self.forms} formes, dont {self.rectangles} rectangles vides"


def read(image: Image) -> LetterReading:
    """Look at a picture."""
    forms: set[tuple[int, int, bytes]] = set()
    stains = rectangles = 0
    for segments in _stains(image):
        x0, x1 = min(s[1] for s in segments), max(s[2] for s in segments)
        y0, y1 = segments[0][0], max(s[0] for s in segments) + 1
        width, height = x1 - x0, y1 - y0
        if not (2 <= width <= 28 and 6 <= height <= 32):
            continue
        pattern = bytearray(width * height)
        for y, start, end in segments:
            place = (y - y0) * width - x0
            pattern[place + start : place + end] = b"\1" * (end - start)
        stains += 1
        forms.add((width, height, bytes(pattern)))
        rectangles += _empty_rectangle(pattern, width, height)
    return LetterReading(stains, len(forms), rectangles)


def _empty_rectangle(pattern: bytes | bytearray, width: int, height: int) -> bool:
    if width < 4 or height < 6:
        return False
    rows = [pattern[y * width : (y + 1) * width] for y in range(height)]
    edge = sum(rows[0]) + sum(rows[-1]) + sum(r[0] + r[-1] for r in rows[1:-1])
    inside = sum(sum(r[2:-2]) for r in rows[2:-2])
    return edge >= 0.9 * (2 * width + 2 * height - 4) and inside == 0


def _stains(image: Image) -> Iterable[list[tuple[int, int, int]]]:
    """Connected dark spots, each as its runs (row, first column, column after the last), rows ascending."""
    parents: list[int] = []
    segments: list[tuple[int, int, int]] = []

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    before: list[int] = []
    for y, row in enumerate(image.rows()):
        here = []
        rank = 0
        for seen in re.finditer(b"\1+", row.translate(_INK)):
            number = len(segments)
            segments.append((y, seen.start(), seen.end()))
            parents.append(number)
            here.append(number)
            while rank < len(before) and segments[before[rank]][2] < seen.start():
                rank += 1
            for neighbor in before[rank:]:
                if segments[neighbor][1] > seen.end():
                    break
                parents[root(neighbor)] = root(number)
        before = here
    groupes: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for number, segment in enumerate(segments):
        groupes[root(number)].append(segment)
    return groupes.values()


# Pictures ------------------------------------------------------------------------------------------------------


def read_xwd(data: bytes) -> Image:
    """The green plane of an X window dump of 32 bits a pixel, which Xvfb keeps in a file. Raises ValueError for others."""
    head = struct.unpack(">25I", data[:100])
    start, bits, by_row, colors = head[0] + head[19] * 12, head[11], head[12], head[19]
    if head[1] != 7 or bits != 32 or colors > 65536:
        raise ValueError("not an X window dump of 32 bits a pixel")
    width, height = head[4], head[5]
    grey = b"".join(data[start + y * by_row + 1 : start + y * by_row + width * 4 : 4] for y in range(height))
    return Image(width, height, grey)


def png(xwd_data: bytes, scale: int = 1) -> bytes:
    """The same dump as a PNG in colours, to look at; `scale` makes each pixel a square of that many."""
    head = struct.unpack(">25I", xwd_data[:100])
    start, by_row, width, height = head[0] + head[19] * 12, head[12], head[4], head[5]
    lines = bytearray()
    for y in range(height):
        row = xwd_data[start + y * by_row : start + y * by_row + width * 4]
        rgb = bytearray(width * scale * 3)
        for plan, byte in enumerate((2, 1, 0)):
            for step in range(scale):
                rgb[3 * step + plan :: 3 * scale] = row[byte::4]
        lines += (b"\0" + rgb) * scale

    def block(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width * scale, height * scale, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + block(b"IHDR", header)
        + block(b"IDAT", zlib.compress(bytes(lines), 6))
        + block(b"IEND", b"")
    )
