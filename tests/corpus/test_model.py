from __future__ import annotations

import pytest

from desktop.corpus.model import Force, Scale, ScaleValue

COMPLEXITE, RECOURS = (Scale(name, name, 1, 3) for name in ("complexite", "recours"))


def test_levels_of_one_scale_are_ordered():
    assert ScaleValue(COMPLEXITE, 1) < ScaleValue(COMPLEXITE, 3)


def test_two_scales_are_never_compared():
    with pytest.raises(TypeError, match="échelles différentes"):
        assert ScaleValue(COMPLEXITE, 1) < ScaleValue(RECOURS, 3)


def test_every_force_has_its_word():
    assert all(f.label and f.label[0].isupper() for f in Force)


def test_the_reference_of_a_regle_names_source_annexe_and_rubrique(corpus):
    assert corpus.reference_of("usp-nombre-lits-ratio").replace("\u00a0", " ") == (
        "Synthèse de l’instruction interministérielle du 21 juin 2023, annexe 2, « Nombre de lits »"
    ), "the citation is what people paste into their own documents"
