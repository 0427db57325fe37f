"""A damaged installation is told in a window; a whole one says nothing."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop import bootstrap, integrity
from desktop.ui.life.first_start import TITLE, FilesCheck


@pytest.fixture
def parent(qtbot):
    parent = QObject()
    yield parent
    parent.deleteLater()


def _boites():
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]


def test_damage_is_shown(qtbot, parent):
    check = FilesCheck(parent, lambda: (False, "Il manque un fichier. Réinstallez."))
    with qtbot.waitSignal(check.found):
        check.later(0)
    qtbot.waitUntil(lambda: bool(_boites()))
    (boite,) = _boites()
    assert boite.windowTitle() == TITLE
    assert "Réinstallez" in boite.text()
    boite.close()


def test_nothing_is_shown_when_all_is_well(qtbot, parent):
    check = FilesCheck(parent, lambda: None)
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
    assert "ne se lit pas" in bootstrap.check_files()[1]
    assert bootstrap.verify_files()[0] is False
    integrity.write(paquet)
    assert bootstrap.check_files() is None
    assert bootstrap.verify_files() == (True, "Le programme est intact : 1 fichiers vérifiés.")
    (paquet / "b.md").write_text("b", encoding="utf-8")
    integrity.write(paquet)
    (paquet / "b.md").unlink()
    assert "b.md" in bootstrap.check_files()[1]
    assert "b.md" in bootstrap.verify_files()[1]


def test_a_checkout_checks_nothing():
    assert bootstrap.window_services().check_files is None


def test_it_can_be_asked_for_in_the_menus(opener, services, qtbot):
    session = opener(services._replace(verify_files=bootstrap.verify_files))
    session.context.run("aide.verifier")
    qtbot.waitUntil(lambda: bool(_boites()))
    (boite,) = _boites()
    assert boite.icon() is QMessageBox.Icon.Information
    assert "depuis ses sources" in boite.text()
    boite.close()


def test_the_first_start_looks_by_itself(opener, services, qtbot, monkeypatch):
    monkeypatch.setattr("desktop.ui.life.first_start.LATER", 0)
    opener(services._replace(check_files=lambda: (False, "sont abîmés : a.so. Réinstallez.")))
    qtbot.waitUntil(lambda: bool(_boites()))
    (boite,) = _boites()
    assert boite.icon() is QMessageBox.Icon.Warning
    assert boite.text() == "sont abîmés\u00a0: a.so. Réinstallez."
    boite.close()


def test_one_look_at_a_time(parent):
    gate, seen = threading.Event(), []

    def look():
        seen.append(1)
        gate.wait(5)

    check = FilesCheck(parent, look)
    first = check.start()
    assert check.start() is first
    gate.set()
    first.join()
    assert seen == [1]
