"""The small windows: shortcuts, journal, « À propos ». Imported when one is opened."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.errors import system_reason
from desktop.store import sqlite
from desktop.text.dates import date_of
from desktop.ui.kit.widgets import button, row, scroller, text
from desktop.ui.results.panel import TIPS
from desktop.ui.shell.actions import shortcut_text

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.ui.door.context import Context

LOG_TAIL = 200_000
"""How much of the journal is shown, in characters from its end."""
ABOUT = (
    "Base de connaissances et aide à la décision, hors ligne, pour les soins palliatifs en France. "
    "Les règles sont des reformulations : les textes d’origine font foi."
)
NOT_THIS = (
    "Cap palliatif n’est pas un dispositif médical et ne remplace ni les référentiels, ni le jugement clinique, "
    "ni la décision collégiale. Il ne pose pas de diagnostic et ne prescrit rien."
)


class Shortcuts(QDialog):
    """All shortcuts, by menu."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Raccourcis clavier")
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(24)
        line = 0
        for group, commands in context.registry.groups():
            shown = [command for command in commands if command.shortcuts]
            if not shown:
                continue
            grid.addWidget(text(group, "heading"), line, 0, 1, 2)
            line += 1
            for command in shown:
                grid.addWidget(text(command.text, wrap=True), line, 0)
                keys = "  ou  ".join(shortcut_text(s) for s in command.shortcuts)
                grid.addWidget(text(keys, "strong"), line, 1)
                line += 1
        grid.addWidget(text("Chercher", "heading"), line, 0, 1, 2)
        for tip in TIPS:
            line += 1
            grid.addWidget(text(tip, wrap=True), line, 0, 1, 2)
        _dialog(self, inner, context, parent)


class About(QDialog):
    """Versions, sources with their dates, and what the tool is not."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("À propos de Cap palliatif")
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setSpacing(8)
        corpus = context.corpus
        box.addWidget(text("Cap palliatif", "title"))
        box.addWidget(text(ABOUT, wrap=True))
        box.addWidget(text("Ce que l’outil n’est pas", "heading"))
        box.addWidget(text(NOT_THIS, wrap=True))
        box.addWidget(text("Versions", "heading"))
        content = f"{corpus.version} (empreinte {corpus.fingerprint[:12]})" if corpus else "contenu non lu"
        for line in (
            f"Programme : {context.services.version}",
            f"Contenu : {content}",
            f"Dossier du contenu : {context.services.content_dir}",
            f"Python {platform.python_version()} · Qt {qVersion()}",
            sqlite.described(),
        ):
            box.addWidget(_selectable(line))
        box.addWidget(text("Sources", "heading"))
        for line in sources(context):
            box.addWidget(_selectable(line))
        box.addWidget(text("Licence", "heading"))
        box.addWidget(text("EUPL-1.2. Police Inter : SIL Open Font License 1.1. Qt et PySide6 : LGPL-3.0.", wrap=True))
        box.addStretch(1)
        _dialog(self, inner, context, parent)


class Journal(QDialog):
    """The end of the log, where its file is, and how to take it along."""

    def __init__(self, context: Context, parent: QWidget, path: Path | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Journal")
        inner = QWidget()
        box = QVBoxLayout(inner)
        if path is None:
            box.addWidget(text("Le journal ne peut pas être écrit : le dossier est en lecture seule.", wrap=True))
        else:
            box.addWidget(_selectable(f"Fichier : {path}"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Journal")
        self.text.setPlainText(tail(path) or "Le journal est vide.")
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        box.addWidget(self.text, 1)
        copy = button("Copier le journal", lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        buttons = [copy]
        if path is not None:
            folder = QUrl.fromLocalFile(str(path.parent))
            buttons.append(button("Ouvrir le dossier", lambda: QDesktopServices.openUrl(folder)))
        box.addLayout(row(*buttons))
        _dialog(self, inner, context, parent, scrolls=False)


def tail(path: Path | None) -> str:
    """The end of a log file; a sentence in French if it can't be read, "" if there is none."""
    if path is None or not path.exists():
        return ""
    try:
        return path.read_text(encoding="utf-8", errors="replace")[-LOG_TAIL:]
    except OSError as error:
        return f"Le journal ne peut pas être lu : {system_reason(error)}."


def sources(context: Context) -> list[str]:
    """One line a source document, with its date and status."""
    corpus = context.corpus
    if corpus is None:
        return []
    lines: dict[str, str] = {}
    for document in corpus.documents.values():
        source = document.source
        when = f"du {date_of(source.date)}" if source.date else "non datée"
        lines.setdefault(source.fichier, f"{source.fichier} · {source.document} — source {when} ; {source.statut}.")
    return [lines[key] for key in sorted(lines)]


def _selectable(words: str) -> QWidget:
    label = text(words, "small", wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _dialog(dialog: QDialog, inner: QWidget, context: Context, parent: QWidget, *, scrolls: bool = True) -> None:
    # One that only hid would stay with the window, each time it is opened.
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box = QVBoxLayout(dialog)
    box.addWidget(scroller(inner) if scrolls else inner, 1)
    close = button("Fermer", dialog.accept, kind="primary")
    close.setDefault(True)
    box.addLayout(row(close))
    px = context.theme.px
    dialog.resize(min(px(680), parent.width() - 40), min(px(560), parent.height() - 60))
