"""Every setting, declared once; and the small JSON file that keeps them. No Qt here.

`SETTINGS` is the one place where a setting is made: its id, type, default, what it is for, which values it may have. The page
« Réglages » draws what has a `section`; what has none is the state of the window, which its own reader checks. A value that is
not allowed is ignored and said; a file that is damaged in part is read as far as it goes; one of which nothing can be read is
set aside, never erased.
"""

from __future__ import annotations

import json
import logging
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from desktop import files
from desktop.errors import system_reason
from desktop.settings_file import parse
from desktop.territories import DEPARTMENTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

logger = logging.getLogger(__name__)

FILE_NAME = "reglages.json"
ASIDE = ".illisible.json"
LARGEST = 4 * 1024 * 1024
"""Bytes that are read: more is no file of settings."""


class SettingKind(StrEnum):
    """What a setting holds."""

    CHOICE = "choice"
    WHOLE = "whole"
    FLAG = "flag"
    STATE = "state"


class Setting(NamedTuple):
    """One setting.

    `label` and `help` are French, as the page shows them; `section` is the heading under which it stands, "" for what the page
    doesn't show. `options` are (value, French words) of a choice; a choice without options takes any text, and the page finds
    its values in the content. `low`, `high`, `step` and `unit` go with a whole number. `words` find it in the palette.
    `personal`: erased by « Tout effacer ».
    """

    id: str
    kind: SettingKind
    default: object
    section: str = ""
    label: str = ""
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    low: int = 0
    high: int = 0
    step: int = 1
    unit: str = ""
    words: str = ""
    personal: bool = False

    @property
    def allowed(self) -> str:
        """The allowed values in French, as a message names them."""
        if self.kind is SettingKind.FLAG:
            return "true ou false"
        if self.kind is SettingKind.WHOLE:
            return f"un nombre entier de {self.low} à {self.high}"
        if self.kind is SettingKind.CHOICE and 0 < len(self.options) < 8:
            return ", ".join(f"« {value} »" for value, _ in self.options if value)
        return "un numéro de département" if self.id == DEPARTMENT else "un mot"

    def accepts(self, value: object) -> bool:
        """Whether a JSON value may stand; a state is its reader's to check."""
        if self.kind is SettingKind.FLAG:
            return isinstance(value, bool)
        if self.kind is SettingKind.WHOLE:
            return isinstance(value, int) and not isinstance(value, bool) and self.low <= value <= self.high
        if self.kind is SettingKind.CHOICE:
            known = not self.options or any(value == option for option, _ in self.options)
            return isinstance(value, str) and known
        return True

    def nearest(self, value: object) -> object:
        """The value itself if it may stand; a number too low or too high is brought to its bound; else the default."""
        if self.accepts(value):
            return value
        if self.kind is SettingKind.WHOLE and isinstance(value, int) and not isinstance(value, bool):
            return max(self.low, min(self.high, value))
        return self.default


NO = False
DISPLAY, SITUATIONS = "Affichage", "Situations"
THEME, ZOOM, MENU_BAR, ROLE, DEPARTMENT = "theme", "zoom", "barre_de_menus", "role", "departement"
REVIEW_DAYS = "delai_a_revoir"
ROLE_KEPT, PLACE, WINDOW, READ = "role_retenu", "lieu", "fenetre", "lus"

SETTINGS: dict[str, Setting] = {
    setting.id: setting
    for setting in (
        Setting(
            ROLE, SettingKind.CHOICE, "", SITUATIONS, "Votre rôle",
            "Proposé pour chaque nouvelle situation, à la place de la question « Qui demande ? ».",
            words="métier infirmier médecin soignant", personal=True,
        ),
        Setting(
            DEPARTMENT, SettingKind.CHOICE, "", SITUATIONS, "Département",
            "Il dit quels jours fériés comptent quand l’heure est proposée. Sans département : les onze jours fériés communs.",
            (("", "Aucun (calendrier général)"), *((code, f"{code} {name}") for code, name in DEPARTMENTS.items())),
            words="jours fériés calendrier Alsace Moselle outre-mer Vendredi saint", personal=True,
        ),
        Setting(
            REVIEW_DAYS, SettingKind.WHOLE, 3, SITUATIONS, "Délai de « à revoir »",
            "Proposé en premier quand une situation gardée est à revoir ; une autre date reste possible.",
            low=1, high=365, unit="jours", words="rappel relire date délai",
        ),
        Setting(
            THEME, SettingKind.CHOICE, "systeme", DISPLAY, "Thème", "Les couleurs de la fenêtre ; le papier reste toujours clair.",
            (("systeme", "Comme le système"), ("clair", "Clair"), ("sombre", "Sombre")), words="couleurs contraste nuit jour",
        ),
        Setting(
            ZOOM, SettingKind.WHOLE, 100, DISPLAY, "Taille du texte", "Aussi par Ctrl++ et Ctrl+-, depuis tous les écrans.",
            low=80, high=200, step=10, unit="%", words="zoom police agrandir",
        ),
        Setting(
            MENU_BAR, SettingKind.FLAG, NO, DISPLAY, "Barre de menus", "Toujours visible en haut ; sinon, F10 ouvre le menu.",
            words="menu fichier",
        ),
        Setting(ROLE_KEPT, SettingKind.FLAG, NO, personal=True),
        Setting(PLACE, SettingKind.STATE, None, personal=True),
        Setting(WINDOW, SettingKind.STATE, None),
        Setting(READ, SettingKind.STATE, [], personal=True),
    )
}  # fmt: skip
"""All settings, in the order of the page."""

