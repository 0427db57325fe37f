"""The plan as it is told: what is said of it, in order, with who says so. Plain values: no Qt, no format.

It is composed here once. The screen, the sheet and the report on paper, the letter, Markdown, FHIR and the picture of the path only
choose among these values and set them out; none of them reads the plan, and none words it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.decision import say
from desktop.decision.model import Availability, Nature, NoteKind, Role
from desktop.decision.sentences import callers_said
from desktop.telling import reasons, said, wording
from desktop.telling import words as mots
from desktop.telling.annotations import annotated
from desktop.telling.frame import heading
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop.corpus.model import Corpus
    from desktop.decision import Plan, PlanOfBesoin, Questionnaires
    from desktop.decision.answering import Session
    from desktop.decision.model import Source
    from desktop.decision.plan import SaidCondition, SaidEnonce, SaidNote
    from desktop.telling.annotations import StructureAnnotation, StructureSource
    from desktop.telling.frame import Frame, Heading
    from desktop.telling.reasons import AnswerChange

AWAITED = "dépend d’une réponse qui manque"
_UNDECIDED = "Une réponse qui manque peut encore en décider."


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with who says so: « Le référentiel indique », and the règles as (id, place).

    `kind`: the nature as a code. `places`: where the règles stand, in full, for what is read without links. `id`: of the note or
    the condition, so that a shape says it once.
    """

    texte: str
    nature: str
    references: tuple[tuple[str, str], ...]
    kind: Nature = Nature.HORS_SOURCE
    places: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class StructureLine:
    """One structure of a need's plan.

    `maintenant`: oui, non, territoire, inconnu; `access` says how it is reached, if not by a simple call, `par` who must ask, if
    somebody must; `certain` False while a missing fact decides; `aged`: what it says of now was for another hour; `named`: False
    for whom no source names: nobody knows their hours.
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
    role: Role = Role.PRINCIPAL
    par: str = ""
    annotations: tuple[StructureAnnotation, ...] = ()
    named: bool = True


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition still to meet. `accord`: the value of the fact `accords` that holds it, "" where no fact does.

    `court`, `pour`: the structure in short, and as one says it.
    """

    structure: str
    id: str
    dit: Said
    remplie: bool
    accord: str
    court: str = ""
    pour: str = ""


@dataclass(frozen=True, slots=True)
class NeedCard:
    """The plan of one need.

    `titre`: as the person who asks is spoken to; `nom`: the need itself. `premiers`: whom it leads to first, in words, "" where the
    sources name nobody, which `suite` then says; else `suite` says what is open in it. `roles`: the structures under the title of
    their role, where there are some.
    """

    besoin: str
    titre: str
    ouvert: bool
    principal: tuple[StructureLine, ...]
    alternatives: tuple[StructureLine, ...]
    appuis: tuple[StructureLine, ...]
    anticiper: tuple[Said, ...]
    conditions: tuple[ConditionLine, ...]
    rappels: tuple[Said, ...]
    nom: str = ""
    premiers: str = ""
    suite: str = ""
    roles: tuple[tuple[Role, str, tuple[StructureLine, ...]], ...] = ()
    anticiper_titre: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the six dimensions that is known: what was answered, its level, and whether it makes the level."""

    nom: str
    valeur: str
    niveau: int
    fixe: bool


@dataclass(frozen=True, slots=True)
class Level:
    """The level of complexity, once something is known of it. `said`: « Niveau 2 : … » or what is still possible."""

    dit: str
    nature: str
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True, slots=True)
class Expertise:
    """The expertise that the level wants of a structure: another scale, the correspondence is the source's.

    `said`: with its rank; `court`: in words alone.
    """

    dit: Said
    court: Said


@dataclass(frozen=True, slots=True)
class Story:
    """The whole result. `phrase` can be said on the telephone; `ensuite` goes on, "" where there is nothing to add.

    `quand` stands for « maintenant » where it is not now any more, "" while it is. What only paper and files tell, `heading`,
    `missing` (questions that may still change the plan) and `changes`, is there where a frame was given.
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
    joindre_titre: str = ""
    reponses: tuple[tuple[str, str], ...] = ()
    level: Level | None = None
    expertise: Expertise | None = None
    heading: Heading | None = None
    missing: tuple[str, ...] = ()
    changes: tuple[AnswerChange, ...] = ()


def tell(session: Session, corpus: Corpus | None, quand: str = "", sources: Sequence[StructureSource] = ()) -> Story:
    """The result of a session. `quand`: what stands for « maintenant » once it is not now any more."""
    plan = ticked(session.flow.plan, session.coches)
    teller = _Teller(session.flow.orientation.questionnaires, plan, corpus, quand, sources)
    return replace(teller.story(), visee=french(teller.aimed(session.visee)))


