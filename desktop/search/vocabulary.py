"""The words of the content: their families, the endings of what is being typed, the nearest to what was mistyped.

Each form (a folded word) has one **canon**, the stem under which it is indexed. « complexité » and « complexe » share one;
so do « décès » and « deces », because the stem is taken from the accented spelling when the content has one, and every other
way to stem a form (fold then stem, stem then fold) leads to the same canon. A word costs one posting list, not two.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from desktop.search.tokens import STOP_WORDS, fold, without_elision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Shorter words have too many neighbours for a correction to mean anything.
CORRECTED_LENGTH = 3
TWO_FAULTS_LENGTH = 7
# A shorter stump is shared by words that have nothing in common.
STUMP_LENGTH = 4


@lru_cache(maxsize=1)
def _french_stems() -> Any:  # noqa: ANN401
    # snowballstemmer loads all its languages, except in the bundle, which has this one alone: 26 ms that the start does not pay.
    from snowballstemmer.french_stemmer import FrenchStemmer

    return FrenchStemmer()


@lru_cache(maxsize=65536)
def stem(surface: str) -> str:
    """The folded French stem of a word; a word with a digit is its own."""
    if any(c.isdigit() for c in surface) or len(surface) < 3:
        return fold(surface)
    return fold(_french_stems().stemWord(surface)) or fold(surface)


@lru_cache(maxsize=1)
def _suffixes() -> re.Pattern[str]:
    return re.compile(
        r"""(?:
            [ai]b(?:ilites?|les?|lement) | alis(?:ation|er|ee?)s? | is(?:ation|er|ee?)s? | (?:at|t|it)ions? | at(?:eur|rice)s?
          | (?<=scri)(?:ptions?|te?s?|re|v\w+) | ptions? | (?<=on)(?:ses?|dre|dus?|d|dent) | euses? | eurs? | (?:e|a|i)?ments?
          | ances? | ences? | i(?:er|ere)s? | i(?:fs?|ves?) | iques? | istes? | ants? | antes? | ages? | ies? | ues? | ats? | ites?
          | i?r(?:e|s)? | er | ee?s? | s
        )$""",
        re.VERBOSE,
    )


@lru_cache(maxsize=65536)
def stump(form: str) -> str:
    """What is left of a folded word without its derivational ending: « traçabilité » and « tracé » share « trac »."""
    remainder = form
    for _ in range(2):
        cut = _suffixes().sub("", remainder, count=1)
        if cut == remainder or len(cut) < STUMP_LENGTH:
            break
        remainder = cut
    return remainder if len(remainder) >= STUMP_LENGTH else ""


def distance(left: str, right: str, borne: int) -> int:
    """Damerau-Levenshtein distance (a swap is one fault), or `borne + 1` as soon as it must exceed `borne`."""
    if abs(len(left) - len(right)) > borne:
        return borne + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        following = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        # A swap reaches back two rows: both must be hopeless.
        if min(following) > borne and min(row) > borne:
            return borne + 1
        before, row = row, following
    return min(row[-1], borne + 1)


class Vocabulary:
    """Forms, canons, frequencies. Built once with the index and read back as it was."""

    def __init__(
        self,
        forms: list[str],
        surfaces: list[str],
        canons: list[str],
        stems: list[str],
        stumps: list[str],
        frequencies: list[int],
    ) -> None:
        """`forms` must be sorted; the other lists run beside it. `stems` are the stems of the folded forms."""
        self.forms = forms
        self.surfaces = surfaces
        self.canons = canons
        self.stems = stems
        self.stumps = stumps
        self.frequencies = frequencies
        self.number = {form: i for i, form in enumerate(forms)}
        self._by_canon: dict[str, list[int]] = defaultdict(list)
        self._families: dict[str, set[str]] = defaultdict(set)
        for i, canon in enumerate(canons):
            self._by_canon[canon].append(i)
            self._families[canon].add(canon)
            self._families[stems[i]].add(canon)
        self._by_size: dict[tuple[str, int], list[str]] | None = None
        self._corrected: dict[str, tuple[str, ...]] = {}

    @classmethod
    def build(cls, surfaces: Mapping[str, int]) -> Vocabulary:
        """From how often each spelling occurs. The most accented spelling of a form gives its stem."""
        spellings: dict[str, Counter[str]] = defaultdict(Counter)
        for surface, times in surfaces.items():
            spellings[fold(surface)][surface] += times
        forms = sorted(spellings)
        best = [max(spellings[f].items(), key=lambda e: (not e[0].isascii(), e[1], e[0]))[0] for f in forms]
        canons = [stem(surface) for surface in best]
        frequencies = [spellings[f].total() for f in forms]
        return cls(forms, best, canons, [stem(f) for f in forms], [stump(f) for f in forms], frequencies)

    def to_json(self) -> list[Any]:
        """What `from_json` reads."""
        return [self.forms, self.surfaces, self.canons, self.stems, self.stumps, self.frequencies]

    @classmethod
    def from_json(cls, raw: list[Any]) -> Vocabulary:
        """Raises ValueError when the lists are not six of one length."""
        forms, surfaces, canons, stems, stumps, frequencies = raw
        if len({len(listed) for listed in raw}) != 1:
            raise ValueError("listes de longueurs différentes")
        return cls(forms, surfaces, canons, stems, stumps, frequencies)

    def knows(self, form: str) -> bool:
        """Whether the content has this very form."""
        return form in self.number

    def canon(self, form: str) -> str | None:
        """The canon of a form of the content."""
        number = self.number.get(form)
        return None if number is None else self.canons[number]

    def forms_of(self, canon: str) -> list[int]:
        """Numbers of the forms that share a canon."""
        return self._by_canon.get(canon, [])

    def family(self, form: str, surface: str) -> tuple[str, ...]:
        """Canons that a word leads to: its own, else those that one of its two stems leads to."""
        if (canon := self.canon(form)) is not None:
            return (canon,)
        found: dict[str, None] = {}
        for stump in (stem(surface), stem(form)):
            found.update(dict.fromkeys(sorted(self._families.get(stump, ()))))
        return tuple(found)

    @cached_property
    def _stumps(self) -> dict[str, set[str]]:
        stumps: dict[str, set[str]] = defaultdict(set)
        for remainder, canon in zip(self.stumps, self.canons, strict=True):
            stumps[remainder].add(canon)
        return stumps

    def derived(self, form: str) -> list[str]:
        """Canons of the words that derive from the same as a form does."""
        number = self.number.get(form)
        remainder = stump(form) if number is None else self.stumps[number]
        return sorted(self._stumps.get(remainder, ())) if remainder else []

    def surface(self, form: str) -> str:
        """How the content spells a form, accents included."""
        number = self.number.get(form)
        return form if number is None else self.surfaces[number]

    def completions(self, prefix: str, how_many: int) -> list[str]:
        """The most frequent forms that begin so, one a canon; the bound is what keeps a key press cheap."""
        best: dict[str, tuple[int, str]] = {}
        for i in range(bisect_left(self.forms, prefix), len(self.forms)):
            form = self.forms[i]
            if not form.startswith(prefix):
                break
            if form in STOP_WORDS:
                continue
            candidate = (self.frequencies[i], form)
            if candidate > best.get(self.canons[i], (0, "")):
                best[self.canons[i]] = candidate
        return [form for _, form in sorted(best.values(), key=lambda e: (-e[0], e[1]))[:how_many]]

    def corrections(self, form: str, how_many: int = 3) -> tuple[str, ...]:
        """Nearest known forms to an unknown one, best first; empty when nothing is near."""
        key = f"{how_many} {form}"
        if key not in self._corrected:
            if len(self._corrected) > 4096:
                self._corrected.clear()
            self._corrected[key] = self._correct(form, how_many)
        return self._corrected[key]

    def _correct(self, form: str, how_many: int) -> tuple[str, ...]:
        if len(form) < CORRECTED_LENGTH or any(c.isdigit() for c in form):
            return ()
        if (remainder := without_elision(form)) is not None and self.knows(remainder):
            return (remainder,)
        near = {f for f in _neighbors(form) if self._plausible(f, form)}
        if not near and len(form) >= TWO_FAULTS_LENGTH:
            near = self._two_faults_away(form)
        return tuple(sorted(near, key=lambda f: self._cost(form, f))[:how_many])

    def _plausible(self, candidate: str, typed: str) -> bool:
        """Known, meaningful, and for a short word one that the content itself has: « plaie » is not the lexique's « paie »."""
        number = self.number.get(candidate)
        return number is not None and candidate not in STOP_WORDS and (self.frequencies[number] > 0 or len(typed) > 5)

    def _cost(self, typed: str, form: str) -> tuple[int, float, str]:
        """A doubled, lost or swapped letter is likelier than another letter; the first letter is seldom wrong."""
        gap = distance(typed, form, 2)
        other_letters = sorted(typed) != sorted(form) and len(typed) == len(form)
        first = typed[0] != form[0]
        return (2 * gap + other_letters + 2 * first, -float(self.frequencies[self.number[form]]), form)

    def _two_faults_away(self, form: str) -> set[str]:
        if self._by_size is None:
            rows: dict[tuple[str, int], list[str]] = defaultdict(list)
            for f in self.forms:
                rows[f[0], len(f)].append(f)
            self._by_size = rows
        sizes = range(len(form) - 2, len(form) + 3)
        letters = Counter(form)
        return {
            f
            for size in sizes
            for f in self._by_size.get((form[0], size), ())
            if _near_letters(letters, f) and distance(form, f, 2) <= 2
        }

    def separate(self, form: str) -> tuple[str, str] | None:
        """Two known words that were typed as one, the longest first word first."""
        for place in range(len(form) - 3, 2, -1):
            if self._full(form[:place]) and self._full(form[place:]):
                return form[:place], form[place:]
        return None

    def _full(self, form: str) -> bool:
        return form in self.number and form not in STOP_WORDS


def _near_letters(letters: Counter[str], form: str) -> bool:
    # Two letters that are both wrong make another word, not a slip: « réanimation » is not « réalisation ».
    return sum((letters - Counter(form)).values()) <= 1


def _neighbors(form: str) -> Iterable[str]:
    """All strings one fault away: a letter missing, too many, replaced, or two neighbours swapped."""
    for i in range(len(form) + 1):
        head, tail = form[:i], form[i:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]
