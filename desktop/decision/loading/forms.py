"""Forms that give a rank on a scale: one file each, read into `desktop.decision.forms`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.decision.conditions import Condition, Variable, decide, et, split_boxes
from desktop.decision.forms import Form, RankRow, RankTable
from desktop.decision.loading import reading
from desktop.decision.loading.vocabulary import Vocabulaire, refus
from desktop.decision.model import HitPolicy
from desktop.decision.space import NO, YES, Espace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.corpus.model import Scale
    from desktop.decision.loading.sources import Brut
    from desktop.decision.model import Fait

HEAD = ("resultat", "mots", "page", "groupe")
TABLE = ("table", "titre", "politique", "echelle", "lignes")
_ROW = ("id", "quand", "donne", "nature")


def variables(facts: Mapping[str, Fait], names: Sequence[str]) -> list[Variable]:
    """The variables of facts: one each, or one a value for a fact with several."""
    made = []
    for name in names:
        fact = facts[name]
        if fact.plusieurs:
            made += [Variable(f"{name}.{value}", (NO, YES)) for value in fact.identifiants]
        else:
            made.append(Variable(name, fact.identifiants))
    return made


def build(raw: Brut, facts: Mapping[str, Fait], scales: Mapping[str, Scale], definitions: Mapping[str, Any]) -> Form:
    """A form over a small space of its own. Raises ContentError."""
    reading.cles(raw, (*HEAD, "notes", "priorites", "agregation"), ("id", "faits", *TABLE))
    names = reading.tous_parmi(raw, "faits", facts)
    space = Espace(variables(facts, names))
    vocabulary = Vocabulaire(space, facts, scales, definitions)
    return Form(
        raw["id"], table(raw, vocabulary, scales), names, space, tuple(_notes(raw, vocabulary)), words(raw),
        raw.get("groupe", ""), raw.get("mots", ""),
    )  # fmt: skip


def words(raw: Brut) -> Mapping[str, str]:
    """What screens say of a table."""
    said = {name: text for name, text in raw.get("page", {}).items() if not name.startswith("§")}
    return {**said, "resultats": raw.get("resultat", "")}


def _notes(raw: Brut, vocabulary: Vocabulaire) -> list[RankRow]:
    seen: dict[str, Any] = {}
    notes = []
    for note in reading.tables(raw, "notes"):
        reading.cles(note, ("regles",), ("id", "quand", "texte", "nature"))
        when = vocabulary.compiler(note["quand"], note)
        notes.append(
            RankRow(reading.unique(seen, note), note["texte"], when, 0, reading.source(note), reading.lieu(note))
        )
    return notes


def table(raw: Brut, vocabulary: Vocabulaire, scales: Mapping[str, Scale]) -> RankTable:
    """The rows of a table with their policy; for UNIQUE, overlaps are refused."""
    policy = HitPolicy(reading.parmi(raw, "politique", [p.value for p in HitPolicy if p != HitPolicy.RULE_ORDER]))
    scale = reading.parmi(raw, "echelle", scales)
    if (policy == HitPolicy.COLLECT) != (raw.get("agregation") == "MAX"):
        raise refus(
            raw, "une table COLLECT prend le plus haut rang, elle seule", attendu="politique: COLLECT, agregation: MAX"
        )
    wins = tuple(vocabulary.rang(v, scale, raw, "priorites") for v in raw.get("priorites", ()))
    rows = tuple(rank_rows(raw, vocabulary, ("titre", "texte", "regles")))
    if (policy == HitPolicy.PRIORITY) != bool(wins) or (wins and {row.donne for row in rows} - {*wins}):
        raise refus(
            raw, "une table PRIORITY range tous ses rangs, elle seule", attendu="priorites: du premier au dernier"
        )
    if policy == HitPolicy.UNIQUE:
        refuse_overlaps(rows, vocabulary.espace)
    return RankTable(raw["table"], raw["titre"], policy, scales[scale], rows, wins)


def rank_rows(raw: Brut, vocabulary: Vocabulaire, allowed: Sequence[str]) -> list[RankRow]:
    """The rows of a rank table."""
    seen: dict[str, Any] = {}
    rows = []
    for row in reading.tables(raw, "lignes"):
        reading.cles(row, (*allowed, "dimension"), _ROW)
        rows.append(
            RankRow(
                reading.unique(seen, row),
                row.get("titre", "") or row.get("texte", ""),
                vocabulary.compiler(row["quand"], row),
                vocabulary.rang(row["donne"], raw["echelle"], row, "donne"),
                reading.source(row),
                reading.lieu(row),
                row.get("dimension", ""),
            )
        )
    return rows


def refuse_overlaps(rows: Sequence[RankRow], space: Espace) -> None:
    """UNIQUE: at most one row holds in any situation. Raises ContentError naming both rows."""
    for rank, row in enumerate(rows):
        for other in rows[rank + 1 :]:
            if _possible(et(row.quand, other.quand), space):
                place = {"§fichier": other.lieu.fichier, "§ligne": other.lieu.ligne, "id": other.id}
                raise refus(
                    place,
                    f"« {row.id} » et « {other.id} » peuvent s’appliquer ensemble alors que la table n’en veut qu’une",
                    attendu="des conditions qui s’excluent, ou la politique FIRST",
                )


def _possible(condition: Condition, space: Espace) -> bool:
    """Whether a condition holds in some situation."""
    return any(holds for _, holds in split_boxes(lambda box: decide(condition, box), space.everything()))
