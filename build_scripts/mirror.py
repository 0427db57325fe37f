"""Pair each file of the code with the tests of its name, and list the files with logic that have none.

    python build_scripts/mirror.py               the pairs, and the files without one
    python build_scripts/mirror.py --coverage    the same with the lines that the tests of the pair alone run

The tests of a file stand in the folder of its folder's name or in one above, and are called test_<name>.py or
test_<name>_<aspect>.py; the folder's name may be said again before it, as in `test_store_drafts.py`.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ("desktop", "build_scripts")
LOGIC = 4
"""A file whose functions have fewer statements than this, all told, holds data or a door, and needs no test of its name."""


def tracked(root: Path) -> list[str]:
    """The files of the checkout, with / between folders. Raises CalledProcessError where git does not answer."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True).stdout
    return sorted(name for name in listed.decode("utf-8").split("\0") if name and (root / name).is_file())


def statements(path: Path) -> int:
    """How many statements the functions of a file have; docstrings and signatures don't count."""
    found: set[ast.stmt] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = [
                part for part in node.body if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant))
            ]
            found.update(part for said in body for part in ast.walk(said) if isinstance(part, ast.stmt))
    return len(found)


def mirrors(code: str, test: str) -> bool:
    """Whether this test file has the name of this code file, in the folder of the same name or in one above it."""
    rooms = Path(code).with_suffix("").parts
    rooms = rooms if rooms[0] == "build_scripts" else rooms[1:]
    *folders, name = Path(test).with_suffix("").parts[1:]
    if not name.startswith("test_") or tuple(folders) != rooms[: len(folders)] or len(folders) >= len(rooms):
        return False
    words = name.removeprefix("test_").split("_")
    for folder in folders:
        words = words[1:] if words[1:] and words[0] == folder else words
    wanted = rooms[-1].split("_")
    return words[: len(wanted)] == wanted


def pairs(files: list[str]) -> dict[str, list[str]]:
    """Each code file → the test files of its name."""
    code = [name for name in files if name.endswith(".py") and name.split("/")[0] in CODE and "__" not in name]
    tests = [name for name in files if name.endswith(".py") and name.startswith("tests/")]
    return {name: [test for test in tests if mirrors(name, test)] for name in code}


def covered(code: str, tests: list[str]) -> str:
    """The share of the file's lines that the tests of its name run, as coverage says it."""
    with tempfile.TemporaryDirectory() as folder:
        data = ["--data-file", str(Path(folder) / "data")]
        run = [sys.executable, "-m", "coverage", "run", *data, "--include", code, "-m", "pytest", "-q", *tests]
        done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
        report = [sys.executable, "-m", "coverage", "report", *data, "--format", "total", "--include", code]
        told = subprocess.run(report, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    return f"{told} %" if done.returncode == 0 else f"the tests end with {done.returncode}"


def main(argv: list[str] | None = None) -> int:
    """Print the pairs; 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--coverage", action="store_true", help="run each pair under coverage, which must be installed")
    parser.add_argument("under", nargs="*", default=[""], help="only code files whose path begins so")
    options = parser.parse_args(argv)
    found = {code: tests for code, tests in pairs(tracked(ROOT)).items() if code.startswith(tuple(options.under))}
    for code, tests in found.items():
        if tests:
            told = f"   {covered(code, tests)}" if options.coverage else ""
            print(f"{code}: {', '.join(tests)}{told}", flush=True)
    alone = [
        (code, count) for code, tests in found.items() if not tests and (count := statements(ROOT / code)) >= LOGIC
    ]
    print(f"\n{sum(bool(tests) for tests in found.values())} files have tests of their name; with logic and without:")
    print(*(f"  {code}: {count} statements" for code, count in sorted(alone, key=lambda one: -one[1])), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
