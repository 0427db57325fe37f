#!/usr/bin/env python3
"""Build the program that needs no Python: one folder, then every installer that this system can make.

  bundle.py             the folder and the installers of this system, into dist/
  bundle.py --propre    the same inside a clean Debian 12 (root, debootstrap): what a Linux release is made of
  bundle.py --dossier   the folder alone
  bundle.py --smoke     the folder, built where it stands into build/, then started and tried (CI)
  bundle.py --comparer  the folder, built twice, must come out the same

Python packages are installed into `.venv` by itself; the messages are in French.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from build_scripts import dev  # noqa: E402
from build_scripts.installers import common  # noqa: E402
from build_scripts.installers.common import EchecError, executer  # noqa: E402

TRAVAIL = RACINE / "build"
SORTIE = RACINE / "dist"


def main(argv: list[str] | None = None) -> int:
    """Build what is asked for; 0 when all of it stands."""
    arguments = argparse.ArgumentParser(prog="bundle.py", description="Construire le programme et ses installateurs.")
    choix_unique = arguments.add_mutually_exclusive_group()
    choix_unique.add_argument("--smoke", action="store_true", help="construire dans build/, démarrer, essayer")
    choix_unique.add_argument("--dossier", action="store_true", help="le dossier seul, sans installateur")
    choix_unique.add_argument("--propre", action="store_true", help="dans une Debian 12 toute neuve (root)")
    choix_unique.add_argument("--comparer", action="store_true", help="construire deux fois et comparer")
    choix_unique.add_argument("--paquets-seuls", type=Path, metavar="DOSSIER", help=argparse.SUPPRESS)
    arguments.add_argument("--ici", action="store_true", help="avec ce Python et ses paquets, sans toucher à .venv")
    arguments.add_argument("--sortie", type=Path, default=SORTIE, help="où poser le résultat (dist/)")
    arguments.add_argument("--racines", type=Path, default=None, help="où garder les systèmes de debootstrap")
    choix = arguments.parse_args(argv)
    if not choix.ici and Path(sys.prefix).resolve() != dev.VENV.resolve():
        return _dans_le_venv(sys.argv[1:] if argv is None else argv)
    try:
        return _faire(choix)
    except EchecError as faute:
        print(f"ÉCHEC : {faute}", file=sys.stderr)
        return 1


def _dans_le_venv(argv: list[str]) -> int:
    if not (dev.installer_systeme(essai="--smoke" in argv) and dev.installer_python("bundle")):
        return 1
    return subprocess.run([str(dev.python_du_venv()), str(Path(__file__).resolve()), *argv], check=False).returncode


def _faire(choix: argparse.Namespace) -> int:
    if choix.propre:
        from build_scripts.installers import clean

        return clean.construire(choix.sortie, choix.racines)
    if choix.smoke:
        from build_scripts.installers import smoke

        return smoke.essayer(construire(TRAVAIL / "fumee", TRAVAIL / "fumee-dist"))
    if choix.comparer:
        return _comparer()
    dossier = choix.paquets_seuls or construire(TRAVAIL / "bundle", choix.sortie)
    if not choix.dossier:
        _paquets(dossier, choix.sortie)
    return 0


# The folder -----------------------------------------------------------------------------------------------------


def construire(travail: Path, sortie: Path) -> Path:
    """Build the one-folder program into `sortie`/cap-palliatif; returns that folder (on macOS, the .app)."""
    debut = time.monotonic()
    travail.mkdir(parents=True, exist_ok=True)
    sortie.mkdir(parents=True, exist_ok=True)
    cache, icones, contenu = travail / "cache", travail / "icones", travail / "content"
    for ancien in (cache, contenu):
        shutil.rmtree(ancien, ignore_errors=True)
    # One copy for the caches and the bundle: the content may be edited meanwhile.
    shutil.copytree(RACINE / "content", contenu)
    env = environnement(travail)
    executer([sys.executable, str(common.ICI / "cache.py"), str(contenu), str(cache)], env=env)
    executer([sys.executable, str(common.ICI / "icons.py"), str(icones)], env=env)
    executer(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", str(sortie),
         "--workpath", str(travail / "pyinstaller"), str(RACINE / "build_scripts" / "cap-palliatif.spec"),
         "--", "--contenu", str(contenu), "--cache", str(cache), "--icones", str(icones), "--version", common.version()],
        env=env,
    )  # fmt: skip
    dossier = sortie / ("Cap palliatif.app" if sys.platform == "darwin" else common.NOM)
    achever(dossier)
    print(f"{dossier} : {common.taille(dossier) / 1e6:.0f} Mo en {time.monotonic() - debut:.0f} s", flush=True)
    return dossier


def environnement(travail: Path) -> dict[str, str]:
    """What the builders see: one date, one hash seed, no screen, folders that are nobody's own."""
    return {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(common.date_source()),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "PYINSTALLER_CONFIG_DIR": str(travail / "reglages"),
        "CAP_PALLIATIF_DOSSIER": str(travail / "personne"),
    }


