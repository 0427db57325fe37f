"""The plan as a person reads it: one sentence, one card a need, what is open. Plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.decision import facts
from desktop.decision.model import Role
from desktop.telling import said as dits
from desktop.telling import wording
from desktop.telling import words as mots
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.corpus.model import Corpus
    from desktop.decision import Plan, PlanDeBesoin, Questionnaires
    from desktop.decision.answering import Session
    from desktop.decision.model import Source
    from desktop.decision.plan import ConditionDite, EnonceDit, NoteDite

OPEN_KINDS = ("ouvert",)
LEVEL_KIND = "niveau"
_ACCORDS = {"had": "had", "benevoles": "benevoles", "usp": "hospitalisation", "lisp": "hospitalisation"}
ACCORD = "accord_personne"


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with who says so: « Le référentiel indique », and the règles as (id, place)."""

    texte: str
    nature: str
    references: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StructureLine:
    """One structure of a need's plan.

    `maintenant`: oui, non, territoire, inconnu; `acces` says how it is reached, if not by a simple call; `certain` is False while
    an unknown fact decides; `aged`: what is said of now was for another hour.
    """

    id: str
    nom: str
    court: str
    dit: Said
    maintenant: str
    maintenant_dit: str
    acces: str
    certain: bool
    document: str | None
    aged: bool = False


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition still to meet. `accord`: the value of the fact `accords` that holds it, "" where no fact does."""

    structure: str
    id: str
    dit: Said
    remplie: bool
    accord: str


@dataclass(frozen=True, slots=True)
class NeedCard:
    """The plan of one need."""

    besoin: str
    titre: str
    ouvert: bool
    principal: tuple[StructureLine, ...]
    alternatives: tuple[StructureLine, ...]
    appuis: tuple[StructureLine, ...]
    anticiper: tuple[Said, ...]
    conditions: tuple[ConditionLine, ...]
    rappels: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole result. `phrase` can be said on the telephone; `ensuite` goes on, "" where there is nothing to add.

    `quand` stands for « maintenant » where it is not now any more, "" while it is.
    """

    phrase: str
    ensuite: str
    certain: bool
    joindre: tuple[StructureLine, ...]
    cartes: tuple[NeedCard, ...]
    ouverts: tuple[Said, ...]
    niveau: tuple[Said, ...]
    securite: str
    securite_nature: str
    visee: str
    quand: str = ""


def tell(session: Session, corpus: Corpus | None, quand: str = "") -> Story:
    """The result of a session. `quand`: what stands for « maintenant » once it is not now any more."""
    return _Teller(session, corpus, quand).story()


def said(q: Questionnaires, corpus: Corpus | None, words: str, source: Source) -> Said:
    """A statement of the questionnaires, ready to be shown."""
    return Said(french(words), wording.nature(q, source), wording.references(corpus, source))


def ticked(plan: Plan, coches: frozenset[tuple[str, str]]) -> Plan:
    """The plan with the conditions that were ticked, for what is kept and printed."""

    def condition(one: ConditionDite) -> ConditionDite:
        return replace(one, remplie=True) if (one.structure, one.id) in coches else one

    besoins = tuple(replace(b, conditions=tuple(condition(c) for c in b.conditions)) for b in plan.besoins)
    return replace(plan, besoins=besoins)


