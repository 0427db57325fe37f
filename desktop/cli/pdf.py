"""`cap-palliatif pdf`: a document of the content as a PDF, without a screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.cli.parser import CommandParser, LineNotUnderstoodError
from desktop.cli.streams import say

if TYPE_CHECKING:
    from desktop.cli.services import RunContext


def run(arguments: list[str], context: RunContext) -> int:
    """Write one document. Raises PrintError if the file can't be written."""
    parser = CommandParser("cap-palliatif pdf", "Écrire un document en PDF.")
    parser.add_argument("document")
    parser.add_argument("fichier")
    choice = parser.read(arguments)
    corpus = context.corpus
    known = {**corpus.documents, **(corpus.guide.documents if corpus.guide is not None else {})}
    if choice.document not in known:
        raise LineNotUnderstoodError(
            f"cap-palliatif pdf : « {choice.document} » n’est pas un document ; documents : {', '.join(known)}."
        )
    path = Path(choice.fichier)
    tell(path, context.press.document(corpus, known[choice.document], path))
    return 0


def tell(path: Path, pages: int) -> None:
    """Say what was written."""
    say(f"Écrit : {path} ({pages} page{'s' if pages > 1 else ''}).")
