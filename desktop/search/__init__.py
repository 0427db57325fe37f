"""French search over the règles: analysis, index, query, hits with spans.

    moteur = SearchEngine(corpus, dossier_des_index, dossier_livre_ou_None)
    moteur.prepare()                      # opens or builds the index; imports Whoosh; moteur.avertissement says what went wrong
    moteur.search("combien de lits usp")  # → Results

The way of a query: `requete` reads what was typed, `filtres` narrows, `plan` turns words into slots of index terms (stems,
completions, corrections, names and everyday words of the lexique), `classement` adds up postings and reads the best again,
`surlignage` finds what to show. The way of a règle: `fiches` cuts it into zones, `texte` and `vocabulaire` analyse them,
`indice` makes sequences and weights, `moteur`/`whoosh_moteur` keep the postings, `depot` keeps the folder.
Nothing slow is imported before `prepare`.
"""

from desktop.search.engine import SearchEngine
from desktop.search.results import Hit, Passage, Results, Span, Suggestion

__all__ = ["Hit", "Passage", "Results", "SearchEngine", "Span", "Suggestion"]
