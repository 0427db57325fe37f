"""`cap-palliatif exporter`: questionnaires, cases, tables and the decision path in shapes that other programs take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli import streams
from desktop.cli.decide import lire
from desktop.cli.parser import Analyseur, LigneIncompriseError
from desktop.errors import CapPalliatifError, raison_systeme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.cli.services import Contexte

FORMATS = ("fhir", "dmn", "chemin")


class DossierError(CapPalliatifError):
    """A folder in which nothing can be written."""


def executer(arguments: list[str], contexte: Contexte) -> int:
    """Write one export to standard output, or one or all of them into a folder."""
    analyseur = Analyseur("cap-palliatif exporter", "Exporter.")
    analyseur.add_argument("format", choices=FORMATS)
    analyseur.add_argument("nom", nargs="?")
    analyseur.add_argument("--faits", metavar="FICHIER")
    analyseur.add_argument("--vers", metavar="DOSSIER")
    choix = analyseur.parse_args(arguments)
    if choix.format == "chemin":
        fichiers: Iterable[tuple[str, str]] = [_chemin(contexte, choix.faits, choix.nom)]
    elif choix.faits is not None:
        fichiers = [_reponse(contexte, choix.format, choix.nom, choix.faits)]
    else:
        connus = _noms(contexte, choix.format)
        if choix.nom is None and choix.vers is None:
            raise LigneIncompriseError(
                f"cap-palliatif exporter {choix.format} : donnez un nom ({', '.join(connus)}), "
                "ou --vers DOSSIER pour tous les écrire dans un dossier."
            )
        fichiers = [_fichier(contexte, choix.format, nom) for nom in ([choix.nom] if choix.nom else connus)]
    if choix.vers is None:
        for _, texte in fichiers:
            streams.say(texte, end="")
    else:
        ecrire(Path(choix.vers), fichiers)
    return 0


def ecrire(dossier: Path, fichiers: Iterable[tuple[str, str]]) -> None:
    """Write files into a folder, which is made if need be, and say which. Raises DossierError."""
    from desktop import files

    try:
        dossier.mkdir(parents=True, exist_ok=True)
        for nom, texte in fichiers:
            chemin = dossier / nom
            files.write(chemin, texte)
            streams.say(str(chemin))
    except BrokenPipeError:
        raise
    except OSError as faute:
        raise DossierError(
            f"« {dossier} » : rien ne peut y être écrit ({raison_systeme(faute)}).", "Choisissez un autre dossier."
        ) from faute


def _noms(contexte: Contexte, format_: str) -> tuple[str, ...]:
    from desktop.export import dmn, fhir

    return fhir.noms(contexte.questionnaires) if format_ == "fhir" else dmn.noms(contexte.questionnaires)


def _fichier(contexte: Contexte, format_: str, nom: str) -> tuple[str, str]:
    from desktop.export import dmn, fhir

    q = contexte.questionnaires
    if format_ == "dmn":
        return f"{nom}.dmn", dmn.ecrire(q, nom, contexte.corpus.version, contexte.corpus)
    return f"questionnaire-{nom}.json", _json(fhir.questionnaire(q, nom, contexte.corpus.version))


def _reponse(contexte: Contexte, format_: str, nom: str | None, faits: str) -> tuple[str, str]:
    """A case: the answers of a file, and the program's result."""
    from datetime import datetime

    from desktop.export import fhir, fhir_response

    if format_ != "fhir":
        raise LigneIncompriseError("cap-palliatif exporter dmn : --faits ne va qu’avec fhir et chemin.")
    nom = nom or fhir.ORIENTATION
    cadre = fhir_response.Cadre(contexte.corpus.version, datetime.now().astimezone())
    return f"reponse-{nom}.json", _json(fhir_response.reponse(contexte.questionnaires, nom, lire(faits), cadre))


def _chemin(contexte: Contexte, faits: str | None, besoin: str | None) -> tuple[str, str]:
    """The decision path of a situation, or of one of its needs."""
    from desktop.export import path_layout as chemin
    from desktop.export import path_svg

    if faits is None:
        raise LigneIncompriseError(
            "cap-palliatif exporter chemin : il manque --faits FICHIER (« - » : l’entrée standard)."
        )
    plan = contexte.orientation.orienter(lire(faits))
    besoins = [b.besoin for b in plan.besoins]
    if besoin is not None and besoin not in besoins:
        permis = ", ".join(besoins) or "aucun"
        raise LigneIncompriseError(
            f"cap-palliatif exporter chemin : « {besoin} » n’est pas un besoin des faits ({permis})."
        )
    return "chemin.svg", path_svg.ecrire(chemin.composer(contexte.questionnaires, plan, besoin))


def _json(ressource: dict[str, Any]) -> str:
    return json.dumps(ressource, ensure_ascii=False, indent=2) + "\n"
