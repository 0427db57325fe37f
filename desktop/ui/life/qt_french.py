"""French for Qt's own dialogs: its translation, and the words that this one lacks."""

from __future__ import annotations

import logging

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

logger = logging.getLogger(__name__)


def speak_french() -> bool:
    """Give Qt's own dialogs their French; False (and a line in the journal) if the translation is not there."""
    app = QCoreApplication.instance()
    if app is None:
        return False
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    # Asked last, since it was installed first.
    app.installTranslator(MissingFrench(app))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not translator.load("qtbase_fr", folder):
        logger.warning("qtbase_fr is not in %s: Qt's dialogs stay in English", folder)
        return False
    return app.installTranslator(translator)


class MissingFrench(QTranslator):
    """The words of Qt's dialogs that its own French lacks."""

    WORDS = {  # noqa: RUF012 - Qt's classes take no ClassVar here
        ("QAbstractFileIconProvider", "File"): "Fichier",
        ("QAbstractFileIconProvider", "Folder"): "Dossier",
        ("QAbstractFileIconProvider", "File Folder"): "Dossier",
        ("QAbstractFileIconProvider", "Drive"): "Lecteur",
        ("QAbstractFileIconProvider", "%1 File"): "Fichier %1",
        ("QAbstractFileIconProvider", "Shortcut"): "Raccourci",
        ("QAbstractFileIconProvider", "Alias"): "Alias",
        ("QAbstractFileIconProvider", "Unknown"): "Inconnu",
    }

    def translate(  # type: ignore[override] # Qt takes None for a null string, which the stubs don't know
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """The French of a word; None where this has none, so that Qt goes on looking: "" would be its translation."""
        del disambiguation, n
        return self.WORDS.get((context, source))

    def isEmpty(self) -> bool:
        """It has some."""
        return False
