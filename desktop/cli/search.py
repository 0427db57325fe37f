"""`cap-palliatif chercher`: the rules that answer, with their force and their reference."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Any

from desktop.cli import streams
from desktop.cli.parser import Analyseur, LigneIncompriseError
from desktop.cli.services import Contexte, ecrire_json

if TYPE_CHECKING:
    from desktop.search.results import Hit, Results

PAR_LOT = 10


def executer(arguments: list[str], contexte: Contexte) -> int:
    """Search once, or once a line with `--lot`. 0 when something was found."""
    analyseur = Analyseur("cap-palliatif chercher", "Chercher une règle.")
    analyseur.add_argument("requete", nargs="*")
    analyseur.add_argument("--json", action="store_true")
    analyseur.add_argument("--lot", action="store_true")
    analyseur.add_argument("--nombre", type=int, default=PAR_LOT)
    choix = analyseur.parse_args(arguments)
    if choix.nombre < 1:
        raise LigneIncompriseError("cap-palliatif chercher : --nombre attend un nombre entier à partir de 1.")
    if choix.lot:
        if choix.requete:
            raise LigneIncompriseError(
                "cap-palliatif chercher : avec --lot, les requêtes viennent de l’entrée standard."
            )
        for requete in streams.lines():
            ecrire_json(objet(contexte, requete, contexte.moteur.search(requete, limit=choix.nombre)))
        return 0
    requete = " ".join(choix.requete)
    if not requete.strip():
        raise LigneIncompriseError('cap-palliatif chercher : que faut-il chercher ? Par exemple : chercher "lits usp".')
    resultats = contexte.moteur.search(requete, limit=choix.nombre)
    if choix.json:
        ecrire_json(objet(contexte, requete, resultats))
    else:
        streams.say(texte(contexte, resultats))
    return 0 if resultats.hits else 1


def objet(contexte: Contexte, requete: str, resultats: Results) -> dict[str, Any]:
    """The answer to one query, for other programs."""
    trouve: dict[str, Any] = {"q": requete, "hits": [_hit(contexte, h) for h in resultats.hits]}
    if resultats.remarks:
        trouve["remarques"] = list(resultats.remarks)
    return trouve


def _hit(contexte: Contexte, hit: Hit) -> dict[str, Any]:
    source = contexte.corpus.documents[hit.document].source
    return {
        "document": hit.document,
        "source": source.fichier,
        "annexe": source.annexe,
        "rubrique": hit.title,
        "regle": hit.regle,
        "force": None if hit.force is None else str(hit.force),
        "text": f"{hit.title} : {hit.text}",
        "excerpt": hit.excerpt,
        "score": round(hit.score, 4),
    }


def texte(contexte: Contexte, resultats: Results) -> str:
    """The answer for a person: rule, force, reference; or what else one could type."""
    largeur = max(40, min(shutil.get_terminal_size((100, 24)).columns, 100))
    parties: list[str] = list(resultats.remarks)
    if resultats.correction and resultats.correction_applied:
        parties.append(f"Résultats pour « {resultats.correction} ».")
    for rang, hit in enumerate(resultats.hits, start=1):
        reference = contexte.corpus.reference_de(hit.regle)
        force = "" if hit.force is None else hit.force.libelle
        borne = "" if hit.borne is None else f" · {hit.borne.libelle}"
        parties.append(
            "\n".join(
                [
                    f"{rang}. [{force}{borne}] {hit.title}",
                    textwrap.fill(hit.text, largeur, initial_indent="   ", subsequent_indent="   "),
                    textwrap.fill(
                        f"↳ {reference} ({hit.regle})", largeur, initial_indent="   ", subsequent_indent="     "
                    ),
                ]
            )
        )
    if not resultats.hits:
        parties.append(f"Rien ne répond à « {resultats.query} ».")
    if resultats.correction and not resultats.correction_applied:
        parties.append(f"Vouliez-vous dire « {resultats.correction} » ?")
    if resultats.suggestions:
        parties.append("À essayer aussi : " + " ; ".join(f"« {s.query} » ({s.reason})" for s in resultats.suggestions))
    parties += [f"Le filtre « {f} » n’existe pas : il est ignoré." for f in resultats.unknown_filters]
    return "\n\n".join(parties)
