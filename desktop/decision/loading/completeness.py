"""Tables that answer for every situation, proven when they are read: a table cut short must not load and then fail at an answer.

The whole proof, with its laws, is `desktop.proof.verify`; this is the part without which an answer would end in an error. Costs
some tenths of a second, once for each version of the content: what was proven is kept under its digest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.decision import facts
from desktop.decision.conditions import Boite, decide, split_boxes
from desktop.decision.loading.sources import FICHIER, LIGNE
from desktop.decision.loading.vocabulary import refus
from desktop.decision.model import Availability, Nature, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.decision.conditions import Condition
    from desktop.decision.forms import RankTable
    from desktop.decision.loading.questionnaires import Questionnaires
    from desktop.decision.model import Lieu
    from desktop.decision.space import Espace


def check(questionnaires: Questionnaires) -> None:
    """Raise ContentError, with file and line, for what would be missing when somebody answers."""
    given = questionnaires.orientation
    for need, table in given.tables.items():
        rows = [ligne.quand for ligne in table.lignes]
        _covers(rows, questionnaires.espace, f"du besoin « {need} »", _last(ligne.lieu for ligne in table.lignes))
    niveau = questionnaires.niveau
    for form in questionnaires.forms.values():
        if form is not niveau.form:
            _answers(form.table, form.space)
    if niveau.beside is not None:
        _answers(niveau.beside, questionnaires.espace)
    try:
        facts.box_for(questionnaires, {})
    except facts.FaitsError as fault:
        raise refus({FICHIER: "faits.yaml", LIGNE: 1}, "« impossibles » exclut toutes les situations") from fault
    texts = given.textes
    for words, wanted, name in (
        (texts.roles, tuple(Role), "roles"),
        (texts.natures, tuple(Nature), "natures"),
        (texts.maintenant, tuple(Availability), "maintenant"),
    ):
        if missing := [str(word) for word in wanted if word not in words]:
            place = {FICHIER: "orientation/structures.yaml", LIGNE: 1}
            raise refus(place, f"« {name} » ne dit pas {', '.join(missing)}")


def _answers(table: RankTable, space: Espace) -> None:
    """Whether a table gives a rank in every situation."""
    _covers([row.quand for row in table.rows], space, f"« {table.titre} »", _last(row.lieu for row in table.rows))


def _last(places: Iterable[Lieu | None]) -> dict[str, object]:
    """Where a table ends: that is where what it lacks would stand."""
    known = [place for place in places if place is not None]
    return {FICHIER: known[-1].fichier, LIGNE: known[-1].ligne} if known else {FICHIER: "questionnaires", LIGNE: 1}


def _covers(rows: list[Condition], space: Espace, whose: str, place: dict[str, object]) -> None:
    def one_holds(box: Boite) -> bool:
        return any(decide(row, box) for row in rows)

    full = [variable.full for variable in space.variables]
    if not all(holds for _, holds in split_boxes(one_holds, full)):
        raise refus(place, f"la table {whose} ne répond pas à toutes les situations : il lui manque au moins une ligne")
