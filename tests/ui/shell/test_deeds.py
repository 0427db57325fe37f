"""What the commands do with what is shown."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication


def test_a_rule_is_copied_with_its_reference(window):
    window.context.open_content("usp-lits-unite")
    window.context.run("lecture.copier")
    words = QGuiApplication.clipboard().text().replace("\u00a0", " ")
    assert "Chaque unité compte au minimum 10 lits. [requis, minimum]" in words
    assert "annexe 2, « Nombre de lits »" in words
    assert window.toast.isVisible()
