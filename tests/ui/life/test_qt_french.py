"""Qt's own words are French; one that no catalogue has stays as it is, for Qt reads its own words as well."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice
from PySide6.QtGui import QImage, QImageReader


@pytest.mark.parametrize(
    ("context", "source", "french"),
    [
        ("QFileDialog", "File &name:", "&Nom de fichier"),
        ("QPlatformTheme", "Cancel", "Annuler"),
        ("QAbstractFileIconProvider", "Folder", "Dossier"),
        ("QNobody", "A word that no catalogue has", "A word that no catalogue has"),
    ],
)
def test_qts_own_words(window, context, source, french):
    assert QCoreApplication.translate(context, source).startswith(french)


def test_a_picture_is_read_by_its_own_format(window):
    """Qt's reader of TGA takes a picture for one of its own when the words of its refusal are translated to nothing."""
    held = QByteArray()
    written = QBuffer(held)
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(0xFF0000)
    assert picture.save(written, "PNG")
    read = QBuffer(held)
    read.open(QIODevice.OpenModeFlag.ReadOnly)
    assert QImageReader(read).format() == b"png"
    assert QImage.fromData(held.data()).size() == picture.size()
