"""The stretch that is shown."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.search.results import Span
from desktop.search.surlignage import ELLIPSE, extraire

LONG = "Une phrase qui n’a rien à dire. " * 20 + "Ici se trouve le mot cherché. " + "Et encore du texte qui suit. " * 20


def test_a_short_text_is_shown_whole() -> None:
    assert extraire("court", [Span(0, 5)]) == ("court", (Span(0, 5),))


def test_the_stretch_holds_what_was_found_between_ellipses() -> None:
    place = LONG.index("cherché")
    extrait, (span,) = extraire(LONG, [Span(place, place + 7)], 120)
    assert extrait.startswith(ELLIPSE)
    assert extrait.endswith(ELLIPSE)
    assert extrait[span.debut : span.fin] == "cherché"
    assert len(extrait) <= 122


def test_without_a_span_the_beginning_is_shown() -> None:
    extrait, spans = extraire(LONG, [], 100)
    assert LONG.startswith(extrait.removesuffix(ELLIPSE))
    assert spans == ()


@given(
    st.text(alphabet="ab c", min_size=1, max_size=400),
    st.lists(st.tuples(st.integers(0, 399), st.integers(1, 9)), max_size=4),
)
def test_spans_show_the_same_letters(texte: str, places: list[tuple[int, int]]) -> None:
    spans = sorted({Span(d, min(len(texte), d + n)) for d, n in places if d < len(texte)}, key=lambda s: s.debut)
    extrait, gardes = extraire(texte, spans, 60)
    lettres = extrait.strip(ELLIPSE)
    assert lettres in texte
    for span in gardes:
        assert extrait[span.debut : span.fin] in texte
