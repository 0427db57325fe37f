"""Families, completions and corrections of words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.search.vocabulary import Vocabulary, distance, stem, stump

WORDS_FILE = {
    "complexité": 5, "complexe": 9, "décès": 4, "psychologue": 7, "psychologues": 1, "palliatifs": 50, "palliative": 20,
    "admission": 8, "admissions": 2, "équipe": 30, "équipement": 2, "lits": 12, "lit": 3, "traçabilité": 1, "tracé": 1,
    "les": 90, "hospitalisation": 6, "domicile": 14, "24h": 3, "lisp": 9, "accompagnement": 11,
}  # fmt: skip


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    return Vocabulary.build(WORDS_FILE)


@pytest.mark.parametrize(
    ("typed", "content"),
    [
        ("complexite", "complexité"),
        ("complexites", "complexité"),
        ("complexe", "complexité"),
        ("deces", "décès"),
        ("equipes", "équipe"),
        ("admissions", "admission"),
        ("lit", "lits"),
        ("palliatif", "palliative"),
    ],
)
def test_every_spelling_leads_to_the_canon_of_the_content(words: Vocabulary, typed: str, content: str) -> None:
    assert stem(content) in words.family(typed, typed)


def test_an_unknown_word_has_no_family(words: Vocabulary) -> None:
    assert words.family("xylophone", "xylophone") == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("psycologue", "psychologue"),  # a letter missing
        ("psychollogue", "psychologue"),  # a letter doubled
        ("pyschologue", "psychologue"),  # two letters swapped
        ("psycholoque", "psychologue"),  # a letter replaced
        ("hopitalisatin", "hospitalisation"),  # two faults
        ("dadmission", "admission"),  # the apostrophe missing
        ("lips", "lisp"),  # an acronym, swapped
        ("xyzzyx", None),
        ("zz", None),
        ("25h", None),
    ],
)
def test_corrects(words: Vocabulary, typed: str, expected: str | None) -> None:
    assert (words.corrections(typed) or (None,))[0] == expected


def test_a_stop_word_is_never_a_correction(words: Vocabulary) -> None:
    assert "les" not in words.corrections("lex")


def test_completions_are_few_frequent_and_one_a_family(words: Vocabulary) -> None:
    assert words.completions("p", 2) == ["palliatifs", "psychologue"]
    assert words.completions("adm", 3) == ["admission"]
    assert words.completions("le", 3) == []


def test_two_words_typed_as_one_are_parted(words: Vocabulary) -> None:
    assert words.separate("hospitalisationdomicile") == ("hospitalisation", "domicile")
    assert words.separate("hospitalisationxdomicile") is None


def test_what_derives_from_the_same(words: Vocabulary) -> None:
    assert stem("tracé") in words.derived("tracabilite")
    assert stump("lit") == ""


def test_reads_back_what_it_wrote(words: Vocabulary) -> None:
    reread = Vocabulary.from_json(words.to_json())
    assert reread.family("deces", "deces") == words.family("deces", "deces")
    assert reread.corrections("psycologue") == words.corrections("psycologue")
    with pytest.raises(ValueError, match="longueurs"):
        Vocabulary.from_json([["a"], [], [], [], [], []])


LETTERS = st.text(alphabet="abcd", max_size=7)


@given(LETTERS, LETTERS)
def test_distance_is_a_distance(one: str, other: str) -> None:
    far = 20
    assert distance(one, other, far) == distance(other, one, far)
    assert (distance(one, other, far) == 0) == (one == other)
    assert distance(one, other, far) <= max(len(one), len(other))
    assert distance(one, other, 1) == min(distance(one, other, far), 2)


@given(LETTERS.filter(lambda t: len(t) > 1), st.integers(min_value=0, max_value=5))
def test_a_swap_is_one_fault(word: str, place: int) -> None:
    i = place % (len(word) - 1)
    swapped = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    assert distance(word, swapped, 3) == (0 if swapped == word else 1)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzé0", min_size=1, max_size=40))
def test_any_word_is_answered(word: str) -> None:
    words = Vocabulary.build(WORDS_FILE)
    assert all(words.knows(f) for f in (*words.corrections(word), *words.completions(word, 3)))
    assert words.separate(word) is None or "".join(words.separate(word) or ()) == word
