"""The user's own notes (and the lines of the guide), indexed in memory as the content is: same words, same stems, same slots.

Nothing of it is ever written to a file, so that what a person erases is gone from here at once. The index follows what
changes: a note is read when it comes and taken out of every posting when it goes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from typing import TYPE_CHECKING, NamedTuple

from desktop.search.concepts import marque
from desktop.search.index import SATURATION, canon_de
from desktop.search.passages import REGLAGES, Zone
from desktop.search.tokens import MOTS_VIDES, jetons, normaliser

if TYPE_CHECKING:
    from collections.abc import Iterable, KeysView

    from desktop.search.index import Indice
    from desktop.search.ranking import Ponderation
    from desktop.search.results import Passage
    from desktop.search.slots import Plan

NOTE = "note"
SUMS_HELD = 2
"""Beginnings of queries whose sums are remembered: while a word is typed, those before it are not looked up again."""
TITLES_HELD = 512
"""Titles whose analysis is remembered: many notes hang on one rubrique."""

Key = tuple[str, str]
"""What tells a passage from another: its nature and its id."""
Bag = dict[str, float]
Slot = tuple[frozenset[tuple[str, float]], float, tuple[str, ...]]
"""What a slot asks: its terms with their worth, its own worth, its words as typed."""
Found = tuple[dict[int, float], dict[int, float]]
"""What slots gave, a note each: score and coverage."""


def key_of(passage: Passage) -> Key:
    """The key of a passage."""
    return passage.nature, passage.id


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
    """What the slots of a query gave, a note each: the sum of its scores, and of what it answers of `totale`.

    A note's coverage is `couverts[n] / totale`, its score `scores[n]` times that.
    """

    scores: dict[int, float]
    couverts: dict[int, float]
    totale: float


class Notes:
    """The index. One thread at a time. `lues` are the notes by their numbers, `others` the natures of those that are no notes."""

    def __init__(self, indice: Indice) -> None:
        self._indice = indice
        self._titres: dict[str, tuple[Bag, Bag]] = {}
        self.clear()

    def clear(self) -> None:
        """Forget every note."""
        self.lues: dict[int, Passage] = {}
        self.others: dict[int, str] = {}
        self._numbers: dict[str, dict[str, int]] = {}
        self._next = 0
        self._termes, self._formes = Postings(), Postings()
        self._sorted: list[str] = []
        self._titres.clear()
        self._sums: dict[tuple[Slot, ...], Found] = {}

    @property
    def formes(self) -> KeysView[str]:
        """The folded words of all notes: they need no correction, and are not absent."""
        return self._formes.keys()

    def learn(self, passage: Passage) -> None:
        """Index a note, in the place of the one of the same key."""
        self._sums.clear()
        numbers = self._numbers.setdefault(passage.nature, {})
        number = numbers.get(passage.id)
        if number is None:
            number, self._next = self._next, self._next + 1
        else:
            self.forget(key_of(passage))
        numbers[passage.id], self.lues[number] = number, passage
        if passage.nature != NOTE:
            self.others[number] = passage.nature
        termes, formes = self._read(passage)
        self._termes.add(number, termes)
        fresh = self._formes.add(number, formes)
        if len(fresh) > len(self._sorted) // 8:
            self._sorted = sorted([*self._sorted, *fresh])
        else:
            for forme in fresh:
                insort(self._sorted, forme)

    def forget(self, key: Key) -> None:
        """Take a note out; one that is not there costs nothing."""
        nature, ident = key
        number = self._numbers.get(nature, {}).pop(ident, None)
        if number is None:
            return
        self._sums.clear()
        self.others.pop(number, None)
        termes, formes = self._read(self.lues.pop(number))
        self._termes.remove(number, termes)
        for forme in self._formes.remove(number, formes):
            del self._sorted[bisect_left(self._sorted, forme)]
        if len(self._titres) > len(self.lues):
            self._titres.clear()  # a title may be what the note hung on said: it goes with the note

    def score(self, plan: Plan, ponderation: Ponderation) -> Scores:
        """How the notes that answer any slot do, on the scale of the passages of the content.

        A query may meet ten thousand notes at each key press: whole postings are merged, only where two meet is each looked at,
        and what the words before the one that is being typed gave is remembered.
        """
        slots = tuple(
            (frozenset(termes.items()), valeur, tuple(creneau.mots))
            for creneau, termes, valeur in zip(plan.creneaux, ponderation.termes, ponderation.creneaux, strict=True)
        )
        before = self._sum_of(slots[:-1])
        self._sums.pop(slots[:-1], None)
        self._sums[slots[:-1]] = before
        while len(self._sums) > SUMS_HELD:
            del self._sums[next(iter(self._sums))]
        return Scores(*self._sum_of(slots), sum(ponderation.creneaux) or 1.0)

    def _sum_of(self, slots: tuple[Slot, ...]) -> Found:
        """What these slots gave together, from the longest beginning that is remembered; whoever takes it changes nothing in it."""
        known = next((n for n in range(len(slots), 0, -1) if slots[:n] in self._sums), 0)
        scores, couverts = self._sums.get(slots[:known], ({}, {}))
        for slot in slots[known:]:
            mieux, reponse = self._slot(*slot)
            scores, couverts = _added(scores, mieux), _added(couverts, reponse)
        return scores, couverts

    def _slot(self, termes: frozenset[tuple[str, float]], valeur: float, mots: tuple[str, ...]) -> Found:
        mieux: dict[int, float] = {}
        reponse: dict[int, float] = {}
        postings = [(min(v, valeur), v, *self._termes.get(t)) for t, v in termes]
        # As typed, or beginning so: a name that only the notes have.
        postings += [(valeur, valeur, *self._formes.get(f)) for f in {f for mot in mots for f in self._beginning(mot)}]
        for couvert, value, numbers, weights in sorted(postings, key=lambda p: p[0]):
            reponse.update(dict.fromkeys(numbers, couvert))
            more = dict(zip(numbers, map(value.__mul__, weights), strict=True))
            for number in mieux.keys() & more.keys():
                more[number] = max(more[number], mieux[number])
            mieux.update(more)
        return mieux, reponse

    def _beginning(self, mot: str) -> Iterable[str]:
        """The words of the notes that are this one or, from three letters on, begin so."""
        if len(mot) <= 2:
            return (mot,) if mot in self._formes else ()
        first = bisect_left(self._sorted, mot)
        last = first
        while last < len(self._sorted) and self._sorted[last].startswith(mot):
            last += 1
        return self._sorted[first:last]

    def _read(self, passage: Passage) -> tuple[Bag, Bag]:
        """The weight of each term of a note, and of each folded form."""
        du_titre = self._titres.get(passage.titre)
        if du_titre is None:
            if len(self._titres) >= TITLES_HELD:
                self._titres.clear()
            du_titre = self._titres[passage.titre] = self._bags(normaliser(passage.titre), Zone.RUBRIQUE)
        du_texte = self._bags(normaliser(passage.texte), Zone.TEXTE)
        return _sum(du_texte[0], du_titre[0]), _sum(du_texte[1], du_titre[1])

    def _bags(self, contenu: str, zone: Zone) -> tuple[Bag, Bag]:
        poids = REGLAGES[zone].poids
        lus = [j for j in jetons(contenu) if j.forme not in MOTS_VIDES]
        canons = [canon_de(self._indice.vocabulaire, j) for j in lus]
        noms = [marque(t.nom.concept) for t in self._indice.concepts.dans(canons, [j.forme for j in lus])]
        termes: Bag = {}
        for terme in (*canons, *noms):
            termes[terme] = termes.get(terme, 0.0) + poids
        formes: Bag = {}
        for jeton in lus:
            formes[jeton.forme] = formes.get(jeton.forme, 0.0) + poids
        return termes, formes


def _added(held: dict[int, float], more: dict[int, float]) -> dict[int, float]:
    """The sums of the two, a note each; `more` may be changed, `held` is not."""
    for number in held.keys() & more.keys():
        more[number] += held[number]
    return {**held, **more}


def _sum(one: Bag, other: Bag) -> Bag:
    return {**one, **{term: one.get(term, 0.0) + weight for term, weight in other.items()}}
