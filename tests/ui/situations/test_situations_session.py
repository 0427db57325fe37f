"""Where a person stands: answers, what is not known, the way back, what is kept."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from situations_data import NIGHT

from desktop.decision import FaitsError
from desktop.decision.answering import start
from desktop.store import Case
from desktop.ui.situations import keeping
from desktop.ui.situations.ahead import Ahead, candidates

FACTS = st.dictionaries(
    st.sampled_from(sorted(set(NIGHT) - {"besoin", "demandeur", "transportable"})),
    st.sampled_from(["known", "unknown"]),
)


def fill(session, answers=NIGHT):
    while session.current is not None:
        session = session.answer(session.current, answers[session.current])
    return session


def test_role_and_moment_are_proposed_and_not_asked(fresh):
    assert fresh.flow.reponses == {"demandeur": "soignant", "moment": "nuit"}
    assert fresh.current == "besoin"
    assert not fresh.begun
    assert "demandeur" not in fill(fresh).ordre


def test_a_role_that_is_not_one_is_asked(orientation):
    session = start(orientation, dt.datetime(2026, 11, 21, 22, 10, tzinfo=dt.UTC), "astronaute")
    assert "demandeur" not in session.flow.reponses


def test_the_moment_follows_the_holidays(orientation):
    monday = dt.datetime(2026, 12, 25, 10, 0, tzinfo=dt.UTC)
    assert start(orientation, monday).flow.reponses["moment"] == "weekend_ferie"


def test_going_back_walks_the_answers_in_their_order(fresh):
    session = fill(fresh)
    seen, here = [], None
    while (here := session.before(here)) is not None:
        seen.append(here)
    assert seen == list(reversed(session.asked))


def test_a_changed_answer_keeps_the_others(fresh):
    session = fill(fresh)
    changed = session.answer("souhait", "non_exprime")
    assert changed.ordre == session.ordre
    assert {**changed.flow.counted, "souhait": "rester"} == dict(session.flow.counted)


def test_what_counts_no_more_is_set_aside_and_comes_back(fresh):
    session = fill(fresh)
    away = session.answer("lieu", "hopital").answer("faisable", "non")
    aside = {one.fait for one in away.flow.set_aside}
    assert aside
    assert set(away.flow.reponses) >= set(session.flow.counted)
    back = away.answer("lieu", "domicile").answer("faisable", "avec_renfort")
    assert dict(back.flow.counted) == dict(session.flow.counted)


def test_unknown_is_an_answer_that_is_not_asked_again(fresh):
    session = fresh.answer("besoin", ["soins"])
    asked = []
    while session.current is not None:
        asked.append(session.current)
        session = session.unknown(session.current)
    assert len(asked) == len(set(asked))
    assert session.flow.to_ask
    assert not session.pending
    answered = session.answer("lieu", "domicile")
    assert "lieu" not in answered.inconnus


def test_taking_back_an_answer_asks_it_again(fresh):
    session = fill(fresh).forget("souhait")
    assert "souhait" not in session.ordre
    assert session.current == "souhait"


def test_an_impossible_answer_is_refused_and_changes_nothing(fresh):
    session = fresh.answer("besoin", ["avis"]).answer("lieu", "ehpad")
    with pytest.raises(FaitsError, match="EHPAD"):
        session.answer("age", "mineur")
    assert "age" not in session.flow.reponses


@given(FACTS, st.randoms(use_true_random=False), st.sampled_from(["soignant", "medecin", "patient_ou_proche", ""]))
@settings(max_examples=25, deadline=None)
def test_progress_never_lies(orientation_once, plan, random, role):
    """What is still to come is at most what was announced, whatever is asked for and answered."""
    needs = orientation_once.questionnaires.faits["besoin"].identifiants
    session = start(orientation_once, dt.datetime(2026, 11, 21, 22, 10, tzinfo=dt.UTC), role)
    session = session.answer("besoin", random.sample(needs, random.choice([1, 1, 2, 3])))
    announced = None
    while session.current is not None:
        fait = session.current
        rank, more = session.progress(fait)
        assert rank == len(session.asked) + 1
        if announced is not None:
            assert more <= announced - 1
        announced = more
        if plan.get(fait) == "unknown":
            session = session.unknown(fait)
        else:
            question = session.question(fait)
            choice = [] if question.fait.plusieurs else random.choice(question.permises)
            session = session.answer(fait, choice)


def test_progress_of_an_earlier_question_counts_those_after_it(fresh):
    session = fill(fresh)
    for rank, fait in enumerate(session.asked, 1):
        at, more = session.progress(fait)
        assert at == rank
        assert more >= len(session.asked) - rank
    assert session.progress(session.asked[-1]) == (len(session.asked), 0)


def test_an_earlier_question_announces_what_another_answer_would_bring(fresh):
    session = fill(fresh)
    fait = "faisable"
    _, more = session.progress(fait)
    for valeur in session.question(fait).permises:
        other = session.answer(fait, valeur)
        later = {
            nom for nom in (*other.asked, *other.pending) if nom not in session.asked[: session.asked.index(fait) + 1]
        }
        assert len(later) <= more, valeur


def test_a_draft_brings_everything_back(fresh, orientation):
    session = fill(fresh).unknown("souhait").tick("had", "prescription", on=True)
    found = keeping.session_of_draft(orientation, keeping.draft_of(session))
    assert dict(found.flow.reponses) == dict(session.flow.reponses)
    assert (found.inconnus, found.ordre, found.coches) == (session.inconnus, session.ordre, session.coches)
    assert (found.proposes, found.instant, found.visee) == (session.proposes, session.instant, session.visee)


def test_a_draft_of_an_older_questionnaire_keeps_what_is_understood(orientation, fresh):
    draft = keeping.draft_of(fill(fresh))
    old = keeping.Draft(draft.questionnaire, {**draft.facts, "lieu": "chateau", "inconnu": 1}, {"ordre": ["lieu", 3]})
    found = keeping.session_of_draft(orientation, old)
    assert "lieu" not in found.flow.reponses
    assert found.flow.reponses["souhait"] == "rester"


def test_a_kept_case_comes_back_with_its_ticks(fresh, orientation, corpus):
    session = fill(fresh).tick("had", "prescription", on=True).answer("accords", ["had"])
    state = keeping.state_of(session, corpus, content="x")
    now = dt.datetime.now(dt.UTC)
    found = keeping.session_of(orientation, Case("id", "visite", "orientation", state, now, now, 1))
    assert dict(found.flow.reponses) == dict(session.flow.reponses)
    assert found.coches == {("had", "prescription")}
    assert found.libelle == "visite"


def test_the_fingerprint_tells_plans_apart_not_words(fresh):
    plan = fill(fresh).flow.plan.as_dict()
    other = fill(fresh).answer("refus", ["had"]).flow.plan.as_dict()
    assert keeping.fingerprint(plan) == keeping.fingerprint({**plan, "contrefactuels": []})
    assert keeping.fingerprint(plan) != keeping.fingerprint(other)


@pytest.mark.parametrize("rank", range(8))
def test_what_is_made_ahead_is_what_the_answer_makes(fresh, rank):
    class Now:
        """Runs at once what the window gives to its worker."""

        def in_background(self, _key, task, done):
            done(task())

    session = fresh.answer("besoin", ["soins", "repit"])
    for _ in range(rank):
        session = session.answer(session.current, next(iter(candidates(session, session.current))))
    if session.current is None:
        return
    ahead = Ahead(Now())
    ahead.look(session, session.current)
    offered = list(candidates(session, session.current))
    assert offered
    assert set(ahead.ready) == {repr(value) for value in offered}
    for value in offered:
        made, plain = ahead.answer(session, session.current, value), session.answer(session.current, value)
        assert made is ahead.ready[repr(value)]
        assert made.flow.reponses == plain.flow.reponses
        assert (made.pending, made.inconnus, made.ordre) == (plain.pending, plain.inconnus, plain.ordre)
        assert made.flow.plan.as_dict() == plain.flow.plan.as_dict()
    other = session.answer("urgence", "oui")
    assert ahead.answer(other, session.current, offered[0]).flow.reponses["urgence"] == "oui"
