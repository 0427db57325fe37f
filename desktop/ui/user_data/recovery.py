"""When the database can't be read, or is older than its backups: say what can be brought back, and let a person choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QMessageBox

from desktop.store import Health, Store
from desktop.store.offering import NOT_KEPT, Opened, open_without
from desktop.store.words import weight
from desktop.text import dates
from desktop.text.typography import french
from desktop.ui.kit.message_box import MessageBox
from desktop.ui.kit.notice import window_under
from desktop.ui.user_data import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.store import Counts, Diagnosis
    from desktop.ui.door.context import Context

ASIDE = "Quoi que vous choisissiez, le fichier présent est gardé à part."
Accept, Destructive = QMessageBox.ButtonRole.AcceptRole, QMessageBox.ButtonRole.DestructiveRole


class Way(NamedTuple):
    """One thing that can be done: the button, what it would bring back, and what it does with the files."""

    button: str
    found: str
    counts: Counts | None
    act: Callable[[], object]
    role: QMessageBox.ButtonRole = Accept


def ways_out(folder: Path, diagnosis: Diagnosis) -> list[Way]:
    """What can be done, the best first: what is the newest, then what brings back most."""
    ways = []
    if (alone := diagnosis.alone) is not None:
        found = f"Base sans son journal, plus ancien qu’elle : {words.counted(alone.counts)}."
        ways.append(Way("Reprendre la base sans ce journal", found, alone.counts, lambda: Store.restore(alone)))
    if (readable := diagnosis.readable) is not None:
        found = f"Ce qui se lit dans la base abîmée : {words.counted(readable)}."
        ways.append(Way("Réparer la base", found, readable, lambda: Store.repair(folder)))
    if (backup := diagnosis.newest_good) is not None:
        made = f" du {dates.figures_and_hour(backup.made.astimezone())}" if backup.made is not None else ""
        state = "" if backup.good else " (lisible en partie)"
        found = f"Sauvegarde{made}{state} : {words.counted(backup.counts)}."
        ways.append(Way("Reprendre cette sauvegarde", found, backup.counts, lambda: Store.restore(backup)))
    if diagnosis.alone is None:
        # What holds most comes first; of as much, the database itself, which knows the last changes.
        ways.sort(key=lambda way: -_weight(way.counts))
    if diagnosis.health is Health.BEHIND:
        ways.append(Way("Garder l’état présent", "", None, lambda: Store.keep_present(folder), Destructive))
    else:
        ways.append(Way("Repartir d’une base vide", "", None, lambda: Store.start_afresh(folder), Destructive))
    return ways


def offer(context: Context, opened: Opened) -> QMessageBox:
    """Ask what to do; closing the window goes on without keeping anything."""
    data, folder = context.data, context.services.data_dir
    box = MessageBox(window_under())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle("Vos données")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(opened.error.message if opened.error is not None else "")
    ways = ways_out(folder, opened.diagnosis) if folder is not None and opened.diagnosis is not None else []
    found = [way.found for way in ways if way.found] or ["Aucune sauvegarde en bon état n’a été trouvée."]
    box.setInformativeText(french("\n".join([*found, ASIDE])))
    chosen_ways = {box.addButton(way.button, way.role): way for way in ways}
    if any(way.found for way in ways):
        box.setDefaultButton(next(iter(chosen_ways)))
    later = box.addButton("Continuer sans rien garder", QMessageBox.ButtonRole.RejectRole)
    box.setEscapeButton(later)

    def clicked(chosen: object) -> None:
        way = next((way for button, way in chosen_ways.items() if button is chosen), None)
        if way is not None:
            data.reopen(way.act)
        else:
            context.in_background(
                "donnees.ouverture", lambda: open_without(folder), lambda opened: _without(context, opened)
            )

    # One under the other: side by side their words are cut in a small window, and with large letters.
    if (buttons := box.findChild(QDialogButtonBox)) is not None:
        buttons.setOrientation(Qt.Orientation.Vertical)
    box.buttonClicked.connect(clicked)
    box.open()
    return box


def _weight(counts: Counts | None) -> int:
    return 0 if counts is None else weight(counts)


def _without(context: Context, opened: Opened) -> None:
    data = context.data
    data.adopt(opened)
    data.warning = french(f"Vos données n’ont pas pu être ouvertes. {NOT_KEPT}")
    context.say(data.warning)
