#!/usr/bin/env python3
"""The two commands of a checkout: `run` starts the application, `test` runs every check.

Standard library only, so that a fresh machine needs nothing but Python 3.11 to 3.13. Each installs what is missing: Python packages
into `.venv`, locked with hashes; on Debian and Ubuntu also system libraries, when run as root (otherwise the one line to type is
printed). Messages are in French: they are read by people who try the program.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent
VENV = RACINE / ".venv"
PYTHON_MINIMUM, PYTHON_EXCLU = (3, 11), (3, 14)

# Shared library → Debian package, for what Qt's xcb platform and font plugins load.
BIBLIOTHEQUES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
PROGRAMMES_DE_TEST = {
    "dbus-run-session": "dbus",
    "gdbus": "libglib2.0-bin",
    "setxkbmap": "x11-xkb-utils",
    "Xvfb": "xvfb",
    "minisign": "minisign",
    "openbox": "openbox",
    "pdftotext": "poppler-utils",
    "strace": "strace",
    "xdotool": "xdotool",
}

FICHIERS_DE_TEST = {
    "usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "usr/lib/python3/dist-packages/gi/__init__.py": "python3-gi",
    "usr/lib/*/girepository-1.0/Atspi-2.0.typelib": "gir1.2-atspi-2.0",
    "usr/share/dict/american-english": "wamerican",
}
"""What the program is listened to with, and the words that names may use, by place under the root: no program on the path."""


def main(argv: list[str] | None = None) -> int:
    """Run one of the two commands; the exit code is 0 when all went well."""
    arguments = argparse.ArgumentParser(prog="dev.py", description="Cap palliatif : démarrer ou vérifier le programme.")
    arguments.add_argument("commande", choices=("run", "test"), help="run : démarrer ; test : tout vérifier")
    arguments.add_argument(
        "suite", nargs=argparse.REMAINDER, help="arguments remis à l’application (run) ou à pytest (test)"
    )
    choix = arguments.parse_args(argv)
    if not PYTHON_MINIMUM <= sys.version_info[:2] < PYTHON_EXCLU:
        print(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} ne convient pas : il faut Python 3.11, 3.12 ou 3.13. "
            "Installez-le, puis relancez la commande avec lui (par exemple « python3.13 build_scripts/dev.py run »).",
            file=sys.stderr,
        )
        return 2
    essai = choix.commande == "test"
    if not (installer_systeme(essai=essai) and installer_python("test" if essai else "run")):
        return 1
    return verifier(choix.suite) if essai else demarrer(choix.suite)


# System packages ------------------------------------------------------------------------------------------------


def paquets_manquants(*, essai: bool) -> list[str]:
    """Debian packages whose library or program this machine lacks."""
    manquants = [paquet for soname, paquet in BIBLIOTHEQUES.items() if not _se_charge(soname)]
    if essai:
        manquants += [paquet for nom, paquet in PROGRAMMES_DE_TEST.items() if shutil.which(nom) is None]
        manquants += [paquet for lieu, paquet in FICHIERS_DE_TEST.items() if not any(Path("/").glob(lieu))]
    if not _sait_faire_un_venv():
        manquants.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    return manquants


def _se_charge(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _sait_faire_un_venv() -> bool:
    return subprocess.run([sys.executable, "-c", "import ensurepip"], check=False, capture_output=True).returncode == 0


def installer_systeme(*, essai: bool) -> bool:
    """Install missing system packages where that is ours to do; elsewhere say what to type. False when it can't go on."""
    if not sys.platform.startswith("linux") or not (manquants := paquets_manquants(essai=essai)):
        return True
    ligne = "apt-get install --no-install-recommends " + " ".join(manquants)
    if shutil.which("apt-get") is None:
        print(
            f"Il manque des bibliothèques du système ; leurs noms chez Debian : {' '.join(manquants)}", file=sys.stderr
        )
        return True
    if os.geteuid() != 0:
        print(f"Il manque des paquets du système. Tapez :\n  sudo {ligne}", file=sys.stderr)
        return _sait_faire_un_venv()
    print(f"Installation des paquets du système : {' '.join(manquants)}", file=sys.stderr)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for commande in (["apt-get", "-q", "update"], [*ligne.split()[:2], "-q", "-y", *ligne.split()[2:]]):
        if subprocess.run(commande, env=env, check=False, stdout=sys.stderr).returncode != 0:
            print(f"« {' '.join(commande)} » a échoué : lisez le message ci-dessus, puis relancez.", file=sys.stderr)
            return False
    return True


