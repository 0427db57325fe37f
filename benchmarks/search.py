"""Key press to results, index build and memory, beside SQLite FTS5 on the same passages, in one run.

    python benchmarks/search.py [--tailles 0 10000 100000] [--textes FOLDER] [--json FILE]

0 is the content as it is. Larger sizes add filler behind it: the text of the .txt files of a folder, or invented words.
Each size runs in a process of its own, so that memory is its own. Every query of the sample is typed letter by letter.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.evaluation import questions  # noqa: E402
from benchmarks.tools import Fts5, grow, percentile, table_of  # noqa: E402
from desktop import paths  # noqa: E402
from desktop.corpus import load  # noqa: E402
from desktop.search import SearchEngine  # noqa: E402
from desktop.search.passages import rule_passages  # noqa: E402

SIZES_SHOWN = (0, 10_000, 100_000)
SAMPLE = 40


def keystrokes(count: int) -> list[str]:
    """What stands in the field at each key press while a sample of queries is typed, from the second letter on."""
    all_of = sorted(questions(), key=lambda q: q.q)
    step = max(1, len(all_of) // count)
    typed = [q.q for q in all_of[::step]][:count]
    return [q[:length] for q in typed for length in range(2, len(q) + 1) if not q[length - 1].isspace()]


def measure_all(size: int, texts: Path | None, sample: int) -> dict[str, Any]:
    """All figures of one size. Times in milliseconds, memory in MiB, processor time in seconds."""
    corpus = grow(load(paths.content_dir()), size, texts)
    before = _memory()
    with tempfile.TemporaryDirectory() as folder:
        start, cpu_start = time.perf_counter(), time.process_time()
        first = SearchEngine(corpus, Path(folder))
        first.prepare()
        construction = time.perf_counter() - start, time.process_time() - cpu_start
        first.close()
        disk = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file())
        engine = SearchEngine(corpus, Path(folder))
        start = time.perf_counter()
        engine.prepare()
        opening = time.perf_counter() - start
        peak = _memory()
        pressed_ones = keystrokes(sample)
        us = [_timed(lambda q=pressed: engine.search(q, 10)) for pressed in pressed_ones]
        engine.close()
    cpu_start = time.process_time()
    fts = Fts5((f.title, f.text) for f in rule_passages(corpus))
    construction_fts = time.process_time() - cpu_start
    them = [_timed(lambda q=pressed: fts.search(q, 10)) for pressed in pressed_ones]
    return {
        "passages": len(corpus.regles),
        "frappes": len(pressed_ones),
        "construction_s": construction[0],
        "construction_cpu_s": construction[1],
        "construction_fts5_cpu_s": construction_fts,
        "ouverture_ms": opening * 1000,
        "index_mio": disk / 2**20,
        "memoire_mio": peak - before,
        "nous": _percentiles(us),
        "fts5": _percentiles(them),
        "rapport_p95": percentile(us, 0.95) / percentile(them, 0.95),
    }


def _timed(action: Any) -> float:  # noqa: ANN401
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def _percentiles(time_of: list[float]) -> dict[str, float]:
    return {"p50": percentile(time_of, 0.50), "p95": percentile(time_of, 0.95), "p99": percentile(time_of, 0.99)}


def _memory() -> float:
    """Highest resident memory of this process so far, in MiB; 0 where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return 0.0
    factor = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * factor / 2**20


def measure_elsewhere(size: int, texts: Path | None, sample: int) -> dict[str, Any]:
    """`measure_all` in a fresh process."""
    command = [sys.executable, __file__, "--une", str(size), "--echantillon", str(sample)]
    if texts:
        command += ["--textes", str(texts)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": "0"}
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def show(measures: list[dict[str, Any]]) -> str:
    """The table."""
    heads = (
        "passages",
        "p50",
        "p95",
        "p99 ms",
        "FTS5 p50",
        "p95",
        "p99 ms",
        "p95 ×",
        "build s",
        "FTS5 s",
        "open ms",
        "MiB",
        "disk",
    )
    return table_of(
        heads,
        (
            (
                m["passages"],
                *(f"{m['nous'][c]:.1f}" for c in ("p50", "p95", "p99")),
                *(f"{m['fts5'][c]:.1f}" for c in ("p50", "p95", "p99")),
                f"{m['rapport_p95']:.2f}",
                f"{m['construction_cpu_s']:.1f}",
                f"{m['construction_fts5_cpu_s']:.1f}",
                f"{m['ouverture_ms']:.0f}",
                f"{m['memoire_mio']:.0f}",
                f"{m['index_mio']:.1f}",
            )
            for m in measures
        ),
    )


def main() -> int:
    """Measure each size, print the table, write the JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tailles", type=int, nargs="+", default=list(SIZES_SHOWN))
    options.add_argument("--textes", type=Path)
    options.add_argument("--json", type=Path)
    options.add_argument("--echantillon", type=int, default=SAMPLE)
    options.add_argument("--une", type=int, help=argparse.SUPPRESS)
    choice = options.parse_args()
    if choice.une is not None:
        print(json.dumps(measure_all(choice.une, choice.textes, choice.echantillon)))
        return 0
    measures = [measure_elsewhere(size, choice.textes, choice.echantillon) for size in choice.tailles]
    print(show(measures))
    if choice.json:
        choice.json.write_text(json.dumps(measures, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
