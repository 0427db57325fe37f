"""The smoke test of a frozen program: it answers, starts, paints letters, finds, decides, is whole, and ends with 0.

One line a check; the first that fails ends it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_scripts.installers import common
from build_scripts.installers.common import EchecError

if TYPE_CHECKING:
    from build_scripts.installers.letters import Lecture
    from build_scripts.installers.screen import Ecran

DELAI = 60.0
"""Seconds for the whole test."""
CHERCHE, TROUVE = "combien de lits usp", "usp-nombre-lits-unite"
PAQUET = 1
"""What PyInstaller's archive calls a package."""
SITUATION = "002-samedi-22-h-douleur-mal-soulagee-mari-epuise"


def programme(dossier: Path) -> Path:
    """The executable that answers at the command line."""
    if dossier.suffix == ".app":
        return dossier / "Contents" / "MacOS" / common.NOM
    return dossier / (f"{common.NOM}.exe" if sys.platform == "win32" else common.NOM)


def essayer(dossier: Path) -> int:
    """Try the program in `dossier`. Raises EchecError at the first check that fails; 0 when all held."""
    debut = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fumée Élodie ") as personne:
        essai = Essai(programme(dossier), Path(personne))
        verifications = [
            ("version", essai.version),
            ("trouve", essai.trouve),
            ("décide", essai.decide),
            ("fériés", essai.feries),
            ("intact", essai.intact),
            ("sqlite", essai.sqlite),
            ("démarre", essai.demarre),
        ]
        if sys.platform.startswith("linux") and _ecran_possible():
            verifications.append(("peint", essai.peint))
        for nom, verifier in verifications:
            depart = time.monotonic()
            print(f"fumée : {nom} : {verifier()} ({time.monotonic() - depart:.1f} s)", flush=True)
    duree = time.monotonic() - debut
    if duree > DELAI:
        raise EchecError(f"L’essai a duré {duree:.0f} s ; il en a {DELAI:.0f}.")
    print(f"fumée : tout va bien en {duree:.1f} s", flush=True)
    return 0


def _ecran_possible() -> bool:
    manquants = [p for p in ("Xvfb", "xdotool") if shutil.which(p) is None]
    if manquants and os.environ.get("CI"):
        raise EchecError(f"Il manque {' et '.join(manquants)} : ce qui est peint ne peut pas être vu.")
    if manquants:
        print(f"fumée : peint : NON VU, il manque {' et '.join(manquants)}", file=sys.stderr)
    return not manquants


