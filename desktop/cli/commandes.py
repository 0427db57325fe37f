"""The sub-commands, registered in one place."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from desktop import __version__
from desktop.cli.contexte import Contexte
from desktop.cli.ligne import LigneIncompriseError
from desktop.errors import CapPalliatifError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Commande:
    """A sub-command: its name, and the module and function of `desktop.cli` that run it."""

    nom: str
    module: str
    fonction: str


COMMANDES = (
    Commande("chercher", "chercher", "executer"),
    Commande("orienter", "decider", "orienter"),
    Commande("errspp", "decider", "errspp"),
    Commande("profil", "decider", "profil"),
    Commande("exporter", "exporter", "executer"),
    Commande("verifier", "verifier", "executer"),
)


def main(argv: Sequence[str], contexte: Contexte | None = None) -> int:
    """Run one sub-command. 0 done, 1 nothing found or refused, 2 the line was not understood."""
    for flux in (sys.stdout, sys.stderr):
        if isinstance(flux, io.TextIOWrapper):  # a Windows console is not UTF-8 by itself
            flux.reconfigure(encoding="utf-8", errors="replace")
    nom, *reste = [*argv] or ["aide"]
    if {nom, *reste} & {"--aide", "--help", "-h"}:
        nom = "aide"
    try:
        return _executant(nom)(reste, contexte or Contexte())
    except LigneIncompriseError as faute:
        print(f"{faute}\nTapez « cap-palliatif aide » pour les commandes et leurs exemples.", file=sys.stderr)
        return 2
    except CapPalliatifError as faute:
        print(faute, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output left, as `head` does
        with contextlib.suppress(OSError):
            sys.stdout.close()
        return 0


def _aide(_: list[str], __: Contexte) -> int:
    from desktop.cli.aide import texte_aide

    print(texte_aide())
    return 0


def _version(_: list[str], __: Contexte) -> int:
    print(f"Cap palliatif {__version__}")
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
