"""Tables that give a rank on a scale, and the check that rows of equal priority don't overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.decision.conditions import Condition, decider, et, partitionner
from desktop.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.decision.model import Lieu, Source
    from desktop.decision.space import Espace


@dataclass(frozen=True, slots=True)
class Echelonnee:
    """One row: when it holds, the rank it gives on its table's scale, and who says so."""

    id: str
    titre: str
    quand: Condition
    donne: int
    source: Source
    lieu: Lieu


def verifier_sans_chevauchement(lignes: Sequence[Echelonnee], espace: Espace) -> None:
    """Policy unique: at most one row holds in any situation. Raises ContentError naming both rows."""
    for rang, ligne in enumerate(lignes):
        for autre in lignes[rang + 1 :]:
            if _possible(et(ligne.quand, autre.quand), espace):
                raise ContentError(
                    f"« {ligne.id} » et « {autre.id} » peuvent s’appliquer ensemble alors que la table n’en veut qu’une",
                    fichier=autre.lieu.fichier,
                    ligne=autre.lieu.ligne,
                    identifiant=autre.id,
                    attendu="des conditions qui s’excluent, ou la politique first",
                )


def _possible(condition: Condition, espace: Espace) -> bool:
    """Whether a condition holds in some situation."""
    return any(vrai for _, vrai in partitionner(lambda boite: decider(condition, boite), espace.pleine()))
