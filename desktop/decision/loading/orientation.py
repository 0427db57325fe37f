"""The orientation's data: tables of the needs, modifiers, whom to reach, availability, conditions, notes, structures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from desktop.decision.conditions import JAMAIS, TOUJOURS, Condition
from desktop.decision.loading import reading, surroundings
from desktop.decision.loading.surroundings import Contexte, Textes
from desktop.decision.loading.vocabulary import Vocabulaire, refus
from desktop.decision.model import (
    AJoindre,
    Appelants,
    ConditionAcces,
    Disponibilite,
    Enonce,
    FactParts,
    Fait,
    HitPolicy,
    Lieu,
    Ligne,
    Modification,
    Nature,
    Note,
    RegleRefus,
    Resolution,
    Role,
    Source,
    Structure,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from desktop.decision.loading.sources import Brut
    from desktop.decision.space import Espace

REFUSAL = "refus"
"""The key of what refusals do, and the name of that statement."""
# Real plans copy one that copies none; each step of a chain may multiply the places of a plan.
COPIES_EMBOITEES = 3
_ROLES = {
    "principal": Role.PRINCIPAL,
    "alternatives": Role.ALTERNATIVE,
    "appuis": Role.APPUI,
    "anticiper": Role.ANTICIPER,
}


@dataclass(frozen=True, slots=True)
class SansPatient:
    """A need that asks no fact of the patient's care: which questions it asks, what a modifier may suppose."""

    questions: tuple[str, ...]
    suppose: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class OrientationDonnees:
    """Everything that the orientation reads."""

    tables: Mapping[str, Table]
    besoins_de_soins: tuple[str, ...]
    ordre: tuple[str, ...]
    passe_devant: tuple[Condition, str, str] | None
    non_nommee: str
    sans_patient: Mapping[str, SansPatient]
    modifications: tuple[Modification, ...]
    apres_refus: tuple[Modification, ...]
    refus: tuple[RegleRefus, ...]
    refus_source: Source | None
    ne_soignent_pas: frozenset[str]
    remplacement: str
    resolutions: tuple[Resolution, ...]
    resolutions_titre: str
    joindre_quand: Condition
    joindre: tuple[AJoindre, ...]
    disponibilites: Mapping[str, tuple[Disponibilite, ...]]
    appelants: Mapping[str, Appelants]
    appelants_dits: Mapping[frozenset[str], tuple[str, ...]]
    conditions: tuple[ConditionAcces, ...]
    notes: Mapping[str, Note]
    structures: Mapping[str, Structure]
    anticipations: Mapping[str, str]
    textes: Textes

    def sources(self) -> list[tuple[str, Source]]:
        """Identifier and source of every statement."""
        toutes = [(enonce.id, enonce.source) for table in self.tables.values() for enonce in enonces_de(table)]
        toutes += [(m.id, m.source) for m in (*self.modifications, *self.apres_refus)]
        toutes += [(j.id, j.source) for j in self.joindre]
        toutes += [(d.id, d.source) for lignes in self.disponibilites.values() for d in lignes]
        toutes += [(f"appelants-{a.structure}", a.source) for a in self.appelants.values()]
        toutes += [(f"{c.structure}-{c.id}", c.source) for c in self.conditions]
        toutes += [(n.id, n.source) for n in self.notes.values()]
        if self.refus_source is not None:
            toutes.append((REFUSAL, self.refus_source))
        return toutes


def enonces_de(table: Table) -> Iterator[Enonce]:
    """Every statement of a table, rows first."""
    for ligne in (*table.lignes, *table.complements):
        yield from ligne.enonces


