"""The proof that a screen shows letters can tell letters from boxes."""

from __future__ import annotations

import struct

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontDatabase, QImage, QPainter

from build_scripts.installers import letters

TEXTE = (
    "Combien de lits dans une unité de soins palliatifs ? Chaque unité compte au minimum dix lits ; l’équipe mobile intervient "
    "à domicile, en EHPAD et à l’hôpital, sept jours sur sept. « Qui joindre un samedi soir ? » Évaluer, "
    "coordonner, prévoir : voilà le plan, n° 24/7."
)


def _image(root, *, boites):
    QFontDatabase.addApplicationFont(str(root / "desktop/ui/assets/fonts/Inter-Regular.ttf"))
    image = QImage(700, 400, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    pinceau = QPainter(image)
    police = pinceau.font()
    police.setFamily("Inter")
    for rang, taille in enumerate((13, 15, 17, 24)):
        police.setPixelSize(taille)
        pinceau.setFont(police)
        place = QRect(10, 10 + 95 * rang, 680, 95)
        if boites:
            for i in range(len(TEXTE)):
                x, y = 10 + (i % 60) * 11, 10 + 95 * rang + (i // 60) * (taille + 4)
                pinceau.drawRect(x, y, taille // 3 + 2, taille - 4)
        else:
            pinceau.drawText(place, int(Qt.TextFlag.TextWordWrap), TEXTE)
    pinceau.end()
    gris = bytes(image.pixelColor(x, y).green() for y in range(image.height()) for x in range(image.width()))
    return letters.Image(image.width(), image.height(), gris)


def test_letters_are_letters(qtbot, root):
    vu = letters.lire(_image(root, boites=False))
    assert vu.lettres, vu


def test_boxes_are_not(qtbot, root):
    vu = letters.lire(_image(root, boites=True))
    assert not vu.lettres
    assert vu.rectangles > 0.9 * vu.taches
    assert vu.formes < 10


@pytest.mark.parametrize("teinte", [0, 255])
def test_an_empty_screen_is_not(teinte):
    assert not letters.lire(letters.Image(200, 100, bytes([teinte]) * 20000)).lettres


def test_spots_are_joined_across_rows():
    dessin = ["#...#", "#...#", "##.##", "..#..", "..#..", "..#..", "..#.."]
    gris = b"".join(bytes(0 if c == "#" else 255 for c in rangee.replace("##.##", "#####")) for rangee in dessin)
    assert letters.lire(letters.Image(5, 7, gris)).taches == 1


def test_a_window_dump_is_read_and_drawn():
    largeur, hauteur = 3, 2
    pixels = b"".join(bytes((10, 20 + i, 30, 0)) for i in range(largeur * hauteur))
    tete = [
        100,
        7,
        2,
        24,
        largeur,
        hauteur,
        0,
        0,
        32,
        0,
        32,
        32,
        largeur * 4,
        4,
        0,
        0,
        0,
        8,
        256,
        0,
        largeur,
        hauteur,
        0,
        0,
        0,
    ]
    octets = struct.pack(">25I", *tete) + pixels
    image = letters.lire_xwd(octets)
    assert (image.largeur, image.hauteur, image.gris) == (3, 2, bytes((20, 21, 22, 23, 24, 25)))
    dessin = QImage.fromData(letters.png(octets, echelle=2), "PNG")
    assert (dessin.width(), dessin.height()) == (6, 4)
    assert dessin.pixelColor(5, 3).getRgb()[:3] == (30, 25, 10)
    with pytest.raises(ValueError, match="window dump"):
        letters.lire_xwd(struct.pack(">25I", *[100, 6, *tete[2:]]))
