"""`cap-palliatif verifier` says whether the installed program is whole, and which SQLite keeps the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop import integrity
from desktop.cli.parser import CommandParser
from desktop.cli.streams import complain, say

if TYPE_CHECKING:
    from desktop.cli.services import RunContext


def run(arguments: list[str], context: RunContext) -> int:
    """Compare every installed file with its hash. 0 when the program is whole, or runs from its sources; else 1."""
    del context
    CommandParser("cap-palliatif verifier", "Vérifier les fichiers du programme.").read(arguments)
    from desktop.store import sqlite

    report = integrity.verify()
    intact = report is None or report.intact
    (say if intact else complain)(integrity.NO_MANIFEST if report is None else report.message())
    (say if sqlite.log_keeps() else complain)(sqlite.described())
    return 0 if intact else 1