class _Teller:
    def __init__(self, session: Session, corpus: Corpus | None, quand: str) -> None:
        self._session = session
        self._quand = quand
        self._corpus = corpus
        self._plan = session.flow.plan
        self._q = session.flow.orientation.questionnaires
        self._o = self._q.orientation
        self._boite = facts.boite(self._q, dict(self._plan.faits))

    def story(self) -> Story:
        plan = self._plan
        notes = [note for besoin in plan.besoins for note in besoin.notes]
        return Story(
            phrase=french(dits.first_sentence(self._q, self._plan, self._quand)),
            ensuite=french(dits.next_sentence(self._q, self._plan)),
            certain=plan.certain,
            joindre=tuple(self._calls()),
            cartes=tuple(self._card(besoin) for besoin in plan.besoins),
            ouverts=tuple(self._notes(note for note in notes if note.genre in OPEN_KINDS)),
            niveau=tuple(self._notes(note for note in notes if note.genre == LEVEL_KIND)),
            securite=french(self._o.textes.securite),
            securite_nature=french(self._o.textes.natures["hors_source"]),
            visee=french(self._aimed()),
            quand=self._quand,
        )

    def _aimed(self) -> str:
        """The answer to « Est-ce la bonne structure ? »."""
        visee = self._session.visee
        if not visee or visee not in self._o.structures or not self._plan.besoins:
            return ""
        court = self._o.structures[visee].court
        words = {
            "principal": "oui, elle est à solliciter",
            "alternatives": "elle vient en second",
            "appuis": "elle vient en appui",
        }
        for role, answer in words.items():
            for besoin in self._plan.besoins:
                if visee in getattr(besoin, role):
                    sure = "" if visee not in besoin.incertains else ", selon ce qui n’est pas encore dit"
                    return f"Est-ce la bonne structure ? {court} : {answer}{sure}."
        if any(visee in besoin.refuses for besoin in self._plan.besoins):
            return f"Est-ce la bonne structure ? {court} : la personne la refuse."
        return f"Est-ce la bonne structure ? {court} : non, pas dans cette situation. « Tout le raisonnement » dit pourquoi."

    def _calls(self) -> Iterable[StructureLine]:
        for call in self._plan.joindre or ():
            structure = self._o.structures[call.structure]
            yield StructureLine(
                call.structure, french(structure.libelle), structure.court, self._said(call.pour, call.source),
                "oui", self._now(self._o.textes.maintenant["oui"]), "", certain=True, document=structure.document,
                aged=bool(self._quand),
            )  # fmt: skip

    def _card(self, besoin: PlanDeBesoin) -> NeedCard:
        spoken = {enonce.structure: enonce for enonce in besoin.enonces if enonce.role != Role.ANTICIPER}
        planned = {enonce.structure: enonce for enonce in besoin.enonces if enonce.role == Role.ANTICIPER}

        def lines(structures: tuple[str, ...]) -> tuple[StructureLine, ...]:
            return tuple(self._structure(besoin, spoken[s]) for s in structures)

        rappels = self._notes(n for n in besoin.notes if n.genre not in (*OPEN_KINDS, LEVEL_KIND))
        family = self._q.is_family(self._session.flow.comptees)
        return NeedCard(
            besoin.besoin,
            wording.label(self._q.faits[self._q.parts.need].valeur(besoin.besoin), family=family),
            besoin.ouvert,
            lines(besoin.principal),
            lines(besoin.alternatives),
            lines(besoin.appuis),
            tuple(self._said(self._o.anticipations[a], planned[a].source) for a in besoin.anticiper),
            tuple(self._condition(c) for c in besoin.conditions),
            tuple(rappels),
        )

    def _structure(self, besoin: PlanDeBesoin, enonce: EnonceDit) -> StructureLine:
        structure = self._o.structures[enonce.structure]
        now = besoin.maintenant.get(enonce.structure, "inconnu")
        return StructureLine(
            enonce.structure,
            french(structure.libelle),
            structure.court,
            self._said(enonce.pour, enonce.source),
            now,
            self._now(mots.disponibilite(self._q, self._boite, enonce.structure, now)),
            french(self._access(besoin, enonce.structure)),
            enonce.certain,
            structure.document,
            bool(self._quand),
        )

    def _now(self, words: str) -> str:
        """« répond maintenant », « répond à 17 h 55 »."""
        return french(words.replace("maintenant", self._quand) if self._quand else words)

    def _access(self, besoin: PlanDeBesoin, structure: str) -> str:
        acces = besoin.acces.get(structure)
        return "" if acces is None else f"{mots.majuscule(mots.acces(self._q, acces))}."

    def _condition(self, one: ConditionDite) -> ConditionLine:
        accord = _ACCORDS.get(one.structure, "") if one.id == ACCORD else ""
        met = one.remplie is True or (one.structure, one.id) in self._session.coches
        return ConditionLine(one.structure, one.id, self._said(one.texte, one.source), met, accord)

    def _notes(self, notes: Iterable[NoteDite]) -> list[Said]:
        once = {note.id: note for note in notes}
        return [self._said(note.texte, note.source) for note in once.values()]

    def _said(self, words: str, source: Source) -> Said:
        return said(self._q, self._corpus, words, source)