def achever(dossier: Path) -> None:
    """What PyInstaller leaves to do: a lean libpython, the licences and the list of components, the manifest of hashes."""
    from build_scripts import sbom
    from desktop import integrity

    programme = dossier / "Contents" / "Resources" if dossier.suffix == ".app" else dossier / "_internal"
    if sys.platform.startswith("linux") and shutil.which("strip"):
        # A Python built by hand keeps its debugging symbols, 16 MB, as pysqlite3's wheel does, 12 MB, and PyYAML's, 2 MB.
        for motif in ("libpython*.so*", "python3*/lib-dynload/*.so", "yaml/*.so", "pysqlite3/*.so"):
            for lourde in programme.glob(motif):
                executer(["strip", "--strip-unneeded", str(lourde)])
    sbom.ecrire(programme, programme / "desktop" / "_licences")
    integrity.write(programme / "desktop")


def _comparer() -> int:
    """Build twice from nothing; name every file that differs."""
    listes = []
    for essai in ("un", "deux"):
        travail = TRAVAIL / "comparer" / essai
        shutil.rmtree(travail, ignore_errors=True)
        dossier = construire(travail, travail / "dist")
        listes.append({f.relative_to(dossier).as_posix(): common.sha256(f) for f in dossier.rglob("*") if f.is_file()})
    un, deux = listes
    differents = sorted(n for n in un.keys() | deux.keys() if un.get(n) != deux.get(n))
    print(*(f"diffère : {n}" for n in differents), sep="\n", end="\n" if differents else "")
    print(f"{len(un)} fichiers, {len(differents)} différents.")
    return 1 if differents else 0


# The installers -------------------------------------------------------------------------------------------------


def _paquets(dossier: Path, sortie: Path) -> None:
    """Every installer that this system can make, and their sums."""
    from build_scripts.installers import deb, macos, self_extracting, windows

    icones = TRAVAIL / "bundle" / "icones"
    if sys.platform == "win32":
        faits = [windows.construire(dossier, sortie, icones)]
    elif sys.platform == "darwin":
        faits = [macos.construire(dossier, sortie)]
    else:
        faits = [deb.construire(dossier, sortie, icones), self_extracting.construire(dossier, sortie, icones)]
    copie = sortie / f"{common.NOM}-{common.version()}-{sys.platform}.cdx.json"
    if copie.name != self_extracting.LISTE:  # which is made with what the .run lends
        shutil.copyfile(next(dossier.rglob("sbom.cdx.json")), copie)
    lignes = [f"{common.sha256(f)}  {f.name}\n" for f in (*faits, copie)]
    (sortie / "SHA256SUMS").write_text(
        "".join(sorted(lignes, key=lambda ligne: ligne[66:])), encoding="utf-8", newline="\n"
    )
    for fait in faits:
        print(f"{fait} : {fait.stat().st_size / 1e6:.1f} Mo", flush=True)


if __name__ == "__main__":
    sys.exit(main())
