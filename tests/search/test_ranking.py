"""The order of what answers."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from desktop.search.ranking import SAME_DOCUMENT, SAME_RUBRIQUE, Candidate, interleave


@dataclass(frozen=True)
class Passage:
    document: str
    rubrique: str


PASSAGES = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("rst"), st.floats(min_value=0.1, max_value=9)),
    min_size=1,
    max_size=25,
)


def naively(ranked: list[Candidate], passages: list[Passage]) -> list[int]:
    """As the docstring says it: each time, the best of what is left once it has paid."""
    left, taken = list(ranked), []
    while left:

        def value(c: Candidate) -> tuple[float, int]:
            moi = passages[c.number]
            rubrique = sum(passages[n].rubrique == moi.rubrique for n in taken)
            document = sum(passages[n].document == moi.document for n in taken)
            return c.score * SAME_RUBRIQUE**rubrique * SAME_DOCUMENT**document, -c.number

        best = max(left, key=value)
        left.remove(best)
        taken.append(best.number)
    return taken


@given(PASSAGES)
def test_hits_are_interleaved_as_said(data: list[tuple[str, str, float]]) -> None:
    passages = [Passage(d, d + r) for d, r, _ in data]
    ranked = [Candidate(n, round(score, 2), 1.0) for n, (_, _, score) in enumerate(data)]
    assert [c.number for c in interleave(ranked, passages, len(passages))] == naively(ranked, passages)


def test_the_second_document_comes_before_the_tail_of_the_first() -> None:
    passages = [*(Passage("a", "ar") for _ in range(9)), Passage("b", "br")]
    ranked = [Candidate(n, 10.0, 1.0) for n in range(9)] + [Candidate(9, 8.0, 1.0)]
    order = [c.number for c in interleave(ranked, passages, 10)]
    assert order[0] == 0
    assert order.index(9) < 5
