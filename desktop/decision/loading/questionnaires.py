"""From raw data to checked questionnaires. Everything that can be refused before an answer is given is refused here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.corpus import folder
from desktop.decision.conditions import Boite, Variable
from desktop.decision.loading import orientation as charge_orientation
from desktop.decision.loading import profils as charge_profils
from desktop.decision.loading import reading
from desktop.decision.loading.sources import MARQUES, Brut, Donnees, garder, lire
from desktop.decision.loading.vocabulary import DECLARE, Vocabulaire, refus
from desktop.decision.model import Echelle, Fait, Impossible, Ligne, Politique, Source, Table, Valeur
from desktop.decision.space import Dimensions, Espace
from desktop.decision.tables import Echelonnee, verifier_sans_chevauchement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# Facts of the orientation, besides the six dimensions; the others belong to the ERRSPP's questionnaire.
_ORIENTATION = (
    "demandeur", "age", "lieu", "souhait", "faisable", "moment", "urgence", "medecin_traitant", "transportable",
    "en_place", "refus", "accords",
)  # fmt: skip
_ERRSPP = ("contact_direct", "equipe_referente", "autres_equipes")


@dataclass(frozen=True, slots=True)
class NiveauDonnees:
    """The level's table: its rows by dimension, and the scale beside it."""

    dimensions: Dimensions
    lignes: tuple[Ligne, ...]
    dimension_de: Mapping[str, str]
    expertise: tuple[Echelonnee, ...]


@dataclass(frozen=True, slots=True)
class ErrsppDonnees:
    """The ERRSPP's table over its own small space."""

    espace: Espace
    table: tuple[Echelonnee, ...]
    notes: tuple[Echelonnee, ...]


@dataclass(frozen=True, slots=True)
class Questionnaires:
    """All questionnaires, checked and compiled. `empreinte`: fingerprint of the data they were read from."""

    faits: Mapping[str, Fait]
    echelles: Mapping[str, Echelle]
    espace: Espace
    niveau: NiveauDonnees
    orientation: charge_orientation.OrientationDonnees
    impossibles: tuple[Impossible, ...]
    errspp: ErrsppDonnees
    profils: Mapping[str, charge_profils.Profil]
    empreinte: str

    def sources(self) -> list[tuple[str, Source]]:
        """Every statement's identifier with its source, for the check of the citations."""
        toutes = [(ligne.id, ligne.source) for ligne in self.niveau.lignes if ligne.source]
        toutes += [
            (ligne.id, ligne.source) for ligne in (*self.niveau.expertise, *self.errspp.table, *self.errspp.notes)
        ]
        toutes += self.orientation.sources()
        for profil in self.profils.values():
            toutes += profil.sources()
        return toutes


def charger(dossier: Path, cache: Path | None = None, lecture_seule: Path | None = None) -> Questionnaires:
    """Read and check `content/questionnaires`.

    `cache`: where the parsed data are kept; `lecture_seule`: where a bundle brings them. Raises ContentError.
    """
    donnees = lire(dossier, cache, lecture_seule)
    questionnaires = construire(donnees)
    if not donnees.prouvees:
        from desktop.decision.loading import completeness

        with folder.guarded("questionnaires"):
            completeness.check(questionnaires)
        if cache is not None:
            garder(cache, donnees)
    return questionnaires


def construire(donnees: Donnees) -> Questionnaires:
    """Check and compile raw data. Raises ContentError with file, line and rule."""
    with folder.guarded("questionnaires"):
        return _construire(donnees)


def _construire(donnees: Donnees) -> Questionnaires:
    if not donnees.prouvees:
        from desktop.decision.loading import shapes

        shapes.check(donnees.fichiers)
    brut_faits = _fichier(donnees, "faits.yaml")
    brut_niveau = _fichier(donnees, "niveau.yaml")
    brut_modifications = _fichier(donnees, "orientation/modifications.yaml")
    reading.cles(brut_faits, ("definitions", "impossibles"), ("echelles", "faits"))
    echelles = {e["id"]: _echelle(e) for e in brut_faits["echelles"]}
    faits = _faits(brut_faits)
    definitions = brut_faits.get("definitions", {})
    dimensions = _dimensions(brut_niveau, faits, echelles)
    espace = Espace(_variables(faits, _ORIENTATION), dimensions)
    plus_en_place = {
        cle: tuple(valeur)
        for cle, valeur in brut_modifications.get("refus", {}).get("plus_en_place", {}).items()
        if isinstance(valeur, list)
    }
    vocabulaire = Vocabulaire(espace, faits, echelles, definitions, plus_en_place)
    for nom in definitions:
        if not nom.startswith("§"):
            ici = {marque: definitions[marque] for marque in MARQUES if marque in definitions}
            vocabulaire.compiler({**ici, "est": nom}, definitions)
    return Questionnaires(
        faits=faits,
        echelles=echelles,
        espace=espace,
        niveau=_niveau(brut_niveau, dimensions, vocabulaire),
        orientation=charge_orientation.construire(donnees.fichiers, vocabulaire, faits),
        impossibles=_impossibles(brut_faits, vocabulaire, faits),
        errspp=_errspp(_fichier(donnees, "errspp.yaml"), faits, echelles, definitions),
        profils=charge_profils.construire(donnees.fichiers),
        empreinte=donnees.empreinte,
    )


