"""A PDF read back with programs that are not ours, and beside it what its document holds."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QTextDocument

from desktop.ui.door.printable import Printable
from desktop.ui.paper.pagination import LEAST_FILLED
from desktop.ui.paper.printing import Pages, pages_of, write_pdf

DPI = 36
"""Dots an inch of the pictures in which paper and ink are looked for."""
FINE_DPI = 200
"""Dots an inch at which a stroke of the smallest print covers whole dots, whatever smooths its edges."""
DARK = 110
"""Grey (0 to 255) under which print is dark: the softer ink, 6 : 1 on white, is about 97."""
_CHANGING = (
    (re.compile(rb"20\d\d-?\d\d-?\d\d(T)?\d\d:?\d\d:?\d\d(Z|\+\d\d:\d\d)?"), b"DATE"),
    (re.compile(rb"uuid:[0-9a-f-]+"), b"UUID"),
    (re.compile(rb"/ID \[.*?\]", re.DOTALL), b"ID"),
)
_WHITE = bytes(grey > 200 for grey in range(256))
_GOES_ON = re.compile(r"(?<=\S[-/‑–])[ \t]*\r?\n")
"""A line that ends after a hyphen, a dash or a slash goes on with the next."""


def words(text: str) -> list[str]:
    """The words of a text, without the marks that Qt sets where a table or a frame begins and ends."""
    return _GOES_ON.sub("", re.sub("[\ufdd0\ufdd1]", "\n", text)).split()


def pdftotext(path: Path) -> list[str]:
    """Each page as poppler reads it."""
    line = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(line, check=True, capture_output=True, encoding="utf-8").stdout.split("\f")[:-1]


def pypdf(path: Path) -> list[str]:
    """Each page as pypdf reads it."""
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(path).pages]


def without_dates(path: Path) -> bytes:
    """A PDF without what differs from one writing to the next: dates and identifiers."""
    found = path.read_bytes()
    for pattern, instead in _CHANGING:
        found = pattern.sub(instead, found)
    return found


def check(printable: Printable, path: Path, readers=(pdftotext,)) -> Pages:
    """Write a PDF and compare it word by word with its document: nothing missing, nothing doubled, all of it in ink."""
    count, pages = write_pdf(printable, path), pages_of(printable)
    held = words(pages.document.toPlainText())
    for reader in readers:
        read = reader(path)
        assert len(read) == count
        found = _body(read, printable.pied, pages)
        if reader is pypdf:  # it sets spaces by distance: the letters are compared, in their order
            held, found = list("".join(held)), list("".join(found))
        assert found == held, _first_difference(held, found)
    _check_fill(pages)
    _check_ink(path)
    return pages


def _body(read: list[str], foot: str, pages: Pages) -> list[str]:
    """The words of all pages, less the footer, which must be whole on each, and the heads that a page says again."""
    found: list[str] = []
    for number, (text, cut) in enumerate(zip(read, pages.cuts, strict=True), start=1):
        body = words(text)
        under = [*words(foot), *words(f"{number}\u202f/\u202f{len(read)}")]
        assert "".join(body).endswith("".join(under)), f"page {number}: {' '.join(body)[-200:]}"
        while under and body and "".join(under).endswith(body[-1]):
            under = list("".join(under).removesuffix(body.pop()))
        if cut.heads is not None:
            again = words(_between(pages.document, cut.heads.top, cut.heads.bottom))
            assert body[: len(again)] == again, f"page {number}"
            body = body[len(again) :]
        found += body
    return found


def _between(document: QTextDocument, top: float, bottom: float) -> str:
    """What stands in a stretch of the document."""
    said, block = [], document.begin()
    while block.isValid():
        rect = document.documentLayout().blockBoundingRect(block)
        if top - 0.5 <= rect.top() and rect.bottom() <= bottom + 0.5:
            said.append(block.text())
        block = block.next()
    return "\n".join(said)


def _first_difference(held: list[str], found: list[str]) -> str:
    at = next((n for n, (a, b) in enumerate(zip(held, found, strict=False)) if a != b), min(len(held), len(found)))
    return f"{len(held)} held, {len(found)} found; held {held[at - 3 : at + 9]}, found {found[at - 3 : at + 9]}"


def _check_fill(pages: Pages) -> None:
    """No page is less than a third full, but the last and one after which a part of its own begins."""
    for number, (cut, after) in enumerate(pairwise(pages.cuts), start=1):
        wished = _begins_a_part(pages.document, after.body.top)
        assert wished or cut.body.height >= LEAST_FILLED * pages.text.height(), f"page {number} is nearly empty"


def _begins_a_part(document: QTextDocument, top: float) -> bool:
    block = document.begin()
    while block.isValid():
        rect = document.documentLayout().blockBoundingRect(block)
        if abs(rect.top() - top) < 40 and block.blockFormat().pageBreakPolicy():
            return True
        block = block.next()
    return False


def _check_ink(path: Path) -> None:
    """Dark on white: paper at the edges of every page, and what is written on it dark."""
    for number, page in enumerate(pictures(path), start=1):
        grey, width = bytes(page.convertToFormat(QImage.Format.Format_Grayscale8).constBits()), page.bytesPerLine()
        assert min(grey[2 * width : 3 * width - 4]) > 250, f"page {number} is not on white"
        assert min(grey) < DARK or _darkest(path, number) < DARK, f"page {number} has no dark ink"
        assert grey.translate(_WHITE).count(1) > 0.7 * len(grey), f"page {number} is not mostly white"


def _darkest(path: Path, number: int) -> int:
    """The darkest grey of a page seen closely: a page of few words, all of them small, looks pale from afar."""
    (page,) = pictures(path, FINE_DPI, number)
    return min(bytes(page.convertToFormat(QImage.Format.Format_Grayscale8).constBits()))


def pictures(path: Path, dpi: int = DPI, only: int | None = None) -> list[QImage]:
    """Each page as a picture, or one page."""
    root = path.with_suffix("")
    pages = [] if only is None else ["-f", str(only), "-l", str(only)]
    subprocess.run(["pdftoppm", "-r", str(dpi), *pages, "-gray", str(path), str(root)], check=True)
    files = sorted(root.parent.glob(f"{root.name}-*.pgm"))
    found = [QImage(str(file)) for file in files]
    for file in files:
        file.unlink()
    return found


def light_words(document: QTextDocument) -> list[str]:
    """What a document writes in a colour that has less than 4.5:1 on its ground, or in one that it leaves to the screen."""
    from test_ui_theme import contrast

    found, block = [], document.begin()
    while block.isValid():
        it = block.begin()
        while not it.atEnd():
            fragment = it.fragment()
            form = fragment.charFormat()
            painted = form.background().style() is not Qt.BrushStyle.NoBrush
            ground = form.background().color() if painted else QColor("white")
            if fragment.text().strip() and (
                form.foreground().style() is Qt.BrushStyle.NoBrush
                or contrast(form.foreground().color().name(), ground.name()) < 4.5
            ):
                found.append(fragment.text())
            it += 1
        block = block.next()
    return found
