"""Build in a clean Debian 12, so that nothing of the build machine creeps in. Root, debootstrap, and the network for packages."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from build_scripts.dev import LIBRARIES
from build_scripts.installers import common, roots
from build_scripts.installers.common import run

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = "3.11"
"""That of Debian 12: its glibc, 2.36, is the oldest that the program then runs on."""
PACKAGES = ("python3", "python3-venv", f"libpython{PYTHON}", "binutils", "xz-utils", *LIBRARIES.values())
LABELS = [f"manylinux_2_{n}_x86_64" for n in range(36, 4, -1)] + [
    "manylinux2014_x86_64",
    "manylinux2010_x86_64",
    "manylinux1_x86_64",
]


def build(output: Path, folder: Path | None = None) -> int:
    """Folder and installers made in a clean root, into `output`; 0 when they stand. Raises FailedError."""
    folder = folder or roots.ROOTS
    workshop = _workshop(folder)
    wheels = _wheels(folder)
    common.copy_sources(workshop / "sources")
    machine = roots.Machine(workshop, {wheels: "/roues"})
    when = {"SOURCE_DATE_EPOCH": str(common.source_date())}
    for command in (
        ["python3", "-m", "venv", "--clear", "/venv"],
        ["/venv/bin/pip", "--disable-pip-version-check", "install", "-q", "--no-index", "--find-links", "/roues",
         "--require-hashes", "-r", "/sources/requirements/bundle.txt"],
        ["/venv/bin/python", "/sources/build_scripts/bundle.py", "--ici", "--sortie", "/sortie"],
    ):  # fmt: skip
        run(machine.command(*command, env=when))
    output.mkdir(parents=True, exist_ok=True)
    for done in sorted((workshop / "sortie").iterdir()):
        target = output / done.name
        if done.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(done, target, symlinks=True)
        else:
            shutil.copy2(done, target)
        print(target, flush=True)
    return 0


def _workshop(folder: Path) -> Path:
    """A Debian 12 with what PyInstaller needs; made once, its build folders emptied each time."""
    workshop = folder / "atelier"
    if not (workshop / "pret").is_file():
        roots.copy_files(roots.base(12, folder), workshop)
        roots.install(workshop, *PACKAGES)
        (workshop / "pret").touch()
    for rest in ("sources", "sortie", "venv"):
        shutil.rmtree(workshop / rest, ignore_errors=True)
    return workshop


def _wheels(folder: Path) -> Path:
    """The locked wheels for Debian 12, fetched by this machine's pip: the root itself stays without a network."""
    wheels = folder / "roues"
    lock = common.ROOT / "requirements" / "bundle.txt"
    mark = wheels / "verrou.txt"
    if mark.is_file() and mark.read_bytes() == lock.read_bytes():
        return wheels
    shutil.rmtree(wheels, ignore_errors=True)
    run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q", "--only-binary=:all:", "--no-deps",
         "--require-hashes", "--python-version", PYTHON, "--implementation", "cp",
         *(word for abi in ("cp311", "abi3", "none") for word in ("--abi", abi)),
         *(word for label in LABELS for word in ("--platform", label)),
         "-d", str(wheels), "-r", str(lock)],
        env={**os.environ, "PIP_NO_INPUT": "1"},
    )  # fmt: skip
    shutil.copyfile(lock, mark)
    return wheels
