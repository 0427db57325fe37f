"""Tokens: what is one word, where it stands, and how numbers are read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.search.tokens import MOTS_VIDES, jetons, normaliser, plier, proches, sans_elision


@pytest.mark.parametrize(
    ("texte", "formes"),
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
def test_reads(texte: str, formes: str) -> None:
    assert " ".join(j.forme + "*" * j.seconde for j in jetons(texte)) == formes


@given(st.text(max_size=200))
def test_any_text_is_read_and_places_are_true(texte: str) -> None:
    fin = 0
    for jeton in jetons(texte):
        assert 0 <= jeton.debut < jeton.fin <= len(texte)
        assert jeton.forme
        assert jeton.seconde or jeton.debut >= fin
        fin = max(fin, jeton.fin if not jeton.seconde else fin)


@given(st.text(alphabet="aàâeéèêiïoôuùçœæABCDÉ", min_size=1, max_size=20))
def test_folding_twice_changes_nothing(mot: str) -> None:
    assert plier(plier(mot)) == plier(mot)
    assert plier(mot).isascii()
    assert plier(mot.upper()) == plier(mot.lower())


def test_accents_typed_apart_are_composed() -> None:
    decompose = unicodedata.normalize("NFD", "décès")
    assert [j.forme for j in jetons(normaliser(decompose))] == ["deces"]


@pytest.mark.parametrize(
    ("colle", "mot"),
    [("dadmission", "admission"), ("lhad", "had"), ("quequipe", "equipe"), ("dan", None), ("part", None)],
)
def test_a_missing_apostrophe_leaves_its_letter(colle: str, mot: str | None) -> None:
    assert sans_elision(colle) == mot


@pytest.mark.parametrize(
    ("une", "autre", "meme"),
    [
        ("equipe", "equipes", True),
        ("equipe", "equipement", False),
        ("adapter", "adaptes", True),
        ("nuit", "nuits", True),
    ],
)
def test_one_word_in_two_endings(une: str, autre: str, meme: bool) -> None:
    assert proches(une, autre) is meme
    assert proches(autre, une) is meme


def test_stop_words_are_folded_and_keep_what_means_something() -> None:
    assert {plier(mot) for mot in MOTS_VIDES} == MOTS_VIDES
    assert {"les", "qui", "combien", "comment", "quel"} <= MOTS_VIDES
    assert not {"non", "sans", "apres", "avant", "jour", "nuit"} & MOTS_VIDES
