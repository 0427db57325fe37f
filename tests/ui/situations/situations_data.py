"""Situations that several tests use."""

from __future__ import annotations

NIGHT = {
    "besoin": ["soins"],
    "demandeur": "soignant",
    "age": "adulte",
    "lieu": "domicile",
    "souhait": "rester",
    "faisable": "avec_renfort",
    "stabilite": "a_risque",
    "symptomes": "soulagement_incomplet",
    "soins": "simples",
    "intervenants": "peu_nombreux",
    "vie_et_entourage": "fragile",
    "ethique": "aucune",
    "en_place": [],
    "transportable": "oui",
}
"""58 years old, at home, pain not yet relieved, husband exhausted: Saturday, 22 h."""
