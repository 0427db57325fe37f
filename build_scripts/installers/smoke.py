"""The smoke test of a frozen program: it answers, starts, paints letters, finds, decides, is whole, and ends with 0.

One line a check; the first that fails ends it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_scripts.installers import common
from build_scripts.installers.common import FailedError

if TYPE_CHECKING:
    from build_scripts.installers.letters import LetterReading
    from build_scripts.installers.screen import XScreen

DELAY = 60.0
"""Seconds for the whole test."""
SEARCHING, FOUND = "combien de lits usp", "usp-nombre-lits-unite"
PACKAGE = 1
"""What PyInstaller's archive calls a package."""
SITUATION = "002-samedi-22-h-douleur-mal-soulagee-mari-epuise"


def program(folder: Path) -> Path:
    """The executable that answers at the command line."""
    if folder.suffix == ".app":
        return folder / "Contents" / "MacOS" / common.NAME
    return folder / (f"{common.NAME}.exe" if sys.platform == "win32" else common.NAME)


def try_it(folder: Path) -> int:
    """Try the program in `folder`. Raises FailedError at the first check that fails; 0 when all held."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="fumée Élodie ") as person:
        trial = Trial(program(folder), Path(person))
        checks = [
            ("version", trial.version),
            ("trouve", trial.found),
            ("décide", trial.decide),
            ("fériés", trial.holidays),
            ("intact", trial.intact),
            ("sqlite", trial.sqlite),
            ("démarre", trial.started),
        ]
        if sys.platform.startswith("linux") and _screen_possible():
            checks.append(("peint", trial.painted))
        for name, verify_it in checks:
            started_at = time.monotonic()
            print(f"fumée : {name} : {verify_it()} ({time.monotonic() - started_at:.1f} s)", flush=True)
    duration = time.monotonic() - start
    if duration > DELAY:
        raise FailedError(f"L’essai a duré {duration:.0f} s ; il en a {DELAY:.0f}.")
    print(f"fumée : tout va bien en {duration:.1f} s", flush=True)
    return 0


def _screen_possible() -> bool:
    missing = [p for p in ("Xvfb", "xdotool") if shutil.which(p) is None]
    if missing and os.environ.get("CI"):
        raise FailedError(f"Il manque {' et '.join(missing)} : ce qui est peint ne peut pas être vu.")
    if missing:
        print(f"fumée : peint : NON VU, il manque {' et '.join(missing)}", file=sys.stderr)
    return not missing


class Trial:
    """The checks, on one executable and the folders of nobody."""

    def __init__(self, executable: Path, person: Path) -> None:
        self._executable = executable
        self._person = person
        self._env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QT_", "CAP_PALLIATIF"))},
            "CAP_PALLIATIF_DOSSIER": str(person),
            "PATH": os.defpath if os.name != "nt" else os.environ["PATH"],
        }

    def _tell(self, *arguments: str, entry: str = "") -> str:
        done = subprocess.run(
            [str(self._executable), *arguments], input=entry, capture_output=True, text=True, encoding="utf-8",
            env=self._env, check=False, timeout=DELAY,
        )  # fmt: skip
        if done.returncode != 0:
            raise FailedError(f"« {' '.join(arguments)} » finit avec {done.returncode} : {done.stderr.strip()[-800:]}")
        return done.stdout

    def version(self) -> str:
        """It starts at all, and is the version that was built."""
        said = self._tell("version").strip()
        _require(common.version() in said, f"version attendue {common.version()}, dite « {said} »")
        return said

    def found(self) -> str:
        """It finds, with the index that it brought along."""
        answer = json.loads(self._tell("chercher", "--json", SEARCHING))
        found = [hit["regle"] for hit in answer["hits"]]
        _require(FOUND in found[:3], f"« {SEARCHING} » devrait donner {FOUND} ; trouvé {found[:3]}")
        facts = sorted(f.name for f in (self._person / "cache").glob("*"))
        _require(not facts, f"l’index et le contenu livrés n’ont pas servi : {facts} ont été refaits")
        return f"« {SEARCHING} » → {FOUND}"

    def decide(self) -> str:
        """It decides as the worked example says."""
        example = read_example(SITUATION)
        plan = json.loads(self._tell("orienter", "--json", "-", entry=json.dumps(example["faits"])))
        for key in ("niveau", "principal", "joindre_maintenant"):
            _require(plan[key] == example["attendu"][key], f"{key} : {plan[key]} au lieu de {example['attendu'][key]}")
        return f"niveau {plan['niveau']}, {', '.join(plan['principal'])}"

    def holidays(self) -> str:
        """The public holidays are known. Most of their library is left out, and only the clock asks for it: it is tried apart."""
        with tempfile.TemporaryDirectory(prefix="modules-") as folder:
            extract(self._executable, Path(folder), {"desktop", "holidays", "dateutil", "six"})
            # The library looks for its version and its words beside itself, where the bundle has them.
            root = self._executable.parents[2 if self._executable.parent.name == "MacOS" else 0]
            data = next(root.rglob("holidays-*.dist-info")).parent
            if (data / "holidays").is_dir():
                shutil.copytree(data / "holidays", Path(folder) / "holidays", dirs_exist_ok=True)
            paths = [folder, str(data)]
            asked = (
                f"import sys; sys.path[:0] = {paths!r}; from datetime import date\n"
                "from desktop.decision.moment import public_holiday\n"
                "days = (2026, 7, 14), (2026, 12, 26, '67'), (2026, 12, 26)\n"
                "print(*(public_holiday(date(*day[:3]), *day[3:]) for day in days), sep=', ')"
            )
            done = subprocess.run(
                [sys.executable, "-I", "-S", "-X", "utf8", "-c", asked],
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
        said = done.stdout.strip()
        _require(
            said == "Fête nationale, Saint-Étienne, None", f"jours fériés : « {said} » {done.stderr.strip()[-800:]}"
        )
        return said

    def intact(self) -> str:
        """Every file is the one that was built."""
        return self._tell("verifier").strip().splitlines()[0]

    def sqlite(self) -> str:
        """The SQLite that travels along keeps what it confirmed; without its package the system's older one would serve."""
        from desktop.store import sqlite

        said = self._tell("verifier").strip().splitlines()[-1]
        _require(said == sqlite.described() and sqlite.log_keeps(), f"{sqlite.described()} attendu, dit « {said} »")
        return said

    def started(self) -> str:
        """The window paints, gets its search ready, and ends with 0."""
        env = {**self._env, "CAP_PALLIATIF_BANC": "1", "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [str(self._executable)],
            env=env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=DELAY,
        )
        moments = next((json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")), None)
        _require(done.returncode == 0 and bool(moments), f"code {done.returncode} : {done.stderr.strip()[-800:]}")
        assert moments is not None  # noqa: S101 - said on the line above
        return f"peint à {moments['premiere_peinture']:.2f} s, cherche à {moments['recherche_prete']:.2f} s, code 0"

    def painted(self) -> str:
        """On a virtual screen: letters, not boxes; typed words bring results; Ctrl+Q ends with 0."""
        from build_scripts.installers.screen import XScreen, wait_for

        with XScreen() as screen:
            window_of = subprocess.Popen([str(self._executable)], env={**self._env, "DISPLAY": screen.name})
            try:
                screen.window_of(common.TITLE)
                accueil = _laid(screen)
                _require(accueil.letters, f"pas de lettres : {accueil}")
                screen.type_text(SEARCHING)
                _require(
                    wait_for(lambda: screen.look().letters and screen.look().stains > 1.2 * accueil.stains),
                    f"rien ne vient quand on tape : {accueil}, puis {screen.look()}",
                )
                seen = _laid(screen)
                screen.keys("ctrl+q")
                code = window_of.wait(DELAY)
            finally:
                window_of.kill()
            _require(code == 0, f"la fenêtre finit avec {code}")
            return f"{seen}, code 0"


def _laid(screen: XScreen) -> LetterReading:
    """What the screen shows once it has come to rest: letters, the same for a second (a cursor may blink)."""
    before = screen.look()
    for _ in range(20):
        time.sleep(1)
        seen = screen.look()
        if seen.letters and abs(seen.stains - before.stains) <= 2:
            return seen
        before = seen
    return before


def extract(executable: Path, folder: Path, packages: set[str]) -> None:
    """Write the modules of these packages, out of the archive of a frozen program, so that this Python can import them."""
    import marshal
    from importlib.util import MAGIC_NUMBER

    from PyInstaller.archive.readers import CArchiveReader

    program = CArchiveReader(str(executable))
    archive = program.open_embedded_archive(next(name for name in program.toc if name.startswith("PYZ")))
    for name, (kind, _, _) in archive.toc.items():
        if name.split(".")[0] in packages and (code := archive.extract(name)) is not None:
            place = folder.joinpath(*name.split("."), *(["__init__"] if kind == PACKAGE else [])).with_suffix(".pyc")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(MAGIC_NUMBER + bytes(12) + marshal.dumps(code))


def read_example(name: str) -> dict[str, Any]:
    """A worked example of the questionnaires: its `facts` and its `expected`."""
    import yaml

    file = common.ROOT / "content" / "questionnaires" / "exemples" / f"{name}.yaml"
    example: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    # YAML 1.1 reads a bare « non » or « oui » as a truth value; the questionnaires write them as words.
    example["faits"] = {
        key: {True: "oui", False: "non"}.get(v, v) if isinstance(v, bool) else v for key, v in example["faits"].items()
    }
    return example


def _require(held: object, message: str) -> None:
    if not held:
        raise FailedError(message)
