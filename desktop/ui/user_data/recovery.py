"""When the database can't be read: offer the newest good backup, or an empty start. The bad file is set aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from desktop.store import Store
from desktop.ui.french import french
from desktop.ui.gestures import watch_dialog
from desktop.ui.user_data import words
from desktop.ui.user_data.access import UserData
from desktop.ui.user_data.notice import window_under
from desktop.ui.user_data.opening import NOT_KEPT, Opened, open_store

if TYPE_CHECKING:
    from desktop.ui.context import Context


def offer(context: Context, opened: Opened) -> QMessageBox:
    """Ask what to do; closing the window goes on without keeping anything."""
    data = UserData.of(context)
    box = QMessageBox(window_under())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("Vos données")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(opened.error.message if opened.error is not None else "")
    backup = opened.diagnosis.newest_good if opened.diagnosis is not None else None
    restore = None
    if backup is not None:
        made = f" du {backup.made.astimezone():%d/%m/%Y à %H h %M}" if backup.made is not None else ""
        found = f"La sauvegarde la plus récente en bon état{made} contient : {words.counted(backup.counts)}."
        restore = box.addButton("Reprendre cette sauvegarde", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(restore)
    else:
        found = "Aucune sauvegarde en bon état n’a été trouvée."
    action = opened.error.action if opened.error is not None else ""
    box.setInformativeText(f"{french(found)}\n\n{action}")
    afresh = box.addButton("Repartir d’une base vide", QMessageBox.ButtonRole.DestructiveRole)
    later = box.addButton("Continuer sans rien garder", QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(later)
    folder = context.services.data_dir

    def clicked(chosen: object) -> None:
        if chosen is restore and backup is not None:
            data.reopen(lambda: Store.restore(backup))
        elif chosen is afresh and folder is not None:
            data.reopen(lambda: Store.start_afresh(folder))
        else:
            context.in_background("donnees.ouverture", lambda: open_store(None), lambda value: _without(data, value))

    box.buttonClicked.connect(clicked)
    watch_dialog(box)
    box.open()
    return box


def _without(data: UserData, value: object) -> None:
    opened: Opened = value  # type: ignore[assignment]
    data.warning = french(f"Vos données n’ont pas pu être ouvertes. {NOT_KEPT}")
    data.adopt(opened)
    data.context.say(data.warning)
