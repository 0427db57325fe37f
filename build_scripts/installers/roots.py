"""Minimal Debian systems, to build in and to prove in. Root only: debootstrap, chroot, unshare."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from build_scripts.installers.common import FailedError, require, run

SEQUENCES = {12: "bookworm", 13: "trixie"}
ROOTS = Path(tempfile.gettempdir()) / "cap-palliatif-racines"


def base(debian: int, folder: Path | None = None) -> Path:
    """A minimal Debian of that number, made once and kept; never change it, copy it."""
    folder = folder or ROOTS
    root = folder / f"base{debian}"
    if (root / "etc" / "debian_version").is_file():
        return root
    if os.geteuid() != 0:
        raise FailedError("Un système d’essai se fait avec debootstrap, comme root.")
    require("debootstrap", "unshare", "chroot")
    (folder / "paquets").mkdir(parents=True, exist_ok=True)
    site = folder / f"base{debian}.chantier"
    shutil.rmtree(site, ignore_errors=True)
    print(f"debootstrap : Debian {debian}…", flush=True)
    run(
        [
            "debootstrap",
            "--variant=minbase",
            f"--cache-dir={folder / 'paquets'}",
            SEQUENCES[debian],
            str(site),
            _mirror(),
        ],
        stdout=subprocess.DEVNULL,
    )
    site.rename(root)
    return root


def _mirror() -> str:
    """Where this machine's apt takes Debian from."""
    command = ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages", "Origin: Debian"]
    sites = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    if unsafe := [s for s in sites if "security" not in s]:
        return unsafe[0]
    raise FailedError("apt ne connaît aucun dépôt Debian : lancez « apt-get update », puis recommencez.")


def copy_files(root: Path, copied: Path) -> Path:
    """A fresh copy of a system."""
    shutil.rmtree(copied, ignore_errors=True)
    copied.parent.mkdir(parents=True, exist_ok=True)
    run(["cp", "-a", "--reflink=auto", str(root), str(copied)])
    return copied


def install(root: Path, *packages: str) -> None:
    """Install Debian packages, with the network of this machine."""
    apt = ["chroot", str(root), "/usr/bin/env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    run([*apt, "update"], stdout=subprocess.DEVNULL)
    run([*apt, "-y", "install", "--no-install-recommends", *packages], stdout=subprocess.DEVNULL)


class Machine:
    """A system in its own world: no network, own processes, and of this machine only what is mounted on purpose."""

    def __init__(self, root: Path, mounts: dict[Path, str] | None = None) -> None:
        self.root = root
        self._mounts = mounts or {}

    def command(self, *command: str, uid: int = 0, env: dict[str, str] | None = None) -> list[str]:
        """The line that runs a command in there, as that user."""
        root = shlex.quote(str(self.root))
        mount = [f"mount --bind /dev {root}/dev", f"mount -t proc proc {root}/proc"]
        for source, place in self._mounts.items():
            target = self.root / place.lstrip("/")
            if source.is_dir():
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.touch()
            mount.append(f"mount --bind {shlex.quote(str(source))} {shlex.quote(str(target))}")
        enter = f'exec chroot --userspec={uid}:{uid} --groups= {root} "$@"'
        variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8", **(env or {})}
        return [
            "unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "sh", "-ec", " && ".join([*mount, enter]), "sh",
            "/usr/bin/env", "-i", *(f"{k}={v}" for k, v in variables.items()), *command,
        ]  # fmt: skip

    def tell(self, *command: str, uid: int = 0, env: dict[str, str] | None = None, expected: int | None = 0) -> str:
        """Run a command to its end; its output. Raises FailedError unless it ends with `expected` (None: any code will do)."""
        done = subprocess.run(self.command(*command, uid=uid, env=env), capture_output=True, text=True, check=False)
        if expected is not None and done.returncode != expected:
            end = (done.stdout + done.stderr)[-2000:]
            raise FailedError(f"« {' '.join(command)} » finit avec {done.returncode} :\n{end}")
        return done.stdout + done.stderr
