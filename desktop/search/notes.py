"""Texts beside the content (the user's notes above all), indexed in memory as it is: same words, same stems, same slots.

Nothing of it is ever written to a file, so that what a person erases is gone from here at once. The index follows what
changes: a note is read when it comes and taken out of every posting when it goes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from typing import TYPE_CHECKING, NamedTuple

from desktop.search.concepts import mark_of
from desktop.search.index import SATURATION, canon_of
from desktop.search.passages import ZONE_SETTINGS, Zone
from desktop.search.tokens import STOP_WORDS, normalize, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, KeysView

    from desktop.search.index import Index
    from desktop.search.ranking import Weighting
    from desktop.search.results import Passage, PassageKind
    from desktop.search.slots import QueryPlan

SUMS_HELD = 2
"""Beginnings of queries whose sums are remembered: while a word is typed, those before it are not looked up again."""
TITLES_HELD = 512
"""Titles whose analysis is remembered: many notes hang on one rubrique."""

Key = tuple[str, str]
"""What tells a passage from another: the id of its kind and its own."""
Bag = dict[str, float]
SlotAsked = tuple[frozenset[tuple[str, float]], float, tuple[str, ...]]
"""What a slot asks: its terms with their worth, its own worth, its words as typed."""
Found = tuple[dict[int, float], dict[int, float]]
"""What slots gave, a note each: score and coverage."""


def key_of(passage: Passage) -> Key:
    """The key of a passage."""
    return passage.kind.id, passage.id


class Postings:
    """For each term the numbers of the notes that hold it, ascending, and its weight in each, saturated as in BM25.

    Eight bytes for a word of a note: seven digits of a weight are more than any order of answers depends on.
    """

    def __init__(self) -> None:
        self._of: dict[str, tuple[array[int], array[float]]] = {}

    def __contains__(self, term: str) -> bool:
        return term in self._of

    def keys(self) -> KeysView[str]:
        """The terms that some note holds."""
        return self._of.keys()

    def get(self, term: str) -> tuple[array[int], array[float]]:
        """Numbers and weights; empty for a term that no note holds."""
        return self._of.get(term, _NONE)

    def add(self, number: int, bag: Bag) -> list[str]:
        """Put a note in; gives the terms that no note held before."""
        fresh = []
        for term, weight in bag.items():
            held = self._of.get(term)
            if held is None:
                held = self._of[term] = (array("I"), array("f"))
                fresh.append(term)
            numbers, weights = held
            place = len(numbers) if not numbers or numbers[-1] < number else bisect_left(numbers, number)
            numbers.insert(place, number)
            weights.insert(place, weight / (weight + SATURATION))
        return fresh

    def remove(self, number: int, bag: Bag) -> list[str]:
        """Take a note out; gives the terms that no note holds any more."""
        gone = []
        for term in bag:
            numbers, weights = self._of[term]
            place = bisect_left(numbers, number)
            del numbers[place], weights[place]
            if not numbers:
                del self._of[term]
                gone.append(term)
        return gone


_NONE: tuple[array[int], array[float]] = (array("I"), array("f"))


class Scores(NamedTuple):
    """What the slots of a query gave, a note each: the sum of its scores, and of what it answers of `total`.

    A note's coverage is `couverts[n] / totale`, its score `scores[n]` times that.
    """

    scores: dict[int, float]
    covered: dict[int, float]
    total: float


class NotesIndex:
    """The index. One thread at a time. `passages` are the texts by number, `kinds` what they are by `kind_of` a number."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._titles: dict[str, tuple[Bag, Bag]] = {}
        self.clear()

    def clear(self) -> None:
        """Forget every note."""
        self.passages: dict[int, Passage] = {}
        self.kinds: list[PassageKind] = []
        self.kind_of = array("H")
        self._numbers: dict[str, dict[str, int]] = {}
        self._next = 0
        self._terms, self._forms = Postings(), Postings()
        self._sorted: list[str] = []
        self._titles.clear()
        self._sums: dict[tuple[SlotAsked, ...], Found] = {}

    @property
    def forms(self) -> KeysView[str]:
        """The folded words of all notes: they need no correction, and are not absent."""
        return self._forms.keys()

    def learn(self, passage: Passage) -> None:
        """Index a note, in the place of the one of the same key."""
        self._sums.clear()
        numbers = self._numbers.setdefault(passage.kind.id, {})
        number = numbers.get(passage.id)
        if number is None:
            number, self._next = self._next, self._next + 1
            self.kind_of.append(self._kind_number(passage.kind))
        else:
            self.forget(key_of(passage))
        numbers[passage.id], self.passages[number] = number, passage
        terms, forms = self._read(passage)
        self._terms.add(number, terms)
        fresh = self._forms.add(number, forms)
        if len(fresh) > len(self._sorted) // 8:
            self._sorted = sorted([*self._sorted, *fresh])
        else:
            for form in fresh:
                insort(self._sorted, form)

    def forget(self, key: Key) -> None:
        """Take a note out; one that is not there costs nothing."""
        kind, identifier = key
        number = self._numbers.get(kind, {}).pop(identifier, None)
        if number is None:
            return
        self._sums.clear()
        terms, forms = self._read(self.passages.pop(number))
        self._terms.remove(number, terms)
        for form in self._forms.remove(number, forms):
            del self._sorted[bisect_left(self._sorted, form)]
        if len(self._titles) > len(self.passages):
            self._titles.clear()  # a title may be what the note hung on said: it goes with the note

    def _kind_number(self, kind: PassageKind) -> int:
        if kind not in self.kinds:
            self.kinds.append(kind)
        return self.kinds.index(kind)

    def score(self, plan: QueryPlan, weighting: Weighting) -> Scores:
        """How the notes that answer any slot do, on the scale of the passages of the content.

        A query may meet ten thousand notes at each key press: whole postings are merged, only where two meet is each looked at,
        and what the words before the one that is being typed gave is remembered.
        """
        slots = tuple(
            (frozenset(terms.items()), value, tuple(slot.words))
            for slot, terms, value in zip(plan.slots, weighting.terms, weighting.slots, strict=True)
        )
        before = self._sum_of(slots[:-1])
        self._sums.pop(slots[:-1], None)
        self._sums[slots[:-1]] = before
        while len(self._sums) > SUMS_HELD:
            del self._sums[next(iter(self._sums))]
        return Scores(*self._sum_of(slots), sum(weighting.slots) or 1.0)

    def _sum_of(self, slots: tuple[SlotAsked, ...]) -> Found:
        """What these slots gave together, from the longest beginning that is remembered; whoever takes it changes nothing in it."""
        known = next((n for n in range(len(slots), 0, -1) if slots[:n] in self._sums), 0)
        scores, covered = self._sums.get(slots[:known], ({}, {}))
        for slot in slots[known:]:
            better, answer = self._slot(*slot)
            scores, covered = _added(scores, better), _added(covered, answer)
        return scores, covered

    def _slot(self, terms: frozenset[tuple[str, float]], slot_value: float, words: tuple[str, ...]) -> Found:
        better: dict[int, float] = {}
        answer: dict[int, float] = {}
        postings = [(min(v, slot_value), v, *self._terms.get(t)) for t, v in terms]
        # As typed, or beginning so: a name that only the notes have.
        postings += [
            (slot_value, slot_value, *self._forms.get(f)) for f in {f for word in words for f in self._beginning(word)}
        ]
        for covered, value, numbers, weights in sorted(postings, key=lambda p: p[0]):
            answer.update(dict.fromkeys(numbers, covered))
            more = dict(zip(numbers, map(value.__mul__, weights), strict=True))
            for number in better.keys() & more.keys():
                more[number] = max(more[number], better[number])
            better.update(more)
        return better, answer

    def _beginning(self, word: str) -> Iterable[str]:
        """The words of the notes that are this one or, from three letters on, begin so."""
        if len(word) <= 2:
            return (word,) if word in self._forms else ()
        first = bisect_left(self._sorted, word)
        last = first
        while last < len(self._sorted) and self._sorted[last].startswith(word):
            last += 1
        return self._sorted[first:last]

    def _read(self, passage: Passage) -> tuple[Bag, Bag]:
        """The weight of each term of a note, and of each folded form."""
        of_title = self._titles.get(passage.title)
        if of_title is None:
            if len(self._titles) >= TITLES_HELD:
                self._titles.clear()
            of_title = self._titles[passage.title] = self._bags(normalize(passage.title), Zone.RUBRIQUE)
        of_text = self._bags(normalize(passage.text), Zone.TEXT)
        return _sum(of_text[0], of_title[0]), _sum(of_text[1], of_title[1])

    def _bags(self, content: str, zone: Zone) -> tuple[Bag, Bag]:
        weight = ZONE_SETTINGS[zone].weight
        tokens_read = [j for j in tokens(content) if j.form not in STOP_WORDS]
        canons = [canon_of(self._index.vocabulary, j) for j in tokens_read]
        names = [mark_of(t.name.concept) for t in self._index.concepts.within(canons, [j.form for j in tokens_read])]
        terms: Bag = {}
        for term in (*canons, *names):
            terms[term] = terms.get(term, 0.0) + weight
        forms: Bag = {}
        for token in tokens_read:
            forms[token.form] = forms.get(token.form, 0.0) + weight
        return terms, forms


def _added(held: dict[int, float], more: dict[int, float]) -> dict[int, float]:
    """The sums of the two, a note each; `more` may be changed, `held` is not."""
    for number in held.keys() & more.keys():
        more[number] += held[number]
    return {**held, **more}


def _sum(one: Bag, other: Bag) -> Bag:
    return {**one, **{term: one.get(term, 0.0) + weight for term, weight in other.items()}}
