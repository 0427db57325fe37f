"""`cap-palliatif verifier` says whether the installed program is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop import integrite
from desktop.cli.ligne import Analyseur
from desktop.cli.streams import complain, say

if TYPE_CHECKING:
    from desktop.cli.contexte import Contexte


def executer(arguments: list[str], contexte: Contexte) -> int:
    """Compare every installed file with its hash. 0 when the program is whole, or runs from its sources; else 1."""
    del contexte
    Analyseur("cap-palliatif verifier", "Vérifier les fichiers du programme.").parse_args(arguments)
    rapport = integrite.verifier()
    if rapport is None:
        say(integrite.SANS_MANIFESTE)
        return 0
    (say if rapport.intact else complain)(rapport.message())
    return 0 if rapport.intact else 1
