"""What a database file holds, read into memory without touching or copying a file.

A database that must stay as it is (a read-only or full disk, a later version, damage) may have a log beside it that only a
writer could take in: its confirmed pages are put over those of the file here, in memory. So no copy of the user's data is ever
left in a temporary folder. The formats are SQLite's own, stable since 2010: https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import contextlib
import struct
from typing import TYPE_CHECKING

from desktop import files
from desktop.store import sqlite
from desktop.store.errors import DamagedDatabaseError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 2 << 30
"""Bytes of a database that are read; a hundred thousand cases take less."""

_LOG_HEADER, _FRAME_HEADER = 32, 24
_LOG_BIG, _LOG_LITTLE = 0x377F0683, 0x377F0682
_JOURNAL_MAGIC = bytes.fromhex("d9d505f920a163d7")
_JOURNAL_HEADER = 28
_COUNT_ALL = 0xFFFFFFFF


def opened(path: Path, *, with_log: bool = True) -> sqlite.Connection:
    """A connection, in memory, on what a file holds; with its log or journal, unless told otherwise.

    Raises OSError, and DamagedDatabaseError when the bytes are no database.
    """
    image = bytearray(files.read_regular(path, LARGEST))
    if with_log:
        take_in_log(image, _beside(path, "-wal"))
        roll_back(image, _beside(path, "-journal"))
    if len(image) < 100:
        raise DamagedDatabaseError(path, "no SQLite header")
    image[18:20] = b"\x01\x01"  # « no write-ahead log »: there is none in memory, and its pages are taken in already
    return sqlite.from_image(bytes(image))


def take_in_log(image: bytearray, log: bytes) -> None:
    """Put the confirmed pages of a write-ahead log over those of the file, as SQLite does at a recovery."""
    if len(log) < _LOG_HEADER:
        return
    magic, _, size, _ = struct.unpack_from(">4I", log)
    if magic not in (_LOG_BIG, _LOG_LITTLE) or not _is_page_size(size):
        return
    order = ">" if magic == _LOG_BIG else "<"
    salts = log[16:24]
    total = _checksum(log[:24], (0, 0), order)
    if total != struct.unpack_from(">2I", log, 24):
        return
    waiting: dict[int, int] = {}
    for start in range(_LOG_HEADER, len(log) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        page, pages = struct.unpack_from(">2I", log, start)
        if log[start + 8 : start + 16] != salts or not page:
            break
        total = _checksum(log[start : start + 8], total, order)
        body = start + _FRAME_HEADER
        total = _checksum(log[body : body + size], total, order)
        if total != struct.unpack_from(">2I", log, start + 16):
            break
        waiting[page] = body
        if pages:  # a commit: what waited is confirmed, and the file has so many pages
            _put(image, {number: log[at : at + size] for number, at in waiting.items()}, size, pages)
            waiting.clear()


def roll_back(image: bytearray, journal: bytes) -> None:
    """Put the former pages of a rollback journal back: what was being written when its program was killed was not confirmed."""
    if len(journal) < _JOURNAL_HEADER or not journal.startswith(_JOURNAL_MAGIC):
        return
    pages, sector, size = struct.unpack_from(">3I", journal, 16)
    if not _is_page_size(size) or not 32 <= sector <= 65536:
        return
    former: dict[int, bytes] = {}
    start = 0
    while journal.startswith(_JOURNAL_MAGIC, start) and start + _JOURNAL_HEADER <= len(journal):
        count, nonce = struct.unpack_from(">2I", journal, start + 8)
        start += sector
        if count == _COUNT_ALL:
            count = max(0, (len(journal) - start) // (size + 8))
        for _ in range(count):
            if start + size + 8 > len(journal):
                break
            (number,) = struct.unpack_from(">I", journal, start)
            page = journal[start + 4 : start + 4 + size]
            (given,) = struct.unpack_from(">I", journal, start + 4 + size)
            if given != (nonce + sum(page[size - 200 : 0 : -200])) & 0xFFFFFFFF or not number:
                break
            former.setdefault(number, page)
            start += size + 8
        start = -(-start // sector) * sector
    _put(image, former, size, pages)


def _put(image: bytearray, pages: dict[int, bytes], size: int, count: int) -> None:
    length = count * size
    if length > LARGEST:
        return
    image.extend(bytes(max(0, length - len(image))))
    for number, page in pages.items():
        if number <= count:
            image[(number - 1) * size : number * size] = page
    del image[length:]


def _beside(path: Path, suffix: str) -> bytes:
    with contextlib.suppress(FileNotFoundError):  # the usual case: no log, no journal
        return files.read_regular(path.with_name(path.name + suffix), LARGEST)
    return b""


def _is_page_size(size: int) -> bool:
    return 512 <= size <= 65536 and size & (size - 1) == 0


def _checksum(data: bytes, start: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & 0xFFFFFFFF
        second = (second + odd + first) & 0xFFFFFFFF
    return first, second
