"""What leads to what in a plan: answers, level, rows that apply, structures. Things and links by their identifiers, without a word.

Here conditions are read again on the facts of the plan, so that no other room has to: what `telling` says of the path and `export`
draws of it is this.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.decision import facts as lecture
from desktop.decision.conditions import FAUX, INCONNU, VRAI, Condition, atoms, evaluate
from desktop.decision.engine import PlanEngine
from desktop.decision.model import Role
from desktop.decision.space import COMPLEXITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop.decision.conditions import Boite
    from desktop.decision.loading.questionnaires import Questionnaires
    from desktop.decision.model import AJoindre, Enonce, Ligne, Modification, Table
    from desktop.decision.plan import Plan, PlanOfBesoin, ReachNow, SaidEnonce

CALLS = "joindre"
LEVEL = "niveau"
REFUSAL = "refus"


class PathStep(StrEnum):
    """The four steps of the path, from left to right."""

    ANSWER = "reponse"
    LEVEL = "niveau"
    ROW = "ligne"
    STRUCTURE = "structure"


class NodeKind(StrEnum):
    """What a thing of the path is. The last five are the roles that a structure may have, and nobody."""

    ANSWER = "reponse"
    MISSING = "manquante"
    LEVEL = "niveau"
    ROW = "ligne"
    CALL = "joindre"
    PRINCIPAL = "principal"
    ALTERNATIVE = "alternative"
    SUPPORT = "appui"
    AHEAD = "anticiper"
    NOBODY = "personne"


class RowKind(StrEnum):
    """Where a row comes from."""

    TABLE = "table"
    """The need's own table, or one whose plan is copied."""
    MODIFIER = "modification"
    """A rule that bears on several needs."""
    CALL = "appel"
    """The list of whom to reach now."""
    NO_CALL = "aucun_appel"
    """No row of that list holds."""
    NAMED = "nommee"
    """The need's row names nobody: whom to reach now stands first."""
    REFUSAL = "refus"
    """What the person refuses, taken out."""


@dataclass(frozen=True, slots=True)
class PathNode:
    """One thing of the path.

    `id` is unique in the path; `object` is the identifier in the questionnaires (fact, row, structure). `table`: of a row;
    `structures`: what a modifier adds or takes out, what a refusal took out; `adds`: whether a modifier adds.
    """

    id: str
    column: PathStep
    kind: NodeKind
    object: str
    need: str = ""
    certain: bool = True
    level: int = 0
    row: RowKind | None = None
    table: str = ""
    structures: tuple[str, ...] = ()
    adds: bool = False


@dataclass(frozen=True, slots=True)
class PathLink:
    """`origin` leads to `target`; `certain` is False while an unknown fact decides; `carries` marks what makes the level."""

    origin: str
    target: str
    certain: bool = True
    carries: bool = False


@dataclass(slots=True)
class DecisionPath:
    """The path as things and links; `groups`: each need in its order, whom to reach now first."""

    nodes: dict[str, PathNode] = field(default_factory=dict)
    links: list[PathLink] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)

    def of(self, column: PathStep, need: str | None = None) -> list[PathNode]:
        """The things of a step, in order; of one group only when `need` is given."""
        return [n for n in self.nodes.values() if n.column == column and need in (None, n.need)]

    def add(self, node: PathNode) -> None:
        """Add a thing once; the first one stays."""
        self.nodes.setdefault(node.id, node)

    def link(self, origin: str, target: str, *, certain: bool = True, carries: bool = False) -> None:
        """Link two things that are there; a link is sure as soon as one reason for it is."""
        if origin not in self.nodes or target not in self.nodes:
            return
        for rank, link in enumerate(self.links):
            if (link.origin, link.target) == (origin, target):
                self.links[rank] = PathLink(origin, target, certain or link.certain, carries or link.carries)
                return
        self.links.append(PathLink(origin, target, certain, carries))


