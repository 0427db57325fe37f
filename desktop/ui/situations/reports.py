"""The report of a plan: to a PDF, to the clipboard for a letter, to a Markdown file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from desktop import files
from desktop.errors import raison_systeme
from desktop.export import rapport
from desktop.export.instant import hour_of
from desktop.ui.ask_file import ask_save, file_name
from desktop.ui.printing import Printable
from desktop.ui.situations.situation import Situation, now
from desktop.ui.situations.story import ticked
from desktop.ui.user_data.notice import notice

if TYPE_CHECKING:
    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QTextDocument
    from PySide6.QtWidgets import QWidget

    from desktop.export.rapport import Rapport
    from desktop.ui.context import Context
    from desktop.ui.situations.session import Session
    from desktop.ui.theme import Theme


class Reports:
    """Writes the report of a session."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def compose(self, session: Session) -> Rapport | None:
        """The report as plain values; None while the content is not read."""
        corpus = self.context.corpus
        if corpus is None:
            return None
        situation = Situation.of(self.context)
        situation.watch.look()
        instant, hour = session.instant or now(), situation.hour
        # Paper and letters are read later: what they say of now carries its hour, even while it still holds.
        quand = hour.quand or hour_of(instant, hour.today)
        cadre = rapport.Cadre(instant, corpus.version, self.context.services.version, session.libelle, quand)
        plan = ticked(session.flow.plan, session.coches)
        return rapport.composer(session.flow.orientation.questionnaires, corpus, plan, cadre)

    def run(self, name: str, session: Session, parent: QWidget) -> None:
        """A button of the plan: pdf, copier, markdown."""
        report = self.compose(session)
        if report is None:
            self.context.say("Le contenu n’est pas encore lu.")
        elif name == "copier":
            QGuiApplication.clipboard().setText(rapport.texte(report))
            self.context.say("Copié : le plan en texte, à coller dans un courrier.")
        elif name == "markdown":
            self._markdown(report, parent)
        elif name == "pdf":
            from desktop.ui.paper import export_pdf

            export_pdf(self.context, self.printable(report), parent)

    def printable(self, report: Rapport) -> Printable:
        """What is printed, or written as a PDF."""
        foot = f"{report.titre} · {report.pied[-1]}"

        def document(theme: Theme, _text: QSizeF) -> QTextDocument:
            from desktop.ui.reader.sealed import SealedDocument

            made = SealedDocument()
            made.setDefaultFont(theme.font(12))
            made.setDefaultStyleSheet(_PAPER)
            made.setHtml(rapport.html(report))
            return made

        return Printable(report.titre, foot, document)

    def _markdown(self, report: Rapport, parent: QWidget) -> None:
        path = ask_save(parent, "Enregistrer en Markdown", f"{file_name(report.titre)}.md", "Markdown (*.md)")
        if path is None:
            return
        try:
            files.write(path, rapport.markdown(report))
        except OSError as error:
            notice(
                "Enregistrer en Markdown",
                f"Le fichier {path} n’a pas pu être écrit : {raison_systeme(error)}.",
                "Choisissez un autre dossier.",
            )
            return
        self.context.say(f"Écrit : {path}.")


_PAPER = (
    "h1 { font-size: 20px; } h2 { font-size: 15px; margin-top: 10px; } h3 { font-size: 13px; margin-top: 6px; }"
    " small { color: #55626D; } p.case { margin: 1px 0 1px 26px; }"
)
