"""Which passages answer, and in which order.

First every posting of every slot is added up (BM25F, the weights being in the index): that is exact and costs what the words
cost. Then the best few are looked at closely: do they hold the words together, in the title, with a figure?
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace, nlargest
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from desktop.search.concepts import EVERYDAY, SURE
from desktop.search.passages import Zone
from desktop.search.tokens import STOP_WORDS, are_near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.search.index import Index
    from desktop.search.passages import RulePassage
    from desktop.search.slots import QueryPlan, Slot

# How many passages are looked at closely.
REREAD = 120
# How strongly a passage that answers only part of the query falls behind (1 = in proportion).
COVERAGE = 1.3
# Below this share of what the best passage covers, a passage does not answer.
COVERAGE_THRESHOLD = 0.3
PROXIMITY, TITLE, FIGURE, EXACT, PLACE, SEQUENCE = 0.35, 0.3, 0.4, 0.5, 0.3, 0.4
# A word in the text and a structure that the page is about: how near they count.
ON_THE_PAGE = 0.7
# A word that the content lacks is answered by what it leads to, at this rate.
FOR_WANT = 0.85
# An expansion that tells less than this share of what the typed word tells is left out.
COMMONPLACE = 0.5
# A query that names a structure asks for its rules first.
PLACE_NAME = 1.3
# What the next hit of the same rubrique, of the same document keeps of its score when results are interleaved.
SAME_RUBRIQUE, SAME_DOCUMENT = 0.93, 0.98


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with its score; `coverage` is the share of the query's weight that it answers."""

    number: int
    score: float
    coverage: float


