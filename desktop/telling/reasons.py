"""Why this plan, what was considered and not chosen, what would change the answer. Plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.decision import say
from desktop.decision.trace import LeftReason, Verdict
from desktop.telling import wording
from desktop.telling import words as mots
from desktop.telling.growing import NIVEAU
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from desktop.corpus.model import Corpus
    from desktop.decision import Plan, PlanOfBesoin, Questionnaires
    from desktop.decision.answering import Session
    from desktop.decision.counterfactuals import Counterfactual
    from desktop.decision.trace import TraceBesoin, TracedRow

REASONS = {
    LeftReason.REFUSED: "refusée par la personne",
    LeftReason.PLACE: "retirée : le lieu ne s’y prête pas",
    LeftReason.CONDITION: "ce qu’il faudrait pour elle n’est pas dit",
    LeftReason.EARLIER_ROW: "une autre règle répond avant",
    LeftReason.OTHER_CASE: "pour un autre cas (« {titre} »)",
}
"""Why a structure was not chosen, in words; `titre`: the row that would have brought it."""
VERDICTS = {
    Verdict.HOLDS: "s’applique",
    Verdict.FAILS: "ne s’applique pas",
    Verdict.UNKNOWN: "ne se sait pas encore",
    Verdict.UNREAD: "n’est pas lue : une autre s’applique avant",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A row that held: the answers that made it hold, and what it brings. `references`: (règle, place)."""

    quand: str
    suite: str
    faits: str
    references: tuple[tuple[str, str], ...]
    nature: str


@dataclass(frozen=True, slots=True)
class Left:
    """A structure considered and not chosen, with why."""

    nom: str
    reason: LeftReason
    raison: str


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A change of answers (one or two) and what it would lead to. `changer` is what to answer.

    `sentence`: the same for who does not see the answers beside it, whole.
    """

    quoi: str
    suite: str
    changer: Mapping[str, Any]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a table as it was read, for the whole reasoning."""

    table: str
    titre: str
    verdict: Verdict
    dit: str
    faits: str

    @property
    def applies(self) -> bool:
        """Whether it holds."""
        return self.verdict == Verdict.HOLDS


def why(session: Session, corpus: Corpus | None) -> tuple[Reason, ...]:
    """The rows that hold, need by need, with what they bring."""
    return tuple(_Why(session, corpus).reasons())


class _Why:
    def __init__(self, session: Session, corpus: Corpus | None) -> None:
        self._q = session.flow.orientation.questionnaires
        self._plan = session.flow.plan
        self._corpus = corpus

    def reasons(self) -> Iterator[Reason]:
        if self._plan.joindre:
            calls = self._plan.joindre
            regles = tuple(ref for call in calls for ref in wording.references(self._corpus, call.source))
            moment = (
                wording.given(self._q, "moment", self._plan.faits["moment"]) if "moment" in self._plan.faits else ""
            )
            crisis = "crise en cours" if self._plan.faits.get("urgence") == "oui" else ""
            yield Reason(
                french(", ".join(part for part in (moment, crisis) if part)).capitalize(),
                say(self._q, [call.structure for call in calls]),
                "",
                tuple(dict.fromkeys(regles)),
                wording.nature(self._q, calls[0].source),
            )
        for besoin, trace in zip(self._plan.besoins, self._plan.trace.besoins, strict=True):
            yield from self._need(besoin, trace)

    def _need(self, besoin: PlanOfBesoin, trace: TraceBesoin) -> Iterator[Reason]:
        rows = trace.tables[besoin.besoin]
        held = [row for row in rows if row.verdict == Verdict.HOLDS and row.id in besoin.lignes]
        unsure = [row for row in rows if row.verdict == Verdict.UNKNOWN and row.id in besoin.lignes]
        first = next((e for e in besoin.enonces if e.structure in besoin.principal), None)
        for row in held[:1] or unsure[:1]:
            if first is None:
                continue
            link = "ou" if besoin.ouvert or set(besoin.principal) & set(besoin.incertains) else "et"
            # The rows above were read too: without their answers this one would not have been reached.
            read = [facts_of(self._q, line, self._plan) for line in rows[: rows.index(row) + 1]]
            words = dict.fromkeys(word for line in read for word in line.split(", ") if word)
            yield Reason(
                french(row.titre if row in held else f"Peut-être : {row.titre}"),
                say(self._q, besoin.principal, link),
                ", ".join(words),
                wording.references(self._corpus, first.source),
                wording.nature(self._q, first.source),
            )


