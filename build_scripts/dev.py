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

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON_MINIMUM, PYTHON_EXCLUDED = (3, 11), (3, 14)

# Shared library → Debian package, for what Qt's xcb platform and font plugins load.
LIBRARIES = {
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
TEST_PROGRAMS = {
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

TEST_FILES = {
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
    choice = arguments.parse_args(argv)
    if not PYTHON_MINIMUM <= sys.version_info[:2] < PYTHON_EXCLUDED:
        print(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} ne convient pas : il faut Python 3.11, 3.12 ou 3.13. "
            "Installez-le, puis relancez la commande avec lui (par exemple « python3.13 build_scripts/dev.py run »).",
            file=sys.stderr,
        )
        return 2
    trial = choice.commande == "test"
    if not (install_system(trial=trial) and install_python("test" if trial else "run")):
        return 1
    return verify_it(choice.suite) if trial else start_up(choice.suite)


# System packages ------------------------------------------------------------------------------------------------


def missing_packages(*, trial: bool) -> list[str]:
    """Debian packages whose library or program this machine lacks."""
    missing = [package for soname, package in LIBRARIES.items() if not _loads_alone(soname)]
    if trial:
        missing += [package for name, package in TEST_PROGRAMS.items() if shutil.which(name) is None]
        missing += [package for place, package in TEST_FILES.items() if not any(Path("/").glob(place))]
    if not _can_make_venv():
        missing.append(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    return missing


def _loads_alone(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _can_make_venv() -> bool:
    return subprocess.run([sys.executable, "-c", "import ensurepip"], check=False, capture_output=True).returncode == 0


def install_system(*, trial: bool) -> bool:
    """Install missing system packages where that is ours to do; elsewhere say what to type. False when it can't go on."""
    if not sys.platform.startswith("linux") or not (missing := missing_packages(trial=trial)):
        return True
    line = "apt-get install --no-install-recommends " + " ".join(missing)
    if shutil.which("apt-get") is None:
        print(f"Il manque des bibliothèques du système ; leurs noms chez Debian : {' '.join(missing)}", file=sys.stderr)
        return True
    if os.geteuid() != 0:
        print(f"Il manque des paquets du système. Tapez :\n  sudo {line}", file=sys.stderr)
        return _can_make_venv()
    print(f"Installation des paquets du système : {' '.join(missing)}", file=sys.stderr)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "-q", "update"], [*line.split()[:2], "-q", "-y", *line.split()[2:]]):
        if subprocess.run(command, env=env, check=False, stdout=sys.stderr).returncode != 0:
            print(f"« {' '.join(command)} » a échoué : lisez le message ci-dessus, puis relancez.", file=sys.stderr)
            return False
    return True


# Python packages ------------------------------------------------------------------------------------------------


def venv_python() -> Path:
    """The interpreter of the checkout's environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install_python(listed: str) -> bool:
    """Bring `.venv` to the locked packages of `requirements/<liste>.txt`; nothing is done when it is there already."""
    lock = ROOT / "requirements" / f"{listed}.txt"
    fingerprint = hashlib.sha256(
        lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes() + sys.version.encode()
    ).hexdigest()
    mark = VENV / f"cap-palliatif-{listed}.sha256"
    if venv_python().exists() and mark.is_file() and mark.read_text(encoding="utf-8") == fingerprint:
        return True
    print("Préparation de l’environnement Python (une seule fois, quelques dizaines de secondes)…", file=sys.stderr)
    if not venv_python().exists():
        venv.EnvBuilder(with_pip=True, clear=VENV.exists()).create(VENV)
    pip = [str(venv_python()), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if subprocess.run(
        [*pip, "--require-hashes", "--requirement", str(lock)], check=False, stdout=sys.stderr
    ).returncode:
        print(
            "L’installation a échoué : lisez le message ci-dessus ; sans réseau, utilisez un installateur.",
            file=sys.stderr,
        )
        return False
    mark.write_text(fingerprint, encoding="utf-8")
    return True


# The two commands -----------------------------------------------------------------------------------------------


def start_up(following: list[str]) -> int:
    """Start the application with the arguments that follow `run`."""
    following = following[1:] if following[:1] == ["--"] else following
    # What the program tells people to type, where it is not installed.
    env = _env(CAP_PALLIATIF_COMMANDE="python3 build_scripts/dev.py run")
    try:
        return subprocess.run(
            [str(venv_python()), "-m", "desktop", *following], check=False, cwd=Path.cwd(), env=env
        ).returncode
    except KeyboardInterrupt:
        return 130


def checks() -> list[tuple[str, list[str]]]:
    """What `test` runs beside the tests, one after another: the quick ones first."""
    python = str(venv_python())
    folders = ["desktop", "build_scripts", "benchmarks", "tests"]
    return [
        ("Mise en forme", [python, "-m", "ruff", "format", "--check", *folders]),
        ("Style", [python, "-m", "ruff", "check", *folders]),
        ("Types", [python, "-m", "mypy"]),
        ("Sens des imports", [python, "-c", "from importlinter.cli import lint_imports_command as c; c()"]),
        ("Contenu", [python, "build_scripts/check_content.py"]),
        ("Décisions", [python, "build_scripts/verify_decisions.py"]),
        ("Mutations", [python, "build_scripts/mutate_decisions.py", "--tirage", "60"]),
    ]


def tests(following: list[str]) -> list[str]:
    """The command of the tests, on every processor; a file stays on one, which opens its windows and reads its content once.

    Files begin in the order of tests/conftest.py, the slow ones first, and not those of many tests first.
    """
    spread = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    return [str(venv_python()), "-m", "pytest", *spread, *following]


def verify_it(following: list[str]) -> int:
    """Run the tests on a virtual screen, and the checks beside them; go on after a failure, so that one run shows all.

    The tests are seen as they run; a check is told in one line when it ends, with all that it said if it failed.
    """
    env = _env(QT_QPA_PLATFORM="offscreen")
    failures = []

    def tell(name: str, code: int, start: float) -> None:
        found = "réussi" if code == 0 else f"ÉCHEC ({code})"
        print(f"\n=== {name} : {found} en {time.monotonic() - start:.0f} s", flush=True)
        if code != 0:
            failures.append(name)

    began = time.monotonic()
    with subprocess.Popen(tests(following), cwd=ROOT, env=env) as running:
        for name, command in checks():
            start = time.monotonic()
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=env,
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
            )
            if done.returncode != 0:
                print(f"\n{done.stdout}", flush=True)
            tell(name, done.returncode, start)
    tell("Tests", running.returncode, began)
    print("\n" + ("Tout est vérifié." if not failures else "En échec : " + ", ".join(failures)), flush=True)
    return 1 if failures else 0


def _env(**values: str) -> dict[str, str]:
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {
        **os.environ,
        "PYTHONPATH": path,
        "PYTHONUTF8": "1",
        **{k: os.environ.get(k, v) for k, v in values.items()},
    }


if __name__ == "__main__":
    sys.exit(main())
