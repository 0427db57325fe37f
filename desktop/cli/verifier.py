"""`cap-palliatif verifier` says whether the installed program is whole."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from desktop import integrite
from desktop.cli.ligne import Analyseur

if TYPE_CHECKING:
    from desktop.cli.contexte import Contexte


def executer(arguments: list[str], contexte: Contexte) -> int:
    """Compare every installed file with its hash. 0 when the program is whole, or runs from its sources; else 1."""
    del contexte
    Analyseur("cap-palliatif verifier", "Vérifier les fichiers du programme.").parse_args(arguments)
    rapport = integrite.verifier()
    if rapport is None:
        print(integrite.SANS_MANIFESTE)
        return 0
    print(rapport.message(), file=sys.stdout if rapport.intact else sys.stderr)
    return 0 if rapport.intact else 1
