"""What the content folder holds: the bytes of each file, or why they can't be had. Nothing here raises for a single file."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
from typing import TYPE_CHECKING

from desktop.corpus.kept import read_plain
from desktop.errors import ContentError, system_reason
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

logger = logging.getLogger(__name__)

# The largest real file has 90 kB: a file above is no text that somebody wrote for people to read.
FILE_LIMIT = 1 << 20
# A line or a Markdown block of that many characters is no rule: reading it takes time that grows with its square.
LINE_LIMIT = 20_000
BLOCK_LIMIT = 100_000

File = bytes | ContentError


def readable(name: str) -> str:
    """A file's name as text that can be shown and written: bytes that are no UTF-8 become « � »."""
    return os.fsencode(name).decode("utf-8", errors="replace")


def fold(path: Path, name: str, limit: int = FILE_LIMIT) -> File:
    """The bytes of one file, or the fault that says why not."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return ContentError(
            "le nom du fichier n’est pas en UTF-8", fichier=readable(name), ligne=1, attendu="a-z, 0-9, tirets"
        )
    try:
        return read_plain(path, limit)
    except FileNotFoundError:
        return ContentError("le fichier manque", fichier=name)
    except OSError as fault:
        return ContentError(f"le fichier ne s’ouvre pas : {system_reason(fault)}", fichier=name, ligne=1)


def gather(folder: Path, shelf: str, suffix: str) -> dict[str, File]:
    """Every file of a shelf by its name relative to `folder`, in the order of names. Links lead elsewhere and are left out.

    A shelf that is there and can't be listed gives a fault under its own name.
    """
    place = folder / shelf
    try:
        names = sorted(
            entry.name for entry in os.scandir(place) if entry.name.endswith(suffix) and not entry.is_symlink()
        )
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as fault:
        return {shelf: ContentError(f"le dossier ne s’ouvre pas : {system_reason(fault)}", fichier=shelf, ligne=1)}
    return {f"{shelf}/{name}": fold(place / name, f"{shelf}/{name}") for name in names}


@contextlib.contextmanager
def guarded(name: str, line: int = 1) -> Iterator[None]:
    """Whatever a reader did not foresee becomes a fault of the file it read, so that the other files open.

    The log names the class and the place in the program, for whoever mends the reader; the person gets file and line.
    """
    try:
        yield
    except ContentError:
        raise
    except Exception as fault:
        logger.exception("%s, ligne %d : lecture imprévue", readable(name), line)
        raise ContentError(
            f"une forme que le programme ne sait pas lire ({type(fault).__name__})",
            fichier=readable(name),
            ligne=line,
            attendu="ce que décrit le format du contenu",
        ) from fault


def fingerprint(files: dict[str, File], version: str) -> str:
    """SHA-256 over names and bytes of all that was read, over what could not be, and over the version of the reading."""
    total = hashlib.sha256(version.encode())
    for name, file in files.items():
        total.update(b"\0" + os.fsencode(name) + b"\0")
        if isinstance(file, bytes):
            total.update(str(len(file)).encode() + b"\0" + file)
        else:
            total.update(b"!" + str(file).encode("utf-8", errors="replace"))
    return total.hexdigest()


def text(file: File, name: str, block_limit: int | None = None) -> str:
    """The text of a file. Raises ContentError, with the line, for bytes that are no UTF-8 and for what is far too long.

    `block_limit`: how many characters may stand together without an empty line; None for what is not Markdown.
    """
    if isinstance(file, ContentError):
        raise file
    try:
        whole = file.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = file.count(b"\n", 0, fault.start) + 1
        raise ContentError(
            "le fichier n’est pas en UTF-8", fichier=name, ligne=line, attendu="un texte UTF-8"
        ) from fault
    whole = whole.replace("\r\n", "\n").replace("\r", "\n")
    block = 0
    for number, line_text in enumerate(whole.split("\n"), start=1):
        block = block + len(line_text) if line_text.strip() else 0
        if len(line_text) > LINE_LIMIT or (block_limit is not None and block > block_limit):
            raise ContentError(
                "un passage est trop long pour être un texte",
                fichier=name,
                ligne=number,
                attendu=french(
                    f"{LINE_LIMIT // 1000} 000 signes par ligne et {BLOCK_LIMIT // 1000} 000 sans ligne vide au plus"
                ),
            )
        if "\0" in line_text:
            raise ContentError("le fichier contient un caractère nul", fichier=name, ligne=number)
    return whole