def tell_short(
    questionnaires: Questionnaires,
    plan: Plan,
    corpus: Corpus | None = None,
    quand: str = "",
    sources: Sequence[StructureSource] = (),
) -> Story:
    """A plan without what takes time: neither frame nor changes."""
    return _Teller(questionnaires, plan, corpus, quand, sources).story()


def tell_plan(
    questionnaires: Questionnaires,
    plan: Plan,
    corpus: Corpus | None,
    frame: Frame,
    sources: Sequence[StructureSource] = (),
) -> Story:
    """A plan that is read later, on paper or in a file, with its frame and what would change it: takes some milliseconds more."""
    return replace(
        tell_short(questionnaires, plan, corpus, frame.quand, sources),
        heading=heading(questionnaires, plan, frame),
        missing=tuple(mots.fact_name(questionnaires, nom) for nom in plan.questions_utiles),
        changes=reasons.changes_of(questionnaires, plan),
    )


def said_by(q: Questionnaires, corpus: Corpus | None, words: str, source: Source, id_: str = "") -> Said:
    """A statement of the questionnaires, ready to be shown."""
    return Said(
        french(words),
        wording.nature(q, source),
        wording.references(corpus, source),
        source.nature,
        wording.places(corpus, source),
        id_,
    )


def ticked(plan: Plan, coches: frozenset[tuple[str, str]]) -> Plan:
    """The plan with the conditions that were ticked, for what is kept and printed."""

    def condition(one: SaidCondition) -> SaidCondition:
        return replace(one, remplie=True) if (one.structure, one.id) in coches else one

    if not coches:
        return plan
    besoins = tuple(replace(b, conditions=tuple(condition(c) for c in b.conditions)) for b in plan.besoins)
    return replace(plan, besoins=besoins)


