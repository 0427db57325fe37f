"""The grammar of what is typed, by examples; and that any text is a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.search.grammar import READ_LENGTH, Filter, read


@pytest.mark.parametrize(
    ("raw", "free", "phrases", "excluded", "filters"),
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
    raw: str, free: str, phrases: tuple[str, ...], excluded: tuple[str, ...], filters: tuple[tuple[str, str], ...]
) -> None:
    read_as = read(raw)
    assert (read_as.free, read_as.phrases, read_as.excluded) == (free, phrases, excluded)
    assert tuple((f.key, f.value) for f in read_as.filters) == filters


@pytest.mark.parametrize(
    ("raw", "grows"), [("lits us", True), ("lits usp ", False), ("lits ?", False), ('"lits"', False), ("", False)]
)
def test_the_last_word_may_still_be_growing(raw: str, grows: bool) -> None:
    assert read(raw).growing is grows


@given(st.text(max_size=300))
def test_any_text_is_a_query(raw: str) -> None:
    read_as = read(raw)
    assert read_as.raw == raw
    assert all(isinstance(f, Filter) and f.key for f in read_as.filters)


def test_a_pasted_page_is_read_in_part() -> None:
    assert len(read("mot " * 5_000).free) <= READ_LENGTH
