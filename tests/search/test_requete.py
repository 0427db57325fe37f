"""The grammar of what is typed, by examples; and that any text is a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.search.grammar import LONGUEUR_LUE, Filtre, lire


@pytest.mark.parametrize(
    ("brute", "libre", "phrases", "exclus", "filtres"),
    [
        ("combien de lits", "combien de lits", (), (), ()),
        ('"fin de vie" had', "had", ("fin de vie",), (), ()),
        ("« fin de vie » had", "had", ("fin de vie",), (), ()),
        ("“fin de vie”", "", ("fin de vie",), (), ()),
        ('"fin de', "", ("fin de",), (), ()),
        ("lits -usp", "lits", (), ("usp",), ()),
        ('lits -"soins palliatifs"', "lits", (), ("soins palliatifs",), ()),
        ("non-substitution", "non-substitution", (), (), ()),
        ("had:motifs", "", (), (), (("had", "motifs"),)),
        ("HAD : motifs", "motifs", (), (), (("had", ""),)),
        ("force : obligation 24h", "24h", (), (), (("force", "obligation"),)),
        ('force: "pré-requis"', "", (), (), (("force", "pré-requis"),)),
        ("force: had:motifs", "", (), (), (("force", ""), ("had", "motifs"))),
        ("force:obligation 24h", "24h", (), (), (("force", "obligation"),)),
        ('rubrique:"moyens d’accueil" chambre', "chambre", (), (), (("rubrique", "moyens d’accueil"),)),
        ("annexe:4", "", (), (), (("annexe", "4"),)),
        ("had:", "", (), (), (("had", ""),)),
        ("", "", (), (), ()),
    ],
)
def test_grammar(
    brute: str, libre: str, phrases: tuple[str, ...], exclus: tuple[str, ...], filtres: tuple[tuple[str, str], ...]
) -> None:
    lue = lire(brute)
    assert (lue.libre, lue.phrases, lue.exclus) == (libre, phrases, exclus)
    assert tuple((f.clef, f.valeur) for f in lue.filtres) == filtres


@pytest.mark.parametrize(
    ("brute", "grandit"), [("lits us", True), ("lits usp ", False), ("lits ?", False), ('"lits"', False), ("", False)]
)
def test_the_last_word_may_still_be_growing(brute: str, grandit: bool) -> None:
    assert lire(brute).en_cours is grandit


@given(st.text(max_size=300))
def test_any_text_is_a_query(brute: str) -> None:
    lue = lire(brute)
    assert lue.brute == brute
    assert all(isinstance(f, Filtre) and f.clef for f in lue.filtres)


def test_a_pasted_page_is_read_in_part() -> None:
    assert len(lire("mot " * 5_000).libre) <= LONGUEUR_LUE
