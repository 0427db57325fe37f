"""« Vérifier mes données »: looks at everything, says what it found, and repairs when one asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from desktop.store import Health, Store
from desktop.text.typography import french
from desktop.ui.kit.message_box import MessageBox
from desktop.ui.kit.notice import notice, window_under
from desktop.ui.user_data import words

if TYPE_CHECKING:
    from desktop.store import Backup, Checkup, Diagnosis, Repaired, Unreadable
    from desktop.ui.door.context import Context

TITLE = "Vérifier mes données"
LISTED = 6
"""How many rows that can't be read a message names; a sentence counts the others."""


class _Found(NamedTuple):
    check: Checkup
    backups: tuple[Backup, ...]


def run(context: Context) -> None:
    """Check on the worker thread, then say what was found."""
    data = context.data
    if data.store is not None and not data.store.persistent:
        _look_at_files(context)
        return
    context.say("Vérification de vos données…")
    data.write(lambda store: _Found(store.check(), store.backups()), lambda found: _say(context, found))


def _say(context: Context, found: _Found) -> None:
    good = sum(backup.good for backup in found.backups)
    kept = f"{words.counted(found.check.counts)}. {words.backups(good, len(found.backups))}"
    if found.check.good:
        notice(TITLE, "Tout est en bon état.", french(f"Chaque élément a été relu : {kept}"), alarm=False)
        return
    lines = [*found.check.faults, *named(found.check.unreadable)]
    _offer_repair(context, "Tout n’est pas en bon état.", lines, f"Ce qui se lit : {kept}")


def _look_at_files(context: Context) -> None:
    """The store lives in memory: what counts is the database on the disk, which could not be opened."""
    folder = context.services.data_dir
    if folder is None:
        return

    def done(diagnosis: Diagnosis) -> None:
        if diagnosis.health is Health.DAMAGED and diagnosis.readable is not None:
            found = f"Dans la base abîmée se lisent encore : {words.counted(diagnosis.readable)}."
            _offer_repair(context, "La base de données est abîmée.", [], found)
        else:
            notice(TITLE, french(f"La base de données est {diagnosis.health.value}."), diagnosis.detail)

    context.in_background("donnees.verification", lambda: Store.diagnose(folder), done)


def named(unreadable: tuple[Unreadable, ...]) -> list[str]:
    """The words of rows that can't be read, the last one counting those that are not named."""
    lines = [one.words for one in unreadable[:LISTED]]
    more = len(unreadable) - LISTED
    return [*lines, f"et {more} de plus"] if more > 0 else lines


def _offer_repair(context: Context, head: str, lines: list[str], found: str) -> None:
    box = MessageBox(window_under())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(TITLE)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setText(french(head))
    listed = "".join(f"– {line}\n" for line in lines)
    box.setInformativeText(
        french(
            f"{listed}{found}\n\nRéparer met dans une base neuve tout ce qui se lit. La base présente et ce qui ne se lit pas "
            "sont gardés à part, dans le dossier des données."
        )
    )
    repair = box.addButton("Réparer", QMessageBox.ButtonRole.AcceptRole)
    later = box.addButton("Plus tard", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(repair)
    box.setEscapeButton(later)
    box.buttonClicked.connect(lambda chosen: _repair(context) if chosen is repair else None)
    box.open()


def _repair(context: Context) -> None:
    folder = context.services.data_dir
    if folder is None:
        return

    def done(repaired: Repaired) -> None:
        aside = "".join(f"\n– {line}" for line in named(repaired.set_aside))
        more = f"\n\nMis à part, dans {repaired.place} :{aside}" if aside else ""
        detail = f"Repris dans une base neuve : {words.counted(repaired.counts)}.{more}"
        notice(TITLE, "Vos données sont réparées.", french(detail), alarm=False)

    context.data.reopen(lambda: Store.repair(folder), done)
