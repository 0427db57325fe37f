"""The search stands on the right rule often enough, on queries written before it was tuned."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import pytest

from benchmarks.evaluation import Question, attendues, evaluer, mesurer, questions

if TYPE_CHECKING:
    from desktop.corpus import Corpus
    from desktop.search import SearchEngine


@pytest.fixture(scope="module")
def liste() -> list[Question]:
    return questions()


def test_there_are_enough_of_every_kind_for_every_document(liste: list[Question], corpus: Corpus) -> None:
    assert len(liste) >= 180
    assert len({q.q for q in liste}) == len(liste)
    genres = {q.genre for q in liste}
    assert genres >= {
        *("courant", "question", "telegraphique", "etudiant", "sigle", "developpe", "chiffre", "filtre", "phrase"),
        *("sans_accents", "sans_apostrophe", "faute", "nombre"),
    }
    visees = {corpus.regles[r].document for q in liste for r in attendues(q, corpus)}
    assert visees == set(corpus.documents)


def test_every_answer_names_a_rule_of_the_content(liste: list[Question], corpus: Corpus) -> None:
    perdues = [
        (q.q, motif)
        for q in liste
        for motif in q.regles
        if not any(fnmatchcase(regle, motif) for regle in corpus.regles)
    ]
    assert perdues == []


def test_a_third_is_kept_aside(liste: list[Question]) -> None:
    part = sum(q.reserve for q in liste) / len(liste)
    assert 0.28 < part < 0.40


@pytest.mark.parametrize("reserve", [False, True])
def test_stands_on_the_rule(liste: list[Question], corpus: Corpus, vrai_moteur: SearchEngine, reserve: bool) -> None:
    rangs = evaluer(vrai_moteur, corpus, [q for q in liste if q.reserve is reserve])
    mesure = mesurer(list(rangs.values()))
    # Only the figures are shown: what the reserve misses must not be looked at.
    assert mesure.succes_1 >= 0.85
    assert mesure.succes_3 >= (0.94 if reserve else 0.95)