def construire(
    fichiers: Mapping[str, Any], vocabulaire: Vocabulaire, faits: Mapping[str, Fait], constats: Mapping[str, str]
) -> OrientationDonnees:
    """Check and compile the orientation; `constats`: the notes that the level calls. Raises ContentError."""
    brut_structures = _brut(fichiers, "structures")
    modifications = _brut(fichiers, "modifications")
    disponibilite = _brut(fichiers, "disponibilite")
    joindre = _brut(fichiers, "joindre")
    reading.cles(brut_structures, ("anticipations",), surroundings.WORDS)
    structures = surroundings.structures(brut_structures)
    anticipations = surroundings.anticipations(brut_structures)
    parts = vocabulaire.parts
    contexte = Contexte(vocabulaire, structures, anticipations, faits[parts.need].identifiants)
    vus: dict[str, Any] = {}
    tables = _tables(fichiers, contexte, vus)
    notes = surroundings.notes(_brut(fichiers, "notes"), contexte, vus)
    _verifier_notes(tables, notes, vus, constats)
    reading.cles(
        modifications,
        ("besoins_de_soins", "passe_devant", "resolutions", "besoins_sans_patient", "modifications", "refus", "apres_refus",
         "resolutions_titre", "non_nommee"),
        ("ordre_des_besoins",),
    )  # fmt: skip
    refusees = _refusals(modifications, parts)
    reading.cles(disponibilite, ("maintenant", "appelants", "appelants_dits", "conditions"))
    reading.cles(joindre, ("quand", "lignes"))
    ordre = reading.tous_parmi(modifications, "ordre_des_besoins", contexte.besoins)
    if set(ordre) != set(contexte.besoins):
        raise refus(modifications, "l’ordre des besoins doit les nommer tous", attendu=", ".join(contexte.besoins))
    return OrientationDonnees(
        tables=tables,
        besoins_de_soins=reading.tous_parmi(modifications, "besoins_de_soins", contexte.besoins),
        ordre=ordre,
        passe_devant=_precedence(modifications, contexte),
        non_nommee=reading.parmi(modifications, "non_nommee", structures) if "non_nommee" in modifications else "",
        sans_patient=_sans_patient(modifications.get("besoins_sans_patient", {}), contexte, faits),
        modifications=tuple(_modification(m, contexte, vus) for m in reading.tables(modifications, "modifications")),
        apres_refus=tuple(_modification(m, contexte, vus) for m in reading.tables(modifications, "apres_refus")),
        refus=_regles_refus(refusees, contexte, faits) if refusees else (),
        refus_source=reading.source(refusees) if refusees else None,
        ne_soignent_pas=frozenset(reading.tous_parmi(refusees, "ne_soignent_pas", structures)),
        remplacement=reading.parmi(refusees, "remplacement", structures) if refusees else "",
        resolutions=tuple(_resolution(r, contexte, vus) for r in reading.tables(modifications, "resolutions")),
        resolutions_titre=modifications.get("resolutions_titre", ""),
        joindre_quand=vocabulaire.compiler(joindre["quand"], joindre) if "quand" in joindre else JAMAIS,
        joindre=tuple(surroundings.a_joindre(j, contexte, vus) for j in reading.tables(joindre, "lignes")),
        disponibilites=surroundings.disponibilites(reading.tables(disponibilite, "maintenant"), contexte, vus),
        appelants=surroundings.callers(disponibilite, contexte, faits),
        appelants_dits=surroundings.caller_words(disponibilite, contexte, faits),
        conditions=tuple(surroundings.condition(c, contexte) for c in reading.tables(disponibilite, "conditions")),
        notes=notes,
        structures=structures,
        anticipations=anticipations,
        textes=surroundings.textes(brut_structures),
    )


def _brut(fichiers: Mapping[str, Any], nom: str) -> Brut:
    chemin = f"orientation/{nom}.yaml"
    if chemin not in fichiers:
        raise refus({"§fichier": chemin, "§ligne": 1}, "ce fichier manque")
    return fichiers[chemin]


def _tables(fichiers: Mapping[str, Any], contexte: Contexte, vus: dict[str, Any]) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for nom, brut in fichiers.items():
        if not nom.startswith("orientation/") or "tables" not in brut:
            continue
        reading.cles(brut, (), ("tables",))
        for donnee in brut["tables"]:
            reading.cles(donnee, ("complements",), ("table", "titre", "politique", "lignes"))
            besoin = reading.parmi(donnee, "table", contexte.besoins)
            if besoin in tables:
                raise refus(donnee, f"le besoin « {besoin} » a déjà une table")
            if reading.parmi(donnee, "politique", [p.value for p in HitPolicy]) != HitPolicy.FIRST:
                raise refus(donnee, "les besoins se lisent à la première ligne qui tient", attendu="politique: FIRST")
            tables[besoin] = Table(
                besoin,
                donnee["titre"],
                HitPolicy.FIRST,
                tuple(_ligne(ligne, contexte, vus) for ligne in donnee["lignes"]),
                tuple(_ligne(ligne, contexte, vus) for ligne in donnee.get("complements", ())),
            )
    manquants = [besoin for besoin in contexte.besoins if besoin not in tables]
    if manquants:
        raise refus({"§fichier": "orientation", "§ligne": 1}, f"aucune table pour {', '.join(manquants)}")
    _verifier_copies(tables)
    return tables


