"""Run an attack: many trials, each from a seed of its own, in a process that may hang or die without taking the count along.

    PYTHONPATH=. python -m tests.attack.databases --number 1000          all of it
    PYTHONPATH=. python -m tests.attack.databases --number 1000 --seed 7 another thousand
    PYTHONPATH=. python -m tests.attack.databases --only 412             one again, in this process, to look at

A module that attacks has a function `trial(dice, folder)`: it does one damage, drawn from `dice`, in the empty `folder`, looks
at what the program makes of it, and returns two words for the table: what was done, and how it ended. Whatever it raises is a
failure; so is a trial that takes longer than SECONDS, one that dies, and one that needs more memory than MEMORY. Its last line
is `raise SystemExit(harness.main(trial, __name__, __file__))`, under the usual `if`.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import json
import os
import random
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop.errors import CapPalliatifError

Trial = Callable[[random.Random, Path], tuple[str, str]]

SECONDS = 300
"""A trial that takes longer hangs; two orders of magnitude above the slowest, for machines that are busy."""
MEMORY = 2 << 30
"""Bytes of address space that a trial may have; the program at rest takes some hundreds of millions of them."""
EVERY = 100
"""After so many trials one line says how far it is."""
ROOT = Path(__file__).parent.parent.parent


@dataclass
class Score:
    """What came of the trials: how often each pair of words, and what failed (number of the trial, why)."""

    came: Counter[tuple[str, str]] = field(default_factory=Counter)
    failed: dict[int, str] = field(default_factory=dict)

    @property
    def survived(self) -> int:
        """Trials that ended as they should."""
        return sum(self.came.values())

    def add(self, number: int, told: dict[str, str]) -> None:
        """Count what the process of a trial said of it."""
        if "why" in told:
            self.failed[number] = told["why"]
        else:
            self.came[told["done"], told["end"]] += 1

    def table(self) -> str:
        """For people: each kind of damage and how it ended, the failures, and the sum as the last line."""
        lines = [f"{number:6}  {done} → {end}" for (done, end), number in sorted(self.came.items())]
        lines += [f"FAILED {number}: {why}" for number, why in sorted(self.failed.items())]
        tried = self.survived + len(self.failed)
        return "\n".join([*lines, f"tried {tried}, survived {self.survived}, failed {len(self.failed)}"])


def attack(module: str, number: int, seed: int = 0, first: int = 0) -> Score:
    """Run trials `first` … `first + number - 1` of a module in processes of their own."""
    score, here, last = Score(), first, first + number
    while here < last:
        command = [sys.executable, "-m", module, "--work", str(here), str(last), "--seed", str(seed)]
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
        with (
            tempfile.TemporaryFile() as faults,
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=faults, env=environment, cwd=ROOT) as worker,
        ):
            for line in worker.stdout or ():
                score.add(here, json.loads(line))
                here += 1
                if not (here - first) % EVERY:
                    print(f"{here - first} of {number}", file=sys.stderr, flush=True)
            code = worker.wait()
            faults.seek(0)
            said = faults.read().decode(errors="replace")[-3000:]
        if here < last:  # it hung or died: what comes next goes on in another process
            score.failed[here] = f"hung or died ({code}): {said}"
            here += 1
    return score


def main(trial: Trial, module: str, file: str) -> int:
    """The command of an attack. 0 when nothing failed."""
    reader = argparse.ArgumentParser(description=sys.modules[module].__doc__)
    reader.add_argument("--number", type=int, default=100, help="how many trials")
    reader.add_argument("--seed", type=int, default=0, help="another seed draws other damage")
    reader.add_argument("--only", type=int, help="run one trial here, and let what it raises through")
    reader.add_argument("--work", type=int, nargs=2, help=argparse.SUPPRESS)
    given = reader.parse_args()
    if given.work:
        work(trial, range(*given.work), given.seed)
        return 0
    if given.only is not None:
        with place() as folder:
            print(" → ".join(trial(dice(given.seed, given.only), folder)))
        return 0
    score = attack(f"tests.attack.{Path(file).stem}", given.number, given.seed)
    print(score.table())
    return 1 if score.failed else 0


def work(trial: Trial, numbers: range, seed: int) -> None:
    """Run trials here and say a JSON line for each; a trial that hangs ends the process."""
    _bound_memory()
    for number in numbers:
        faulthandler.dump_traceback_later(SECONDS, exit=True)
        try:
            with place() as folder:
                done, end = trial(dice(seed, number), folder)
            told = {"done": done, "end": end}
        except Exception:  # noqa: BLE001 - whatever it is, it is what failed
            told = {"why": traceback.format_exc()[-3000:]}
        faulthandler.cancel_dump_traceback_later()
        print(json.dumps(told), flush=True)


def dice(seed: int, number: int) -> random.Random:
    """What a trial draws from: the same number of the same seed does the same again."""
    return random.Random(f"{seed}/{number}")  # noqa: S311 - no secret


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """An empty folder with a French name."""
    with tempfile.TemporaryDirectory(prefix="attaque ", ignore_cleanup_errors=True) as root:
        folder = Path(root) / "données de Zoé"
        folder.mkdir()
        yield folder


def require_words(error: CapPalliatifError) -> None:
    """A refusal says what happened and what to do, in a few words."""
    assert error.message, "no word"
    assert error.action, "no remedy"
    assert len(str(error)) < 2000, "too many words"


def _bound_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):  # a lower bound is set already
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
