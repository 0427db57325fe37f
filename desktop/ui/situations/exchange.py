"""Situations and questionnaires for other software: FHIR in and out, DMN out. The dialogs, and what they write."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from desktop import files
from desktop.errors import CapPalliatifError, system_reason
from desktop.ui.kit.ask_file import ask_folder, ask_open, ask_save
from desktop.ui.kit.notice import notice, window_under
from desktop.ui.situations import keeping
from desktop.ui.situations.situation import Situation, now

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


JSON = "FHIR, JSON (*.json)"
LARGEST = 16 << 20
"""Bytes that a response may have: a real one has ten thousand."""


class Exchange:
    """Writes and reads; a refusal is shown with what to do."""

    def __init__(self, situation: Situation) -> None:
        self.context = situation.context
        self.situation = situation

    @property
    def version(self) -> str:
        """The version of the content."""
        return self.context.corpus.version if self.context.corpus is not None else ""

    def ask_situation(self) -> None:
        """Ask where to write the situation in hand."""
        if path := ask_save(window_under(), "Exporter la situation en FHIR", "situation.json", JSON):
            self.write_situation(path)

    def write_situation(self, path: Path) -> None:
        """The situation in hand as a FHIR `QuestionnaireResponse`."""
        session, q = self.situation.session, self.situation.decisions.questionnaires
        if session is None or q is None:
            return

        def write() -> None:
            from desktop.export import fhir_response

            sources = self.context.registry.structure_sources
            frame = fhir_response.ResponseFrame(self.version, session.instant or now(), session.cas or "", sources)
            found = fhir_response.response_of(q, keeping.ORIENTATION, dict(session.flow.counted), frame)
            files.write(path, json.dumps(found, ensure_ascii=False, indent=1))

        self._try(write, path, f"Écrit : {path}.")

    def ask_read(self) -> None:
        """Ask which file to take a situation from."""
        if path := ask_open(window_under(), "Reprendre une situation en FHIR", JSON):
            self.read_situation(path)

    def read_situation(self, path: Path) -> None:
        """Take the answers of a `QuestionnaireResponse`; the plan is made anew."""
        orientation = self.situation.decisions.orientation
        if orientation is None:
            return

        def read() -> None:
            from desktop.export import fhir_response

            name, facts = fhir_response.facts_of(
                orientation.questionnaires, json.loads(files.read_regular(path, LARGEST))
            )
            if name != keeping.ORIENTATION:
                raise WrongFileError(name)
            self.situation.adopt(keeping.restore(orientation, facts))

        self._try(read, path, "Situation reprise : le plan vient d’être refait.")

    def ask_questionnaires(self) -> None:
        """Ask for a folder for all questionnaires and tables."""
        if folder := ask_folder(window_under(), "Exporter les questionnaires (FHIR, DMN)"):
            self.write_questionnaires(folder)

    def write_questionnaires(self, folder: Path) -> None:
        """Each questionnaire as a FHIR `Questionnaire`, each table as DMN."""
        q, corpus = self.situation.decisions.questionnaires, self.context.corpus
        if q is None:
            return

        def write() -> None:
            from desktop.export import dmn, fhir

            for name in fhir.questionnaire_names(q):
                words = json.dumps(fhir.questionnaire(q, name, self.version), ensure_ascii=False, indent=1)
                files.write(folder / f"questionnaire-{name}.json", words)
            for name in dmn.table_names(q):
                files.write(folder / f"table-{name}.dmn", dmn.write(q, name, self.version, corpus))

        self._try(write, folder, f"Écrits dans {folder}.")

    def _try(self, work: Callable[[], None], path: Path, said: str) -> None:
        try:
            work()
        except CapPalliatifError as error:
            notice("Échanges", error.message, error.action)
        except (ValueError, RecursionError):
            notice(
                "Échanges",
                f"Le fichier {path} n’est pas du JSON.",
                "Choisissez un fichier FHIR écrit par un logiciel de soin.",
            )
        except OSError as error:
            notice("Échanges", f"{path} : {system_reason(error)}.", "Choisissez un autre dossier.")
        else:
            self.context.say(said)


class WrongFileError(CapPalliatifError):
    """A response to another questionnaire."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Ce fichier répond au questionnaire « {name} », pas à l’orientation.",
            "Choisissez un fichier fait par « Exporter la situation en FHIR ».",
        )