def idf(count: int, frequency: int) -> float:
    """How much a term tells (BM25)."""
    return log(1.0 + (count - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True, slots=True)
class Weighting:
    """The terms of each slot with their worth in this index, and the worth of each slot."""

    terms: tuple[dict[str, float], ...]
    slots: tuple[float, ...]
    mute: frozenset[int] = frozenset()

    @property
    def total(self) -> float:
        """The worth of all that the content can answer."""
        return sum(v for rank, v in enumerate(self.slots) if rank not in self.mute) or 1.0


def weigh(plan: QueryPlan, index: Index) -> Weighting:
    """Each term's weight times its idf; a slot is worth its best term."""
    terms: list[dict[str, float]] = []
    slots: list[float] = []
    mute: list[int] = []
    for slot in plan.slots:
        values = _values(slot, index)
        common = max(values.values(), default=0.0)
        if not values:
            # A word that the content does not have: only a note of the user's can answer it.
            mute.append(len(terms))
            common = idf(index.count, 0) * slot.reach
        terms.append(values)
        slots.append(0.0 if slot.optional else common)
    return Weighting(tuple(terms), tuple(slots), frozenset(mute))


def _values(slot: Slot, index: Index) -> dict[str, float]:
    """What each term of a slot is worth; empty when the index has none of them."""
    count = index.count
    frequencies = {t: f for t in slot.terms if (f := index.backend.frequency(t))}
    if not frequencies:
        return {}
    better = max(slot.terms[t] for t in frequencies)
    rarity = max(idf(count, f) for t, f in frequencies.items() if slot.terms[t] >= 0.8 * better)
    # What is said everywhere answers nothing in the place of a word that is not.
    telling = {
        t: f for t, f in frequencies.items() if slot.terms[t] >= 0.8 * better or idf(count, f) >= COMMONPLACE * rarity
    }
    # A slot is worth its commonest good term: synonyms share what they tell, and a word that may mean much tells little.
    common = idf(count, max(f for t, f in telling.items() if slot.terms[t] >= 0.5 * better)) * slot.reach
    if any(index.concepts.places_named.get(t[1:]) for t in telling if t[0] == "@" and slot.terms[t] >= SURE):
        common *= PLACE_NAME
    return {t: slot.terms[t] * min(common, idf(count, f)) / max(better, FOR_WANT) for t, f in telling.items()}


def add_up(weighting: Weighting, index: Index, allowed: set[int] | None) -> dict[int, tuple[float, float]]:
    """For each passage that holds any term: its BM25F score, and the worth of the slots that it answers."""
    scores: dict[int, float] = {}
    covered: dict[int, float] = {}
    for terms, slot_value in zip(weighting.terms, weighting.slots, strict=True):
        of_slot: dict[int, float] = {}
        answer: dict[int, float] = {}
        for term, value in terms.items():
            numbers, weight = index.backend.occurrences(term)
            part = min(1.0, value / slot_value) if slot_value else 0.0
            for number, p in zip(numbers, weight, strict=True):
                v = value * p
                if v > of_slot.get(number, 0.0):
                    of_slot[number] = v
                    answer[number] = part
        for number, v in of_slot.items():
            if allowed is None or number in allowed:
                scores[number] = scores.get(number, 0.0) + v
                covered[number] = covered.get(number, 0.0) + slot_value * answer[number]
    total = weighting.total
    return {n: (s * (covered[n] / total) ** COVERAGE, covered[n] / total) for n, s in scores.items()}


class CloseReading:
    """The close look at the best candidates of one query."""

    def __init__(self, plan: QueryPlan, weighting: Weighting, index: Index, passages: Sequence[RulePassage]) -> None:
        self._index, self._passages, self._plan = index, passages, plan
        self._weighting = weighting
        # Number of a form or concept → (slot, share of the slot's worth).
        self._meanings: dict[int, tuple[int, float]] = {}
        for rank, terms in enumerate(weighting.terms):
            for term, value in terms.items():
                for number in index.numbers(term):
                    known = self._meanings.get(number)
                    if known is None or value > known[1]:
                        self._meanings[number] = (rank, value)
        forms = index.vocabulary.forms
        # Number of a form → what was typed as such, by slot.
        self._exact = {
            n: (rank, term)
            for rank, slot in enumerate(plan.slots)
            for term, form in slot.typed
            for n in index.numbers(term)
            if not form or are_near(forms[n], form)
        }
        self._exact_values = [v / max(1, len(c.typed)) for v, c in zip(weighting.slots, plan.slots, strict=True)]
        self._places_named = {
            place_name: rank
            for rank, slot in enumerate(plan.slots)
            for term, weight in slot.terms.items()
            if term[0] == "@" and weight >= EVERYDAY
            for place_name in index.concepts.places_named.get(term[1:], ())
        }
        self._figures = index.figures if plan.wants_number else frozenset()
        self._title_sequence_cache: dict[str, float] = {}
        self._titles: dict[str, tuple[float, float]] = {}

    def reread(self, candidates: list[Candidate]) -> list[Candidate]:
        """Score anew, best first."""
        notes = [Candidate(c.number, c.score * self._factor(c.number), c.coverage) for c in candidates]
        notes.sort(key=lambda c: (-c.score, c.number))
        return notes

    def _factor(self, number: int) -> float:
        text = self._index.sequence(number, Zone.TEXT)
        values, total = self._weighting.slots, self._weighting.total
        places = self._places(text)
        here = {
            self._places_named[place_name]
            for place_name in self._passages[number].places_named
            if place_name in self._places_named
        }
        factor = 1.0 + PROXIMITY * self._nearness(places, here)
        part, precision = self._title(number)
        factor += TITLE * part / total * precision
        factor += EXACT * self._exactness(text) / total
        factor += PLACE * sum(values[rank] for rank in here) / total
        factor += SEQUENCE * self._title_sequences(number)
        if self._figures:
            factor += FIGURE * self._figure(text, places)
        return factor

    def _exactness(self, text: Sequence[int]) -> float:
        """The worth of what stands in the text in the very words that were typed."""
        return sum(self._exact_values[rank] for rank, _ in {self._exact[m] for m in text if m in self._exact})

    def _figure(self, text: Sequence[int], places: dict[int, list[int]]) -> float:
        """A number beside what is counted, or somewhere in the text."""
        figures = [i for i, word in enumerate(text) if word in self._figures]
        if not figures:
            return 0.0
        near = any(abs(i - place) <= 4 for i in figures for of_slot in places.values() for place in of_slot)
        return 1.0 if near else 0.4

    def _title_sequences(self, number: int) -> float:
        """Pairs of words that the query and the rubrique's title share, stop words included."""
        if not self._plan.sequences:
            return 0.0
        rubrique = self._passages[number].rubrique
        if rubrique not in self._title_sequence_cache:
            forms = len(self._index.vocabulary.forms)
            title = [m for m in self._index.sequence(number, Zone.RUBRIQUE) if m < forms]
            self._title_sequence_cache[rubrique] = min(2, len(self._plan.sequences.intersection(pairwise(title)))) / 2
        return self._title_sequence_cache[rubrique]

    def _places(self, text: Sequence[int]) -> dict[int, list[int]]:
        """Where each slot is answered in a text."""
        places: dict[int, list[int]] = {}
        for place, word in enumerate(text):
            if (meaning := self._meanings.get(word)) is not None:
                places.setdefault(meaning[0], []).append(place)
        return places

    def _nearness(self, places: dict[int, list[int]], here: set[int]) -> float:
        """Share of the query's neighbouring slots that stand near one another in the text.

        What the whole page is about stands near everything on it.
        """
        if not self._plan.pairs:
            return 0.0
        near = 0.0
        for a, b in self._plan.pairs:
            if a in places and b in places:
                gap = min(abs(x - y) for x in places[a] for y in places[b])
                near += 1.0 if gap <= 4 else 0.5 if gap <= 10 else 0.0
            elif (a in places and b in here) or (b in places and a in here):
                near += ON_THE_PAGE
        return near / len(self._plan.pairs)

    def _title(self, number: int) -> tuple[float, float]:
        """What the rubrique's title answers of the query, and which share of the title's words the query uses."""
        rubrique = self._passages[number].rubrique
        known = self._titles.get(rubrique)
        if known is None:
            title = self._index.sequence(number, Zone.RUBRIQUE)
            forms = self._index.vocabulary.forms
            full_tokens = [m for m in title if m >= len(forms) or forms[m] not in STOP_WORDS]
            answered: dict[int, float] = {}
            for word in full_tokens:
                if (meaning := self._meanings.get(word)) is not None:
                    answered[meaning[0]] = max(answered.get(meaning[0], 0.0), meaning[1])
            touched = sum(1 for word in full_tokens if word in self._meanings)
            known = (sum(answered.values()), touched / len(full_tokens) if full_tokens else 0.0)
            self._titles[rubrique] = known
        return known


def rank(
    plan: QueryPlan, index: Index, passages: Sequence[RulePassage], allowed: set[int] | None
) -> tuple[list[Candidate], list[Candidate]]:
    """All that answers, best first; and, of these, those that were looked at closely."""
    weighting = weigh(plan, index)
    sums = add_up(weighting, index, allowed)
    if not sums:
        return [], []
    threshold = COVERAGE_THRESHOLD * max(coverage for _, coverage in sums.values())
    candidates = [Candidate(n, score, coverage) for n, (score, coverage) in sums.items() if coverage >= threshold]
    best = nlargest(REREAD, candidates, key=lambda c: (c.score, -c.number))
    reread = CloseReading(plan, weighting, index, passages).reread(best)
    return candidates, reread


def interleave(ranked: list[Candidate], passages: Sequence[RulePassage], how_many: int) -> list[Candidate]:
    """Best first, each hit paying for those of its rubrique and of its document that stand before it."""
    rubriques: dict[str, int] = {}
    documents: dict[str, int] = {}

    def value(c: Candidate) -> float:
        passage = passages[c.number]
        rank = rubriques.get(passage.rubrique, 0)
        return c.score * SAME_RUBRIQUE**rank * SAME_DOCUMENT ** documents.get(passage.document, 0)

    # What a hit is worth only falls as others are taken: the best of the heap is the best once its worth is up to date.
    heap = [(-c.score, c.number, rank) for rank, c in enumerate(ranked)]
    heapify(heap)
    out: list[Candidate] = []
    while heap and len(out) < how_many:
        _, number, rank = heap[0]
        best = ranked[rank]
        current = (-value(best), number, rank)
        if len(heap) > 1 and current > min(heap[1 : min(3, len(heap))]):
            heapreplace(heap, current)
            continue
        heappop(heap)
        out.append(best)
        passage = passages[number]
        rubriques[passage.rubrique] = rubriques.get(passage.rubrique, 0) + 1
        documents[passage.document] = documents.get(passage.document, 0) + 1
    return out
