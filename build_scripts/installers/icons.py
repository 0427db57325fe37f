"""The icon set, drawn from one SVG: PNG for Linux and the window, ICO for Windows, ICNS for macOS. Needs PySide6.

icons.py DOSSIER writes `cap-palliatif-<size>.png`, `cap-palliatif.ico`, `cap-palliatif.icns`, and the banner of the Windows
installer, `banner.bmp`.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

SVG = Path(__file__).resolve().parent / "icone.svg"
BACKGROUND = "#0B5A60"
"""The icon's own ground."""
BANNER = (164, 314)
"""Pixels that NSIS gives to the picture of its last page."""
SIZES_SHOWN = (16, 24, 32, 48, 64, 128, 256, 512)
ICO = (16, 24, 32, 48, 64, 256)
# Kinds of an ICNS entry that hold a PNG, by size in pixels.
ICNS = ((b"icp4", 16), (b"icp5", 32), (b"icp6", 64), (b"ic07", 128), (b"ic08", 256), (b"ic09", 512))


def ico(images: dict[int, bytes]) -> bytes:
    """An ICO file of PNG pictures by size."""
    start = 6 + 16 * len(images)
    entries, body = b"", b""
    for size, png in sorted(images.items()):
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), start + len(body))
        body += png
    return struct.pack("<HHH", 0, 1, len(images)) + entries + body


def icns(images: dict[int, bytes]) -> bytes:
    """An ICNS file of PNG pictures by size."""
    body = b"".join(kind + struct.pack(">I", 8 + len(images[t])) + images[t] for kind, t in ICNS)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def draw(size: int) -> bytes:
    """The icon as PNG at a size in pixels."""
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    brush = QPainter(image)
    QSvgRenderer(str(SVG)).render(brush)
    brush.end()
    return _bytes_of(image, "PNG")


def banner() -> bytes:
    """The icon on its ground as a BMP of 24 bits, which is what NSIS reads."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(*BANNER, QImage.Format.Format_RGB888)
    image.fill(QColor(BACKGROUND))
    brush = QPainter(image)
    QSvgRenderer(str(SVG)).render(brush, QRectF(26, 101, 112, 112))
    brush.end()
    return _bytes_of(image, "BMP")


def _bytes_of(image: QImage, form: str) -> bytes:
    """A picture as the bytes of a file."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form)  # type: ignore[call-overload]  # the stubs forget QIODevice
    return bytes(data.data())


def main(folder: Path) -> int:
    """Write every form of the icon into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    images = {size: draw(size) for size in SIZES_SHOWN}
    for size, png in images.items():
        (folder / f"cap-palliatif-{size}.png").write_bytes(png)
    (folder / "cap-palliatif.ico").write_bytes(ico({t: images[t] for t in ICO}))
    (folder / "cap-palliatif.icns").write_bytes(icns(images))
    (folder / "bandeau.bmp").write_bytes(banner())
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
