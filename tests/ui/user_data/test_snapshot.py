"""What the screens read follows the store: the same as reading everything anew, but only what changed is read."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.store import CaseState, Draft, Kind, Store, kinds, snapshot
from desktop.store.records import RecordReader
from desktop.store.snapshot import ASKED, TOLD, SnapshotReader, tables

TODAY = dt.date(2026, 11, 28)


class Following:
    """A reader that is told of each change, and read on until it wants no more."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.reader = SnapshotReader(lambda: TODAY)
        store.subscribe(self.reader.note_change)
        self.reader.note_change(dict.fromkeys(tables()))
        self.steps = 0

    def read(self):
        found = self.reader.step(self.store)
        self.steps += 1
        while found.more:
            found = self.reader.step(self.store)
            self.steps += 1
        return found.snapshot


@pytest.fixture
def memory():
    with Store.temporary() as store:
        yield store


def keep(store: Store, label: str) -> str:
    return store.cases.keep("orientation", CaseState({"besoin": ["soins"]}, {"principal": ["had"]}), label).id


def test_its_tables_are_those_of_the_store():
    assert set(tables()) < set(kinds.tables())


def test_the_first_rows_and_what_is_due_come_at_the_first_step(memory, monkeypatch):
    monkeypatch.setattr(snapshot, "SLICE", 3)
    keys = [keep(memory, f"cas {number}") for number in range(10)]
    memory.cases.review(keys[0], TODAY)
    memory.drafts.save(Draft("orientation", {"besoin": ["avis"]}))
    following = Following(memory)
    first = following.reader.step(memory)
    assert first.more
    assert not first.snapshot.whole
    assert [line.label for line in first.snapshot.cases] == ["cas 9", "cas 8", "cas 7", "cas 0"]
    assert first.snapshot.drafts
    whole = following.read()
    assert whole.whole
    assert [line.label for line in whole.cases] == [f"cas {number}" for number in range(9, -1, -1)]


def test_only_what_changed_is_read_again(memory, monkeypatch):
    keys = [keep(memory, f"cas {number}") for number in range(5)]
    notes = [memory.notes.add("had", f"note {number}").id for number in range(5)]
    following = Following(memory)
    following.read()
    asked: list[object] = []
    lines, some = memory.cases.lines, RecordReader.some
    monkeypatch.setattr(memory.cases, "lines", lambda *a, **k: asked.append(k) or lines(*a, **k))
    monkeypatch.setattr(RecordReader, "some", lambda shelf, found: asked.append(found) or some(shelf, found))
    monkeypatch.setattr(RecordReader, "page", lambda *_a, **_k: pytest.fail("read everything"))
    memory.cases.rename(keys[2], "autre nom")
    memory.notes.change(notes[1], "autre texte")
    read = following.read()
    assert asked == [{"facts": ASKED, "only": [keys[2]]}, [notes[1]]]
    assert [line.label for line in read.cases] == ["cas 4", "cas 3", "autre nom", "cas 1", "cas 0"]
    assert [note.text for note in read.notes] == ["note 0", "autre texte", "note 2", "note 3", "note 4"]


def test_rows_that_cannot_be_read_do_not_end_the_reading(memory, monkeypatch):
    monkeypatch.setattr(snapshot, "SLICE", 3)
    keys = [keep(memory, f"cas {number}") for number in range(10)]
    notes = [memory.notes.add("had", f"note {number}").id for number in range(10)]
    for key in keys[4:9]:
        memory._engine.connection.execute("UPDATE cases SET created = 'hier' WHERE id = ?", (key,))
    for note in notes[1:6]:
        memory._engine.connection.execute("UPDATE notes SET created = 'hier' WHERE id = ?", (note,))
    read = Following(memory).read()
    assert [line.label for line in read.cases] == ["cas 9", "cas 3", "cas 2", "cas 1", "cas 0"]
    assert [note.text for note in read.notes] == ["note 0", "note 6", "note 7", "note 8", "note 9"]


def test_a_refused_reading_is_made_up_for_at_the_next(memory, monkeypatch):
    following = Following(memory)
    following.read()
    lines = memory.cases.lines
    monkeypatch.setattr(memory.cases, "lines", lambda *_a, **_k: (_ for _ in ()).throw(OSError("busy")))
    keep(memory, "gardée")
    with pytest.raises(OSError, match="busy"):
        following.read()
    monkeypatch.setattr(memory.cases, "lines", lines)
    assert [line.label for line in following.read().cases] == ["gardée"]


ACTIONS = st.lists(
    st.tuples(st.sampled_from(["keep", "change", "rename", "review", "erase", "note", "edit", "unnote", "mark", "undo", "read"]),
              st.integers(0, 50)),
    max_size=25,
)  # fmt: skip


@given(ACTIONS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_always_equals_a_fresh_reading(monkeypatch, actions):
    monkeypatch.setattr(snapshot, "SLICE", 3)
    with Store.temporary() as store:
        following = Following(store)
        for action, number in actions:
            _act(store, following, action, number)
        read = following.read()
        assert read.whole
        assert read.cases == store.cases.lines(TOLD, facts=ASKED)
        assert read.notes == store.notes.all()
        assert read.bookmarks == store.bookmarks.all()


def _act(store: Store, following: Following, action: str, number: int) -> None:
    cases, notes = store.cases.all(), store.notes.all()
    free = {
        "keep": lambda: keep(store, f"cas {number}"),
        "note": lambda: store.notes.add("had", f"note {number}"),
        "mark": lambda: store.bookmarks.add(f"had-{number}", Kind.REGLE, "HAD"),
        "undo": store.undo,
        "read": lambda: following.reader.step(store),
    }
    on_note = {
        "edit": lambda note: store.notes.change(note, f"changée {number}"),
        "unnote": store.notes.erase,
    }
    on_case = {
        "change": lambda case: store.cases.change(case, CaseState({"n": number}, {"niveau": [number]})),
        "rename": lambda case: store.cases.rename(case, f"nom {number}"),
        "review": lambda case: store.cases.review(case, TODAY + dt.timedelta(days=number)),
        "erase": store.cases.erase,
    }
    if action in free:
        free[action]()
    elif action in on_note and notes:
        on_note[action](notes[number % len(notes)].id)
    elif action in on_case and cases:
        on_case[action](cases[number % len(cases)].id)
