"""What of a query is not read is said, in the window and at the command line alike."""

from __future__ import annotations

import pytest

from desktop.search.filters import Filters
from desktop.search.grammar import READ_AT_MOST, READ_LENGTH, read
from desktop.search.slots import SLOTS_READ

MANY = 200


@pytest.mark.parametrize(
    ("query", "what"),
    [
        (" ".join(f"rubrique:lits{n}" for n in range(MANY)), "filtres"),
        (" ".join(f"-lit{chr(97 + n % 26)}{n}" for n in range(MANY)), "mots à exclure"),
        (" ".join(f'"lits {n}"' for n in range(MANY)), "groupes de mots entre guillemets"),
    ],
)
def test_two_hundred_are_bounded_in_words(backend, query, what):
    asked = read(query)
    assert max(len(asked.filters), len(asked.excluded), len(asked.phrases)) == READ_AT_MOST
    (said, *_) = [r for r in backend.search(query).remarks if what in r]
    assert said == f"Seuls les {READ_AT_MOST} premiers {what} sont lus ; la suite est ignorée."


def test_two_hundred_filters_cost_no_more_than_those_that_are_read(backend, monkeypatch):
    seen = []
    under = Filters._under_title
    monkeypatch.setattr(Filters, "_under_title", lambda self, value: seen.append(value) or under(self, value))
    backend.search(" ".join(["rubrique:lits"] * MANY) + " équipe")
    assert len(seen) <= 2 * READ_AT_MOST  # once for the answer, once for what else could be typed


def test_as_many_as_are_read_are_no_remark(backend):
    assert backend.search(" ".join(["usp:lits"] * READ_AT_MOST)).remarks == ()
    assert backend.search("lits usp").remarks == ()


def test_words_beyond_those_that_are_read_are_said(backend):
    words = [f"mot{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(SLOTS_READ + 1)]
    assert f"{SLOTS_READ} premiers mots" in backend.search(" ".join(words)).remarks[0]
    assert backend.search(" ".join(words[:-1])).remarks == ()
    assert backend.search(" ".join([*words[:-1], words[0]])).remarks == ()


def test_a_pasted_page_is_read_to_its_bound_and_said(backend):
    assert f"{READ_LENGTH} premiers caractères" in backend.search("lits " * READ_LENGTH).remarks[0]