class Essai:
    """The checks, on one executable and the folders of nobody."""

    def __init__(self, executable: Path, personne: Path) -> None:
        self._executable = executable
        self._personne = personne
        self._env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QT_", "CAP_PALLIATIF"))},
            "CAP_PALLIATIF_DOSSIER": str(personne),
            "PATH": os.defpath if os.name != "nt" else os.environ["PATH"],
        }

    def _dire(self, *arguments: str, entree: str = "") -> str:
        fait = subprocess.run(
            [str(self._executable), *arguments], input=entree, capture_output=True, text=True, encoding="utf-8",
            env=self._env, check=False, timeout=DELAI,
        )  # fmt: skip
        if fait.returncode != 0:
            raise EchecError(f"« {' '.join(arguments)} » finit avec {fait.returncode} : {fait.stderr.strip()[-800:]}")
        return fait.stdout

    def version(self) -> str:
        """It starts at all, and is the version that was built."""
        dit = self._dire("version").strip()
        _exiger(common.version() in dit, f"version attendue {common.version()}, dite « {dit} »")
        return dit

    def trouve(self) -> str:
        """It finds, with the index that it brought along."""
        reponse = json.loads(self._dire("chercher", "--json", CHERCHE))
        trouves = [hit["regle"] for hit in reponse["hits"]]
        _exiger(TROUVE in trouves[:3], f"« {CHERCHE} » devrait donner {TROUVE} ; trouvé {trouves[:3]}")
        faits = sorted(f.name for f in (self._personne / "cache").glob("*"))
        _exiger(not faits, f"l’index et le contenu livrés n’ont pas servi : {faits} ont été refaits")
        return f"« {CHERCHE} » → {TROUVE}"

    def decide(self) -> str:
        """It decides as the worked example says."""
        exemple = lire_exemple(SITUATION)
        plan = json.loads(self._dire("orienter", "--json", "-", entree=json.dumps(exemple["faits"])))
        for cle in ("niveau", "principal", "joindre_maintenant"):
            _exiger(plan[cle] == exemple["attendu"][cle], f"{cle} : {plan[cle]} au lieu de {exemple['attendu'][cle]}")
        return f"niveau {plan['niveau']}, {', '.join(plan['principal'])}"

    def feries(self) -> str:
        """The public holidays are known. Most of their library is left out, and only the clock asks for it: it is tried apart."""
        with tempfile.TemporaryDirectory(prefix="modules-") as dossier:
            extraire(self._executable, Path(dossier), {"desktop", "holidays", "dateutil", "six"})
            # The library looks for its version and its words beside itself, where the bundle has them.
            racine = self._executable.parents[2 if self._executable.parent.name == "MacOS" else 0]
            donnees = next(racine.rglob("holidays-*.dist-info")).parent
            if (donnees / "holidays").is_dir():
                shutil.copytree(donnees / "holidays", Path(dossier) / "holidays", dirs_exist_ok=True)
            chemins = [dossier, str(donnees)]
            demande = (
                f"import sys; sys.path[:0] = {chemins!r}; from datetime import date\n"
                "from desktop.decision.moment import ferie\n"
                "print(ferie(date(2026, 7, 14)), ferie(date(2026, 12, 26), '67'), ferie(date(2026, 12, 26)), sep=', ')"
            )
            fait = subprocess.run(
                [sys.executable, "-I", "-S", "-X", "utf8", "-c", demande],
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
        dit = fait.stdout.strip()
        _exiger(dit == "Fête nationale, Saint-Étienne, None", f"jours fériés : « {dit} » {fait.stderr.strip()[-800:]}")
        return dit

    def intact(self) -> str:
        """Every file is the one that was built."""
        return self._dire("verifier").strip().splitlines()[0]

    def sqlite(self) -> str:
        """The SQLite that travels along keeps what it confirmed; without its package the system's older one would serve."""
        from desktop.store import sqlite

        dit = self._dire("verifier").strip().splitlines()[-1]
        _exiger(dit == sqlite.described() and sqlite.log_keeps(), f"{sqlite.described()} attendu, dit « {dit} »")
        return dit

    def demarre(self) -> str:
        """The window paints, gets its search ready, and ends with 0."""
        env = {**self._env, "CAP_PALLIATIF_BANC": "1", "QT_QPA_PLATFORM": "offscreen"}
        fait = subprocess.run(
            [str(self._executable)],
            env=env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=DELAI,
        )
        moments = next((json.loads(ligne) for ligne in fait.stderr.splitlines() if ligne.startswith("{")), None)
        _exiger(fait.returncode == 0 and bool(moments), f"code {fait.returncode} : {fait.stderr.strip()[-800:]}")
        assert moments is not None  # noqa: S101 - said on the line above
        return f"peint à {moments['premiere_peinture']:.2f} s, cherche à {moments['recherche_prete']:.2f} s, code 0"

    def peint(self) -> str:
        """On a virtual screen: letters, not boxes; typed words bring results; Ctrl+Q ends with 0."""
        from build_scripts.installers.screen import Ecran, attendre

        with Ecran() as ecran:
            fenetre = subprocess.Popen([str(self._executable)], env={**self._env, "DISPLAY": ecran.nom})
            try:
                ecran.fenetre(common.TITRE)
                accueil = _pose(ecran)
                _exiger(accueil.lettres, f"pas de lettres : {accueil}")
                ecran.taper(CHERCHE)
                _exiger(
                    attendre(lambda: ecran.regarder().lettres and ecran.regarder().taches > 1.2 * accueil.taches),
                    f"rien ne vient quand on tape : {accueil}, puis {ecran.regarder()}",
                )
                vu = _pose(ecran)
                ecran.touches("ctrl+q")
                code = fenetre.wait(DELAI)
            finally:
                fenetre.kill()
            _exiger(code == 0, f"la fenêtre finit avec {code}")
            return f"{vu}, code 0"


def _pose(ecran: Ecran) -> Lecture:
    """What the screen shows once it has come to rest: letters, the same for a second (a cursor may blink)."""
    avant = ecran.regarder()
    for _ in range(20):
        time.sleep(1)
        vu = ecran.regarder()
        if vu.lettres and abs(vu.taches - avant.taches) <= 2:
            return vu
        avant = vu
    return avant


def extraire(executable: Path, dossier: Path, paquets: set[str]) -> None:
    """Write the modules of these packages, out of the archive of a frozen program, so that this Python can import them."""
    import marshal
    from importlib.util import MAGIC_NUMBER

    from PyInstaller.archive.readers import CArchiveReader

    programme = CArchiveReader(str(executable))
    archive = programme.open_embedded_archive(next(nom for nom in programme.toc if nom.startswith("PYZ")))
    for nom, (genre, _, _) in archive.toc.items():
        if nom.split(".")[0] in paquets and (code := archive.extract(nom)) is not None:
            place = dossier.joinpath(*nom.split("."), *(["__init__"] if genre == PAQUET else [])).with_suffix(".pyc")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(MAGIC_NUMBER + bytes(12) + marshal.dumps(code))


def lire_exemple(nom: str) -> dict[str, Any]:
    """A worked example of the questionnaires: its `faits` and its `attendu`."""
    import yaml

    fichier = common.RACINE / "content" / "questionnaires" / "exemples" / f"{nom}.yaml"
    exemple: dict[str, Any] = yaml.safe_load(fichier.read_text(encoding="utf-8"))
    # YAML 1.1 reads a bare « non » or « oui » as a truth value; the questionnaires write them as words.
    exemple["faits"] = {
        cle: {True: "oui", False: "non"}.get(v, v) if isinstance(v, bool) else v for cle, v in exemple["faits"].items()
    }
    return exemple


def _exiger(tenu: object, message: str) -> None:
    if not tenu:
        raise EchecError(message)
