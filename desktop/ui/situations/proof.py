"""What was proven of the questionnaires: the summary that came with the content, or one made here. No Qt."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop import files

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from desktop.decision import Questionnaires

FILE_NAME = "preuves.json"
LARGEST = 1 << 20
"""Bytes that a summary may have; the real one has two thousand."""
LAWS = {
    1: "Toute combinaison de réponses, connues ou non, reçoit un plan, ou l’outil dit que les sources ne nomment personne.",
    2: "Chaque règle sert dans au moins une situation ; celles qui se recouvrent sont rangées à dessein.",
    3: "Une situation plus grave n’abaisse jamais le niveau et ne ramène jamais d’une USP à un LISP.",
    4: "Ce qui est refusé n’apparaît nulle part ; refuser une chose n’en retire aucune autre.",
    5: "Personne n’est invité à appeler ce qu’il ne peut pas appeler ; le plan dit alors qui doit demander.",
    6: "« À joindre maintenant » ne contient que ce qui répond à cette heure, ou qui est sur place.",
    7: "Le lieu et la personne conviennent : pas d’HAD à l’hôpital, pas de SAD en EHPAD, pas d’appui gériatrique pour un mineur.",
    8: "Pour un mineur, l’ERRSPP est toujours là ; les bénévoles ne donnent jamais de soins.",
    9: "Là où les textes laissent un choix, toutes les réponses restent au même rang et le résultat le dit.",
    10: "Chaque phrase dit d’où elle vient et nomme des règles qui existent.",
    11: "Chaque résultat s’explique : règles appliquées, faits, ce qui le changerait.",
    12: "L’ordre des réponses et des corrections ne change rien au résultat.",
}


@dataclass(frozen=True, slots=True)
class Law:
    """One law: how many failures were found."""

    numero: int
    titre: str
    echecs: int


@dataclass(frozen=True, slots=True)
class Proof:
    """A verification: of which questionnaires (`empreinte`), when (`fait`, an ISO date), on how much, with what result."""

    empreinte: str
    fait: str
    version_contenu: str
    combinaisons: int
    boites: int
    regles: int
    gagnantes: int
    lois: tuple[Law, ...]
    secondes: float

    @property
    def holds(self) -> bool:
        """Every law holds and every rule wins somewhere."""
        return all(law.echecs == 0 for law in self.lois) and self.gagnantes == self.regles


def read(folder: Path) -> Proof | None:
    """The summary in `questionnaires/` of a content folder; None if there is none that can be read."""
    try:
        return of(json.loads(files.read_regular(folder / "questionnaires" / FILE_NAME, LARGEST)))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        return None  # an older or a hand-made content has no summary: the page says so


def of(found: dict[str, Any]) -> Proof:
    """A proof from plain data. Raises KeyError, TypeError, ValueError for another shape."""
    return Proof(
        str(found["empreinte"]),
        str(found.get("fait", "")),
        str(found.get("version_contenu", "")),
        int(found["combinaisons"]),
        int(found["boites"]),
        int(found["regles"]),
        int(found["gagnantes"]),
        tuple(Law(int(law["numero"]), str(law["titre"]), int(law["echecs"])) for law in found["lois"]),
        float(found["secondes"]),
    )


class ProofRunner:
    """Verifies the questionnaires anew; `stop` is heard between two needs.

    On a thread of its own: it takes half a minute, and the window's worker must stay free.
    """

    def __init__(
        self,
        questionnaires: Questionnaires,
        rules: Collection[str],
        told: Callable[[object], None],
        needs: Sequence[str] = (),
    ) -> None:
        """`told` is called on the thread: with (done, all) before each need, then with a dict for `of`, or an Exception.

        `needs`: all of them by default.
        """
        self._q = questionnaires
        self._rules = rules
        self._needs = tuple(needs) or tuple(questionnaires.orientation.tables)
        self._told = told
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="preuves", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the present need; waits for it."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            self._prove()
        except Exception as error:  # noqa: BLE001 - whatever it is, the page must say that the proof was not made
            self._told(error)

    def _prove(self) -> None:
        from desktop.proof.verify import verify

        laws: dict[int, Law] = {}
        combinations = boxes = 0
        seconds = 0.0
        for rank, need in enumerate(self._needs):
            if self._stopping.is_set():
                return
            self._told((rank, len(self._needs)))
            found = verify(self._q, self._rules, besoins=(need,))
            combinations += found.combinaisons
            boxes += found.boites
            seconds += found.secondes
            for law in found.lois:
                before = laws[law.numero].echecs if law.numero in laws else 0
                laws[law.numero] = Law(law.numero, law.titre, before + len(law.echecs))
        self._told(
            {
                "empreinte": self._q.empreinte,
                "combinaisons": combinations,
                "boites": boxes,
                "regles": 0,
                "gagnantes": 0,
                "lois": [{"numero": law.numero, "titre": law.titre, "echecs": law.echecs} for law in laws.values()],
                "secondes": seconds,
            }
        )
