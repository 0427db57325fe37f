"""The stretch that is shown."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.search.highlight import ELLIPSE, LONGUEUR_VUE, extraire, extraire_regle
from desktop.search.results import Span

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


CHAPEAU = "L’association conclut une convention avec les établissements de santé et avec les établissements sociaux :"


def test_the_own_words_of_a_rule_are_seen_first_whatever_its_chapeau() -> None:
    texte = f"{CHAPEAU} elle porte sur les engagements que les bénévoles respectent."
    propre = len(CHAPEAU) + 1
    convention, benevoles = texte.index("convention"), texte.index("bénévoles")
    spans = [Span(convention, convention + 10), Span(benevoles, benevoles + 9)]
    extrait, gardes, debut = extraire_regle(texte, spans, propre)
    assert extrait[debut:] == texte[propre:]
    assert debut < LONGUEUR_VUE
    assert extrait[:debut].rstrip().endswith(ELLIPSE)
    assert [extrait[s.debut : s.fin] for s in gardes] == ["convention", "bénévoles"]


def test_a_rule_without_chapeau_or_with_a_short_one_is_whole() -> None:
    assert extraire_regle("Dix lits.", [], 0) == ("Dix lits.", (), 0)
    assert extraire_regle("Lits : dix.", [Span(7, 10)], 7) == ("Lits : dix.", (Span(7, 10),), 7)


@given(st.text(min_size=1, max_size=150), st.text(min_size=1, max_size=400), st.data())
def test_the_excerpt_of_a_rule_keeps_what_its_spans_show(chapeau: str, corps: str, data: st.DataObject) -> None:
    texte, propre = f"{chapeau} {corps}", len(chapeau) + 1
    bornes = sorted(data.draw(st.lists(st.integers(0, len(texte)), min_size=2, max_size=2)))
    extrait, gardes, debut = extraire_regle(texte, [Span(*bornes)] if bornes[0] < bornes[1] else [], propre)
    assert 0 < debut <= len(extrait)
    for span in gardes:
        assert 0 <= span.debut <= span.fin <= len(extrait)
        assert extrait[span.debut : span.fin].strip(ELLIPSE) in texte
