"""A virtual screen with its keyboard and its mouse, for proofs on Linux: Xvfb and xdotool."""

from __future__ import annotations

import os
import select
import subprocess
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from build_scripts.installers import letters
from build_scripts.installers.common import EchecError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
ATTENTE = 20.0
"""Seconds that a proof waits for what must come: a slow machine is no fault."""


class Ecran(AbstractContextManager["Ecran"]):
    """An X screen of its own; a context manager. Its picture is read from the file in which Xvfb keeps it.

    `options` are Xvfb's: « -wr » makes what no window covers white, so that the words of small windows can be read.
    """

    def __init__(self, largeur: int = 1366, hauteur: int = 768, options: tuple[str, ...] = ()) -> None:
        self._taille = f"{largeur}x{hauteur}x24"
        self._options = options
        self._dossier = tempfile.TemporaryDirectory(prefix="ecran-")
        self._xvfb: subprocess.Popen[bytes] | None = None
        self.nom = ""

    def __enter__(self) -> Self:
        lu, ecrit = os.pipe()
        self._xvfb = subprocess.Popen(
            ["Xvfb", "-displayfd", str(ecrit), "-screen", "0", self._taille, "-nolisten", "tcp", "-ac",
             "-fbdir", self._dossier.name, *self._options],
            pass_fds=(ecrit,), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(ecrit)
        numero = ""
        # The number and the end of its line come apart, and Xvfb ends if nobody reads the second.
        while not numero.endswith("\n") and select.select([lu], [], [], ATTENTE)[0] and (vu := os.read(lu, 16)):
            numero += vu.decode()
        os.close(lu)
        if not numero.strip():
            self._xvfb.kill()
            raise EchecError("L’écran virtuel (Xvfb) ne démarre pas.")
        self.nom = f":{numero.strip()}"
        return self

    def __exit__(self, *_: object) -> None:
        if self._xvfb is not None:
            self._xvfb.terminate()
            self._xvfb.wait(ATTENTE)
        self._dossier.cleanup()

    @property
    def prise(self) -> Path:
        """The local socket of the screen."""
        return Path("/tmp/.X11-unix") / f"X{self.nom[1:]}"  # noqa: S108 - where X puts it

    # What is seen ------------------------------------------------------------------------------------------------

    def _brut(self) -> bytes:
        return (Path(self._dossier.name) / "Xvfb_screen0").read_bytes()

    def regarder(self) -> letters.Lecture:
        """What is on the screen now."""
        return letters.lire(letters.lire_xwd(self._brut()))

    def photographier(self, fichier: Path) -> Path:
        """Keep the screen as a PNG."""
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_bytes(letters.png(self._brut()))
        return fichier

    def mots(self) -> str:
        """The words on the screen, as tesseract reads them in French, in lower case on one line."""
        return " ".join(self._tesseract().lower().replace("’", "'").split())

    def _tesseract(self, *options: str) -> str:
        image = Path(self._dossier.name) / "mots.png"
        image.write_bytes(letters.png(self._brut(), echelle=2))
        # Left to guess the resolution, tesseract overlooks words in frames.
        commande = ["tesseract", str(image), "-", "-l", "fra", "--dpi", "192", *options]
        return subprocess.run(commande, capture_output=True, text=True, check=True, timeout=120).stdout

    # What is done ------------------------------------------------------------------------------------------------

    def xdotool(self, *arguments: str, obligatoire: bool = True) -> str:
        """Run xdotool on this screen; its output. Raises EchecError when it fails and must not."""
        env = {**os.environ, "DISPLAY": self.nom, "LC_ALL": "C.UTF-8"}
        fait = subprocess.run(["xdotool", *arguments], env=env, capture_output=True, text=True, check=False, timeout=60)
        if obligatoire and fait.returncode != 0:
            raise EchecError(f"xdotool {' '.join(arguments)} : {fait.stderr.strip()}")
        return fait.stdout.strip()

    def fenetre(self, titre: str, attente: float = ATTENTE) -> str:
        """The visible window of that title, given the keyboard; waits for it."""
        trouve = attendre(lambda: self.windows(titre), attente)
        if not trouve:
            raise EchecError(f"Aucune fenêtre « {titre} » en {attente:.0f} s.")
        self.focus(str(trouve[-1]))
        return str(trouve[-1])

    def windows(self, title: str = "") -> list[str]:
        """The visible windows of that title (a regular expression); without one all of them, menus too."""
        wanted = ("--name", title) if title else ("--class", ".")
        return self.xdotool("search", "--onlyvisible", *wanted, obligatoire=False).split()

    def focus(self, window: str) -> None:
        """Give a window the keyboard: without a window manager nobody gives it to a new one, nor back to the former."""
        self.xdotool("windowfocus", "--sync", window, obligatoire=False)

    def taper(self, texte: str) -> None:
        """Type a text."""
        self.xdotool("type", "--delay", "30", texte)

    def cliquer(self, mot: str) -> None:
        """Click on a word where it can be read. Raises EchecError where it can't."""
        place = attendre(lambda: self._place(mot))
        if place is None:
            raise EchecError(f"Le mot « {mot} » ne se lit pas sur l’écran.")
        self.xdotool("mousemove", str(place[0]), str(place[1]), "click", "1")

    def _place(self, mot: str) -> tuple[int, int] | None:
        """The middle of a word, in pixels; what one way of looking misses, another may see."""
        for facon in ("11", "3", "12"):
            for ligne in self._tesseract("--psm", facon, "tsv").splitlines()[1:]:
                champs = ligne.split("\t")
                if champs[-1].strip() == mot:
                    x, y, largeur, hauteur = map(int, champs[6:10])
                    return (x + largeur // 2) // 2, (y + hauteur // 2) // 2
        return None

    def touches(self, *touches: str) -> None:
        """Press keys, one after the other."""
        for touche in touches:
            self.xdotool("key", touche)
            time.sleep(0.15)


def attendre(essai: Callable[[], T], attente: float = ATTENTE, pas: float = 0.1) -> T:
    """Try until the answer is true, for so many seconds; the last answer."""
    fin = time.monotonic() + attente
    while not (vu := essai()) and time.monotonic() < fin:
        time.sleep(pas)
    return vu
