"""French search over the règles: analysis, index, query, hits with spans.

    engine = SearchEngine(corpus, folder_of_indexes, shipped_folder_or_None)
    engine.prepare()                      # opens or builds the index; imports Whoosh; engine.warning says what went wrong
    engine.search("combien de lits usp")  # → Results

The way of a query: `grammar` reads what was typed, `filters` narrows, `slots` turns words into slots of index terms (stems,
completions, corrections, names and everyday words of the lexique), `ranking` adds up postings and reads the best again,
`highlight` finds what to show. The way of a règle: `passages` cuts it into zones, `tokens` and `vocabulary` analyse them,
`index` makes sequences and weights, `backend` and `whoosh_backend` keep the postings, `shelf` keeps the folder.
Nothing slow is imported before `prepare`.
"""

from desktop.search.engine import SearchEngine
from desktop.search.results import Hit, Passage, Results, Span, Suggestion

__all__ = ["Hit", "Passage", "Results", "SearchEngine", "Span", "Suggestion"]
