"""The closed vocabulary of conditions, compiled once, and their evaluation on boxes with true, false, unknown.

A **box** gives each variable the set of values it may still have, as bits of an integer. A known fact has one bit, an unknown one
has all; so the same evaluation serves a finished questionnaire, a half-filled one, and the proof over the whole answer space.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

FAUX, VRAI, INCONNU = 0, 1, 2

_ATOME, _ET, _OU, _NON, _CONST = 0, 1, 2, 3, 4

# (kind, ...) tuples: the fastest thing that pure Python walks. Conditions are built by the functions below only.
Condition = tuple[Any, ...]
Boite = list[int]

TOUJOURS: Condition = (_CONST, VRAI)
JAMAIS: Condition = (_CONST, FAUX)


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of a box: its name and the names of its values, in bit order."""

    nom: str
    valeurs: tuple[str, ...]

    @property
    def full(self) -> int:
        """All values possible."""
        return (1 << len(self.valeurs)) - 1


def atome(variable: int, masque: int, plein: int) -> Condition:
    """True when the variable's value is in `mask`."""
    if not masque:
        return JAMAIS
    if masque == plein:
        return TOUJOURS
    return (_ATOME, variable, masque)


def et(*parties: Condition) -> Condition:
    """True when all are; flat, without what is always true."""
    restes: list[Condition] = []
    for partie in parties:
        if partie == JAMAIS:
            return JAMAIS
        if partie == TOUJOURS:
            continue
        if partie[0] == _ET:
            restes.extend(partie[1])
        else:
            restes.append(partie)
    if not restes:
        return TOUJOURS
    return restes[0] if len(restes) == 1 else (_ET, tuple(restes))


def ou(*parties: Condition) -> Condition:
    """True when one is."""
    restes = [partie for partie in parties if partie != JAMAIS]
    if TOUJOURS in restes:
        return TOUJOURS
    if not restes:
        return JAMAIS
    return restes[0] if len(restes) == 1 else (_OU, tuple(restes))


def non(partie: Condition) -> Condition:
    """True when it is false."""
    if partie == JAMAIS:
        return TOUJOURS
    if partie == TOUJOURS:
        return JAMAIS
    return (_NON, partie)


def evaluate(condition: Condition, boite: Boite) -> int:  # noqa: C901, PLR0911 - one flat walk: the hottest code there is
    """VRAI, FAUX or INCONNU on a box."""
    genre = condition[0]
    if genre == _ATOME:
        possible = boite[condition[1]]
        dedans = possible & condition[2]
        if not dedans:
            return FAUX
        return VRAI if dedans == possible else INCONNU
    if genre == _ET:
        resultat = VRAI
        for partie in condition[1]:
            valeur = evaluate(partie, boite)
            if not valeur:
                return FAUX
            if valeur == INCONNU:
                resultat = INCONNU
        return resultat
    if genre == _OU:
        resultat = FAUX
        for partie in condition[1]:
            valeur = evaluate(partie, boite)
            if valeur == VRAI:
                return VRAI
            if valeur == INCONNU:
                resultat = INCONNU
        return resultat
    if genre == _NON:
        valeur = evaluate(condition[1], boite)
        return valeur if valeur == INCONNU else 1 - valeur
    constante: int = condition[1]
    return constante


def first_undecided(condition: Condition, boite: Boite) -> tuple[int, int] | None:
    """The first undecided atom (variable, mask) that keeps the condition unknown; None when it is decided."""
    genre = condition[0]
    if genre == _ATOME:
        possible = boite[condition[1]]
        dedans = possible & condition[2]
        return (condition[1], dedans) if dedans and dedans != possible else None
    if genre in (_ET, _OU):
        for partie in condition[1]:
            if evaluate(partie, boite) == INCONNU:
                return first_undecided(partie, boite)
        return None
    return first_undecided(condition[1], boite) if genre == _NON else None


def atoms(condition: Condition) -> Iterator[tuple[int, int]]:
    """Every (variable, mask) that the condition reads."""
    genre = condition[0]
    if genre == _ATOME:
        yield condition[1], condition[2]
    elif genre in (_ET, _OU):
        for partie in condition[1]:
            yield from atoms(partie)
    elif genre == _NON:
        yield from atoms(condition[1])


def unknowns(condition: Condition, boite: Boite) -> Iterator[tuple[int, int]]:
    """Atoms (variable, mask) whose value would help to decide an unknown condition."""
    for variable, masque in atoms(condition):
        possible = boite[variable]
        if possible & masque and possible & ~masque:
            yield variable, masque


class Undecided(Exception):  # noqa: N818 - a signal, not an error
    """Raised by an exact evaluation at the first undecided atom; `partition` splits the box there and goes on."""

    def __init__(self, variable: int, masque: int) -> None:
        super().__init__(variable, masque)
        self.variable = variable
        self.masque = masque


def decide(condition: Condition, boite: Boite) -> bool:
    """Exact truth; raises Indecis when the box holds both."""
    valeur = evaluate(condition, boite)
    if valeur == INCONNU:
        lieu = first_undecided(condition, boite)
        assert lieu is not None  # an unknown condition has an undecided atom  # noqa: S101
        raise Undecided(*lieu)
    return valeur == VRAI


def split_boxes(fonction: Callable[[Boite], T], boite: Boite) -> Iterator[tuple[Boite, T]]:
    """Disjoint boxes that together make up `box_for`, each with the one value that `fonction` has on all of it."""
    pile = [boite]
    while pile:
        courante = pile.pop()
        try:
            valeur = fonction(courante)
        except Undecided as signal:
            dedans, dehors = courante.copy(), courante.copy()
            dedans[signal.variable] &= signal.masque
            dehors[signal.variable] &= ~signal.masque
            pile.append(dehors)
            pile.append(dedans)
        else:
            yield courante, valeur


def volume(boite: Boite) -> int:
    """How many situations a box holds."""
    produit = 1
    for masque in boite:
        produit *= masque.bit_count()
    return produit
