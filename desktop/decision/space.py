"""The space of answers: its variables, and how facts become a box.

The dimensions of the level make one variable, `COMPLEXITE`, whose values are their combinations (324 of six) and the ways in which
a level can be given directly (nine of three). Every other fact is a variable of its own; a fact with several values is one yes/no
variable a value (`en_place.had`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import product
from math import prod
from operator import or_
from typing import TYPE_CHECKING

from desktop.decision.conditions import Boite, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

COMPLEXITE = "complexite"
"""The variable of the dimensions taken together. Fingerprints of the answers are made of the names of variables: it stays."""
NO, YES = "non", "oui"
"""The two values of a yes/no variable, in bit order."""


@dataclass(frozen=True, slots=True)
class Complexite:
    """One value of the complexity variable.

    `dimensions`: level of each dimension, None when the level was given directly. `hors_ethique`: the level without ethics.
    `porte_par_un_seul_plan`: a level 2 that intervenants or entourage carry alone.
    """

    niveau: int
    hors_ethique: int
    ethique: int
    dimensions: tuple[int, ...] | None = None
    valeurs: tuple[str, ...] = ()
    porte_par_un_seul_plan: bool = False
    clinique_ou_ethique: bool = False

    @property
    def par_ethique_seule(self) -> bool:
        """Raised by ethics alone: without it the level would be 1."""
        return self.niveau > 1 and self.hors_ethique == 1


@dataclass(frozen=True, slots=True)
class Dimensions:
    """The six dimensions: values of each, level of each value, and which play a part of their own."""

    noms: tuple[str, ...]
    niveaux: tuple[Mapping[str, int], ...]
    ethique: int
    seuls: frozenset[int]
    cliniques_ou_ethiques: frozenset[int]
    rangs: tuple[int, ...] = ()
    echelle: str = ""

    def complexites(self) -> tuple[Complexite, ...]:
        """Every combination of answers, then every way of giving the level directly."""
        combinaisons = [self._combination(valeurs) for valeurs in product(*self.niveaux)]
        directes = [
            Complexite(max(hors, ethique), hors, ethique, clinique_ou_ethique=max(hors, ethique) == self.rangs[-1])
            for hors in self.rangs
            for ethique in self.rangs
        ]
        return tuple(combinaisons + directes)

    def at_value(self, rang: int, valeur: str) -> Callable[[Complexite], bool]:
        """Whether a complexity has this value of a dimension; of a level given directly, ethics alone is known."""
        niveau = self.niveaux[rang][valeur]
        return lambda c: c.valeurs[rang] == valeur if c.valeurs else rang == self.ethique and c.ethique == niveau

    def _combination(self, valeurs: Sequence[str]) -> Complexite:
        niveaux = tuple(self.niveaux[rang][valeur] for rang, valeur in enumerate(valeurs))
        premier, second, dernier = self.rangs[0], self.rangs[0] + 1, self.rangs[-1]
        hors = max((niveau for rang, niveau in enumerate(niveaux) if rang != self.ethique), default=premier)
        niveau = max(niveaux)
        a_deux = [rang for rang, niveau_de in enumerate(niveaux) if niveau_de == second]
        return Complexite(
            niveau,
            hors,
            niveaux[self.ethique],
            niveaux,
            tuple(valeurs),
            porte_par_un_seul_plan=niveau == second and len(a_deux) == 1 and a_deux[0] in self.seuls,
            clinique_ou_ethique=any(niveaux[rang] == dernier for rang in self.cliniques_ou_ethiques),
        )


NOTHING = Dimensions((), (), 0, frozenset(), frozenset())
"""Of a questionnaire without a level."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A fact that is read of the dimensions taken together: a rank of their scale, or yes and no."""

    id: str
    read: Callable[[Complexite], int | bool]
    ranked: bool
    nom: str
    decrit: str


class Espace:
    """The variables of a questionnaire, in a fixed order."""

    def __init__(self, variables: Sequence[Variable], dimensions: Dimensions | None = None) -> None:
        self.dimensions = dimensions
        self.complexites = dimensions.complexites() if dimensions else ()
        liste = list(variables)
        if dimensions:
            liste.append(Variable(COMPLEXITE, tuple(str(rang) for rang in range(len(self.complexites)))))
        self.variables = tuple(liste)
        self.index = {variable.nom: rang for rang, variable in enumerate(liste)}
        self._bits = {
            (variable.nom, valeur): 1 << bit for variable in liste for bit, valeur in enumerate(variable.valeurs)
        }
        self._dimension: dict[tuple[str, str], int] = {}
        if dimensions:
            for rang, nom in enumerate(dimensions.noms):
                for valeur in dimensions.niveaux[rang]:
                    self._dimension[nom, valeur] = self.complexite_mask(dimensions.at_value(rang, valeur))
            self.masque_combinaisons = self.complexite_mask(lambda c: c.dimensions is not None)

    def everything(self) -> Boite:
        """The box that holds every situation; the level given directly is left to those who give it."""
        boite = [variable.full for variable in self.variables]
        if self.dimensions:
            boite[self.index[COMPLEXITE]] = self.masque_combinaisons
        return boite

    def mask(self, nom: str, valeur: str) -> int:
        """Bit of a value of a variable. Raises KeyError."""
        return self._bits[nom, valeur]

    def full(self, variable: int) -> int:
        """All values of a variable."""
        return self.variables[variable].full

    def complexite_mask(self, garde: Callable[[Complexite], bool]) -> int:
        """Bits of the complexities that `garde` accepts."""
        return sum(1 << rang for rang, complexite in enumerate(self.complexites) if garde(complexite))

    def dimension_mask(self, nom: str, valeur: str) -> int:
        """Bits of the complexities in which dimension `nom` has this value."""
        return self._dimension[nom, valeur]

    def without_dimension(self, nom: str, masque: int) -> int:
        """The combinations of a mask, with the value of one dimension forgotten; levels given directly are left out."""
        dimensions = self.dimensions
        assert dimensions is not None  # noqa: S101 - only a space that has them is asked
        rang = dimensions.noms.index(nom)
        # Combinations are counted up like digits: one value to the next is a constant step.
        pas = prod(len(niveaux) for niveaux in dimensions.niveaux[rang + 1 :])
        combinaisons = masque & self.masque_combinaisons
        valeurs = enumerate(dimensions.niveaux[rang])
        restes = ((combinaisons & self.dimension_mask(nom, valeur)) >> (pas * n) for n, valeur in valeurs)
        return reduce(or_, restes, 0)

    def value(self, boite: Boite, nom: str) -> str | None:
        """The one value that a variable still has, or None."""
        masque = boite[self.index[nom]]
        if masque.bit_count() != 1:
            return None
        return self.variables[self.index[nom]].valeurs[masque.bit_length() - 1]

    def combinations_of(self, boite: Boite) -> list[Complexite]:
        """The complexities still possible."""
        masque = boite[self.index[COMPLEXITE]] if self.dimensions else 0
        possibles = []
        while masque:
            bas = masque & -masque
            possibles.append(self.complexites[bas.bit_length() - 1])
            masque ^= bas
        return possibles
