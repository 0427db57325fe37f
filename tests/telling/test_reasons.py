"""Why a plan: codes come from the decision, words from the telling, and no screen hangs on a sentence."""

from __future__ import annotations

import ast
import copy
import dataclasses

import pytest
from told_values import NIGHT

from desktop.decision import Orientation
from desktop.decision.answering import start
from desktop.decision.loading.questionnaires import construire
from desktop.decision.loading.sources import MARQUES, lire
from desktop.decision.trace import LeftReason, Verdict
from desktop.telling import reasons, story

SAID = {
    "titre", "question", "texte", "libelle", "court", "aide", "exemple", "libelle_proche", "message", "dire", "pour",
    "pour_conclure", "ouvert", "roles", "natures", "maintenant",
}  # fmt: skip


def retyped(value, key=""):
    """The raw questionnaires with every sentence written otherwise."""
    if isinstance(value, dict):
        kept = key if key in ("roles", "natures", "maintenant") else ""
        return {k: v if k in MARQUES else retyped(v, kept or k) for k, v in value.items()}
    if isinstance(value, list):
        return [retyped(inner, key if isinstance(inner, str) else "") for inner in value]
    if isinstance(value, str) and key in SAID and not (key == "ouvert" and " " not in value):
        return f"Tout autrement, {value[::-1]}"
    return value


@pytest.fixture(scope="module")
def elsewhere(root):
    """The same engine, whose questionnaires say everything in other words."""
    given = lire(root / "content" / "questionnaires")
    return Orientation(construire(dataclasses.replace(given, fichiers=retyped(copy.deepcopy(given.fichiers)))))


def session_of(orientation, facts):
    made = start(orientation, NIGHT)
    return dataclasses.replace(made, flow=type(made.flow)(orientation, facts))


def codes(told, session):
    """What a screen does with a story besides showing its words: natures, links, badges, marks, reasons."""
    lines = [line for card in told.cartes for line in (*card.principal, *card.alternatives, *card.appuis)]
    said = [line.dit for line in (*lines, *told.joindre)] + [*told.ouverts, *told.niveau]
    said += [one for card in told.cartes for one in (*card.anticiper, *card.rappels)]
    said += [line.dit for card in told.cartes for line in card.conditions]
    return (
        [(one.kind, one.references, one.id) for one in said],
        [
            (line.id, line.role, line.maintenant, line.certain, line.aged, bool(line.acces), bool(line.par))
            for line in lines
        ],
        [(card.besoin, card.ouvert, bool(card.premiers), bool(card.suite)) for card in told.cartes],
        [(one.structure, one.reason) for trace in session.flow.plan.trace.besoins for one in trace.ecartees],
        [one.reason for one in reasons.left_out(session)],
        [(row.verdict, row.applies) for row in reasons.rows_read(session)],
        [(one.references, bool(one.faits)) for one in reasons.why(session, None)],
        [sorted(one.changer) for one in told.changes],
    )


def test_every_sentence_may_be_retyped_and_nothing_else_changes(orientation, elsewhere, corpus, situations):
    for name, facts in situations[::12]:
        here, there = session_of(orientation, facts), session_of(elsewhere, facts)
        told, other = story.tell(here, corpus), story.tell(there, corpus)
        assert codes(told, here) == codes(other, there), name
        assert told.phrase != other.phrase, name


def test_each_code_has_words_and_each_reason_is_met(orientation, situations):
    assert set(reasons.REASONS) == set(LeftReason)
    assert set(reasons.VERDICTS) == set(Verdict)
    met = {one.reason for _, facts in situations for one in reasons.left_out(session_of(orientation, facts))}
    assert met >= {LeftReason.REFUSED, LeftReason.CONDITION, LeftReason.EARLIER_ROW, LeftReason.OTHER_CASE}


def test_the_decision_writes_no_sentence_of_why(root):
    """Its codes are one word: what has a space is a sentence, and belongs to the telling."""
    tree = ast.parse((root / "desktop" / "decision" / "trace.py").read_text(encoding="utf-8"))
    comments = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in comments
    ]
    assert texts
    assert [text for text in texts if " " in text] == []