def trace_path(questionnaires: Questionnaires, plan: Plan, need: str | None = None) -> DecisionPath:
    """The path of a plan, or of one of its needs. Raises KeyError for a need that is not in the plan."""
    wanted = [b for b in plan.besoins if need in (None, b.besoin)]
    if need is not None and not wanted:
        raise KeyError(need)
    return _Tracer(questionnaires, plan).path(wanted)


class _Tracer:
    def __init__(self, questionnaires: Questionnaires, plan: Plan) -> None:
        self._q = questionnaires
        self._o = questionnaires.orientation
        self._plan = plan
        self._path = DecisionPath()
        self._boite = lecture.box_for(questionnaires, dict(plan.faits))
        self._engine = PlanEngine(questionnaires)

    def path(self, needs: Sequence[PlanOfBesoin]) -> DecisionPath:
        self._answers()
        self._level()
        if self._plan.joindre is not None and any(b.besoin in self._o.besoins_de_soins for b in needs):
            self._calls()
        for need in needs:
            self._need(need)
        return self._path

    # Answers and level ------------------------------------------------------------------------------------------

    def _answers(self) -> None:
        ranks = {nom: rank for rank, nom in enumerate(self._q.course.replay)}
        for nom in sorted(self._plan.faits, key=lambda n: ranks.get(n, len(ranks))):
            self._path.add(PathNode(f"fait:{nom}", PathStep.ANSWER, NodeKind.ANSWER, nom))

    def _missing(self, nom: str) -> str:
        """The place of a question that is not answered yet and that a row depends on."""
        self._path.add(PathNode(f"fait:{nom}", PathStep.ANSWER, NodeKind.MISSING, nom, certain=False))
        return f"fait:{nom}"

    def _level(self) -> None:
        known = {nom: niveau for nom, niveau in self._plan.dimensions.items() if niveau is not None}
        given = self._plan.faits.get(self._q.parts.level)
        if not known and given is None:
            return
        levels = self._plan.niveau
        top, sure = max(known.values(), default=0), len(levels) == 1
        self._path.add(
            PathNode(LEVEL, PathStep.LEVEL, NodeKind.LEVEL, LEVEL, certain=sure, level=levels[0] if sure else 0)
        )
        for nom, niveau in known.items():
            self._path.link(f"fait:{nom}", LEVEL, carries=niveau == top == max(levels))
        self._path.link(f"fait:{self._q.parts.level}", LEVEL, carries=given == max(levels))

    def _read(self, condition: Condition, target: str, *, need: str, certain: bool) -> None:
        """Link what a condition reads to what it decides; a missing answer only where it still decides."""
        waits = evaluate(condition, self._engine.suppose(need, self._boite)) == INCONNU
        without_patient = self._o.sans_patient.get(need)
        variables = self._q.espace.variables
        for nom in dict.fromkeys(variables[v].nom.partition(".")[0] for v, _ in atoms(condition)):
            if nom == COMPLEXITE:
                self._path.link(LEVEL, target, certain=certain)
                continue
            if without_patient is not None and nom not in without_patient.questions:
                continue
            if nom not in self._plan.faits and not self._q.faits[nom].facultatif and waits:
                self._path.link(self._missing(nom), target, certain=False)
            self._path.link(f"fait:{nom}", target, certain=certain)

    # Whom to reach now -------------------------------------------------------------------------------------------

    def _calls(self) -> None:
        self._path.groups.append(CALLS)
        if self._plan.personne:
            nobody, none = f"{CALLS}:personne", f"{CALLS}:aucun"
            self._path.add(PathNode(nobody, PathStep.STRUCTURE, NodeKind.NOBODY, "", CALLS))
            self._path.add(PathNode(none, PathStep.ROW, NodeKind.ROW, "", CALLS, row=RowKind.NO_CALL))
            self._read(self._o.joindre_quand, none, need=CALLS, certain=True)
            self._path.link(none, nobody)
        for call in self._plan.joindre or ():
            row, target = self._row_of_call(call), f"{CALLS}:{call.structure}"
            self._path.add(PathNode(row.id, PathStep.ROW, NodeKind.ROW, row.id, CALLS, row=RowKind.CALL))
            self._path.add(PathNode(target, PathStep.STRUCTURE, NodeKind.CALL, call.structure, CALLS))
            self._read(row.quand, row.id, need=CALLS, certain=True)
            self._read(self._o.joindre_quand, row.id, need=CALLS, certain=True)
            self._path.link(row.id, target)

    def _row_of_call(self, call: ReachNow | SaidEnonce) -> AJoindre:
        """The row that says so of a structure."""
        told = (call.structure, call.source, call.pour)
        return next(row for row in self._o.joindre if (row.structure, row.source, row.pour) == told)

    def _named(self, plan: PlanOfBesoin) -> None:
        """Where a need's row names nobody, whom to reach now is its principal."""
        for enonce in plan.enonces:
            if enonce.id != f"joindre-{enonce.structure}":
                continue
            row = self._row_of_call(enonce)
            node = PathNode(
                f"{plan.besoin}:{row.id}",
                PathStep.ROW,
                NodeKind.ROW,
                row.id,
                plan.besoin,
                enonce.certain,
                row=RowKind.NAMED,
            )
            self._path.add(node)
            for condition in (self._o.joindre_quand, row.quand):
                self._read(condition, node.id, need=plan.besoin, certain=enonce.certain)
            self._path.link(node.id, _target(plan, enonce.structure, Role.PRINCIPAL), certain=enonce.certain)

    # Needs -----------------------------------------------------------------------------------------------------

    def _need(self, plan: PlanOfBesoin) -> None:
        self._path.groups.append(plan.besoin)
        self._structures(plan)
        boite = self._engine.suppose(plan.besoin, self._boite)
        for table, ligne in self._rows(plan):
            self._row(plan, table, ligne, boite)
        by_id = {m.id: m for m in (*self._o.modifications, *self._o.apres_refus)}
        for nom in plan.modifications:
            self._modifier(plan, by_id[nom], boite)
        self._named(plan)
        self._refusal(plan)

    def _structures(self, plan: PlanOfBesoin) -> None:
        for enonce in plan.enonces:
            target = _target(plan, enonce.structure, enonce.role)
            kind = NodeKind(enonce.role.value)
            self._path.add(PathNode(target, PathStep.STRUCTURE, kind, enonce.structure, plan.besoin, enonce.certain))
        if not plan.principal:
            self._path.add(PathNode(f"{plan.besoin}:personne", PathStep.STRUCTURE, NodeKind.NOBODY, "", plan.besoin))

    def _rows(self, plan: PlanOfBesoin) -> Iterator[tuple[Table, Ligne]]:
        """The rows that hold, or may hold, with their tables: the need's own first."""
        for nom in plan.lignes:
            for table in self._o.tables.values():
                for ligne in (*table.lignes, *table.complements):
                    if ligne.id == nom:
                        yield table, ligne

    def _row(self, plan: PlanOfBesoin, table: Table, ligne: Ligne, boite: Boite) -> None:
        first_hit = {one.id for one in table.lignes}
        read = sum(1 for other in plan.lignes if other in first_hit)
        # A row of a table that is read first-hit is sure when no other row of its table is left.
        certain = read == 1 if ligne in table.lignes else evaluate(ligne.quand, boite) == VRAI
        if table.id != plan.besoin:
            certain = certain and self._copy_is_sure(plan, table, boite)
        id_ = f"{plan.besoin}:{ligne.id}"
        self._path.add(
            PathNode(id_, PathStep.ROW, NodeKind.ROW, ligne.id, plan.besoin, certain, row=RowKind.TABLE, table=table.id)
        )
        if table.id == plan.besoin:
            self._path.link(f"fait:{self._q.parts.need}", id_, certain=certain)
        self._read(ligne.quand, id_, need=plan.besoin, certain=certain)
        for enonce in ligne.enonces:
            self._lead(plan, id_, enonce, boite, certain=certain)
        if not plan.principal and ligne in table.lignes:
            self._path.link(id_, f"{plan.besoin}:personne", certain=certain)

    def _copy_is_sure(self, plan: PlanOfBesoin, table: Table, boite: Boite) -> bool:
        """Whether it is sure that this table's plan is copied into the need's."""
        sure = [node.object for node in self._path.of(PathStep.ROW, plan.besoin) if node.certain]
        return any(
            enonce.plan_de == table.id and evaluate(enonce.si, boite) == VRAI
            for _, ligne in self._rows(plan)
            if ligne.id in sure
            for enonce in ligne.enonces
        )

    def _modifier(self, plan: PlanOfBesoin, modification: Modification, boite: Boite) -> None:
        sure = set(plan.principal) - set(plan.incertains)
        certain = evaluate(modification.quand, boite) == VRAI
        if modification.si_principal and plan.incertains:
            certain = certain and not sure.isdisjoint(modification.si_principal)
        added = modification.ajoute
        held = tuple(modification.retire) if added is None else (next(iter(self._resolved(added.structure, boite))),)
        node = PathNode(
            f"{plan.besoin}:{modification.id}", PathStep.ROW, NodeKind.ROW, modification.id, plan.besoin, certain,
            row=RowKind.MODIFIER, structures=held, adds=added is not None,
        )  # fmt: skip
        self._path.add(node)
        self._read(modification.quand, node.id, need=plan.besoin, certain=certain)
        if added is not None:
            self._lead(plan, node.id, added, boite, certain=certain)

    def _lead(self, plan: PlanOfBesoin, origin: str, enonce: Enonce, boite: Boite, *, certain: bool) -> None:
        """Link a row to the structure that it states, in whatever role the plan holds it at last."""
        value = evaluate(enonce.si, boite)
        if value == FAUX or not enonce.structure:
            return
        for resolved in self._resolved(enonce.structure, boite):
            for role in Role:
                if (role == Role.ANTICIPER) != (enonce.role == Role.ANTICIPER):
                    continue
                target = _target(plan, resolved, role)
                if target in self._path.nodes:
                    self._path.link(origin, target, certain=certain and value == VRAI)
                    self._read(enonce.si, origin, need=plan.besoin, certain=certain and value == VRAI)

    def _resolved(self, structure: str, boite: Boite) -> Iterable[str]:
        """What a structure is written as here; several while unknown facts decide."""
        for resolution in self._o.resolutions:
            if resolution.structure != structure:
                continue
            value = evaluate(resolution.quand, boite)
            if value != FAUX:
                yield resolution.donne
            if value == VRAI:
                return
        yield structure

    def _refusal(self, plan: PlanOfBesoin) -> None:
        if not plan.refuses:
            return
        node = PathNode(
            f"{plan.besoin}:{REFUSAL}", PathStep.ROW, NodeKind.ROW, REFUSAL, plan.besoin, row=RowKind.REFUSAL,
            structures=plan.refuses,
        )  # fmt: skip
        self._path.add(node)
        self._path.link(f"fait:{self._q.parts.refusal}", node.id)
        for enonce in put_first_by_refusal(plan):
            self._path.link(node.id, _target(plan, enonce.structure, Role.PRINCIPAL), certain=plan.promu)


def put_first_by_refusal(plan: PlanOfBesoin) -> tuple[SaidEnonce, ...]:
    """What stands first, or may come to, because what stood there is refused."""
    return tuple(e for e in plan.enonces if e.role == Role.PRINCIPAL and (plan.promu or e.id == REFUSAL))


def _target(plan: PlanOfBesoin, structure: str, role: Role) -> str:
    return f"{plan.besoin}:{role.value}:{structure}"
