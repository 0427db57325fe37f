#!/usr/bin/env python3
"""Build the program that needs no Python: one folder, then every installer that this system can make.

  bundle.py             the folder and the installers of this system, into dist/
  bundle.py --propre    the same inside a clean Debian 12 (root, debootstrap): what a Linux release is made of
  bundle.py --dossier   the folder alone
  bundle.py --smoke     the folder, built where it stands into build/, then started and tried (CI)
  bundle.py --comparer  the folder, built twice, must come out the same

Python packages are installed into `.venv` by itself; the messages are in French.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_scripts import dev  # noqa: E402
from build_scripts.installers import common  # noqa: E402
from build_scripts.installers.common import FailedError, run  # noqa: E402

WORK = ROOT / "build"
OUTPUT = ROOT / "dist"


def main(argv: list[str] | None = None) -> int:
    """Build what is asked for; 0 when all of it stands."""
    arguments = argparse.ArgumentParser(prog="bundle.py", description="Construire le programme et ses installateurs.")
    single_choice = arguments.add_mutually_exclusive_group()
    single_choice.add_argument("--smoke", action="store_true", help="construire dans build/, démarrer, essayer")
    single_choice.add_argument("--dossier", action="store_true", help="le dossier seul, sans installateur")
    single_choice.add_argument("--propre", action="store_true", help="dans une Debian 12 toute neuve (root)")
    single_choice.add_argument("--comparer", action="store_true", help="construire deux fois et comparer")
    single_choice.add_argument("--paquets-seuls", type=Path, metavar="DOSSIER", help=argparse.SUPPRESS)
    arguments.add_argument("--ici", action="store_true", help="avec ce Python et ses paquets, sans toucher à .venv")
    arguments.add_argument("--sortie", type=Path, default=OUTPUT, help="où poser le résultat (dist/)")
    arguments.add_argument("--racines", type=Path, default=None, help="où garder les systèmes de debootstrap")
    choice = arguments.parse_args(argv)
    if not choice.ici and Path(sys.prefix).resolve() != dev.VENV.resolve():
        return _inside_venv(sys.argv[1:] if argv is None else argv)
    try:
        return _do(choice)
    except FailedError as fault:
        print(f"ÉCHEC : {fault}", file=sys.stderr)
        return 1


def _inside_venv(argv: list[str]) -> int:
    if not (dev.install_system(trial="--smoke" in argv) and dev.install_python("bundle")):
        return 1
    return subprocess.run([str(dev.venv_python()), str(Path(__file__).resolve()), *argv], check=False).returncode


def _do(choice: argparse.Namespace) -> int:
    if choice.propre:
        from build_scripts.installers import clean

        return clean.build(choice.sortie, choice.racines)
    if choice.smoke:
        from build_scripts.installers import smoke

        return smoke.try_it(build(WORK / "fumee", WORK / "fumee-dist"))
    if choice.comparer:
        return _compare()
    folder = choice.paquets_seuls or build(WORK / "bundle", choice.sortie)
    if not choice.dossier:
        _packages(folder, choice.sortie)
    return 0


# The folder -----------------------------------------------------------------------------------------------------


def build(work: Path, output: Path) -> Path:
    """Build the one-folder program into `output`/cap-palliatif; returns that folder (on macOS, the .app)."""
    start = time.monotonic()
    work.mkdir(parents=True, exist_ok=True)
    output.mkdir(parents=True, exist_ok=True)
    cache, icons, content = work / "cache", work / "icones", work / "content"
    for former in (cache, content):
        shutil.rmtree(former, ignore_errors=True)
    # One copy for the caches and the bundle: the content may be edited meanwhile.
    shutil.copytree(ROOT / "content", content)
    env = environment(work)
    run([sys.executable, str(common.HERE / "cache.py"), str(content), str(cache)], env=env)
    run([sys.executable, str(common.HERE / "icons.py"), str(icons)], env=env)
    run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", str(output),
         "--workpath", str(work / "pyinstaller"), str(ROOT / "build_scripts" / "cap-palliatif.spec"),
         "--", "--contenu", str(content), "--cache", str(cache), "--icones", str(icons), "--version", common.version()],
        env=env,
    )  # fmt: skip
    folder = output / ("Cap palliatif.app" if sys.platform == "darwin" else common.NAME)
    finish(folder)
    print(f"{folder} : {common.size(folder) / 1e6:.0f} Mo en {time.monotonic() - start:.0f} s", flush=True)
    return folder


def environment(work: Path) -> dict[str, str]:
    """What the builders see: one date, one hash seed, no screen, folders that are nobody's own."""
    return {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(common.source_date()),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "QT_QPA_PLATFORM": "offscreen",
        "PYINSTALLER_CONFIG_DIR": str(work / "reglages"),
        "CAP_PALLIATIF_DOSSIER": str(work / "personne"),
    }


def finish(folder: Path) -> None:
    """What PyInstaller leaves to do: a lean libpython, the licences and the list of components, the manifest of hashes."""
    from build_scripts import sbom
    from desktop import integrity

    program = folder / "Contents" / "Resources" if folder.suffix == ".app" else folder / "_internal"
    if sys.platform.startswith("linux") and shutil.which("strip"):
        # A Python built by hand keeps its debugging symbols, 16 MB, as pysqlite3's wheel does, 12 MB, and PyYAML's, 2 MB.
        for pattern in ("libpython*.so*", "python3*/lib-dynload/*.so", "yaml/*.so", "pysqlite3/*.so"):
            for heavy in program.glob(pattern):
                run(["strip", "--strip-unneeded", str(heavy)])
    sbom.write(program, program / "desktop" / "_licences")
    integrity.write(program / "desktop")


def _compare() -> int:
    """Build twice from nothing; name every file that differs."""
    lists = []
    for trial in ("un", "deux"):
        work = WORK / "comparer" / trial
        shutil.rmtree(work, ignore_errors=True)
        folder = build(work, work / "dist")
        lists.append({f.relative_to(folder).as_posix(): common.sha256(f) for f in folder.rglob("*") if f.is_file()})
    one, two = lists
    different = sorted(n for n in one.keys() | two.keys() if one.get(n) != two.get(n))
    print(*(f"diffère : {n}" for n in different), sep="\n", end="\n" if different else "")
    print(f"{len(one)} fichiers, {len(different)} différents.")
    return 1 if different else 0


# The installers -------------------------------------------------------------------------------------------------


def _packages(folder: Path, output: Path) -> None:
    """Every installer that this system can make, and their sums."""
    from build_scripts.installers import deb, macos, self_extracting, windows

    icons = WORK / "bundle" / "icones"
    if sys.platform == "win32":
        facts = [windows.build(folder, output, icons)]
    elif sys.platform == "darwin":
        facts = [macos.build(folder, output)]
    else:
        facts = [deb.build(folder, output, icons), self_extracting.build(folder, output, icons)]
    copied = output / f"{common.NAME}-{common.version()}-{sys.platform}.cdx.json"
    if copied.name != self_extracting.LISTED:  # which is made with what the .run lends
        shutil.copyfile(next(folder.rglob("sbom.cdx.json")), copied)
    lines = [f"{common.sha256(f)}  {f.name}\n" for f in (*facts, copied)]
    (output / "SHA256SUMS").write_text(
        "".join(sorted(lines, key=lambda line: line[66:])), encoding="utf-8", newline="\n"
    )
    for done in facts:
        print(f"{done} : {done.stat().st_size / 1e6:.1f} Mo", flush=True)


if __name__ == "__main__":
    sys.exit(main())
