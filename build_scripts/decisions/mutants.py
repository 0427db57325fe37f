"""Mutants of the questionnaires' data, and the trial that must catch them.

A mutant changes one rule in one way: result, condition, order or threshold. Only data are changed, never code.
"""

from __future__ import annotations

import copy
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from build_scripts.decisions.examples import ecarts, lire_exemples, repondre
from desktop.decision.facts import FaitsError
from desktop.decision.loading.questionnaires import construire
from desktop.decision.loading.sources import MARQUES, Donnees, analyser, lire
from desktop.decision.orientation import Orientation
from desktop.errors import ContentError
from desktop.proof.verify import verifier
from desktop.proof.whole_space import Preuve
from desktop.text.typography import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from build_scripts.decisions.examples import Exemple
    from desktop.decision.loading.sources import Brut

# A path in the raw data: file, then keys and positions.
Chemin = tuple[str | int, ...]
_OPPOSES = {"oui": "non", "non": "oui"}
_ROLES = ("principal", "alternatives", "appuis", "anticiper")
# Words and identifiers are no rules; citations are checked by law 10.
_MUETTES = {
    "id", "titre", "texte", "pour", "regles", "nature", "libelle", "question", "aide", "numero", "genre", "message", "table",
    "politique", "agregation", "echelle", "dimension", "besoins_sans_patient", "rubrique", "pour_conclure", "force",
    "document", "dire", "court",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: `nom` says where and what; `besoins`: needs whose tables it can touch (empty: all)."""

    nom: str
    chemin: Chemin
    operation: str
    valeur: Any
    besoins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """By what a mutant was caught: `chargement`, `exemple`, `loi N`, `équivalent`, or `survit`."""

    par: str
    detail: str = ""


def mutants(donnees: Donnees) -> list[Mutant]:
    """Every mutant of the tables, in a stable order."""
    liste: list[Mutant] = []
    for fichier in ("niveau.yaml", "errspp.yaml", "faits.yaml", *_orientation(donnees)):
        brut = donnees.fichiers[fichier]
        if fichier == "faits.yaml":
            brut = {cle: brut[cle] for cle in ("definitions", "impossibles")}
        for chemin, operation, valeur in _visiter(brut, (fichier,)):
            besoins = _besoins(donnees, chemin)
            liste.append(Mutant(_nom(donnees, chemin, operation, valeur), chemin, operation, valeur, besoins))
    return liste


def tirer(liste: Sequence[Mutant], nombre: int, graine: int) -> list[Mutant]:
    """A seeded sample."""
    return random.Random(graine).sample(list(liste), min(nombre, len(liste)))  # noqa: S311 - a sample, not a secret


def appliquer(donnees: Donnees, mutant: Mutant) -> Donnees:
    """The data with one change."""
    fichiers = dict(donnees.fichiers)
    racine = str(mutant.chemin[0])
    fichiers[racine] = copy.deepcopy(fichiers[racine])
    hote: Any = fichiers
    for cle in mutant.chemin[:-1]:
        hote = hote[cle]
    derniere = mutant.chemin[-1]
    if mutant.operation == "retirer":
        del hote[derniere]
    elif mutant.operation == "échanger":
        hote[derniere], hote[derniere + 1] = hote[derniere + 1], hote[derniere]  # type: ignore[operator]
    elif mutant.operation == "déplacer":
        hote.setdefault(mutant.valeur[0], []).append(hote[derniere].pop(mutant.valeur[1]))
    else:
        hote[derniere] = mutant.valeur
    return Donnees(fichiers, f"{donnees.empreinte}+{mutant.nom}")


def _orientation(donnees: Donnees) -> list[str]:
    return [nom for nom in donnees.fichiers if nom.startswith("orientation/") and not nom.endswith("structures.yaml")]


def _visiter(brut: Brut, chemin: Chemin) -> Iterator[tuple[Chemin, str, Any]]:
    """(path, operation, value) of every change below a piece of data."""
    if isinstance(brut, dict):
        for cle, valeur in brut.items():
            if cle in MARQUES or cle in _MUETTES:
                continue
            ici = (*chemin, cle)
            if cle in _CONDITIONS:
                yield from _conditions(valeur, ici)
            elif cle in _ROLES and isinstance(valeur, list):
                yield from _enonces(valeur, ici)
            elif cle in _RESULTATS:
                yield from _resultats(cle, valeur, ici)
            else:
                yield from _visiter(valeur, ici)
    elif isinstance(brut, list):
        yield from _liste(brut, chemin)


def _liste(brut: list[Any], chemin: Chemin) -> Iterator[tuple[Chemin, str, Any]]:
    """Rules in a list: each taken out, each swapped with the next where order is meant."""
    for rang, element in enumerate(brut):
        if isinstance(element, dict) or chemin[-1] in _ENSEMBLES:
            yield (*chemin, rang), "retirer", None
        if _ordre_compte(brut, rang, chemin):
            yield (*chemin, rang), "échanger", None
        yield from _visiter(element, (*chemin, rang))


def _ordre_compte(brut: list[Any], rang: int, chemin: Chemin) -> bool:
    """Whether a rule's place before the next one means something."""
    if rang + 1 >= len(brut) or chemin[-1] not in _ORDONNEES or chemin[0] in _SANS_ORDRE:
        return False
    if chemin[-1] not in ("maintenant", "resolutions"):
        return True
    return bool(brut[rang]["structure"] == brut[rang + 1]["structure"])


_CONDITIONS = ("quand", "si", "remplie", "definitions")
_RESULTATS = ("structure", "donne", "ajoute", "ouvert", "sauf_en_place", "si_plan", "porte", "rang", "plan_de", "remplacement",
              "si_propose", "role", "premier", "avant")  # fmt: skip
_ORDONNEES = ("lignes", "resolutions", "maintenant", "ordre_des_besoins")
# Collected or unique: order means nothing there.
_SANS_ORDRE = ("niveau.yaml", "errspp.yaml")
_ENSEMBLES = ("besoins", "sauf_besoins", "retire", "si_principal", "par", "via", "ne_soignent_pas", "structures",
              "hors_hopital", "anticiper", "had", "benevoles", "hospitalisation", "besoins_de_soins", "seuls",
              "cliniques_ou_ethiques", "toutes", "principales", "notes")  # fmt: skip


def _enonces(brut: list[Any], chemin: Chemin) -> Iterator[tuple[Chemin, str, Any]]:
    """Statements of a role: each taken out, put in another role, swapped with the next where order is meant."""
    role = str(chemin[-1])
    autre = {"principal": "alternatives", "alternatives": "appuis", "appuis": "alternatives"}.get(role)
    for rang, element in enumerate(brut):
        yield (*chemin, rang), "retirer", None
        if autre:
            yield chemin, "déplacer", (autre, rang)
        if rang + 1 < len(brut) and role in ("principal", "alternatives"):
            yield (*chemin, rang), "échanger", None
        yield from _visiter(element, (*chemin, rang))


def _resultats(cle: str, valeur: Brut, chemin: Chemin) -> Iterator[tuple[Chemin, str, Any]]:
    if cle == "donne" and isinstance(valeur, str) and ":" in valeur:
        yield from _seuils(valeur, chemin)
    elif cle == "donne":
        yield chemin, "changer", {"oui": "non", "non": "oui", "territoire": "oui"}.get(valeur, "premier_recours")
    elif cle in ("structure", "ajoute"):
        yield chemin, "changer", "usp" if valeur != "usp" else "lisp"
    elif cle in ("ouvert", "sauf_en_place", "si_plan", "porte", "rang", "si_propose"):
        yield chemin, "retirer", None
    elif cle == "role":
        yield chemin, "changer", "alternative"
    elif cle == "remplacement":
        yield chemin, "changer", "emsp"


def _seuils(valeur: str, chemin: Chemin) -> Iterator[tuple[Chemin, str, Any]]:
    echelle, deux_points, rang = valeur.partition(":")
    if not deux_points:
        return
    for voisin in (int(rang) - 1, int(rang) + 1):
        if 1 <= voisin <= (4 if echelle == "intervention_errspp" else 3):
            yield chemin, "changer", f"{echelle}:{voisin}"


def _conditions(brut: Brut, chemin: Chemin) -> Iterator[tuple[Chemin, str, Any]]:
    """A condition: each entry dropped, each value turned round, each threshold moved."""
    if isinstance(brut, dict):
        for cle, valeur in brut.items():
            if cle not in MARQUES:
                if chemin[-1] != "definitions":
                    yield (*chemin, cle), "retirer", None
                yield from _valeurs(cle, valeur, (*chemin, cle))
    elif isinstance(brut, list):
        for rang, element in enumerate(brut):
            if len(brut) > 1:
                yield (*chemin, rang), "retirer", None
            yield from _conditions(element, (*chemin, rang))


def _valeurs(cle: str, valeur: Brut, chemin: Chemin) -> Iterator[tuple[Chemin, str, Any]]:
    if isinstance(valeur, list) and all(isinstance(element, str) for element in valeur):
        for rang, element in enumerate(valeur):
            if len(valeur) > 1:
                yield (*chemin, rang), "retirer", None
            yield from _seuils(element, (*chemin, rang))
    elif isinstance(valeur, dict | list):
        yield from _conditions(valeur, chemin)
    elif isinstance(valeur, str) and ":" in valeur:
        yield from _seuils(valeur, chemin)
    elif valeur in _OPPOSES:
        yield chemin, "changer", _OPPOSES[valeur]
    elif cle in ("en_place", "en_place_declare", "refus", "accords"):
        yield chemin, "changer", {"aucun": [valeur]}
    elif cle not in ("est", "sauf", "au_moins", "au_plus", "tous", "aucun"):
        yield chemin, "changer", {"sauf": valeur}


def _besoins(donnees: Donnees, chemin: Chemin) -> tuple[str, ...]:
    """Needs whose tables a change can touch: its own table's, and those that copy it."""
    if len(chemin) < 3 or chemin[1] != "tables":
        return ()
    besoin = donnees.fichiers[str(chemin[0])]["tables"][chemin[2]]["table"]
    copies = {"hospitalisation": ("soins", "geste", "repit"), "avis": ("geste", "ethique")}
    return (besoin, *copies.get(besoin, ()))


def _nom(donnees: Donnees, chemin: Chemin, operation: str, valeur: Brut) -> str:
    """« soins-niveau-1/principal/0 : retirer »: stable as long as identifiers are."""
    hote: Any = donnees.fichiers
    parties: list[str] = []
    for cle in chemin:
        hote = hote[cle]
        if isinstance(hote, dict) and "id" in hote:
            parties = [str(hote["id"])]
        elif isinstance(hote, dict) and "table" in hote:
            parties = [str(hote["table"])]
        else:
            parties.append(str(cle))
    suite = "" if valeur is None else f" → {valeur}"
    return f"{'/'.join(parties)} : {operation}{suite}"


@dataclass(slots=True)
class Epreuve:
    """What a mutant must pass: the documented examples, then the laws, then the comparison with the original."""

    donnees: Donnees
    exemples: list[Exemple]
    original: Preuve

    @classmethod
    def de(cls, dossier: Path, cas: Path) -> Epreuve:
        """The trial for a folder of questionnaires; `cas`: more documented examples, one a row."""
        donnees = lire(dossier)
        exemples = lire_exemples(dossier / "exemples") + lire_exemples(cas)
        return cls(donnees, exemples, Preuve(Orientation(construire(donnees))))

    def eprouver(self, mutant: Mutant) -> Verdict:
        """By what the mutant is caught."""
        try:
            questionnaires = construire(appliquer(self.donnees, mutant))
        except (ContentError, KeyError, ValueError, TypeError) as refus:
            return Verdict("chargement", str(refus))
        orientation = Orientation(questionnaires)
        if raison := self._exemple(orientation, set(mutant.besoins)):
            return Verdict("exemple", raison)
        besoins = mutant.besoins or tuple(orientation.donnees.tables)
        if self._equivalent(orientation, besoins):
            return Verdict("équivalent")
        try:
            rapport = verifier(questionnaires, None, range(1, 11), besoins)
        except LookupError as faute:
            return Verdict("loi 1", str(faute))
        for loi in rapport.lois:
            if not loi.tient:
                return Verdict(f"loi {loi.numero}", str(loi.echecs[0]))
        return Verdict("survit")

    def _exemple(self, orientation: Orientation, besoins: set[str]) -> str:
        """What no longer holds; the examples of the needs that the mutant touches come first."""
        for exemple in sorted(self.exemples, key=lambda un: besoins.isdisjoint(un.faits.get("besoin", ()))):
            try:
                obtenu = repondre(orientation, exemple)
            except (FaitsError, LookupError) as faute:
                return f"{exemple.id} : {faute}"
            if differences := ecarts(exemple.attendu, obtenu):
                return f"{exemple.id} : {differences[0]}"
        return ""

    def _equivalent(self, orientation: Orientation, besoins: Sequence[str]) -> bool:
        """Whether a changed version answers alike in every situation, texts aside."""
        from build_scripts.decisions.fingerprint import memes_reponses

        return memes_reponses(self.original, Preuve(orientation), besoins)

    def survivants_argumentes(self, fichier: Path) -> dict[str, str]:
        """Name of a surviving mutant → why it may survive."""
        if not fichier.exists():
            return {}
        brut = analyser(fichier.read_bytes(), fichier.name)
        # A name is no sentence: it has none of the insécables that reading gives.
        return {bare(entree["mutant"]): entree["argument"] for entree in brut.get("survivants", ())}
