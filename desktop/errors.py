"""Errors that a person can act on: what happened, where, and what to do, in French."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SYSTEM = {
    errno.EACCES: "l’accès est refusé",
    errno.EBUSY: "un autre programme l’occupe",
    errno.EDQUOT: "le quota du disque est atteint",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.EFBIG: "le fichier serait plus grand que ce qui est permis ici",
    errno.EIO: "le disque signale une erreur",
    errno.EISDIR: "un dossier porte ce nom",
    errno.ELOOP: "les liens tournent en rond",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.ENODEV: "le disque n’est plus là",
    errno.ENOENT: "il est introuvable",
    errno.ENOSPC: "le disque est plein",
    errno.ENOTDIR: "un fichier se trouve là où il faudrait un dossier",
    errno.EPERM: "l’accès est refusé",
    errno.EROFS: "le disque est en lecture seule",
    errno.ESTALE: "le partage réseau ne répond plus",
    errno.ETIMEDOUT: "le partage réseau ne répond pas",
}


class CapPalliatifError(Exception):
    """Root of every error that the program raises on purpose.

    `message` says in French what happened and where; `action` says what the reader can do about it.
    """

    def __init__(self, message: str, action: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.action = action

    def __str__(self) -> str:
        return f"{self.message} {self.action}".strip()


class ContentError(CapPalliatifError):
    """A content file holds something that can't be read; carries the place and what was expected."""

    def __init__(
        self,
        message: str,
        *,
        fichier: str,
        ligne: int | None = None,
        identifiant: str | None = None,
        attendu: str = "",
    ) -> None:
        place = fichier if ligne is None else f"{fichier}, ligne {ligne}"
        what = f" ({identifiant})" if identifiant else ""
        waiting = f" Attendu : {attendu}." if attendu else ""
        super().__init__(f"{place}{what} : {message}.{waiting}", "Corrigez le fichier, ou réinstallez le contenu.")
        self.fichier = fichier
        self.ligne = ligne
        self.identifiant = identifiant
        self.attendu = attendu


class NotRegularError(OSError):
    """What stands there is no regular file: a pipe, a device, a folder, or a file that somebody put in the place of ours."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "not a regular file", str(path))


FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when there is no room: disk, quota, or largest size of a file."""

REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
"""What the system says when one may not write here."""


class OddFileError(OSError):
    """A file that is not to be believed: a link, far too big, or one that others may write. `reason` says it in French."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def system_reason(fault: OSError) -> str:
    """Why the system refused, in French: its own words are English, or in the language of the machine."""
    if isinstance(fault, NotRegularError):
        return "ce n’est pas un fichier ordinaire"
    if isinstance(fault, OddFileError):
        return fault.reason
    return _SYSTEM.get(
        fault.errno or 0, f"erreur {errno.errorcode.get(fault.errno or 0, type(fault).__name__)} du système"
    )
