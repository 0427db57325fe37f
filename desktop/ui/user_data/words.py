"""How much there is, in words. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.store.words import counted
from desktop.text.typography import french

__all__ = ["backups", "counted", "taken"]

if TYPE_CHECKING:
    from desktop.store import Taken


def backups(good: int, number: int) -> str:
    """How many automatic backups there are, and how many of them are good."""
    if not number:
        return "Aucune sauvegarde automatique pour l’instant."
    state = "toutes en bon état" if good == number else f"{good} en bon état"
    if number == 1:
        state = "en bon état" if good else "abîmée"
    return f"Sauvegardes automatiques : {number}, {state}."


def taken(done: Taken) -> str:
    """What « Reprendre mes données » did."""
    words = f"Repris : {counted(done.added)}."
    if done.updated:
        words += f" {done.updated} mis à jour."
    if done.kept_twice:
        words += f" Différents ici et dans le fichier, donc gardés deux fois : {', '.join(done.kept_twice)}."
    return french(f"{words} Ctrl+Z annule.")