class _Teller:
    def __init__(
        self, q: Questionnaires, plan: Plan, corpus: Corpus | None, quand: str, sources: Sequence[StructureSource]
    ) -> None:
        self._q = q
        self._o = q.orientation
        self._plan = plan
        self._corpus = corpus
        self._quand = quand
        self._sources = sources

    def story(self) -> Story:
        plan, textes = self._plan, self._o.textes
        notes = [note for besoin in plan.besoins for note in besoin.notes]
        return Story(
            phrase=french(said.first_sentence(self._q, plan, self._quand)),
            ensuite=french(said.next_sentence(self._q, plan)),
            certain=plan.certain,
            joindre=tuple(self._calls()),
            cartes=tuple(self._card(besoin) for besoin in plan.besoins),
            ouverts=self._notes(note for note in notes if note.genre == NoteKind.OPEN),
            niveau=self._notes(note for note in notes if note.genre == NoteKind.LEVEL),
            securite=french(textes.securite),
            securite_nature=french(textes.natures[Nature.HORS_SOURCE.value]),
            visee="",
            quand=self._quand,
            joindre_titre=french(f"À joindre {self._quand or 'maintenant'}"),
            reponses=tuple(self._answers()),
            level=self._level(),
            expertise=self._expertise(),
        )

    def aimed(self, visee: str) -> str:
        """The answer to « Est-ce la bonne structure ? »."""
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

    def _answers(self) -> Iterator[tuple[str, str]]:
        """What was answered, less the dimensions: they stand with the level that they make."""
        for nom, valeur in self._plan.faits.items():
            if nom not in self._plan.dimensions:
                yield mots.fact_name(self._q, nom), mots.short_answer(self._q, nom, valeur)

    def _level(self) -> Level | None:
        niveaux = self._plan.niveau
        known = {nom: niveau for nom, niveau in self._plan.dimensions.items() if niveau is not None}
        if not known and self._q.parts.level not in self._plan.faits:
            return None
        given = self._q.faits.get(self._q.parts.level)
        if len(niveaux) == 1 and given is not None:
            words = given.valeur(str(niveaux[0])).libelle
        else:
            words = f"Niveau {mots.niveaux_said(niveaux)}, selon ce qui n’est pas encore dit"
        return Level(
            french(words),
            french(self._o.textes.natures[Nature.INTERPRETATION.value]),
            tuple(
                Dimension(
                    mots.fact_name(self._q, nom),
                    mots.short_answer(self._q, nom, self._plan.faits[nom]),
                    niveau,
                    niveau == max(niveaux) > 1,
                )
                for nom, niveau in known.items()
            ),
        )

    def _expertise(self) -> Expertise | None:
        wanted, structure = self._plan.expertise_had, self._q.niveau.beside_structure
        if len(wanted) != 1 or not any(structure in besoin.structures for besoin in self._plan.besoins):
            return None
        row = next((row for row in self._q.niveau.expertise if row.donne == wanted[0]), None)
        if row is None:
            return None
        words = self._q.niveau.beside_words["dit"]
        whole = f"{words.format(row.donne)} {row.titre}"
        alone = words.format(mots.without_capital(row.titre).rstrip("."))
        return Expertise(self._said(whole, row.source), self._said(alone, row.source))

    def _calls(self) -> Iterator[StructureLine]:
        answers = self._now(self._o.textes.maintenant[Availability.ANSWERS])
        for call in self._plan.joindre or ():
            structure = self._o.structures[call.structure]
            yield StructureLine(
                call.structure, french(structure.libelle), french(structure.court), self._said(call.pour, call.source),
                Availability.ANSWERS, answers, "", certain=True, document=structure.document,
                aged=bool(self._quand), annotations=annotated(self._sources, call.structure),
            )  # fmt: skip

    def _card(self, besoin: PlanOfBesoin) -> NeedCard:
        spoken = {enonce.structure: enonce for enonce in besoin.enonces if enonce.role != Role.ANTICIPER}
        planned = {enonce.structure: enonce for enonce in besoin.enonces if enonce.role == Role.ANTICIPER}

        def lines(structures: tuple[str, ...]) -> tuple[StructureLine, ...]:
            return tuple(self._structure(besoin, spoken[s]) for s in structures)

        family = self._q.is_family(self._plan.faits)
        value = self._q.faits[self._q.parts.need].valeur(besoin.besoin)
        unsure = set(besoin.principal) & set(besoin.incertains)
        titles = self._o.textes.roles
        held = {
            Role.PRINCIPAL: lines(besoin.principal),
            Role.ALTERNATIVE: lines(besoin.alternatives),
            Role.APPUI: lines(besoin.appuis),
        }
        return NeedCard(
            besoin.besoin,
            wording.label(value, family=family),
            besoin.ouvert,
            held[Role.PRINCIPAL],
            held[Role.ALTERNATIVE],
            held[Role.APPUI],
            tuple(self._said(self._o.anticipations[a], planned[a].source, a) for a in besoin.anticiper),
            tuple(self._condition(c) for c in besoin.conditions),
            self._notes(n for n in besoin.notes if n.genre not in (NoteKind.OPEN, NoteKind.LEVEL)),
            french(value.libelle),
            french(say(self._q, besoin.principal, "ou" if besoin.ouvert or unsure else "et")),
            french(self._after(besoin, unsure=bool(unsure))),
            tuple((role, french(titles[role.value]), told) for role, told in held.items() if told),
            french(titles[Role.ANTICIPER.value]),
        )

    def _after(self, besoin: PlanOfBesoin, *, unsure: bool) -> str:
        if not besoin.principal:
            return said.at_the_hour(self._o.textes.personne, self._quand)
        return " ".join(filter(None, (self._o.textes.ouvert if besoin.ouvert else "", _UNDECIDED if unsure else "")))

    def _structure(self, besoin: PlanOfBesoin, enonce: SaidEnonce) -> StructureLine:
        structure = self._o.structures[enonce.structure]
        now = besoin.maintenant.get(enonce.structure, Availability.UNKNOWN)
        acces = besoin.acces.get(enonce.structure)
        return StructureLine(
            enonce.structure,
            french(structure.libelle),
            french(structure.court),
            self._said(enonce.pour, enonce.source),
            now,
            self._now(mots.availability(self._q, now, awaited=enonce.structure in besoin.awaited)),
            "" if acces is None else french(mots.access(self._q, acces)),
            enonce.certain,
            structure.document,
            bool(self._quand),
            enonce.role,
            french(callers_said(self._q, acces.par)) if acces is not None and acces.mode == "a_demander" else "",
            annotated(self._sources, enonce.structure),
            enonce.structure != self._o.non_nommee,
        )

    def _now(self, words: str) -> str:
        """« répond maintenant », « répond à 17 h 55 »."""
        return french(said.at_the_hour(words, self._quand))

    def _condition(self, one: SaidCondition) -> ConditionLine:
        structure = self._o.structures[one.structure]
        return ConditionLine(
            one.structure, one.id, self._said(one.texte, one.source, one.id), one.remplie is True, one.accord,
            french(structure.court), french(structure.dire),
        )  # fmt: skip

    def _notes(self, notes: Iterable[SaidNote]) -> tuple[Said, ...]:
        once = {note.id: note for note in notes}
        return tuple(self._said(note.texte, note.source, note.id) for note in once.values())

    def _said(self, words: str, source: Source, id_: str = "") -> Said:
        return said_by(self._q, self._corpus, words, source, id_)