def _verifier_copies(tables: Mapping[str, Table]) -> None:
    """« The plan of X » must not lead back to itself."""

    def suivre(besoin: str, chemin: tuple[str, ...]) -> None:
        for enonce in enonces_de(tables[besoin]):
            hote = {"§fichier": enonce.lieu.fichier, "§ligne": enonce.lieu.ligne} if enonce.lieu else {}
            if enonce.plan_de in (*chemin, besoin):
                boucle = " → ".join([*chemin, besoin, enonce.plan_de])
                raise refus(hote, f"les plans se recopient en rond : {boucle}")
            if enonce.plan_de and len(chemin) >= COPIES_EMBOITEES:
                raise refus(
                    hote, "les plans se recopient à la chaîne", attendu=f"{COPIES_EMBOITEES} à la suite au plus"
                )
            if enonce.plan_de:
                suivre(enonce.plan_de, (*chemin, besoin))

    for besoin in tables:
        suivre(besoin, ())


def _ligne(brut: Brut, contexte: Contexte, vus: dict[str, Any]) -> Ligne:
    reading.cles(brut, (*_ROLES, "notes"), ("id", "titre", "quand"))
    identifiant = reading.unique(vus, brut)
    enonces = [
        _enonce(donne, role, f"{identifiant}/{cle}-{rang}", contexte)
        for cle, role in _ROLES.items()
        for rang, donne in enumerate(reading.tables(brut, cle), 1)
    ]
    return Ligne(
        identifiant,
        brut["titre"],
        contexte.vocabulaire.compiler(brut["quand"], brut),
        tuple(enonces),
        reading.textes(brut, "notes"),
        lieu=reading.lieu(brut),
    )


def _enonce(brut: Brut, role: Role, identifiant: str, contexte: Contexte) -> Enonce:
    si = contexte.vocabulaire.compiler(brut.get("si"), brut)
    if "plan_de" in brut:
        reading.cles(brut, ("si",), ("plan_de",))
        besoin = reading.parmi(brut, "plan_de", contexte.besoins)
        source = Source(Nature.INTERPRETATION)
        return Enonce(identifiant, role, source, plan_de=besoin, si=si, lieu=reading.lieu(brut))
    reading.cles(brut, ("si", "ouvert", "porte", "rang", "pour", "regles"), ("structure", "nature"))
    permis = contexte.anticipations if role == Role.ANTICIPER else contexte.structures
    ouvert = brut.get("ouvert", ())
    return Enonce(
        identifiant,
        role,
        reading.source(brut),
        structure=reading.parmi(brut, "structure", permis),
        si=si,
        ouvert=(ouvert,) if isinstance(ouvert, str) else tuple(ouvert),
        porte=brut.get("porte", ""),
        rang=reading.parmi(brut, "rang", ("premier",)) if "rang" in brut else "",
        pour=brut.get("pour", ""),
        lieu=reading.lieu(brut),
    )


def _verifier_notes(
    tables: Mapping[str, Table], notes: dict[str, Note], places: Mapping[str, Lieu], constats: Mapping[str, str]
) -> None:
    """Notes that rows or open choices call exist, and are then marked as called: they don't stand by themselves."""
    appelees: set[str] = set(constats.values())
    for table in tables.values():
        for ligne in (*table.lignes, *table.complements):
            demandees = [*ligne.notes, *(nom for enonce in ligne.enonces for nom in enonce.ouvert)]
            for nom in demandees:
                if nom not in notes:
                    place = ligne.lieu
                    hote = {"§fichier": place.fichier, "§ligne": place.ligne, "id": ligne.id} if place else {}
                    raise refus(hote, f"la note « {nom} » n’existe pas")
                appelees.add(nom)
    for nom, note in notes.items():
        ici = {"§fichier": places[nom].fichier, "§ligne": places[nom].ligne, "id": nom}
        seule = note.quand is TOUJOURS and not (note.besoins or note.structures or note.toutes or note.principales)
        if nom in appelees and note.besoins:
            raise refus(ici, "une ligne l’appelle, alors que ses besoins disent qu’elle vient d’elle-même")
        if nom in appelees:
            notes[nom] = _appelee(note)
        elif seule:
            raise refus(ici, "rien n’appelle cette note")


def _appelee(note: Note) -> Note:
    return replace(note, appelee=True)


