"""Acronyms and names that say one thing: « EMSP », « équipe mobile de soins palliatifs », « équipe mobile ».

Each entry of the lexique becomes a term of its own (`@emsp`), put beside the words wherever one of its names stands, in the
content as in the query. So an acronym finds the full name and the other way round, at the cost of one posting list.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop.search.tokens import STOP_WORDS, Token, are_near, fold, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from desktop.corpus.model import Lexique, LexiqueEntry

# How sure a name makes us: of the entry's own names, then of what people call it.
SURE, EVERYDAY = 1.0, 0.85
# Another concept that goes by the same name.
ALSO = 0.7


@dataclass(frozen=True, slots=True)
class ConceptName:
    """One name of a concept, as the canons of its full words.

    `own_start`: it is the concept's acronym or full name. `also` are other concepts that people give the same name.
    """

    concept: str
    words: tuple[str, ...]
    forms: tuple[str, ...]
    sureness: float
    own_start: bool
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name found in a sequence of words: from `start` (included) to `end` (excluded)."""

    name: ConceptName
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lead:
    """Words (as canons) that lead to index terms: « samedi soir » → « week-end », « permanence »."""

    words: tuple[str, ...]
    forms: tuple[str, ...]
    towards: tuple[str, ...]
    equivalent: bool


def mark_of(concept: str) -> str:
    """The index term of a concept; no word of a text can be it."""
    return f"@{concept}"


def proper_mark(concept: str) -> str:
    """The mark of a concept that stands under its acronym or full name; for a close look only, it has no postings."""
    return f"=@{concept}"


def empty_acronyms(lexique: Lexique) -> frozenset[str]:
    """Acronyms that in lower case are stop words (« DU »): they count in capitals only."""
    return frozenset(fold(e.sigle) for e in lexique.entrees if e.sigle and fold(e.sigle) in STOP_WORDS)


def full_tokens(text: str, empty_words: frozenset[str]) -> list[Token]:
    """Tokens that carry meaning. « DU » in capitals becomes the form « =du »."""
    out = []
    for token in tokens(text):
        if token.form not in STOP_WORDS:
            out.append(token)
        elif token.form in empty_words and text[token.start : token.end].isupper():
            out.append(token._replace(form=f"={token.form}", surface=f"={token.form}"))
    return out


class Concepts:
    """The names of the lexique, ready to be found in a sequence of canons."""

    def __init__(
        self,
        ids: list[str],
        places_named: dict[str, frozenset[str]],
        empty_words: frozenset[str],
        names: list[ConceptName],
        leads: list[Lead],
    ) -> None:
        """`ids`: the entries, then the targets of expansions that are several words, named by their canons.

        `places_named`: where the content treats of a concept (document, structure, rubrique); `empty_words`: see `empty_acronyms`.
        """
        self.ids, self.places_named, self.empty_words = ids, places_named, empty_words
        self._all_names, self._all_leads = names, leads
        self._names: dict[str, list[ConceptName]] = defaultdict(list)
        self._leads: dict[str, list[Lead]] = defaultdict(list)
        self._targets: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for name in sorted(names, key=lambda n: -len(n.words)):
            self._names[name.words[0]].append(name)
        for lead in leads:
            self._leads[lead.words[0]].append(lead)
        for identifier in ids[len(places_named) :]:
            target = tuple(identifier.split())
            self._targets[target[0]].append(target)

    def to_json(self) -> list[Any]:
        """What `from_json` reads: compiling the lexique at each start would cost as much as all the rest."""
        return [
            self.ids,
            [[identifier, sorted(places_named)] for identifier, places_named in self.places_named.items()],
            sorted(self.empty_words),
            [[n.concept, n.words, n.forms, n.sureness, n.own_start, n.also] for n in self._all_names],
            [[r.words, r.forms, r.towards, r.equivalent] for r in self._all_leads],
        ]

    @classmethod
    def from_json(cls, raw: list[Any]) -> Concepts:
        """Read back what `to_json` gave. Raises ValueError or TypeError for anything else."""
        ids, places_named, empty_words, names, leads = raw
        return cls(
            ids,
            {identifier: frozenset(each) for identifier, each in places_named},
            frozenset(empty_words),
            [ConceptName(n[0], tuple(n[1]), tuple(n[2]), n[3], n[4], tuple(n[5])) for n in names],
            [Lead(tuple(r[0]), tuple(r[1]), tuple(r[2]), r[3]) for r in leads],
        )

    def within(self, sequence: Sequence[str], forms: Sequence[str], *, everyday: bool = False) -> list[NameFound]:
        """Longest names first, left to right, none over another. `everyday` also accepts what people call things.

        `sequence` are canons, `forms` the words beside them: one stem may be two words, « équipe » and « équipement ».
        """
        found: list[NameFound] = []
        place = 0
        while place < len(sequence):
            for name in self._names.get(sequence[place], ()):
                end = place + len(name.words)
                if (everyday or name.sureness == SURE) and _says(name, sequence[place:end], forms[place:end]):
                    found.append(NameFound(name, place, end))
                    place = end - 1
                    break
            place += 1
        return found

    def targets(self, sequence: Sequence[str]) -> Iterable[tuple[int, str]]:
        """Targets of expansions that stand in the sequence, wherever: (index of their last word, concept)."""
        for place, word in enumerate(sequence):
            for target in self._targets.get(word, ()):
                end = place + len(target)
                if tuple(sequence[place:end]) == target:
                    yield end - 1, " ".join(target)

    def acronym(self, form: str) -> list[str]:
        """The index terms of an acronym that in lower case is a stop word."""
        return [mark_of(name.concept) for name in self._names.get(f"={form}", ()) if len(name.words) == 1]

    def leads(self, sequence: Sequence[str], forms: Sequence[str]) -> Iterable[tuple[int, int, Lead]]:
        """Every expansion whose words stand together in the sequence, with its place."""
        for place, word in enumerate(sequence):
            for lead in self._leads.get(word, ()):
                end = place + len(lead.words)
                if _says(lead, sequence[place:end], forms[place:end]):
                    yield place, end, lead


