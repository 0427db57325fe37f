"""The report of a plan: to a PDF, to the clipboard for a letter, to a Markdown file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from desktop import files
from desktop.errors import system_reason
from desktop.export import report_text
from desktop.telling import report as rapport
from desktop.telling import sheet as feuille
from desktop.telling.story import ticked
from desktop.text import dates
from desktop.ui.kit.ask_file import ask_save, file_name
from desktop.ui.kit.notice import notice
from desktop.ui.situations.situation import Situation, now

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.decision import Plan
    from desktop.decision.answering import Session
    from desktop.telling.report import Cadre, Rapport
    from desktop.ui.door.context import Context
    from desktop.ui.door.printable import Printable


class Reports:
    """Writes the report of a session."""

    def __init__(self, context: Context, situation: Situation) -> None:
        self.context = context
        self.situation = situation

    def frame(self, session: Session) -> Cadre | None:
        """What stands around the plan now: its label, its hour; None while the content is not read."""
        corpus = self.context.corpus
        if corpus is None:
            return None
        situation = self.situation
        situation.watch.look()
        instant, hour = session.instant or now(), situation.hour
        # Paper and letters are read later: what they say of now carries its hour, even while it still holds.
        quand = hour.quand or dates.at(instant, hour.today)
        return rapport.Cadre(instant, corpus.version, self.context.services.version, session.libelle, quand)

    def compose(self, session: Session) -> Rapport | None:
        """The whole report as plain values; None while the content is not read."""
        cadre, corpus = self.frame(session), self.context.corpus
        if cadre is None or corpus is None:
            return None
        return rapport.composer(session.flow.orientation.questionnaires, corpus, _plan(session), cadre)

    def run(self, name: str, session: Session, parent: QWidget) -> None:
        """A button of the plan: pdf, copier, tout (copy everything), markdown."""
        report, printable = self.compose(session), self.printable(session)
        if report is None or printable is None:
            self.context.say("Le contenu n’est pas encore lu.")
        elif name == "copier":
            self._copy(session)
        elif name == "tout":
            QGuiApplication.clipboard().setText(report_text.texte(report))
            self.context.say("Copié : tout le plan en texte, avec ses raisons et ses références.")
        elif name == "markdown":
            self._markdown(report, parent)
        elif name == "pdf":
            from desktop.ui.paper.commands import export_pdf

            export_pdf(self.context, printable, parent)

    def printable(self, session: Session) -> Printable | None:
        """The plan as it is printed, or written as a PDF; None while the content is not read."""
        from desktop.ui.situations.on_paper import printable

        cadre, corpus = self.frame(session), self.context.corpus
        if cadre is None or corpus is None:
            return None
        return printable(session.flow.orientation.questionnaires, corpus, _plan(session), cadre)

    def _copy(self, session: Session) -> None:
        cadre = self.frame(session)
        if cadre is None:
            return
        sheet = feuille.composer(session.flow.orientation.questionnaires, _plan(session), cadre)
        QGuiApplication.clipboard().setText(feuille.courrier(sheet))
        self.context.say("Copié : dix lignes au plus, à coller dans un courrier.")

    def _markdown(self, report: Rapport, parent: QWidget) -> None:
        path = ask_save(parent, "Enregistrer le texte", f"{file_name(report.titre)}.md", "Texte (*.md)")
        if path is None:
            return
        try:
            files.write(path, report_text.markdown(report))
        except OSError as error:
            notice(
                "Enregistrer le texte",
                f"Le fichier {path} n’a pas pu être écrit : {system_reason(error)}.",
                "Choisissez un autre dossier.",
            )
            return
        self.context.say(f"Écrit : {path}.")


def _plan(session: Session) -> Plan:
    """The plan with what was ticked."""
    return ticked(session.flow.plan, session.coches)
