"""What the answers given so far already say: the level, what is sure, what the next answer decides. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.decision import FaitsError, say
from desktop.telling import wording
from desktop.telling import words as mots
from desktop.text.typography import french

if TYPE_CHECKING:
    from desktop.decision import Plan, PlanOfBesoin, Questionnaires
    from desktop.decision.answering import Session

NIVEAU = "niveau"
MANY = 3
"""More structures than this are not a preview any more."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One dimension of the level: `niveau` None while it is not known, then `attendue` says whether it may still be asked.

    `decisive`: it carries the level. `compte`: False for an answer that changes nothing any more.
    """

    nom: str
    libelle: str
    niveau: int | None
    decisive: bool
    attendue: bool
    compte: bool = True

    @property
    def mark(self) -> str:
        """What stands at the end of the bar."""
        if self.niveau is not None:
            return str(self.niveau)
        return "?" if self.attendue else "–"

    @property
    def spoken(self) -> str:
        """The bar as one sentence, for who does not see it."""
        if self.niveau is None:
            return f"{self.libelle} : {'pas encore dit' if self.attendue else 'ne change rien'}"
        more = ", décide du niveau" if self.decisive else "" if self.compte else ", ne compte plus"
        return f"{self.libelle} : {self.niveau} sur 3{more}"


@dataclass(frozen=True, slots=True)
class Growing:
    """The result beside the question. `niveaux` is empty where the level plays no part."""

    niveaux: tuple[int, ...]
    barres: tuple[Bar, ...]
    sur: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What one answer to the question would lead to."""

    reponse: str
    suite: str


def grow(session: Session, quand: str = "") -> Growing:
    """The result for the answers that count. `quand`: what stands for « maintenant » once it is not now any more."""
    q, plan = session.flow.orientation.questionnaires, session.flow.plan
    shown = level_matters(session)
    return Growing(plan.niveau if shown else (), bars(session) if shown else (), tuple(_sure(q, plan, quand)))


def level_matters(session: Session) -> bool:
    """Whether the level plays a part for these needs."""
    noms = {*session.flow.orientation.questionnaires.niveau.dimensions.noms, NIVEAU}
    return not noms.isdisjoint(session.flow.counted) or not noms.isdisjoint(session.flow.to_ask)


def bars(session: Session) -> tuple[Bar, ...]:
    """The six dimensions, as they were answered."""
    q = session.flow.orientation.questionnaires
    dimensions = q.niveau.dimensions
    counted, given = session.flow.counted, session.flow.reponses
    known = {nom: dimensions.niveaux[rang][given[nom]] for rang, nom in enumerate(dimensions.noms) if nom in given}
    top = max((known[nom] for nom in known if nom in counted), default=0)
    return tuple(
        Bar(
            nom,
            wording.name(q, nom),
            known.get(nom),
            nom in counted and known[nom] == top and top > 1,
            nom in session.flow.to_ask,
            nom not in known or nom in counted,
        )
        for nom in dimensions.noms
    )


def _sure(q: Questionnaires, plan: Plan, quand: str) -> list[str]:
    lines = []
    if plan.joindre_maintenant:
        lines.append(f"{mots.with_capital(quand or 'maintenant')} : {say(q, plan.joindre_maintenant)}.")
    for besoin in plan.besoins:
        if parts := _sure_of(q, besoin):
            title = f"{french(q.faits[q.parts.need].valeur(besoin.besoin).court).capitalize()} : "
            lines.append(f"{title if len(plan.besoins) > 1 else ''}{', '.join(parts)}.")
    return [french(mots.with_capital(line)) for line in lines]


def _sure_of(q: Questionnaires, besoin: PlanOfBesoin) -> list[str]:
    def sure(structures: tuple[str, ...]) -> list[str]:
        return [q.orientation.structures[s].court for s in structures if s not in besoin.incertains]

    todo: dict[str, list[str]] = {}
    for structure in besoin.principal:
        if structure not in besoin.incertains:
            acces = besoin.acces.get(structure)
            verb = "à mobiliser" if acces is not None and acces.mode == "a_mobiliser" else "à solliciter"
            todo.setdefault(verb, []).append(q.orientation.structures[structure].court)
    link = "ou" if besoin.ouvert else "et"
    parts = [f"{mots.enumeration(names, link)} {verb}" for verb, names in todo.items()]
    if others := sure(besoin.alternatives):
        parts.append(f"sinon {mots.enumeration(others, 'ou')}")
    if helpers := sure(besoin.appuis):
        parts.append(f"{mots.enumeration(helpers)} en appui")
    return parts


def previews(session: Session, nom: str, quand: str = "") -> tuple[Preview, ...]:
    """What each answer to a question would lead to; empty where they all lead to the same, or where several may be chosen.

    Only what differs from one answer to another is said.
    """
    question = session.question(nom)
    if question.fait.plusieurs:
        return ()
    q, orientation = session.flow.orientation.questionnaires, session.flow.orientation
    shown = level_matters(session)
    answers: list[str] = []
    outcomes: list[tuple[str, str, str]] = []
    for valeur in question.permises:
        donnee = int(valeur) if question.fait.echelle else valeur
        try:
            plan = orientation.orienter_valid({**session.flow.counted, nom: donnee})
        except FaitsError:
            continue
        answers.append(french(question.fait.valeur(valeur).court))
        outcomes.append(_outcome(q, plan, quand, level=shown))
    told = [rank for rank in range(3) if len({outcome[rank] for outcome in outcomes}) > 1]
    found: dict[str, list[str]] = {}
    for answer, outcome in zip(answers, outcomes, strict=True):
        words = french(" ; ".join(outcome[rank] for rank in told if outcome[rank]))
        found.setdefault(words, []).append(answer)
    if len(found) < 2:
        return ()
    return tuple(
        Preview(mots.with_capital(mots.enumeration(given, "ou")), words or "reste à préciser")
        for words, given in found.items()
    )


def _outcome(q: Questionnaires, plan: Plan, quand: str, *, level: bool) -> tuple[str, str, str]:
    """Level, whom to reach now, principal of the first need, in words."""
    niveau = f"niveau {wording.levels(plan.niveau)}" if level and len(plan.niveau) < 3 else ""
    now = f"{quand or 'maintenant'} {say(q, plan.joindre_maintenant)}" if plan.joindre_maintenant else ""
    principal = ""
    if plan.besoins and 0 < len(plan.besoins[0].principal) <= MANY:
        first = plan.besoins[0]
        link = "ou" if first.ouvert or set(first.principal) & set(first.incertains) else "et"
        principal = mots.enumeration([q.orientation.structures[s].court for s in first.principal], link)
    return niveau, now, principal
