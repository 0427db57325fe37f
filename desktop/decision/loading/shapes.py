"""What shape each key of the questionnaires has: text, list of texts, table, list of tables. Checked before any is used.

A key means the same in every file, so one list says it. Conditions are left out: `vocabulaire` refuses what they may not hold.
Run only on YAML that was just read: what comes from the kept JSON went through here when it was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.decision.loading.sources import FICHIER, LIGNE, MARQUES, REGLE, Brut
from desktop.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT, TEXTS, TABLE, TABLES, NUMBER, TRUTH, NOTHING = (
    "un texte", "une liste de textes", "une table", "une liste de tables", "un nombre de 1 à 99", "oui ou non (true, false)",
    "rien (null)",
)  # fmt: skip
_SHAPES: dict[tuple[str, ...], tuple[str, ...]] = {
    (TEXT,): (
        "titre", "question", "texte", "libelle", "court", "aide", "exemple", "libelle_proche", "message", "dire",
        "table", "politique", "agregation", "echelle", "dimension", "dimension_ethique", "nature", "genre", "structure",
        "porte", "rang", "pour", "role", "ajoute", "premier", "avant", "donne", "plan_de", "valeurs_de", "si_plan",
        "sauf_en_place", "remplacement", "non_nommee", "lit", "dite_avec", "pas_dit", "nom_lu", "resolutions_titre", "decrit",
        "mots", "resultat", "lien", "intro", "dessous", "copie", "copiee", "dit", "nom", "nom_dit", "rien",
        "interrupteur", "bouton", "force", "groupe", "pour_conclure", "rubrique", "defaut", "badge",
    ),
    (TEXT, NUMBER): ("id",),
    (TEXT, NOTHING): ("document",),
    (TEXTS,): (
        "regles", "besoins", "sauf_besoins", "besoins_de_soins", "ordre_des_besoins", "dimensions", "seuls",
        "cliniques_ou_ethiques", "principales", "toutes", "par", "via", "si_principal", "ne_soignent_pas", "questions",
        "compte", "bloquantes", "aussi", "rejeu", "a_cote", "interrupteurs", "d_abord", "priorites", "ensemble", "dits",
        "changements", "en_tete",
    ),
    (TEXT, TEXTS): ("ouvert",),
    (TABLES,): (
        "lignes", "tables", "complements", "derives", "appelants_dits", "alternatives", "appuis", "anticipations",
        "appelants", "conditions", "apres_refus", "echelles", "exigences", "impossibles", "modifications",
        "resolutions", "valeurs",
    ),
    (TABLES, TEXTS): ("structures", "notes", "faits"),
    (TABLES, TEXT): ("principal",),
    (TABLES, TEXTS, TEXT): ("anticiper",),
    (TABLES, TABLE): ("maintenant",),
    (TABLE, TEXTS): ("retire",),
    (TABLE,): (
        "definitions", "variantes", "suppose", "passe_devant", "besoins_sans_patient", "refus", "plus_en_place",
        "roles", "natures", "securite", "personne", "parts", "page", "constats", "correspondance",
    ),
    (NUMBER,): ("minimum", "maximum", "numero"),
    (TRUTH,): ("facultatif", "plusieurs", "si_propose", "se_sait", "proche"),
}  # fmt: skip
_OF = {key: shapes for shapes, keys in _SHAPES.items() for key in keys}
_CONDITIONS = frozenset(("quand", "si", "remplie", "definitions", "suppose", "plus_en_place", "aussi_quand"))
_LISTS = frozenset((TEXTS, TABLES))


def check(files: Mapping[str, Brut]) -> None:
    """Raise ContentError, with file, line and rule, for the first key that has another shape than its own."""
    for name, whole in files.items():
        if not isinstance(whole, dict):
            raise ContentError(
                "le fichier n’est pas une suite de champs", fichier=name, ligne=1, attendu="champ: valeur"
            )
        _table(whole)


def _table(table: Mapping[str, Brut]) -> None:
    for key, value in table.items():
        if key in MARQUES:
            continue
        shapes = _OF.get(key)
        if shapes is not None and not any(_has(value, shape) for shape in shapes):
            raise ContentError(
                f"« {key} » n’a pas la forme prévue",
                fichier=str(table[FICHIER]),
                ligne=int(table[LIGNE]),
                identifiant=str(table.get("id") or table[REGLE] or "") or None,
                attendu=" ou ".join(shapes),
            )
        if key in _CONDITIONS:
            continue
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                _table(inner)


def _has(value: Brut, shape: str) -> bool:
    if shape in _LISTS:
        inner = TEXT if shape == TEXTS else TABLE
        return isinstance(value, list) and all(_has(one, inner) for one in value)
    if shape == TEXT:
        return isinstance(value, str) and bool(value.strip())
    if shape == TABLE:
        return isinstance(value, dict)
    if shape == NUMBER:
        return isinstance(value, int) and not isinstance(value, bool) and 1 <= value < 100
    if shape == TRUTH:
        return isinstance(value, bool)
    return value is None
