#!/usr/bin/env python3
"""Prove the installers on machines that never saw this project: minimal Debian 12 and 13, no fonts, no Python, no network.

  fresh_machine.py                     build in a clean root, then the .deb and the .run on Debian 12 and 13
  fresh_machine.py --paquets DOSSIER   with installers that are already made

Root only; needs debootstrap, Xvfb, xdotool, strace, faketime, tesseract with French, pdftotext (installed by itself on Debian).
« Élodie Lefèvre » installs, starts, searches, answers a questionnaire, keeps the case, writes a PDF, finds the case again,
uninstalls. Her screen is read by OCR, and strace sees every network call. The libraries that the program takes from the system
are named, with the packages that bring them, and the .deb must declare each of these.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_scripts import bundle, dev  # noqa: E402
from build_scripts.installers import common, linked, roots  # noqa: E402
from build_scripts.installers.common import FailedError, run  # noqa: E402
from build_scripts.installers.screen import XScreen, wait_for  # noqa: E402
from desktop.ui.life import trail  # noqa: E402 - no Qt in it

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = "/home/Élodie Lefèvre"
UID = 1000
CASE_LABEL = "Essai au domicile"
PALETTE = "aide.palette"
LIGHT = "affichage.clair"
PATIENCE = 10
"""How often what may come late, or one upon the other, is tried again."""
TOOLS = {
    "debootstrap": "debootstrap", "Xvfb": "xvfb", "xdotool": "xdotool", "strace": "strace", "pdftotext": "poppler-utils",
    "tesseract": "tesseract-ocr tesseract-ocr-fra", "faketime": "faketime",
}  # fmt: skip
PASSING = re.compile(r"/(dev|proc|sys|run|tmp|var/(cache|log|lib/apt|lib/dpkg))(/|$)")
"""What a package manager and the kernel write."""
CLOCK = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
NO_NETWORK = re.compile(r"AF_(INET6?|NETLINK|PACKET)|sin6?_(port|addr)")


ITS_FOLDERS = re.compile(r"/\.(local/share|local/state|config|cache)/cap-palliatif(/|$)")
"""Her own: situations, notes, settings, and what is made again."""
OPENINGS = 3
"""How often her window is opened."""


def main(argv: list[str] | None = None) -> int:
    """Run every proof; 0 when all held."""
    arguments = argparse.ArgumentParser(
        prog="fresh_machine.py", description="Essayer les installateurs sur des machines neuves."
    )
    arguments.add_argument("--paquets", type=Path, help="dossier du .deb et du .run (sinon, ils sont construits)")
    arguments.add_argument("--racines", type=Path, default=roots.ROOTS, help="où garder les systèmes de debootstrap")
    arguments.add_argument("--images", type=Path, default=ROOT / "build" / "machine-neuve", help="où poser les images")
    arguments.add_argument("--debian", type=int, nargs="*", default=[*roots.SEQUENCES], choices=roots.SEQUENCES)
    choice = arguments.parse_args(argv)
    try:
        _equip()
        packages = choice.paquets or _build(choice.racines)
        for debian in choice.debian:
            for kind in ("deb", "run"):
                Trial(debian, kind, packages, choice.racines, choice.images).play()
    except FailedError as fault:
        print(f"ÉCHEC : {fault}", file=sys.stderr)
        return 1
    print(f"Machines neuves : tout va bien ; images dans {choice.images}")
    return 0


def _equip() -> None:
    if os.geteuid() != 0:
        raise FailedError("Cet essai fait des systèmes neufs : il se lance comme root.")
    if missing := [package for name, package in TOOLS.items() if shutil.which(name) is None]:
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "-q", "update"], env=env)
        run(["apt-get", "-q", "-y", "install", "--no-install-recommends", *" ".join(missing).split()], env=env)


def _build(folder: Path) -> Path:
    code = bundle.main(["--propre", "--racines", str(folder)])
    if code != 0:
        raise FailedError("La construction a échoué : lisez ce qui précède.")
    return bundle.OUTPUT


@cache
def _commands() -> dict[str, str]:
    """Every command, id → words without accents: what xdotool types on any keyboard, and the palette finds."""
    listing = [str(dev.venv_python()), str(ROOT / "build_scripts" / "every_command.py"), "--list"]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            listing, env=env | {"CAP_PALLIATIF_DOSSIER": folder}, capture_output=True, text=True, check=False
        )
    if done.returncode != 0 or not done.stdout.strip():
        raise FailedError(f"La liste des commandes ne se lit pas : {done.stderr[-500:]}")
    return {key: typed(words) for key, _, words in (line.partition("\t") for line in done.stdout.splitlines())}


def since_the_palette(done: tuple[str, ...]) -> tuple[str, ...]:
    """Of the last actions those since the palette was opened; itself too when it was opened from itself."""
    last = max((number for number, action in enumerate(done) if action == PALETTE), default=-1)
    again = done[last - 1 : last] == (PALETTE,)
    return done[last + 1 :] + done[last : last + again]


def typed(words: str) -> str:
    """Words as any keyboard has them; the palette finds each of them within the text of its command."""
    plain = unicodedata.normalize("NFKD", words.replace("’", " ")).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-zA-Z0-9-]+", plain))


class Trial:
    """One installer on one new machine."""

    def __init__(self, debian: int, kind: str, packages: Path, folder: Path, images: Path) -> None:
        self.name = f"Debian {debian}, {'.deb' if kind == 'deb' else '.run'}"
        self.kind = kind
        pattern = (
            f"cap-palliatif_{common.version()}_amd64.deb" if kind == "deb" else f"cap-palliatif-{common.version()}.run"
        )
        self.installer_file = packages / pattern
        if not self.installer_file.is_file():
            raise FailedError(f"{self.installer_file} n’existe pas.")
        self.root = roots.copy_files(roots.base(debian, folder), folder / f"essai{debian}-{kind}")
        self.machine = roots.Machine(self.root)
        self.documents = self.root / HOME.lstrip("/") / "Documents"
        self.images = images / f"debian{debian}-{kind}"
        self.env = {"HOME": HOME, "USER": "elefevre", "LANG": "C.UTF-8"}
        self.logs: list[Path] = []
        self.commands = _commands()
        self.openings = 0
        self.window = ""

    def tell(self, done: str) -> None:
        """Tell a step that held."""
        print(f"{self.name} : {done}", flush=True)

    def play(self) -> None:
        """The whole story. Raises FailedError where it breaks off."""
        shutil.rmtree(self.images, ignore_errors=True)
        self.images.mkdir(parents=True)
        self._arrive()
        before = self._files()
        self._install()
        self._libraries()
        self._at_the_command_line()
        with XScreen() as screen:
            self._first_time(screen)
        with XScreen() as screen:
            self._find_again(screen)
        with XScreen() as screen:
            self._a_public_holiday(screen)
        with XScreen() as screen:
            self._every_command(screen)
        self._without_network()
        self._uninstall(before)
        shutil.rmtree(self.root)

    # The machine and its user ------------------------------------------------------------------------------------

    def _arrive(self) -> None:
        with (self.root / "etc" / "passwd").open("a", encoding="utf-8") as counts:
            counts.write(f"elefevre:x:{UID}:{UID}:Élodie Lefèvre,,,:{HOME}:/bin/sh\n")
        home = self.root / HOME.lstrip("/")
        home.mkdir(parents=True)
        os.chown(home, UID, UID)
        for absent in ("usr/bin/python3", "usr/share/fonts", "etc/fonts"):
            if (self.root / absent).exists():
                raise FailedError(f"{self.name} : /{absent} existe ; ce n’est pas une machine neuve.")
        self.tell("ni Python, ni police, ni réseau")

    def _files(self) -> set[str]:
        """Every path of the machine that an uninstallation must give back."""
        paths = ("/" + f.relative_to(self.root).as_posix() for f in self.root.rglob("*"))
        return {c for c in paths if not PASSING.match(c)}

    def _install(self) -> None:
        copied = self.root / "tmp" / self.installer_file.name
        shutil.copyfile(self.installer_file, copied)
        copied.chmod(0o644)
        here = f"/tmp/{copied.name}"  # noqa: S108 - inside the new machine
        if self.kind == "deb":
            # The libraries that the package declares come from Debian, as they would from the hospital's mirror; nothing else does.
            roots.install(self.root, "--download-only", here)
            command, uid = ["apt-get", "-q", "-y", "install", "--no-install-recommends", here], 0
            env = {"DEBIAN_FRONTEND": "noninteractive"}
            self.program, self.place = ["cap-palliatif"], "/usr/lib/cap-palliatif"
        else:
            command, uid, env = ["sh", here], UID, self.env
            self.program = [f"{HOME}/.local/bin/cap-palliatif"]
            self.place = f"{HOME}/.local/opt/cap-palliatif/programme"
        start = time.monotonic()
        self.machine.tell(*command, uid=uid, env=env)
        self.tell(f"installé en {time.monotonic() - start:.1f} s")
        copied.unlink()
        if (self.root / "usr/share/fonts").exists():
            raise FailedError("L’installation a apporté des polices : l’essai ne prouverait plus rien.")

    def _libraries(self) -> None:
        """What the program takes from the system: all of it is there, and the package says so."""
        outside = sorted(linked.external(self.root / self.place.lstrip("/")))
        if self.kind == "run":
            ready = self.root / self.place.lstrip("/") / ".." / "pret"
            lent = sorted(f.name for f in ready.iterdir()) if ready.is_dir() else []
            a_soi = [name for name in outside if name not in lent]
            self._present_ones(a_soi)
            self.tell(
                f"prend au système : {', '.join(a_soi)} ; prêtées, faute de mieux : {', '.join(lent) or 'aucune'}"
            )
            return
        packages = self._present_ones(outside)
        declared = self.machine.tell("dpkg-query", "-W", "-f", "${Depends}", "cap-palliatif")
        names = {word.split()[0] for word in declared.split(",")}
        if forgotten := {name: package for name, package in packages.items() if package not in names}:
            raise FailedError(f"{self.name} : le paquet ne déclare pas {forgotten} ({declared}).")
        self.tell(
            "prend au système : " + ", ".join(f"{name} ({package})" for name, package in sorted(packages.items()))
        )
        self.tell(f"le paquet les déclare tous : {declared}")

    def _present_ones(self, sonames: list[str]) -> dict[str, str]:
        """The Debian package of each library, as this machine's dpkg says. Raises FailedError for one that is not there."""
        packages = {}
        for soname in sonames:
            said = self.machine.tell("dpkg-query", "-S", f"*/{soname}", expected=None)
            found = [line.split(":")[0] for line in said.splitlines() if line.endswith(f"-linux-gnu/{soname}")]
            if not found:
                raise FailedError(f"{self.name} : {soname} manque à cette machine : {said}")
            packages[soname] = found[0]
        return packages

    def _at_the_command_line(self) -> None:
        for words, expected in (
            (["verifier"], "intact"),
            (["chercher", "combien de lits usp"], "10"),
            (["aide"], "orienter"),
        ):
            command = self.machine.command(*self.program, *words, uid=UID, env=self.env)
            done = subprocess.run([*self._strace(), *command], capture_output=True, text=True, check=False)
            if done.returncode != 0 or expected not in done.stdout:
                said = (done.stdout + done.stderr)[-500:]
                raise FailedError(f"{self.name} : « {' '.join(words)} » ne dit pas « {expected} » : {said}")
        self.tell("la ligne de commande répond, le programme est intact")

    def _strace(self) -> list[str]:
        """What goes before a command so that every network call of it is written into the next journal."""
        self.logs.append(self.images / f"strace-{len(self.logs) + 1}.txt")
        return ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(self.logs[-1])]

    # Her screen --------------------------------------------------------------------------------------------------

    @contextmanager
    def _opened(self, screen: XScreen, when: str = "") -> Iterator[None]:
        """The window, open under strace, at a time of its own if one is given; closed with Ctrl+Q, and its exit code is 0."""
        mounts = {screen.take: f"/tmp/.X11-unix/{screen.take.name}"}  # noqa: S108
        env = {**self.env, "DISPLAY": screen.name}
        if when:
            mounts[CLOCK] = f"/tmp/{CLOCK.name}"  # noqa: S108
            env |= {"LD_PRELOAD": f"/tmp/{CLOCK.name}", "FAKETIME": f"@{when}", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}  # noqa: S108
        machine = roots.Machine(self.root, mounts)
        command = machine.command(
            "sh",
            "-c",
            'cd "$HOME" && exec "$@"',
            "sh",
            *self.program,
            uid=UID,
            env=env,
        )
        window_of = subprocess.Popen([*self._strace(), *command])
        try:
            self.window = screen.window_of(common.TITLE, 60)
            self.openings += 1
            self.wait_for(screen, f"ouverture-{self.openings}", "urgence vitale", "référentiels", "hors ligne")
            yield
            screen.keys("ctrl+q")
            try:
                code = window_of.wait(30)
            except subprocess.TimeoutExpired:
                screen.photograph(self.images / "ne-finit-pas.png")
                raise FailedError(f"{self.name} : la fenêtre ne finit pas par Ctrl+Q (ne-finit-pas.png).") from None
        finally:
            window_of.kill()
        if code != 0:
            raise FailedError(f"{self.name} : la fenêtre finit avec {code}.")

    def wait_for(self, screen: XScreen, image: str, *words: str) -> None:
        """Wait until these words can be read on the screen, and keep its picture."""
        read_text = ""

        def trial() -> bool:
            nonlocal read_text
            read_text = screen.words() if screen.look().letters else ""
            return all(word in read_text for word in words)

        seen = wait_for(trial, 40, 0.3)
        screen.photograph(self.images / f"{image}.png")
        if not seen:
            missing = [word for word in words if word not in read_text]
            raise FailedError(
                f"{self.name} : « {image} » ne montre pas {missing} ({screen.look()}) ; lu : {read_text[:600]}"
            )
        self.tell(f"{image} : {screen.look()} ; lu « {' », « '.join(words)} »")

    def _first_time(self, screen: XScreen) -> None:
        with self._opened(screen):
            screen.type_text("combien de lits usp")
            self.wait_for(screen, "recherche", "nombre de lits", "unité de soins palliatifs", "minimum")
            screen.keys("Escape", "ctrl+n")
            self.wait_for(screen, "question", "de quoi s'agit", "avoir un avis")
            # « Organiser les soins », « À domicile », nothing in place yet, then the first answer of each question to the end.
            screen.keys("1", "Return")
            self.wait_for(screen, "lieu", "où se trouve la personne")
            screen.keys("1")
            self.wait_for(screen, "en-place", "déjà en place", "rien de tout cela")
            screen.keys("Return")
            # A question that has only just been drawn takes no answer: each is read before it gets its key.
            for _ in range(15):
                time.sleep(0.5)
                if "pourquoi" in screen.words():
                    break
                screen.keys("1")
            self.wait_for(screen, "plan", "organiser ou renforcer les soins", "médecin traitant", "pourquoi", "garder")
            screen.keys("ctrl+s")
            self.wait_for(screen, "garder", "libellé, sans rien qui désigne la personne")
            screen.keys("ctrl+a")
            screen.type_text(CASE_LABEL)
            screen.keys("Return")
            self.wait_for(screen, "gardee", CASE_LABEL.lower(), "à revoir")
            self._pdf(screen)

    def _pdf(self, screen: XScreen) -> None:
        screen.click("PDF")
        screen.window_of("Exporter en PDF")
        self.wait_for(screen, "enregistrer", "enregistrer")
        screen.keys("ctrl+a")
        screen.type_text("plan.pdf")
        screen.keys("Return")
        pdf = self.documents / "plan.pdf"
        if not wait_for(lambda: pdf.is_file() and pdf.stat().st_size > 1000):
            screen.photograph(self.images / "pdf-absent.png")
            raise FailedError(f"{self.name} : le PDF n’est pas écrit.")
        text = subprocess.run(
            ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
        ).stdout
        if not {"solliciter", "médecin", "traitant", "palliatifs"} <= set(re.findall(r"\w+", text.lower())):
            raise FailedError(f"{self.name} : le PDF ne dit pas le plan : {text[:300]}")
        shutil.copyfile(pdf, self.images / "plan.pdf")
        screen.window_of(common.TITLE)
        self.tell(f"PDF de {pdf.stat().st_size // 1024} Kio, en lettres")

    def _find_again(self, screen: XScreen) -> None:
        with self._opened(screen):
            screen.keys("ctrl+shift+s")
            self.wait_for(screen, "retrouvee", "mes situations", CASE_LABEL.lower())

    def _a_public_holiday(self, screen: XScreen) -> None:
        """On a working day of the week the clock asks for the public holidays, which nothing else does."""
        with self._opened(screen, "2027-07-14 10:00:00"):
            screen.keys("ctrl+n")
            self.wait_for(screen, "jour-ferie", "de quoi s'agit", "férié", "mercredi 14 juillet")

    def _every_command(self, screen: XScreen) -> None:
        """Every command of the menus, by the palette, as strace watches. The window's own list of last actions says that it ran.

        What can't be run where she is, is tried again from a document, then from the plan that she kept.
        """
        with self._opened(screen):
            left = dict(self.commands)
            for place in (lambda _screen: None, self._to_a_document, self._to_the_plan):
                for key, words in [*left.items()]:
                    place(screen)
                    if self._ran(screen, key, words):
                        del left[key]
                # What is to be read is dark on light.
                if not any(self._ran(screen, LIGHT, self.commands[LIGHT]) for _ in range(PATIENCE)):
                    raise FailedError(f"{self.name} : le thème clair ne se lance pas.")
            if left:
                raise FailedError(f"{self.name} : ces commandes ne se lancent de nulle part : {sorted(left)}")
            self.wait_for(screen, "toutes-les-commandes", "urgence vitale")
        self.tell(f"{len(self.commands)} commandes des menus lancées, sous strace")

    def _ran(self, screen: XScreen, key: str, words: str) -> bool:
        """Ask the palette for a command; what it opens over the window is left again. False if it is not offered here."""
        for _ in range(PATIENCE):
            self._alone(screen)
            screen.keys("ctrl+shift+p")
            if wait_for(lambda: screen.windows("^Palette de commandes"), 2):
                break  # else something that the last command was long about came over the window meanwhile
        screen.window_of("^Palette de commandes")
        screen.type_text(words)
        screen.keys("Return")
        ran = wait_for(lambda: key in self._actions(), 2)
        self._alone(screen)
        return ran

    def _actions(self) -> tuple[str, ...]:
        found = [*(self.root / HOME.lstrip("/")).rglob(trail.FILE_NAME)]
        return since_the_palette(trail.read(found[0].read_bytes()) if found else ())

    def _alone(self, screen: XScreen) -> None:
        """Leave whatever is open over the window with Escape, and give the window the keyboard. Raises FailedError if it stays."""
        for _ in range(PATIENCE):
            over = [window for window in screen.windows() if window != self.window]
            if not over:
                break
            screen.focus(over[-1])
            screen.keys("Escape")
        else:
            screen.photograph(self.images / "reste-ouvert.png")
            raise FailedError(f"{self.name} : une fenêtre ne se ferme pas par Échap (reste-ouvert.png).")
        screen.focus(self.window)

    def _to_a_document(self, screen: XScreen) -> None:
        self._alone(screen)
        screen.keys("ctrl+k")
        screen.type_text("combien de lits usp")
        self.wait_for(screen, "resultats", "nombre de lits")
        screen.keys("Return")

    def _to_the_plan(self, screen: XScreen) -> None:
        self._alone(screen)
        screen.keys("ctrl+shift+s")
        self.wait_for(screen, "mes-situations", CASE_LABEL.lower())
        screen.keys("Return")
        self.wait_for(screen, "plan-garde", "pourquoi")

    # What must not be, and what must go --------------------------------------------------------------------------

    def _without_network(self) -> None:
        lines: list[str] = []
        for journal in self.logs:
            seen = journal.read_text(encoding="utf-8", errors="replace").splitlines()
            lines += seen
        if sum("X11-unix" in line for line in lines) < OPENINGS:
            raise FailedError(f"{self.name} : strace n’a pas vu l’écran s’ouvrir : la preuve ne vaut rien.")
        if forbidden := [line for line in lines if NO_NETWORK.search(line)]:
            raise FailedError(f"{self.name} : le réseau a été touché :\n" + "\n".join(forbidden[:10]))
        self.tell(f"{len(lines)} appels vus par strace, aucun vers un réseau")

    def _uninstall(self, before: set[str]) -> None:
        # Her PDF and the folder « Documents », which was made for it, are hers: no uninstallation takes them.
        shutil.rmtree(self.documents)
        if self.kind == "deb":
            said = self.machine.tell("dpkg", "--purge", "cap-palliatif")
            # What came along for it goes with it.
            self.machine.tell("apt-get", "-q", "-y", "autoremove", "--purge", env={"DEBIAN_FRONTEND": "noninteractive"})
            its_own = self._its_own(before)
        else:
            script = f"{HOME}/.local/opt/cap-palliatif/desinstaller"
            self.machine.tell("cp", "-a", f"{HOME}/.local", "/tmp/copie", uid=UID, env=self.env)  # noqa: S108
            said = self.machine.tell(script, uid=UID, env=self.env)
            its_own = self._its_own(before)
            # Again, and this time everything.
            self.machine.tell("cp", "-a", "/tmp/copie/.", f"{HOME}/.local", uid=UID, env=self.env)  # noqa: S108
            self.machine.tell(script, "--tout", uid=UID, env=self.env)
            if rests := self._files() - before:
                raise FailedError(f"{self.name} : après « --tout », il reste {sorted(rests)[:10]}")
        if "restent" not in said and "gardés" not in said:
            raise FailedError(f"{self.name} : la désinstallation ne dit pas que les situations restent : {said}")
        self.tell(f"désinstallé : rien ne reste, sauf ce que la personne avait gardé ({', '.join(its_own)})")

    def _its_own(self, before: set[str]) -> list[str]:
        """Her own files, which stay; nothing else may. Raises FailedError."""
        rests = self._files() - before
        its_own = {r for r in rests if r.startswith(HOME) and (ITS_FOLDERS.search(r) or (self.root / r[1:]).is_dir())}
        if lost := sorted(rests - its_own):
            raise FailedError(f"{self.name} : il reste {lost[:10]}")
        files = sorted(r.removeprefix(f"{HOME}/") for r in its_own if (self.root / r[1:]).is_file())
        if not any(name.startswith(".local/share/cap-palliatif/") for name in files):
            raise FailedError(f"{self.name} : la désinstallation a effacé les situations gardées.")
        return files


if __name__ == "__main__":
    sys.exit(main())
