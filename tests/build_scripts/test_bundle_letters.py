"""The proof that a screen shows letters can tell letters from boxes."""

from __future__ import annotations

import struct

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontDatabase, QImage, QPainter

from build_scripts.installers import letters

TEXT = (
    "Combien de lits dans une unité de soins palliatifs ? Chaque unité compte au minimum dix lits ; l’équipe mobile intervient "
    "à domicile, en EHPAD et à l’hôpital, sept jours sur sept. « Qui joindre un samedi soir ? » Évaluer, "
    "coordonner, prévoir : voilà le plan, n° 24/7."
)


def _image(root, *, boxes):
    QFontDatabase.addApplicationFont(str(root / "desktop/ui/assets/fonts/Inter-Regular.ttf"))
    image = QImage(700, 400, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    brush = QPainter(image)
    font = brush.font()
    font.setFamily("Inter")
    for rank, size in enumerate((13, 15, 17, 24)):
        font.setPixelSize(size)
        brush.setFont(font)
        place = QRect(10, 10 + 95 * rank, 680, 95)
        if boxes:
            for i in range(len(TEXT)):
                x, y = 10 + (i % 60) * 11, 10 + 95 * rank + (i // 60) * (size + 4)
                brush.drawRect(x, y, size // 3 + 2, size - 4)
        else:
            brush.drawText(place, int(Qt.TextFlag.TextWordWrap), TEXT)
    brush.end()
    grey = bytes(image.pixelColor(x, y).green() for y in range(image.height()) for x in range(image.width()))
    return letters.Image(image.width(), image.height(), grey)


def test_letters_are_letters(qtbot, root):
    seen = letters.read(_image(root, boxes=False))
    assert seen.letters, seen


def test_boxes_are_not(qtbot, root):
    seen = letters.read(_image(root, boxes=True))
    assert not seen.letters
    assert seen.rectangles > 0.9 * seen.stains
    assert seen.forms < 10


@pytest.mark.parametrize("tint", [0, 255])
def test_an_empty_screen_is_not(tint):
    assert not letters.read(letters.Image(200, 100, bytes([tint]) * 20000)).letters


def test_spots_are_joined_across_rows():
    dessin = ["#...#", "#...#", "##.##", "..#..", "..#..", "..#..", "..#.."]
    grey = b"".join(bytes(0 if c == "#" else 255 for c in row.replace("##.##", "#####")) for row in dessin)
    assert letters.read(letters.Image(5, 7, grey)).stains == 1


def test_a_window_dump_is_read_and_drawn():
    width, height = 3, 2
    pixels = b"".join(bytes((10, 20 + i, 30, 0)) for i in range(width * height))
    head = [
        100,
        7,
        2,
        24,
        width,
        height,
        0,
        0,
        32,
        0,
        32,
        32,
        width * 4,
        4,
        0,
        0,
        0,
        8,
        256,
        0,
        width,
        height,
        0,
        0,
        0,
    ]
    data = struct.pack(">25I", *head) + pixels
    image = letters.read_xwd(data)
    assert (image.width, image.height, image.grey) == (3, 2, bytes((20, 21, 22, 23, 24, 25)))
    dessin = QImage.fromData(letters.png(data, scale=2), "PNG")
    assert (dessin.width(), dessin.height()) == (6, 4)
    assert dessin.pixelColor(5, 3).getRgb()[:3] == (30, 25, 10)
    with pytest.raises(ValueError, match="window dump"):
        letters.read_xwd(struct.pack(">25I", *[100, 6, *head[2:]]))
