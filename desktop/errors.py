"""Errors that a person can act on: what happened, where, and what to do, in French."""

from __future__ import annotations


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
        lieu = fichier if ligne is None else f"{fichier}, ligne {ligne}"
        quoi = f" ({identifiant})" if identifiant else ""
        attente = f" Attendu : {attendu}." if attendu else ""
        super().__init__(f"{lieu}{quoi} : {message}.{attente}", "Corrigez le fichier, ou réinstallez le contenu.")
        self.fichier = fichier
        self.ligne = ligne
        self.identifiant = identifiant
        self.attendu = attendu


class UnknownIdError(CapPalliatifError):
    """An identifier that stands nowhere in the content."""

    def __init__(self, identifiant: str) -> None:
        super().__init__(
            f"« {identifiant} » ne désigne aucun document, rubrique ou règle du contenu.",
            "Cherchez la règle par ses mots : son identifiant a pu disparaître avec une version du contenu.",
        )
        self.identifiant = identifiant
