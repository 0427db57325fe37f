#!/usr/bin/env python3
"""Rehearse the Windows bundle and installer on Debian, under wine: build, install, use, upgrade, uninstall, look at what is left.

  windows_rehearsal.py                     the whole of it
  windows_rehearsal.py --sans-construire   with the installers of the last time

A rehearsal, not a release: what users get is built on Windows, from the same spec and script. Root only. Everything comes from
PyPI and Debian: wine 10 of Debian 13, a Windows CPython out of panda3d's wheel, the Windows wheels of the locked requirements.
« Élodie Lefèvre » may write in her own folder alone, and there is no network. See docs/installer.md for what this can't show.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_scripts.installers import common, roots, smoke, windows, windows_python, wine  # noqa: E402
from build_scripts.installers.common import FailedError, run  # noqa: E402
from build_scripts.installers.screen import XScreen, wait_for  # noqa: E402

PERSON = "Élodie Lefèvre"
UID = 1000
CASE_LABEL = "Essai au domicile"
FORMER = "2025.9.0"
"""Number of the older installer: the same program with a file more, which an upgrade must take away."""
UNNEEDED = "_internal/desktop/ancien.txt"
TOOLS = {
    "debootstrap": "debootstrap", "makensis": "nsis", "Xvfb": "xvfb", "xdotool": "xdotool", "pdftotext": "poppler-utils",
    "tesseract": "tesseract-ocr tesseract-ocr-fra",
}  # fmt: skip
KEY_NAMES = ("uninstall\\\\cappalliatif", "app paths\\\\cap-palliatif")
"""What the registry knows the program by, as wine writes it."""


def main(argv: list[str] | None = None) -> int:
    """Rehearse; 0 when all held."""
    arguments = argparse.ArgumentParser(
        prog="windows_rehearsal.py", description="Répéter la construction pour Windows, sous wine."
    )
    arguments.add_argument("--racines", type=Path, default=roots.ROOTS, help="où garder les systèmes de debootstrap")
    arguments.add_argument(
        "--sortie", type=Path, default=ROOT / "build" / "windows", help="où poser les installateurs et les images"
    )
    arguments.add_argument("--sans-construire", action="store_true", help="essayer les installateurs déjà faits")
    arguments.add_argument(
        "--comparer", action="store_true", help="construire le dossier deux fois et comparer, sans essayer"
    )
    choice = arguments.parse_args(argv)
    try:
        _equip()
        choice.sortie.mkdir(parents=True, exist_ok=True)
        with XScreen(options=("-wr",)) as screen:
            root = wine.prepare(choice.racines)
            if not choice.sans_construire:
                with wine.Windows(root, "atelier", screen) as workshop:
                    build(workshop, choice.racines / "windows", choice.sortie, compare=choice.comparer)
            if not choice.comparer:
                with wine.Windows(root, "elodie", screen, uid=UID, user=PERSON) as machine:
                    Trial(machine, screen, choice.sortie).play()
    except FailedError as fault:
        print(f"ÉCHEC : {fault}", file=sys.stderr)
        return 1
    tell(f"tout va bien, sous wine et non sur un vrai Windows ; installateurs et images dans {choice.sortie}")
    return 0


def tell(done: str) -> None:
    """Tell a step that held."""
    print(f"répétition Windows : {done}", flush=True)


def _equip() -> None:
    if os.geteuid() != 0:
        raise FailedError("Cette répétition fait un système neuf : elle se lance comme root.")
    if missing := [package for name, package in TOOLS.items() if shutil.which(name) is None]:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "-q", "update"], env=env)
        run(["apt-get", "-q", "-y", "install", "--no-install-recommends", *" ".join(missing).split()], env=env)


# Building -----------------------------------------------------------------------------------------------------------


def build(workshop: wine.Windows, folder: Path, output: Path, *, compare: bool) -> None:
    """Build the bundle with a Windows Python, by the command that a release uses; then the installer, and an older one."""
    folder.mkdir(parents=True, exist_ok=True)
    tell(f"Python de Windows : {windows_python.assemble(workshop, folder)}")
    common.copy_sources(workshop.disk / "sources")
    start = time.monotonic()
    following = ["--comparer"] if compare else ["--dossier", "--sortie", "C:\\sortie"]
    said = workshop.launch(
        windows_python.PYTHON, "C:\\sources\\build_scripts\\bundle.py", "--ici", *following,
        delay=3600, PYTHONUTF8="1", PYTHONHASHSEED="0",
    )  # fmt: skip
    if compare:
        tell(f"construit deux fois : {said.strip().splitlines()[-1]}")
        return
    program = workshop.disk / "sortie" / common.NAME
    foreign = [f.name for f in program.rglob("*") if f.is_file() and b"Wine builtin DLL" in f.read_bytes()[:4096]]
    if foreign:
        raise FailedError(f"Des bibliothèques de wine sont dans le dossier : {', '.join(sorted(foreign))}.")
    tell(f"dossier : {_megabytes(common.size(program))} en {time.monotonic() - start:.0f} s, rien de wine dedans")
    icons = workshop.disk / "sources" / "build" / "bundle" / "icones"
    start = time.monotonic()
    # The only difference to a release: a 64-bit installer, since wine without its 32-bit half can't run the usual one.
    done = windows.build(program, output, icons, options=("-DWINDOWS64",))
    tell(f"{done.name} : {_megabytes(done.stat().st_size)} en {time.monotonic() - start:.0f} s")
    (program / UNNEEDED).write_text("ancienne version\n", encoding="utf-8")
    # Packed less tightly: nobody gets this one.
    windows.build(program, output, icons, options=("-DWINDOWS64", "-DRAPIDE"), version=FORMER)


def _megabytes(data: int) -> str:
    return f"{data / 1e6:.1f} Mo"


# Trying -------------------------------------------------------------------------------------------------------------


class Trial:
    """One person's story with the program, on her Windows."""

    def __init__(self, machine: wine.Windows, screen: XScreen, images: Path) -> None:
        self.machine = machine
        self.screen = screen
        self.images = images
        self.program = machine.home_of / "AppData" / "Local" / "Programs" / common.TITLE
        self.data = machine.home_of / "AppData" / "Local" / common.NAME
        menu = machine.home_of / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        self.shortcut = menu / f"{common.TITLE}.lnk"
        self.documents = machine.home_of / "Mes dossiers"
        for version in (FORMER, common.version()):
            name = f"CapPalliatif-{version}-setup.exe"
            if not (images / name).is_file():
                raise FailedError(f"{images / name} n’existe pas : lancez sans « --sans-construire ».")
            shutil.copyfile(images / name, machine.disk / name)
        for image in images.glob("windows-*.png"):
            image.unlink()
        self.documents.mkdir()
        os.chown(self.documents, UID, UID)
        self.before = machine.files()

    def play(self) -> None:
        """The whole story. Raises FailedError where it breaks off."""
        self._install_by_hand()
        self._first_time()
        self._update()
        self._command_line()
        self._find_again()
        self._uninstall()
        self._elsewhere()

    def _silent(self, version: str, *options: str, expected: int = 0) -> float:
        """Run an installer without questions; the seconds that it took."""
        start = time.monotonic()
        # NSIS takes the folder of /D= to the end of the line and wants no quotes: wine would put them around spaces.
        words = " ".join(options).split()
        self.machine.launch(f"C:\\CapPalliatif-{version}-setup.exe", "/S", *words, expected=expected)
        return time.monotonic() - start

    # Installing --------------------------------------------------------------------------------------------------

    def _install_by_hand(self) -> None:
        """The older version, with the mouse's default choices: what a nurse does."""
        window_of = self.machine.open_it(f"C:\\CapPalliatif-{FORMER}-setup.exe")
        title = "Installation de Cap palliatif"
        self.screen.window_of(title, 60)
        self._read("installer", "dossier d'installation", "parcourir", "annuler")
        self.screen.keys("Return")
        self._read("installe", "a été installé sur votre ordinateur", "fermer")
        self._verify_laid(FORMER)
        if not (self.program / UNNEEDED).is_file():
            raise FailedError("L’ancienne version n’a pas posé le fichier qu’une mise à jour doit retirer.")
        tell(f"{FORMER} installée à la main, par deux fois Entrée, sans écrire hors du dossier de {PERSON}")
        # The box « Ouvrir Cap palliatif » is ticked: the program opens by itself.
        self.screen.keys("Return")
        if window_of.wait(60) != 0:
            raise FailedError(f"L’installateur finit avec {window_of.returncode}.")

    def _verify_laid(self, version: str) -> None:
        """Both executables, the menu, the registry; and nothing outside the person's folder."""
        missing = [
            f.name
            for f in (
                self.program / "Cap palliatif.exe",
                self.program / "cap-palliatif.exe",
                self.program / "Desinstaller.exe",
                self.shortcut,
            )
            if not f.is_file()
        ]
        if missing:
            raise FailedError(f"L’installation n’a pas posé : {', '.join(missing)}.")
        at_home = f"users/{PERSON}/"
        if outside := sorted(p for p in self.machine.files() - self.before if not p.startswith(at_home)):
            raise FailedError(f"Écrit hors du dossier de la personne : {outside[:10]}.")
        said = self.machine.launch(
            "reg",
            "query",
            "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\CapPalliatif",
            "/v",
            "DisplayVersion",
        )
        if version not in said:
            raise FailedError(f"Le registre ne dit pas la version {version} : {said.strip()}")

    # Her screen --------------------------------------------------------------------------------------------------

    def _close(self) -> None:
        """Ctrl+Q, and every program ends: `rest_a_while` waits for it."""
        self.screen.window_of(common.TITLE)
        self.screen.keys("ctrl+q")
        self.machine.rest_a_while()

    def _read(self, image: str, *words: str) -> None:
        """Wait until these words can be read on the screen, and keep its picture."""
        lu = ""

        def trial() -> bool:
            nonlocal lu
            lu = self.screen.words()
            return all(word in lu for word in words)

        seen = wait_for(trial, 60, 0.5)
        self.screen.photograph(self.images / f"windows-{image}.png")
        if not seen:
            missing = [word for word in words if word not in lu]
            raise FailedError(f"« {image} » ne montre pas {missing} ({self.screen.look()}) ; lu : {lu[:500]}")
        tell(f"{image} : lu « {' », « '.join(words)} »")

    def _executable(self, name: str) -> str:
        return self.machine.path(self.program / name)

    def _first_time(self) -> None:
        """What the installer has opened: search, answer, keep the case, write a PDF; meanwhile nobody may replace the program."""
        self.screen.window_of(common.TITLE, 90)
        # A start while the window is open hands over to it and ends; so the first window is known to have been the installer's.
        self._read("accueil", "orienter une situation", "premiers pas")
        if not self.screen.look().letters:
            raise FailedError(f"Des carrés au lieu de lettres : {self.screen.look()}.")
        self.machine.launch(self._executable("Cap palliatif.exe"), delay=60)
        self._silent(common.version(), expected=3)
        if not (self.program / UNNEEDED).is_file():
            raise FailedError("Une mise à jour a touché à un programme ouvert.")
        tell("ouvert : un second démarrage finit avec 0, une mise à jour est refusée avec 3 et n’a touché à rien")
        self.screen.window_of(common.TITLE)
        self.screen.type_text(smoke.SEARCHING)
        self._read("recherche", "nombre de lits", "minimum")
        self.screen.keys("Escape", "ctrl+n")
        self._read("question", "de quoi s'agit")
        # « Organiser les soins », « À domicile », nothing in place yet, then the first answer of each question to the end.
        self.screen.keys("1", "Return")
        self._read("lieu", "où se trouve la personne")
        self.screen.keys("1")
        self._read("en-place", "déjà en place", "rien de tout cela")
        self.screen.keys("Return")
        # A question that has only just been drawn takes no answer: each is read before it gets its key.
        for _ in range(15):
            time.sleep(1)
            if "pourquoi" in self.screen.words():
                break
            self.screen.keys("1")
        self._read("plan", "organiser ou renforcer les soins", "médecin traitant", "pourquoi", "garder")
        self.screen.keys("ctrl+s")
        self._read("garder", "libellé, sans rien qui désigne la personne")
        self.screen.keys("ctrl+a")
        self.screen.type_text(CASE_LABEL)
        self.screen.keys("Return")
        self._read("gardee", CASE_LABEL.lower(), "à revoir")
        self._pdf()
        self._close()

    def _pdf(self) -> None:
        """Through Windows' own dialog, which wine shows in English."""
        self.screen.click("PDF")
        self.screen.window_of("Exporter en PDF")
        self._read("enregistrer", "file name")
        self.screen.keys("ctrl+a")
        self.screen.type_text("plan.pdf")
        self.screen.keys("Return")
        pdf = wait_for(
            lambda: next((f for f in self.machine.home_of.rglob("plan.pdf") if f.stat().st_size > 1000), None)
        )
        if pdf is None:
            self.screen.photograph(self.images / "windows-pdf-absent.png")
            raise FailedError("Le PDF n’est pas écrit.")
        text = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
        ).stdout
        if not {"solliciter", "médecin", "palliatifs"} <= set(re.findall(r"\w+", text.lower())):
            raise FailedError(f"Le PDF ne dit pas le plan : {text[:300]}")
        tell(f"PDF de {pdf.stat().st_size // 1024} Kio, en lettres, par la boîte de Windows")
        pdf.unlink()

    def _update(self) -> None:
        """The present version over the older one, without questions: nothing of the old stays, nothing of hers goes."""
        its_own = self._its_windows()
        if "cap-palliatif.sqlite3" not in its_own:
            raise FailedError(f"Ce qu’elle a gardé n’est pas dans {sorted(its_own)}.")
        duration = self._silent(common.version())
        self._verify_laid(common.version())
        if (self.program / UNNEEDED).exists():
            raise FailedError("La mise à jour a laissé un fichier de l’ancienne version.")
        if lost := its_own - self._its_windows():
            raise FailedError(f"La mise à jour a perdu {sorted(lost)}.")
        if keys := self.machine.registry("palliatif", "system"):
            raise FailedError(f"Écrit dans la partie du registre qui est à tous : {keys}")
        tell(
            f"{FORMER} → {common.version()} sans question en {duration:.1f} s : rien de l’ancienne ne reste, "
            f"ses {len(its_own)} fichiers sont là"
        )

    def _its_windows(self) -> set[str]:
        """What she keeps: her cases, her settings, her backups."""
        return {
            f.relative_to(self.data).as_posix()
            for f in self.data.rglob("*")
            if f.is_file() and f.relative_to(self.data).parts[0] not in {"Cache", "Logs"} and f.name != "verrou"
        }

    def _command_line(self) -> None:
        command = self._executable("cap-palliatif.exe")
        version = self.machine.launch(command, "version").strip()
        hits = json.loads(self.machine.launch(command, "chercher", "--json", smoke.SEARCHING))["hits"]
        example = smoke.read_example(smoke.SITUATION)
        facts = self.machine.disk / "faits.json"
        facts.write_text(json.dumps(example["faits"]), encoding="utf-8")
        plan = json.loads(self.machine.launch(command, "orienter", "--json", self.machine.path(facts)))
        facts.unlink()
        intact = self.machine.launch(command, "verifier").strip()
        expected = example["attendu"]["joindre_maintenant"]
        if common.version() not in version or smoke.FOUND not in {h["regle"] for h in hits[:3]}:
            raise FailedError(f"La ligne de commande répond : {version} {hits[:2]}")
        if plan["joindre_maintenant"] != expected:
            raise FailedError(f"Le plan de l’exemple dit {plan['joindre_maintenant']}, et non {expected}.")
        # As the hosted runners do: the window opens, gets ready to search, and closes. With a moment: there is no « /proc » to ask.
        self.machine.launch(self._executable("Cap palliatif.exe"), delay=120, CAP_PALLIATIF_BANC="2")
        tell(
            f"{version} ; « {smoke.SEARCHING} » → {hits[0]['regle']} ; joindre maintenant : {', '.join(expected)} ; {intact}"
        )

    def _find_again(self) -> None:
        """From the Start menu, in the new version: the case that was kept in the old one."""
        # What « start » ends with says nothing of the program: it gives 259, « still running ».
        self.machine.launch("start", self.machine.path(self.shortcut), expected=None)
        self.screen.window_of(common.TITLE, 90)
        # It opens where she left it.
        self._read("ouverture", CASE_LABEL.lower(), "à revoir")
        self.screen.keys("ctrl+shift+s")
        self._read("retrouvee", "mes situations", CASE_LABEL.lower())
        self._close()

    # Leaving -----------------------------------------------------------------------------------------------------

    def _uninstall(self) -> None:
        """Without questions: the program goes, what she kept stays."""
        its_own = self._its_windows()
        self.machine.launch(self._executable("Desinstaller.exe"), "/S")
        self._gone(self.program)
        if lost := its_own - self._its_windows():
            raise FailedError(f"La désinstallation a effacé {sorted(lost)}.")
        tell("désinstallé : le programme, le menu et les clés sont partis, ce qu’elle gardait est resté")

    def _elsewhere(self) -> None:
        """In a folder of her own that holds something else; refused where she may not write; then everything goes."""
        self._silent(common.version(), "/D=C:\\windows\\Cap palliatif", expected=5)
        self._gone(self.machine.disk / "windows" / "Cap palliatif")
        folder = self.documents / "Mes logiciels à moi"
        folder.mkdir()
        other = folder / "photo.jpg"
        other.write_bytes(b"photo")
        for place in (folder, other):
            os.chown(place, UID, UID)
        duration = self._silent(common.version(), f"/D={self.machine.path(folder)}")
        intact = self.machine.launch(self.machine.path(folder / "cap-palliatif.exe"), "verifier").strip()
        tell(
            f"installé sans question en {duration:.1f} s dans « {folder.name} », {_megabytes(common.size(folder))} ; {intact}"
        )
        self.machine.launch(self.machine.path(folder / "Desinstaller.exe"), "/S", "/TOUT")
        self._gone(folder / "_internal")
        if [f.name for f in folder.iterdir()] != [other.name]:
            raise FailedError(f"Il reste {[f.name for f in folder.iterdir()]} dans un dossier qui tenait autre chose.")
        rests = {p for p in self.machine.files() - self.before if "palliatif" in p.lower()}
        if rests or self.data.exists():
            raise FailedError(f"Il reste {sorted(rests)[:10] or self.data}.")
        tell("désinstallé avec /TOUT : ni fichier, ni dossier, ni clé ne reste ; le fichier d’à côté est toujours là")

    def _gone(self, folder: Path) -> None:
        """Wait until a folder is gone (an uninstaller ends after the command that starts it); no key, no menu either."""
        if not wait_for(lambda: not folder.exists(), 60):
            raise FailedError(f"{folder.name} est encore là : {[f.name for f in folder.rglob('*')][:10]}")
        if self.shortcut.exists():
            raise FailedError("Le raccourci du menu est encore là.")
        if keys := [line for key in KEY_NAMES for line in self.machine.registry(key)]:
            raise FailedError(f"Le registre garde : {keys}")


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
