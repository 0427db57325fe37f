"""The form that sums several dimensions up into one level, which the orientation's tables read: its own file, at most one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop.decision.forms import Form, RankRow, RankTable
from desktop.decision.loading import forms, reading
from desktop.decision.loading.vocabulary import Vocabulaire, refus
from desktop.decision.model import HitPolicy
from desktop.decision.space import NOTHING, Complexite, Derived, Dimensions, Espace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.corpus.model import Scale
    from desktop.decision.loading.sources import Brut
    from desktop.decision.model import Fait

# What a level may call a note for; `desktop.decision.niveau` finds each.
FINDINGS = ("une_seule_eleve", "porte_par_un_seul", "plusieurs_au_milieu", "connu_trop_bas", "connu_plus_haut")
_KEYS = (
    "id", "dimensions", "dimension_ethique", "seuls", "cliniques_ou_ethiques", "derives", "agregation", *forms.TABLE,
)  # fmt: skip
# How a derived fact is read of a combination.
_READ: dict[str, Callable[[Complexite], int | bool]] = {
    "rang": lambda c: c.niveau,
    "rang_sans": lambda c: c.hors_ethique,
    "porte_par_un_seul": lambda c: c.porte_par_un_seul_plan,
    "un_au_plus_haut": lambda c: c.clinique_ou_ethique,
}
_RANKS = ("rang", "rang_sans")


@dataclass(frozen=True, slots=True)
class NiveauDonnees:
    """The level's form with its dimensions; without a level, all is empty.

    `beside`: a table on another scale that reads the level; `beside_structure`: the structure in whose plans it is told.
    `findings`: the note that each finding calls. `derived`: what conditions read of the dimensions taken together.
    """

    dimensions: Dimensions = NOTHING
    form: Form | None = None
    beside: RankTable | None = None
    derived: Mapping[str, Derived] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)
    beside_words: Mapping[str, str] = field(default_factory=dict)
    beside_structure: str = ""

    @property
    def lignes(self) -> tuple[RankRow, ...]:
        """The rows of the level's table."""
        return self.form.table.rows if self.form else ()

    @property
    def expertise(self) -> tuple[RankRow, ...]:
        """The rows of the table beside it."""
        return self.beside.rows if self.beside else ()


def dimensions(raw: Brut, facts: Mapping[str, Fait], scales: Mapping[str, Scale]) -> Dimensions:
    """Level of every value of every dimension, from the table's rows; a value without a row is refused."""
    reading.cles(raw, (*forms.HEAD, "correspondance", "constats"), _KEYS)
    if (raw["politique"], raw["agregation"]) != (HitPolicy.COLLECT, "MAX"):
        raise refus(raw, "le niveau se prend au plus haut", attendu="politique: COLLECT, agregation: MAX")
    names = reading.tous_parmi(raw, "dimensions", facts)
    vocabulary = Vocabulaire(Espace(forms.variables(facts, names)), facts, scales, {})
    levels: list[dict[str, int]] = [{} for _ in names]
    for row in raw["lignes"]:
        rank = names.index(reading.parmi(row, "dimension", names))
        vocabulary.compiler(row["quand"], row)
        when = row["quand"] or {}
        value = when.get(names[rank])
        if value not in facts[names[rank]].identifiants or len([c for c in when if not c.startswith("§")]) != 1:
            raise refus(row, "une ligne du niveau lit une valeur de sa dimension, et elle seule")
        given = vocabulary.rang(row["donne"], raw["echelle"], row, "donne")
        levels[rank][value] = max(given, levels[rank].get(value, 0))
    for name, known in zip(names, levels, strict=True):
        for value in facts[name].identifiants:
            if value not in known:
                raise refus(raw, f"aucune ligne ne donne le niveau de {name} = {value}")
    ordered = tuple({v: known[v] for v in facts[name].identifiants} for name, known in zip(names, levels, strict=True))
    scale = scales[reading.parmi(raw, "echelle", scales)]
    return Dimensions(
        names,
        ordered,
        names.index(reading.parmi(raw, "dimension_ethique", names)),
        frozenset(names.index(name) for name in reading.tous_parmi(raw, "seuls", names)),
        frozenset(names.index(name) for name in reading.tous_parmi(raw, "cliniques_ou_ethiques", names)),
        tuple(range(scale.minimum, scale.maximum + 1)),
        scale.id,
    )


def derived(raw: Brut) -> dict[str, Derived]:
    """What conditions may read of the dimensions taken together, by name."""
    seen: dict[str, Any] = {}
    found = {}
    for one in reading.tables(raw, "derives"):
        reading.cles(one, (), ("id", "lit", "nom", "decrit"))
        how = reading.parmi(one, "lit", _READ)
        name = reading.unique(seen, one)
        found[name] = Derived(name, _READ[how], how in _RANKS, one["nom"], one["decrit"])
    return found


def build(raw: Brut, given: Dimensions, vocabulary: Vocabulaire, scales: Mapping[str, Scale]) -> NiveauDonnees:
    """The level, once the space and the vocabulary know its dimensions."""
    form = Form(
        raw["id"], forms.table(raw, vocabulary, scales), given.noms, vocabulary.espace, (), forms.words(raw),
        raw.get("groupe", ""), raw.get("mots", ""),
    )  # fmt: skip
    beside, beside_words, structure = None, {}, ""
    if "correspondance" in raw:
        other = reading.cles(raw["correspondance"], ("page", "dite_avec"), forms.TABLE, hote=raw)
        structure = other.get("dite_avec", "")
        beside, beside_words = forms.table(other, vocabulary, scales), dict(forms.words(other))
    findings = reading.cles(raw.get("constats", {}), FINDINGS, hote=raw)
    called = {name: note for name, note in findings.items() if not name.startswith("§")}
    return NiveauDonnees(given, form, beside, vocabulary.derived, called, beside_words, structure)
