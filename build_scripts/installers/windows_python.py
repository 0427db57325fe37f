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
from build_scripts.installers.common import FailedError, run

if TYPE_CHECKING:
    from build_scripts.installers.wine import Windows

PANDA = "panda3d==1.10.16"
"""Its Windows wheel carries CPython 3.11.9, signed by the Python Software Foundation."""
FOLDER = "cap"
PYTHON = f"C:\\{FOLDER}\\python.exe"
USELESS = frozenset({
    "ast-serialize", "execnet", "fhir-core", "fhir-resources", "grimp", "hypothesis", "import-linter", "librt", "lxml", "mypy",
    "pydantic", "pydantic-core", "pytest", "pytest-qt", "pytest-xdist", "ruff", "types-pyyaml",
})  # fmt: skip
"""Locked packages that check the program: neither in it nor in what builds it."""
SYSTEM = {
    "implementation_name": "cpython", "os_name": "nt", "platform_machine": "AMD64", "platform_python_implementation": "CPython",
    "platform_system": "Windows", "python_full_version": "3.11.9", "python_version": "3.11", "sys_platform": "win32",
}  # fmt: skip
"""What the markers of a lock are judged by."""
# Types and exceptions are data; naming a function so does no harm to a forwarder.
DATUM = re.compile(r"Py[A-Za-z]*_Type$|PyExc_|_?Py_\w+Struct")


def assemble(windows: Windows, folder: Path) -> str:
    """Assemble python.exe in its folder of drive C with the locked packages; its version. Downloads are kept under `folder`."""
    cap = windows.disk / FOLDER
    cap.mkdir()
    wheel = _download(folder / "panda", "--no-deps", PANDA)[0]
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"deploy_libs/[^/]+\.(dll|pyd)", name):
                (cap / name.partition("/")[2]).write_bytes(archive.read(name))
    shutil.copytree(
        _library(folder), cap / "Lib",
        ignore=shutil.ignore_patterns(
            "lib-dynload", "site-packages", "dist-packages", "__pycache__", "_sysconfigdata*", "test", "*.so"
        ),
    )  # fmt: skip
    _compile(windows, cap)
    (folder / "verrou.txt").write_text(
        windows_lock((common.ROOT / "requirements" / "bundle.txt").read_text(encoding="utf-8")), encoding="utf-8"
    )
    for wheel in _download(folder / "roues", "--no-deps", "--require-hashes", "-r", str(folder / "verrou.txt")):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(cap / "Lib" / "site-packages")
    return windows.launch(PYTHON, "-c", "import sys, PySide6.QtWidgets; print(sys.version)").strip()


def windows_lock(lock: str) -> str:
    """What runs and builds the program, locked, for Windows: pip would judge the markers by this machine's system."""
    from packaging.markers import Marker

    kept = []
    for block in re.split(r"\n(?=\S)", lock.strip()):
        exigence, bar, sums = block.partition("\\")
        name, _, mark = exigence.partition(";")
        if (not mark.strip() or Marker(mark).evaluate(SYSTEM)) and name.partition("==")[0].strip() not in USELESS:
            kept.append(f"{name.strip()} {bar}{sums}")
    return "\n".join(kept) + "\n"


def _download(target: Path, *arguments: str) -> list[Path]:
    """The wheels that pip takes for Windows; kept only once all of them are there, and for this very request."""
    asked = "\n".join(arguments[:-1]) + "\n" + _read_or_name(arguments[-1])
    witness = target / "demande.txt"
    if not witness.is_file() or witness.read_text(encoding="utf-8") != asked:
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        run(
            [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q", "--only-binary=:all:",
             "--platform", "win_amd64", "--python-version", "3.11", "-d", str(target), *arguments]
        )  # fmt: skip
        witness.write_text(asked, encoding="utf-8")
    return sorted(target.glob("*.whl"))


def _read_or_name(argument: str) -> str:
    """What is asked for: the text of a requirements file, or the requirement itself."""
    return Path(argument).read_text(encoding="utf-8") if argument.endswith(".txt") else argument


def _library(folder: Path) -> Path:
    """The Python part of the standard library of a CPython 3.11: this one's, or Debian 12's."""
    if sys.version_info[:2] == (3, 11):
        return Path(sysconfig.get_path("stdlib"))
    debian12 = folder.parent / "atelier" / "usr" / "lib" / "python3.11"
    if not debian12.is_dir():
        raise FailedError("Il faut Python 3.11, ou d’abord « bundle.py --propre », qui apporte celui de Debian 12.")
    return debian12


def _compile(windows: Windows, cap: Path) -> None:
    """python.exe, and python3.dll that forwards each name to python311.dll (PySide6 is linked to it)."""
    shutil.copyfile(common.HERE / "modeles" / "python.c", cap / "python.c")
    here = f"/prefixes/{windows.prefix.name}/drive_c/{cap.name}"
    gcc = "x86_64-w64-mingw32-gcc"
    windows.within(gcc, "-municode", "-O2", "-s", "-o", f"{here}/python.exe", f"{here}/python.c")
    names = exported(windows.within("x86_64-w64-mingw32-objdump", "-p", f"{here}/python311.dll"))
    if len(names) < 1000:
        raise FailedError(f"python311.dll : {len(names)} noms lus, c’est trop peu.")
    lines = "".join(f"  {n} = python311.{n}{' DATA' if DATUM.match(n) else ''}\n" for n in names)
    (cap / "python3.def").write_text(f"LIBRARY python3\nEXPORTS\n{lines}", encoding="ascii")
    (cap / "vide.c").write_text("int DllMainCRTStartup(void *a, int b, void *c) { return 1; }\n", encoding="ascii")
    windows.within(
        gcc,
        "-shared",
        "-nostdlib",
        "-e",
        "DllMainCRTStartup",
        "-o",
        f"{here}/python3.dll",
        f"{here}/vide.c",
        f"{here}/python3.def",
    )


def exported(objdump: str) -> list[str]:
    """The names that a library exports, as « objdump -p » lists them."""
    table = objdump[objdump.index("[Ordinal/Name Pointer] Table") :]
    return re.findall(r"^\s*\[\s*\d+\](?:\s+\+base\[\s*\d+\]\s+[0-9a-f]+)?\s+(\w+)$", table, re.MULTILINE)
