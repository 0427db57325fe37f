"""From a session to what the store keeps, and back. Plain values, no Qt."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desktop.decision import FaitsError, Flow, moment_a
from desktop.decision.answering import Session
from desktop.store import CaseState, Draft
from desktop.store.snapshot import ORIENTATION
from desktop.telling.story import ticked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desktop.corpus.model import Corpus
    from desktop.decision import Orientation
    from desktop.store import Case, Json


__all__ = ["ORIENTATION"]


def fingerprint(plan: Mapping[str, Any]) -> str:
    """Tells two plans apart: who is called, in which role, with which conditions; not the words."""
    told = {
        "niveau": plan.get("niveau"),
        "joindre": plan.get("joindre_maintenant"),
        "besoins": [
            {key: besoin.get(key) for key in ("besoin", "principal", "alternatives", "appuis", "anticiper", "ouvert")}
            for besoin in plan.get("besoins", ())
        ],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def state_of(session: Session, corpus: Corpus | None, *, content: str = "") -> CaseState:
    """What a case keeps. `content`: fingerprint of the questionnaires, which answered with the content."""
    plan = ticked(session.flow.plan, session.coches).as_dict()
    return CaseState(
        dict(session.flow.reponses),
        plan,
        fingerprint(plan),
        corpus.version if corpus else "",
        content_mark(corpus, content),
        session.instant,
    )


def content_mark(corpus: Corpus | None, questionnaires: str) -> str:
    """Fingerprint of what answers: the content and the questionnaires."""
    return f"{corpus.fingerprint[:16] if corpus else ''}:{questionnaires[:16]}"


def session_of(orientation: Orientation, case: Case) -> Session:
    """A kept case, to be looked at or changed; answers that are not understood any more are left out.

    Kept before the hour of a plan was noted, it speaks of the hour at which it was kept.
    """
    instant = case.state.instant or case.changed.astimezone()
    session = restore(orientation, case.state.facts)
    moment = session.parts.moment
    by_clock = session.flow.reponses.get(moment) == moment_a(instant)
    return replace(
        session,
        coches=ticks(case.state.plan, agreements(orientation)),
        cas=case.id,
        libelle=case.label,
        instant=instant,
        started=case.created.astimezone(),
        proposes=frozenset({moment} if by_clock else ()),
    )


def restore(orientation: Orientation, facts: Mapping[str, Any]) -> Session:
    """A session with these answers, in the order in which they were given."""
    flow, parts = Flow(orientation), orientation.parts
    kept: list[str] = []
    for nom in sorted(facts, key=lambda nom: nom != parts.need):
        try:
            flow = Flow(orientation, {**flow.reponses, nom: facts[nom]})
        except (FaitsError, KeyError):
            continue  # an answer of an older questionnaire: what it said can't be read any more
        if nom in flow.reponses:
            kept.append(nom)
    return Session(flow, ordre=tuple(nom for nom in kept if nom not in (parts.moment, parts.caller)))


def agreements(orientation: Orientation) -> frozenset[tuple[str, str]]:
    """The conditions that an agreement meets, as (structure, condition): the facts hold it."""
    return frozenset((one.structure, one.id) for one in orientation.donnees.conditions if one.accord)


def ticks(plan: Json, held: frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The conditions that were ticked in a kept plan and that no fact holds (`held`), as (structure, condition)."""
    if not isinstance(plan, dict):
        return frozenset()
    found = set()
    for besoin in _dicts(plan.get("besoins")):
        for condition in _dicts(besoin.get("conditions")):
            if condition.get("remplie") is True:
                found.add((str(condition.get("structure")), str(condition.get("id"))))
    return frozenset(found) - held


def _dicts(value: Json) -> Iterable[dict[str, Json]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def draft_of(session: Session) -> Draft:
    """The draft of a session: enough to find everything again after a crash."""
    extra: dict[str, Json] = {
        "inconnus": [*sorted(session.inconnus)],
        "proposes": [*sorted(session.proposes)],
        "ordre": list(session.ordre),
        "coches": [list(pair) for pair in sorted(session.coches)],
        "instant": session.instant.isoformat() if session.instant else None,
        "visee": session.visee,
        "debut": session.started.isoformat() if session.started else None,
        "en_cours": {nom: list(valeurs) for nom, valeurs in session.ticked.items()},
    }
    # The label of a kept case stands with the case alone: a name that is taken away there is then nowhere.
    label = "" if session.cas else session.libelle
    key = "" if session.draft == ORIENTATION else session.draft
    return Draft(ORIENTATION, dict(session.flow.reponses), extra, session.cas, label, key)


LABEL = "libelle"
"""The kind of the drafts of labels."""


def label_key(key: str) -> str:
    """The id of the draft of a label that is being typed, for the draft or the case of this id."""
    return f"{LABEL}/{key}"


def key_of(draft: Draft) -> str:
    """The id of a draft: its own, or its questionnaire's where that has one draft only."""
    return draft.id or draft.questionnaire


def answered(draft: Draft) -> int:
    """How many answers the person gave in a draft: what the program proposed is not counted."""
    extra = draft.extra if isinstance(draft.extra, dict) else {}
    return len({*draft.facts, *_texts(extra.get("inconnus"))} - set(_texts(extra.get("proposes"))))


def begun(draft: Draft) -> datetime | None:
    """When the situation of a draft was begun, if it says so."""
    if not isinstance(draft.extra, dict):
        return None
    return _instant(draft.extra.get("debut")) or _instant(draft.extra.get("instant"))


def session_of_draft(orientation: Orientation, draft: Draft) -> Session:
    """What was in hand when the program ended."""
    session = restore(orientation, draft.facts)
    extra = draft.extra if isinstance(draft.extra, dict) else {}
    known = set(orientation.questionnaires.course.replay)
    ordre = [nom for nom in _texts(extra.get("ordre")) if nom in known]
    inconnus = {nom for nom in _texts(extra.get("inconnus")) if nom in known}
    pairs, pending = extra.get("coches"), extra.get("en_cours")
    coches = {
        (str(pair[0]), str(pair[1]))
        for pair in (pairs if isinstance(pairs, list) else ())
        if isinstance(pair, list) and len(pair) == 2
    }
    return replace(
        session,
        inconnus=frozenset(inconnus),
        proposes=frozenset(nom for nom in _texts(extra.get("proposes")) if nom in session.flow.reponses),
        ordre=tuple(dict.fromkeys(nom for nom in ordre if nom in session.flow.reponses or nom in inconnus)),
        instant=_instant(extra.get("instant")),
        coches=frozenset(coches),
        visee=str(extra.get("visee") or ""),
        cas=draft.case,
        libelle=draft.label,
        draft=key_of(draft),
        started=begun(draft),
        ticked={
            nom: tuple(known_values(orientation, nom, values))
            for nom, values in (pending.items() if isinstance(pending, dict) else ())
            if nom in known
        },
    )


def known_values(orientation: Orientation, nom: str, values: Json) -> list[str]:
    """Those of the values that the question still has."""
    fait = orientation.questionnaires.faits[nom]
    return [value for value in _texts(values) if value in fait.identifiants]


def _texts(value: Json) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _instant(value: Json) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None
