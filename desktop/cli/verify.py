"""`cap-palliatif verifier` says whether the installed program is whole, and which SQLite keeps the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop import integrity
from desktop.cli.parser import Analyseur
from desktop.cli.streams import complain, say

if TYPE_CHECKING:
    from desktop.cli.services import Contexte


def executer(arguments: list[str], contexte: Contexte) -> int:
    """Compare every installed file with its hash. 0 when the program is whole, or runs from its sources; else 1."""
    del contexte
    Analyseur("cap-palliatif verifier", "Vérifier les fichiers du programme.").parse_args(arguments)
    from desktop.store import sqlite

    rapport = integrity.verifier()
    intact = rapport is None or rapport.intact
    (say if intact else complain)(integrity.SANS_MANIFESTE if rapport is None else rapport.message())
    (say if sqlite.log_keeps() else complain)(sqlite.described())
    return 0 if intact else 1
