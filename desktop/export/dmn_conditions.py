"""Compiled conditions in DMN's terms: inputs, unary tests, and FEEL expressions.

A condition becomes alternatives (a disjunction of conjunctions), each of which is one rule of a table: for each input, the set of
values it allows. The six dimensions, which are one variable in the engine, are read again as what the conditions were written
with: the level, the level without ethics, and the dimensions themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from desktop.decision.conditions import TOUJOURS, Condition, atome, atoms, et, non, ou
from desktop.decision.space import COMPLEXITE, NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from desktop.decision import Questionnaires
    from desktop.decision.space import Derived, Espace

Valeurs = frozenset[str | None]
Regle = dict[str, Valeurs]
"""One rule: for each input it reads, the values it allows. None stands for « not given »."""

# The kinds of a compiled condition, as its builders write them.
_A, _B = atome(0, 1, 3), atome(1, 1, 3)
_ATOME, _ET, _OU, _NON = _A[0], et(_A, _B)[0], ou(_A, _B)[0], non(_A)[0]


class UnknownConditionError(ValueError):
    """A condition that no input can say: the engine's vocabulary grew and this module did not."""


@dataclass(frozen=True, slots=True)
class TableInput:
    """One input of a table: its key here, the FEEL expression it reads, and its values. `fait`: the input data it needs."""

    cle: str
    fait: str
    expression: str
    valeurs: tuple[str | None, ...]
    genre: str

    def text(self, valeur: str) -> str:
        """A value as a FEEL literal."""
        if self.genre == "string":
            return f'"{valeur}"'
        return {YES: "true", NO: "false"}[valeur] if self.genre == "boolean" else valeur

    def test(self, permises: Valeurs) -> str:
        """The unary test that holds for these values; « - » when all are allowed."""
        exclues = [v for v in self.valeurs if v not in permises]
        if not exclues:
            return "-"
        gardees = [v for v in self.valeurs if v in permises]
        if None in gardees or (len(exclues) < len(gardees) and self.genre == "string"):
            return f"not({', '.join(self.text(v) for v in exclues if v is not None)})"
        return ", ".join(self.text(v) for v in gardees if v is not None)

    def condition(self, permises: Valeurs) -> str:
        """The same as a FEEL expression that is true or false."""
        gardees = [v for v in self.valeurs if v in permises]
        if self.genre == "boolean":
            return self.expression if gardees == [YES] else f"not({self.expression})"
        if None in gardees:
            exclues = frozenset(v for v in self.valeurs if v not in permises)
            return f"not({self.condition(exclues)})"
        textes = [self.text(v) for v in gardees if v is not None]
        return f"{self.expression} = {textes[0]}" if len(textes) == 1 else f"{self.expression} in ({', '.join(textes)})"


