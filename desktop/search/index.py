"""The index as the search uses it: words, sequences, postings. Built from passages, kept in a folder, read back.

A folder holds Whoosh's files, `words.json` (vocabulary), `sequences.bin` (each passage as numbers of forms, zone by zone) and
`manifest.json`, written last, which names every file with its digest. `desktop.search.shelf` decides where folders live.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from desktop import files
from desktop.search.backend import UnreadableIndexError
from desktop.search.concepts import Concepts, compile_lexique, empty_acronyms, full_tokens, lexique_texts, mark_of
from desktop.search.passages import ZONE_SETTINGS, Zone
from desktop.search.tokens import STOP_WORDS, Token, tokens
from desktop.search.vocabulary import Vocabulary, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from desktop.corpus.model import Lexique
    from desktop.search.backend import Backend, BackendFactory

# Raise it whenever the same passages give another index: weights, files, terms.
INDEX_VERSION = 5
# Where a repeated word stops counting more (BM25's k1).
SATURATION = 0.8
WORDS_FILE, SEQUENCES_FILE = "mots.json", "suites.bin"
_ZONE_COUNT = len(Zone)


@dataclass(frozen=True)
class Index:
    """An open index.

    In a sequence, numbers below `len(vocabulary.forms)` are forms; then come concepts, then the same concepts again where they
    stand under their acronym or full name.
    """

    vocabulary: Vocabulary
    concepts: Concepts
    backend: Backend
    sequences: array[int]
    bounds: array[int]
    means: tuple[float, ...]

    @property
    def count(self) -> int:
        """How many passages there are."""
        return len(self.bounds) // _ZONE_COUNT

    def sequence(self, number: int, zone: int) -> Sequence[int]:
        """A zone of a passage as numbers of forms and concepts, in reading order."""
        place = number * _ZONE_COUNT + zone
        return self.sequences[self.bounds[place] : self.bounds[place + 1]]

    @cached_property
    def concept_number(self) -> dict[str, int]:
        """The number of each concept in the sequences."""
        first = len(self.vocabulary.forms)
        return {concept: first + i for i, concept in enumerate(self.concepts.ids)}

    @cached_property
    def figures(self) -> frozenset[int]:
        """The forms that are numbers."""
        return frozenset(i for i, form in enumerate(self.vocabulary.forms) if form[0].isdigit())

    def numbers(self, term: str) -> list[int]:
        """The numbers, in the sequences, that an index term stands for."""
        if term.startswith("@"):
            return [self.concept_number[term[1:]]]
        if term.startswith("=@"):
            return [self.concept_number[term[2:]] + len(self.concepts.ids)]
        return self.vocabulary.forms_of(term)


def form_of(token: Token, text: str, empty_words: frozenset[str]) -> str:
    """The form of a token; « DU » in capitals is the acronym `=du`, not the stop word."""
    if token.form in empty_words and text[token.start : token.end].isupper():
        return f"={token.form}"
    return token.form


def _sequence(
    tokens_read: Iterable[Token], text: str, words: Vocabulary, concepts: Concepts, concept_number: dict[str, int]
) -> Iterator[int]:
    """Forms in order; each concept after the last word of its name."""
    forms = [(form_of(j, text, concepts.empty_words), j.second) for j in tokens_read]
    places = [i for i, (form, second) in enumerate(forms) if not second and form not in STOP_WORDS]
    canons = [words.canon(forms[i][0]) or "" for i in places]
    after: dict[int, list[int]] = {}
    for found in concepts.within(canons, [forms[i][0] for i in places]):
        numbers = after.setdefault(places[found.end - 1], [])
        numbers.append(concept_number[found.name.concept])
        if found.name.own_start:
            numbers.append(concept_number[found.name.concept] + len(concepts.ids))
    for last, concept in concepts.targets(canons):
        after.setdefault(places[last], []).append(concept_number[concept])
    number = words.number
    for i, (form, _) in enumerate(forms):
        yield number.get(form, -1)
        if i in after:
            yield from after[i]


def canon_of(words: Vocabulary, token: Token) -> str:
    """The index term of a token: that of the content, else its stem."""
    return words.canon(token.form) or stem(token.surface)


def build(passages: Sequence[tuple[str, ...]], lexique: Lexique, factory: BackendFactory, folder: Path | None) -> Index:
    """Index passages, given as the texts of their zones, in `folder` or in memory.

    Raises OSError when the folder can't be written.
    """
    words, tokens_read = _read_words(passages, lexique)
    concepts = compile_lexique(lexique, lambda j: canon_of(words, j))
    concept_number = {c: len(words.forms) + i for i, c in enumerate(concepts.ids)}
    sequences, bounds = array("I"), array("I", [0])
    for passage in passages:
        for zone in passage:
            sequences.extend(_sequence(tokens_read[zone], zone, words, concepts, concept_number))
            bounds.append(len(sequences))
    tokens_read.clear()
    means = _means(bounds)
    bags = _Bags(words, concepts, sequences, bounds, means)
    backend = factory.build(folder, bags.everything())
    index = Index(words, concepts, backend, sequences, bounds, means)
    if folder is not None:
        _write(folder, index)
    return index


def _read_words(passages: Sequence[tuple[str, ...]], lexique: Lexique) -> tuple[Vocabulary, dict[str, list[Token]]]:
    empty_words = empty_acronyms(lexique)
    times = Counter(zone for passage in passages for zone in passage)
    tokens_read = {zone: tokens(zone) for zone in times}
    surfaces: Counter[str] = Counter()
    for zone, listed in tokens_read.items():
        for token in listed:
            form = form_of(token, zone, empty_words)
            surfaces[form if form.startswith("=") else token.surface] += times[zone]
    for text in lexique_texts(lexique):
        # A word of the lexique alone is known, and the rarest of all.
        for token in full_tokens(text, empty_words):
            surfaces.setdefault(token.surface, 0)
    return Vocabulary.build(surfaces), tokens_read


def _means(bounds: array[int]) -> tuple[float, ...]:
    count = max(1, len(bounds) // _ZONE_COUNT)
    lengths = [0] * _ZONE_COUNT
    for place in range(len(bounds) - 1):
        lengths[place % _ZONE_COUNT] += bounds[place + 1] - bounds[place]
    return tuple(max(1.0, length / count) for length in lengths)


class _Bags:
    """Passages as `{term: saturated BM25F weight}`."""

    def __init__(
        self, words: Vocabulary, concepts: Concepts, sequences: array[int], bounds: array[int], means: Sequence[float]
    ) -> None:
        self._title_sequences, self._bounds, self._means = sequences, bounds, means
        mute = {i for i, form in enumerate(words.forms) if form in STOP_WORDS}
        self._terms = ["" if i in mute else canon for i, canon in enumerate(words.canons)]
        self._terms += [mark_of(c) for c in concepts.ids] + [""] * len(concepts.ids)

    def everything(self) -> Iterator[dict[str, float]]:
        for number in range(len(self._bounds) // _ZONE_COUNT):
            yield self._one(number)

    def _one(self, number: int) -> dict[str, float]:
        weight: dict[str, float] = {}
        for zone, setting in ZONE_SETTINGS.items():
            place = number * _ZONE_COUNT + zone
            start, end = self._bounds[place], self._bounds[place + 1]
            if start == end:
                continue
            zone_weight = weight_in(setting.weight, setting.length, end - start, self._means[zone])
            for i in self._title_sequences[start:end]:
                term = self._terms[i]
                weight[term] = weight.get(term, 0.0) + zone_weight
        weight.pop("", None)
        return {term: tf / (tf + SATURATION) for term, tf in weight.items()}


def weight_in(weight: float, length: float, size: int, mean: float) -> float:
    """What one occurrence counts in a zone of that size (BM25F)."""
    return weight / (1.0 - length + length * size / mean)


def _write(folder: Path, index: Index) -> None:
    words = {
        "mots": index.vocabulary.to_json(),
        "concepts": index.concepts.to_json(),
        "moyennes": index.means,
        "suites": len(index.sequences),
    }
    files.write(folder / WORDS_FILE, json.dumps(words, ensure_ascii=False, separators=(",", ":")))
    with files.opened(folder / SEQUENCES_FILE) as out:
        for sequence in (index.sequences, index.bounds):
            out.write(_low_byte_first(sequence).tobytes())


def _low_byte_first(sequence: array[int]) -> array[int]:
    if sys.byteorder == "little":
        return sequence
    copied = array("I", sequence)
    copied.byteswap()
    return copied


def open_index(folder: Path, factory: BackendFactory) -> Index:
    """Read an index back. Raises UnreadableIndexError when a file is missing or not what it should be, OSError when unreadable."""
    try:
        raw = json.loads((folder / WORDS_FILE).read_bytes())
        words = Vocabulary.from_json(raw["mots"])
        concepts = Concepts.from_json(raw["concepts"])
        integers = array("I", (folder / SEQUENCES_FILE).read_bytes())
        cut = int(raw["suites"])
        means = tuple(float(m) for m in raw["moyennes"])
    except (ValueError, KeyError, TypeError) as fault:
        raise UnreadableIndexError(f"{WORDS_FILE} ou {SEQUENCES_FILE} ({type(fault).__name__})") from fault
    integers = _low_byte_first(integers)
    return Index(words, concepts, factory.open_index(folder), integers[:cut], integers[cut:], means)
