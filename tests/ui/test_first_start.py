"""A damaged installation is told in a window; a whole one says nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop import bootstrap, integrite
from desktop.ui.first_start import TITLE, FirstCheck


@pytest.fixture
def parent(qtbot):
    parent = QObject()
    yield parent
    parent.deleteLater()


def _boites():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


def test_damage_is_shown(qtbot, parent):
    check = FirstCheck(parent, lambda: "Il manque un fichier. Réinstallez.")
    with qtbot.waitSignal(check.found):
        check.later(0)
    qtbot.waitUntil(lambda: bool(_boites()))
    (boite,) = _boites()
    assert boite.windowTitle() == TITLE
    assert "Réinstallez" in boite.text()
    boite.close()


def test_nothing_is_shown_when_all_is_well(qtbot, parent):
    check = FirstCheck(parent, lambda: None)
    vus = []
    check.found.connect(vus.append)
    check.start().join()
    QApplication.processEvents()
    assert vus == []
    assert _boites() == []


def test_what_a_bundle_says(monkeypatch, tmp_path):
    paquet = tmp_path / "_internal" / "desktop"
    paquet.mkdir(parents=True)
    (paquet / "a.md").write_text("a", encoding="utf-8")
    monkeypatch.setattr("desktop.paths.is_frozen", lambda: True)
    monkeypatch.setattr("desktop.paths.package_dir", lambda: paquet)
    assert "ne se lit pas" in bootstrap.check_files()
    integrite.ecrire(paquet)
    assert bootstrap.check_files() is None
    (paquet / "b.md").write_text("b", encoding="utf-8")
    integrite.ecrire(paquet)
    (paquet / "b.md").unlink()
    assert "b.md" in bootstrap.check_files()


def test_a_checkout_checks_nothing():
    assert bootstrap.window_services().check_files is None
