"""`cap-palliatif chercher`: the rules that answer, with their force and their reference."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING, Any

from desktop.cli import streams
from desktop.cli.parser import CommandParser, LineNotUnderstoodError, whole_number
from desktop.cli.services import RunContext, write_json

if TYPE_CHECKING:
    from desktop.search.results import Hit, Results

BATCH = 10


def run(arguments: list[str], context: RunContext) -> int:
    """Search once, or once a line with `--lot`. 0 when something was found."""
    parser = CommandParser("cap-palliatif chercher", "Chercher une règle.")
    parser.add_argument("requete", nargs="*")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lot", action="store_true")
    parser.add_argument("--nombre", type=whole_number, default=BATCH)
    choice = parser.read(arguments)
    if choice.nombre < 1:
        raise LineNotUnderstoodError("cap-palliatif chercher : --nombre attend un nombre entier à partir de 1.")
    if choice.lot:
        if choice.requete:
            raise LineNotUnderstoodError(
                "cap-palliatif chercher : avec --lot, les requêtes viennent de l’entrée standard."
            )
        for query in streams.lines():
            write_json(as_object(context, query, context.engine.search(query, limit=choice.nombre)))
        return 0
    query = " ".join(choice.requete)
    if not query.strip():
        raise LineNotUnderstoodError(
            'cap-palliatif chercher : que faut-il chercher ? Par exemple : chercher "lits usp".'
        )
    results = context.engine.search(query, limit=choice.nombre)
    if choice.json:
        write_json(as_object(context, query, results))
    else:
        streams.say(text(context, results))
    return 0 if results.hits else 1


def as_object(context: RunContext, query: str, results: Results) -> dict[str, Any]:
    """The answer to one query, for other programs."""
    found: dict[str, Any] = {"q": query, "hits": [_hit(context, h) for h in results.hits]}
    if results.remarks:
        found["remarques"] = list(results.remarks)
    return found


def _hit(context: RunContext, hit: Hit) -> dict[str, Any]:
    source = context.corpus.documents[hit.document].source
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


def text(context: RunContext, results: Results) -> str:
    """The answer for a person: rule, force, reference; or what else one could type."""
    width = max(40, min(shutil.get_terminal_size((100, 24)).columns, 100))
    parts: list[str] = list(results.remarks)
    if results.correction and results.correction_applied:
        parts.append(f"Résultats pour « {results.correction} ».")
    for rank, hit in enumerate(results.hits, start=1):
        reference = context.corpus.reference_of(hit.regle)
        force = "" if hit.force is None else hit.force.label
        borne = "" if hit.borne is None else f" · {hit.borne.label}"
        parts.append(
            "\n".join(
                [
                    f"{rank}. [{force}{borne}] {hit.title}",
                    textwrap.fill(hit.text, width, initial_indent="   ", subsequent_indent="   "),
                    textwrap.fill(
                        f"↳ {reference} ({hit.regle})", width, initial_indent="   ", subsequent_indent="     "
                    ),
                ]
            )
        )
    if not results.hits:
        parts.append(f"Rien ne répond à « {results.query} ».")
    if results.correction and not results.correction_applied:
        parts.append(f"Vouliez-vous dire « {results.correction} » ?")
    if results.suggestions:
        parts.append("À essayer aussi : " + " ; ".join(f"« {s.query} » ({s.reason})" for s in results.suggestions))
    parts += [f"Le filtre « {f} » n’existe pas : il est ignoré." for f in results.unknown_filters]
    return "\n\n".join(parts)
