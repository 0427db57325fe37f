from __future__ import annotations

from pathlib import Path

import pytest

from desktop.store import BadValueError, CaseState, Draft, Store, UnknownRecordError


def test_a_kept_case_is_found_again_after_closing(folder: Path, state: CaseState) -> None:
    with Store(folder) as store:
        kept = store.cases.keep("orientation", state, "visite du 20 nov.")
    with Store(folder) as store:
        assert store.cases.all() == (kept,)
        assert store.cases.get(kept.id) == kept
    assert (kept.label, kept.questionnaire, kept.state, kept.revision) == ("visite du 20 nov.", "orientation", state, 1)
    assert list(kept.state.facts) == ["demandeur", "age", "besoin", "niveau"]


def test_a_changed_case_keeps_its_earlier_states(store: Store, state: CaseState) -> None:
    kept = store.cases.keep("orientation", state)
    second = CaseState({"age": "mineur"}, {"niveau": 2})
    third = CaseState({"age": "mineur", "lieu": "domicile"}, None)
    store.cases.change(kept.id, second)
    changed = store.cases.change(kept.id, third)
    assert (changed.state, changed.revision) == (third, 3)
    assert [(earlier.number, earlier.state) for earlier in store.cases.revisions(kept.id)] == [(2, second), (1, state)]


def test_an_equal_state_is_no_change(store: Store, state: CaseState) -> None:
    kept = store.cases.keep("orientation", state)
    before = store.undo_label
    assert store.cases.change(kept.id, state) == kept
    assert store.cases.revisions(kept.id) == ()
    assert store.undo_label == before


def test_cases_come_last_changed_first(store: Store, state: CaseState) -> None:
    names = [store.cases.keep("niveau", state, label).id for label in ("un", "deux", "trois")]
    store.cases.change(names[0], CaseState({"age": "mineur"}))
    assert [case.label for case in store.cases.all()] == ["un", "trois", "deux"]
    assert [case.label for case in store.cases.all(limit=2)] == ["un", "trois"]


def test_a_label_is_one_clean_line_and_its_former_words_are_not_kept(store: Store, state: CaseState) -> None:
    kept = store.cases.keep("niveau", state, "  visite\ndu\x00 samedi \ud83d ")
    assert kept.label == "visite du samedi ?"
    assert store.cases.rename(kept.id, "x" * 500).label == "x" * 200
    assert store.cases.revisions(kept.id) == ()


def test_keeping_closes_the_draft_in_the_same_transaction(store: Store, state: CaseState) -> None:
    store.drafts.save(Draft("orientation", state.facts))
    store.drafts.save(Draft("niveau", {}))
    kept = store.cases.keep("orientation", state, drafts=("orientation",))
    assert store.drafts.get("orientation") is None
    store.drafts.save(Draft("orientation", state.facts, case=kept.id))
    store.cases.change(kept.id, CaseState({}), drafts=("orientation",))
    assert next(iter(store.drafts.all()), None) == Draft("niveau", {})


@pytest.mark.parametrize("method", ["get", "revisions", "erase"])
def test_an_unknown_case_is_said_in_french(store: Store, method: str) -> None:
    with pytest.raises(UnknownRecordError, match="Cette situation n’existe pas"):
        getattr(store.cases, method)("nul")


@pytest.mark.parametrize(
    "facts",
    [{"a": float("nan")}, {"a": {1, 2}}, {1: "a"}, {"a": "\ud800"}, {"a": [object()]}],
    ids=["nan", "set", "key", "surrogate", "object"],
)
def test_what_json_cannot_say_is_refused_and_nothing_is_kept(store: Store, facts: dict) -> None:
    with pytest.raises(BadValueError):
        store.cases.keep("niveau", CaseState(facts))
    assert store.cases.all() == ()


def test_a_cycle_in_the_facts_is_refused(store: Store) -> None:
    loop: list = []
    loop.append(loop)
    with pytest.raises(BadValueError, match="imbriquée"):
        store.cases.keep("niveau", CaseState({"a": loop}))


def test_watchers_learn_which_rows_changed(store: Store, state: CaseState) -> None:
    seen: list[dict[str, object]] = []
    store.subscribe(seen.append)
    kept = store.cases.keep("niveau", state)
    store.cases.change(kept.id, CaseState({}))
    store.cases.change(kept.id, CaseState({}))
    store.undo()
    case, revision = frozenset({(kept.id,)}), frozenset({(kept.id, 1)})
    assert seen == [{"cases": case}, {"cases": case, "revisions": revision}, {"cases": case, "revisions": revision}]
