"""The user's own data: kept cases, bookmarks, notes, reading history, drafts. No Qt, no content, no decision.

Import it late, after the first paint: some 30 ms, and as much again for sqlite-utils at the first list or change.

How the screens use it::

    from desktop.store import CaseState, Draft, Kind, Store, StoreError, privacy

    privacy.warn("M. Dupont")                        # « Ce libellé ressemble à un nom … », None when nothing is recognised
    store = Store(paths.data_dir())                  # after the first paint: some 5 ms, the first list 60 ms more
    case = store.cases.keep("orientation", CaseState(facts, plan, …), label="visite du samedi", drafts=(draft.id,))
    case = store.cases.change(case.id, CaseState(…), drafts=(draft.id,))  # the former state becomes a revision
    store.cases.rename(case.id, "visite de suivi")
    store.cases.all(); store.cases.all(limit=5)      # tuple[Case, …], last changed first
    store.cases.lines(("$.principal",), limit=200)   # tuple[CaseLine, …]: what a list shows, without decoding plans
    store.cases.review(case.id, date(2026, 11, 30))  # « à revoir le … », None takes it away; store.cases.lines(due=today)
    store.cases.get(case.id)                         # UnknownRecordError when it is gone
    store.cases.revisions(case.id)                   # tuple[Revision, …], newest first: « compared with its earlier state »
    store.cases.erase(case.id); store.undo_label     # « effacer la situation « visite de suivi » »
    store.undo(); store.redo()                       # the label of what was undone, None when there is nothing

    store.bookmarks.add("had-motifs", Kind.RUBRIQUE, "Motifs d'admission"); store.bookmarks.remove("had-motifs")
    store.bookmarks.all(); store.bookmarks.targets() # tuple[Bookmark, …] in the order they were set; frozenset[str]
    note = store.notes.add("had-motifs-complexite", "À revoir avec l'équipe", about="La situation présente …")
    store.notes.on("had-motifs-complexite"); store.notes.all()
    store.notes.change(note.id, "…"); store.notes.move(note.id, "had-autre-regle", about="…"); store.notes.erase(note.id)

    store.readings.record("had-motifs", "Motifs d'admission"); store.readings.recent(20); store.readings.last()
    store.readings.erase()                           # the whole history

    store.drafts.save(Draft("orientation", facts, extra, id="…"))  # at each answer; on disk when it returns
    store.drafts.all("orientation"); store.drafts.discard("…")  # several may be open at once

    store.save_to(path)                              # « Sauvegarder mes données »: one zip with JSON, see archive.py
    saved = Store.read_saved(path)                   # checked as a whole; saved.counts, saved.made for the dialog
    store.take_back(saved, Mode.MERGE)               # « Reprendre mes données »: all or nothing, can be undone
    store.backup("…"); store.backups()
    store.erase_all().remaining                      # « Tout effacer »: at once, for good, no undo; what is still on the disk
    store.unreadable()                               # records that were met and can't be decoded: told, the others are shown
    store.check()                                    # « Vérifier mes données »: counts, faults, records that can't be decoded
    store.forget_undo()                              # what was erased is now gone from every file; close() does it
    store.close()                                    # forget_undo, a backup if anything changed, release the files: call it
                                                     # when the window closes, and show what it raises
    store.subscribe(callback)                        # callback({table: keys of the rows}) after each commit or undo

    store.of(KIND).all(); store.of(KIND).keep(record, "ajouter le rappel")  # any kind of record; a new one is one file in kinds/

Every call is safe from any thread and returns when the change is on disk (fsync): show it then, not before. Calls take some
milliseconds on a disk, so call them from the worker, and undo/redo too. What can go wrong is a StoreError: `message` and
`action` are French and ready to be shown; nothing was changed then. At the opening::

    try:
        store = Store(folder)
    except (DamagedDatabaseError, MissingDatabaseError, BehindError):
        diagnosis = Store.diagnose(folder)           # offer newest_good, readable (by a repair), alone (without its log)
        Store.restore(diagnosis.newest_good)         # or repair(folder), restore(diagnosis.alone), start_afresh(folder), or, when
                                                     # behind, keep_present(folder); the former file is set aside; then open again
    except StoreError:                               # newer version, read-only, full, busy …: show it, then
        store = Store.temporary(folder)              # in memory; `persistent` is False, `filled` when the database was read

Undo covers everything that the user does to cases, bookmarks, notes, history and drafts, except recording a reading and
saving a draft; it lives in memory and ends with the program or with `forget_undo()`.
"""

from __future__ import annotations

from desktop.store.archive import Saved, suggested_name
from desktop.store.errors import (
    BadSavedFileError,
    BadValueError,
    BehindError,
    CancelledError,
    DamagedDatabaseError,
    DiskFullError,
    MissingDatabaseError,
    NewerDatabaseError,
    NewerSavedFileError,
    ReadOnlyError,
    StoreAccessError,
    StoreBusyError,
    StoreError,
    UndoConflictError,
    UnknownRecordError,
    UnreadableRecordError,
)
from desktop.store.findings import (
    Backup,
    Checkup,
    Counts,
    Diagnosis,
    Erased,
    Health,
    Mode,
    Remains,
    Repaired,
    Taken,
    Unreadable,
)
from desktop.store.kinds.bookmarks import Bookmark, Kind
from desktop.store.kinds.cases import Case, CaseLine, CaseState, Revision
from desktop.store.kinds.drafts import Draft
from desktop.store.kinds.notes import Note
from desktop.store.kinds.readings import Reading
from desktop.store.rows import Facts, Json
from desktop.store.store import Store

__all__ = [
    "Backup",
    "BadSavedFileError",
    "BadValueError",
    "BehindError",
    "Bookmark",
    "CancelledError",
    "Case",
    "CaseLine",
    "CaseState",
    "Checkup",
    "Counts",
    "DamagedDatabaseError",
    "Diagnosis",
    "DiskFullError",
    "Draft",
    "Erased",
    "Facts",
    "Health",
    "Json",
    "Kind",
    "MissingDatabaseError",
    "Mode",
    "NewerDatabaseError",
    "NewerSavedFileError",
    "Note",
    "ReadOnlyError",
    "Reading",
    "Remains",
    "Repaired",
    "Revision",
    "Saved",
    "Store",
    "StoreAccessError",
    "StoreBusyError",
    "StoreError",
    "Taken",
    "UndoConflictError",
    "UnknownRecordError",
    "Unreadable",
    "UnreadableRecordError",
    "suggested_name",
]
