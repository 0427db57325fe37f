"""`orienter`, a form of its own and `profil`: the questionnaires for other programs, one object in, one answer out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.cli import streams
from desktop.cli.moment import MOMENT, Clock, add_options
from desktop.cli.parser import CommandParser, LineNotUnderstoodError
from desktop.cli.pdf import tell
from desktop.cli.services import RunContext, write_json
from desktop.errors import CapPalliatifError
from desktop.telling.words import short_answer

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.decision import Plan
    from desktop.telling.story import Story

Answer = Callable[[Any], dict[str, Any]]


class FactsFileError(CapPalliatifError):
    """A file of facts that can't be read."""


def orienter(arguments: list[str], context: RunContext) -> int:
    """The plan of a situation, or of one a line with `--lot`."""
    parser = _parser("orienter")
    add_options(parser)
    parser.add_argument("--pdf", metavar="SORTIE")
    choice = parser.read(arguments)
    clock = Clock(choice)
    if choice.pdf is not None and (choice.lot or choice.json):
        raise LineNotUnderstoodError("cap-palliatif orienter : --pdf ne va pas avec --lot ni --json.")

    def answer(facts: Any) -> dict[str, Any]:  # noqa: ANN401 - what a file holds is checked by the engine
        facts, instant = clock.complete(facts)
        plan = context.orientation.orienter(facts).as_dict()
        return plan if instant is None else {**plan, "horloge": clock.as_dict(instant, facts[MOMENT])}

    if choice.lot:
        return _in_batch(answer, choice.fichier)
    facts = read(choice.fichier)
    if choice.json:
        write_json(answer(facts))
        return 0
    facts, instant = clock.complete(facts)
    plan = context.orientation.orienter(facts)
    if choice.pdf is not None:
        path = Path(choice.pdf)
        tell(path, context.press.plan(_told(context, plan, instant), path))
    else:
        streams.say(plan_text(context, plan, instant))
    if instant is not None:
        moment = short_answer(context.questionnaires, MOMENT, facts[MOMENT])
        streams.say(f"\n{clock.words(instant, moment)}")
    return 0


def involvement(arguments: list[str], context: RunContext) -> int:
    """The rank that a form gives, for the command of its name."""
    from desktop.cli.commands import INVOLVEMENT

    choice = _parser(INVOLVEMENT).read(arguments)

    def answer(facts: Any) -> dict[str, Any]:  # noqa: ANN401
        from desktop.decision import evaluate_form

        return evaluate_form(context.questionnaires, INVOLVEMENT, facts).as_dict()

    if choice.lot:
        return _in_batch(answer, choice.fichier)
    result = answer(read(choice.fichier))
    if choice.json:
        write_json(result)
    else:
        (niveaux,) = result.values()
        said = " ou ".join(map(str, niveaux)) if isinstance(niveaux, list) else str(niveaux)
        streams.say(context.questionnaires.forms[INVOLVEMENT].words["dit"].format(said))
    return 0


def profil(arguments: list[str], context: RunContext) -> int:
    """What the items held make of a post's profile."""
    parser = CommandParser("cap-palliatif profil", "Un profil de poste.")
    parser.add_argument("nom")
    _options(parser)
    choice = parser.read(arguments)
    from desktop.decision.profils import verifier_nom

    # Before what is held is waited for: a name that does not exist needs none.
    verifier_nom(context.questionnaires, choice.nom)

    def report(tenus: Any) -> dict[str, Any]:  # noqa: ANN401
        from desktop.decision import profil as evaluer

        return evaluer(context.questionnaires, choice.nom, tenus).as_dict()

    if choice.lot:
        return _in_batch(report, choice.fichier)
    held = read(choice.fichier)
    if choice.json:
        write_json(report(held))
        return 0
    from desktop.decision import profil as evaluer
    from desktop.export.checklist_text import checklist_text
    from desktop.telling.checklist import tell_checklist

    found = evaluer(context.questionnaires, choice.nom, held)
    states = held if isinstance(held, dict) else dict.fromkeys(held, "acquis")
    streams.say(checklist_text(tell_checklist(context.questionnaires, found, states, context.corpus)).rstrip())
    return 0


def _parser(name: str) -> CommandParser:
    parser = CommandParser(f"cap-palliatif {name}", "Répondre à un questionnaire.")
    _options(parser)
    return parser


def _options(parser: CommandParser) -> None:
    parser.add_argument("fichier", nargs="?", default=streams.STANDARD)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--lot", action="store_true")


def read(name: str) -> Any:  # noqa: ANN401
    """The JSON of a file, or of standard input for `-`. Raises FactsFileError, or InputError, with what to do."""
    where = "l’entrée standard" if name == streams.STANDARD else f"« {name} »"
    try:
        return json.loads(streams.whole(name))
    except json.JSONDecodeError as fault:
        raise FactsFileError(
            f"{where} n’est pas du JSON (ligne {fault.lineno}, colonne {fault.colno}).",
            "Voyez l’exemple de « cap-palliatif aide ».",
        ) from fault
    except (ValueError, RecursionError) as fault:
        raise FactsFileError(f"{where} : {_immoderate(fault)}", "Voyez l’exemple de « cap-palliatif aide ».") from fault


def _immoderate(fault: Exception) -> str:
    """What JSON allows and nobody writes: thousands of digits, thousands of brackets."""
    return "l’imbrication est trop profonde." if isinstance(fault, RecursionError) else "un nombre est trop long."


def _in_batch(answer: Answer, file: str) -> int:
    """One answer a line, whatever the line holds: a bad one gets `{"erreur": …}` and the rest goes on.

    Not so a line in another encoding: nobody knows what it says. Raises InputError.
    """
    for line in streams.lines(file):
        if not line.strip():
            continue
        try:
            write_json(answer(json.loads(line)))
        except json.JSONDecodeError as fault:
            write_json({"erreur": f"Cette ligne n’est pas du JSON (colonne {fault.colno})."})
        except (ValueError, RecursionError) as fault:
            write_json({"erreur": f"Cette ligne ne se lit pas : {_immoderate(fault)}"})
        except streams.OutputError:
            raise
        except CapPalliatifError as fault:
            write_json({"erreur": str(fault)})
    return 0


def plan_text(context: RunContext, plan: Plan, instant: datetime | None = None) -> str:
    """The report of the plan, for a person at a terminal; it may be kept in a file, and says its hour as paper does."""
    from desktop.export import report, report_text

    composed = report.compose(_told(context, plan, instant))
    return f"{composed.phrase}\n\n{report_text.plain_text(composed)}".rstrip()


def _told(context: RunContext, plan: Plan, instant: datetime | None) -> Story:
    """A plan that is read later: with the hour of the clock where it gave the moment, else the moment of the facts."""
    from datetime import datetime

    from desktop import __version__
    from desktop.telling.frame import Frame
    from desktop.telling.hours import moment_of
    from desktop.telling.story import tell_plan
    from desktop.text import dates

    made = instant or datetime.now().astimezone()
    moment = plan.faits.get(MOMENT)
    when = moment_of(context.questionnaires, moment) if instant is None and moment else dates.at(made, made)
    frame = Frame(made, context.corpus.version, __version__, quand=when)
    return tell_plan(context.questionnaires, plan, context.corpus, frame, context.sources)
