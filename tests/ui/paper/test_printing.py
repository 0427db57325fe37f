"""A document as a PDF, written whole or not at all."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QFileDialog

from desktop.ui.shell import deeds


def test_the_document_is_written_as_pdf(window, tmp_path, monkeypatch):
    target = tmp_path / "été indien.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    window.context.open_content("usp")
    window.context.run("fichier.pdf")
    assert target.read_bytes().startswith(b"%PDF")
    assert "PDF écrit" in window.toast.label.text()


def test_a_pdf_that_cannot_be_written_says_what_to_do(window, tmp_path):
    from desktop.ui.paper.printing import PrintError, write_pdf

    window.context.open_content("usp")
    with pytest.raises(PrintError, match="autre dossier"):
        write_pdf(deeds.printable(window), tmp_path / "absent" / "x.pdf")


def test_a_pdf_that_fails_half_way_leaves_what_stood_there(window, tmp_path, monkeypatch):
    from desktop.ui.paper import printing

    window.context.open_content("usp")
    target = tmp_path / "plan.pdf"
    target.write_bytes(b"avant")
    monkeypatch.setattr(printing, "paint", lambda *_: 0)
    with pytest.raises(printing.PrintError):
        printing.write_pdf(deeds.printable(window), target)
    assert target.read_bytes() == b"avant"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["plan.pdf"]


def test_paper_has_every_rule_and_badges_with_their_ground(window, petit):
    from desktop.ui.paper.printing import PAPER

    window.context.open_content("usp")
    document = deeds.printable(window).document(PAPER, QSizeF())
    plain = document.toPlainText()
    assert "Chaque unité compte au minimum 10 lits." in plain
    assert "Requis" in plain
    assert "1. Elle avait posé le premier cadre." in plain
