"""`cap-palliatif pdf`: a document of the content as a PDF, without a screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.parser import Analyseur, LigneIncompriseError
from desktop.cli.streams import say

if TYPE_CHECKING:
    from desktop.cli.services import Contexte


def executer(arguments: list[str], contexte: Contexte) -> int:
    """Write one document. Raises PrintError if the file can't be written."""
    analyseur = Analyseur("cap-palliatif pdf", "Écrire un document en PDF.")
    analyseur.add_argument("document")
    analyseur.add_argument("fichier")
    choix = analyseur.parse_args(arguments)
    corpus = contexte.corpus
    connus = {**corpus.documents, **(corpus.guide.documents if corpus.guide is not None else {})}
    if choix.document not in connus:
        raise LigneIncompriseError(
            f"cap-palliatif pdf : « {choix.document} » n’est pas un document ; documents : {', '.join(connus)}."
        )
    chemin = Path(choix.fichier)
    dire(chemin, contexte.press.document(corpus, connus[choix.document], chemin))
    return 0


def dire(chemin: Path, pages: int) -> None:
    """Say what was written."""
    say(f"Écrit : {chemin} ({pages} page{'s' if pages > 1 else ''}).")
