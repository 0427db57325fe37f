"""The sub-commands, registered in one place."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from desktop import __version__
from desktop.cli import journal, streams
from desktop.cli.parser import LineNotUnderstoodError
from desktop.errors import CapPalliatifError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.cli.services import RunContext


DONE, REFUSED, NOT_UNDERSTOOD, NOT_WRITTEN, UNFORESEEN, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit codes: done; nothing found or refused; the line was not understood; the output could not be written; a fault of the
program's own; stopped from the keyboard."""


@dataclass(frozen=True, slots=True)
class SubCommand:
    """A sub-command: its name, and the module and function of `desktop.cli` that run it."""

    name: str
    module: str
    function: str


INVOLVEMENT = "errspp"
"""The command of a form bears the form's own name, which other programs call."""
COMMANDS = (
    SubCommand("chercher", "search", "run"),
    SubCommand("orienter", "decide", "orienter"),
    SubCommand(INVOLVEMENT, "decide", "involvement"),
    SubCommand("profil", "decide", "profil"),
    SubCommand("pdf", "pdf", "run"),
    SubCommand("exporter", "export", "run"),
    SubCommand("donnees", "user_data", "run"),
    SubCommand("verifier", "verify", "run"),
)


def main(argv: Sequence[str], context: RunContext) -> int:
    """Run one sub-command and return its exit code, one of `DONE` … `UNFORESEEN`; no error leaves this function."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a Windows console is not UTF-8 by itself
            stream.reconfigure(encoding="utf-8", errors="replace")
    with journal.kept():
        try:
            return _run([*argv] or ["aide"], context)
        except BrokenPipeError:  # the reader of our output left, as `head` does
            streams.let_go()
            return DONE
        except KeyboardInterrupt:
            streams.let_go()
            return INTERRUPTED
        except Exception as fault:  # noqa: BLE001 - the last net: said in one sentence, noted without a word of the user's
            streams.let_go()
            streams.complain(journal.unforeseen(fault))
            return UNFORESEEN


def _run(argv: list[str], context: RunContext) -> int:
    name, *rest = argv
    if {name, *rest} & {"--aide", "--help", "-h"}:
        name = "aide"
    try:
        return _runner(name)(rest, context)
    except LineNotUnderstoodError as fault:
        streams.complain(f"{fault}\nTapez « cap-palliatif aide » pour les commandes et leurs exemples.")
        return NOT_UNDERSTOOD
    except streams.OutputError as fault:
        streams.let_go()
        streams.complain(str(fault))
        return NOT_WRITTEN
    except CapPalliatifError as fault:
        streams.complain(str(fault))
        return REFUSED


def _help(_: list[str], __: RunContext) -> int:
    from desktop.cli.help import help_text

    streams.say(help_text())
    return 0


def _version(_: list[str], __: RunContext) -> int:
    streams.say(f"Cap palliatif {__version__}")
    return 0


def _runner(name: str) -> Callable[[list[str], RunContext], int]:
    if name == "aide":
        return _help
    if name in ("version", "--version"):
        return _version
    command = next((c for c in COMMANDS if c.name == name), None)
    if command is None:
        known = ", ".join(c.name for c in COMMANDS)
        raise LineNotUnderstoodError(
            f"cap-palliatif : « {name} » n’est pas une commande ; commandes : {known}, aide, version."
        )
    module = import_module(f"desktop.cli.{command.module}")
    run: Callable[[list[str], RunContext], int] = getattr(module, command.function)
    return run
