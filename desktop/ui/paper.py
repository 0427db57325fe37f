"""The dialogs around printing: where to write a PDF, which printer. Imported when one is asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop.ui.printing import Printable, PrintError, paint, write_pdf

if TYPE_CHECKING:
    from desktop.ui.context import Context


def file_name(title: str) -> str:
    """A title as the name of a file: letters, digits and plain signs, one space between words."""
    return " ".join(re.sub(r"[^\w’()-]+", " ", title).split())


def export_pdf(context: Context, printable: Printable, parent: QWidget) -> None:
    """Ask where, then write; a refusal is shown with what to do."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    name = file_name(printable.titre)
    chosen, _ = QFileDialog.getSaveFileName(
        parent, "Exporter en PDF", str(Path(folder) / f"{name}.pdf"), "Document PDF (*.pdf)"
    )
    if not chosen:
        return
    path = Path(chosen)
    if not path.suffix:
        path = path.with_suffix(".pdf")
    try:
        pages = write_pdf(printable, path)
    except PrintError as error:
        QMessageBox.warning(parent, "Exporter en PDF", str(error))
        return
    context.say(f"PDF écrit : {path} ({pages} page{'s' if pages > 1 else ''}).")


def print_page(context: Context, printable: Printable, parent: QWidget) -> None:
    """Ask for a printer, then print."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(printable.titre)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("Imprimer")
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return
    if paint(printable, printer):
        context.say("Envoyé à l’imprimante.")
    else:
        QMessageBox.warning(parent, "Imprimer", "L’imprimante a refusé le document. Essayez l’export en PDF.")
