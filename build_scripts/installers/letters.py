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
    from pathlib import Path

FORMES_MINIMUM = 60
"""A window of French text shows 150 shapes and more; one of boxes shows a handful."""
RECTANGLES_MAXIMUM = 0.25
"""Share of letter-sized spots that may be empty rectangles (check boxes, badges)."""
_ENCRE = bytes(1 if v < 128 else 0 for v in range(256))


@dataclass(frozen=True, slots=True)
class Image:
    """A picture in grey: one byte a pixel, rows from the top."""

    largeur: int
    hauteur: int
    gris: bytes

    def rangees(self) -> Iterable[bytes]:
        """The rows, from the top."""
        return (self.gris[y * self.largeur : (y + 1) * self.largeur] for y in range(self.hauteur))


@dataclass(frozen=True, slots=True)
class Lecture:
    """What a picture shows: spots of the size of a letter, how many shapes they have, how many are empty rectangles."""

    taches: int
    formes: int
    rectangles: int

    @property
    def lettres(self) -> bool:
        """True if this is text in letters."""
        return self.formes >= FORMES_MINIMUM and self.rectangles <= RECTANGLES_MAXIMUM * self.taches

    def __str__(self) -> str:
        return f"{self.taches} signes de {self.formes} formes, dont {self.rectangles} rectangles vides"


def lire(image: Image) -> Lecture:
    """Look at a picture."""
    formes: set[tuple[int, int, bytes]] = set()
    taches = rectangles = 0
    for segments in _taches(image):
        x0, x1 = min(s[1] for s in segments), max(s[2] for s in segments)
        y0, y1 = segments[0][0], max(s[0] for s in segments) + 1
        largeur, hauteur = x1 - x0, y1 - y0
        if not (2 <= largeur <= 28 and 6 <= hauteur <= 32):
            continue
        motif = bytearray(largeur * hauteur)
        for y, debut, fin in segments:
            place = (y - y0) * largeur - x0
            motif[place + debut : place + fin] = b"\1" * (fin - debut)
        taches += 1
        formes.add((largeur, hauteur, bytes(motif)))
        rectangles += _rectangle_vide(motif, largeur, hauteur)
    return Lecture(taches, len(formes), rectangles)


def _rectangle_vide(motif: bytes | bytearray, largeur: int, hauteur: int) -> bool:
    if largeur < 4 or hauteur < 6:
        return False
    rangees = [motif[y * largeur : (y + 1) * largeur] for y in range(hauteur)]
    bord = sum(rangees[0]) + sum(rangees[-1]) + sum(r[0] + r[-1] for r in rangees[1:-1])
    dedans = sum(sum(r[2:-2]) for r in rangees[2:-2])
    return bord >= 0.9 * (2 * largeur + 2 * hauteur - 4) and dedans == 0


def _taches(image: Image) -> Iterable[list[tuple[int, int, int]]]:
    """Connected dark spots, each as its runs (row, first column, column after the last), rows ascending."""
    parents: list[int] = []
    segments: list[tuple[int, int, int]] = []

    def racine(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    avant: list[int] = []
    for y, rangee in enumerate(image.rangees()):
        ici = []
        rang = 0
        for vu in re.finditer(b"\1+", rangee.translate(_ENCRE)):
            numero = len(segments)
            segments.append((y, vu.start(), vu.end()))
            parents.append(numero)
            ici.append(numero)
            while rang < len(avant) and segments[avant[rang]][2] < vu.start():
                rang += 1
            for voisin in avant[rang:]:
                if segments[voisin][1] > vu.end():
                    break
                parents[racine(voisin)] = racine(numero)
        avant = ici
    groupes: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for numero, segment in enumerate(segments):
        groupes[racine(numero)].append(segment)
    return groupes.values()


# Pictures ------------------------------------------------------------------------------------------------------


def lire_xwd(octets: bytes) -> Image:
    """The green plane of an X window dump of 32 bits a pixel, which Xvfb keeps in a file. Raises ValueError for others."""
    tete = struct.unpack(">25I", octets[:100])
    debut, bits, par_rangee, couleurs = tete[0] + tete[19] * 12, tete[11], tete[12], tete[19]
    if tete[1] != 7 or bits != 32 or couleurs > 65536:
        raise ValueError("not an X window dump of 32 bits a pixel")
    largeur, hauteur = tete[4], tete[5]
    gris = b"".join(
        octets[debut + y * par_rangee + 1 : debut + y * par_rangee + largeur * 4 : 4] for y in range(hauteur)
    )
    return Image(largeur, hauteur, gris)


def png(octets_xwd: bytes, echelle: int = 1) -> bytes:
    """The same dump as a PNG in colours, to look at; `echelle` makes each pixel a square of that many."""
    tete = struct.unpack(">25I", octets_xwd[:100])
    debut, par_rangee, largeur, hauteur = tete[0] + tete[19] * 12, tete[12], tete[4], tete[5]
    lignes = bytearray()
    for y in range(hauteur):
        rangee = octets_xwd[debut + y * par_rangee : debut + y * par_rangee + largeur * 4]
        rvb = bytearray(largeur * echelle * 3)
        for plan, octet in enumerate((2, 1, 0)):
            for pas in range(echelle):
                rvb[3 * pas + plan :: 3 * echelle] = rangee[octet::4]
        lignes += (b"\0" + rvb) * echelle

    def bloc(genre: bytes, corps: bytes) -> bytes:
        return struct.pack(">I", len(corps)) + genre + corps + struct.pack(">I", zlib.crc32(genre + corps))

    entete = struct.pack(">IIBBBBB", largeur * echelle, hauteur * echelle, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + bloc(b"IHDR", entete)
        + bloc(b"IDAT", zlib.compress(bytes(lignes), 6))
        + bloc(b"IEND", b"")
    )


def lire_fichier_xwd(fichier: Path) -> Image:
    """Read a dump from a file."""
    return lire_xwd(fichier.read_bytes())
