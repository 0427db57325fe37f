"""One corpus and its open index: a query in, results out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from heapq import nlargest, nsmallest
from typing import TYPE_CHECKING

from desktop.corpus.forces import typed
from desktop.search import ranking
from desktop.search.filters import Filters, SearchScope
from desktop.search.highlight import Highlighter, excerpt_of, rule_excerpt
from desktop.search.notes import Key, NotesIndex, key_of
from desktop.search.passages import Zone
from desktop.search.ranking import Candidate, interleave
from desktop.search.results import Hit, Results, Span, Suggestion
from desktop.search.slots import HOW_MANY, LEAD, SLOTS_READ, QueryPlan, plan_query
from desktop.search.suggestions import Adviser
from desktop.search.tokens import STOP_WORDS, normalize, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.corpus.model import Corpus
    from desktop.search.grammar import Query
    from desktop.search.index import Index
    from desktop.search.passages import RulePassage
    from desktop.search.results import Passage

# Terms that answer less well than this are not highlighted: they would paint half the page.
HIGHLIGHT_WEIGHT = 0.5
WORDS_CUT = f"Seuls les {SLOTS_READ} premiers mots sont lus ; la suite est ignorée."
OTHER_FORCES = 2
# Notes whose analysis is kept to be shown again at the next key press.
NOTES_KEPT = 512


class SearchSession:
    """Holds what does not change between two queries."""

    def __init__(self, corpus: Corpus, passages: Sequence[RulePassage], index: Index) -> None:
        self._corpus, self._passages, self._index = corpus, passages, index
        self._filters = Filters(corpus, passages)
        self._notes = NotesIndex(index)
        self._highlighter = Highlighter(index)
        self._note_highlighter = Highlighter(index, kept=NOTES_KEPT)
        self._adviser = Adviser(corpus, index)

    def close(self) -> None:
        """Close the index."""
        self._index.backend.close()

    def warm_up(self) -> None:
        """Load what the first query would otherwise wait for: the stemmer, the families of words."""
        plan_query("échauffement", self._index, growing=True)

    @property
    def learnt(self) -> list[Passage]:
        """The notes that are searched."""
        return list(self._notes.passages.values())

    def learn(self, passages: Iterable[Passage], forget: Iterable[Key] = ()) -> None:
        """Take these notes in, in the place of those of the same keys, and let the others go."""
        self._note_highlighter.forget()
        for key in forget:
            self._notes.forget(key)
        for passage in passages:
            if not passage.kind.free and self._corpus.document_of(passage.target) is None:
                self._notes.forget(key_of(passage))  # what it hung on is gone: it is not found by that any more
            else:
                self._notes.learn(passage)

    def unlearn(self) -> None:
        """Let every note go."""
        self._notes.clear()
        self._note_highlighter.forget()

    def search(self, query: Query, limit: int) -> Results:
        """Answer one query."""
        scope = self._filters.scope(query)
        text = " ".join(t for t in (query.free, *scope.words, *query.phrases) if t)
        growing = query.growing and not query.phrases
        plan = plan_query(text, self._index, growing=growing, known_elsewhere=self._notes.forms)
        self._require_phrases(query, scope)
        self._exclude(query, scope)
        if not plan.slots:
            return self._without_words(query, text, scope, limit)
        return self._with_words(query, plan, scope, limit)

    # What must stand, what must not ------------------------------------------------------------------------------

    def _require_phrases(self, query: Query, scope: SearchScope) -> None:
        for phrase in query.phrases:
            sequence = [j.form for j in tokens(phrase) if not j.second]
            if sequence:
                scope.narrow(self._holding(sequence))

    def _holding(self, sequence: list[str]) -> set[int]:
        """Passages that hold the words side by side in one zone; accents aside, spelt as typed or in another number."""
        vocabulary = self._index.vocabulary
        wanted: list[frozenset[int]] = []
        candidates: set[int] | None = None
        for form in sequence:
            canons = vocabulary.family(form, form)
            wanted.append(frozenset(n for canon in canons for n in vocabulary.forms_of(canon)))
            if form not in STOP_WORDS:
                holding = {n for canon in canons for n in self._index.backend.occurrences(canon)[0]}
                candidates = holding if candidates is None else candidates & holding
        if candidates is None:
            candidates = set(range(self._index.count))
        return {n for n in candidates if self._follows(n, wanted)}

    def _follows(self, number: int, wanted: list[frozenset[int]]) -> bool:
        first, length = wanted[0], len(wanted)
        forms = len(self._index.vocabulary.forms)
        for zone in Zone:
            sequence = [m for m in self._index.sequence(number, zone) if m < forms]
            for place in range(len(sequence) - length + 1):
                if sequence[place] in first and all(sequence[place + k] in wanted[k] for k in range(1, length)):
                    return True
        return False

    def _exclude(self, query: Query, scope: SearchScope) -> None:
        forbidden: set[int] = set()
        for excluded in query.excluded:
            plan = plan_query(excluded, self._index, growing=False)
            holding: set[int] | None = None
            for slot in plan.slots:
                sure = [t for t, p in slot.terms.items() if p >= 0.9]
                of_slot = {n for t in sure for n in self._index.backend.occurrences(t)[0]}
                holding = of_slot if holding is None else holding & of_slot
            forbidden |= holding or set()
        if forbidden:
            everything = set(range(self._index.count)) if scope.allowed is None else scope.allowed
            scope.allowed = everything - forbidden

    # Answers -----------------------------------------------------------------------------------------------------

    def _with_words(self, query: Query, plan: QueryPlan, scope: SearchScope, limit: int) -> Results:
        everything, reread = ranking.rank(plan, self._index, self._passages, scope.allowed)
        chosen = interleave(reread, self._passages, limit) if not scope.places_named else reread[:limit]
        notes: Sequence[tuple[float, Passage]] = ()
        count = 0
        if not query.filters:
            notes, count = self._answering_notes(plan, max((c.coverage for c in reread), default=0.0), limit)
        hits = self._best(chosen, notes, plan, limit)
        correction = self._adviser.correct(query.raw, plan)
        missing, approximate = self._missing(query, plan)
        suggestions = self._adviser.suggest(query, plan, len(everything) + count)
        if not everything and scope.allowed is not None:
            suggestions = (*suggestions[:1], *self._other_forces(query, plan), *suggestions[1:])
        return Results(
            query=query.raw,
            hits=tuple(hits),
            total=len(everything) + count,
            groups=tuple(dict.fromkeys(h.document for h in hits if h.document)),
            correction=correction,
            correction_applied=correction is not None and bool(hits),
            suggestions=suggestions,
            terms=self._forms_to_highlight(plan),
            unknown_filters=tuple(scope.unknown),
            missing=missing,
            approximate=approximate,
            remarks=(*query.remarks, *((WORDS_CUT,) if plan.cut else ())),
        )

    def _missing(self, query: Query, plan: QueryPlan) -> tuple[tuple[str, ...], bool]:
        """Words that the texts don't answer as typed; when none is answered so, those that only lead elsewhere are among them."""
        frequency = self._index.backend.frequency
        known = self._notes.forms
        mute: list[str] = []
        led: list[str] = []
        direct = False
        for slot in plan.slots:
            better = max((p for t, p in slot.terms.items() if frequency(t)), default=0.0)
            its_own = [m for m in slot.words if m not in known and slot.reach == 1.0]
            if better > LEAD:
                direct = True
            elif better:
                led += its_own
            else:
                mute += its_own
        approximate = not direct and bool(led)
        wanted = {*mute, *(led if approximate else ())}
        surfaces = dict.fromkeys(
            query.raw[j.start : j.end] for j in tokens(query.raw) if j.form in wanted and not j.second
        )
        return tuple(surfaces), approximate

    def _other_forces(self, query: Query, plan: QueryPlan) -> tuple[Suggestion, ...]:
        """The same words under the forces that they do have, the commonest first."""
        free = " ".join((query.free, *(f"«\u00a0{p}\u00a0»" for p in query.phrases))).strip()
        others = tuple(f for f in query.filters if f.key != "force")
        if len(others) == len(query.filters):
            return ()
        scope = self._filters.scope(replace(query, filters=others))
        self._require_phrases(query, scope)
        self._exclude(query, scope)
        everything, _ = ranking.rank(plan, self._index, self._passages, scope.allowed)
        forces = Counter(force for c in everything if (force := self._passages[c.number].force) is not None)
        kept = " ".join(t for t in (*(f.raw for f in others), *(f"-{e}" for e in query.excluded), free) if t)
        return tuple(
            Suggestion(f"force:{typed(force)} {kept}", f"Force « {force.label} » ({count})")
            for force, count in forces.most_common(OTHER_FORCES)
        )

    def _without_words(self, query: Query, text: str, scope: SearchScope, limit: int) -> Results:
        """Filters alone list all that they let through, in reading order; stop words alone find the titles that hold them."""
        numbers: Sequence[int] = ()
        if query.filters or query.phrases or query.excluded:
            numbers = sorted(scope.allowed) if scope.allowed is not None and (query.filters or query.phrases) else ()
        elif forms := [j.form for j in tokens(text)]:
            numbers = self._titles_with(forms) or (self._figures if HOW_MANY.intersection(forms) else ())
        empty = QueryPlan([])
        hits = tuple(self._hit(Candidate(n, 0.0, 1.0), frozenset()) for n in numbers[:limit])
        return Results(
            query=query.raw,
            hits=hits,
            total=len(numbers),
            groups=tuple(dict.fromkeys(h.document for h in hits if h.document)),
            suggestions=self._adviser.suggest(query, empty, len(numbers)),
            unknown_filters=tuple(scope.unknown),
            remarks=query.remarks,
        )

    @cached_property
    def _titles(self) -> list[tuple[str, list[int]]]:
        """The folded words of each rubrique's own title, and its passages."""
        passages: dict[tuple[str, str], list[int]] = {}
        for number, passage in enumerate(self._passages):
            passages.setdefault((passage.rubrique, passage.title), []).append(number)
        return [
            (" ".join(["", *(j.form for j in tokens(title.rsplit(" › ", 1)[-1]))]), numbers)
            for (_, title), numbers in passages.items()
        ]

    @cached_property
    def _figures(self) -> list[int]:
        """Passages that carry a figure: what « combien » alone asks for."""
        regles = {figure.regle for figure in self._corpus.chiffres.values()}
        return [number for number, passage in enumerate(self._passages) if passage.id in regles]

    def _titles_with(self, forms: list[str]) -> list[int]:
        """Passages of the rubriques whose title holds these words side by side, the last one perhaps unfinished."""
        sought = " ".join(["", *forms])
        return [number for title, numbers in self._titles if sought in title for number in numbers]

    def _hit(self, candidate: Candidate, terms: frozenset[str]) -> Hit:
        passage = self._passages[candidate.number]
        excerpt, spans, own_start = rule_excerpt(
            passage.text, self._highlighter.spans(passage.text, terms), passage.own_start
        )
        return Hit(
            document=passage.document,
            rubrique=passage.rubrique,
            regle=passage.id,
            force=passage.force,
            borne=passage.borne,
            score=round(candidate.score, 4),
            title=passage.title,
            title_spans=self._highlighter.spans(passage.title, terms),
            text=passage.text,
            excerpt=excerpt,
            excerpt_spans=spans,
            excerpt_own=own_start,
        )

    def _answering_notes(
        self, plan: QueryPlan, best_coverage: float, limit: int
    ) -> tuple[Sequence[tuple[float, Passage]], int]:
        """The best `limit` notes that answer with the score of each, of equal ones the older first, and how many answer.

        Thousands may: what is not shown costs one product and one comparison.
        """
        scores, covered, total = self._notes.score(plan, ranking.weigh(plan, self._index))
        kinds, kind_of = self._notes.kinds, self._notes.kind_of
        least = [max(ranking.COVERAGE_THRESHOLD * best_coverage, kind.least) * total for kind in kinds]
        favours = [kind.favour / total for kind in kinds]
        good = [n for n, c in covered.items() if c >= least[kind_of[n]]]
        values = [scores[n] * covered[n] * favours[kind_of[n]] for n in good]
        floor = min(nlargest(limit, values), default=0.0)
        retained = [(value, number) for value, number in zip(values, good, strict=True) if value >= floor]
        best = nsmallest(limit, retained, key=lambda one: (-one[0], one[1]))
        return [(value, self._notes.passages[number]) for value, number in best], len(good)

    def _best(
        self, chosen: list[Candidate], notes: Sequence[tuple[float, Passage]], plan: QueryPlan, limit: int
    ) -> list[Hit]:
        """Passages and notes, the best of both; only what is shown is read for its spans."""
        terms = _highlighted(plan)
        if not notes:
            return [self._hit(c, terms) for c in chosen]
        ranks: list[tuple[float, Candidate | Passage]] = [(round(c.score, 4), c) for c in chosen]
        ranks += [(round(score, 4), note) for score, note in notes]
        ranks.sort(key=lambda rank: -rank[0])
        return [
            self._hit(which, terms) if isinstance(which, Candidate) else self._note_hit(which, score, terms, plan)
            for score, which in ranks[:limit]
        ]

    def _note_hit(self, note: Passage, score: float, terms: frozenset[str], plan: QueryPlan) -> Hit:
        target, title, text = note.target, normalize(note.title), normalize(note.text)
        document = self._corpus.document_of(target)
        regle = self._corpus.regles.get(target)
        if regle is None and self._corpus.guide is not None:
            regle = self._corpus.guide.regles.get(target)
        excerpt, spans = excerpt_of(text, self._note_spans(text, terms, plan))
        return Hit(
            document=document.id if document is not None else "",
            rubrique=regle.rubrique if regle else target,
            regle=target,
            force=None,
            borne=None,
            score=score,
            title=title,
            title_spans=self._note_spans(title, terms, plan),
            text=text,
            excerpt=excerpt,
            excerpt_spans=spans,
            kind=note.kind,
            passage=note.id,
        )

    def _note_spans(self, text: str, terms: frozenset[str], plan: QueryPlan) -> tuple[Span, ...]:
        typed = tuple(word for slot in plan.slots for word in slot.words)
        tokens_read = self._note_highlighter.tokens(text)
        own = [Span(j.start, j.end) for j in tokens_read if j.form.startswith(typed)]
        known = self._note_highlighter.spans(text, terms)
        return tuple(
            sorted(
                {*known, *(s for s in own if not any(c.start <= s.start < c.end for c in known))},
                key=lambda s: s.start,
            )
        )

    def _forms_to_highlight(self, plan: QueryPlan) -> tuple[str, ...]:
        vocabulary = self._index.vocabulary
        forms: dict[str, None] = {}
        for term in sorted(_highlighted(plan)):
            if term.startswith("@"):
                continue
            forms.update((vocabulary.forms[n], None) for n in vocabulary.forms_of(term))
        return tuple(forms)


def _highlighted(plan: QueryPlan) -> frozenset[str]:
    return frozenset(t for slot in plan.slots for t, weight in slot.terms.items() if weight >= HIGHLIGHT_WEIGHT)
