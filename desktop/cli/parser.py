"""A command line whose messages are French."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

# argparse speaks English; what it says is recognised and said again.
_MESSAGES = (
    (re.compile(r"the following arguments are required: (.+)"), r"il manque : \1"),
    (re.compile(r"unrecognized arguments: (.+)"), r"argument inconnu : \1"),
    (
        re.compile(r"argument (.+): invalid choice: '?(.+?)'? \(choose from (.+)\)"),
        r"\1 : « \2 » n’existe pas ; choix possibles : \3",
    ),
    (re.compile(r"argument (.+): invalid int value: '(.+)'"), r"\1 : « \2 » n’est pas un nombre entier"),
    (re.compile(r"argument (.+): expected one argument"), r"\1 attend une valeur"),
    (re.compile(r"argument (.+): not allowed with argument (.+)"), r"\1 et \2 ne vont pas ensemble"),
)


class LigneIncompriseError(Exception):
    """The line was not understood; the message says why, in French."""


class Analyseur(argparse.ArgumentParser):
    """An argument parser that raises `LigneIncompriseError` instead of printing in English and leaving."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, add_help=False, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Say in French what is wrong with the line."""
        for motif, francais in _MESSAGES:
            if motif.fullmatch(message):
                message = motif.sub(francais, message)
                break
        raise LigneIncompriseError(f"{self.prog} : {message}.")