def _fichier(donnees: Donnees, nom: str) -> Brut:
    if nom not in donnees.fichiers:
        raise refus({"§fichier": nom, "§ligne": 1}, "ce fichier manque")
    return donnees.fichiers[nom]


def _echelle(brut: Brut) -> Echelle:
    reading.cles(brut, (), ("id", "titre", "minimum", "maximum"))
    return Echelle(brut["id"], brut["titre"], brut["minimum"], brut["maximum"])


def _faits(brut: Mapping[str, Any]) -> dict[str, Fait]:
    faits: dict[str, Fait] = {}
    vus: dict[str, Any] = {}
    permises = (
        "aide", "exemple", "plusieurs", "minimum", "facultatif", "defaut", "echelle", "variantes", "valeurs", "valeurs_de",
    )  # fmt: skip
    for donne in reading.tables(brut, "faits"):
        reading.cles(donne, permises, ("id", "question"))
        identifiant = reading.unique(vus, donne)
        if "valeurs_de" in donne:
            valeurs = faits[reading.parmi(donne, "valeurs_de", faits)].valeurs
        else:
            valeurs = tuple(_valeur(valeur) for valeur in donne["valeurs"])
        fait = Fait(
            identifiant,
            donne["question"],
            valeurs,
            donne.get("aide", ""),
            donne.get("exemple", ""),
            bool(donne.get("plusieurs", False)),
            bool(donne.get("facultatif", False)),
            donne.get("defaut"),
            donne.get("echelle"),
            {cle: texte for cle, texte in donne.get("variantes", {}).items() if not cle.startswith("§")},
        )
        if fait.defaut is not None and fait.defaut not in fait.identifiants:
            raise refus(donne, f"« {fait.defaut} » n’est pas une valeur", attendu=", ".join(fait.identifiants))
        faits[identifiant] = fait
    return faits


def _fait(faits: Mapping[str, Fait], nom: str) -> Fait:
    if nom not in faits:
        raise refus({"§fichier": "faits.yaml", "§ligne": 1}, f"le fait « {nom} » manque")
    return faits[nom]


def _valeur(brut: Brut) -> Valeur:
    reading.cles(brut, ("aide", "libelle_proche"), ("id", "libelle", "court"))
    return Valeur(str(brut["id"]), brut["libelle"], brut["court"], brut.get("aide", ""), brut.get("libelle_proche", ""))


def _variables(faits: Mapping[str, Fait], noms: tuple[str, ...]) -> list[Variable]:
    variables = []
    for nom in noms:
        fait = _fait(faits, nom)
        if fait.plusieurs:
            variables += [Variable(f"{nom}.{valeur}", ("non", "oui")) for valeur in fait.identifiants]
        else:
            variables.append(Variable(nom, fait.identifiants))
    return variables


_CLES_NIVEAU = (
    "dimensions", "dimension_ethique", "seuls", "cliniques_ou_ethiques", "table", "titre", "politique", "agregation",
    "echelle", "lignes", "expertise_had",
)  # fmt: skip


def _dimensions(brut: Brut, faits: Mapping[str, Fait], echelles: Mapping[str, Echelle]) -> Dimensions:
    """Level of every value of every dimension, from the table's rows; a value without a row is refused."""
    reading.cles(brut, (), _CLES_NIVEAU)
    if (brut["politique"], brut["agregation"]) != (Politique.COLLECT, "max"):
        raise refus(brut, "le niveau se prend au plus haut", attendu="politique: collect, agregation: max")
    noms = reading.tous_parmi(brut, "dimensions", faits)
    espace = Espace(_variables(faits, noms))
    vocabulaire = Vocabulaire(espace, faits, echelles, {})
    niveaux: list[dict[str, int]] = [{} for _ in noms]
    for ligne in brut["lignes"]:
        reading.cles(ligne, ("regles",), ("id", "dimension", "quand", "donne", "nature"))
        rang = noms.index(reading.parmi(ligne, "dimension", noms))
        vocabulaire.compiler(ligne["quand"], ligne)
        quand = ligne["quand"] or {}
        valeur = quand.get(noms[rang])
        if valeur not in faits[noms[rang]].identifiants or len([c for c in quand if not c.startswith("§")]) != 1:
            raise refus(ligne, "une ligne du niveau lit une valeur de sa dimension, et elle seule")
        donne = vocabulaire.rang(ligne["donne"], brut["echelle"], ligne, "donne")
        niveaux[rang][valeur] = max(donne, niveaux[rang].get(valeur, 0))
    for nom, connus in zip(noms, niveaux, strict=True):
        for valeur in faits[nom].identifiants:
            if valeur not in connus:
                raise refus(brut, f"aucune ligne ne donne le niveau de {nom} = {valeur}")
    ordonnes = tuple({v: connus[v] for v in faits[nom].identifiants} for nom, connus in zip(noms, niveaux, strict=True))
    return Dimensions(
        noms,
        ordonnes,
        noms.index(reading.parmi(brut, "dimension_ethique", noms)),
        frozenset(noms.index(nom) for nom in reading.tous_parmi(brut, "seuls", noms)),
        frozenset(noms.index(nom) for nom in reading.tous_parmi(brut, "cliniques_ou_ethiques", noms)),
    )


