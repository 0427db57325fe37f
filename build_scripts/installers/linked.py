"""What the files of a Linux bundle are linked to: what travels along, what the machine must have, the least glibc."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

from build_scripts.installers.common import FailedError, require

# Part of every glibc: never lent, always there.
LIBC = re.compile(r"(lib(c|m|dl|pthread|rt|resolv|util|nsl|anl)|ld-linux[-\w]*)\.so\.\d+")


def elf(folder: Path) -> list[Path]:
    """Programs and libraries under a folder."""
    return sorted(f for f in folder.rglob("*") if f.is_file() and not f.is_symlink() and _is_elf(f))


def _is_elf(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"


@cache
def needs(file: Path) -> frozenset[str]:
    """Names of the libraries that a file is linked to."""
    require("objdump")
    output = subprocess.run(["objdump", "-p", str(file)], capture_output=True, text=True, check=True).stdout
    return frozenset(line.split()[1] for line in output.splitlines() if line.startswith("  NEEDED"))


def external(folder: Path) -> set[str]:
    """Libraries that the bundle needs and does not bring, glibc aside."""
    files = elf(folder)
    brought = {f.name for f in folder.rglob("*.so*")}
    return {b for f in files for b in needs(f) if b not in brought and not LIBC.fullmatch(b)}


def glibc(folder: Path) -> str:
    """The least version of glibc that the bundle runs on, as « 2.35 »."""
    require("objdump")
    seen: set[tuple[int, ...]] = {(2, 17)}
    for file in elf(folder):
        output = subprocess.run(["objdump", "-T", str(file)], capture_output=True, text=True, check=False).stdout
        seen |= {tuple(map(int, v.split("."))) for v in re.findall(r"GLIBC_([0-9.]+)", output)}
    return ".".join(map(str, max(seen)))


def find(soname: str) -> Path | None:
    """Where this machine keeps a library."""
    for folder in ("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64"):
        if (file := Path(folder) / soname).exists():
            return file
    return None


def to_lend(folder: Path) -> dict[str, Path]:
    """The libraries that a machine may lack, with all that they need in turn, by name.

    Raises FailedError when the machine that builds lacks one itself.
    """
    brought = {f.name for f in folder.rglob("*.so*")}
    lent: dict[str, Path] = {}
    to_see = sorted(external(folder))
    while to_see:
        soname = to_see.pop()
        if soname in lent or soname in brought or LIBC.fullmatch(soname):
            continue
        file = find(soname)
        if file is None:
            raise FailedError(f"{soname} manque à cette machine : installez le paquet qui l’apporte.")
        lent[soname] = file.resolve()
        to_see += sorted(needs(lent[soname]))
    return lent


def debian_packages(sonames: set[str]) -> list[str]:
    """Debian packages of libraries. Raises FailedError for a library of no package."""
    require("dpkg-query")
    packages = set()
    for soname in sonames:
        output = subprocess.run(["dpkg-query", "-S", f"*/{soname}"], capture_output=True, text=True, check=False).stdout
        names = sorted({line.split(":")[0] for line in output.splitlines() if line.endswith(f"-linux-gnu/{soname}")})
        if not names:
            raise FailedError(f"Aucun paquet Debian n’apporte {soname} ici.")
        packages.add(names[0])
    return sorted(packages)
