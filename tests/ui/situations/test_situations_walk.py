"""Random walks through several situations, against a model of thirty lines: nothing lost, nothing of one shown in another."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from situations_desk import Window
from situations_person import SATURDAY_NIGHT

from desktop.decision import moment_a
from desktop.store import Draft, Store
from desktop.ui.situations import keeping
from desktop.ui.situations.ids import SITUATION
from desktop.ui.situations.resume import entries
from desktop.ui.situations.situation import CASE, OPEN, split

pytestmark = pytest.mark.slow
MOMENT = "moment"
"""The fact of the clock."""
EXAMPLES = int(os.environ.get("CAP_PALLIATIF_PROMENADES", "20"))
RANKS = st.integers(0, 5)
LABELS = st.sampled_from(["", "visite", "Mme Zyx", "suivi", "retour"])


@dataclass
class Told:
    """What the program must say: drafts and cases with their answers, what is in hand, what can be undone."""

    drafts: dict[str, dict] = field(default_factory=dict)
    """Answers, ticks, and the case that is changed, by the id of the draft; in the order in which they were written."""
    cases: dict[str, dict] = field(default_factory=dict)
    hand: str = ""
    """`ouverte/<id>` or `cas/<id>`."""
    blank: dict = field(default_factory=dict)
    """What is in hand and holds nothing yet."""


class Walk(RuleBasedStateMachine):
    world: tuple = ()

    @initialize(deep=st.integers(0, 3))
    def begin(self, deep) -> None:
        """Most walks begin where there is something to lose: an answer, a kept case in hand, another one open beside it."""
        self.folder = Path(tempfile.mkdtemp())
        self.now = SATURDAY_NIGHT
        self.counter = itertools.count()
        self.told, self.kept, self.past = Told(), Told(), []
        self.open()
        self.window.situation.begin()
        self.in_hand()
        if deep > 0:
            self.answer(0, unsure=False)
        if deep > 1:
            self.keep("visite")
        if deep > 2:
            self.new()
            self.answer(1, unsure=False)
            self.window.settle()
            self.look_at(0)

    def open(self, place=None) -> None:
        questionnaires, corpus = self.world
        self.window = Window(self.folder, lambda: questionnaires, corpus, lambda: self.now)
        if place is not None:
            self.window.go(place)

    def teardown(self) -> None:
        if hasattr(self, "window"):
            self.window.close()
            shutil.rmtree(self.folder)

    # -- what the model knows of what is in hand

    @property
    def situation(self):
        return self.window.situation

    @property
    def session(self):
        return self.window.situation.session

    def in_hand(self) -> None:
        """A blank one was begun."""
        self.told.hand = f"{OPEN}{self.session.draft}"
        self.told.blank = {"facts": dict(self.session.flow.reponses), "ticked": {}, "case": None, "at": self.now}

    def held(self) -> dict:
        kind, key, _ = split(self.told.hand)
        if kind == OPEN:
            return self.told.drafts.get(key, self.told.blank)
        change = self.change_of(key)
        return self.told.drafts[change] if change else self.told.cases[key]

    def change_of(self, case: str) -> str | None:
        return next((key for key, draft in self.told.drafts.items() if draft["case"] == case), None)

    def wrote(self, **more) -> None:
        """What is in hand was changed: it is a draft now, of its case if it has one."""
        kind, key, _ = split(self.told.hand)
        after = copy.deepcopy(self.held()) | more
        if kind == CASE:
            case = self.told.cases[key]
            former = self.change_of(key)
            if (after["facts"], after["ticked"]) == (case["facts"], {}):
                if former:
                    del self.told.drafts[former]
                return
            draft = former or self.session.draft
            after = {name: after[name] for name in ("facts", "ticked", "at")} | {"case": key}
        else:
            draft = key
        self.told.drafts.pop(draft, None)
        self.told.drafts[draft] = after

    def alive(self) -> bool:
        return bool(self.told.hand) and self.session is not None

    # -- what a person does

    @rule()
    def new(self) -> None:
        self.situation.begin()
        self.in_hand()

    @precondition(lambda self: self.alive())
    @rule(rank=RANKS, unsure=st.booleans())
    def answer(self, rank, unsure) -> None:
        session = self.session
        fait = session.current or "souhait"
        question = session.question(fait)
        values = question.permises
        if not values:
            return
        value = values[rank % len(values)]
        given = [value] if question.fait.plusieurs else int(value) if question.fait.echelle is not None else value
        after = session.unknown(fait) if unsure and fait != "besoin" else session.answer(fait, given)
        self.situation.put(after)
        self.wrote(
            facts=dict(after.flow.reponses), ticked={n: v for n, v in self.held()["ticked"].items() if n != fait}
        )

    @precondition(lambda self: self.alive())
    @rule(ranks=st.sets(RANKS, max_size=3))
    def tick(self, ranks) -> None:
        values = self.session.question("besoin").permises
        chosen = [values[rank] for rank in sorted(ranks)]
        given = self.held()["facts"].get("besoin", [])
        ticked = {n: v for n, v in self.held()["ticked"].items() if n != "besoin"}
        if chosen != list(given):
            ticked["besoin"] = chosen
        untouched = not self.session.ordre and not ticked and self.session.cas is None
        self.situation.put(self.session.ticking("besoin", chosen))
        self.wrote(ticked=ticked)
        if untouched:  # it holds nothing: it is nowhere but in hand
            _, key, _ = split(self.told.hand)
            self.told.blank = self.told.drafts.pop(key)

    @precondition(lambda self: self.alive() and self.told.hand.startswith(OPEN) and self.held() is not self.told.blank)
    @rule(label=LABELS)
    def keep(self, label) -> None:
        _, key, _ = split(self.told.hand)
        draft = self.told.drafts.pop(key)
        self.situation.keep(label)
        self.window.settle()
        case = self.session.cas
        self.told.cases[case] = {"facts": draft["facts"], "ticked": {}, "label": label, "at": draft["at"]}
        self.told.hand = f"{CASE}{case}"
        self.past.append(("keep", case, key, draft))
        self.was_kept()

    @precondition(
        lambda self: self.alive() and bool(self.told.hand.startswith(CASE) and self.change_of(self.told.hand[4:]))
    )
    @rule(keeps=st.booleans())
    def end_changes(self, keeps) -> None:
        _, case, _ = split(self.told.hand)
        key = self.change_of(case)
        draft = self.told.drafts.pop(key)
        if keeps:
            before = dict(self.told.cases[case])
            self.situation.keep_changes()
            self.told.cases[case] |= {"facts": draft["facts"], "at": draft["at"]}
            self.past.append(("change", case, key, draft, before))
        else:
            self.situation.discard(key)
            self.past.append(("discard", "", key, draft))
        self.was_kept()

    @precondition(lambda self: bool(self.told.cases))
    @rule(rank=RANKS, label=LABELS, elsewhere=st.booleans())
    def rename(self, rank, label, elsewhere) -> None:
        case = list(self.told.cases)[rank % len(self.told.cases)]
        self.window.settle()
        before = self.told.cases[case]["label"]
        if elsewhere:
            with Store(self.folder / "data") as other:
                other.cases.rename(case, label)
            self.situation.data._elsewhere.look()
            self.past.clear()  # what this window would undo may have been changed since: it says so instead
            self.situation.data.store._engine.forget()
        else:
            self.situation.rename(case, label)
            if before != label:
                self.past.append(("rename", case, before))
        self.told.cases[case]["label"] = label
        self.was_kept()

    @precondition(lambda self: bool(self.told.cases))
    @rule(rank=RANKS)
    def erase(self, rank) -> None:
        case = list(self.told.cases)[rank % len(self.told.cases)]
        gone = {key: draft for key, draft in self.told.drafts.items() if draft["case"] == case}
        for key in gone:
            del self.told.drafts[key]
        self.window.settle()
        self.situation.data.write(lambda store: store.cases.erase(case))
        self.past.append(("erase", case, self.told.cases.pop(case), gone))
        self.was_kept()
        if self.told.hand == f"{CASE}{case}":
            self.told.hand = ""

    @precondition(lambda self: bool(self.told.drafts))
    @rule(rank=RANKS)
    def discard(self, rank) -> None:
        key = list(self.told.drafts)[rank % len(self.told.drafts)]
        draft = self.told.drafts[key]
        if draft["case"] is not None:
            return
        in_hand = self.told.hand == f"{OPEN}{key}"
        self.situation.discard(key)
        del self.told.drafts[key]
        self.past.append(("discard", "", key, draft))
        if in_hand:
            self.in_hand()
        self.was_kept()

    @precondition(lambda self: bool(self.past))
    @rule()
    def undo(self) -> None:
        self.window.settle()
        self.situation.data.undo()
        self.window.settle()
        what, case, *rest = self.past.pop()
        getattr(self, f"_undo_{what}")(case, *rest)
        self.was_kept()

    def _undo_keep(self, case, key, draft) -> None:
        for change in self.told.drafts.values():
            if change["case"] == case:
                change["case"] = None
        changed = self.session.draft if self.session is not None else ""
        del self.told.cases[case]
        alone = changed in self.told.drafts and changed != key
        self.told.drafts[key] = draft
        if self.told.hand == f"{CASE}{case}":
            self.told.hand = f"{OPEN}{changed if alone else key}"

    def _undo_change(self, case, key, draft, before) -> None:
        self.told.cases[case] = before
        self.told.drafts[key] = draft  # beside a later change of the case, if there is one: none is lost

    def _undo_rename(self, case, label) -> None:
        self.told.cases[case]["label"] = label

    def _undo_erase(self, case, was, drafts) -> None:
        self.told.cases[case] = was
        self.told.drafts |= drafts
        if self.session is not None and self.session.cas == case:
            self.told.hand = f"{CASE}{case}"

    def _undo_discard(self, _case, key, draft) -> None:
        self.told.drafts.setdefault(key, draft)

    @precondition(lambda self: bool(self.told.drafts))
    @rule(rank=RANKS)
    def take_up(self, rank) -> None:
        key = list(self.told.drafts)[rank % len(self.told.drafts)]
        case = self.told.drafts[key]["case"]
        self.situation.take_up(key)
        self.told.hand = f"{CASE}{case}" if case else f"{OPEN}{key}"

    @precondition(lambda self: bool(self.told.cases))
    @rule(rank=RANKS)
    def look_at(self, rank) -> None:
        self.window.settle()
        case = list(self.told.cases)[rank % len(self.told.cases)]
        self.window.context.go(SITUATION, f"{CASE}{case}")
        self.told.hand = f"{CASE}{case}"

    @precondition(lambda self: self.alive())
    @rule()
    def for_now(self) -> None:
        before = self.held()["facts"]
        self.situation.refresh()
        facts = dict(before) | {MOMENT: moment_a(self.now)}
        if self.told.hand.startswith(CASE) and facts == before and not self.change_of(self.told.hand[4:]):
            self.looked = (self.told.hand, self.now)
            return
        if self.held() is self.told.blank:
            self.told.blank |= {"facts": facts, "at": self.now}
        else:
            self.wrote(facts=facts, at=self.now)

    @rule(minutes=st.sampled_from([1, 20, 31, 200, -90]))
    def time_goes_by(self, minutes) -> None:
        self.now += dt.timedelta(minutes=minutes)

    @rule()
    def settle(self) -> None:
        self.window.settle()
        self.was_kept()

    def was_kept(self) -> None:
        """Everything had its turn: from here on a kill takes nothing of it."""
        self.window.settle()
        self.kept = copy.deepcopy(self.told)

    @rule(by_hand=st.booleans())
    def end_and_open_again(self, by_hand) -> None:
        place = self.situation.place() if self.session is not None else self.window.place
        if by_hand:
            self.window.close()
        else:
            hand, blank = self.told.hand, self.told.blank
            self.window.kill()
            self.told = copy.deepcopy(self.kept)
            self.told.hand, self.told.blank = hand, blank
        self.past.clear()
        self.open(place)
        kind, key, _ = split(self.told.hand or place.cible)
        if kind == OPEN and key not in self.told.drafts:
            self.in_hand()  # nothing of it was on the disk: blank, and nobody else's answers
            assert not self.session.begun
        self.was_kept()

    # -- what must hold

    @invariant()
    def the_store_holds_what_was_made(self) -> None:
        if not hasattr(self, "window"):
            return
        self.window.settle()
        self.kept = copy.deepcopy(self.told)
        store = self.situation.data.store
        drafts = {keeping.key_of(d): d for d in store.drafts.all(keeping.ORIENTATION)}
        # A draft of a case that is gone stands alone.
        assert {
            key: (dict(d.facts), ticks(d), d.case if d.case in self.told.cases else None) for key, d in drafts.items()
        } == {key: (d["facts"], d["ticked"], d["case"]) for key, d in self.told.drafts.items()}
        assert {c.id: (c.label, dict(c.state.facts)) for c in store.cases.all()} == {
            key: (c["label"], c["facts"]) for key, c in self.told.cases.items()
        }

    @invariant()
    def the_screen_shows_it(self) -> None:
        if not hasattr(self, "window"):
            return
        session = self.session
        if not self.told.hand:
            assert session is None
            assert self.window.entered is False
            return
        held = self.held()
        assert session is not None
        assert dict(session.flow.reponses) == held["facts"]
        assert {name: list(values) for name, values in session.ticked.items()} == held["ticked"]
        kind, key, _ = split(self.told.hand)
        assert (session.cas or "") == (key if kind == CASE else "")
        label = self.told.cases[key]["label"] if kind == CASE else ""
        assert session.libelle == label
        assert (label or "sans nom") in self.situation.name
        open_ones = self.situation.open_situations()
        assert {one.draft for one in open_ones} == set(self.told.drafts)
        for one in open_ones:
            assert one.label == (self.told.cases[one.case]["label"] if one.case else "")
        lines = [line for line in entries(self.situation) if line.first]
        for one, line in zip(open_ones, lines, strict=False):
            assert split(line.place.cible)[:2] == ((CASE, one.case) if one.case else (OPEN, one.draft))
            assert (one.label or "sans nom") in line.texte

    @invariant()
    def what_is_said_of_now_is_of_now(self) -> None:
        if not hasattr(self, "window") or self.session is None or not self.told.hand:
            return
        session, hour = self.session, self.situation.hour
        passed = self.now - session.instant
        chosen = session.flow.reponses.get(MOMENT) if MOMENT not in session.proposes else moment_a(session.instant)
        holds = dt.timedelta(minutes=-1) <= passed < dt.timedelta(minutes=30) and moment_a(self.now) == chosen
        assert (hour.quand == "") is holds


def ticks(draft: Draft) -> dict:
    return dict(draft.extra["en_cours"])


def test_a_walk_through_several_situations(qapp, questionnaires, corpus):
    del qapp
    Walk.world = (questionnaires, corpus)
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            phases=[phase for phase in Phase if phase is not Phase.explain],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )


KILLED = {"end_and_open_again": {"by_hand": False}}
WALKED = {
    "discarded after a start": (
        {"begin": {"deep": 1}},
        "new",
        {"answer": {"rank": 0, "unsure": False}},
        KILLED,
        {"discard": {"rank": 1}},
    ),
    "of an erased case": (
        {"begin": {"deep": 2}},
        {"tick": {"ranks": set()}},
        {"take_up": {"rank": 0}},
        {"erase": {"rank": 0}},
        KILLED,
    ),
}
"""Walks that were found to lead astray."""


@pytest.mark.parametrize("steps", WALKED.values(), ids=WALKED)
def test_a_walk_that_once_led_astray(qapp, questionnaires, corpus, steps):
    del qapp
    Walk.world = (questionnaires, corpus)
    walk = Walk()
    try:
        for step in steps:
            for rule, arguments in ({step: {}} if isinstance(step, str) else step).items():
                getattr(walk, rule)(**arguments)
                walk.the_screen_shows_it()
                walk.the_store_holds_what_was_made()
                walk.what_is_said_of_now_is_of_now()
                walk.the_screen_shows_it()
    finally:
        walk.teardown()
