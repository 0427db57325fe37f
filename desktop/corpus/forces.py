"""Forces by family: what the menu that filters, the words typed after « force: » and the badges all mean. The one definition of it.

A family is a heading of the filter: « obligation » stands for all that the sources demand, in whatever word; « borne » for every
figure, whatever its force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.corpus.model import Force

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from desktop.corpus.model import Corpus, Regle


class Family(NamedTuple):
    """`label` says what it holds, in the menus; `name` is it in a word or two; `words` mean it after « force: », folded."""

    id: str
    label: str
    name: str
    forces: frozenset[Force]
    words: tuple[str, ...]


FIGURES = "borne"
"""The family of figures: of the règles that bound one, and of those whose figure the content types."""
FAMILIES: dict[str, Family] = {
    family.id: family
    for family in (
        Family(
            "obligation", "Obligation, pré-requis, requis", "Obligation, requis",
            frozenset({Force.OBLIGATION, Force.PRE_REQUIS, Force.REQUIS}), ("obligation", "obligatoire"),
        ),
        Family(FIGURES, "Chiffres, de toute force", "Chiffres", frozenset(), ("chiffres", "chiffre")),
        Family(
            "recommandation", "Recommandation, préconisation, souhaité", "Recommandation",
            frozenset({Force.RECOMMANDATION, Force.PRECONISATION, Force.SOUHAITE}), ("recommandation", "recommande"),
        ),
        Family(
            "possibilite", "Possibilité, facultatif, objectif", "Possibilité",
            frozenset({Force.POSSIBILITE, Force.FACULTATIF, Force.OBJECTIF}), ("possibilite", "possible"),
        ),
        Family(
            "indicatif", "Indicatif, exemple", "Indicatif", frozenset({Force.INDICATIF, Force.EXEMPLE}), ("indicatif",),
        ),
        Family(
            "enonce", "Énoncé, sans mot de force", "Énoncé", frozenset({Force.DESCRIPTION}), ("enonce", "description"),
        ),
    )
}  # fmt: skip
OTHER_WORDS = {"preconise": Force.PRECONISATION}
"""How people say a single force that the content names otherwise."""
_FAMILY_OF = {force: family.id for family in FAMILIES.values() for force in family.forces}


class Chosen(NamedTuple):
    """What a word after « force: » lets pass."""

    forces: frozenset[Force]
    figures: bool


def family_of(force: Force) -> str:
    """The id of the family of a force."""
    return _FAMILY_OF[force]


def families_of(corpus: Corpus, regle: Regle) -> frozenset[str]:
    """The families of a règle: of its force, and « borne » if it holds a figure."""
    found = {_FAMILY_OF[regle.force]}
    return frozenset(found | {FIGURES} if regle.id in corpus.figured else found)


def passes(corpus: Corpus, regle: Regle, families: AbstractSet[str]) -> bool:
    """Whether a règle passes a filter of these families; none lets all pass."""
    return not families or not families.isdisjoint(families_of(corpus, regle))


def chosen(word: str) -> Chosen | None:
    """What a folded word means: a family by one of its words, else a single force by its name; None for no force.

    A beginning is enough, so that results follow the typing; a whole word wins over a beginning.
    """
    if not word:
        return None
    meanings: dict[str, Chosen] = {force.value: Chosen(frozenset({force}), figures=False) for force in Force}
    meanings |= {other: Chosen(frozenset({force}), figures=False) for other, force in OTHER_WORDS.items()}
    for family in FAMILIES.values():
        meanings |= dict.fromkeys(family.words, Chosen(family.forces, family.id == FIGURES))
    if whole := meanings.get(word) or meanings.get(word.replace("-", "")):
        return whole
    flat = word.replace("-", "")
    found = [meaning for name, meaning in meanings.items() if name.replace("-", "").startswith(flat)]
    if not found:
        return None
    return Chosen(frozenset().union(*(one.forces for one in found)), any(one.figures for one in found))


def typed(force: Force) -> str:
    """How a single force is typed after « force: »."""
    return "énoncé" if force is Force.DESCRIPTION else force.value
