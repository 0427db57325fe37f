"""A Windows to try installers in: wine 10 in a Debian 13, with one ordinary user who may write in her own folder alone.

Root only. wine 8 of Debian 12 hangs on Qt's platform plugin.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from build_scripts.installers import common, roots
from build_scripts.installers.common import FailedError
from build_scripts.installers.screen import wait_for

if TYPE_CHECKING:
    from build_scripts.installers.screen import XScreen

FIRST = "while :; do sleep 3600 & wait $!; done"
"""The first process of the world that a Windows lives in: it lasts, and buries those that end."""
PACKAGES = ("wine", "wine64", "gcc-mingw-w64-x86-64-win32", "binutils-mingw-w64-x86-64")


def prepare(folder: Path) -> Path:
    """The Debian 13 with wine, made once and kept under `folder`."""
    root = folder / "wine13"
    if not (root / "pret").is_file():
        if not (root / "etc").is_dir():
            roots.copy_files(roots.base(13, folder), root)
        roots.install(root, *PACKAGES)
        (root / "pret").touch()
    return root


class Windows(AbstractContextManager["Windows"]):
    """A Windows as it leaves the shop, switched on while in the context. No network, no shared folder.

    With `uid` 0 the user may write everywhere (a workshop); with another one, only under her own folder.
    """

    def __init__(self, root: Path, name: str, screen: XScreen, *, uid: int = 0, user: str = "root") -> None:
        self.prefix = root / "prefixes" / name
        self.disk = self.prefix / "drive_c"
        self.user = user
        self.home_of = self.disk / "users" / user
        self._uid = uid
        self._root = root
        self._machine = roots.Machine(root, {screen.take: f"/tmp/.X11-unix/{screen.take.name}"})  # noqa: S108
        home = f"/foyers/{name}"
        self._env = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": home, "USER": user, "LANG": "C.UTF-8",
            "WINEPREFIX": f"/prefixes/{name}", "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "DISPLAY": screen.name, "SOURCE_DATE_EPOCH": str(common.source_date()),
        }  # fmt: skip
        self._world: subprocess.Popen[bytes] | None = None
        self._init = 0
        for place in (self.prefix, root / home.lstrip("/")):
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(parents=True)
            os.chown(place, uid, uid)

    def __enter__(self) -> Self:
        complaints = self.prefix.with_suffix(".plaintes")
        with complaints.open("wb") as stream:
            self._world = subprocess.Popen(
                self._machine.command("sh", "-c", FIRST, uid=self._uid, env=self._env), stderr=stream
            )
        self._init = wait_for(self._first)
        if not self._init:
            self._shut_down()
            said = complaints.read_text(encoding="utf-8", errors="replace").strip()
            raise FailedError(f"Le monde à part de wine ne s’ouvre pas (unshare, mount, chroot) : {said}")
        try:
            self.within("wineboot", "--init")
            self.rest_a_while()
            if self._uid:
                for common in ("windows", "Program Files", "Program Files (x86)", "ProgramData", "users/Public"):
                    _give_to_root(self.disk / common)
                os.chown(self.disk, 0, 0)
        except BaseException:
            self._shut_down()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._shut_down()

    def _shut_down(self) -> None:
        """End every program of this world, by ending its first process: ending unshare would not, once the user has changed."""
        if self._world is not None:
            if self._init:
                os.kill(self._init, signal.SIGKILL)
            else:
                self._world.kill()
            self._world.wait()

    def _first(self) -> int:
        """The first process inside, once the folders are mounted; 0 before."""
        assert self._world is not None  # noqa: S101 - asked for after the start only
        children = Path(f"/proc/{self._world.pid}/task/{self._world.pid}/children").read_text(encoding="ascii").split()
        # In the new root, all is mounted.
        if children and Path(f"/proc/{children[0]}/root").readlink() == self._root.resolve():
            return int(children[0])
        return 0

    # What runs in it ---------------------------------------------------------------------------------------------

    def line(self, *command: str, **env: str) -> list[str]:
        """The line that runs a Debian command inside."""
        return [
            "nsenter", f"--target={self._init}", "--net", "--mount", "--pid",
            "chroot", f"--userspec={self._uid}:{self._uid}", "--groups=", str(self._root),
            "/usr/bin/env", "-i", *(f"{k}={v}" for k, v in {**self._env, **env}.items()), *command,
        ]  # fmt: skip

    def within(self, *command: str, delay: int = 600, expected: int | None = 0, **env: str) -> str:
        """Run a Debian command inside to its end; what it says. Raises FailedError unless it ends with `expected`."""
        # To files, not pipes: what a command leaves running would hold a pipe open.
        said, errors = (self.prefix.with_suffix(f".{what}") for what in ("dit", "erreurs"))
        with said.open("wb") as output, errors.open("wb") as complaints:
            try:
                code = subprocess.run(
                    self.line(*command, **env), stdin=subprocess.DEVNULL, stdout=output, stderr=complaints,
                    check=False, timeout=delay,
                ).returncode  # fmt: skip
            except subprocess.TimeoutExpired as fault:
                raise FailedError(f"« {' '.join(command)} » : rien en {delay} s.") from fault
        text = said.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
        if expected is not None and code != expected:
            end = (text + errors.read_bytes().decode("utf-8", "replace"))[-3000:]
            raise FailedError(f"« {' '.join(command)} » finit avec {code}, pas avec {expected} :\n{end}")
        return text

    def launch(self, *command: str, delay: int = 600, expected: int | None = 0, **env: str) -> str:
        """Run a Windows program to its end; what it says. Raises FailedError unless it ends with `expected`."""
        return self.within("wine", *command, delay=delay, expected=expected, **env)

    def open_it(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a Windows program and go on."""
        return subprocess.Popen(
            self.line("wine", *command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def rest_a_while(self) -> None:
        """Wait until every program has ended and the registry is on the disk."""
        self.within("wineserver", "-w", delay=120)

    # What is left by it ------------------------------------------------------------------------------------------

    def path(self, place: Path) -> str:
        """The Windows name of a place on the drive."""
        return "C:\\" + "\\".join(place.relative_to(self.disk).parts)

    def files(self) -> set[str]:
        """Every file of the drive, by its place."""
        return {f.relative_to(self.disk).as_posix() for f in self.disk.rglob("*") if f.is_file()}

    def registry(self, word: str, *hives: str) -> list[str]:
        """The lines of the registry that hold a word, in these hives: « user » is the person's own, « system » everyone's."""
        self.rest_a_while()
        texts = (self.prefix / f"{hive}.reg" for hive in hives or ("user", "system"))
        lines = (line for text in texts for line in text.read_text(encoding="utf-8", errors="replace").splitlines())
        return [line for line in lines if word.lower() in line.lower()]


def _give_to_root(place: Path) -> None:
    """Take a folder that all users share away from an ordinary one: she reads it and can't write it."""
    for folder, _, files in os.walk(place):
        for name in ("", *files):
            os.chown(Path(folder) / name, 0, 0, follow_symlinks=False)
