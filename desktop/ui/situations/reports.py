"""The report of a plan: to a PDF, to the clipboard for a letter, to a Markdown file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from desktop import files
from desktop.errors import system_reason
from desktop.export import report, report_text, sheet
from desktop.telling.frame import Frame
from desktop.telling.story import tell_plan, ticked
from desktop.text import dates
from desktop.ui.kit.ask_file import ask_save, file_name
from desktop.ui.kit.notice import notice
from desktop.ui.situations.situation import Situation, now

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.decision.answering import Session
    from desktop.export.report import PlanReport
    from desktop.telling.story import Story
    from desktop.ui.door.context import Context
    from desktop.ui.door.printable import Printable


class Reports:
    """Writes the report of a session."""

    def __init__(self, context: Context, situation: Situation) -> None:
        self.context = context
        self.situation = situation

    def frame(self, session: Session) -> Frame | None:
        """What stands around the plan now: its label, its hour; None while the content is not read."""
        corpus = self.context.corpus
        if corpus is None:
            return None
        situation = self.situation
        situation.watch.look()
        instant = session.instant or now()
        return Frame(instant, corpus.version, self.context.services.version, session.libelle, self.later(session))

    def later(self, session: Session) -> str:
        """What stands for « maintenant » on paper, in letters and in pictures: they are read later, even while it still holds."""
        hour = self.situation.hour
        return hour.quand or dates.at(session.instant or now(), hour.today)

    def told(self, session: Session) -> Story | None:
        """The plan as paper and files tell it; None while the content is not read."""
        frame, corpus = self.frame(session), self.context.corpus
        if frame is None or corpus is None:
            return None
        questionnaires, plan = session.flow.orientation.questionnaires, ticked(session.flow.plan, session.coches)
        return tell_plan(questionnaires, plan, corpus, frame, self.context.registry.structure_sources)

    def run(self, name: str, session: Session, parent: QWidget) -> None:
        """A button of the plan: pdf, copier, tout (copy everything), markdown."""
        story = self.told(session)
        if story is None:
            self.context.say("Le contenu n’est pas encore lu.")
        elif name == "copier":
            QGuiApplication.clipboard().setText(sheet.letter(sheet.compose(story)))
            self.context.say("Copié : dix lignes au plus, à coller dans un courrier.")
        elif name == "tout":
            QGuiApplication.clipboard().setText(report_text.plain_text(report.compose(story)))
            self.context.say("Copié : tout le plan en texte, avec ses raisons et ses références.")
        elif name == "markdown":
            self._markdown(report.compose(story), parent)
        elif name == "pdf":
            from desktop.ui.paper.commands import export_pdf
            from desktop.ui.situations.on_paper import printable

            export_pdf(self.context, printable(story), parent)

    def printable(self, session: Session) -> Printable | None:
        """The plan as it is printed, or written as a PDF; None while the content is not read."""
        from desktop.ui.situations.on_paper import printable

        story = self.told(session)
        return None if story is None else printable(story)

    def _markdown(self, composed: PlanReport, parent: QWidget) -> None:
        path = ask_save(parent, "Enregistrer le texte", f"{file_name(composed.titre)}.md", "Texte (*.md)")
        if path is None:
            return
        try:
            files.write(path, report_text.markdown(composed))
        except OSError as error:
            notice(
                "Enregistrer le texte",
                f"Le fichier {path} n’a pas pu être écrit : {system_reason(error)}.",
                "Choisissez un autre dossier.",
            )
            return
        self.context.say(f"Écrit : {path}.")
