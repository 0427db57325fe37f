"""What can go wrong with the user's own data: each error says in French what happened, where, and what to do."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from desktop.errors import CapPalliatifError

if TYPE_CHECKING:
    from pathlib import Path


class StoreError(CapPalliatifError):
    """Root of the errors of the store. `path` is the file or folder concerned, None when there is none.

    Messages are templates: their typography is set before the paths and names are put in, which stay as they are.
    """

    def __init__(self, message: str, action: str, *, path: Path | None = None, **words: object) -> None:
        from desktop.text.typography import french

        spoken = {name: french(word) if isinstance(word, str) else word for name, word in words.items()}
        values = {"path": path, **spoken}
        super().__init__(french(message).format(**values), french(action).format(**values))
        self.path = path


class CancelledError(StoreError):
    """A person stopped a long action: everything is as it was before."""

    def __init__(self) -> None:
        super().__init__("Annulé : rien n'a été changé.", "Recommencez quand vous voulez.")


class DamagedDatabaseError(StoreError):
    """The database can't be read: cut short, overwritten, or not a database. `detail` is for the log."""

    def __init__(self, path: Path, detail: str) -> None:
        super().__init__(
            "La base de données ({path}) est endommagée : elle ne peut plus être lue.",
            "Réparez-la (« Mes données », « Vérifier mes données »), reprenez la plus récente sauvegarde en bon état, ou repartez "
            "d'une base vide : le fichier endommagé est gardé à part.",
            path=path,
        )
        self.detail = detail


class MissingDatabaseError(StoreError):
    """There is no database, or an empty file, although backups show that there was one."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "La base de données ({path}) a disparu ou a été vidée, alors que des sauvegardes existent.",
            "Reprenez la plus récente sauvegarde en bon état, ou repartez d'une base vide.",
            path=path,
        )


class BehindError(StoreError):
    """The database, or the log beside it, is older than its backups: a folder that is synchronised file by file does that."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "La base de données ({path}) est plus ancienne que vos sauvegardes : un fichier d'une date antérieure a pris sa place "
            "(synchronisation du dossier, copie). Elle n'a pas été modifiée.",
            "Reprenez l'état le plus récent, ou gardez celui-ci : l'autre est gardé à part.",
            path=path,
        )


class NewerDatabaseError(StoreError):
    """The database was written by a later version of the program; it was not touched."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            "La base de données ({path}) vient d'une version plus récente de Cap palliatif "
            "(format {found}, cette version lit jusqu'au format {known}). Elle n'a pas été modifiée.",
            "Installez la version la plus récente du programme.",
            path=path,
            found=found,
            known=known,
        )
        self.found = found
        self.known = known


class ReadOnlyError(StoreError):
    """The folder or the database can't be written: `number` (errno) tells a read-only disk from a missing right."""

    def __init__(self, path: Path, number: int = errno.EACCES) -> None:
        disk = number == errno.EROFS
        super().__init__(
            "Rien ne peut être enregistré dans {path} : {reason}.",
            "{remedy}, puis relancez le programme.",
            path=path,
            reason="le disque est en lecture seule" if disk else "votre compte n'a pas le droit d'y écrire",
            remedy="Rendez ce disque inscriptible, ou faites-le vérifier"
            if disk
            else "Rendez ce dossier inscriptible pour votre compte",
        )


_NO_ROOM = {
    errno.ENOSPC: ("Le disque est plein", "Libérez de la place sur ce disque"),
    errno.EDQUOT: (
        "La place que ce disque accorde à votre compte est épuisée",
        "Libérez de la place dans vos fichiers, ou demandez un quota plus grand",
    ),
    errno.EFBIG: (
        "Le fichier serait plus grand que ce que ce disque ou ce compte permet",
        "Choisissez un autre disque, ou faites relever la taille permise pour un fichier",
    ),
}


class DiskFullError(StoreError):
    """No room left; the operation was undone as a whole, what was kept before is intact.

    `number` (errno) tells a full disk from a quota and from a limit on the size of a file.
    """

    def __init__(self, path: Path, number: int = errno.ENOSPC) -> None:
        reason, remedy = _NO_ROOM[number]
        super().__init__(
            "{reason} : la dernière action n'a pas été enregistrée dans {path}. Ce qui était gardé est intact.",
            "{remedy}, puis recommencez.",
            path=path,
            reason=reason,
            remedy=remedy,
        )


class StoreBusyError(StoreError):
    """Another process holds the database for longer than we are ready to wait."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "La base de données ({path}) est occupée par une autre fenêtre de Cap palliatif : l'action n'a pas été enregistrée.",
            "Fermez l'autre fenêtre ou attendez quelques secondes, puis recommencez.",
            path=path,
        )


class StoreAccessError(StoreError):
    """The system refuses to read or write for another reason; `reason` is the system's word."""

    def __init__(self, path: Path, reason: str, *, disk: bool = False) -> None:
        super().__init__(
            "{path} n'a pas pu être lu ou écrit : {reason}. L'action n'a pas été enregistrée.",
            "{remedy}, puis recommencez.",
            path=path,
            reason=reason,
            remedy="Copiez vos données sur un autre disque et faites vérifier celui-ci"
            if disk
            else "Vérifiez que le disque ou le partage est bien branché et que votre compte y a droit",
        )


class UnreadableRecordError(StoreError):
    """A case, note or other record that is there and can't be decoded; the others can."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "Cet élément ne se lit plus dans la base de données ({path}) : il est mis à part, tous les autres restent lisibles.",
            "Ouvrez « Mes données », puis « Vérifier mes données ».",
            path=path,
        )


class UnknownRecordError(StoreError):
    """A case, note or backup that is not there, or no longer."""

    def __init__(self, what: str) -> None:
        super().__init__(
            "{what} n'existe pas, ou n'existe plus.", "Rouvrez la liste : elle montre ce qui est gardé.", what=what
        )


class UndoConflictError(StoreError):
    """What would be undone was changed since by another window; nothing was changed."""

    def __init__(self, label: str) -> None:
        super().__init__(
            "« {label} » ne peut plus être annulé : l'élément a été modifié depuis par une autre fenêtre.",
            "Rouvrez la liste pour voir son état présent.",
            label=label,
        )


class BadSavedFileError(StoreError):
    """A file of saved data that is not taken back; nothing was changed."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            "Le fichier {path} n'a pas été repris : {reason}. Vos données présentes sont inchangées.",
            "Choisissez un fichier fait par « Sauvegarder mes données ».",
            path=path,
            reason=reason,
        )
        self.reason = reason


class NewerSavedFileError(StoreError):
    """A file of saved data made by a later version of the program; nothing was changed."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            "Le fichier {path} vient d'une version plus récente de Cap palliatif "
            "(format {found}, cette version lit jusqu'au format {known}). Vos données présentes sont inchangées.",
            "Installez la version la plus récente du programme, puis recommencez.",
            path=path,
            found=found,
            known=known,
        )


class BadValueError(StoreError):
    """A value that can't be kept, for instance a number that is not one in the facts. A fault of the caller."""

    def __init__(self, what: str) -> None:
        super().__init__(
            "Une valeur ne peut pas être gardée : {what}.", "Corrigez la valeur, puis recommencez.", what=what
        )
