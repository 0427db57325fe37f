"""`cap-palliatif exporter`: questionnaires, cases, tables and the decision path in shapes that other programs take."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli import streams
from desktop.cli.decide import read
from desktop.cli.moment import MOMENT
from desktop.cli.parser import CommandParser, LineNotUnderstoodError
from desktop.errors import CapPalliatifError, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.cli.services import RunContext

FORMATS = ("fhir", "dmn", "chemin")


class FolderError(CapPalliatifError):
    """A folder in which nothing can be written."""


def run(arguments: list[str], context: RunContext) -> int:
    """Write one export to standard output, or one or all of them into a folder."""
    parser = CommandParser("cap-palliatif exporter", "Exporter.")
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument("nom", nargs="?")
    parser.add_argument("--faits", metavar="FICHIER")
    parser.add_argument("--vers", metavar="DOSSIER")
    choice = parser.read(arguments)
    if choice.format == "chemin":
        file_names: Iterable[tuple[str, str]] = [_path_drawing(context, choice.faits, choice.nom)]
    elif choice.faits is not None:
        file_names = [_answer(context, choice.format, choice.nom, choice.faits)]
    else:
        known = _names(context, choice.format)
        if choice.nom is None and choice.vers is None:
            raise LineNotUnderstoodError(
                f"cap-palliatif exporter {choice.format} : donnez un nom ({', '.join(known)}), "
                "ou --vers DOSSIER pour tous les écrire dans un dossier."
            )
        file_names = [_file(context, choice.format, name) for name in ([choice.nom] if choice.nom else known)]
    if choice.vers is None:
        for _, text in file_names:
            streams.say(text, end="")
    else:
        write(Path(choice.vers), file_names)
    return 0


def write(folder: Path, file_names: Iterable[tuple[str, str]]) -> None:
    """Write files into a folder, which is made if need be, and say which. Raises FolderError."""
    from desktop import files

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in file_names:
            path = folder / name
            files.write(path, text)
            streams.say(str(path))
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise FolderError(
            f"« {folder} » : rien ne peut y être écrit ({system_reason(fault)}).", "Choisissez un autre dossier."
        ) from fault


def _names(context: RunContext, format_: str) -> tuple[str, ...]:
    from desktop.export import dmn, fhir

    return (
        fhir.questionnaire_names(context.questionnaires)
        if format_ == "fhir"
        else dmn.table_names(context.questionnaires)
    )


def _file(context: RunContext, format_: str, name: str) -> tuple[str, str]:
    from desktop.export import dmn, fhir

    q = context.questionnaires
    if format_ == "dmn":
        return f"{name}.dmn", dmn.write(q, name, context.corpus.version, context.corpus)
    return f"questionnaire-{name}.json", _json(fhir.questionnaire(q, name, context.corpus.version))


def _answer(context: RunContext, format_: str, name: str | None, facts: str) -> tuple[str, str]:
    """A case: the answers of a file, and the program's result."""
    from datetime import datetime

    from desktop.export import fhir, fhir_response

    if format_ != "fhir":
        raise LineNotUnderstoodError("cap-palliatif exporter dmn : --faits ne va qu’avec fhir et chemin.")
    name = name or fhir.ORIENTATION
    frame = fhir_response.ResponseFrame(context.corpus.version, datetime.now().astimezone(), sources=context.sources)
    return f"reponse-{name}.json", _json(fhir_response.response_of(context.questionnaires, name, read(facts), frame))


def _path_drawing(context: RunContext, facts: str | None, besoin: str | None) -> tuple[str, str]:
    """The decision path of a situation, or of one of its needs."""
    from desktop.export import path_layout, path_svg
    from desktop.telling.hours import moment_of
    from desktop.telling.path_graph import path_of
    from desktop.telling.story import tell_short

    if facts is None:
        raise LineNotUnderstoodError(
            "cap-palliatif exporter chemin : il manque --faits FICHIER (« - » : l’entrée standard)."
        )
    plan = context.orientation.orienter(read(facts))
    besoins = [b.besoin for b in plan.besoins]
    if besoin is not None and besoin not in besoins:
        allowed = ", ".join(besoins) or "aucun"
        raise LineNotUnderstoodError(
            f"cap-palliatif exporter chemin : « {besoin} » n’est pas un besoin des faits ({allowed})."
        )
    q, moment = context.questionnaires, plan.faits.get(MOMENT)
    when = moment_of(q, moment) if moment else ""
    story = tell_short(q, plan, quand=when)
    return "chemin.svg", path_svg.write(path_layout.compose(story, path_of(q, plan, besoin, when)))


def _json(resource: dict[str, Any]) -> str:
    return json.dumps(resource, ensure_ascii=False, indent=2) + "\n"
