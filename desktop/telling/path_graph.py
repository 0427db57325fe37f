"""The path of a plan in words: what each answer, row and structure of `decision.path` is called. No geometry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.decision.path import (
    CALLS,
    NodeKind,
    PathLink,
    PathNode,
    PathStep,
    RowKind,
    put_first_by_refusal,
    trace_path,
)
from desktop.telling import said, words
from desktop.text.typography import french

if TYPE_CHECKING:
    from desktop.decision import Plan, PlanOfBesoin, Questionnaires

SIGNES = {"oui": "●", "non": "○", "territoire": "○", "inconnu": "?"}
DISPONIBLE = {
    "oui": "répond maintenant",
    "non": "pas maintenant",
    "territoire": "selon le territoire",
    "inconnu": "horaires non dits",
}
_REACHED = "qui répond maintenant"


@dataclass(frozen=True, slots=True)
class ToldNode:
    """One thing of the path with its words: `title`, and `detail` above or below it; `role`: what a structure is in the plan."""

    id: str
    column: PathStep
    kind: NodeKind
    object: str
    title: str
    detail: str = ""
    need: str = ""
    certain: bool = True
    level: int = 0
    role: str = ""


@dataclass(slots=True)
class ToldPath:
    """The path as things and links; `groups`: identifier and title of each band, whom to reach now first.

    `asked`: the fact that says what is asked for.
    """

    asked: str
    nodes: dict[str, ToldNode] = field(default_factory=dict)
    links: list[PathLink] = field(default_factory=list)
    groups: list[tuple[str, str]] = field(default_factory=list)

    def of(self, column: PathStep, need: str | None = None) -> list[ToldNode]:
        """The things of a step, in order; of one band only when `need` is given."""
        return [n for n in self.nodes.values() if n.column == column and need in (None, n.need)]


def path_of(questionnaires: Questionnaires, plan: Plan, besoin: str | None = None, quand: str = "") -> ToldPath:
    """The path of a plan, or of one of its needs; `quand` stands for « maintenant ».

    Raises KeyError for a need that is not in the plan.
    """
    return _Teller(questionnaires, plan, quand).path(besoin)


class _Teller:
    def __init__(self, questionnaires: Questionnaires, plan: Plan, quand: str) -> None:
        self._q = questionnaires
        self._o = questionnaires.orientation
        self._plan = plan
        self._quand = quand
        self._needs = {need.besoin: need for need in plan.besoins}

    def path(self, besoin: str | None) -> ToldPath:
        traced = trace_path(self._q, self._plan, besoin)
        told = ToldPath(
            self._q.parts.need, links=traced.links, groups=[(group, self._group(group)) for group in traced.groups]
        )
        for node in traced.nodes.values():
            title, detail = self._words(node)
            told.nodes[node.id] = ToldNode(
                node.id,
                node.column,
                node.kind,
                node.object,
                title,
                detail,
                node.need,
                node.certain,
                node.level,
                self._role(node),
            )
        return told

    def _group(self, group: str) -> str:
        if group == CALLS:
            return self._now("Joindre maintenant")
        title = self._q.faits[self._q.parts.need].valeur(group).libelle
        if self._needs[group].ouvert:
            title += f" : {words.without_capital(self._o.textes.ouvert.rstrip('.'))}"
        return french(title)

    def _words(self, node: PathNode) -> tuple[str, str]:
        """Title and detail."""
        match node.column:
            case PathStep.ANSWER:
                return self._answer(node)
            case PathStep.LEVEL:
                niveaux = words.niveaux_said(self._plan.niveau)
                return f"Niveau {niveaux}", french("lecture de l’outil : le plan le plus haut l’emporte")
            case PathStep.ROW:
                return self._row(node)
            case PathStep.STRUCTURE:
                return self._structure(node)

    def _answer(self, node: PathNode) -> tuple[str, str]:
        given = self._plan.faits
        question = words.fact_question(self._q, node.object, given.get(self._q.parts.need, ()))
        if node.kind == NodeKind.MISSING:
            return "pas encore dit", question
        return words.short_answer(self._q, node.object, given[node.object]), question

    def _row(self, node: PathNode) -> tuple[str, str]:
        match node.row:
            case RowKind.NO_CALL:
                return "Aucun appel que les sources prévoient ne convient", self._now(_REACHED)
            case RowKind.CALL:
                return self._for(node), self._now(_REACHED)
            case RowKind.NAMED:
                return self._for(node), self._now(f"la ligne ne nomme personne : {_REACHED}")
            case RowKind.MODIFIER:
                return self._modifier(node)
            case RowKind.REFUSAL:
                return self._refusal(node), "un refus retire ce qu’il nomme, rien d’autre"
            case _:
                return self._of_table(node)

    def _for(self, node: PathNode) -> str:
        row = next(row for row in self._o.joindre if row.id == node.object)
        return french(row.pour.rstrip("."))

    def _of_table(self, node: PathNode) -> tuple[str, str]:
        """« ligne 9 sur 9 », « plan recopié : Une hospitalisation, ligne 2 sur 6 »."""
        table = self._o.tables[node.table]
        row = next(row for row in (*table.lignes, *table.complements) if row.id == node.object)
        first_hit = row in table.lignes
        place = (
            f"ligne {table.lignes.index(row) + 1} sur {len(table.lignes)}" if first_hit else "s’ajoute à toute ligne"
        )
        if table.id != node.need:
            place = f"plan recopié : {table.titre}, {place}"
        elif first_hit:
            place = f"{place}, la première qui convient"
        return french(row.titre), french(place)

    def _modifier(self, node: PathNode) -> tuple[str, str]:
        names = words.enumeration([self._o.structures[s].court for s in node.structures])
        if not node.adds:
            return french(f"Retire du plan : {names}"), french("règle commune : le lieu ne s’y prête pas")
        modifiers = (*self._o.modifications, *self._o.apres_refus)
        added = next(m.ajoute for m in modifiers if m.id == node.object and m.ajoute is not None)
        return french(f"Ajoute : {names}"), french(f"règle commune : {words.without_capital(added.pour.rstrip('.'))}")

    def _refusal(self, node: PathNode) -> str:
        plan = self._needs[node.need]
        known = self._o.structures
        names = [french(known[s].court if s in known else self._o.anticipations[s]) for s in node.structures]
        goes = "passe devant" if plan.promu else "passera peut-être devant"
        then = f" ; le premier recours {goes}" if put_first_by_refusal(plan) else ""
        return french(f"Refusé, donc retiré : {words.enumeration(names)}{then}")

    def _structure(self, node: PathNode) -> tuple[str, str]:
        if node.kind == NodeKind.NOBODY:
            called = node.need == CALLS
            none = self._o.textes.personne if called else "les sources ne nomment personne en premier"
            return "Personne", self._now(none) if called else none
        if node.kind == NodeKind.AHEAD:
            return words.with_capital(french(self._o.anticipations[node.object])), "à anticiper"
        name = words.with_capital(french(self._o.structures[node.object].court))
        if node.kind == NodeKind.CALL:
            return name, self._now(DISPONIBLE["oui"])
        return name, self._available(self._needs[node.need], node.object)

    def _role(self, node: PathNode) -> str:
        if node.column != PathStep.STRUCTURE or node.kind == NodeKind.NOBODY:
            return ""
        if node.kind == NodeKind.CALL:
            return "à joindre" if self._quand else "maintenant"
        return words.without_capital(french(self._o.textes.roles[node.kind.value]))

    def _available(self, plan: PlanOfBesoin, structure: str) -> str:
        now = plan.maintenant[structure]
        if structure in plan.awaited and now == "inconnu":
            return f"{SIGNES[now]} horaires selon une réponse qui manque"
        return f"{SIGNES[now]} {self._now(DISPONIBLE[now])}"

    def _now(self, dit: str) -> str:
        return french(said.at_the_hour(dit, self._quand))
