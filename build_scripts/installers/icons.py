"""The icon set, drawn from one SVG: PNG for Linux and the window, ICO for Windows, ICNS for macOS. Needs PySide6.

icons.py DOSSIER writes `cap-palliatif-<size>.png`, `cap-palliatif.ico`, `cap-palliatif.icns`, and the banner of the Windows
installer, `bandeau.bmp`.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

SVG = Path(__file__).resolve().parent / "icone.svg"
FOND = "#0B5A60"
"""The icon's own ground."""
BANDEAU = (164, 314)
"""Pixels that NSIS gives to the picture of its last page."""
TAILLES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO = (16, 24, 32, 48, 64, 256)
# Kinds of an ICNS entry that hold a PNG, by size in pixels.
ICNS = ((b"icp4", 16), (b"icp5", 32), (b"icp6", 64), (b"ic07", 128), (b"ic08", 256), (b"ic09", 512))


def ico(images: dict[int, bytes]) -> bytes:
    """An ICO file of PNG pictures by size."""
    debut = 6 + 16 * len(images)
    entrees, corps = b"", b""
    for taille, png in sorted(images.items()):
        entrees += struct.pack("<BBBBHHII", taille % 256, taille % 256, 0, 0, 1, 32, len(png), debut + len(corps))
        corps += png
    return struct.pack("<HHH", 0, 1, len(images)) + entrees + corps


def icns(images: dict[int, bytes]) -> bytes:
    """An ICNS file of PNG pictures by size."""
    corps = b"".join(genre + struct.pack(">I", 8 + len(images[t])) + images[t] for genre, t in ICNS)
    return b"icns" + struct.pack(">I", 8 + len(corps)) + corps


def dessiner(taille: int) -> bytes:
    """The icon as PNG at a size in pixels."""
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(taille, taille, QImage.Format.Format_ARGB32)
    image.fill(0)
    pinceau = QPainter(image)
    QSvgRenderer(str(SVG)).render(pinceau)
    pinceau.end()
    return _octets(image, "PNG")


def bandeau() -> bytes:
    """The icon on its ground as a BMP of 24 bits, which is what NSIS reads."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(*BANDEAU, QImage.Format.Format_RGB888)
    image.fill(QColor(FOND))
    pinceau = QPainter(image)
    QSvgRenderer(str(SVG)).render(pinceau, QRectF(26, 101, 112, 112))
    pinceau.end()
    return _octets(image, "BMP")


def _octets(image: QImage, forme: str) -> bytes:
    """A picture as the bytes of a file."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice

    octets = QByteArray()
    tampon = QBuffer(octets)
    tampon.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(tampon, forme)  # type: ignore[call-overload]  # the stubs forget QIODevice
    return bytes(octets.data())


def main(dossier: Path) -> int:
    """Write every form of the icon into `dossier`."""
    dossier.mkdir(parents=True, exist_ok=True)
    images = {taille: dessiner(taille) for taille in TAILLES}
    for taille, png in images.items():
        (dossier / f"cap-palliatif-{taille}.png").write_bytes(png)
    (dossier / "cap-palliatif.ico").write_bytes(ico({t: images[t] for t in ICO}))
    (dossier / "cap-palliatif.icns").write_bytes(icns(images))
    (dossier / "bandeau.bmp").write_bytes(bandeau())
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
