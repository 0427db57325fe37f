"""Tokens: what is one word, where it stands, and how numbers are read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.search.tokens import STOP_WORDS, are_near, fold, normalize, tokens, without_elision


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("L’HAD d'un proche", "l had d un proche"),
        ("cœur ŒUVRE ægilops", "coeur oeuvre aegilops"),
        ("décès DÉCÈS", "deces deces"),
        ("week-end", "week end weekend*"),
        ("aides‑soignants", "aides soignants aidesoignants*"),
        ("coordinateur(trice) de parcours", "coordinateur de parcours"),
        ("partenaire(s)", "partenaire"),
        ("ERRSPP(x)", "errspp x"),
        ("24h/24, 24 h/24 ; 24/24h 24h sur 24", "24h/24 24h* 24h/24 24h* 24h/24 24h* 24h/24 24h*"),
        ("7j/7 5 j/7", "7j/7 7j* 5j/7 5j*"),
        ("24h 24 h 24 heures", "24h 24h 24h"),
        ("100 000, 100\u202f000 ; 100000", "100000 100000 100000"),
        ("0,3 0.3", "0,3 0,3"),
        ("3ème 3e 1er 2nde", "3e 3* 3e 3* 1e 1* 2e 2*"),
        ("21/06/2023", "2023 juin* 21*"),
        ("le 21/13/2023", "le 2023 21*"),
        ("article L. 1110-11, L1110-11", "article l1110-11 1110-11* l1110-11 1110-11*"),
        ("décret n° 95-1000", "decret n 95-1000 95* 1000*"),
        ("05T10 R4/2022/219", "05t10 r4 2022 219"),
        ("10 à 12 lits", "10 a 12 lits"),
        ("", ""),
        ("… ?! — «»", ""),
    ],
)
def test_reads(text: str, forms: str) -> None:
    assert " ".join(j.form + "*" * j.second for j in tokens(text)) == forms


@given(st.text(max_size=200))
def test_any_text_is_read_and_places_are_true(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.form
        assert token.second or token.start >= end
        end = max(end, token.end if not token.second else end)


@given(st.text(alphabet="aàâeéèêiïoôuùçœæABCDÉ", min_size=1, max_size=20))
def test_folding_twice_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)
    assert fold(word).isascii()
    assert fold(word.upper()) == fold(word.lower())


def test_accents_typed_apart_are_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "décès")
    assert [j.form for j in tokens(normalize(decomposed))] == ["deces"]


@pytest.mark.parametrize(
    ("joined", "word"),
    [("dadmission", "admission"), ("lhad", "had"), ("quequipe", "equipe"), ("dan", None), ("part", None)],
)
def test_a_missing_apostrophe_leaves_its_letter(joined: str, word: str | None) -> None:
    assert without_elision(joined) == word


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("equipe", "equipes", True),
        ("equipe", "equipement", False),
        ("adapter", "adaptes", True),
        ("nuit", "nuits", True),
    ],
)
def test_one_word_in_two_endings(one: str, other: str, same: bool) -> None:
    assert are_near(one, other) is same
    assert are_near(other, one) is same


def test_stop_words_are_folded_and_keep_what_means_something() -> None:
    assert {fold(word) for word in STOP_WORDS} == STOP_WORDS
    assert {"les", "qui", "combien", "comment", "quel"} <= STOP_WORDS
    assert not {"non", "sans", "apres", "avant", "jour", "nuit"} & STOP_WORDS
