"""From the boxes of a half-filled questionnaire to one plan that says what is certain and what is still possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.decision.model import RANG, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.decision.engine import Place, PlanBesoin


def merge(feuilles: Sequence[PlanBesoin]) -> tuple[list[Place], set[str]]:
    """Every place of every box, in the highest role it has; and the structures whose role is not certain.

    Certain is what stands in the same role in every box.
    """
    if len(feuilles) == 1:
        places = feuilles[0].places
        return places, {place.structure for place in places if not place.certain}
    rangs: dict[tuple[str, bool], Place] = {}
    roles: dict[tuple[str, bool], set[Role]] = {}
    comptes: dict[tuple[str, bool], int] = {}
    for feuille in feuilles:
        for place in feuille.places:
            cle = (place.structure, place.role == Role.ANTICIPER)
            roles.setdefault(cle, set()).add(place.role)
            comptes[cle] = comptes.get(cle, 0) + place.certain
            connue = rangs.get(cle)
            if connue is None or RANG[place.role] < RANG[connue.role]:
                rangs[cle] = place
    incertains = {
        structure for (structure, anticipe), place in rangs.items()
        if comptes[structure, anticipe] < len(feuilles) or len(roles[structure, anticipe]) > 1
    }  # fmt: skip
    return sorted(rangs.values(), key=lambda place: RANG[place.role]), incertains
