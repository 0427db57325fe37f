"""Where a question may be asked at all: what the forms of other programs need to know, without reading a condition themselves."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Any

from desktop.decision.conditions import atoms
from desktop.decision.flow import Flow
from desktop.decision.orientation import Orientation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from desktop.decision.forms import Form
    from desktop.decision.loading.questionnaires import Questionnaires


def needs_that_ask(questionnaires: Questionnaires) -> Mapping[str, tuple[str, ...]]:
    """For each fact, the needs for which the flow may ask it, whatever is said beside the plan.

    What may come to matter when only the need is known bounds what can ever be asked.
    """
    parts, course = questionnaires.parts, questionnaires.course
    orientation = Orientation(questionnaires)
    without_patient = questionnaires.orientation.sans_patient
    needs = questionnaires.faits[parts.need].identifiants
    found: dict[str, list[str]] = {nom: [] for nom in course.replay}
    for need in needs:
        asked = set()
        for beside in _beside(questionnaires):
            asked |= set(Flow(orientation, {parts.need: [need], **beside}).contingent)
        for nom in course.replay:
            if nom == parts.priority or nom in asked or (nom in course.beside and need not in without_patient):
                found[nom].append(need)
    # A level that is known stands for the six dimensions.
    if parts.level:
        dimensions = questionnaires.niveau.dimensions.noms
        found[parts.level] = [need for need in needs if any(need in found[nom] for nom in dimensions)]
    return {nom: tuple(listed) for nom, listed in found.items()}


def _beside(questionnaires: Questionnaires) -> Iterable[Mapping[str, Any]]:
    """Everything that can be said beside the plan, in every combination: refusals add up to what one alone does not."""
    parts = questionnaires.parts
    said: dict[str, list[Any]] = {}
    for nom in questionnaires.course.beside:
        if nom in (parts.priority, parts.level, parts.agreement):
            continue
        fact = questionnaires.faits[nom]
        values = fact.identifiants
        several = [list(c) for size in range(len(values) + 1) for c in combinations(values, size)]
        said[nom] = several if fact.plusieurs else list(values)
    for chosen in product(*said.values()):
        yield dict(zip(said, chosen, strict=True))


def guards_of(questionnaires: Questionnaires, form: Form) -> Mapping[str, Mapping[str, str]]:
    """For each question of a form, the earlier answers without which it changes nothing: a fact and its one value."""
    names = [variable.nom for variable in form.space.variables]
    return {
        nom: {
            before: values[0]
            for before in names
            if before != nom and len(values := _values_that_count(questionnaires, form, before, nom)) == 1
        }
        for nom in names
    }


def _values_that_count(questionnaires: Questionnaires, form: Form, before: str, nom: str) -> list[str]:
    """Values of `before` for which some row reads both it and `nom`, so that `nom` can matter."""
    space, rows = form.space, form.table.rows
    values = []
    for value in questionnaires.faits[before].identifiants:
        for row in rows:
            read = dict(atoms(row.quand))
            mask = read.get(space.index[before])
            if space.index[nom] in read and mask is not None and mask & space.mask(before, value):
                values.append(value)
                break
    # A fact that is read without the other one, in some row, does not depend on it.
    alone = any(
        space.index[nom] in (read := dict(atoms(row.quand))) and space.index[before] not in read for row in rows
    )
    return list(questionnaires.faits[before].identifiants) if alone else values