FORMER = ("filtre_forces",)
"""What earlier versions kept and no one reads any more: it goes with the next writing."""


class Settings:
    """The values of `SETTINGS`, written at once, atomically, when one changes.

    `problem` says in French what went wrong with the file, if anything; the values then live until the program ends. The first
    refusal is told to `tell`, and each change (by id) to `changed`, if there is someone to tell it to.
    """

    def __init__(self, folder: Path | None) -> None:
        self.path = folder / FILE_NAME if folder else None
        self.problem = ""
        self.tell: Callable[[str], object] | None = None
        self.changed: Callable[[str], object] | None = None
        self._values: dict[str, object] = self._read()

    def text(self, key: str) -> str:
        """A choice. Raises KeyError for a setting that is not declared."""
        value = self._allowed(key)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int:
        """A whole number. Raises KeyError for a setting that is not declared."""
        value = self._allowed(key)
        return value if isinstance(value, int) else 0

    def flag(self, key: str, default: bool | None = None) -> bool:
        """A yes or no; `default` instead of the declared one where the platform decides. Raises KeyError if not declared."""
        if default is not None and key in SETTINGS and not isinstance(self._values.get(key), bool):
            return default
        return bool(self._allowed(key))

    def value(self, key: str) -> object:
        """The raw JSON value of a state, None if absent; the caller checks its shape. Raises KeyError if not declared."""
        return self._values.get(key, SETTINGS[key].default)

    def put(self, **values: object) -> None:
        """Set values and write the file. A disk that refuses is logged and said in `problem`, never raised.

        Raises KeyError for a setting that is not declared, ValueError for a value that it may not have.
        """
        for key, value in values.items():
            if not SETTINGS[key].accepts(value):
                raise ValueError(f"{key} can't be {value!r}")
        changed = {key: value for key, value in values.items() if key not in self._values or self._values[key] != value}
        if not changed:
            return
        self._values.update(changed)
        self._write()
        if self.changed is not None:
            for key in changed:
                self.changed(key)

    def erase_personal(self) -> None:
        """Put what tells of the person back to what it was at first, and forget the file that was set aside."""
        self.put(**{key: setting.default for key, setting in SETTINGS.items() if setting.personal})
        self.forget_former()

    def forget_former(self) -> None:
        """Remove the file that was set aside because it could not be read: it holds what was read last, too."""
        if self.path is None:
            return
        try:
            self.path.with_suffix(ASIDE).unlink(missing_ok=True)
        except OSError as error:
            logger.warning("former settings can't be removed: %s", error.strerror)

    def _allowed(self, key: str) -> object:
        setting = SETTINGS[key]
        return setting.nearest(self._values.get(key, setting.default))

    def _read(self) -> dict[str, object]:
        if self.path is None:
            return {}
        try:
            content = files.read_regular(self.path, LARGEST)
            files.tighten(self.path)
        except FileNotFoundError:
            return {}
        except OSError as error:
            return self._refuse(error)
        try:
            read = parse(content)
        except ValueError as error:
            return self._refuse(error)
        if not read.values.keys() & SETTINGS.keys() and read.line is not None:
            return self._refuse(ValueError(f"line {read.line}"))
        problems = []
        if read.line is not None:
            problems.append(f"la ligne {read.line} n’est pas lisible, ce qui l’est compte{self._keep_copy(content)}")
        problems += [problem for key, value in read.values.items() if (problem := _problem(key, value))]
        if problems:
            self.problem = f"Réglages ({self.path}) : {' ; '.join(problems)}."
            logger.warning("settings %s: %d faults", self.path, len(problems))
        return {key: value for key, value in read.values.items() if key not in FORMER}

    def _keep_copy(self, content: bytes) -> str:
        """Keep the file as it was beside itself, for the next writing mends it; what to say about it."""
        assert self.path is not None  # noqa: S101
        aside = self.path.with_suffix(ASIDE)
        try:
            files.write(aside, content)
        except OSError as error:
            logger.warning("settings can't be copied: %s", error.strerror)
            return ""
        return f" (une copie est gardée sous le nom {aside.name})"

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
        try:
            files.private_folder(self.path.parent)
            files.write(self.path, json.dumps(self._values, ensure_ascii=False, indent=1))
        except OSError as error:
            logger.warning("settings can't be written: %s", error)
            self._refused(error)

    def _refused(self, error: OSError) -> None:
        told, self.problem = (
            bool(self.problem),
            (
                f"Les réglages n’ont pas pu être enregistrés ({self.path}) : {system_reason(error)}. "
                "Ils valent jusqu’à la fermeture ; libérez de la place ou rendez le dossier inscriptible."
            ),
        )
        if not told and self.tell is not None:
            self.tell(self.problem)


def _problem(key: str, value: object) -> str:
    """What is wrong with a value of the file, in French; "" if nothing is, or if nobody reads it."""
    setting = SETTINGS.get(key)
    if setting is None or setting.accepts(value):
        return ""
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= 40 else f"{shown[:40]}…"
    used = setting.nearest(value)
    instead = f", {json.dumps(used, ensure_ascii=False)} vaut à sa place" if used != "" else ", il n’est pas compté"
    return f"« {key} » ne peut pas valoir {shown} (il faut {setting.allowed}){instead}"
