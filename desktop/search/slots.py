"""A query's words → slots: for each thing that is asked, the index terms that would answer it, and how well."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from desktop.search.concepts import ALSO, SURE, full_tokens, mark_of, proper_mark
from desktop.search.tokens import NUMBERS_IN_WORDS, Token, join, tokens

if TYPE_CHECKING:
    from collections.abc import Container

    from desktop.search.index import Index

# How well another term answers than the one that was typed.
COMPLETION, COMPLETION_KNOWN, SEPARATED, JOINED, FAMILY, DERIVED = 0.75, 0.35, 0.8, 1.0, 1.0, 0.6
CORRECTIONS = (0.85, 0.6, 0.5)
EQUIVALENT, LEAD, WORD_OF_NAME, COMPOUND_WORD = 0.95, 0.55, 0.3, 0.3
SLOTS_READ = 24
COMPLETIONS = 3
HOW_MANY = frozenset(
    {"combien", "nombre", "nb", "nbre", "effectif", "effectifs", "taux", "ratio", "quota", "duree", "delai"}
)


# Words that speak of the question; they help to choose, they don't decide.
ABOUT_THE_QUESTION = frozenset(
    {
        "role",
        "definition",
        "difference",
        "differences",
        "info",
        "infos",
        "liste",
        "regle",
        "regles",
        "ref",
        "referentiel",
        "texte",
    }
    | {"question", "cas", "savoir", "trouver", "chercher", "exactement", "obtenir", "fonctionne", "marche", "sert"}
)
WEAK_REACH = 0.4
# « l’infirmière peut-elle demander… » : who may ask a structure to come, which the texts all call « solliciter ».
CAN_WORDS = frozenset({"peut", "peuvent", "peux", "puis", "pouvons", "pouvez"})
CALLING_WORDS = frozenset({"appeler", "contacter", "demander", "interpeller", "saisir"})
CALL_UPON = "solliciter"
# « a-t-on le droit de » is another way to say « peut-on », and has nothing to do with the rights of patients.
_THE_RIGHT_TO = re.compile(
    r"\b(?:a|ai|as|ont|avons|avez)(?:[- ](?:t[- ])?(?:on|je|tu|ils?|elles?|nous|vous))? le droit d(?:e\b|[’'])",
    re.IGNORECASE,
)
# A shorter beginning may be that of anything.
SHORTENED = 3


@dataclass(slots=True)
class Slot:
    """One thing asked.

    `terms` maps index terms to how well they answer (1 = as typed); `typed` are those typed, with their form;
    `reach` is less than 1 for words that speak of the question rather than of what is asked.
    """

    words: list[str]
    terms: dict[str, float] = field(default_factory=dict)
    typed: frozenset[tuple[str, str]] = frozenset()
    optional: bool = False
    reach: float = 1.0

    def add(self, term: str, weight: float) -> None:
        """Keep the better of two reasons."""
        if weight > self.terms.get(term, 0.0):
            self.terms[term] = weight


@dataclass(slots=True)
class Word:
    """A word of the query with what it may be."""

    token: Token
    terms: dict[str, float]
    read_as: str = ""
    corrected: str | None = None
    unknown: bool = False

    @property
    def principal(self) -> str:
        """The likeliest index term."""
        return max(self.terms, key=self.terms.__getitem__) if self.terms else self.token.form


@dataclass(slots=True)
class QueryPlan:
    """All slots of a query.

    `corrections` maps what was typed to what it was read as; `pairs` are slots that follow one another, `sequences` the
    forms that do, stop words included (« qui peut »). `cut`: there were more words than are read.
    """

    slots: list[Slot]
    corrections: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    wants_number: bool = False
    cut: bool = False
    pairs: list[tuple[int, int]] = field(default_factory=list)
    sequences: frozenset[tuple[int, int]] = frozenset()


def plan_query(text: str, index: Index, *, growing: bool, known_elsewhere: Container[str] = frozenset()) -> QueryPlan:
    """Read the words. `growing`: the last may be a beginning. `known_elsewhere`: forms that need no correction."""
    text = _THE_RIGHT_TO.sub("peut ", text)
    tokens_read = [j for j in full_tokens(text, index.concepts.empty_words) if not j.second]
    joined = {j.start: j for j in tokens(text) if j.second}
    words: list[Word] = []
    seen: set[str] = set()
    cut = False
    for rank, token in enumerate(tokens_read):
        if token.form in seen:
            continue
        seen.add(token.form)
        last = growing and rank == len(tokens_read) - 1
        words.append(_word(token, index, last, known_elsewhere))
        if len(words) >= SLOTS_READ:
            cut = any(other.form not in seen for other in tokens_read[rank + 1 :])
            break
    plan = QueryPlan([], cut=cut)
    lues = [index.vocabulary.number.get(j.form, -1) for j in tokens(text) if not j.second]
    plan.sequences = frozenset((a, b) for a, b in pairwise(lues) if a >= 0 and b >= 0)
    if any(j.form in CAN_WORDS for j in tokens(text)) and (canon := index.vocabulary.canon(CALL_UPON)):
        for word in words:
            if word.token.form in CALLING_WORDS:
                word.terms[canon] = max(word.terms.get(canon, 0.0), EQUIVALENT)
    plan.wants_number = any(j.form in HOW_MANY for j in tokens(text))
    for word in words:
        if word.corrected:
            plan.corrections[text[word.token.start : word.token.end]] = word.corrected
        if word.unknown:
            plan.unknown.append(word.token.surface)
    _slots(plan, words, index, joined)
    _leading_acronym(plan, text, index)
    return plan


def _leading_acronym(plan: QueryPlan, text: str, index: Index) -> None:
    """« du douleur »: a query seldom begins with an article, so its first word may be the acronym, typed in lower case."""
    first = next(iter(tokens(text)), None)
    if plan.slots and first and first.form in index.concepts.empty_words and not text[: first.end].strip().isupper():
        terms = dict.fromkeys(index.concepts.acronym(first.form), 1.0)
        plan.slots.append(Slot([], terms, optional=True))


def _word(token: Token, index: Index, last: bool, known_elsewhere: Container[str]) -> Word:
    vocabulary = index.vocabulary
    form = token.form
    terms = dict.fromkeys(vocabulary.family(form, token.surface), FAMILY)
    if (figure := NUMBERS_IN_WORDS.get(form)) and (figure_canon := vocabulary.canon(figure)):
        terms.setdefault(figure_canon, EQUIVALENT)
    known = vocabulary.knows(form)
    if last and len(form) > 1:
        for rank, long_form in enumerate(vocabulary.completions(form, COMPLETIONS)):
            canon = vocabulary.canon(long_form)
            if canon and not (rank and len(form) < 3):
                terms.setdefault(canon, COMPLETION_KNOWN if known else COMPLETION)
    read_as = form
    if not known and last and (longer := vocabulary.completions(form, 1)):
        read_as = longer[0]
    for canon in vocabulary.derived(read_as):
        terms.setdefault(canon, DERIVED)
    word = Word(token, terms, read_as)
    if known or form in known_elsewhere or (last and any(weight > DERIVED for weight in terms.values())):
        return word
    _correct(word, index)
    return word


def _correct(word: Word, index: Index) -> None:
    """What an unknown word may be: shortened, mistyped, or two words typed as one."""
    vocabulary, form = index.vocabulary, word.token.form
    _lengthen(word, index)
    already = any(weight > DERIVED for weight in word.terms.values())
    neighbours = vocabulary.corrections(form)
    for neighbour, weight in zip(neighbours, CORRECTIONS, strict=False):
        if canon := vocabulary.canon(neighbour):
            word.terms.setdefault(canon, weight)
    if already:
        # A stem that is known (« coordinatrices ») or a shortened word is no fault to mend aloud.
        return
    if neighbours:
        word.read_as, word.corrected = neighbours[0], vocabulary.surface(neighbours[0])
    elif cut := vocabulary.separate(form):
        for part in cut:
            if canon := vocabulary.canon(part):
                word.terms.setdefault(canon, SEPARATED)
        word.corrected = " ".join(vocabulary.surface(p) for p in cut)
    else:
        word.unknown = True


def _lengthen(word: Word, index: Index) -> None:
    """« hospi », « max »: people shorten words anywhere, not only the one that they are typing."""
    if len(word.token.form) < SHORTENED or word.terms:
        return
    for longer in index.vocabulary.completions(word.token.form, 2):
        if canon := index.vocabulary.canon(longer):
            word.terms.setdefault(canon, COMPLETION)
            word.read_as = longer


def _slots(plan: QueryPlan, words: list[Word], index: Index, compounds: dict[int, Token]) -> None:
    """Slots for the words, one for each name of the lexique that they form; then what expansions add."""
    sequence, forms = [m.principal for m in words], [m.read_as for m in words]
    covered = _names(words, sequence, forms, index)
    places: list[Slot] = []
    for i, word in enumerate(words):
        slot = covered.get(i) or Slot([word.token.form], dict(word.terms))
        if word.token.form in ABOUT_THE_QUESTION:
            slot.reach = WEAK_REACH
        if i and i not in covered and i - 1 not in covered and _compound(places[-1], words[i - 1], word, index):
            places.append(places[-1])
            continue
        if i not in covered:
            slot.typed = frozenset({(sequence[i], word.read_as)})
        places.append(slot)
        if (compound := compounds.get(word.token.start)) and (canon := index.vocabulary.canon(compound.form)):
            slot.add(canon, JOINED)
    _add_leads(places, sequence, forms, index)
    plan.slots = list({id(c): c for c in places}.values())
    ranks = {id(c): r for r, c in enumerate(plan.slots)}
    followed = [ranks[id(c)] for c in places]
    plan.pairs = [(a, b) for a, b in pairwise(followed) if a != b]


def _compound(slot: Slot, first: Word, second: Word, index: Index) -> bool:
    """Make one thing asked of two words that are one (« week end »): else they would count twice."""
    one, other = first.token.form, second.token.form
    canon = index.vocabulary.canon(join((one, other))) if one.isalpha() and other.isalpha() else None
    if canon is None:
        return False
    slot.words.append(second.token.form)
    slot.typed |= {(second.principal, second.read_as)}
    slot.terms = {t: p * COMPOUND_WORD for t, p in slot.terms.items()}
    for term, weight in second.terms.items():
        slot.add(term, weight * COMPOUND_WORD)
    slot.add(canon, JOINED)
    return True


def _names(words: list[Word], sequence: list[str], forms: list[str], index: Index) -> dict[int, Slot]:
    """A slot for each sure name, shared by its words; everyday names only add to what their words mean."""
    covered: dict[int, Slot] = {}
    for found in index.concepts.within(sequence, forms, everyday=True):
        term = mark_of(found.name.concept)
        extent = range(found.start, found.end)
        if found.name.sureness < SURE:
            for i in extent:
                words[i].terms[term] = max(found.name.sureness, words[i].terms.get(term, 0.0))
            continue
        # What was typed is found as such under its acronym or full name; by another name, in its own words only.
        own = (
            {(sequence[i], forms[i]) for i in extent}
            if not found.name.own_start
            else {(proper_mark(found.name.concept), "")}
        )
        slot = Slot([words[i].token.form for i in extent], {term: 1.0}, frozenset(own))
        for other in found.name.also:
            slot.add(mark_of(other), ALSO)
        for i in extent:
            for canon, weight in words[i].terms.items():
                slot.add(canon, weight * (WORD_OF_NAME if len(extent) > 1 else 0.9))
            covered[i] = slot
    return covered


def _add_leads(places: list[Slot], sequence: list[str], forms: list[str], index: Index) -> None:
    """Give the slots what the expansions of their words lead to."""
    for start, end, lead in index.concepts.leads(sequence, forms):
        if any(len(slot.words) > end - start for slot in places[start:end]):
            continue  # part of a longer name, which says what is meant
        weight = EQUIVALENT if lead.equivalent else LEAD
        for term in lead.towards:
            for slot in places[start:end]:
                slot.add(term, weight)
