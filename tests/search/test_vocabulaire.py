"""Families, completions and corrections of words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.search.vocabulary import Vocabulaire, distance, racine, souche

MOTS = {
    "complexité": 5, "complexe": 9, "décès": 4, "psychologue": 7, "psychologues": 1, "palliatifs": 50, "palliative": 20,
    "admission": 8, "admissions": 2, "équipe": 30, "équipement": 2, "lits": 12, "lit": 3, "traçabilité": 1, "tracé": 1,
    "les": 90, "hospitalisation": 6, "domicile": 14, "24h": 3, "lisp": 9, "accompagnement": 11,
}  # fmt: skip


@pytest.fixture(scope="module")
def mots() -> Vocabulaire:
    return Vocabulaire.construire(MOTS)


@pytest.mark.parametrize(
    ("tape", "contenu"),
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
def test_every_spelling_leads_to_the_canon_of_the_content(mots: Vocabulaire, tape: str, contenu: str) -> None:
    assert racine(contenu) in mots.famille(tape, tape)


def test_an_unknown_word_has_no_family(mots: Vocabulaire) -> None:
    assert mots.famille("xylophone", "xylophone") == ()


@pytest.mark.parametrize(
    ("tape", "attendu"),
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
def test_corrects(mots: Vocabulaire, tape: str, attendu: str | None) -> None:
    assert (mots.corrections(tape) or (None,))[0] == attendu


def test_a_stop_word_is_never_a_correction(mots: Vocabulaire) -> None:
    assert "les" not in mots.corrections("lex")


def test_completions_are_few_frequent_and_one_a_family(mots: Vocabulaire) -> None:
    assert mots.completions("p", 2) == ["palliatifs", "psychologue"]
    assert mots.completions("adm", 3) == ["admission"]
    assert mots.completions("le", 3) == []


def test_two_words_typed_as_one_are_parted(mots: Vocabulaire) -> None:
    assert mots.separer("hospitalisationdomicile") == ("hospitalisation", "domicile")
    assert mots.separer("hospitalisationxdomicile") is None


def test_what_derives_from_the_same(mots: Vocabulaire) -> None:
    assert racine("tracé") in mots.derives("tracabilite")
    assert souche("lit") == ""


def test_reads_back_what_it_wrote(mots: Vocabulaire) -> None:
    relu = Vocabulaire.depuis_json(mots.vers_json())
    assert relu.famille("deces", "deces") == mots.famille("deces", "deces")
    assert relu.corrections("psycologue") == mots.corrections("psycologue")
    with pytest.raises(ValueError, match="longueurs"):
        Vocabulaire.depuis_json([["a"], [], [], [], [], []])


LETTRES = st.text(alphabet="abcd", max_size=7)


@given(LETTRES, LETTRES)
def test_distance_is_a_distance(une: str, autre: str) -> None:
    loin = 20
    assert distance(une, autre, loin) == distance(autre, une, loin)
    assert (distance(une, autre, loin) == 0) == (une == autre)
    assert distance(une, autre, loin) <= max(len(une), len(autre))
    assert distance(une, autre, 1) == min(distance(une, autre, loin), 2)


@given(LETTRES.filter(lambda t: len(t) > 1), st.integers(min_value=0, max_value=5))
def test_a_swap_is_one_fault(mot: str, place: int) -> None:
    i = place % (len(mot) - 1)
    echange = mot[:i] + mot[i + 1] + mot[i] + mot[i + 2 :]
    assert distance(mot, echange, 3) == (0 if echange == mot else 1)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzé0", min_size=1, max_size=40))
def test_any_word_is_answered(mot: str) -> None:
    mots = Vocabulaire.construire(MOTS)
    assert all(mots.connait(f) for f in (*mots.corrections(mot), *mots.completions(mot, 3)))
    assert mots.separer(mot) is None or "".join(mots.separer(mot) or ()) == mot