def _niveau(brut: Brut, dimensions: Dimensions, vocabulaire: Vocabulaire) -> NiveauDonnees:
    vus: dict[str, Any] = {}
    lignes = tuple(
        Ligne(
            reading.unique(vus, ligne),
            "",
            vocabulaire.compiler(ligne["quand"], ligne),
            donne=vocabulaire.rang(ligne["donne"], brut["echelle"], ligne, "donne"),
            source=reading.source(ligne),
            lieu=reading.lieu(ligne),
        )
        for ligne in brut["lignes"]
    )
    expertise = _echelonnees(brut["expertise_had"], vocabulaire)
    return NiveauDonnees(dimensions, lignes, {ligne["id"]: ligne["dimension"] for ligne in brut["lignes"]}, expertise)


def _echelonnees(brut: Brut, vocabulaire: Vocabulaire) -> tuple[Echelonnee, ...]:
    """A table that gives a rank on a scale, policy unique: overlaps are refused."""
    reading.cles(brut, ("faits", "notes"), ("table", "titre", "politique", "echelle", "lignes"))
    politique = reading.parmi(brut, "politique", [p.value for p in Politique])
    vus: dict[str, Any] = {}
    lignes = []
    for ligne in brut["lignes"]:
        reading.cles(ligne, ("titre", "texte", "regles"), ("id", "quand", "donne", "nature"))
        lignes.append(
            Echelonnee(
                reading.unique(vus, ligne),
                ligne.get("titre", "") or ligne.get("texte", ""),
                vocabulaire.compiler(ligne["quand"], ligne),
                vocabulaire.rang(ligne["donne"], brut["echelle"], ligne, "donne"),
                reading.source(ligne),
                reading.lieu(ligne),
            )
        )
    if politique == Politique.UNIQUE:
        verifier_sans_chevauchement(lignes, vocabulaire.espace)
    return tuple(lignes)


def _errspp(
    brut: Brut, faits: Mapping[str, Fait], echelles: Mapping[str, Echelle], definitions: Mapping[str, Any]
) -> ErrsppDonnees:
    espace = Espace(_variables(faits, _ERRSPP))
    vocabulaire = Vocabulaire(espace, faits, echelles, definitions)
    table = _echelonnees(brut, vocabulaire)
    vus: dict[str, Any] = {}
    notes = []
    for note in reading.tables(brut, "notes"):
        reading.cles(note, ("regles",), ("id", "quand", "texte", "nature"))
        quand = vocabulaire.compiler(note["quand"], note)
        notes.append(
            Echelonnee(reading.unique(vus, note), note["texte"], quand, 0, reading.source(note), reading.lieu(note))
        )
    return ErrsppDonnees(espace, table, tuple(notes))


def _impossibles(brut: Brut, vocabulaire: Vocabulaire, faits: Mapping[str, Fait]) -> tuple[Impossible, ...]:
    vus: dict[str, Any] = {}
    resultat = []
    for donne in brut.get("impossibles", ()):
        reading.cles(donne, ("sauf_besoins",), ("id", "quand", "message"))
        lus = tuple(sorted(_faits_lus(donne["quand"], faits)))
        if not lus:
            raise refus(donne, "une impossibilité nomme les faits qui ne vont pas ensemble")
        resultat.append(
            Impossible(
                reading.unique(vus, donne),
                vocabulaire.compiler(donne["quand"], donne),
                donne["message"],
                lus,
                reading.tous_parmi(donne, "sauf_besoins", faits["besoin"].identifiants),
            )
        )
    return tuple(resultat)


def _faits_lus(brut: Brut, faits: Mapping[str, Fait]) -> set[str]:
    """Facts that a raw condition names, for the message of an impossible combination."""
    lus: set[str] = set()
    if isinstance(brut, list):
        for membre in brut:
            lus |= _faits_lus(membre, faits)
    elif isinstance(brut, dict):
        for cle, valeur in brut.items():
            nom = "en_place" if cle == DECLARE else cle
            lus |= {nom} if nom in faits else _faits_lus(valeur, faits)
    return lus


def boite_de(espace: Espace, reponses: Mapping[str, str]) -> Boite:
    """A box from single-valued facts of a small space; a missing fact keeps all its values."""
    boite = [variable.plein for variable in espace.variables]
    for nom, valeur in reponses.items():
        boite[espace.index[nom]] = espace.masque(nom, valeur)
    return boite


__all__ = ["ErrsppDonnees", "NiveauDonnees", "Questionnaires", "Table", "boite_de", "charger", "construire"]
