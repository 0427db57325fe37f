"""Preferences and the state of the window, as one small JSON file. No Qt here.

A file that can't be read is set aside, never erased, and the program goes on with its defaults.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
from typing import TYPE_CHECKING

from desktop.errors import raison_systeme

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

logger = logging.getLogger(__name__)

FILE_NAME = "reglages.json"
ASIDE = ".illisible.json"


class Settings:
    """A dictionary of JSON values that is written at once, atomically, when it changes.

    `problem` says in French what went wrong with the file, if anything; the values then live until the program ends. The first
    refusal is told to `tell`, if there is someone to tell it to.
    """

    def __init__(self, folder: Path | None) -> None:
        self.path = folder / FILE_NAME if folder else None
        self.problem = ""
        self.tell: Callable[[str], object] | None = None
        self._values: dict[str, object] = self._read()

    def text(self, key: str, default: str = "") -> str:
        """A text, or the default if the file holds none."""
        value = self._values.get(key)
        return value if isinstance(value, str) else default

    def number(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number brought between `low` and `high`, or the default."""
        value = self._values.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            return default
        return max(low, min(high, value))

    def flag(self, key: str, default: bool = False) -> bool:
        """A yes or no, or the default."""
        value = self._values.get(key)
        return value if isinstance(value, bool) else default

    def value(self, key: str) -> object:
        """The raw JSON value, None if absent; the caller checks its shape."""
        return self._values.get(key)

    def put(self, **values: object) -> None:
        """Set values and write the file. A disk that refuses is logged and said in `problem`, never raised."""
        changed = {key: value for key, value in values.items() if self._values.get(key) != value}
        if not changed:
            return
        self._values.update(changed)
        self._write()

    def forget_former(self) -> None:
        """Remove the file that was set aside because it could not be read: it holds what was read last, too."""
        if self.path is None:
            return
        try:
            self.path.with_suffix(ASIDE).unlink(missing_ok=True)
        except OSError as error:
            logger.warning("former settings can't be removed: %s", error.strerror)

    def _read(self) -> dict[str, object]:
        if self.path is None:
            return {}
        try:
            content = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError) as error:
            return self._refuse(error)
        try:
            values = json.loads(content)
        except ValueError as error:
            return self._refuse(error)
        return values if isinstance(values, dict) else self._refuse(TypeError("un objet JSON était attendu"))

    def _refuse(self, error: Exception) -> dict[str, object]:
        assert self.path is not None  # noqa: S101
        aside = self.path.with_suffix(ASIDE)
        logger.warning("settings %s can't be read: %s", self.path, error)
        self.problem = (
            f"Les réglages ({self.path}) n’ont pas pu être lus : l’application repart avec ses réglages d’origine. "
            f"L’ancien fichier est gardé sous le nom {aside.name}."
        )
        try:
            self.path.replace(aside)
        except OSError as failure:
            logger.warning("settings can't be set aside: %s", failure)
        return {}

    def _write(self) -> None:
        if self.path is None:
            return
        temporary = self.path.with_suffix(f".{os.getpid()}.tmp")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
            temporary.replace(self.path)
        except OSError as error:
            logger.warning("settings can't be written: %s", error)
            with contextlib.suppress(OSError):  # the first refusal is the one to tell
                temporary.unlink(missing_ok=True)
            self._refused(error)

    def _refused(self, error: OSError) -> None:
        told, self.problem = (
            bool(self.problem),
            (
                f"Les réglages n’ont pas pu être enregistrés ({self.path}) : {raison_systeme(error)}. "
                "Ils valent jusqu’à la fermeture ; libérez de la place ou rendez le dossier inscriptible."
            ),
        )
        if not told and self.tell is not None:
            self.tell(self.problem)
