"""The sub-commands, registered in one place."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from desktop import __version__
from desktop.cli import journal, streams
from desktop.cli.parser import LigneIncompriseError
from desktop.cli.services import Contexte
from desktop.errors import CapPalliatifError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


FAIT, REFUSE, INCOMPRIS, NON_ECRIT, IMPREVU, INTERROMPU = 0, 1, 2, 3, 4, 130
"""Exit codes: done; nothing found or refused; the line was not understood; the output could not be written; a fault of the
program's own; stopped from the keyboard."""


@dataclass(frozen=True, slots=True)
class Commande:
    """A sub-command: its name, and the module and function of `desktop.cli` that run it."""

    nom: str
    module: str
    fonction: str


COMMANDES = (
    Commande("chercher", "search", "executer"),
    Commande("orienter", "decide", "orienter"),
    Commande("errspp", "decide", "errspp"),
    Commande("profil", "decide", "profil"),
    Commande("pdf", "pdf", "executer"),
    Commande("exporter", "export", "executer"),
    Commande("donnees", "user_data", "executer"),
    Commande("verifier", "verify", "executer"),
)


def main(argv: Sequence[str], contexte: Contexte | None = None) -> int:
    """Run one sub-command and return its exit code, one of `FAIT` … `IMPREVU`; no error leaves this function."""
    for flux in (sys.stdout, sys.stderr):
        if isinstance(flux, io.TextIOWrapper):  # a Windows console is not UTF-8 by itself
            flux.reconfigure(encoding="utf-8", errors="replace")
    with journal.kept():
        try:
            return _conduire([*argv] or ["aide"], contexte or Contexte())
        except BrokenPipeError:  # the reader of our output left, as `head` does
            streams.let_go()
            return FAIT
        except KeyboardInterrupt:
            streams.let_go()
            return INTERROMPU
        except Exception as faute:  # noqa: BLE001 - the last net: said in one sentence, noted without a word of the user's
            streams.let_go()
            streams.complain(journal.unforeseen(faute))
            return IMPREVU


def _conduire(argv: list[str], contexte: Contexte) -> int:
    nom, *reste = argv
    if {nom, *reste} & {"--aide", "--help", "-h"}:
        nom = "aide"
    try:
        return _executant(nom)(reste, contexte)
    except LigneIncompriseError as faute:
        streams.complain(f"{faute}\nTapez « cap-palliatif aide » pour les commandes et leurs exemples.")
        return INCOMPRIS
    except streams.OutputError as faute:
        streams.let_go()
        streams.complain(str(faute))
        return NON_ECRIT
    except CapPalliatifError as faute:
        streams.complain(str(faute))
        return REFUSE


def _aide(_: list[str], __: Contexte) -> int:
    from desktop.cli.help import texte_aide

    streams.say(texte_aide())
    return 0


def _version(_: list[str], __: Contexte) -> int:
    streams.say(f"Cap palliatif {__version__}")
    return 0


def _executant(nom: str) -> Callable[[list[str], Contexte], int]:
    if nom == "aide":
        return _aide
    if nom in ("version", "--version"):
        return _version
    commande = next((c for c in COMMANDES if c.nom == nom), None)
    if commande is None:
        connues = ", ".join(c.nom for c in COMMANDES)
        raise LigneIncompriseError(
            f"cap-palliatif : « {nom} » n’est pas une commande ; commandes : {connues}, aide, version."
        )
    module = import_module(f"desktop.cli.{commande.module}")
    executer: Callable[[list[str], Contexte], int] = getattr(module, commande.fonction)
    return executer
