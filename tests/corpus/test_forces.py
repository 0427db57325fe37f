"""Forces by family: the menu, the words typed and the badges mean the same, and figures are all there."""

from __future__ import annotations

import pytest

from desktop.corpus.forces import FAMILIES, FIGURES, chosen, families_of, family_of, passes, typed
from desktop.corpus.model import Borne, Force
from desktop.search.tokens import fold


def test_each_force_is_of_one_family_and_each_family_is_not_empty():
    forces = [force for family in FAMILIES.values() for force in family.forces]
    assert sorted(forces) == sorted(Force)
    assert all(family.forces or family.id == FIGURES for family in FAMILIES.values())


def test_a_force_without_a_word_is_neither_optional_nor_named_a_description():
    assert Force.DESCRIPTION.label == "Énoncé"
    assert FAMILIES[family_of(Force.DESCRIPTION)].forces == {Force.DESCRIPTION}
    assert chosen("enonce") == chosen("description") == (frozenset({Force.DESCRIPTION}), False)
    assert not any("escription" in f"{family.label} {family.name}" for family in FAMILIES.values())


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES)
def test_the_first_word_of_a_family_in_the_menu_means_it_when_typed(family):
    first = fold(family.label.split(",")[0])
    assert first in family.words
    assert chosen(first) == (family.forces, family.id == FIGURES)


@pytest.mark.parametrize("force", Force)
def test_each_force_can_be_typed(force):
    meant = chosen(fold(typed(force)).replace(" ", "-"))
    assert meant is not None
    assert force in meant.forces
    assert meant.forces <= FAMILIES[family_of(force)].forces


def test_a_beginning_is_enough_and_nothing_is_no_force():
    assert chosen("obl") == chosen("obligation")
    assert chosen("prerequis") == chosen("pre-requis") == (frozenset({Force.PRE_REQUIS}), False)
    assert chosen("requis") == (frozenset({Force.REQUIS}), False)
    assert chosen("pre").forces == {Force.PRE_REQUIS, Force.PRECONISATION}
    assert chosen("") is None
    assert chosen("vert") is None


def test_figures_are_all_those_that_the_content_types_whatever_their_force(corpus):
    figured = {regle.id for regle in corpus.regles.values() if passes(corpus, regle, {FIGURES})}
    assert {chiffre.regle for chiffre in corpus.chiffres.values()} <= figured
    assert {regle.id for regle in corpus.regles.values() if regle.borne is not None} <= figured
    indicative = {key for key in figured if corpus.regles[key].force is Force.INDICATIF}
    assert len(indicative) > 15  # the staff of the teams, « à titre indicatif »


def test_families_of_a_rule(corpus):
    bounded = next(r for r in corpus.regles.values() if r.borne is Borne.MINIMUM and r.force is Force.REQUIS)
    assert families_of(corpus, bounded) == {"obligation", FIGURES}
    assert passes(corpus, bounded, frozenset())
    assert not passes(corpus, bounded, {"enonce", "indicatif"})
