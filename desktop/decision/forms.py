"""Short questionnaires that answer by a rank on a scale: their tables, and what the answers leave possible.

The level of complexity, the ERRSPP's involvement and whatever table stands in a file of its own are forms of this one kind.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desktop.decision import facts
from desktop.decision.conditions import FAUX, TOUJOURS, VRAI, Boite, decide, evaluate, split_boxes
from desktop.decision.model import HitPolicy, Lieu
from desktop.decision.niveau import evaluate_niveau

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from desktop.corpus.model import Scale
    from desktop.decision.loading.questionnaires import Questionnaires
    from desktop.decision.loading.sources import Brut
    from desktop.decision.model import Source
    from desktop.decision.space import Espace


NOWHERE = Lieu("", 0)


@dataclass(frozen=True, slots=True)
class RankRow:
    """One row: when it holds, the rank it gives on its table's scale, who says so; `dimension`: the fact that it reads alone."""

    id: str
    titre: str
    quand: tuple[object, ...]
    donne: int
    source: Source
    lieu: Lieu
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class RankTable:
    """Rows that give ranks on one scale. `wins`: for PRIORITY, the ranks from the one that wins to the one that yields."""

    id: str
    titre: str
    policy: HitPolicy
    scale: Scale
    rows: tuple[RankRow, ...]
    wins: tuple[int, ...] = ()

    def held(self, box: Boite) -> list[RankRow]:
        """The rows that are not false on a box, in order."""
        return [row for row in self.rows if evaluate(row.quand, box) != FAUX]

    def rank(self, box: Boite) -> int | None:
        """The one rank of a box on which every row is decided; None where no row holds. Raises Indecis to split the box."""
        given: list[int] = []
        for row in self.rows:
            if decide(row.quand, box):
                given.append(row.donne)
                if self.policy in (HitPolicy.FIRST, HitPolicy.UNIQUE):
                    break
        if not given:
            return None
        if self.policy == HitPolicy.PRIORITY:
            return min(given, key=self.wins.index)
        return max(given)

    def possible(self, box: Boite) -> tuple[int, ...]:
        """The ranks that some situation of a box has, in order."""
        return tuple(sorted({rank for _, rank in split_boxes(self.rank, box) if rank is not None}))


@dataclass(frozen=True, slots=True)
class Form:
    """A rank table with what is asked for it. `words`: what screens and reports say of it, by a name of their own."""

    id: str
    table: RankTable
    facts: tuple[str, ...]
    space: Espace
    notes: tuple[RankRow, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class FormResult:
    """Ranks still possible, the rows that give them, notes that hold, questions that still decide, the most deciding first."""

    form: Form
    facts: Mapping[str, str]
    ranks: tuple[int, ...]
    rows: tuple[RankRow, ...]
    notes: tuple[RankRow, ...]
    useful: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """`{"errspp_niveau": 2}`, by the name of the table; a list while several stay possible."""
        return {self.form.table.id: self.ranks[0] if len(self.ranks) == 1 else list(self.ranks)}


def box_of(space: Espace, answers: Mapping[str, str]) -> Boite:
    """A box from single-valued facts of a small space; a missing fact keeps all its values."""
    box = [variable.full for variable in space.variables]
    for name, value in answers.items():
        box[space.index[name]] = space.mask(name, value)
    return box


def evaluate_form(questionnaires: Questionnaires, name: str, given: Brut) -> FormResult:
    """What the answers to a form leave possible. Raises FaitsError for a form or a fact that there is not."""
    form = questionnaires.forms.get(name)
    if form is None:
        message = f"Le questionnaire « {name} » n’existe pas."
        raise facts.FaitsError(message, fait="questionnaire", donne=name, permis=tuple(questionnaires.forms))
    known = facts.validate(questionnaires, given, form.facts)
    if form is questionnaires.niveau.form:
        return _level(questionnaires, form, known)
    box = box_of(form.space, known)
    ranks = form.table.possible(box)
    notes = tuple(note for note in form.notes if evaluate(note.quand, box) == VRAI)
    useful = tuple(_useful(questionnaires, form, known)) if len(ranks) > 1 else ()
    return FormResult(form, known, ranks, tuple(form.table.held(box)), notes, useful)


def _level(questionnaires: Questionnaires, form: Form, known: facts.Faits) -> FormResult:
    """The level is read of combinations of its dimensions, which are one variable."""
    level = evaluate_niveau(questionnaires, known)
    notes = tuple(RankRow(n.id, n.texte, TOUJOURS, 0, n.source, NOWHERE) for n in level.notes)
    useful = tuple(name for name in form.facts if name not in known) if len(level.niveaux) > 1 else ()
    return FormResult(form, known, level.niveaux, level.lignes, notes, useful)


def _useful(questionnaires: Questionnaires, form: Form, known: facts.Faits) -> Iterator[str]:
    """Unknown facts that an answer to would change what is possible; the one that leaves least on average first."""
    left: dict[str, float] = {}
    for name in form.facts:
        if name in known:
            continue
        values = questionnaires.faits[name].identifiants
        sets = [form.table.possible(box_of(form.space, {**known, name: value})) for value in values]
        if len(set(sets)) > 1:
            left[name] = sum(map(len, sets)) / len(sets)
    yield from sorted(left, key=lambda name: left[name])