def facts_of(q: Any, row: TracedRow, plan: Plan) -> str:  # noqa: ANN401 - Questionnaires; kept short for the callers
    """The answers that a row read: « à domicile, avec renfort, niveau 2 »."""
    dimensions = q.niveau.dimensions.noms
    words = []
    level = False
    for nom, valeur in row.faits.items():
        if nom in dimensions or nom == NIVEAU:
            level = True
        elif valeur == []:
            words += [f"{wording.given(q, nom, valeur)} en place"] if nom == "en_place" else []
        elif valeur is not None:
            words.append(wording.given(q, nom, valeur))
    if level and plan.niveau:
        words.append(f"niveau {wording.levels(plan.niveau)}")
    return french(", ".join(words))


def left_out(session: Session) -> tuple[Left, ...]:
    """Structures that the tables name and that are not in the plan."""
    q, plan = session.flow.orientation.questionnaires, session.flow.plan
    present = {s for besoin in plan.besoins for s in besoin.structures}
    found: dict[str, Left] = {}
    for trace in plan.trace.besoins:
        titles = {row.id: row.titre for rows in trace.tables.values() for row in rows}
        for one in trace.ecartees:
            if one.structure in present or one.structure in found or one.structure == "hors_source":
                continue
            reason = REASONS[one.reason].format(titre=titles[one.ligne])
            name = mots.with_capital(q.orientation.structures[one.structure].court)
            found[one.structure] = Left(french(name), one.reason, french(reason))
    return tuple(found.values())


def rows_read(session: Session) -> tuple[ReadRow, ...]:
    """Every row of every table that was read, for the whole reasoning."""
    q, plan = session.flow.orientation.questionnaires, session.flow.plan
    titles = {value.id: value.libelle for value in q.faits[q.parts.need].valeurs}
    rows = [
        ReadRow("Niveau de complexité", _level_row(q, row), row.verdict, french(VERDICTS[row.verdict]), "")
        for row in plan.trace.niveau
        if row.verdict == Verdict.HOLDS
    ]
    for trace in plan.trace.besoins:
        for table, lines in trace.tables.items():
            for line in lines:
                facts = facts_of(q, line, plan)
                rows.append(
                    ReadRow(
                        french(titles[table]), french(line.titre), line.verdict, french(VERDICTS[line.verdict]), facts
                    )
                )
    return tuple(rows)


def _level_row(q: Any, row: TracedRow) -> str:  # noqa: ANN401
    nom, valeur = next(iter(row.faits.items()))
    rank = next((ligne.donne for ligne in q.niveau.lignes if ligne.id == row.id), 0)
    return french(f"{wording.name(q, nom)} : {wording.given(q, nom, valeur)} → {rank}")


def changes(session: Session) -> tuple[AnswerChange, ...]:
    """« Ce qui changerait la réponse »: takes some milliseconds, so ask it on the worker thread."""
    return changes_of(session.flow.orientation.questionnaires, session.flow.plan)


def changes_of(q: Questionnaires, plan: Plan) -> tuple[AnswerChange, ...]:
    """The same for a plan."""
    return tuple(_change(q, plan, one) for one in plan.contrefactuels)


def _change(q: Questionnaires, plan: Plan, one: Counterfactual) -> AnswerChange:
    words = [_said(q, plan, nom, valeur) for nom, valeur in one.changer.items()]
    whole = [f"{mots.fact_name(q, nom)} : {mots.short_answer(q, nom, valeur)}" for nom, valeur in one.changer.items()]
    level = [f"niveau {mots.niveaux_said(one.niveau)}"] if one.niveau_change else []
    parts, spoken = [*level], [*level]
    if one.principal != plan.principal:
        names = [q.orientation.structures[s].court for s in one.principal]
        parts.append(mots.enumeration(names, "ou") if names else "les sources ne nomment personne")
    if one.principal != plan.principal or not level:
        spoken.append(say(q, one.principal, "ou") or "personne n’est nommé")
    sentence = f"{' et '.join(whole)} → {' ; '.join(spoken)}"
    return AnswerChange(french(" et ".join(words)), french(" ; ".join(parts)), one.changer, french(sentence))


def _said(q: Questionnaires, plan: Plan, nom: str, valeur: Any) -> str:  # noqa: ANN401
    title = wording.name(q, nom)
    if not isinstance(valeur, list):
        return f"{title} : {wording.given(q, nom, valeur)}"
    before = plan.faits.get(nom, ())
    added = [v for v in valeur if v not in before]
    gone = [v for v in before if v not in valeur]
    words = []
    if added:
        words.append(f"{title} : {wording.given(q, nom, added)}")
    if gone:
        words.append(f"{title} : sans {wording.given(q, nom, gone)}")
    return " et ".join(words)
