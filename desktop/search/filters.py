"""What the filters of a query mean on this content: a set of passages that may answer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.corpus.forces import chosen
from desktop.corpus.model import Borne
from desktop.search.grammar import WITH_VALUE
from desktop.search.tokens import STOP_WORDS, fold, tokens, without_elision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.corpus.model import Corpus
    from desktop.search.grammar import Filter, Query
    from desktop.search.passages import RulePassage

PLACE_KEYS = {"document", "doc", "structure", "profil", "dans"}
TITLE_KEYS = {"rubrique", "titre"}


@dataclass(slots=True)
class SearchScope:
    """`allowed` is None when nothing is filtered; `words` are filter values that turn out to be words to look for."""

    allowed: set[int] | None = None
    words: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    places_named: set[str] = field(default_factory=set)

    def narrow(self, numbers: set[int]) -> None:
        """Narrow what may answer."""
        self.allowed = numbers if self.allowed is None else self.allowed & numbers


class Filters:
    """The filters that this content knows, with the passages of each."""

    def __init__(self, corpus: Corpus, passages: Sequence[RulePassage]) -> None:
        self._passages = passages
        self._forces: dict[str, set[int]] = defaultdict(set)
        self._figures = {number for number, passage in enumerate(passages) if passage.id in corpus.figured}
        self._bounds: dict[str, set[int]] = defaultdict(set)
        self._annexes: dict[str, set[int]] = defaultdict(set)
        self._places_named: dict[str, set[int]] = defaultdict(set)
        self._names: dict[str, str] = {}
        self._titles: dict[str, list[str]] = {}
        for number, passage in enumerate(passages):
            self._forces[passage.force or ""].add(number)
            self._bounds[passage.borne or ""].add(number)
            self._annexes[str(passage.annexe or 0)].add(number)
            for place_name in {passage.document, *passage.structures}:
                self._places_named[place_name].add(number)
                self._names[fold(place_name)] = place_name
        for document in corpus.documents.values():
            for name in (document.sigle, document.titre):
                if name:
                    self._names[fold(name)] = document.id
        for entry in corpus.lexique.entrees:
            aimed = entry.structure or entry.document
            if aimed is not None and aimed in self._places_named:
                for other in (entry.sigle, entry.developpe, *entry.anciens_noms):
                    if other:
                        self._names.setdefault(fold(other), aimed)

    @property
    def places_named(self) -> frozenset[str]:
        """Ids of the documents and structures that can be named before a colon."""
        return frozenset(self._places_named)

    def place_name(self, name: str) -> str | None:
        """The document or structure that a name means."""
        folded = fold(name.strip())
        return (
            self._names.get(folded)
            or self._names.get(folded.split("'")[-1].split("’")[-1])
            or self._names.get(without_elision(folded) or "")
        )

    def scope(self, query: Query) -> SearchScope:
        """Resolve every filter of a query."""
        scope = SearchScope()
        for filter_ in query.filters:
            self._one(filter_, scope)
        return scope

    def _one(self, filter_: Filter, scope: SearchScope) -> None:
        if filter_.key == "force":
            found = self._force(filter_.value)
        elif filter_.key == "borne":
            found = self._choose(filter_, [b.value for b in Borne], self._bounds)
        elif filter_.key == "annexe":
            found = self._annexes.get(filter_.value.lstrip("0") or "0")
        elif filter_.key in TITLE_KEYS:
            found = self._under_title(filter_.value)
        elif filter_.key in PLACE_KEYS:
            found = self._within(self.place_name(filter_.value), scope)
        else:
            found = self._within(self.place_name(filter_.key), scope)
            scope.words.append(filter_.value if found is not None else f"{filter_.key} {filter_.value}")
        if found is not None:
            scope.narrow(found)
        elif (filter_.value or filter_.key not in WITH_VALUE) and filter_.raw[len(filter_.key) :].startswith(":"):
            scope.unknown.append(filter_.raw)

    def _within(self, place_name: str | None, scope: SearchScope) -> set[int] | None:
        if place_name is None:
            return None
        scope.places_named.add(place_name)
        return self._places_named[place_name]

    def _force(self, value: str) -> set[int] | None:
        """The passages of a force, of a family of forces, or with a figure: what the menu of the results means by the same word."""
        meant = chosen(fold(value).replace(" ", "-"))
        if meant is None:
            return None
        found = set().union(*(self._forces.get(force.value, set()) for force in meant.forces))
        return found | self._figures if meant.figures else found

    def _choose(self, filter_: Filter, values: list[str], among: dict[str, set[int]]) -> set[int] | None:
        """By the beginning of the name, so that results follow the typing; a whole name wins over a beginning."""
        folded = fold(filter_.value).replace(" ", "-")
        if not folded:
            return None
        names = [v for v in values if v == folded] or [
            v for v in values if v.startswith(folded) or v.replace("-", "") == folded
        ]
        return set().union(*(among.get(v, set()) for v in names)) if names else None

    def _under_title(self, value: str) -> set[int] | None:
        """Passages whose path of titles holds every word, the last one perhaps unfinished."""
        sought = [j.form for j in tokens(value) if j.form not in STOP_WORDS]
        if not sought:
            return None
        good = {
            f.rubrique
            for f in self._passages
            if self._bears(
                f, sought, lambda word, start: word.startswith(start[:6]) if len(start) > 5 else word.startswith(start)
            )
        }
        return {n for n, f in enumerate(self._passages) if f.rubrique in good} if good else None

    def _bears(self, passage: RulePassage, sought: list[str], near: Callable[[str, str], bool]) -> bool:
        words = self._titles.get(passage.title)
        if words is None:
            words = self._titles[passage.title] = [j.form for j in tokens(passage.title)]
        return all(any(near(word, c) for word in words) for c in sought)