# Python packages ------------------------------------------------------------------------------------------------


def python_du_venv() -> Path:
    """The interpreter of the checkout's environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def installer_python(liste: str) -> bool:
    """Bring `.venv` to the locked packages of `requirements/<liste>.txt`; nothing is done when it is there already."""
    verrou = RACINE / "requirements" / f"{liste}.txt"
    empreinte = hashlib.sha256(
        verrou.read_bytes() + (RACINE / "pyproject.toml").read_bytes() + sys.version.encode()
    ).hexdigest()
    marque = VENV / f"cap-palliatif-{liste}.sha256"
    if python_du_venv().exists() and marque.is_file() and marque.read_text(encoding="utf-8") == empreinte:
        return True
    print("Préparation de l’environnement Python (une seule fois, quelques dizaines de secondes)…", file=sys.stderr)
    if not python_du_venv().exists():
        venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(VENV)
    pip = [str(python_du_venv()), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if subprocess.run(
        [*pip, "--require-hashes", "--requirement", str(verrou)], check=False, stdout=sys.stderr
    ).returncode:
        print(
            "L’installation a échoué : lisez le message ci-dessus ; sans réseau, utilisez un installateur.",
            file=sys.stderr,
        )
        return False
    marque.write_text(empreinte, encoding="utf-8")
    return True


# The two commands -----------------------------------------------------------------------------------------------


def demarrer(suite: list[str]) -> int:
    """Start the application with the arguments that follow `run`."""
    suite = suite[1:] if suite[:1] == ["--"] else suite
    # What the program tells people to type, where it is not installed.
    env = _env(CAP_PALLIATIF_COMMANDE="python3 build_scripts/dev.py run")
    try:
        return subprocess.run(
            [str(python_du_venv()), "-m", "desktop", *suite], check=False, cwd=Path.cwd(), env=env
        ).returncode
    except KeyboardInterrupt:
        return 130


def etapes(suite: list[str]) -> list[tuple[str, list[str]]]:
    """What `test` runs, in order: the quick checks first."""
    python = str(python_du_venv())
    dossiers = ["desktop", "build_scripts", "benchmarks", "tests"]
    return [
        ("Mise en forme", [python, "-m", "ruff", "format", "--check", *dossiers]),
        ("Style", [python, "-m", "ruff", "check", *dossiers]),
        ("Types", [python, "-m", "mypy"]),
        ("Sens des imports", [python, "-c", "from importlinter.cli import lint_imports_command as c; c()"]),
        ("Contenu", [python, "build_scripts/check_content.py"]),
        ("Décisions", [python, "build_scripts/verify_decisions.py"]),
        ("Mutations", [python, "build_scripts/mutate_decisions.py", "--tirage", "60"]),
        ("Tests", [python, "-m", "pytest", "-n", "auto", "--dist", "loadfile", *suite]),
    ]


def verifier(suite: list[str]) -> int:
    """Run every check on a virtual screen; go on after a failure, so that one run shows all."""
    echecs = []
    for nom, commande in etapes(suite):
        print(f"\n=== {nom}", flush=True)
        debut = time.monotonic()
        code = subprocess.run(commande, cwd=RACINE, env=_env(QT_QPA_PLATFORM="offscreen"), check=False).returncode
        print(
            f"=== {nom} : {'réussi' if code == 0 else f'ÉCHEC ({code})'} en {time.monotonic() - debut:.0f} s",
            flush=True,
        )
        if code != 0:
            echecs.append(nom)
    print("\n" + ("Tout est vérifié." if not echecs else "En échec : " + ", ".join(echecs)), flush=True)
    return 1 if echecs else 0


def _env(**valeurs: str) -> dict[str, str]:
    chemin = os.pathsep.join(filter(None, (str(RACINE), os.environ.get("PYTHONPATH"))))
    return {
        **os.environ,
        "PYTHONPATH": chemin,
        "PYTHONUTF8": "1",
        **{k: os.environ.get(k, v) for k, v in valeurs.items()},
    }


if __name__ == "__main__":
    sys.exit(main())