class ConditionReader:
    """Reads the conditions of one space of answers."""

    def __init__(self, questionnaires: Questionnaires, espace: Espace) -> None:
        self._espace = espace
        self.entrees: dict[str, TableInput] = {}
        for variable in espace.variables:
            nom, _, membre = variable.nom.partition(".")
            if variable.nom == COMPLEXITE:
                continue
            if membre:
                expression = f'list contains({nom}, "{membre}")'
                self.entrees[variable.nom] = TableInput(variable.nom, nom, expression, variable.valeurs, "boolean")
            else:
                self.entrees[variable.nom] = TableInput(nom, nom, nom, variable.valeurs, "string")
        self._complexites: dict[int, tuple[str, Valeurs]] = {}
        if espace.dimensions:
            self._read_dimensions(questionnaires)

    def _read_dimensions(self, q: Questionnaires) -> None:
        """What each set of complexities that a condition may name was written as."""
        espace = self._espace
        for nom in q.niveau.dimensions.noms:
            valeurs = q.faits[nom].identifiants
            self.entrees[nom] = TableInput(nom, nom, nom, (*valeurs, None), "string")
            self._remember(nom, {v: espace.dimension_mask(nom, v) for v in valeurs})
        plein = espace.full(espace.index[COMPLEXITE])
        for derive in q.niveau.derived.values():
            nom = derive.id
            if derive.ranked:
                masques = {str(rang): self._mask(derive, rang) for rang in q.niveau.dimensions.rangs}
            else:
                oui = self._mask(derive, 1)
                masques = {YES: oui, NO: plein & ~oui}
            self.entrees[nom] = TableInput(nom, nom, nom, tuple(masques), "number" if derive.ranked else "boolean")
            self._remember(nom, masques)

    def _mask(self, derived: Derived, given: int) -> int:
        """The combinations of which a derived fact is read so."""
        return self._espace.complexite_mask(lambda c: derived.read(c) == given)

    def _remember(self, nom: str, masques: Mapping[str, int]) -> None:
        for nombre in range(1, len(masques) + 1):
            for choisies in combinations(masques, nombre):
                self._complexites.setdefault(sum(masques[v] for v in choisies), (nom, frozenset(choisies)))

    def literal(self, variable: int, masque: int) -> tuple[TableInput, Valeurs]:
        """The input that an atom reads, and the values it allows. Raises ConditionInconnueError."""
        nom = self._espace.variables[variable].nom
        if nom == COMPLEXITE:
            if masque not in self._complexites:
                raise UnknownConditionError(nom)
            cle, valeurs = self._complexites[masque]
            return self.entrees[cle], valeurs
        entree = self.entrees[nom]
        return entree, frozenset(v for rang, v in enumerate(entree.valeurs) if masque >> rang & 1)

    def regles(self, condition: Condition) -> list[Regle]:
        """The alternatives of a condition, without those that another one holds already."""
        toutes = list(self._alternatives(condition, vraie=True))
        gardees: list[Regle] = []
        for regle in toutes:
            if not any(_holds_within(regle, autre) for autre in gardees):
                gardees = [autre for autre in gardees if not _holds_within(autre, regle)]
                gardees.append(regle)
        return gardees

    def disjoint(self, condition: Condition) -> list[Regle]:
        """The same, so that at most one holds at a time: for tables that give something for every rule that holds."""
        gardees: list[Regle] = []
        for regle in self.regles(condition):
            restes = [regle]
            for autre in gardees:
                restes = [morceau for reste in restes for morceau in self._without(reste, autre)]
            gardees += restes
        return gardees

    def _without(self, une: Regle, autre: Regle) -> Iterator[Regle]:
        """What one rule holds for and another does not, in disjoint pieces."""
        reste = une
        for cle, valeurs in autre.items():
            toutes = frozenset(self.entrees[cle].valeurs)
            if (dehors := _joindre(reste, {cle: toutes - valeurs})) is not None:
                yield dehors
            dedans = _joindre(reste, {cle: valeurs})
            if dedans is None:
                return
            reste = dedans

    def _alternatives(self, condition: Condition, *, vraie: bool) -> Iterator[Regle]:
        genre = condition[0]
        if genre == TOUJOURS[0]:
            if bool(condition[1]) is vraie:
                yield {}
        elif genre == _ATOME:
            entree, valeurs = self.literal(condition[1], condition[2])
            permises = valeurs if vraie else frozenset(entree.valeurs) - valeurs
            if permises:
                yield {entree.cle: permises}
        elif genre == _NON:
            yield from self._alternatives(condition[1], vraie=not vraie)
        elif (genre == _ET) is vraie:
            yield from self._together(condition[1], vraie=vraie)
        else:
            for partie in condition[1]:
                yield from self._alternatives(partie, vraie=vraie)

    def _together(self, parties: Iterable[Condition], *, vraie: bool) -> Iterator[Regle]:
        regles: list[Regle] = [{}]
        for partie in parties:
            suites = list(self._alternatives(partie, vraie=vraie))
            regles = [jointe for une in regles for autre in suites if (jointe := _joindre(une, autre)) is not None]
        yield from regles

    def feel(self, condition: Condition) -> str:
        """A condition as a FEEL expression."""
        genre = condition[0]
        if genre == TOUJOURS[0]:
            return "true" if condition[1] else "false"
        if genre == _ATOME:
            entree, valeurs = self.literal(condition[1], condition[2])
            return entree.condition(valeurs)
        if genre == _NON:
            return f"not({self.feel(condition[1])})"
        lien = " and " if genre == _ET else " or "
        return lien.join(f"({self.feel(p)})" if p[0] in (_ET, _OU) else self.feel(p) for p in condition[1])

    def facts_read(self, condition: Condition) -> set[str]:
        """Input data that a condition needs."""
        return {self.literal(variable, masque)[0].fait for variable, masque in atoms(condition)}


def _joindre(une: Regle, autre: Regle) -> Regle | None:
    """Both at once, or None when no value is left for some input."""
    jointe = dict(une)
    for cle, valeurs in autre.items():
        jointe[cle] = jointe[cle] & valeurs if cle in jointe else valeurs
        if not jointe[cle]:
            return None
    return jointe


def _holds_within(une: Regle, autre: Regle) -> bool:
    """Whether whatever `une` holds for, `autre` holds for too."""
    return all(cle in une and une[cle] <= valeurs for cle, valeurs in autre.items())
