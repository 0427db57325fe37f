"""The measures measure: they run on small data and compare like with like. No time is asserted."""

import json
from pathlib import Path

from benchmarks import evaluation, public_questions, search
from benchmarks.tools import Fts5, corpus_of_texts, grow
from desktop.corpus import Corpus


def test_filler_is_the_same_twice_and_stands_behind_the_content(small: Corpus) -> None:
    grand, again = grow(small, 60), grow(small, 60)
    assert len(grand.regles) == 60
    assert list(grand.regles)[: len(small.regles)] == list(small.regles)
    assert [r.texte for r in grand.regles.values()] == [r.texte for r in again.regles.values()]
    assert grand.fingerprint == again.fingerprint != small.fingerprint
    assert grow(small, 3) is small


def test_filler_may_be_text_of_ones_own(small: Corpus, tmp_path: Path) -> None:
    (tmp_path / "texte.txt").write_text("un deux trois", encoding="utf-8")
    (*_, last) = grow(small, 30, tmp_path).regles.values()
    assert set(last.texte.split()) == {"un", "deux", "trois"}


def test_fts5_answers_the_same_questions() -> None:
    fts = Fts5([("Lits", "dix lits au moins"), ("Équipe", "deux médecins"), ("Autre", "rien")])
    assert [n for n, _ in fts.search("combien de médec")] == [1]
    assert [n for n, _ in fts.search("Lits")] == [0]
    assert fts.search("de la") == []
    assert fts.search('"; DROP') == []


def test_a_size_is_measured() -> None:
    measured = search.measure_all(0, None, 1)
    assert measured["passages"] > 500
    assert measured["frappes"] > 0
    assert {"nous", "fts5", "rapport_p95", "construction_cpu_s", "memoire_mio"} <= set(measured)
    assert "FTS5" in search.show([measured])


def test_a_question_set_is_measured(tmp_path: Path) -> None:
    question_set = tmp_path / "jeu.json"
    paragraphs = [
        {"context": "Les abeilles font du miel.", "qas": [{"question": "Qui fait du miel ?"}]},
        {
            "context": "Les vaches donnent du lait.",
            "qas": [{"question": "Que donnent les vaches ?"}, {"question": " "}],
        },
    ]
    question_set.write_text(json.dumps({"data": [{"title": "Ferme", "paragraphs": paragraphs}]}), encoding="utf-8")
    measured = public_questions.measure_all(question_set)
    assert (measured["passages"], measured["questions"]) == (2, 2)
    assert measured["nous_ndcg"] == measured["fts5_ndcg"] == 1.0


def test_figures_of_ranks() -> None:
    measured = evaluation.measure_all([1, 2, None, 10])
    assert (measured.success_1, measured.success_3, measured.success_10) == (0.25, 0.5, 0.75)
    assert measured.mrr == (1 + 0.5 + 0.1) / 4


def test_passages_of_one_title_share_a_rubrique() -> None:
    corpus = corpus_of_texts([("A", "un"), ("B", "deux"), ("A", "trois")])
    assert len(corpus.rubriques) == 2
    assert len(corpus.regles) == 3