def _modification(brut: Brut, contexte: Contexte, vus: dict[str, Any]) -> Modification:
    permises = (
        "ajoute", "role", "rang", "retire", "besoins", "sauf_besoins", "si_propose", "si_principal", "regles", "pour",
    )  # fmt: skip
    reading.cles(brut, permises, ("id", "numero", "quand", "nature"))
    identifiant = reading.unique(vus, brut)
    source = reading.source(brut)
    ajoute = None
    if "ajoute" in brut:
        ajoute = Enonce(
            identifiant,
            Role(reading.parmi(brut, "role", [r.value for r in Role])),
            source,
            structure=reading.parmi(brut, "ajoute", contexte.structures),
            rang=reading.parmi(brut, "rang", ("repond_maintenant",)) if "rang" in brut else "",
            pour=brut.get("pour", ""),
            lieu=reading.lieu(brut),
        )
    elif not brut.get("retire"):
        raise refus(brut, "une modification ajoute ou retire")
    return Modification(
        identifiant,
        int(brut["numero"]),
        contexte.vocabulaire.compiler(brut["quand"], brut),
        source,
        ajoute,
        reading.tous_parmi(brut, "retire", contexte.structures),
        reading.tous_parmi(brut, "besoins", contexte.besoins),
        reading.tous_parmi(brut, "sauf_besoins", contexte.besoins),
        bool(brut.get("si_propose", False)),
        reading.tous_parmi(brut, "si_principal", contexte.structures),
    )


def _precedence(brut: Brut, contexte: Contexte) -> tuple[Condition, str, str] | None:
    """When it holds, the first need stands before the second; None without such a row."""
    if "passe_devant" not in brut:
        return None
    devant = reading.cles(brut["passe_devant"], (), ("quand", "premier", "avant"), hote=brut)
    premier, avant = (reading.parmi(devant, cle, contexte.besoins) for cle in ("premier", "avant"))
    return contexte.vocabulaire.compiler(devant["quand"], devant), premier, avant


def _refusals(brut: Brut, parts: FactParts) -> Brut:
    """What refusals do; empty where nothing can be refused."""
    if not parts.refusal:
        if REFUSAL in brut:
            raise refus(brut, "aucun fait ne dit ce qui est refusé", attendu="refuse: un fait, dans « parts »")
        return {}
    donnees = reading.cles(brut, tuple(brut), (REFUSAL,))[REFUSAL]
    permises = ("regles", "ne_soignent_pas", "plus_en_place")
    return reading.cles(donnees, permises, ("nature", "remplacement", "retire"), hote=brut)


def _regles_refus(refusees: Brut, contexte: Contexte, faits: Mapping[str, Fait]) -> tuple[RegleRefus, ...]:
    noms = faits[contexte.vocabulaire.parts.refusal].identifiants
    brut = reading.cles(refusees["retire"], (), noms, hote=refusees)
    regles = []
    for nom in noms:
        donne = reading.cles(brut[nom], ("aussi", "aussi_quand", "porte", "anticiper"), ("structures",), hote=brut)
        regles.append(
            RegleRefus(
                nom,
                reading.tous_parmi(donne, "structures", contexte.structures),
                reading.tous_parmi(donne, "aussi", contexte.structures),
                contexte.vocabulaire.compiler(donne.get("aussi_quand"), donne),
                donne.get("porte", ""),
                reading.tous_parmi(donne, "anticiper", contexte.anticipations),
            )
        )
    return tuple(regles)


def _resolution(brut: Brut, contexte: Contexte, vus: dict[str, Any]) -> Resolution:
    reading.cles(brut, (), ("id", "structure", "quand", "donne"))
    return Resolution(
        reading.unique(vus, brut),
        reading.parmi(brut, "structure", contexte.structures),
        contexte.vocabulaire.compiler(brut["quand"], brut),
        reading.parmi(brut, "donne", contexte.structures),
    )


def _sans_patient(brut: Brut, contexte: Contexte, faits: Mapping[str, Fait]) -> dict[str, SansPatient]:
    reading.cles(brut, contexte.besoins)
    espace = contexte.vocabulaire.espace
    resultat = {}
    for besoin, donne in brut.items():
        if besoin.startswith("§"):
            continue
        reading.cles(donne, (), ("questions", "suppose"), hote=brut)
        suppose = tuple(
            _suppose(espace, nom, valeur, donne) for nom, valeur in donne["suppose"].items() if not nom.startswith("§")
        )
        resultat[besoin] = SansPatient(reading.tous_parmi(donne, "questions", faits), suppose)
    return resultat


def _suppose(espace: Espace, nom: str, valeur: Brut, hote: Mapping[str, Any]) -> tuple[int, int]:
    """A supposed fact as its variable and mask."""
    rang = espace.index.get(nom)
    if rang is None or not isinstance(valeur, str) or valeur not in espace.variables[rang].valeurs:
        raise refus(hote, f"« {nom}: {valeur} » ne se suppose pas", attendu="un fait et l’une de ses valeurs")
    return rang, espace.mask(nom, valeur)
