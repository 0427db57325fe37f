"""What the story of the new machines leans on, without a new machine: what is typed, and what the window says that it did."""

from __future__ import annotations

import pytest

from build_scripts.fresh_machine import PALETTE, since_the_palette, typed
from desktop.ui.life.trail import Trail, read


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("Exporter les questionnaires (FHIR, DMN)…", "Exporter les questionnaires FHIR DMN"),
        ("Niveau d’implication de l’ERRSPP", "Niveau d implication de l ERRSPP"),
        ("À propos de Cap palliatif", "A propos de Cap palliatif"),
        ("Délai de « à revoir »", "Delai de a revoir"),
    ],
)
def test_words_as_any_keyboard_has_them(words, keys):
    assert typed(words) == keys


@pytest.mark.parametrize(
    ("noted", "since"),
    [
        ((), ()),
        (("page:accueil",), ("page:accueil",)),
        (("reglages", PALETTE), ()),
        ((PALETTE, "reglages", "page:reglages"), ("reglages", "page:reglages")),
        ((PALETTE, "aller.accueil", PALETTE, "reglages"), ("reglages",)),
        ((PALETTE, PALETTE), (PALETTE,)),
    ],
)
def test_what_was_run_since_the_palette(noted, since, tmp_path):
    trail = Trail(tmp_path)
    for action in noted:
        trail.note(action)
    found = [*tmp_path.iterdir()]
    assert since_the_palette(read(found[0].read_bytes())) == since
    trail.release()
