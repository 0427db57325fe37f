"""Where a person stands in the questionnaire: answers, what she does not know, the way back. Plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from desktop.decision import Flow, moment_a

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from desktop.decision import Orientation, Question
    from desktop.decision.model import FactParts


@dataclass(frozen=True)
class Session:
    """One situation being described. Every change gives another session.

    `inconnus`: questions answered with « je ne sais pas ». `proposes`: facts that the program proposed and nobody changed (the
    user's role, the moment). `ordre`: questions in the order in which they were answered. `coches`: conditions that were ticked
    and that no fact holds, as (structure, condition). `visee`: the structure that the situation was begun from, if any.
    `instant`: the hour that the answers are given for, and `steady` the steady clock then, None when another run read it;
    `started`: when the situation was begun, which names it. `ticked`: answers ticked at a question of several and not yet
    confirmed. `draft`: the id under which it is written as it is made; "" for a kept case that is only looked at. `cas` and
    `libelle`: the kept case that is looked at or changed.
    """

    flow: Flow
    inconnus: frozenset[str] = frozenset()
    proposes: frozenset[str] = frozenset()
    ordre: tuple[str, ...] = ()
    instant: datetime | None = None
    coches: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    visee: str = ""
    cas: str | None = None
    libelle: str = ""
    draft: str = ""
    started: datetime | None = None
    ticked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    steady: float | None = field(default=None, compare=False)

    @property
    def pending(self) -> tuple[str, ...]:
        """Questions still to be asked: they can change something and nobody said « je ne sais pas »."""
        return tuple(nom for nom in self.flow.to_ask if nom not in self.inconnus)

    @property
    def current(self) -> str | None:
        """The next question, None when no answer can change anything any more."""
        return self.pending[0] if self.pending else None

    @property
    def begun(self) -> bool:
        """Whether the person has answered anything herself."""
        return bool(self.ordre)

    @property
    def touched(self) -> bool:
        """Whether there is anything that would be lost."""
        return bool(self.ordre or self.coches or self.ticked)

    @property
    def asked(self) -> tuple[str, ...]:
        """Questions answered in the row that count, or were answered with « je ne sais pas »."""
        return tuple(
            nom for nom in self.ordre if nom not in self.beside and (nom in self.flow.counted or nom in self.inconnus)
        )

    @property
    def parts(self) -> FactParts:
        """Which fact plays which part."""
        return self.flow.orientation.parts

    @property
    def beside(self) -> tuple[str, ...]:
        """What is never asked in the row."""
        return self.flow.orientation.questionnaires.course.beside

    def question(self, nom: str) -> Question:
        """A question in the words for these needs. Raises KeyError."""
        return self.flow.question(nom)

    def progress(self, nom: str) -> tuple[int, int]:
        """Rank of a question, and how many more may come after it at most."""
        asked = self.asked
        rang = asked.index(nom) if nom in asked else len(asked)
        # Another answer to an earlier question can bring what the one that stands had settled.
        flow = self.flow.without(nom) if nom in self.flow.counted else self.flow
        eventuelles = {autre for autre in flow.contingent if autre not in self.inconnus}
        return rang + 1, len((eventuelles | set(asked[rang:])) - {nom})

    def before(self, nom: str | None) -> str | None:
        """The question answered before this one (before the plan for None); None at the beginning."""
        asked = [autre for autre in self.ordre if autre not in self.beside]
        if nom in asked:
            asked = asked[: asked.index(nom)]
        return asked[-1] if asked else None

    def answer(self, nom: str, valeur: Any) -> Session:  # noqa: ANN401 - the engine checks what is given
        """Answer a question, or change its answer. Raises FaitsError when it can't stand beside the others."""
        return replace(
            self,
            flow=self.flow.answer(nom, valeur),
            inconnus=self.inconnus - {nom},
            proposes=self.proposes - {nom},
            ordre=self.ordre if nom in self.ordre else (*self.ordre, nom),
            ticked=self._unticked(nom),
        )

    def unknown(self, nom: str) -> Session:
        """« Je ne sais pas »."""
        return replace(
            self,
            flow=self.flow.without(nom),
            inconnus=self.inconnus | {nom},
            proposes=self.proposes - {nom},
            ordre=self.ordre if nom in self.ordre else (*self.ordre, nom),
            ticked=self._unticked(nom),
        )

    def forget(self, nom: str) -> Session:
        """Take an answer back: nothing was said."""
        return replace(
            self,
            flow=self.flow.without(nom),
            inconnus=self.inconnus - {nom},
            proposes=self.proposes - {nom},
            ordre=tuple(autre for autre in self.ordre if autre != nom),
            ticked=self._unticked(nom),
        )

    def _unticked(self, nom: str) -> Mapping[str, tuple[str, ...]]:
        return {autre: valeurs for autre, valeurs in self.ticked.items() if autre != nom}

    def ticking(self, nom: str, valeurs: Sequence[str]) -> Session:
        """Answers ticked at a question of several, not confirmed yet; those already given are nothing to keep."""
        rest, given = self._unticked(nom), self.flow.reponses.get(nom, ())
        return replace(self, ticked=rest if list(valeurs) == list(given) else {**rest, nom: tuple(valeurs)})

    def for_now(self, instant: datetime, steady: float | None, departement: str | None = None) -> Session:
        """The same answers for another hour: the moment is the clock's again, every other answer stays."""
        moment = self.parts.moment
        if not moment:
            return replace(self, instant=instant, steady=steady)
        ordre = tuple(nom for nom in self.ordre if nom != moment)
        return replace(
            self,
            flow=self.flow.answer(moment, moment_a(instant, departement)),
            inconnus=self.inconnus - {moment},
            proposes=self.proposes | {moment},
            ordre=ordre,
            instant=instant,
            steady=steady,
        )

    def tick(self, structure: str, condition: str, *, on: bool) -> Session:
        """Tick a condition that no fact holds, or untick it."""
        paire = frozenset({(structure, condition)})
        return replace(self, coches=self.coches | paire if on else self.coches - paire)

    def changed(self, changer: Mapping[str, Any]) -> Session:
        """Several answers changed at once, as a counterfactual names them. Raises FaitsError."""
        session = self
        for nom, valeur in changer.items():
            session = session.answer(nom, valeur)
        return session


def start(
    orientation: Orientation, instant: datetime, role: str = "", departement: str | None = None, visee: str = ""
) -> Session:
    """A new situation: the moment is proposed from the clock, the role from the settings."""
    parts = orientation.parts
    reponses: dict[str, Any] = {parts.moment: moment_a(instant, departement)} if parts.moment else {}
    if parts.caller and role in orientation.questionnaires.faits[parts.caller].identifiants:
        reponses[parts.caller] = role
    flow = Flow(orientation, reponses)
    return Session(flow, proposes=frozenset(reponses), instant=instant, visee=visee, started=instant)
