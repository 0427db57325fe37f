"""What stands around the orientation's tables: notes, whom to reach, hours, callers, conditions, structures, fixed words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.decision.conditions import et
from desktop.decision.loading import reading
from desktop.decision.loading.sources import MARQUES
from desktop.decision.loading.vocabulary import refus
from desktop.decision.model import (
    AJoindre,
    Appelants,
    Availability,
    ConditionAcces,
    Disponibilite,
    Fait,
    Note,
    NoteKind,
    Structure,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.decision.loading.sources import Brut
    from desktop.decision.loading.vocabulary import Vocabulaire

WORDS = ("structures", "roles", "natures", "maintenant", "securite", "personne", "ouvert")
_KINDS = tuple(kind.value for kind in NoteKind)


@dataclass(frozen=True, slots=True)
class Textes:
    """Fixed words of the screens and reports."""

    roles: Mapping[str, str]
    natures: Mapping[str, str]
    maintenant: Mapping[str, str]
    securite: str
    personne: str
    ouvert: str


@dataclass(frozen=True, slots=True)
class Contexte:
    """What every reading needs: the vocabulary, the structures, what can be anticipated, the needs."""

    vocabulaire: Vocabulaire
    structures: Mapping[str, Structure]
    anticipations: Mapping[str, str]
    besoins: tuple[str, ...]


def notes(brut: Brut, contexte: Contexte, vus: dict[str, Any]) -> dict[str, Note]:
    """Every note, by its identifier; refused when two share one."""
    reading.cles(brut, (), ("notes",))
    notes: dict[str, Note] = {}
    permises = ("quand", "besoins", "sauf_besoins", "structures", "toutes", "principales", "regles")
    for donnee in reading.tables(brut, "notes"):
        reading.cles(donnee, permises, ("id", "genre", "texte", "nature"))
        notes[donnee["id"]] = Note(
            reading.unique(vus, donnee),
            reading.parmi(donnee, "genre", _KINDS),
            donnee["texte"],
            reading.source(donnee),
            contexte.vocabulaire.compiler(donnee.get("quand"), donnee),
            reading.tous_parmi(donnee, "besoins", contexte.besoins),
            reading.tous_parmi(donnee, "sauf_besoins", contexte.besoins),
            reading.tous_parmi(donnee, "structures", contexte.structures),
            reading.tous_parmi(donnee, "toutes", contexte.structures),
            reading.tous_parmi(donnee, "principales", contexte.structures),
        )
    return notes


def a_joindre(brut: Brut, contexte: Contexte, vus: dict[str, Any]) -> AJoindre:
    """One row of the list of whom to reach now."""
    reading.cles(brut, ("si_plan", "regles", "pour"), ("id", "structure", "quand", "nature"))
    return AJoindre(
        reading.unique(vus, brut),
        reading.parmi(brut, "structure", contexte.structures),
        contexte.vocabulaire.compiler(brut["quand"], brut),
        reading.source(brut),
        reading.parmi(brut, "si_plan", contexte.structures) if "si_plan" in brut else "",
        brut.get("pour", ""),
    )


def disponibilites(brut: Brut, contexte: Contexte, vus: dict[str, Any]) -> dict[str, tuple[Disponibilite, ...]]:
    """Rows of « does it answer now? », by structure, in order."""
    par_structure: dict[str, list[Disponibilite]] = {}
    for donne in brut:
        reading.cles(donne, ("regles",), ("id", "structure", "quand", "donne", "nature"))
        structure = reading.parmi(donne, "structure", contexte.structures)
        par_structure.setdefault(structure, []).append(
            Disponibilite(
                reading.unique(vus, donne),
                structure,
                contexte.vocabulaire.compiler(donne["quand"], donne),
                reading.parmi(donne, "donne", [a.value for a in Availability]),
                reading.source(donne),
            )
        )
    return {structure: tuple(lignes) for structure, lignes in par_structure.items()}


def callers(brut: Brut, contexte: Contexte, faits: Mapping[str, Fait]) -> dict[str, Appelants]:
    """Who may call, by structure; a structure that is not there may be called by anyone."""
    found: dict[str, Appelants] = {}
    for donne in reading.tables(brut, "appelants"):
        if not contexte.vocabulaire.parts.caller:
            raise refus(donne, "aucun fait ne dit qui demande", attendu="appelle: un fait, dans « parts »")
        one = appelants(donne, contexte, faits)
        if one.structure in found:
            raise refus(donne, f"« {one.structure} » a déjà ses appelants")
        found[one.structure] = one
    return found


def caller_words(brut: Brut, contexte: Contexte, faits: Mapping[str, Fait]) -> dict[frozenset[str], tuple[str, ...]]:
    """How who may call is said, by the callers that are named together; each caller has words of their own."""
    caller = contexte.vocabulaire.parts.caller
    if not caller:
        return {}
    known = faits[caller].identifiants
    said = {
        frozenset(reading.tous_parmi(one, "ensemble", known)): reading.textes(
            reading.cles(one, (), ("ensemble", "dits")), "dits"
        )
        for one in reading.tables(brut, "appelants_dits")
    }
    if brut.get("appelants") and (missing := [one for one in known if not said.get(frozenset({one}))]):
        raise refus(brut, f"« appelants_dits » ne dit pas {', '.join(missing)}")
    return said


def appelants(brut: Brut, contexte: Contexte, faits: Mapping[str, Fait]) -> Appelants:
    """Who may call one structure."""
    reading.cles(brut, ("via", "quand", "regles"), ("structure", "par", "nature"))
    return Appelants(
        reading.parmi(brut, "structure", contexte.structures),
        reading.tous_parmi(brut, "par", faits[contexte.vocabulaire.parts.caller].identifiants),
        reading.tous_parmi(brut, "via", contexte.structures),
        contexte.vocabulaire.compiler(brut.get("quand"), brut),
        reading.source(brut),
    )


def condition(brut: Brut, contexte: Contexte) -> ConditionAcces:
    """One condition still to be met."""
    permises = ("quand", "remplie", "besoins", "sauf_besoins", "sauf_en_place", "regles")
    reading.cles(brut, permises, ("id", "structure", "texte", "nature"))
    quand = contexte.vocabulaire.compiler(brut.get("quand"), brut)
    if "sauf_en_place" in brut:
        parts = contexte.vocabulaire.parts
        if not parts.in_place:
            raise refus(brut, "aucun fait ne dit ce qui est en place", attendu="deja_la: un fait, dans « parts »")
        marques = {marque: brut[marque] for marque in MARQUES if marque in brut}
        absente = contexte.vocabulaire.compiler({**marques, parts.in_place: {"aucun": [brut["sauf_en_place"]]}}, brut)
        quand = et(quand, absente)
    return ConditionAcces(
        brut["id"],
        reading.parmi(brut, "structure", contexte.structures),
        brut["texte"],
        reading.source(brut),
        quand,
        contexte.vocabulaire.compiler(brut["remplie"], brut) if "remplie" in brut else None,
        _agreement(brut, contexte),
        reading.tous_parmi(brut, "besoins", contexte.besoins),
        reading.tous_parmi(brut, "sauf_besoins", contexte.besoins),
    )


def _agreement(brut: Brut, contexte: Contexte) -> str:
    """The agreement that alone meets a condition, "" where something else does."""
    met = brut.get("remplie") or {}
    agreement = contexte.vocabulaire.parts.agreement
    given = met.get(agreement) if agreement and isinstance(met, dict) else None
    return given if isinstance(given, str) else ""


def structures(brut: Brut) -> dict[str, Structure]:
    """Every structure, by its identifier."""
    seen: dict[str, Any] = {}
    return {reading.unique(seen, one): structure(one) for one in reading.tables(brut, "structures")}


def anticipations(brut: Brut) -> dict[str, str]:
    """What can be planned beforehand, with its words."""
    seen: dict[str, Any] = {}
    planned = {}
    for one in reading.tables(brut, "anticipations"):
        reading.cles(one, (), ("id", "libelle"))
        planned[reading.unique(seen, one)] = one["libelle"]
    return planned


def structure(brut: Brut) -> Structure:
    """One structure."""
    reading.cles(brut, (), ("id", "libelle", "court", "dire", "document"))
    return Structure(brut["id"], brut["libelle"], brut["court"], brut["dire"], brut["document"])


def textes(brut: Brut) -> Textes:
    """The fixed words."""

    def table(cle: str) -> dict[str, str]:
        return {nom: texte for nom, texte in brut[cle].items() if not nom.startswith("§")}

    return Textes(
        table("roles"),
        table("natures"),
        table("maintenant"),
        brut["securite"]["texte"],
        brut["personne"]["texte"],
        brut["ouvert"],
    )
