"""The plan as plain frozen objects, and its shape for the command line, exports and tests (docs/decisions.md § 7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.decision.counterfactuals import Counterfactual
    from desktop.decision.model import Role, Source
    from desktop.decision.trace import Trace


@dataclass(frozen=True, slots=True)
class SaidEnonce:
    """One structure in one role: who says so, what for; `certain` is False while an unknown fact decides."""

    id: str
    structure: str
    role: Role
    source: Source
    pour: str
    certain: bool


@dataclass(frozen=True, slots=True)
class SaidCondition:
    """A condition still to meet; `remplie`: True when the facts say so, else None (not known).

    `accord`: the agreement that meets it, "" where something else does.
    """

    id: str
    structure: str
    texte: str
    source: Source
    remplie: bool | None
    accord: str = ""


@dataclass(frozen=True, slots=True)
class SaidNote:
    """A sentence beside the plan; `genre`: ouvert, rappel, refus, niveau."""

    id: str
    genre: str
    texte: str
    source: Source


@dataclass(frozen=True, slots=True)
class Access:
    """How a structure is reached: `a_mobiliser` (in place) or `a_demander` by one of `par`, or through `via`."""

    mode: str
    par: tuple[str, ...] = ()
    via: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The shape of docs/decisions.md § 7; `via` only where there is one."""
        forme: dict[str, Any] = {"mode": self.mode, "par": list(self.par)}
        if self.via:
            forme["via"] = list(self.via)
        return forme


@dataclass(frozen=True, slots=True)
class PlanOfBesoin:
    """The plan of one need. `incertains`: structures whose role an unknown fact still decides.

    `rows`: identifiers of the rows that hold (several while facts are unknown). `modifications`: modifiers that bore on it.
    `refuses`: what a refusal took out; `promu`: `premier_recours` stands first because of it.
    `awaited`: structures of which an answer that is not given yet decides whether they answer now; else `inconnu` is the sources'
    own silence.
    """

    besoin: str
    principal: tuple[str, ...]
    alternatives: tuple[str, ...]
    appuis: tuple[str, ...]
    anticiper: tuple[str, ...]
    conditions: tuple[SaidCondition, ...]
    maintenant: Mapping[str, str]
    acces: Mapping[str, Access]
    ouvert: bool
    notes: tuple[SaidNote, ...]
    enonces: tuple[SaidEnonce, ...]
    incertains: tuple[str, ...] = ()
    lignes: tuple[str, ...] = ()
    modifications: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    promu: bool = False
    awaited: frozenset[str] = frozenset()

    @property
    def structures(self) -> tuple[str, ...]:
        """Every structure, principal first."""
        return (*self.principal, *self.alternatives, *self.appuis)

    def as_dict(self) -> dict[str, Any]:
        """The shape of one need, docs/decisions.md § 7; `incertain` only while something is."""
        forme: dict[str, Any] = {
            "besoin": self.besoin,
            "principal": list(self.principal),
            "alternatives": list(self.alternatives),
            "appuis": list(self.appuis),
            "anticiper": list(self.anticiper),
            "conditions": [{"id": c.id, "structure": c.structure, "remplie": c.remplie} for c in self.conditions],
            "maintenant": dict(self.maintenant),
            "acces": {structure: acces.as_dict() for structure, acces in self.acces.items()},
            "ouvert": self.ouvert,
            "notes": [
                {"id": n.id, "nature": n.source.nature.value, "regles": list(n.source.regles)} for n in self.notes
            ],
            "enonces": [
                {
                    "structure": e.structure,
                    "role": e.role.value,
                    "nature": e.source.nature.value,
                    "regles": list(e.source.regles),
                }
                for e in self.enonces
            ],
        }
        if self.incertains:
            forme["incertain"] = list(self.incertains)
        return forme


@dataclass(frozen=True, slots=True)
class ReachNow:
    """One structure to reach now, and who says that it answers."""

    structure: str
    source: Source
    pour: str


@dataclass(frozen=True)
class Plan:
    """What `Orientation.orienter` gives. Counterfactuals, useful questions and trace are made when first asked for.

    `niveau`: the levels still possible. `joindre`: None when the list does not exist, empty only with `personne`.
    """

    faits: Mapping[str, Any]
    niveau: tuple[int, ...]
    niveau_par_ethique_seule: bool | None
    dimensions: Mapping[str, int | None]
    expertise_had: tuple[int, ...]
    joindre: tuple[ReachNow, ...] | None
    personne: bool
    besoins: tuple[PlanOfBesoin, ...]
    _contrefactuels: Callable[[Plan], tuple[Counterfactual, ...]] = field(repr=False, compare=False)
    _questions: Callable[[Plan], tuple[str, ...]] = field(repr=False, compare=False)
    _trace: Callable[[Plan], Trace] = field(repr=False, compare=False)

    @property
    def principal(self) -> tuple[str, ...]:
        """Principal structures of the first need."""
        return self.besoins[0].principal if self.besoins else ()

    @property
    def joindre_maintenant(self) -> tuple[str, ...] | None:
        """Identifiers of whom to reach now."""
        return None if self.joindre is None else tuple(appel.structure for appel in self.joindre)

    @property
    def certain(self) -> bool:
        """No unknown fact decides any role."""
        return not any(besoin.incertains for besoin in self.besoins)

    @cached_property
    def contrefactuels(self) -> tuple[Counterfactual, ...]:
        """The smallest sets of changed answers that change the level or the principal, each proven by a rerun."""
        return self._contrefactuels(self)

    @cached_property
    def questions_utiles(self) -> tuple[str, ...]:
        """Unknown facts that would change something, the most deciding first."""
        return self._questions(self)

    @cached_property
    def trace(self) -> Trace:
        """Rules fired and not fired, and the facts behind them."""
        return self._trace(self)

    def as_dict(self) -> dict[str, Any]:
        """Exactly the shape of docs/decisions.md § 7."""
        niveau: int | list[int] = self.niveau[0] if len(self.niveau) == 1 else list(self.niveau)
        joindre = self.joindre_maintenant
        return {
            "faits": dict(self.faits),
            "niveau": niveau,
            "niveau_par_ethique_seule": self.niveau_par_ethique_seule,
            "dimensions": dict(self.dimensions),
            "joindre_maintenant": None if joindre is None else list(joindre),
            "personne": self.personne,
            "principal": list(self.principal),
            "besoins": [besoin.as_dict() for besoin in self.besoins],
            "contrefactuels": [contrefactuel.as_dict() for contrefactuel in self.contrefactuels],
            "questions_utiles": list(self.questions_utiles),
        }