def _says(name: ConceptName | Lead, sequence: Sequence[str], forms: Sequence[str]) -> bool:
    """Whether words say a name."""
    return tuple(sequence) == name.words and all(are_near(a, b) for a, b in zip(forms, name.forms, strict=True))


class _Compilation:
    """The lexique on its way to `Concepts`."""

    def __init__(self, lexique: Lexique, canon: Callable[[Token], str]) -> None:
        self._lexique, self._canon = lexique, canon
        self.empty_words = empty_acronyms(lexique)
        self.names: dict[tuple[str, ...], ConceptName] = {}
        self.leads: list[Lead] = []
        # A suite of words → the concept that is indexed wherever they stand.
        self.indexes: dict[tuple[str, ...], str] = {}
        self.targets: list[str] = []

    def words(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The canons and the forms of a name's full words."""
        tokens_read = [j for j in full_tokens(text, self.empty_words) if not j.second]
        return tuple(self._canon(j) for j in tokens_read), tuple(j.form for j in tokens_read)

    def add_names(self) -> None:
        """Own names first: « SSIAD » is an entry of its own, and only then an old name of another."""
        levels: tuple[tuple[float, bool, Callable[[LexiqueEntry], tuple[str, ...]]], ...] = (
            (SURE, True, lambda e: (e.sigle or "", e.developpe)),
            (SURE, False, lambda e: (*e.synonymes, *e.anciens_noms, *e.variantes_fautives)),
            (EVERYDAY, False, lambda e: e.mots_courants),
        )
        for sureness, own_start, texts in levels:
            for entry in self._lexique.entrees:
                for sequence, forms in dict.fromkeys(self.words(t) for t in texts(entry)):
                    if sequence:
                        self._add_name(ConceptName(entry.id, sequence, forms, sureness, own_start))
        self.indexes.update((sequence, name.concept) for sequence, name in self.names.items() if name.sureness == SURE)

    def _add_name(self, name: ConceptName) -> None:
        first = self.names.setdefault(name.words, name)
        if name.concept not in (first.concept, *first.also):
            self.names[name.words] = replace(first, also=(*first.also, name.concept))

    def add_leads(self) -> None:
        """Targets first, for an expansion may lead to what another one makes a term."""
        for expansion in self._lexique.expansions:
            for target in expansion.vers or expansion.termes:
                sequence, _ = self.words(target)
                if len(sequence) > 1 and sequence not in self.indexes:
                    self.indexes[sequence] = " ".join(sequence)
                    self.targets.append(" ".join(sequence))
        for expansion in self._lexique.expansions:
            for term in expansion.termes:
                sequence, forms = self.words(term)
                targets = expansion.vers or [other for other in expansion.termes if other != term]
                towards = tuple(dict.fromkeys(t for c in targets if (t := self._term(c))))
                if sequence and towards:
                    self.leads.append(Lead(sequence, forms, towards, equivalent=not expansion.vers))

    def _term(self, target: str) -> str:
        """The index term of a target: that of a name, of words that stand together, or the word itself."""
        sequence, _ = self.words(target)
        if sequence in self.indexes:
            return mark_of(self.indexes[sequence])
        return sequence[0] if len(sequence) == 1 else ""


def compile_lexique(lexique: Lexique, canon: Callable[[Token], str]) -> Concepts:
    """The names and expansions of a lexique; `canon` gives the index term of a token."""
    compilation = _Compilation(lexique, canon)
    compilation.add_names()
    compilation.add_leads()
    return Concepts(
        [*(e.id for e in lexique.entrees), *compilation.targets],
        {e.id: frozenset(x for x in (e.structure, e.document) if x) for e in lexique.entrees},
        compilation.empty_words,
        list(compilation.names.values()),
        compilation.leads,
    )


def lexique_texts(lexique: Lexique) -> list[str]:
    """All words of the lexique: they join the vocabulary, so that they are completed and corrected too."""
    texts: list[str] = []
    for e in lexique.entrees:
        texts += [e.sigle or "", e.developpe, *e.synonymes, *e.mots_courants, *e.anciens_noms]
    for x in lexique.expansions:
        texts += [*x.termes, *x.vers]
    return texts
