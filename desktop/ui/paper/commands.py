"""What is done with paper: a PDF where one says, or a PDF for the system's viewer, which prints. Imported when one is asked for.

No printer is asked by this program: Qt's print dialog asks CUPS on a socket, and a print server over the network. The PDF to be
printed stands in a folder of the data folder that only its owner enters; what stands there goes at the next opening.
"""

from __future__ import annotations

import contextlib
import secrets
from typing import TYPE_CHECKING

from desktop import files
from desktop.errors import system_reason
from desktop.ui.kit.ask_file import ask_save, file_name
from desktop.ui.kit.notice import notice
from desktop.ui.paper.printing import PrintError, write_pdf
from desktop.ui.paper.printouts import FOLDER, sweep
from desktop.ui.paper.viewer import Viewer

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from desktop.ui.door.context import Context
    from desktop.ui.door.printable import Printable

OPENED = (
    "Le PDF s’ouvre dans le lecteur de l’ordinateur : imprimez-le de là (Ctrl+P). "
    "Sa copie de travail est effacée au prochain démarrage de Cap palliatif."
)
NO_VIEWER = "Aucun programme n’ouvre les PDF sur cet ordinateur."
INSTEAD = "« Exporter en PDF » écrit le document où vous voulez, par exemple sur une clé, pour l’imprimer d’ailleurs."


def export_pdf(context: Context, printable: Printable, parent: QWidget) -> None:
    """Ask where, then write; a refusal is shown with what to do."""
    path = ask_save(parent, "Exporter en PDF", f"{file_name(printable.titre)}.pdf", "Document PDF (*.pdf)")
    if path is None:
        return
    try:
        pages = write_pdf(printable, path)
    except PrintError as error:
        notice("Exporter en PDF", error.message, error.action)
        return
    context.say(f"PDF écrit : {path} ({pages} page{'s' if pages > 1 else ''}).")


def print_page(context: Context, printable: Printable, parent: QWidget) -> None:
    """Write a PDF in a place of our own, and hand it to the program that the system opens PDFs with."""
    folder = context.services.data_dir
    if folder is None:
        notice("Imprimer", "Il n’y a pas de dossier de données où préparer l’impression.", INSTEAD)
        return
    # The name says nothing of whom it is about: viewers and desktops keep lists of what was opened.
    path = folder / FOLDER / f"cap-palliatif-{secrets.token_hex(4)}.pdf"
    try:
        files.private_folder(path.parent)
        write_pdf(printable, path)
    except PrintError as error:
        notice("Imprimer", error.message, INSTEAD)
        return
    except OSError as error:
        notice("Imprimer", f"L’impression ne peut pas être préparée : {system_reason(error)}.", INSTEAD)
        return
    _erase_with_the_rest(context)
    _hand_over(context, path, parent)


def _erase_with_the_rest(context: Context) -> None:
    """From the first printout on, « Tout effacer » takes them too."""
    data, folder = context.data, context.services.data_dir
    if not data.property("printouts"):
        data.setProperty("printouts", 1)
        data.erased.connect(lambda: sweep(folder))


def _hand_over(context: Context, path: Path, parent: QWidget) -> None:
    def refuse() -> None:
        # Nobody reads it: what can't be erased now goes with the rest, at the next opening.
        with contextlib.suppress(OSError):
            files.shred(path)
        notice("Imprimer", NO_VIEWER, INSTEAD)

    viewer = Viewer(parent)
    viewer.refused.connect(refuse)
    if viewer.open(path):
        context.say(OPENED)
    else:
        refuse()
