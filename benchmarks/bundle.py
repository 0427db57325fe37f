#!/usr/bin/env python3
"""The figures of the field kit: start, memory, sizes, time to install; the bundle against its source and a bare PySide6 window.

  bundle.py [--dossier dist/cap-palliatif] [--installateurs DOSSIER…] [--fois 11] [--json FICHIER]

Everything in one run on one machine, medians, in turn (one of each, then again), so that a busy moment touches all alike. A start
is « ready » when the window is painted and a search would be answered. A cold start drops the system's file cache first and needs
root, as the time to install the .deb does; without it these lines are missing. The bare window is frozen by the same PyInstaller
with the same choice of Qt. At the end, what the folder is made of.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from build_scripts import dev  # noqa: E402
from build_scripts.installers import common  # noqa: E402
from build_scripts.installers.screen import Ecran  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

NUE = """
import json, os, sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Fenetre(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if os.environ.get("CAP_PALLIATIF_BANC"):
            sys.stderr.write(json.dumps({"premiere_peinture": time.monotonic() - float(os.environ["CAP_PALLIATIF_BANC"])}) + "\\n")
            QApplication.exit(0)
application = QApplication(["nue", "-style", "fusion"])
fenetre = Fenetre()
fenetre.setWindowTitle("Nue")
fenetre.resize(1200, 700)
fenetre.show()
sys.exit(application.exec())
"""
REQUETES = (
    "combien de lits usp",
    "had admission",
    "qui joindre la nuit",
    "bénévoles",
    "équipe mobile",
    "force:obligation",
    "samu",
)
RECHERCHES = 100
REPOS = 5
"""Seconds after which a window is at rest: all that it loads late is loaded."""
FOIS_MEMOIRE = 5
RAPPORTS_PAR_TOUR = {
    "démarrage / source": ("bundle à chaud (ms)", "source à chaud (ms)"),
    "démarrage à froid / source": ("bundle à froid (ms)", "source à froid (ms)"),
    "processeur au démarrage / source": ("bundle processeur à chaud (ms)", "source processeur à chaud (ms)"),
    "peinture / nue": ("bundle peint à chaud (ms)", "nue gelée peint à chaud (ms)"),
    "démarrage / nue": ("bundle à chaud (ms)", "nue gelée peint à chaud (ms)"),
}
RAPPORTS = {
    "mémoire au repos / nue": ("bundle au repos (Mio)", "nue gelée au repos (Mio)"),
    "mémoire après 100 recherches / nue": ("bundle après 100 recherches (Mio)", "nue gelée au repos (Mio)"),
}
INSTALLATEURS = (
    ("*.deb", ".deb (Mo)"),
    ("*.run", ".run (Mo)"),
    ("*-setup.exe", "setup.exe (Mo)"),
    ("*.dmg", ".dmg (Mo)"),
)
SEUILS = {
    "démarrage / source": 1.2, "mémoire au repos / nue": 1.6, "dossier (Mo)": 140.0, ".deb (Mo)": 45.0, ".run (Mo)": 60.0,
    "setup.exe (Mo)": 35.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Programme:
    """Something to start: a name, its command, the title of its window, the moment that counts as ready."""

    nom: str
    commande: tuple[str, ...]
    titre: str
    pret: str


def main(argv: list[str] | None = None) -> int:
    """Measure and print tables; 0 when every figure to reach is reached."""
    arguments = argparse.ArgumentParser(prog="bundle.py", description="Mesurer le programme construit.")
    arguments.add_argument("--dossier", type=Path, default=RACINE / "dist" / common.NOM)
    arguments.add_argument("--installateurs", type=Path, nargs="*", default=None, help="dossiers des installateurs")
    arguments.add_argument("--fois", type=int, default=11)
    arguments.add_argument("--json", type=Path)
    choix = arguments.parse_args(argv)
    if Path(sys.prefix).resolve() != dev.VENV.resolve():
        return _dans_le_venv(sys.argv[1:] if argv is None else argv)
    places = choix.installateurs or [choix.dossier.parent]
    executable = choix.dossier / common.NOM
    if not executable.is_file():
        print(f"{executable} n’existe pas : lancez d’abord « python3 build_scripts/bundle.py ».", file=sys.stderr)
        return 2
    chiffres: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="banc-") as ici, Ecran() as ecran:
        programmes = [
            Programme("bundle", (str(executable),), common.TITRE, "recherche_prete"),
            Programme("source", (sys.executable, "-m", "desktop"), common.TITRE, "recherche_prete"),
            Programme("nue gelée", (geler_la_nue(Path(ici)),), "Nue", "premiere_peinture"),
        ]
        banc = Banc(ecran, Path(ici))
        chiffres |= banc.demarrages(programmes, choix.fois)
        memoire, au_repos = banc.memoire(programmes)
        chiffres |= memoire
        chiffres |= tailles(choix.dossier, places)
        chiffres |= installation(places, Path(ici), choix.fois)
    for nom, (dessus, dessous) in RAPPORTS.items():
        if dessus in chiffres and dessous in chiffres:
            chiffres[nom] = chiffres[dessus] / chiffres[dessous]
    parts = composition(choix.dossier)
    print(tableau(chiffres))
    print("\n" + tableau_des_parts("le dossier est fait de", {"Mo": parts}))
    print("\n" + tableau_des_parts("en mémoire au repos, en Mio", au_repos))
    if choix.json:
        tout = {"chiffres": chiffres, "dossier (Mo)": parts, "mémoire au repos (Mio)": au_repos}
        choix.json.write_text(json.dumps(tout, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if all(chiffres.get(nom, 0) <= seuil for nom, seuil in SEUILS.items()) else 1


def _dans_le_venv(argv: list[str]) -> int:
    if not dev.installer_python("bundle"):
        return 1
    return subprocess.run([str(dev.python_du_venv()), str(Path(__file__).resolve()), *argv], check=False).returncode


def tableau(chiffres: dict[str, float]) -> str:
    """The figures as a Markdown table, with what is to be reached."""
    lignes = ["| | mesuré | à atteindre | |", "|---|---|---|---|"]
    for nom, valeur in chiffres.items():
        seuil = SEUILS.get(nom)
        verdict = "" if seuil is None else ("atteint" if valeur <= seuil else "NON")
        lignes.append(
            f"| {nom} | {valeur:.{2 if valeur < 10 else 0}f} | {'' if seuil is None else f'≤ {seuil:g}'} | {verdict} |"
        )
    return "\n".join(lignes)


def geler_la_nue(ici: Path) -> str:
    """A bare window, frozen with the same choice of Qt; its executable."""
    script = ici / "nue.py"
    script.write_text(NUE, encoding="utf-8")
    spec = ici / "nue.spec"
    spec.write_text(
        f"import subprocess, sys\nsys.path.insert(0, {str(RACINE)!r})\nfrom build_scripts.installers.sorting import Tri\n"
        "def besoins(f):\n"
        "    s = subprocess.run(['objdump', '-p', f], capture_output=True, text=True, check=True).stdout\n"
        "    return [l.split()[1] for l in s.splitlines() if l.startswith('  NEEDED')]\n"
        f"a = Analysis([{str(script)!r}], excludes=['_ssl', '_hashlib', 'tkinter'])\n"
        "t = Tri(besoins); a.binaries = t.binaires(a.binaries); a.datas = t.donnees(a.datas)\n"
        "e = EXE(PYZ(a.pure), a.scripts, [], exclude_binaries=True, name='nue')\nCOLLECT(e, a.binaries, a.datas, name='nue')\n",
        encoding="utf-8",
    )
    common.executer(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--distpath", str(ici / "d"), "--workpath",
         str(ici / "w"), str(spec)],
        env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(ici / "reglages")},
    )  # fmt: skip
    return str(ici / "d" / "nue" / "nue")


class Banc:
    """Starts programs on one virtual screen."""

    def __init__(self, ecran: Ecran, ici: Path) -> None:
        self._ecran = ecran
        self._ici = ici

    def _env(self, **valeurs: str) -> dict[str, str]:
        # A source start without its compiled modules would be measured too slow.
        propre = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "CAP_PALLIATIF", "PYTHON"))}
        return {
            **propre,
            "DISPLAY": self._ecran.nom,
            "CAP_PALLIATIF_DOSSIER": str(self._ici / "personne"),
            "PYTHONPATH": str(RACINE),
            **valeurs,
        }

    def demarrages(self, programmes: list[Programme], fois: int) -> dict[str, float]:
        """Median milliseconds from the start of the process to ready, warm and (as root) cold, and what the processor did."""
        chiffres: dict[str, float] = {}
        for mot in ("à chaud", "à froid") if os.geteuid() == 0 else ("à chaud",):
            mesures: dict[str, list[float]] = {}
            for tour in range(fois + 1):
                # Who goes first changes: what runs before another must not weigh on the same one each time.
                rang = tour % len(programmes)
                for programme in (*programmes[rang:], *programmes[:rang]):
                    if mot == "à froid":
                        self._refroidir()
                    for nom, valeur in self._un(programme).items():
                        if tour:  # the first one warms
                            mesures.setdefault(f"{programme.nom} {nom}{mot} (ms)", []).append(valeur * 1000)
            chiffres |= {nom: statistics.median(valeurs) for nom, valeurs in mesures.items()}
            for rapport, (dessus, dessous) in RAPPORTS_PAR_TOUR.items():
                if dessus in mesures:
                    # Turn by turn: what another program does to the machine meanwhile, it does to both.
                    tours = zip(mesures[dessus], mesures[dessous], strict=True)
                    chiffres[rapport] = statistics.median(x / y for x, y in tours)
        return chiffres

    def _un(self, programme: Programme) -> dict[str, float]:
        """One start: seconds to the first paint and to ready, seconds of processor time."""
        env = self._env(CAP_PALLIATIF_BANC=str(time.monotonic()))
        avant = resource.getrusage(resource.RUSAGE_CHILDREN)
        fait = subprocess.run(programme.commande, env=env, capture_output=True, text=True, check=True, timeout=120)
        apres = resource.getrusage(resource.RUSAGE_CHILDREN)
        moments = json.loads(next(ligne for ligne in fait.stderr.splitlines() if ligne.startswith("{")))
        return {
            "peint ": moments["premiere_peinture"],
            "": moments[programme.pret],
            "processeur ": apres.ru_utime + apres.ru_stime - avant.ru_utime - avant.ru_stime,
        }

    @staticmethod
    def _refroidir() -> None:
        subprocess.run(["sync"], check=True)
        Path("/proc/sys/vm/drop_caches").write_text("3", encoding="ascii")

    def memoire(self, programmes: list[Programme]) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
        """Median resident MiB at rest, of the bundle also after 100 searches; and what each is made of at rest, by program."""
        mesures: dict[str, list[float]] = {}
        parts: dict[str, dict[str, float]] = {}
        for tour in range(FOIS_MEMOIRE):
            for programme in programmes:
                env = self._env()
                if programme.nom == "bundle":
                    # A new person each time: who comes back finds the last page open.
                    env["CAP_PALLIATIF_DOSSIER"] = str(self._ici / f"personne {tour}")
                processus = subprocess.Popen(programme.commande, env=env, stderr=subprocess.DEVNULL)
                try:
                    self._ecran.fenetre(programme.titre)
                    time.sleep(REPOS)
                    parts[programme.nom] = residente(processus.pid)
                    mesures.setdefault(f"{programme.nom} au repos (Mio)", []).append(sum(parts[programme.nom].values()))
                    if programme.nom == "bundle":
                        self._chercher()
                        nom = f"bundle après {RECHERCHES} recherches (Mio)"
                        mesures.setdefault(nom, []).append(sum(residente(processus.pid).values()))
                finally:
                    processus.terminate()
                    processus.wait(20)
        return {nom: statistics.median(valeurs) for nom, valeurs in mesures.items()}, parts

    def _chercher(self) -> None:
        """Type queries as a person would. Raises EchecError when nothing came of it."""
        accueil = self._ecran.regarder()
        for numero in range(RECHERCHES):
            self._ecran.xdotool("key", "ctrl+k")
            self._ecran.xdotool("type", "--delay", "5", REQUETES[numero % len(REQUETES)])
            time.sleep(0.15)
        time.sleep(2)
        if (vu := self._ecran.regarder()).taches <= 1.2 * accueil.taches:
            raise common.EchecError(f"Les recherches n’ont rien montré : {accueil}, puis {vu}.")


# What a process has in memory, by what is mapped there; the first that fits counts.
PARTS_DE_LA_MEMOIRE = (
    ("objets de Python et de Qt", r"^$|^\[(heap|anon)"),
    ("Qt et PySide6", r"PySide6/|shiboken6/|libicu"),
    ("Python", r"python3|libpython"),
    ("image de la fenêtre", r"memfd:|/SYSV|/dev/shm"),
    ("polices, index, contenu", r"_internal/desktop/|/desktop/"),
    ("bibliothèques du système et autres fichiers", r""),
)
_PLAGE = re.compile(r"[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+\s*(.*)")


def residente(pid: int) -> dict[str, float]:
    """Resident memory of a process in MiB, by part."""
    return parts_de_la_memoire(Path(f"/proc/{pid}/smaps").read_text(encoding="utf-8", errors="replace"))


def parts_de_la_memoire(smaps: str) -> dict[str, float]:
    """MiB of each part, as the kernel's list of mappings (`/proc/…/smaps`) says."""
    parts = dict.fromkeys((nom for nom, _ in PARTS_DE_LA_MEMOIRE), 0.0)
    courante = ""
    for ligne in smaps.splitlines():
        if plage := _PLAGE.fullmatch(ligne):
            courante = next(nom for nom, motif in PARTS_DE_LA_MEMOIRE if re.search(motif, plage[1]))
        elif ligne.startswith("Rss:"):
            parts[courante] += int(ligne.split()[1]) / 1024
    return parts


def tailles(dossier: Path, places: list[Path]) -> dict[str, float]:
    """MB of the folder and of the installers that are there."""
    chiffres = {"dossier (Mo)": common.taille(dossier) / 1e6}
    for motif, nom in INSTALLATEURS:
        if fichier := _trouver(places, motif):
            chiffres[nom] = fichier.stat().st_size / 1e6
    return chiffres


# What the folder is made of, by the place of a file in it; the first that fits counts.
PARTS = (
    ("données Unicode (ICU)", r"libicudata"),
    ("Qt", r"PySide6/Qt/"),
    ("PySide6", r"PySide6/|shiboken6/"),
    ("contenu et index", r"desktop/_(content|cache)/"),
    ("police, licences, images, aide", r"desktop/"),
    (
        "modules Python (du programme et de ses bibliothèques)",
        r"^cap-palliatif$|base_library|dist-info|holidays/|dateutil/|yaml/",
    ),
    ("Python", r"libpython|python3"),
    ("bibliothèques du système", r""),
)


def composition(dossier: Path) -> dict[str, float]:
    """MB of each part of the folder, largest first."""
    parts: dict[str, float] = {}
    for fichier in dossier.rglob("*"):
        if fichier.is_file() and not fichier.is_symlink():
            place = fichier.relative_to(dossier).as_posix()
            nom = next(nom for nom, motif in PARTS if re.search(motif, place))
            parts[nom] = parts.get(nom, 0) + fichier.stat().st_size / 1e6
    return dict(sorted(parts.items(), key=lambda part: -part[1]))


def tableau_des_parts(titre: str, colonnes: dict[str, dict[str, float]]) -> str:
    """Parts of one or more things as a Markdown table, one column each."""
    entetes = [f"| {titre} | {' | '.join(colonnes)} |", "|---" * (1 + len(colonnes)) + "|"]
    noms = next(iter(colonnes.values()))
    lignes = [f"| {nom} | {' | '.join(f'{parts[nom]:.1f}' for parts in colonnes.values())} |" for nom in noms]
    return "\n".join([*entetes, *lignes])


def installation(places: list[Path], ici: Path, fois: int) -> dict[str, float]:
    """Median seconds to install: the .run into a home of nobody, the .deb (root only) into a root of its own."""
    chiffres = {}
    if run := _trouver(places, "*.run"):
        chiffres["installer le .run (s)"] = _duree(ici, fois, lambda foyer: _installer_run(run, foyer))
    if os.geteuid() == 0 and shutil.which("dpkg") and (deb := _trouver(places, "*.deb")):
        chiffres["installer le .deb (s)"] = _duree(ici, fois, lambda racine: _installer_deb(deb, racine))
    return chiffres


def _trouver(places: list[Path], motif: str) -> Path | None:
    return next((f for place in places for f in sorted(place.glob(motif))), None)


def _duree(ici: Path, fois: int, installer: Callable[[Path], None]) -> float:
    durees = []
    for numero in range(fois):
        cible = ici / f"cible {numero}"
        cible.mkdir()
        debut = time.monotonic()
        installer(cible)
        durees.append(time.monotonic() - debut)
        shutil.rmtree(cible)
    return statistics.median(durees)


def _installer_run(run: Path, foyer: Path) -> None:
    env = {"HOME": str(foyer), "PATH": os.environ["PATH"]}
    subprocess.run(["sh", str(run)], env=env, check=True, capture_output=True)


def _installer_deb(deb: Path, racine: Path) -> None:
    base = racine / "var" / "lib" / "dpkg"
    for dossier in ("info", "updates", "triggers"):
        (base / dossier).mkdir(parents=True)
    (base / "status").touch()
    # What it depends on is not in this root; the time is that of the package alone.
    commande = ["dpkg", f"--root={racine}", "--force-depends", "--force-script-chrootless", "--install", str(deb)]
    subprocess.run(commande, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
