"""Where a hit answers: spans in its title and text, and the part of the text that is worth showing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.search.concepts import mark_of
from desktop.search.index import canon_of, form_of
from desktop.search.results import Span
from desktop.search.tokens import STOP_WORDS, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.search.index import Index

EXCERPT_LENGTH = 280
# A règle that with its chapeau is longer than this is shown with a short piece of the chapeau, so that its own words are seen.
SEEN_LENGTH, CHAPEAU_LENGTH = 90, 40
TEXTS_KEPT = 4096
ELLIPSE = "…"


class TermPlace(NamedTuple):
    """An index term and where it stands in a text."""

    term: str
    start: int
    end: int


class Highlighter:
    """Finds terms in texts; the analysis of `kept` texts is kept, for they are shown again at the next key press."""

    def __init__(self, index: Index, kept: int = TEXTS_KEPT) -> None:
        self._index, self._held = index, kept
        self._tokens: dict[str, tuple[Token, ...]] = {}
        self._term_places: dict[str, tuple[TermPlace, ...]] = {}

    def forget(self) -> None:
        """Forget the texts that were read: a note that was erased must not stay here."""
        self._term_places.clear()
        self._tokens.clear()

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of a text with their places."""
        known = self._tokens.get(text)
        if known is None:
            if len(self._tokens) >= self._held:
                del self._tokens[next(iter(self._tokens))]
            known = self._tokens[text] = tuple(tokens(text))
        return known

    def term_places(self, text: str) -> tuple[TermPlace, ...]:
        """All index terms of a text with their places."""
        known = self._term_places.get(text)
        if known is None:
            if len(self._term_places) >= self._held:
                del self._term_places[next(iter(self._term_places))]
            known = self._term_places[text] = tuple(self._read(text, self.tokens(text)))
        return known

    def _read(self, text: str, tokens_read: Iterable[Token]) -> Iterable[TermPlace]:
        words, concepts = self._index.vocabulary, self._index.concepts
        full_tokens = []
        for token in tokens_read:
            form = form_of(token, text, concepts.empty_words)
            if form in STOP_WORDS:
                continue
            # A copy for the rare acronym only: forty notes are read at a key press, some thousand words.
            read = token if form == token.form else token._replace(form=form)
            canon = canon_of(words, read)
            yield TermPlace(canon, token.start, token.end)
            if not token.second:
                full_tokens.append((canon, read))
        canons = [canon for canon, _ in full_tokens]
        for found in concepts.within(canons, [token.form for _, token in full_tokens]):
            yield TermPlace(
                mark_of(found.name.concept), full_tokens[found.start][1].start, full_tokens[found.end - 1][1].end
            )
        for last, concept in concepts.targets(canons):
            first = last - concept.count(" ")
            yield TermPlace(mark_of(concept), full_tokens[first][1].start, full_tokens[last][1].end)

    def spans(self, text: str, terms: frozenset[str]) -> tuple[Span, ...]:
        """Places of the terms, in order, merged where they touch or overlap."""
        places = sorted((r.start, r.end) for r in self.term_places(text) if r.term in terms)
        merged: list[tuple[int, int]] = []
        for start, end in places:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(Span(d, f) for d, f in merged)


def excerpt_of(text: str, spans: Sequence[Span], length: int = EXCERPT_LENGTH) -> tuple[str, tuple[Span, ...]]:
    """The stretch of a text, about `length` characters, that holds most spans, cut between words."""
    if len(text) <= length + 20:
        return text, tuple(spans)
    start_at = _best_start(spans, length)
    start = 0 if start_at < length // 3 else _word_start(text, max(0, start_at - 40))
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start + length // 2, end), start + length // 2)
    ahead = ELLIPSE if start else ""
    behind = ELLIPSE if end < len(text) else ""
    shift = len(ahead) - start
    kept = tuple(
        Span(max(s.start, start) + shift, min(s.end, end) + shift) for s in spans if s.end > start and s.start < end
    )
    return f"{ahead}{text[start:end]}{behind}", kept


def rule_excerpt(text: str, spans: Sequence[Span], own_start: int) -> tuple[str, tuple[Span, ...], int]:
    """The excerpt of a règle, its spans, and where its own words begin in it (they begin at `own_start` in `text`).

    Three hits under one chapeau must not look alike, and the force shown beside the excerpt is that of the own words only.
    """
    if not own_start or len(text) <= SEEN_LENGTH:
        return *excerpt_of(text, spans), own_start
    head, chapeau_spans = excerpt_of(text[: own_start - 1], [s for s in spans if s.end < own_start], CHAPEAU_LENGTH)
    its_own = [Span(max(s.start, own_start) - own_start, s.end - own_start) for s in spans if s.end > own_start]
    body, body_spans = excerpt_of(text[own_start:], its_own, EXCERPT_LENGTH - CHAPEAU_LENGTH)
    start = len(head) + 1
    return f"{head} {body}", (*chapeau_spans, *(Span(s.start + start, s.end + start) for s in body_spans)), start


def _best_start(spans: Sequence[Span], length: int) -> int:
    if not spans:
        return 0
    counts = [(sum(1 for s in spans if d.start <= s.start and s.end <= d.start + length), -d.start) for d in spans]
    return -max(counts)[1]


def _word_start(text: str, place: int) -> int:
    while 0 < place < len(text) and not text[place - 1].isspace():
        place -= 1
    return place
