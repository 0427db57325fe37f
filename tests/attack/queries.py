"""A query is hostile: it is answered, within its bounds, in words that can be shown; it never raises."""

from __future__ import annotations

import random
import time
from functools import cache
from pathlib import Path

from desktop.bootstrap import line_services
from desktop.cli.search import as_object, text
from desktop.cli.services import RunContext
from desktop.corpus import load
from desktop.search import SearchEngine
from tests.attack import _damage, harness

WORDS = (
    "lits", "usp", "EMSP", "palliatif", "médecin", "formation", "24h/24", "nuit", "à domicile", "l’équipe", "n°", "L. 1110-11",
    "3", "deux", "document:usp", "force:obligation", "force:inconnue", "had:motifs", "type:chiffre", "-exclu", "-", "--", '"',
    "'", "«", "»", "(", ")", "[", "*", "?", "+", "~2", "^", ":", "::", "AND", "OR", "NOT", "%", "\\", "/", "&amp;", "<b>",
    "<img src=x>", "é", "e\u0301", "ﬁ", "İ", "ß", "ǅ", "\u202e", "\u200b", "\ufeff", "\0", "\ud800", "\U0001f4a9", "\u0378",
    "９", "²", "½", "٣", "Ⅳ", "a" * 3000, "é" * 3000, "'" * 3000, '"' * 3001, "-" * 3000, "9" * 5000, "force:" * 500, "\t", "\n",
    "\r", "\u2028", "${x}", "{{x}}",
)  # fmt: skip
QUESTION_LIMIT = 20_000
SECONDS = 2.0
"""A query that takes longer holds up the window; the slowest takes a twentieth of it on a machine at rest."""


@cache
def engine() -> tuple[RunContext, SearchEngine]:
    """One for all trials of a process, as the window has it."""
    context = line_services()
    context.__dict__["corpus"] = load(_damage.CONTENT)
    made = SearchEngine(context.corpus, Path("/nonexistent"))
    made.prepare()
    return context, made


def trial(dice: random.Random, folder: Path) -> tuple[str, str]:
    """One query, twice: the same question has the same answer."""
    context, search = engine()
    kind, query = _query(dice)
    begun = time.process_time()
    results = search.search(query)
    spent = time.process_time() - begun
    assert spent < SECONDS, f"{spent:.2f} s"
    assert search.search(query) == results
    for hit in results.hits:
        assert context.corpus.document_of(hit.regle) is not None
        for spans, shown in ((hit.title_spans, hit.title), (hit.excerpt_spans, hit.excerpt)):
            assert all(0 <= span.start < span.end <= len(shown) for span in spans), "a highlight outside of its text"
    as_object(context, query, results)
    text(context, results)
    return kind, "found" if results.hits else "nothing"


def _query(dice: random.Random) -> tuple[str, str]:
    kind = dice.choice(("words", "characters", "many filters", "a rule cut up", "any character", "quotes", "repeated"))
    if kind == "words":
        made = " ".join(dice.choices(WORDS, k=dice.randint(0, 12)))
    elif kind == "characters":
        made = "".join(dice.choice(dice.choice(WORDS)) for _ in range(dice.randint(0, 60)))
    elif kind == "many filters":
        made = " ".join(
            f"{dice.choice(['force', 'document', 'had', 'x', ''])}:{dice.choice(WORDS)}"
            for _ in range(dice.randint(1, 300))
        )
    elif kind == "a rule cut up":
        text = dice.choice(sorted(engine()[0].corpus.regles.items()))[1].texte
        start = dice.randrange(len(text))
        made = text[start : start + dice.randint(1, 400)]
    elif kind == "any character":
        made = "".join(
            chr(dice.choice((dice.randrange(0x250), dice.randrange(0x110000)))) for _ in range(dice.randint(1, 80))
        )
    elif kind == "quotes":
        made = "".join(dice.choice(['"', "«", "»", "'", " ", "lits", "-", "usp"]) for _ in range(dice.randint(1, 200)))
    else:
        made = (dice.choice(WORDS) + dice.choice(["", " "])) * dice.randint(1, 400)
    return kind, made[:QUESTION_LIMIT]


if __name__ == "__main__":
    raise SystemExit(harness.main(trial, __name__, __file__))
