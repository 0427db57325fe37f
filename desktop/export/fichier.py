"""A file put on the disk whole, or not at all: what the user asked to write, in a folder of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def ecrire(chemin: Path, contenu: str | bytes) -> None:
    """Write a text (UTF-8, its line ends as they are) or bytes. Raises OSError; a file that stood there is then as it was."""
    from desktop.store.files import whole

    with whole(chemin) as travail:
        travail.write_bytes(contenu.encode("utf-8") if isinstance(contenu, str) else contenu)
