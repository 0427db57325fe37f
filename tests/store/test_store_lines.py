"""What a list reads of the cases: their lines, a few at a time, without their plans."""

from __future__ import annotations

import json

from desktop.store import CaseState, Store


def kept(store: Store, count: int) -> list[str]:
    return [
        store.cases.keep("orientation", CaseState({"n": n}, {"principal": ["had"], "niveau": [n]}), f"cas {n}").id
        for n in range(count)
    ]


def test_a_line_says_what_the_case_says(store: Store) -> None:
    (key,) = kept(store, 1)
    (line,) = store.cases.lines(("$.principal", "$.niveau", "$.rien"), facts=("n",))
    case = store.cases.get(key)
    assert (line.id, line.label, line.questionnaire, line.revision) == (key, "cas 0", "orientation", 1)
    assert (line.created, line.changed, line.review) == (case.created, case.changed, None)
    assert json.loads(line.facts) == {"n": 0}
    assert json.loads(line.told) == [["had"], [0], None]
    assert store.cases.lines()[0].told == ""


def test_lines_are_read_on_where_one_stopped(store: Store) -> None:
    kept(store, 7)
    first, before = store.cases.page((), before=None, limit=3)
    second, then = store.cases.page((), before=before, limit=3)
    third, end = store.cases.page((), before=then, limit=3)
    assert ([len(found) for found in (first, second, third)], end) == ([3, 3, 1], None)
    read = [*first, *second, *third]
    assert [line.label for line in read] == [f"cas {n}" for n in (6, 5, 4, 3, 2, 1, 0)]
    assert [case.id for case in store.cases.all()] == [line.id for line in read]


def test_only_these(store: Store) -> None:
    keys = kept(store, 5)
    assert {line.id for line in store.cases.lines(only=[keys[1], keys[3], "inconnue"])} == {keys[1], keys[3]}
    assert store.cases.lines(only=[]) == ()


def test_a_plan_that_is_no_json_costs_its_own_line_only_what_it_told(store: Store) -> None:
    keys = kept(store, 2)
    store._engine.connection.execute("UPDATE cases SET plan = '{' WHERE id = ?", (keys[0],))
    told = {line.id: line.told for line in store.cases.lines(("$.principal",))}
    assert told == {keys[0]: "", keys[1]: '[["had"]]'}


def test_the_list_of_the_last_ones_uses_its_index(store: Store) -> None:
    plan = store._engine.connection.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM cases ORDER BY changed_seq DESC LIMIT 5"
    ).fetchall()
    assert "idx_cases_changed_seq" in plan[0][3]


def test_thousands_of_lines_share_what_they_say_alike(store: Store) -> None:
    for order in ({"besoin": ["soins"], "age": "adulte"}, {"age": "enfant", "besoin": ["soins"], "urgence": True}):
        for extra in ({}, {"a": 1}):
            store.cases.keep("orientation", CaseState({**order, **extra}, {"principal": ["had"]}))
    lines = store.cases.lines(("$.principal",), facts=("besoin", "urgence"))
    assert [json.loads(line.facts) for line in lines] == [
        {"a": None, "age": None, "besoin": ["soins"], "urgence": True},
        {"age": None, "besoin": ["soins"], "urgence": True},
        {"a": None, "age": None, "besoin": ["soins"]},
        {"age": None, "besoin": ["soins"]},
    ]
    again = store.cases.lines(("$.principal",), facts=("besoin", "urgence"))
    for one, other in zip(lines, again, strict=True):
        assert one.facts is other.facts
        assert one.told is other.told
        assert one.created is one.changed


def test_notes_on_one_target_share_its_words(store: Store) -> None:
    for words in ("une", "deux"):
        store.notes.add("usp-lits", words, "Ce que dit la règle")
    one, other = store.notes.all()
    assert one.about is other.about
    assert one.target is other.target
