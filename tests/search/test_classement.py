"""The order of what answers."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from desktop.search.ranking import MEME_DOCUMENT, MEME_RUBRIQUE, Candidat, entremeler


@dataclass(frozen=True)
class Passage:
    document: str
    rubrique: str


PASSAGES = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("rst"), st.floats(min_value=0.1, max_value=9)),
    min_size=1,
    max_size=25,
)


def naivement(classes: list[Candidat], passages: list[Passage]) -> list[int]:
    """As the docstring says it: each time, the best of what is left once it has paid."""
    restants, pris = list(classes), []
    while restants:

        def valeur(c: Candidat) -> tuple[float, int]:
            moi = passages[c.numero]
            rubrique = sum(passages[n].rubrique == moi.rubrique for n in pris)
            document = sum(passages[n].document == moi.document for n in pris)
            return c.score * MEME_RUBRIQUE**rubrique * MEME_DOCUMENT**document, -c.numero

        meilleur = max(restants, key=valeur)
        restants.remove(meilleur)
        pris.append(meilleur.numero)
    return pris


@given(PASSAGES)
def test_hits_are_interleaved_as_said(donnees: list[tuple[str, str, float]]) -> None:
    passages = [Passage(d, d + r) for d, r, _ in donnees]
    classes = [Candidat(n, round(score, 2), 1.0) for n, (_, _, score) in enumerate(donnees)]
    assert [c.numero for c in entremeler(classes, passages, len(passages))] == naivement(classes, passages)


def test_the_second_document_comes_before_the_tail_of_the_first() -> None:
    passages = [*(Passage("a", "ar") for _ in range(9)), Passage("b", "br")]
    classes = [Candidat(n, 10.0, 1.0) for n in range(9)] + [Candidat(9, 8.0, 1.0)]
    ordre = [c.numero for c in entremeler(classes, passages, 10)]
    assert ordre[0] == 0
    assert ordre.index(9) < 5
