"""Queries on a small content: what is found, what is shown, what is said when nothing is."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from beside import FREE, GUIDE, NOTE, note
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.corpus.model import Borne, Force
from desktop.search import Passage, Results, SearchEngine
from desktop.search.results import PassageKind
from tests.search.conftest import make

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.corpus import Corpus


def regles(results: Results) -> list[str]:
    return [h.regle for h in results.hits]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("combien de lits", "usp-lits"),
        ("décès", "usp-deces"),
        ("deces", "usp-deces"),
        ("DÉCÈS", "usp-deces"),
        ("complexe", "profil-complexite"),
        ("unité de soins palliatifs lits", "usp-lits"),
        ("lits service de soins palliatifs", "usp-lits"),
        ("maximum équipe mobile", "emsp-delai"),
        ("jours ouvres emps", "emsp-delai"),
        ("qui peut appeler l'équipe mobile", "emsp-pro"),
        ("qui peut appeller lequipe mobile", "emsp-pro"),
        ("kiné", "usp-kine"),
        ("kinesitherapeute", "usp-kine"),
        ("usp dimanche", "usp-feries"),
        ("24/24", "usp-acces"),
        ("24h sur 24", "usp-acces"),
        ("24 h jours ouvrés", "emsp-delai"),
        ("2,5 etp", "usp-medecins"),
        ("ssiad", "emsp-sad"),
        ("DU", "profil-du"),
        ("equipement", "emsp-materiel"),
        ("médec", "usp-medecins"),
        ("palliatifs lits minimum dix", "usp-lits"),
    ],
)
def test_stands_on_the_rule(backend: SearchEngine, query: str, first: str) -> None:
    assert regles(backend.search(query))[0] == first


def test_an_acronym_and_its_full_name_answer_alike(backend: SearchEngine) -> None:
    acronym = regles(backend.search("usp accessibilité"))
    name = regles(backend.search("unité de soins palliatifs accessibilité"))
    assert acronym[:2] == name[:2]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("usp:lits", {"usp-lits"}),
        ("document:emsp rapport", {"emsp-rapport"}),
        ("structure:EMSP rapport", {"emsp-rapport"}),
        ("annexe:6 rapport", {"emsp-rapport"}),
        ("profil:medecin", set()),
        ("force:obligation", {"usp-feries", "profil-du", "usp-lits", "emsp-delai"}),
        ("force:obligatoire", {"usp-feries", "profil-du", "usp-lits", "emsp-delai"}),
        ("force:requis", {"usp-lits", "emsp-delai"}),
        ("force:énoncé emsp", {"emsp-materiel", "emsp-sad", "emsp-rapport"}),
        ("force:description emsp", {"emsp-materiel", "emsp-sad", "emsp-rapport"}),
        ("force:chiffres", {"usp-lits", "emsp-delai"}),
        ("force : obligation diplôme", {"profil-du"}),
        ("force:obl usp", {"usp-feries", "usp-lits"}),
        ("borne:min", {"usp-lits"}),
        ("rubrique:accessibilite", {"usp-acces", "usp-feries"}),
        ("rubrique:équipe kiné", {"usp-kine"}),
        ("rapport -emsp", {"profil-rapport"}),
        ('"projet de soins"', {"usp-projet"}),
        ("« projets de soins »", {"usp-projet"}),
        ('"soins de projet"', set()),
        ('rapport -"rapport annuel"', set()),
        ("emsp:usp:lits", set()),
    ],
)
def test_filters(backend: SearchEngine, query: str, found: set[str]) -> None:
    results = backend.search(query)
    if query.startswith("profil:"):
        assert results.unknown_filters == ("profil:medecin",)
    else:
        assert set(regles(results)) == found
        assert results.total == len(found)


def test_a_filter_alone_lists_in_reading_order(backend: SearchEngine) -> None:
    results = backend.search("emsp:")
    assert regles(results)[:3] == ["emsp-pro", "emsp-proches", "emsp-delai"]
    assert results.total == 6
    assert len(backend.search("emsp:", 2).hits) == 2


def test_what_looks_like_a_filter_and_is_none_is_words_and_is_said(backend: SearchEngine) -> None:
    results = backend.search("truc:lits")
    assert regles(results)[0] == "usp-lits"
    assert results.unknown_filters == ("truc:lits",)


def test_a_space_before_the_colon_is_prose(backend: SearchEngine) -> None:
    results = backend.search("Médecins : 2,5 ETP")
    assert regles(results)[0] == "usp-medecins"
    assert results.unknown_filters == ()


def test_a_correction_is_applied_and_said(backend: SearchEngine) -> None:
    results = backend.search("delai de reponce, médecin")
    assert results.correction is None or "reponce" not in results.correction
    results = backend.search("matériel kinésithérapeuthe")
    assert results.correction == "matériel kinésithérapeute"
    assert results.correction_applied
    assert "usp-kine" in regles(results)


def test_nothing_found_offers_something_that_finds(backend: SearchEngine) -> None:
    results = backend.search("xyzzy")
    assert results.hits == ()
    assert results.suggestions
    for suggestion in results.suggestions:
        assert suggestion.reason
        assert backend.search(suggestion.query).hits


def test_a_filter_that_stops_everything_offers_the_words_alone(backend: SearchEngine) -> None:
    results = backend.search("force:facultatif lits")
    assert results.hits == ()
    assert results.suggestions[0].query == "lits"


def test_a_force_that_stops_everything_offers_the_forces_that_the_words_have(backend: SearchEngine) -> None:
    results = backend.search("usp: force:facultatif lits")
    assert results.hits == ()
    offered_all = [s.query for s in results.suggestions if s.query.startswith("force:")]
    assert offered_all
    for offered in offered_all:
        assert backend.search(offered).hits
    for query in ("emsp:lits", "force:facultatif", "force:facultatif xyzzy"):
        assert not [s for s in backend.search(query).suggestions if s.query.startswith("force:")]


@pytest.mark.parametrize(
    ("query", "missing", "approximate"),
    [
        ("lits", (), False),
        ("lits xyzzy Qqwwq", ("xyzzy", "Qqwwq"), False),
        ("Appeler", ("Appeler",), True),
        ("joindre usp", (), False),
        ("joindre xyzzy", ("joindre", "xyzzy"), True),
        ("xyzzy", ("xyzzy",), False),
        ("kiné", (), False),
        ("kinésithérapeuthe", (), False),
        ("équipe mobile", (), False),
        ("exactement lits", (), False),
    ],
)
def test_words_that_no_text_holds_are_told(
    backend: SearchEngine, query: str, missing: tuple[str, ...], approximate: bool
) -> None:
    results = backend.search(query)
    assert (results.missing, results.approximate) == (missing, approximate)


def searched(backend: SearchEngine, query: str, *notes: Passage) -> Results:
    """What is found while these notes are known."""
    backend.learn(notes)
    try:
        return backend.search(query)
    finally:
        backend.unlearn()


def test_a_word_of_a_note_of_the_users_is_not_absent(backend: SearchEngine) -> None:
    own = note("n1", "usp-lits", "Ma note", "Numéro de garde : xyzzy")
    assert searched(backend, "lits xyzzy", own).missing == ()


@pytest.mark.parametrize(
    "query",
    ["qui peut appeler l’EMSP", "qui a le droit de contacter l’équipe mobile", "a-t-on le droit d’appeler l’EMSP"],
)
def test_who_may_ask_is_asked_in_many_ways(backend: SearchEngine, query: str) -> None:
    assert regles(backend.search(query))[0] in {"emsp-pro", "emsp-proches"}
    assert backend.search(query).missing == ()


@pytest.mark.parametrize(
    "query", ["", "   ", "...", "?!", "-", '""', ":", "«", "\x00", "\ud800", "🙂", "force:", "-lits"]
)
def test_nothing_asked_finds_nothing_and_says_what_one_could_ask(backend: SearchEngine, query: str) -> None:
    results = backend.search(query)
    assert results.hits == ()
    assert results.query == query
    assert results.suggestions


def test_stop_words_find_the_titles_that_hold_them(backend: SearchEngine) -> None:
    assert set(regles(backend.search("qui peut"))) == {"emsp-pro", "emsp-proches"}
    assert regles(backend.search("quels")) == []


def test_a_query_of_ten_thousand_characters(backend: SearchEngine) -> None:
    assert regles(backend.search("lits de l’unité " * 700))[0] == "usp-lits"
    assert backend.search("a" * 10_000).hits == ()
    assert backend.search("é’-«" * 2_500).hits == ()


def test_hits_carry_what_is_shown(backend: SearchEngine) -> None:
    (hit, *_) = backend.search("usp lits minimum").hits
    assert (hit.document, hit.title, hit.force, hit.borne) == ("usp", "Nombre de lits", Force.REQUIS, Borne.MINIMUM)
    assert [hit.title[s.start : s.end] for s in hit.title_spans] == ["lits"]
    assert "lits" in [hit.excerpt[s.start : s.end] for s in hit.excerpt_spans]
    assert hit.kind is None


def test_near_identical_hits_do_not_hide_the_second_document(backend: SearchEngine) -> None:
    results = backend.search("rapport annuel", 2)
    assert set(results.groups) == {"emsp", "profil"}


def test_groups_come_in_the_order_of_their_best_hit(backend: SearchEngine) -> None:
    results = backend.search("équipe")
    assert results.groups == tuple(dict.fromkeys(h.document for h in results.hits))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.integers(min_value=0, max_value=8))
def test_any_text_is_answered_and_every_span_lies_in_its_text(backend: SearchEngine, query: str, limit: int) -> None:
    results = backend.search(query, limit)
    assert len(results.hits) <= limit
    assert results.total >= len(results.hits)
    for hit in results.hits:
        for text, spans in ((hit.title, hit.title_spans), (hit.excerpt, hit.excerpt_spans)):
            assert all(0 <= s.start < s.end <= len(text) for s in spans)
            assert all(a.end < b.start for a, b in itertools.pairwise(spans))


TERMS = "lits usp équipe mobile décès 24h rapport annuel -emsp force:requis qui peut « projet » kiné"
WORDS_FILE = st.lists(st.sampled_from(TERMS.split()), max_size=6)


@settings(max_examples=150, deadline=None)
@given(WORDS_FILE)
def test_the_same_query_gives_the_same_answer(backend: SearchEngine, words: list[str]) -> None:
    query = " ".join(words)
    assert backend.search(query) == backend.search(query)


@settings(max_examples=60, deadline=None)
@given(WORDS_FILE)
def test_a_filter_never_adds(backend: SearchEngine, words: list[str]) -> None:
    query = " ".join(m for m in words if ":" not in m and not m.startswith("-")) or "équipe"
    without = {h.regle for h in backend.search(query, 50).hits}
    with_them = backend.search(f"document:usp {query}", 50).hits
    assert {h.document for h in with_them} <= {"usp"}
    assert {r for r in without if r.startswith("usp-")} <= {h.regle for h in with_them}


# The user's own notes ------------------------------------------------------------------------------------------------

MINE = note("n1", "usp-lits", "Appel de Mme Dupont", "Rappeler la cadre au sujet des lits, poste 4012.")


def test_a_note_is_found_by_words_that_the_content_does_not_have(backend: SearchEngine) -> None:
    results = searched(backend, "dupont", MINE)
    (hit,) = results.hits
    assert (hit.kind, hit.passage, hit.regle, hit.document) == (NOTE, "n1", "usp-lits", "usp")
    assert [hit.title[s.start : s.end] for s in hit.title_spans] == ["Dupont"]
    assert results.correction is None
    assert backend.search("dupont").hits == ()


def test_a_note_stands_among_the_rules(backend: SearchEngine) -> None:
    assert {h.kind for h in searched(backend, "lits", MINE).hits} == {None, NOTE}


def test_the_guide_answers_only_what_it_is_about(small: Corpus, tmp_path: Path) -> None:
    guide = replace(make(documents=["profil"]), fingerprint="guide")
    passage = Passage("g1", "profil-du", "Imprimer", "Ctrl+P imprime la règle ou les lits affichés.", GUIDE)
    backend = SearchEngine(replace(small, guide=guide), tmp_path)
    (hit,) = searched(backend, "imprimer", passage).hits
    assert (hit.kind, hit.rubrique) == (GUIDE, "profil-r0")
    assert GUIDE not in {h.kind for h in searched(backend, "lits usp minimum", passage).hits}


def test_a_filter_keeps_the_notes_out_and_a_lost_target_is_left_out(backend: SearchEngine) -> None:
    assert all(h.kind is None for h in searched(backend, "usp:lits", MINE).hits)
    lost = note("n2", "disparue", "Dupont", "")
    assert searched(backend, "dupont", lost).hits == ()


def test_a_text_that_hangs_on_nothing_is_found_by_itself(backend: SearchEngine) -> None:
    free = Passage("p1", "p1", "Pharmacie de Dupont", "Ouverte le samedi.", FREE)
    results = searched(backend, "dupont", free)
    (hit,) = results.hits
    assert (hit.kind, hit.passage, hit.regle, hit.document) == (FREE, "p1", "p1", "")
    assert results.groups == ()


def test_of_several_kinds_each_keeps_its_favour_and_its_threshold(backend: SearchEngine) -> None:
    words = "zygomatique hypophyse cortisol"
    kinds = [
        PassageKind("avant", "", "", favour=3.0),
        PassageKind("après", "", ""),
        PassageKind("muet", "", "", least=0.9),
    ]
    passages = [Passage("x", "usp-lits", "", words, kind) for kind in kinds]
    assert [h.kind.id for h in searched(backend, words, *passages).hits if h.kind] == ["avant", "après", "muet"]
    assert [h.kind.id for h in searched(backend, "zygomatique glycémie", *passages).hits if h.kind] == [
        "avant",
        "après",
    ]
    backend.learn(passages)
    backend.learn((), [("avant", "x")])
    try:
        assert [h.kind.id for h in backend.search(words).hits if h.kind] == ["après", "muet"]
    finally:
        backend.unlearn()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("med etp", "usp-medecins"),
        ("max jours ouvrés", "emsp-delai"),
        ("lits 1 0", "usp-lits"),
        ("jour feries", "usp-feries"),
        ("role équipe mobile solliciter", "emsp-pro"),
    ],
)
def test_shortened_and_loose_words(backend: SearchEngine, query: str, first: str) -> None:
    results = backend.search(query)
    assert regles(results)[0] == first
    assert results.correction is None
