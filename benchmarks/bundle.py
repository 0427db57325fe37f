#!/usr/bin/env python3
"""The figures of the field kit: start, memory, sizes, time to install; the bundle against its source and a bare PySide6 window.

  bundle.py [--dossier dist/cap-palliatif] [--installateurs DOSSIER…] [--fois 11] [--json FICHIER]

Everything in one run on one machine, medians, in turn (one of each, then again), so that a busy moment touches all alike. A start
is « ready » when the window is painted and a search would be answered. A cold start drops the system's file cache first and needs
root, as the time to install the .deb does; without it these lines are missing. The bare window is frozen by the same PyInstaller
with the same choice of Qt. At the end, what the folder is made of.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_scripts import dev  # noqa: E402
from build_scripts.installers import common  # noqa: E402
from build_scripts.installers.screen import XScreen  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

BARE = """
import json, os, sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Fenetre(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if os.environ.get("CAP_PALLIATIF_BANC"):
            sys.stderr.write(json.dumps({"premiere_peinture": time.monotonic() - float(os.environ["CAP_PALLIATIF_BANC"])}) + "\\n")
            QApplication.exit(0)
application = QApplication(["nue", "-style", "fusion"])
fenetre = Fenetre()
fenetre.setWindowTitle("Nue")
fenetre.resize(1200, 700)
fenetre.show()
sys.exit(application.exec())
"""
QUERIES = (
    "combien de lits usp",
    "had admission",
    "qui joindre la nuit",
    "bénévoles",
    "équipe mobile",
    "force:obligation",
    "samu",
)
SEARCHES = 100
REST = 5
"""Seconds after which a window is at rest: all that it loads late is loaded."""
MEMORY_TIMES = 5
RATIOS_BY_TURN = {
    "démarrage / source": ("bundle à chaud (ms)", "source à chaud (ms)"),
    "démarrage à froid / source": ("bundle à froid (ms)", "source à froid (ms)"),
    "processeur au démarrage / source": ("bundle processeur à chaud (ms)", "source processeur à chaud (ms)"),
    "peinture / nue": ("bundle peint à chaud (ms)", "nue gelée peint à chaud (ms)"),
    "démarrage / nue": ("bundle à chaud (ms)", "nue gelée peint à chaud (ms)"),
}
RATIOS = {
    "mémoire au repos / nue": ("bundle au repos (Mio)", "nue gelée au repos (Mio)"),
    "mémoire après 100 recherches / nue": ("bundle après 100 recherches (Mio)", "nue gelée au repos (Mio)"),
}
INSTALLERS = (
    ("*.deb", ".deb (Mo)"),
    ("*.run", ".run (Mo)"),
    ("*-setup.exe", "setup.exe (Mo)"),
    ("*.dmg", ".dmg (Mo)"),
)
THRESHOLDS = {
    "démarrage / source": 1.2, "mémoire au repos / nue": 1.6, "dossier (Mo)": 140.0, ".deb (Mo)": 45.0, ".run (Mo)": 60.0,
    "setup.exe (Mo)": 35.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Programs:
    """Something to start: a name, its command, the title of its window, the moment that counts as ready."""

    name: str
    command: tuple[str, ...]
    title: str
    ready: str


def main(argv: list[str] | None = None) -> int:
    """Measure and print tables; 0 when every figure to reach is reached."""
    arguments = argparse.ArgumentParser(prog="bundle.py", description="Mesurer le programme construit.")
    arguments.add_argument("--dossier", type=Path, default=ROOT / "dist" / common.NAME)
    arguments.add_argument("--installateurs", type=Path, nargs="*", default=None, help="dossiers des installateurs")
    arguments.add_argument("--fois", type=int, default=11)
    arguments.add_argument("--json", type=Path)
    choice = arguments.parse_args(argv)
    if Path(sys.prefix).resolve() != dev.VENV.resolve():
        return _inside_venv(sys.argv[1:] if argv is None else argv)
    places = choice.installateurs or [choice.dossier.parent]
    executable = choice.dossier / common.NAME
    if not executable.is_file():
        print(f"{executable} n’existe pas : lancez d’abord « python3 build_scripts/bundle.py ».", file=sys.stderr)
        return 2
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="banc-") as here, XScreen() as screen:
        programs = [
            Programs("bundle", (str(executable),), common.TITLE, "recherche_prete"),
            Programs("source", (sys.executable, "-m", "desktop"), common.TITLE, "recherche_prete"),
            Programs("nue gelée", (freeze_bare(Path(here)),), "Nue", "premiere_peinture"),
        ]
        bench = Bench(screen, Path(here))
        figures |= bench.starts_timed(programs, choice.fois)
        memory, au_repos = bench.memory(programs)
        figures |= memory
        figures |= sizes_of(choice.dossier, places)
        figures |= installation(places, Path(here), choice.fois)
    for name, (above, below) in RATIOS.items():
        if above in figures and below in figures:
            figures[name] = figures[above] / figures[below]
    parts = composition(choice.dossier)
    print(table_of(figures))
    print("\n" + parts_table("le dossier est fait de", {"Mo": parts}))
    print("\n" + parts_table("en mémoire au repos, en Mio", au_repos))
    if choice.json:
        whole = {"chiffres": figures, "dossier (Mo)": parts, "mémoire au repos (Mio)": au_repos}
        choice.json.write_text(json.dumps(whole, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if all(figures.get(name, 0) <= threshold for name, threshold in THRESHOLDS.items()) else 1


def _inside_venv(argv: list[str]) -> int:
    if not dev.install_python("bundle"):
        return 1
    return subprocess.run([str(dev.venv_python()), str(Path(__file__).resolve()), *argv], check=False).returncode


def table_of(figures: dict[str, float]) -> str:
    """The figures as a Markdown table, with what is to be reached."""
    lines = ["| | mesuré | à atteindre | |", "|---|---|---|---|"]
    for name, value in figures.items():
        threshold = THRESHOLDS.get(name)
        verdict = "" if threshold is None else ("atteint" if value <= threshold else "NON")
        lines.append(
            f"| {name} | {value:.{2 if value < 10 else 0}f} | {'' if threshold is None else f'≤ {threshold:g}'} | {verdict} |"
        )
    return "\n".join(lines)


def freeze_bare(here: Path) -> str:
    """A bare window, frozen with the same choice of Qt; its executable."""
    script = here / "nue.py"
    script.write_text(BARE, encoding="utf-8")
    spec = here / "nue.spec"
    spec.write_text(
        f"import subprocess, sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom build_scripts.installers.sorting import Sorting\n"
        "def needs(f):\n"
        "    s = subprocess.run(['objdump', '-p', f], capture_output=True, text=True, check=True).stdout\n"
        "    return [l.split()[1] for l in s.splitlines() if l.startswith('  NEEDED')]\n"
        f"a = Analysis([{str(script)!r}], excludes=['_ssl', '_hashlib', 'tkinter'])\n"
        "t = Sorting(needs); a.binaries = t.binaries(a.binaries); a.datas = t.data(a.datas)\n"
        "e = EXE(PYZ(a.pure), a.scripts, [], exclude_binaries=True, name='nue')\nCOLLECT(e, a.binaries, a.datas, name='nue')\n",
        encoding="utf-8",
    )
    common.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--distpath", str(here / "d"), "--workpath",
         str(here / "w"), str(spec)],
        env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(here / "reglages")},
    )  # fmt: skip
    return str(here / "d" / "nue" / "nue")


class Bench:
    """Starts programs on one virtual screen."""

    def __init__(self, screen: XScreen, here: Path) -> None:
        self._screen = screen
        self._here = here

    def _env(self, **values: str) -> dict[str, str]:
        # A source start without its compiled modules would be measured too slow.
        clean_one = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "CAP_PALLIATIF", "PYTHON"))}
        return {
            **clean_one,
            "DISPLAY": self._screen.name,
            "CAP_PALLIATIF_DOSSIER": str(self._here / "personne"),
            "PYTHONPATH": str(ROOT),
            **values,
        }

    def starts_timed(self, programs: list[Programs], times: int) -> dict[str, float]:
        """Median milliseconds from the start of the process to ready, warm and (as root) cold, and what the processor did."""
        figures: dict[str, float] = {}
        for word in ("à chaud", "à froid") if os.geteuid() == 0 else ("à chaud",):
            measures: dict[str, list[float]] = {}
            for turn in range(times + 1):
                # Who goes first changes: what runs before another must not weigh on the same one each time.
                rank = turn % len(programs)
                for program in (*programs[rank:], *programs[:rank]):
                    if word == "à froid":
                        self._cool_down()
                    for name, value in self._one(program).items():
                        if turn:  # the first one warms
                            measures.setdefault(f"{program.name} {name}{word} (ms)", []).append(value * 1000)
            figures |= {name: statistics.median(values) for name, values in measures.items()}
            for report, (above, below) in RATIOS_BY_TURN.items():
                if above in measures:
                    # Turn by turn: what another program does to the machine meanwhile, it does to both.
                    turns = zip(measures[above], measures[below], strict=True)
                    figures[report] = statistics.median(x / y for x, y in turns)
        return figures

    def _one(self, program: Programs) -> dict[str, float]:
        """One start: seconds to the first paint and to ready, seconds of processor time."""
        env = self._env(CAP_PALLIATIF_BANC=str(time.monotonic()))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(program.command, env=env, capture_output=True, text=True, check=True, timeout=120)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        moments = json.loads(next(line for line in done.stderr.splitlines() if line.startswith("{")))
        return {
            "peint ": moments["premiere_peinture"],
            "": moments[program.ready],
            "processeur ": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        }

    @staticmethod
    def _cool_down() -> None:
        subprocess.run(["sync"], check=True)
        Path("/proc/sys/vm/drop_caches").write_text("3", encoding="ascii")

    def memory(self, programs: list[Programs]) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
        """Median resident MiB at rest, of the bundle also after 100 searches; and what each is made of at rest, by program."""
        measures: dict[str, list[float]] = {}
        parts: dict[str, dict[str, float]] = {}
        for turn in range(MEMORY_TIMES):
            for program in programs:
                env = self._env()
                if program.name == "bundle":
                    # A new person each time: who comes back finds the last page open.
                    env["CAP_PALLIATIF_DOSSIER"] = str(self._here / f"personne {turn}")
                process = subprocess.Popen(program.command, env=env, stderr=subprocess.DEVNULL)
                try:
                    self._screen.window_of(program.title)
                    time.sleep(REST)
                    parts[program.name] = resident(process.pid)
                    measures.setdefault(f"{program.name} au repos (Mio)", []).append(sum(parts[program.name].values()))
                    if program.name == "bundle":
                        self._search()
                        name = f"bundle après {SEARCHES} recherches (Mio)"
                        measures.setdefault(name, []).append(sum(resident(process.pid).values()))
                finally:
                    process.terminate()
                    process.wait(20)
        return {name: statistics.median(values) for name, values in measures.items()}, parts

    def _search(self) -> None:
        """Type queries as a person would. Raises FailedError when nothing came of it."""
        accueil = self._screen.look()
        for number in range(SEARCHES):
            self._screen.xdotool("key", "ctrl+k")
            self._screen.xdotool("type", "--delay", "5", QUERIES[number % len(QUERIES)])
            time.sleep(0.15)
        time.sleep(2)
        if (seen := self._screen.look()).stains <= 1.2 * accueil.stains:
            raise common.FailedError(f"Les recherches n’ont rien montré : {accueil}, puis {seen}.")


# What a process has in memory, by what is mapped there; the first that fits counts.
MEMORY_PARTS = (
    ("objets de Python et de Qt", r"^$|^\[(heap|anon)"),
    ("Qt et PySide6", r"PySide6/|shiboken6/|libicu"),
    ("Python", r"python3|libpython"),
    ("image de la fenêtre", r"memfd:|/SYSV|/dev/shm"),
    ("polices, index, contenu", r"_internal/desktop/|/desktop/"),
    ("bibliothèques du système et autres fichiers", r""),
)
_RANGE = re.compile(r"[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+\s*(.*)")


def resident(pid: int) -> dict[str, float]:
    """Resident memory of a process in MiB, by part."""
    return memory_parts(Path(f"/proc/{pid}/smaps").read_text(encoding="utf-8", errors="replace"))


def memory_parts(smaps: str) -> dict[str, float]:
    """MiB of each part, as the kernel's list of mappings (`/proc/…/smaps`) says."""
    parts = dict.fromkeys((name for name, _ in MEMORY_PARTS), 0.0)
    current = ""
    for line in smaps.splitlines():
        if range_of := _RANGE.fullmatch(line):
            current = next(name for name, pattern in MEMORY_PARTS if re.search(pattern, range_of[1]))
        elif line.startswith("Rss:"):
            parts[current] += int(line.split()[1]) / 1024
    return parts


def sizes_of(folder: Path, places: list[Path]) -> dict[str, float]:
    """MB of the folder and of the installers that are there."""
    figures = {"dossier (Mo)": common.size(folder) / 1e6}
    for pattern, name in INSTALLERS:
        if file := _find(places, pattern):
            figures[name] = file.stat().st_size / 1e6
    return figures


# What the folder is made of, by the place of a file in it; the first that fits counts.
PARTS = (
    ("données Unicode (ICU)", r"libicudata"),
    ("Qt", r"PySide6/Qt/"),
    ("PySide6", r"PySide6/|shiboken6/"),
    ("contenu et index", r"desktop/_(content|cache)/"),
    ("police, licences, images, aide", r"desktop/"),
    (
        "modules Python (du programme et de ses bibliothèques)",
        r"^cap-palliatif$|base_library|dist-info|holidays/|dateutil/|yaml/",
    ),
    ("Python", r"libpython|python3"),
    ("bibliothèques du système", r""),
)


def composition(folder: Path) -> dict[str, float]:
    """MB of each part of the folder, largest first."""
    parts: dict[str, float] = {}
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            place = file.relative_to(folder).as_posix()
            name = next(name for name, pattern in PARTS if re.search(pattern, place))
            parts[name] = parts.get(name, 0) + file.stat().st_size / 1e6
    return dict(sorted(parts.items(), key=lambda part: -part[1]))


def parts_table(title: str, columns: dict[str, dict[str, float]]) -> str:
    """Parts of one or more things as a Markdown table, one column each."""
    heads = [f"| {title} | {' | '.join(columns)} |", "|---" * (1 + len(columns)) + "|"]
    names = next(iter(columns.values()))
    lines = [f"| {name} | {' | '.join(f'{parts[name]:.1f}' for parts in columns.values())} |" for name in names]
    return "\n".join([*heads, *lines])


def installation(places: list[Path], here: Path, times: int) -> dict[str, float]:
    """Median seconds to install: the .run into a home of nobody, the .deb (root only) into a root of its own."""
    figures = {}
    if run := _find(places, "*.run"):
        figures["installer le .run (s)"] = _duration(here, times, lambda home: _install_run(run, home))
    if os.geteuid() == 0 and shutil.which("dpkg") and (deb := _find(places, "*.deb")):
        figures["installer le .deb (s)"] = _duration(here, times, lambda root: _install_deb(deb, root))
    return figures


def _find(places: list[Path], pattern: str) -> Path | None:
    return next((f for place in places for f in sorted(place.glob(pattern))), None)


def _duration(here: Path, times: int, install: Callable[[Path], None]) -> float:
    durations = []
    for number in range(times):
        target = here / f"cible {number}"
        target.mkdir()
        start = time.monotonic()
        install(target)
        durations.append(time.monotonic() - start)
        shutil.rmtree(target)
    return statistics.median(durations)


def _install_run(run: Path, home: Path) -> None:
    env = {"HOME": str(home), "PATH": os.environ["PATH"]}
    subprocess.run(["sh", str(run)], env=env, check=True, capture_output=True)


def _install_deb(deb: Path, root: Path) -> None:
    base = root / "var" / "lib" / "dpkg"
    for folder in ("info", "updates", "triggers"):
        (base / folder).mkdir(parents=True)
    (base / "status").touch()
    # What it depends on is not in this root; the time is that of the package alone.
    command = ["dpkg", f"--root={root}", "--force-depends", "--force-script-chrootless", "--install", str(deb)]
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
