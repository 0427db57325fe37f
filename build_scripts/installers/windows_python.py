"""A Windows CPython made of what PyPI has, for the rehearsal: releases are built with python.org's.

panda3d's wheel carries python311.dll and the compiled part of the standard library; its Python part is that of any CPython
3.11; python.exe and python3.dll, which are missing, are a few lines each.
"""

from __future__ import annotations

import re
import shutil
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from build_scripts.installers import common
from build_scripts.installers.common import EchecError, executer

if TYPE_CHECKING:
    from build_scripts.installers.wine import Windows

PANDA = "panda3d==1.10.16"
"""Its Windows wheel carries CPython 3.11.9, signed by the Python Software Foundation."""
DOSSIER = "cap"
PYTHON = f"C:\\{DOSSIER}\\python.exe"
INUTILES = frozenset({
    "ast-serialize", "execnet", "fhir-core", "fhir-resources", "grimp", "hypothesis", "import-linter", "librt", "lxml", "mypy",
    "pydantic", "pydantic-core", "pytest", "pytest-qt", "pytest-xdist", "ruff", "types-pyyaml",
})  # fmt: skip
"""Locked packages that check the program: neither in it nor in what builds it."""
SYSTEME = {
    "implementation_name": "cpython", "os_name": "nt", "platform_machine": "AMD64", "platform_python_implementation": "CPython",
    "platform_system": "Windows", "python_full_version": "3.11.9", "python_version": "3.11", "sys_platform": "win32",
}  # fmt: skip
"""What the markers of a lock are judged by."""
# Types and exceptions are data; naming a function so does no harm to a forwarder.
DONNEE = re.compile(r"Py[A-Za-z]*_Type$|PyExc_|_?Py_\w+Struct")


def assembler(windows: Windows, dossier: Path) -> str:
    """Assemble python.exe in its folder of drive C with the locked packages; its version. Downloads are kept under `dossier`."""
    cap = windows.disque / DOSSIER
    cap.mkdir()
    roue = _telecharger(dossier / "panda", "--no-deps", PANDA)[0]
    with zipfile.ZipFile(roue) as archive:
        for nom in archive.namelist():
            if re.fullmatch(r"deploy_libs/[^/]+\.(dll|pyd)", nom):
                (cap / nom.partition("/")[2]).write_bytes(archive.read(nom))
    shutil.copytree(
        _bibliotheque(dossier), cap / "Lib",
        ignore=shutil.ignore_patterns(
            "lib-dynload", "site-packages", "dist-packages", "__pycache__", "_sysconfigdata*", "test", "*.so"
        ),
    )  # fmt: skip
    _compiler(windows, cap)
    (dossier / "verrou.txt").write_text(
        verrou_windows((common.RACINE / "requirements" / "bundle.txt").read_text(encoding="utf-8")), encoding="utf-8"
    )
    for roue in _telecharger(dossier / "roues", "--no-deps", "--require-hashes", "-r", str(dossier / "verrou.txt")):
        with zipfile.ZipFile(roue) as archive:
            archive.extractall(cap / "Lib" / "site-packages")
    return windows.lancer(PYTHON, "-c", "import sys, PySide6.QtWidgets; print(sys.version)").strip()


def verrou_windows(verrou: str) -> str:
    """What runs and builds the program, locked, for Windows: pip would judge the markers by this machine's system."""
    from packaging.markers import Marker

    gardes = []
    for bloc in re.split(r"\n(?=\S)", verrou.strip()):
        exigence, barre, sommes = bloc.partition("\\")
        nom, _, marque = exigence.partition(";")
        if (not marque.strip() or Marker(marque).evaluate(SYSTEME)) and nom.partition("==")[0].strip() not in INUTILES:
            gardes.append(f"{nom.strip()} {barre}{sommes}")
    return "\n".join(gardes) + "\n"


def _telecharger(cible: Path, *arguments: str) -> list[Path]:
    """The wheels that pip takes for Windows; kept only once all of them are there, and for this very request."""
    demande = "\n".join(arguments[:-1]) + "\n" + _lire_ou_nom(arguments[-1])
    temoin = cible / "demande.txt"
    if not temoin.is_file() or temoin.read_text(encoding="utf-8") != demande:
        shutil.rmtree(cible, ignore_errors=True)
        cible.mkdir(parents=True)
        executer(
            [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q", "--only-binary=:all:",
             "--platform", "win_amd64", "--python-version", "3.11", "-d", str(cible), *arguments]
        )  # fmt: skip
        temoin.write_text(demande, encoding="utf-8")
    return sorted(cible.glob("*.whl"))


def _lire_ou_nom(argument: str) -> str:
    """What is asked for: the text of a requirements file, or the requirement itself."""
    return Path(argument).read_text(encoding="utf-8") if argument.endswith(".txt") else argument


def _bibliotheque(dossier: Path) -> Path:
    """The Python part of the standard library of a CPython 3.11: this one's, or Debian 12's."""
    if sys.version_info[:2] == (3, 11):
        return Path(sysconfig.get_path("stdlib"))
    debian12 = dossier.parent / "atelier" / "usr" / "lib" / "python3.11"
    if not debian12.is_dir():
        raise EchecError("Il faut Python 3.11, ou d’abord « bundle.py --propre », qui apporte celui de Debian 12.")
    return debian12


def _compiler(windows: Windows, cap: Path) -> None:
    """python.exe, and python3.dll that forwards each name to python311.dll (PySide6 is linked to it)."""
    shutil.copyfile(common.ICI / "modeles" / "python.c", cap / "python.c")
    ici = f"/prefixes/{windows.prefixe.name}/drive_c/{cap.name}"
    gcc = "x86_64-w64-mingw32-gcc"
    windows.dans(gcc, "-municode", "-O2", "-s", "-o", f"{ici}/python.exe", f"{ici}/python.c")
    noms = exportes(windows.dans("x86_64-w64-mingw32-objdump", "-p", f"{ici}/python311.dll"))
    if len(noms) < 1000:
        raise EchecError(f"python311.dll : {len(noms)} noms lus, c’est trop peu.")
    lignes = "".join(f"  {n} = python311.{n}{' DATA' if DONNEE.match(n) else ''}\n" for n in noms)
    (cap / "python3.def").write_text(f"LIBRARY python3\nEXPORTS\n{lignes}", encoding="ascii")
    (cap / "vide.c").write_text("int DllMainCRTStartup(void *a, int b, void *c) { return 1; }\n", encoding="ascii")
    windows.dans(
        gcc,
        "-shared",
        "-nostdlib",
        "-e",
        "DllMainCRTStartup",
        "-o",
        f"{ici}/python3.dll",
        f"{ici}/vide.c",
        f"{ici}/python3.def",
    )


def exportes(objdump: str) -> list[str]:
    """The names that a library exports, as « objdump -p » lists them."""
    table = objdump[objdump.index("[Ordinal/Name Pointer] Table") :]
    return re.findall(r"^\s*\[\s*\d+\](?:\s+\+base\[\s*\d+\]\s+[0-9a-f]+)?\s+(\w+)$", table, re.MULTILINE)
