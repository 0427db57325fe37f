"""What else one could type: the query mended, without what stops it, or an example that is known to find something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop.search.grammar import WITH_VALUE
from desktop.search.results import Suggestion
from desktop.search.tokens import fold

if TYPE_CHECKING:
    from desktop.corpus.model import Corpus
    from desktop.search.grammar import Query
    from desktop.search.index import Index
    from desktop.search.slots import QueryPlan

SUGGESTIONS = 5
# Fewer answers than this, and another way to ask is worth showing.
FEW = 3


class Adviser:
    """Knows the content's own words for things."""

    def __init__(self, corpus: Corpus, index: Index) -> None:
        self._corpus, self._index = corpus, index

    def correct(self, raw: str, plan: QueryPlan) -> str | None:
        """The query with misspelt words mended, or None when none was."""
        if not plan.corrections:
            return None
        mended = raw
        for typed, corrected in plan.corrections.items():
            mended = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", corrected.replace("\\", ""), mended, count=1)
        return mended if mended != raw else None

    def suggest(self, query: Query, plan: QueryPlan, found: int) -> tuple[Suggestion, ...]:
        """Nothing while there is enough to read; otherwise what would find more."""
        if found >= FEW:
            return ()
        suggestions: dict[str, Suggestion] = {}
        for suggestion in (*self._without_filter(query), *self._word_by_word(plan), *self._examples()):
            if fold(suggestion.query) != fold(query.raw.strip()):
                suggestions.setdefault(fold(suggestion.query), suggestion)
        return tuple(suggestions.values())[:SUGGESTIONS]

    def _without_filter(self, query: Query) -> list[Suggestion]:
        free = " ".join((query.free, *query.phrases)).strip()
        if free and (query.filters or query.phrases or query.excluded):
            return [Suggestion(free, "Sans filtre ni guillemets")]
        # « force:obligation » is no word to look for; « had:24h » has one.
        values = " ".join(f.value for f in query.filters if f.key not in WITH_VALUE).strip()
        return [Suggestion(values, "Sans filtre")] if values else []

    def _word_by_word(self, plan: QueryPlan) -> list[Suggestion]:
        """Each word alone, as the content spells it, the rarest first."""
        if len(plan.slots) < 2:
            return []
        frequencies = self._index.backend.frequency
        alone = []
        for slot in plan.slots:
            count = max((frequencies(t) for t, p in slot.terms.items() if p >= 0.5), default=0)
            if count:
                words = " ".join(self._index.vocabulary.surface(m) for m in slot.words)
                alone.append((count, words))
        return [Suggestion(words, "Un mot seul") for _, words in sorted(alone)]

    def _examples(self) -> list[Suggestion]:
        """A structure and one of its rubriques, so that the grammar is shown on the content itself."""
        examples = []
        for document in self._corpus.documents.values():
            if document.sigle and document.rubriques:
                rubriques = [self._corpus.rubriques[r] for r in document.rubriques]
                title = min((r.titre for r in rubriques if r.niveau_titre == 2), key=len, default="")
                if title:
                    examples.append(Suggestion(f"{document.sigle.lower()}:{title.lower()}", f"Dans {document.titre}"))
        return examples
