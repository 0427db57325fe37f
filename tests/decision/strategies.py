"""Situations and partial situations for the property tests."""

from __future__ import annotations

from hypothesis import strategies as st

VALEURS = {
    "demandeur": ("medecin", "soignant", "intervenant", "patient_ou_proche"),
    "age": ("mineur", "jeune_adulte", "adulte", "personne_agee"),
    "lieu": ("domicile", "ehpad", "esms", "hopital", "sans_lieu"),
    "souhait": ("rester", "hospitalisation", "non_exprime"),
    "faisable": ("oui", "avec_renfort", "non"),
    "stabilite": ("stable", "a_risque", "instable"),
    "symptomes": ("controles", "soulagement_incomplet", "refractaires"),
    "soins": ("simples", "complexes"),
    "intervenants": ("peu_nombreux", "nombreux"),
    "vie_et_entourage": ("preserve", "fragile", "deterioration_majeure"),
    "ethique": ("aucune", "concertation", "complexe"),
    "moment": ("ouvrable", "soiree", "nuit", "weekend_ferie"),
    "transportable": ("oui", "non"),
}
BESOINS = (
    "soins", "avis", "geste", "hospitalisation", "anticipation", "volontes", "repit", "coordination", "ethique",
    "psychosocial", "aide", "proches", "presence", "deuil", "equipe",
)  # fmt: skip
PLUSIEURS = {
    "refus": ("had", "hospitalisation", "benevoles"),
    "en_place": ("had", "usp", "lisp", "hdj", "emsp", "errspp", "sad", "dac", "crt", "benevoles"),
}
A_COTE = {"urgence": ("oui", "non"), "medecin_traitant": ("disponible", "indisponible", "aucun")}


@st.composite
def situations(draw: st.DrawFn) -> dict[str, object]:
    """Facts that are all known; impossible ones are left in, for the test to set aside."""
    faits: dict[str, object] = {nom: draw(st.sampled_from(valeurs)) for nom, valeurs in {**VALEURS, **A_COTE}.items()}
    faits["besoin"] = draw(st.lists(st.sampled_from(BESOINS), min_size=1, max_size=3, unique=True))
    for nom, valeurs in PLUSIEURS.items():
        faits[nom] = draw(st.lists(st.sampled_from(valeurs), max_size=2, unique=True))
    return faits


@st.composite
def partielles(draw: st.DrawFn) -> tuple[dict[str, object], dict[str, object]]:
    """A situation, and the same with some of its facts left unknown."""
    faits = draw(situations())
    tues = draw(st.sets(st.sampled_from(sorted(VALEURS)), max_size=6))
    return faits, {nom: valeur for nom, valeur in faits.items() if nom not in tues}
