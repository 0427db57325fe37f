"""The index of the user's notes: the same answers as reading each note, and nothing of one that is gone."""

from __future__ import annotations

import linear_notes
import pytest
from beside import note
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.search.notes import NotesIndex, key_of
from desktop.search.ranking import weigh
from desktop.search.slots import plan_query

WORDS = (
    "lits", "lit", "équipe", "équipes", "Dupont", "dupontel", "24", "h", "24h/24", "réévaluer", "xyzzy", "EMSP", "médecin",
    "à", "revoir", "du", "l’USP", "week-end", "samedi", "poste", "4012", "de", "soins", "palliatifs", "ab", "abc",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
QUERIES = st.lists(st.sampled_from((*WORDS, "dup", "réé", "med", "combien de", "l")), min_size=1, max_size=4).map(
    " ".join
)
ACTIONS = st.lists(st.tuples(st.integers(0, 6), st.booleans(), TEXTS, TEXTS), max_size=14)


@pytest.fixture(scope="module")
def index(small):
    from desktop.search.index import build
    from desktop.search.passages import zones
    from desktop.search.whoosh_backend import WhooshFactory

    return build(zones(small), small.lexique, WhooshFactory(), None)


@given(ACTIONS, QUERIES, st.booleans())
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_changes_answers_as_reading_each_note(index, actions, query, typing):
    notes, held = NotesIndex(index), {}
    for number, comes, title, text in actions:
        passage = note(str(number), "usp-lits", title, text)
        if comes:
            notes.learn(passage)
            held[key_of(passage)] = passage
        else:
            notes.forget(key_of(passage))
            held.pop(key_of(passage), None)
    forms = set().union(*(linear_notes.bags(p, index)[1] for p in held.values()))
    assert set(notes.forms) == forms
    plan = plan_query(query, index, growing=typing, known_elsewhere=notes.forms)
    weights = weigh(plan, index)
    scores, covered, total = notes.score(plan, weights)
    found = {notes.passages[n]: (scores[n] * part / total, part / total) for n, part in covered.items()}
    expected = {p: pair for p in held.values() if (pair := linear_notes.score(p, index, plan, weights)) is not None}
    assert found.keys() == expected.keys()
    for passage, pair in expected.items():
        assert found[passage] == pytest.approx(pair)


@given(st.lists(TEXTS, min_size=1, max_size=6), st.lists(QUERIES, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_asked_before_changes_no_answer(index, texts, queries):
    def made() -> NotesIndex:
        notes = NotesIndex(index)
        for number, text in enumerate(texts):
            notes.learn(note(str(number), "usp-lits", "Ma note", text))
        return notes

    asked = made()
    for query in queries:
        for length in (*range(max(1, len(query) - 2), len(query) + 1), 1, len(query)):
            plan = plan_query(query[:length], index, growing=True, known_elsewhere=asked.forms)
            weights = weigh(plan, index)
            assert asked.score(plan, weights) == made().score(plan, weights)


def test_nothing_is_left_of_a_note_that_was_forgotten(index):
    notes = NotesIndex(index)
    notes.learn(note("1", "usp-lits", "Titre secret", "zygomatique de Dupont"))
    notes.forget(("note", "1"))
    held = repr([vars(notes), vars(notes._terms), vars(notes._forms)])
    assert "zygomatique" not in held
    assert "secret" not in held
    assert list(notes.forms) == []


def test_what_was_erased_is_not_found_and_its_words_are_absent_again(backend):
    mine = note("n1", "usp-lits", "Ma note", "zygomatique")
    backend.learn([mine])
    assert [hit.passage for hit in backend.search("zygomatique").hits] == ["n1"]
    backend.learn([], [key_of(mine)])
    assert backend.search("zygomatique").hits == ()
    assert backend.search("lits zygomatique").missing == ("zygomatique",)


def test_a_changed_note_answers_its_new_words_only(backend):
    backend.learn([note("n1", "usp-lits", "Ma note", "zygomatique")])
    backend.learn([note("n1", "usp-lits", "Ma note", "hypophyse")])
    try:
        assert backend.search("zygomatique").hits == ()
        assert [hit.passage for hit in backend.search("hypophyse").hits] == ["n1"]
    finally:
        backend.unlearn()


def test_all_that_answer_are_counted_and_the_best_are_shown(backend):
    backend.learn([note(f"n{n}", "usp-lits", "Ma note", f"zygomatique {n}") for n in range(100)])
    try:
        results = backend.search("zygomatique", 7)
        assert results.total == 100
        assert [hit.passage for hit in results.hits] == [f"n{n}" for n in range(7)]
    finally:
        backend.unlearn()


def test_one_term_of_many_notes_is_one_posting(index):
    notes = NotesIndex(index)
    for number in range(50):
        notes.learn(note(str(number), "usp-lits", "Ma note", "zygomatique"))
    numbers, _ = notes._forms.get("zygomatique")
    assert list(numbers) == list(range(50))


def test_an_index_that_is_made_anew_in_the_middle_of_a_search_keeps_the_notes(small, tmp_path, monkeypatch):
    from desktop.search import SearchEngine
    from desktop.search.backend import UnreadableIndexError
    from desktop.search.session import SearchSession

    engine = SearchEngine(small, tmp_path)
    engine.learn([note("n1", "usp-lits", "Ma note", "zygomatique")])
    whole, fallen = SearchSession.search, []

    def fall_once(self, *given):
        if not fallen:
            fallen.append(True)
            raise UnreadableIndexError("un essai")
        return whole(self, *given)

    monkeypatch.setattr(SearchSession, "search", fall_once)
    assert [hit.passage for hit in engine.search("zygomatique").hits] == ["n1"]
    assert fallen
    engine.close()
