"""The ids of the pages and commands of the user's own data. No Qt."""

from __future__ import annotations

DATA = "donnees"
"""The page."""

UNDO = "donnees.annuler"
"""Commands."""
REDO = "donnees.retablir"
SHOW_DATA = "donnees.page"
SAVE = "donnees.sauver"
TAKE_BACK = "donnees.reprendre"
CHECK = "donnees.verifier"
ERASE = "donnees.effacer"
