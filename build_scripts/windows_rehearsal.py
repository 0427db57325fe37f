#!/usr/bin/env python3
"""Rehearse the Windows bundle and installer on Debian, under wine: build, install silently, start, search, decide, uninstall.

A rehearsal, not a release: what users get is built on Windows, from the same spec and script. Root only. Everything comes from
PyPI and Debian: a Debian 13 with wine 10 (that of Debian 12 hangs on Qt's platform plugin), a Windows CPython out of panda3d's
wheel, the Windows wheels of the locked requirements. See docs/installer.md for how far it goes.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
import zipfile
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from build_scripts.paquets import commun, racines  # noqa: E402
from build_scripts.paquets.commun import EchecError, executer  # noqa: E402
from build_scripts.paquets.ecran import Ecran, attendre  # noqa: E402

PAQUETS = ("wine", "wine64", "gcc-mingw-w64-x86-64-win32", "binutils-mingw-w64-x86-64")
PANDA = "panda3d==1.10.16"
"""Its Windows wheel carries python311.dll 3.11.9, signed, and the compiled part of the standard library."""
LIGNE = "C:\\cap\\python.exe"
INUTILES = frozenset({
    "ast-serialize", "execnet", "fhir-core", "fhir-resources", "grimp", "hypothesis", "import-linter", "librt", "lxml", "mypy",
    "pydantic", "pydantic-core", "pytest", "pytest-qt", "pytest-xdist", "ruff", "types-pyyaml",
})  # fmt: skip
"""Locked packages that check the program: neither in it nor in what builds it."""
# The server of wine writes the registry when it ends: it must not be killed with the world that it lives in.
JUSQU_AU_BOUT = '"$@"; code=$?; wineserver -w; exit $code'
INSTALLE = "drive_c/users/root/AppData/Local/Programs/Cap palliatif"


def main(argv: list[str] | None = None) -> int:
    """Rehearse; 0 when all held."""
    arguments = argparse.ArgumentParser(
        prog="windows_rehearsal.py", description="Répéter la construction pour Windows, sous wine."
    )
    arguments.add_argument("--racines", type=Path, default=racines.RACINES)
    arguments.add_argument(
        "--sortie", type=Path, default=RACINE / "build" / "windows", help="où poser l’installateur et les images"
    )
    arguments.add_argument("--sans-construire", action="store_true", help="essayer l’installateur déjà fait")
    choix = arguments.parse_args(argv)
    try:
        Repetition(choix.racines, choix.sortie).jouer(construire=not choix.sans_construire)
    except EchecError as faute:
        print(f"ÉCHEC : {faute}", file=sys.stderr)
        return 1
    return 0


class Repetition:
    """The Debian 13 with wine, and what is done in it."""

    def __init__(self, dossier: Path, sortie: Path) -> None:
        self.dossier = dossier
        self.sortie = sortie
        commun.exiger("makensis", "Xvfb", "xdotool", "tesseract")
        sortie.mkdir(parents=True, exist_ok=True)
        self.racine = dossier / "wine13"
        if not (self.racine / "pret").is_file():
            if not (self.racine / "etc").is_dir():
                racines.copier(racines.base(13, dossier), self.racine)
            racines.installer(self.racine, *PAQUETS)
            (self.racine / "pret").touch()

    def dire(self, fait: str) -> None:
        """Tell a step that held."""
        print(f"répétition Windows : {fait}", flush=True)

    def jouer(self, *, construire: bool) -> None:
        """The whole rehearsal. Raises EchecError where it breaks off."""
        with Ecran() as ecran:
            self._ecran = ecran
            self.machine = racines.Machine(self.racine, {ecran.prise: f"/tmp/.X11-unix/{ecran.prise.name}"})  # noqa: S108
            if construire:
                self._python()
                self._construire()
            self._installer()
            self._ligne_de_commande()
            self._fenetre()
            self._mettre_a_jour()
            self._desinstaller()

    def wine(self, *commande: str, prefixe: str, delai: int = 600, attendu: int | None = 0) -> str:
        """Run a Windows program to its end; its output."""
        env = self._env(prefixe)
        ligne = self.machine.commande("sh", "-c", JUSQU_AU_BOUT, "sh", "wine", *commande, env=env)
        try:
            fait = subprocess.run(ligne, capture_output=True, check=False, timeout=delai)
        except subprocess.TimeoutExpired as faute:
            raise EchecError(f"wine {' '.join(commande)} : rien en {delai} s.") from faute
        dit = fait.stdout.decode("utf-8", "replace").replace("\r\n", "\n")
        if attendu is not None and fait.returncode != attendu:
            erreurs = fait.stderr.decode("utf-8", "replace")
            raise EchecError(f"wine {' '.join(commande)} finit avec {fait.returncode} :\n{(dit + erreurs)[-3000:]}")
        return dit

    def _env(self, prefixe: str) -> dict[str, str]:
        return {
            "WINEPREFIX": f"/prefixes/{prefixe}", "WINEDEBUG": "-all", "DISPLAY": self._ecran.nom,
            "WINEDLLOVERRIDES": "mscoree,mshtml=", "PYTHONUTF8": "1", "PYTHONHASHSEED": "0", "LANG": "C.UTF-8",
            "SOURCE_DATE_EPOCH": str(commun.date_source()),
        }  # fmt: skip

    def _prefixe(self, nom: str) -> Path:
        """A fresh Windows."""
        prefixe = self.racine / "prefixes" / nom
        shutil.rmtree(prefixe, ignore_errors=True)
        prefixe.parent.mkdir(exist_ok=True)
        self.machine.dire("sh", "-c", JUSQU_AU_BOUT, "sh", "wineboot", "--init", env=self._env(nom))
        return prefixe

    # Building ----------------------------------------------------------------------------------------------------

    def _python(self) -> None:
        """Assemble a Windows CPython with the locked packages, in the folder « cap » of the drive."""
        prefixe = self._prefixe("atelier")
        cap = prefixe / "drive_c" / "cap"
        cap.mkdir()
        roue = self._telecharger(self.dossier / "windows" / "panda", "--no-deps", PANDA)[0]
        with zipfile.ZipFile(roue) as archive:
            for nom in archive.namelist():
                if re.fullmatch(r"deploy_libs/[^/]+\.(dll|pyd)", nom):
                    (cap / Path(nom).name).write_bytes(archive.read(nom))
        shutil.copytree(
            self._bibliotheque(), cap / "Lib",
            ignore=shutil.ignore_patterns(
                "lib-dynload", "site-packages", "dist-packages", "__pycache__", "_sysconfigdata*", "test", "*.so"
            ),
        )  # fmt: skip
        self._compiler(cap)
        roues = self._telecharger(
            self.dossier / "windows" / "roues", "--no-deps", "--require-hashes", "-r", str(self._verrou_windows())
        )
        for roue in roues:
            with zipfile.ZipFile(roue) as archive:
                archive.extractall(cap / "Lib" / "site-packages")
        version = self.wine(LIGNE, "-c", "import sys, PySide6.QtWidgets; print(sys.version)", prefixe="atelier").strip()
        self.dire(f"Python de Windows : {version}")

    def _telecharger(self, cible: Path, *arguments: str) -> list[Path]:
        if not list(cible.glob("*.whl")):
            executer(
                [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q", "--only-binary=:all:",
                 "--platform", "win_amd64", "--python-version", "3.11", "-d", str(cible), *arguments]
            )  # fmt: skip
        return sorted(cible.glob("*.whl"))

    def _verrou_windows(self) -> Path:
        """What runs and builds the program, locked, for Windows: pip would judge the markers by this machine's system."""
        texte = (RACINE / "requirements" / "bundle.txt").read_text(encoding="utf-8").strip()
        blocs = {re.split(r"[= ]", bloc, maxsplit=1)[0]: bloc for bloc in re.split(r"\n(?=\S)", texte)}
        gardes = []
        for nom, bloc in blocs.items():
            marque = bloc.partition("\n")[0].rstrip(" \\").partition(";")[2]
            if "darwin" in marque or nom in INUTILES:
                continue
            gardes.append(bloc.replace(f";{marque}", "", 1) if marque else bloc)
        fichier = self.dossier / "windows" / "verrou.txt"
        fichier.parent.mkdir(parents=True, exist_ok=True)
        fichier.write_text("\n".join(gardes) + "\n", encoding="utf-8")
        return fichier

    def _bibliotheque(self) -> Path:
        """The Python part of the standard library of a CPython 3.11: this one's, or Debian 12's."""
        if sys.version_info[:2] == (3, 11):
            return Path(sysconfig.get_path("stdlib"))
        atelier = self.dossier / "atelier" / "usr" / "lib" / "python3.11"
        if not atelier.is_dir():
            raise EchecError("Il faut Python 3.11, ou d’abord « bundle.py --propre », qui apporte celui de Debian 12.")
        return atelier

    def _compiler(self, cap: Path) -> None:
        """python.exe, and python3.dll that forwards each name to python311.dll (PySide6 is linked to it)."""
        shutil.copyfile(commun.ICI / "modeles" / "python.c", cap / "python.c")
        ici = f"/prefixes/atelier/drive_c/{cap.name}"
        self.machine.dire(
            "x86_64-w64-mingw32-gcc", "-municode", "-O2", "-s", "-o", f"{ici}/python.exe", f"{ici}/python.c"
        )
        exports = self.machine.dire("x86_64-w64-mingw32-objdump", "-p", f"{ici}/python311.dll")
        table = exports[exports.index("[Ordinal/Name Pointer] Table") :]
        noms = re.findall(r"^\s*\[\s*\d+\](?:\s+\+base\[\s*\d+\]\s+[0-9a-f]+)?\s+(\w+)$", table, re.MULTILINE)
        if len(noms) < 1000:
            raise EchecError(f"python311.dll : {len(noms)} noms lus, c’est trop peu.")
        # Types and exceptions are data; naming a function so does no harm to a forwarder.
        donnee = re.compile(r"Py[A-Za-z]*_Type$|PyExc_|_?Py_\w+Struct")
        lignes = "".join(f"  {n} = python311.{n}{' DATA' if donnee.match(n) else ''}\n" for n in noms)
        (cap / "python3.def").write_text(f"LIBRARY python3\nEXPORTS\n{lignes}", encoding="ascii")
        (cap / "vide.c").write_text("int DllMainCRTStartup(void *a, int b, void *c) { return 1; }\n", encoding="ascii")
        self.machine.dire(
            "x86_64-w64-mingw32-gcc", "-shared", "-nostdlib", "-e", "DllMainCRTStartup",
            "-o", f"{ici}/python3.dll", f"{ici}/vide.c", f"{ici}/python3.def",
        )  # fmt: skip

    def _construire(self) -> None:
        debut = time.monotonic()
        commun.copier_sources(self.racine / "prefixes" / "atelier" / "drive_c" / "sources")
        self.wine(
            LIGNE,
            "C:\\sources\\build_scripts\\bundle.py",
            "--ici",
            "--dossier",
            "--sortie",
            "C:\\sortie",
            prefixe="atelier",
            delai=1800,
        )
        dossier = self.racine / "prefixes" / "atelier" / "drive_c" / "sortie" / commun.NOM
        self.dire(f"dossier : {commun.taille(dossier) / 1e6:.0f} Mo en {time.monotonic() - debut:.0f} s")
        icones = self.racine / "prefixes" / "atelier" / "drive_c" / "sources" / "build" / "bundle" / "icones"
        from build_scripts.paquets import windows

        fichier = windows.construire(dossier, self.sortie, icones, options=("-DWINDOWS64",))
        self.dire(f"{fichier.name} : {fichier.stat().st_size / 1e6:.1f} Mo")

    # Trying ------------------------------------------------------------------------------------------------------

    @property
    def installateur(self) -> Path:
        """The set-up program."""
        return self.sortie / f"CapPalliatif-{commun.version()}-setup.exe"

    def _installer(self) -> None:
        self.prefixe = self._prefixe("elodie")
        shutil.copyfile(self.installateur, self.prefixe / "drive_c" / "setup.exe")
        self.avant = self._fichiers()
        debut = time.monotonic()
        self.wine("C:\\setup.exe", "/S", prefixe="elodie")
        self.programme = self.prefixe / INSTALLE
        if not (self.programme / "Cap palliatif.exe").is_file():
            raise EchecError("L’installation silencieuse n’a rien posé.")
        self.dire(
            f"installé sans question en {time.monotonic() - debut:.1f} s, {commun.taille(self.programme) / 1e6:.0f} Mo"
        )

    def _fichiers(self) -> set[str]:
        return {f.relative_to(self.prefixe).as_posix() for f in (self.prefixe / "drive_c").rglob("*") if f.is_file()}

    def _ligne_de_commande(self) -> None:
        executable = "C:\\users\\root\\AppData\\Local\\Programs\\Cap palliatif\\cap-palliatif.exe"
        dit = self.wine(executable, "version", prefixe="elodie").strip()
        hits = json.loads(self.wine(executable, "chercher", "--json", "combien de lits usp", prefixe="elodie"))["hits"]
        faits = '{"demandeur": "soignant", "lieu": "domicile", "besoin": ["soins"], "moment": "nuit", "stabilite": "a_risque"}'
        (self.prefixe / "drive_c" / "faits.json").write_text(faits, encoding="utf-8")
        plan = json.loads(self.wine(executable, "orienter", "--json", "C:\\faits.json", prefixe="elodie"))
        (self.prefixe / "drive_c" / "faits.json").unlink()
        intact = self.wine(executable, "verifier", prefixe="elodie").strip()
        if "usp-nombre-lits-unite" not in {h["regle"] for h in hits[:3]} or not plan["joindre_maintenant"]:
            raise EchecError(f"Réponses inattendues : {hits[:2]} {plan}")
        self.dire(
            f"{dit} ; « combien de lits usp » → {hits[0]['regle']} ; plan : {plan['joindre_maintenant']} ; {intact}"
        )

    def _fenetre(self) -> None:
        ecran = self._ecran
        commande = self.machine.commande(
            "wine", f"/prefixes/elodie/{INSTALLE}/Cap palliatif.exe", env=self._env("elodie")
        )
        fenetre = subprocess.Popen(commande, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            ecran.fenetre(commun.TITRE, 90)
            self._lire("accueil", "que cherchez-vous", "orienter une situation")
            ecran.taper("combien de lits usp")
            self._lire("recherche", "nombre de lits", "minimum")
            ecran.touches("Escape", "ctrl+n")
            self._lire("question", "de quoi s'agit")
            ecran.touches("ctrl+q")
            code = fenetre.wait(60)
        finally:
            fenetre.kill()
        self.dire(f"la fenêtre se ferme avec {code}")
        if code != 0:
            raise EchecError(f"La fenêtre finit avec {code}.")

    def _lire(self, image: str, *mots: str) -> None:
        vu = attendre(lambda: all(mot in self._ecran.mots() for mot in mots), 60, 0.5)
        self._ecran.photographier(self.sortie / f"windows-{image}.png")
        if not vu:
            raise EchecError(f"« {image} » ne montre pas {mots} ; lu : {self._ecran.mots()[:500]}")
        self.dire(f"{image} : lu « {' », « '.join(mots)} » ({self._ecran.regarder()})")

    def _mettre_a_jour(self) -> None:
        """A file that only the older version had must go, and what the user keeps must stay."""
        notes = self.prefixe / "drive_c" / "users" / "root" / "AppData" / "Local" / commun.NOM
        avant = {f.relative_to(notes).as_posix() for f in notes.rglob("*") if f.is_file()}
        self.wine("C:\\setup.exe", "/S", prefixe="elodie")
        apres = {f.relative_to(notes).as_posix() for f in notes.rglob("*") if f.is_file()}
        perdus = {p for p in avant - apres if not p.startswith(("Cache/", "Logs/"))}
        if perdus or not (self.programme / "Cap palliatif.exe").is_file():
            raise EchecError(f"La mise à jour a perdu {sorted(perdus)}.")
        self.dire("réinstallé par-dessus : le programme est là, les données aussi")

    def _desinstaller(self) -> None:
        self.wine(f"/prefixes/elodie/{INSTALLE}/Desinstaller.exe", "/S", "/TOUT", prefixe="elodie")
        parti = attendre(lambda: not self.programme.exists(), 60)
        restes = {p for p in self._fichiers() - self.avant if "palliatif" in p.lower()}
        registre = (self.prefixe / "user.reg").read_text(encoding="utf-8", errors="replace")
        if not parti or restes or "CapPalliatif" in registre:
            raise EchecError(f"Il reste {sorted(restes)[:10] or 'une clé du registre ou le dossier'}.")
        self.dire("désinstallé : rien ne reste, ni fichier, ni clé du registre")


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
