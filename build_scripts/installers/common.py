"""What the builders share: where things are, when this version was made, archives that come out the same each time."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
NAME = "cap-palliatif"
TITLE = "Cap palliatif"
SUMMARY = "Soins palliatifs : référentiels et aide à l’orientation, hors ligne"


class FailedError(Exception):
    """A step of a build failed; the message says which and what to do, in French."""


def version() -> str:
    """The product's version, as `desktop/__init__.py` says it."""
    found = re.search(r'__version__ = "([^"]+)"', (ROOT / "desktop" / "__init__.py").read_text(encoding="utf-8"))
    if found is None:
        raise FailedError("desktop/__init__.py ne dit pas la version.")
    return found[1]


def source_date() -> int:
    """Seconds since the epoch of what is built: SOURCE_DATE_EPOCH, else the last commit, else the licence file's year."""
    if datum := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(datum)
    if shutil.which("git"):
        command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
        seen = subprocess.run(command, capture_output=True, text=True, check=False)
        if seen.returncode == 0 and seen.stdout.strip().isdigit():
            return int(seen.stdout)
    return 1767225600  # 1 January 2026: an unpacked archive of the sources has no commit


def run(command: list[str], **options: object) -> None:
    """Run a command to its end. Raises FailedError with the command when it fails."""
    code = subprocess.run(command, check=False, **options).returncode  # type: ignore[call-overload]
    if code != 0:
        raise FailedError(f"« {' '.join(map(str, command))} » a échoué (code {code}) : lisez ce qui précède.")


def copy_sources(target: Path) -> None:
    """Copy the checkout as it lies here: what git knows or would take, never what a build left."""
    shutil.rmtree(target, ignore_errors=True)
    git = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    seen = subprocess.run(git, capture_output=True, check=False)
    if seen.returncode != 0:
        raise FailedError(
            f"git ne dit pas ce qui fait partie des sources : {seen.stderr.decode(errors='replace').strip()}"
        )
    for name in filter(None, seen.stdout.split(b"\0")):
        source = ROOT / os.fsdecode(name)
        if source.is_file():
            copied = target / os.fsdecode(name)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copied)


def require(*programs: str) -> None:
    """Raises FailedError naming the programs that this machine lacks."""
    if missing := [p for p in programs if shutil.which(p) is None]:
        raise FailedError(f"Il manque : {', '.join(missing)}. Installez les paquets qui les fournissent.")


def sha256(file: Path) -> str:
    """Hash of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def size(folder: Path) -> int:
    """Bytes of the regular files under a folder."""
    return sum(f.lstat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink())


def write_tar(output: IO[bytes], folder: Path, when: int) -> None:
    """A tar of a folder's inside that depends on contents alone: sorted, no owner, one date, plain permissions."""
    with tarfile.open(fileobj=output, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for file in sorted(folder.rglob("*")):
            member = archive.gettarinfo(file, arcname=f"./{file.relative_to(folder).as_posix()}")
            member.mtime, member.uid, member.gid, member.uname, member.gname = when, 0, 0, "root", "root"
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            if member.isreg():
                archive.addfile(member, io.BytesIO(file.read_bytes()))
            else:
                archive.addfile(member)


def make_equal(folder: Path, when: int) -> None:
    """Give a tree plain permissions and one date, so that a package made of it is the same each time."""
    for file in sorted(folder.rglob("*"), reverse=True):
        if not file.is_symlink():
            rights = file.stat().st_mode
            file.chmod(0o755 if file.is_dir() or rights & 0o100 else 0o644)
        os.utime(file, (when, when), follow_symlinks=False)


def fill(template: Path, **values: str) -> str:
    """A template with its `@NOM@` replaced. Raises FailedError when one stays."""
    text = template.read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    if rests := sorted(set(re.findall(r"@[A-Z_]+@", text))):
        raise FailedError(f"{template.name} : {', '.join(rests)} sans valeur.")
    return text
