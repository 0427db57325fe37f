"""How notes were searched before they were indexed: each read at each query. Slow, and easy to believe."""

from __future__ import annotations

from desktop.search.concepts import mark_of
from desktop.search.index import SATURATION, canon_of
from desktop.search.passages import ZONE_SETTINGS, Zone
from desktop.search.tokens import STOP_WORDS, normalize, tokens


def bags(passage, index):
    """The weight of each term of a note, and of each folded form."""
    terms: dict[str, float] = {}
    forms: dict[str, float] = {}
    for zone, content in ((Zone.TEXT, normalize(passage.text)), (Zone.RUBRIQUE, normalize(passage.title))):
        weight = ZONE_SETTINGS[zone].weight
        tokens_read = [j for j in tokens(content) if j.form not in STOP_WORDS]
        canons = [canon_of(index.vocabulary, j) for j in tokens_read]
        names = [mark_of(t.name.concept) for t in index.concepts.within(canons, [j.form for j in tokens_read])]
        for term in (*canons, *names):
            terms[term] = terms.get(term, 0.0) + weight
        for token in tokens_read:
            forms[token.form] = forms.get(token.form, 0.0) + weight
    return terms, forms


def score(passage, index, plan, weighting):
    """Score and coverage of a note; None when it answers no slot."""
    of_text, forms = bags(passage, index)
    note = covered = 0.0
    touched = False
    for slot, terms, value in zip(plan.slots, weighting.terms, weighting.slots, strict=True):
        answers = [(v, of_text[t]) for t, v in terms.items() if t in of_text]
        answers += [(value, tf) for word in slot.words for f, tf in forms.items() if begins(f, word)]
        if answers:
            touched = True
            note += max(v * tf / (tf + SATURATION) for v, tf in answers)
            covered += max(min(v, value) for v, _ in answers)
    part = covered / (sum(weighting.slots) or 1.0)
    return (note * part, part) if touched else None


def begins(form, word):
    """As typed, or beginning so."""
    return form == word or (len(word) > 2 and form.startswith(word))
