"""« Vérifier mes données »: SQLite's own check, the tables, and every row decoded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.store import backups
from desktop.store import connection as access
from desktop.store.findings import Checkup
from desktop.store.migration import schema_fault
from desktop.text.typography import french

if TYPE_CHECKING:
    from desktop.store import sqlite
    from desktop.store.engine import Engine


def check(engine: Engine) -> Checkup:
    """Look at the whole database; nothing is changed. Raises StoreError when it can't be read at all."""
    with engine.lock, access.first_look(engine.path), engine.transaction("DEFERRED"):
        faults = tuple(french(fault) for fault in _faults(engine.connection))
        unreadable = tuple(backups.undecoded(engine.connection))
        counts = backups.counts_of(engine.connection, unreadable)
    engine.forget_unreadable()
    for one in unreadable:
        engine.met(one)
    return Checkup(counts, faults, unreadable)


def _faults(connection: sqlite.Connection) -> list[str]:
    found = []
    if access.fault_of(connection, thorough=False):
        found.append("le fichier est abîmé par endroits")
    elif access.fault_of(connection, thorough=True):
        found.append("un index ne correspond plus à ce qu'il range")
    if schema_fault(connection):
        found.append("une table ou un numéro de la base manque")
    return found
