"""Run the screens' tests many times: one after another on an idle machine, on a busy one, and in random orders. None may fail.

A test that passes only on a slow machine, or only after another one, hides a fault or is one.

    python build_scripts/repeat_tests.py                     twenty times each, the tests of the screens
    python build_scripts/repeat_tests.py --times 3 tests/ui/shell/test_shell_window.py
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
MANNERS = ("idle", "busy", "shuffled")
BURN = "while True: pass"


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """Keep the processors busy meanwhile."""
    with ExitStack() as stack:
        for _ in range(processes):
            burning = subprocess.Popen([sys.executable, "-c", BURN])
            stack.callback(burning.wait)
            stack.callback(burning.kill)
        yield


def run(tests: list[str], seed: int | None) -> tuple[list[str], str]:
    """Run the tests once; which failed, and the last line that pytest says."""
    order = [] if seed is None else ["--shuffle", str(seed)]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *order, *tests]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=env, check=False, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    failed = [line.split(" - ")[0].split(" ", 1)[1] for line in lines if line.startswith(("FAILED ", "ERROR "))]
    if done.returncode and not failed:
        failed = [f"pytest ended with {done.returncode}"]
    if failed:
        report = Path(tempfile.gettempdir()) / f"repeat-tests-{os.getpid()}.log"
        with report.open("a", encoding="utf-8") as file:
            file.write(done.stdout + done.stderr)
        print(f"  report: {report}")
    return failed, lines[-1] if lines else done.stderr.strip()


def main() -> int:
    """Exit code 0 when no run failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tests", nargs="*", default=["tests/ui"])
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--manner", choices=MANNERS, action="append", help="only in this manner; may be given again")
    options = parser.parse_args()
    failures: Counter[str] = Counter()
    runs = 0
    for manner in options.manner or MANNERS:
        with busy(os.cpu_count() or 2) if manner == "busy" else ExitStack():
            for turn in range(1, options.times + 1):
                start = time.monotonic()
                failed, words = run(options.tests, turn if manner == "shuffled" else None)
                runs += 1
                failures.update(f"{manner}: {name}" for name in failed)
                print(f"{manner} {turn}/{options.times}: {words} ({time.monotonic() - start:.0f} s)", flush=True)
    for name, count in failures.most_common():
        print(f"failed {count} times, {name}")
    print(f"{runs} runs, {len(failures)} tests failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
