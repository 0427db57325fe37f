"""`cap-palliatif donnees`: is what the user kept whole? Checks, repairs what can be, saves what can be read. No window needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import paths
from desktop.cli.parser import CommandParser
from desktop.store import Health, Store
from desktop.store.words import counted
from desktop.text import dates

if TYPE_CHECKING:
    from desktop.cli.services import RunContext
    from desktop.store import Diagnosis

_SAID = {
    Health.NEW: "aucune donnée n’est encore gardée",
    Health.GOOD: "en bon état",
    Health.PARTLY: "lisible, sauf ce qui suit",
    Health.DAMAGED: "endommagée",
    Health.MISSING: "absente ou vide, alors que des sauvegardes existent",
    Health.NEWER: "écrite par une version plus récente du programme",
    Health.BEHIND: "plus ancienne que vos sauvegardes",
    Health.UNREADABLE: "inaccessible",
}
_REPAIRED = (Health.PARTLY, Health.DAMAGED)
_LEFT_ALONE = (Health.NEW, Health.GOOD)


def run(arguments: list[str], context: RunContext) -> int:
    """Check the data folder. 0 when all is well or was repaired, 1 when something is wrong."""
    del context
    parser = CommandParser("cap-palliatif donnees", "Vérifier, réparer ou sauvegarder ce que vous avez gardé.")
    parser.add_argument("--reparer", action="store_true")
    parser.add_argument("--sauver", metavar="FICHIER")
    parser.add_argument("--dossier", metavar="DOSSIER")
    choice = parser.read(arguments)
    folder = Path(choice.dossier) if choice.dossier else paths.data_dir()
    diagnosis = Store.diagnose(folder)
    _tell(diagnosis)
    if choice.reparer and diagnosis.health in _REPAIRED:
        repaired = Store.repair(folder)
        print(f"Réparée : {counted(repaired.counts)} dans une base neuve ; l’ancienne est dans {repaired.place}.")
        for word in repaired.set_aside:
            print(f"  mis à part : {word.words}")
        diagnosis = Store.diagnose(folder)
    saved = _save(folder, Path(choice.sauver)) if choice.sauver else True
    return 0 if saved and diagnosis.health in _LEFT_ALONE else 1


def _tell(diagnosis: Diagnosis) -> None:
    whole = diagnosis.health in _LEFT_ALONE
    out = sys.stdout if whole else sys.stderr
    print(f"{diagnosis.path} : {_SAID[diagnosis.health]}.", file=out)
    if diagnosis.health is Health.UNREADABLE:
        print(f"  {diagnosis.detail}", file=out)
    if diagnosis.health in (Health.BEHIND, Health.MISSING):
        print("  Ouvrez la fenêtre : elle propose l’état le plus récent.", file=out)
    for word in diagnosis.unreadable:
        print(f"  {word.words}", file=out)
    if diagnosis.readable is not None:
        print(f"  s’y lisent encore : {counted(diagnosis.readable)} ; --reparer les met dans une base neuve.", file=out)
    for backup in diagnosis.backups:
        made = f" du {dates.figures_and_hour(backup.made.astimezone())}" if backup.made is not None else ""
        state = "en bon état" if backup.good else backup.problem or f"{len(backup.unreadable)} élément(s) illisible(s)"
        print(f"  sauvegarde {backup.number}{made}, {counted(backup.counts)} : {state}", file=out)


def _save(folder: Path, target: Path) -> bool:
    # In memory: the files stay as they are, whatever their state, and a window may be open on them.
    with Store.temporary(folder) as store:
        if not store.filled:
            print(
                "Rien ne peut être sauvegardé : la base ne se lit pas. Réparez-la d’abord (--reparer).", file=sys.stderr
            )
            return False
        counts = store.save_to(target)
        print(f"Sauvegardé dans {target} : {counted(counts)}.")
        for word in store.unreadable():
            print(f"  n’y est pas : {word.words}", file=sys.stderr)
    return True
