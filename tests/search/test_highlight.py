"""The stretch that is shown."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.search.highlight import ELLIPSE, SEEN_LENGTH, excerpt_of, rule_excerpt
from desktop.search.results import Span

LONG = "Une phrase qui n’a rien à dire. " * 20 + "Ici se trouve le mot cherché. " + "Et encore du texte qui suit. " * 20


def test_a_short_text_is_shown_whole() -> None:
    assert excerpt_of("court", [Span(0, 5)]) == ("court", (Span(0, 5),))


def test_the_stretch_holds_what_was_found_between_ellipses() -> None:
    place = LONG.index("cherché")
    excerpt, (span,) = excerpt_of(LONG, [Span(place, place + 7)], 120)
    assert excerpt.startswith(ELLIPSE)
    assert excerpt.endswith(ELLIPSE)
    assert excerpt[span.start : span.end] == "cherché"
    assert len(excerpt) <= 122


def test_without_a_span_the_beginning_is_shown() -> None:
    excerpt, spans = excerpt_of(LONG, [], 100)
    assert LONG.startswith(excerpt.removesuffix(ELLIPSE))
    assert spans == ()


@given(
    st.text(alphabet="ab c", min_size=1, max_size=400),
    st.lists(st.tuples(st.integers(0, 399), st.integers(1, 9)), max_size=4),
)
def test_spans_show_the_same_letters(text: str, places: list[tuple[int, int]]) -> None:
    spans = sorted({Span(d, min(len(text), d + n)) for d, n in places if d < len(text)}, key=lambda s: s.start)
    excerpt, kept = excerpt_of(text, spans, 60)
    letters = excerpt.strip(ELLIPSE)
    assert letters in text
    for span in kept:
        assert excerpt[span.start : span.end] in text


CHAPEAU = "L’association conclut une convention avec les établissements de santé et avec les établissements sociaux :"


def test_the_own_words_of_a_rule_are_seen_first_whatever_its_chapeau() -> None:
    text = f"{CHAPEAU} elle porte sur les engagements que les bénévoles respectent."
    own_start = len(CHAPEAU) + 1
    convention, volunteers = text.index("convention"), text.index("bénévoles")
    spans = [Span(convention, convention + 10), Span(volunteers, volunteers + 9)]
    excerpt, kept, start = rule_excerpt(text, spans, own_start)
    assert excerpt[start:] == text[own_start:]
    assert start < SEEN_LENGTH
    assert excerpt[:start].rstrip().endswith(ELLIPSE)
    assert [excerpt[s.start : s.end] for s in kept] == ["convention", "bénévoles"]


def test_a_rule_without_chapeau_or_with_a_short_one_is_whole() -> None:
    assert rule_excerpt("Dix lits.", [], 0) == ("Dix lits.", (), 0)
    assert rule_excerpt("Lits : dix.", [Span(7, 10)], 7) == ("Lits : dix.", (Span(7, 10),), 7)


@given(st.text(min_size=1, max_size=150), st.text(min_size=1, max_size=400), st.data())
def test_the_excerpt_of_a_rule_keeps_what_its_spans_show(chapeau: str, body: str, data: st.DataObject) -> None:
    text, own_start = f"{chapeau} {body}", len(chapeau) + 1
    bounds = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    excerpt, kept, start = rule_excerpt(text, [Span(*bounds)] if bounds[0] < bounds[1] else [], own_start)
    assert 0 < start <= len(excerpt)
    for span in kept:
        assert 0 <= span.start <= span.end <= len(excerpt)
        assert excerpt[span.start : span.end].strip(ELLIPSE) in text
