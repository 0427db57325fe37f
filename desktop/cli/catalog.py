"""What argparse says, in French: a catalogue for the `gettext` that argparse itself asks.

The keys are the sentences of argparse of Python 3.11 to 3.13, byte for byte; `tests/cli/test_catalog.py` reads them in the source
of the Python that runs it. A sentence of a later Python that is not here stays English, and the test says which.
"""

from __future__ import annotations

import argparse
import contextlib
import gettext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SENTENCES: dict[str, str] = {
    "%(prog)s: error: %(message)s\n": "%(prog)s : erreur : %(message)s\n",
    "%(prog)s: warning: %(message)s\n": "%(prog)s : attention : %(message)s\n",
    "%r is not callable": "%r ne s’appelle pas",
    "'required' is an invalid argument for positionals": "« required » ne va pas avec un argument positionnel",
    ".__call__() not defined": ".__call__() n’est pas défini",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s est ambigu : %(matches)s",
    'argument "-" with mode %r': "l’argument « - » ne va pas avec le mode %r",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s : %(message)s",
    "argument '%(argument_name)s' is deprecated": "l’argument %(argument_name)s est périmé",
    "can't open '%(filename)s': %(error)s": "« %(filename)s » ne s’ouvre pas : %(error)s",
    "cannot have multiple subparser arguments": "les sous-commandes ne sont déclarées qu’une fois",
    "cannot merge actions - two groups are named %r": "deux groupes portent le nom %r",
    "command '%(parser_name)s' is deprecated": "la commande %(parser_name)s est périmée",
    "conflicting subparser alias: %s": "cet alias de sous-commande existe déjà : %s",
    "conflicting subparser: %s": "cette sous-commande existe déjà : %s",
    "dest= is required for options like %r": "dest= est obligatoire pour une option comme %r",
    "expected at least one argument": "au moins une valeur est attendue",
    "expected at most one argument": "une valeur au plus est attendue",
    "expected one argument": "une valeur est attendue",
    "ignored explicit argument %r": "aucune valeur n’est attendue, mais %r est donné",
    "invalid %(type)s value: %(value)r": "« %(value)s » n’a pas la forme attendue (%(type)s)",
    "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » n’existe pas ; choix possibles : %(choices)s",
    "invalid conflict_resolution value: %r": "cette façon de résoudre les conflits n’existe pas : %r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r": (
        "%(option)r n’est pas une option : elle commence par un caractère de %(prefix_chars)r"
    ),
    "mutually exclusive arguments must be optional": "des arguments qui s’excluent sont facultatifs",
    "not allowed with argument %s": "ne va pas avec %s",
    "one of the arguments %s is required": "il manque un de ces arguments : %s",
    "option '%(option)s' is deprecated": "l’option %(option)s est périmée",
    "options": "options",
    "positional arguments": "arguments",
    "show this help message and exit": "montrer cette aide et s’arrêter",
    "the following arguments are required: %s": "il manque : %s",
    "unexpected option string: %s": "option inattendue : %s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "« %(parser_name)s » n’est pas une commande ; commandes : %(choices)s"
    ),
    "unrecognized arguments: %s": "argument inconnu : %s",
    "usage: ": "usage : ",
}
PLURALS: dict[str, tuple[str, str]] = {
    "conflicting option string: %s": ("cette option existe déjà : %s", "ces options existent déjà : %s"),
    "expected %s argument": ("%s valeur est attendue", "%s valeurs sont attendues"),
}
"""By the English singular: the French singular and plural. French says « 0 valeur » in the singular, as it does « 1 valeur »."""


class FrenchCatalog(gettext.NullTranslations):
    """The catalogue, as `gettext` has one; what it lacks is said as it stands."""

    def gettext(self, message: str) -> str:
        """A sentence in French."""
        return SENTENCES.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """A sentence in French that counts `n` things."""
        one, more = PLURALS.get(msgid1, (msgid1, msgid2))
        return more if n > 1 else one


@contextlib.contextmanager
def french_messages() -> Iterator[None]:
    """While the block runs, argparse asks this catalogue and no other: it would look for files of the machine's language."""
    catalog = FrenchCatalog()
    theirs = {name: getattr(argparse, name) for name in ("_", "ngettext")}
    vars(argparse).update(_=catalog.gettext, ngettext=catalog.ngettext)
    try:
        yield
    finally:
        vars(argparse).update(theirs)
