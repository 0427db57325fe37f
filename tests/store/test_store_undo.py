"""Undo: any sequence of actions, undone, returns the former state; so does redo the other way."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.store import CaseState, Draft, Kind, Mode, Store, UndoConflictError, UnknownRecordError, kinds

TARGETS = ("had-motifs", "usp-lits", "emsp-equipe")
WORDS = ("visite", "patiente domicile", "samedi", "")


def rows_of(store: Store, *, without: frozenset[str] = frozenset()) -> dict[str, list]:
    connection = store._engine.connection
    return {
        table: sorted(connection.execute(f"SELECT * FROM [{table}]").fetchall(), key=repr)  # noqa: S608
        for table in kinds.tables()
        if table not in without
    }


Action = Callable[[Store], object]


def _case(store: Store, number: int) -> str:
    cases = store.cases.all()
    return cases[number % len(cases)].id if cases else "aucun"


def _note(store: Store, number: int) -> str:
    notes = store.notes.all()
    return notes[number % len(notes)].id if notes else "aucune"


def _state(number: int) -> CaseState:
    return CaseState({"age": "adulte", "n": number}, {"niveau": number % 3})


numbers = st.integers(0, 5)
targets = st.sampled_from(TARGETS)
words = st.sampled_from(WORDS)

undoable: st.SearchStrategy[Action] = st.one_of(
    st.builds(
        lambda n, w: lambda s: s.cases.keep("niveau", _state(n), w, drafts=("niveau",) * (n % 2)), numbers, words
    ),
    st.builds(lambda n, m: lambda s: s.cases.change(_case(s, n), _state(m), drafts=("niveau",)), numbers, numbers),
    st.builds(lambda n, w: lambda s: s.cases.rename(_case(s, n), w), numbers, words),
    st.builds(lambda n: lambda s: s.cases.erase(_case(s, n)), numbers),
    st.builds(lambda t, w: lambda s: s.bookmarks.add(t, Kind.REGLE, w), targets, words),
    st.builds(lambda t: lambda s: s.bookmarks.remove(t), targets),
    st.builds(lambda t, n: lambda s: s.notes.add(t, f"note {n}"), targets, numbers),
    st.builds(lambda n, m: lambda s: s.notes.change(_note(s, n), f"note {m}"), numbers, numbers),
    st.builds(lambda n, t: lambda s: s.notes.move(_note(s, n), t), numbers, targets),
    st.builds(lambda n: lambda s: s.notes.erase(_note(s, n)), numbers),
    st.builds(lambda: lambda s: s.drafts.discard("niveau")),
    st.builds(lambda: lambda s: s.readings.erase()),
)
recording: st.SearchStrategy[Action] = st.one_of(
    st.builds(lambda t: lambda s: s.readings.record(t, "Titre"), targets),
    st.builds(lambda n: lambda s: s.drafts.save(Draft("niveau", {"n": n})), numbers),
)


def run(store: Store, action: Action) -> None:
    with contextlib.suppress(UnknownRecordError):  # nothing there to act on: as the screen, which offers it no more
        action(store)


@settings(max_examples=60, deadline=None)
@given(first=st.lists(undoable | recording, max_size=6), then=st.lists(undoable, max_size=12))
def test_undo_returns_every_former_state_and_redo_every_later_one(first: list[Action], then: list[Action]) -> None:
    with Store.temporary() as store:
        for action in first:
            run(store, action)
        store.forget_undo()
        states = [rows_of(store)]
        for action in then:
            run(store, action)
            if rows_of(store) != states[-1]:
                states.append(rows_of(store))
        for former in reversed(states[:-1]):
            assert store.undo() is not None
            assert rows_of(store) == former
        assert store.undo() is None
        for later in states[1:]:
            assert store.redo() is not None
            assert rows_of(store) == later
        assert store.redo() is None


@settings(max_examples=40, deadline=None)
@given(actions=st.lists(undoable | recording, max_size=14))
def test_what_is_recorded_on_the_way_never_hinders_undo(actions: list[Action]) -> None:
    volatile = frozenset({"readings", "drafts"})
    with Store.temporary() as store:
        for action in actions:
            run(store, action)
        while store.undo_label:
            assert store.undo() is not None
        assert rows_of(store, without=volatile) == {table: [] for table in kinds.tables() if table not in volatile}


@settings(max_examples=15, deadline=None)
@given(here=st.lists(undoable | recording, max_size=8), mode=st.sampled_from(list(Mode)))
def test_taking_data_back_can_be_undone(
    here: list[Action], mode: Mode, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("reprise") / "données.zip"
    with Store.temporary() as other, Store.temporary() as store:
        other.cases.keep("niveau", _state(1), "venu d'ailleurs")
        other.notes.add("had-motifs", "venue d'ailleurs")
        other.save_to(file)
        for action in here:
            run(store, action)
        before = rows_of(store)
        store.take_back(Store.read_saved(file), mode)
        assert store.undo() == "reprendre mes données"
        assert rows_of(store) == before


def test_undo_says_what_it_undoes(store: Store, state: CaseState) -> None:
    kept = store.cases.keep("niveau", state, "visite")
    store.cases.erase(kept.id)
    assert store.undo_label == "effacer la situation «\u00a0visite\u00a0»"
    assert store.undo() == store.redo_label == "effacer la situation «\u00a0visite\u00a0»"
    assert store.cases.all() == (kept,)
    store.cases.rename(kept.id, "autre")
    assert store.redo_label is None


def test_undo_ends_with_the_program(folder: Path, state: CaseState) -> None:
    with Store(folder) as store:
        store.cases.erase(store.cases.keep("niveau", state).id)
    with Store(folder) as store:
        assert (store.undo_label, store.undo(), store.cases.all()) == (None, None, ())


def test_what_another_window_changed_is_not_undone(folder: Path, state: CaseState) -> None:
    with Store(folder) as here, Store(folder) as there:
        kept = here.cases.keep("niveau", state, "visite")
        here.cases.rename(kept.id, "ici")
        there.cases.rename(kept.id, "là-bas")
        with pytest.raises(UndoConflictError, match="modifié depuis par une autre fenêtre"):
            here.undo()
        assert here.cases.get(kept.id).label == "là-bas"
        assert here.undo_label == "renommer la situation"
