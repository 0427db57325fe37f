"""Every attack in one go: generated damage, hostile questions, a monkey at the window, sudden ends.

    PYTHONPATH=. python -m tests.attack                    an hour: a thousand of each kind, fifteen minutes of monkey, 400 kills
    PYTHONPATH=. python -m tests.attack --scale 0.05       the same, twenty times less

The last line says what was tried, what survived and what failed, over all of it.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time

from tests.attack.harness import ROOT

KINDS = {
    "documents": 1000,
    "lexicon": 1000,
    "questionnaires": 1000,
    "caches": 1000,
    "databases": 1000,
    "archives": 400,
    "queries": 10_000,
}
"""Modules of this folder, and how many trials each gets."""
MONKEY_SECONDS = 900
KILLS = 200
_SUM = re.compile(r"tried (\d+), survived (\d+), failed (\d+)")
_TESTS = re.compile(r"(\d+) (passed|failed|error)")


def commands(scale: float) -> list[tuple[str, list[str], dict[str, str]]]:
    """Name, command and further environment of each attack."""

    def part(whole: int) -> int:
        return max(1, round(whole * scale))

    python = sys.executable
    found = [(kind, [python, "-m", f"tests.attack.{kind}", "--number", str(part(n))], {}) for kind, n in KINDS.items()]
    monkey = [python, "build_scripts/monkey.py", "--seconds", str(part(MONKEY_SECONDS))]
    kills = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/survival"]
    return [*found, ("monkey", monkey, {}), ("kills", kills, {"CAP_PALLIATIF_MORTS": str(part(KILLS))})]


def counted(output: str, code: int) -> tuple[int, int, int]:
    """Tried, survived, failed, as a command's last lines say; a command that ends badly without a word has failed once."""
    if sums := _SUM.findall(output):
        tried, survived, failed = (int(figure) for figure in sums[-1])
    else:
        told = {what: int(figure) for figure, what in _TESTS.findall(output)}
        survived, failed = told.get("passed", 0), told.get("failed", 0) + told.get("error", 0)
        tried = survived + failed
    return (tried, survived, failed) if failed or not code else (tried + 1, survived, 1)


def main() -> int:
    """Exit code 0 when nothing failed."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--scale", type=float, default=1.0, help="how much of it: 1 is all")
    given = reader.parse_args()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    total = [0, 0, 0]
    for name, command, more in commands(given.scale):
        start = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment | more,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        figures = counted(done.stdout, done.returncode)
        total = [a + b for a, b in zip(total, figures, strict=True)]
        print(
            "{}: tried {}, survived {}, failed {} ({:.0f} s)".format(name, *figures, time.monotonic() - start),
            flush=True,
        )
        if figures[2]:
            print(done.stdout[-6000:], flush=True)
    print("tried {}, survived {}, failed {}".format(*total))
    return 1 if total[2] else 0


if __name__ == "__main__":
    raise SystemExit(main())
