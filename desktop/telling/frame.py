"""What stands around a plan that is read later: when it was made and for whom, for which content and program; and its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.telling import words
from desktop.text import dates
from desktop.text.typography import bare, french

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from desktop.decision import Plan, Questionnaires

LIMITS = (
    "Aide à la décision, ni texte réglementaire ni dispositif médical ; elle ne remplace ni les référentiels ni un avis médical.",
    "Les six plans de la complexité et « le plus haut l’emporte » sont une lecture de l’outil.",
    "Aucune identité n’est demandée ni gardée.",
)
LIMIT = "Aide à la décision : ne remplace ni les référentiels ni un avis médical."
"""All of them in one line."""


@dataclass(frozen=True, slots=True)
class Frame:
    """When a plan was made, for which content and program, and the free label, if any.

    `quand` stands for « maintenant »: « à 22 h 10 »; "" for a plan that is read at once.
    """

    instant: datetime
    version_contenu: str
    version_programme: str
    libelle: str = ""
    quand: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The frame in words.

    `titre`: with the label; `date`: when, and the moment retained; `entete`: the hour that the plan speaks of; `situation`: who
    asks, and for whom; `limites`: what the tool is not; `versions`: of the content and of the program.
    """

    titre: str
    date: str
    entete: str
    libelle: str
    situation: str
    limites: tuple[str, ...]
    limite: str
    version_contenu: str
    versions: str


def heading(questionnaires: Questionnaires, plan: Plan, frame: Frame) -> Heading:
    """The frame of a plan in words."""
    moment = _moment(questionnaires, plan)
    retained = f" ; moment retenu : {moment}" if moment else ""
    return Heading(
        titre=french("Orientation d’une situation" + (f" : {frame.libelle}" if frame.libelle else "")),
        date=french(dates.day_and_hour(frame.instant) + retained),
        entete=french(_head(questionnaires, plan, frame)),
        libelle=french(frame.libelle),
        situation=french(" ; ".join(_situation(questionnaires, plan))),
        limites=tuple(french(limit) for limit in LIMITS),
        limite=french(LIMIT),
        version_contenu=frame.version_contenu,
        versions=f"Contenu {frame.version_contenu}, Cap palliatif {frame.version_programme}.",
    )


def _head(questionnaires: Questionnaires, plan: Plan, frame: Frame) -> str:
    """« Plan pour le samedi 21 novembre 2026 à 22 h 10 (nuit) », « Plan pour la nuit, fait le … »."""
    instant, moment = frame.instant, _moment(questionnaires, plan)
    hour = f"à {dates.hour(instant)}"
    if frame.quand and bare(hour) not in bare(frame.quand):
        # A moment that was chosen: the hour is only when the plan was made.
        return f"Plan pour {frame.quand}, fait le {dates.day_and_year(instant)} {hour}"
    said = f" ({moment})" if moment else ""
    return f"Plan pour le {dates.day_and_year(instant)} {hour}{said}"


def _moment(questionnaires: Questionnaires, plan: Plan) -> str:
    """The moment that was retained, in short, "" while none is said."""
    nom = questionnaires.parts.moment
    return words.short_answer(questionnaires, nom, plan.faits[nom]) if nom in plan.faits else ""


def _situation(questionnaires: Questionnaires, plan: Plan) -> Iterator[str]:
    """« Professionnel de santé », « adulte, à domicile, rester ou rentrer »: who asks, and for whom."""
    given = plan.faits
    caller = questionnaires.parts.caller
    if caller in given:
        yield words.with_capital(words.short_answer(questionnaires, caller, given[caller]))
    # What is supposed when nothing is said is told only where it is something else.
    told = [
        nom for nom in questionnaires.course.heading if given.get(nom, "") not in ("", questionnaires.faits[nom].defaut)
    ]
    person = [words.short_answer(questionnaires, nom, given[nom]) for nom in told]
    if person:
        yield ", ".join(person)
