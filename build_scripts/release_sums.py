#!/usr/bin/env python3
"""The sums of a release, signed: one SHA256SUMS over the files of every system, and its signature in minisign's format.

    python build_scripts/release_sums.py DOSSIER                      write SHA256SUMS
    python build_scripts/release_sums.py DOSSIER --sign CLE           and SHA256SUMS.minisig (MINISIGN_PHRASE: the pass phrase)
    python build_scripts/release_sums.py DOSSIER --verify CLE.pub     what whoever received the files can do

Each builder leaves a SHA256SUMS of its own beside its files: what was changed on the way is refused. The secret key is never in the
repository; whoever publishes keeps it. The trusted comment, which the signature covers, names the product and the version.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_scripts.installers.common import FailedError, require, sha256, version  # noqa: E402

SUMS, SIGNATURE = "SHA256SUMS", "SHA256SUMS.minisig"


def collect(folder: Path) -> dict[str, str]:
    """Name → sum of every file that some SHA256SUMS under `folder` lists. Raises FailedError for what is missing or changed."""
    found: dict[str, str] = {}
    lists = sorted(folder.rglob(SUMS))
    if not lists:
        raise FailedError(f"Aucun {SUMS} sous {folder} : construisez d’abord avec bundle.py.")
    for one in lists:
        for line in one.read_text(encoding="utf-8").splitlines():
            told, _, name = line.partition("  ")
            file = next((f for f in (one.parent / name, *folder.rglob(name)) if f.is_file()), None)
            if file is None:
                raise FailedError(f"{name} est dans {one}, et n’est pas à côté.")
            if sha256(file) != told:
                raise FailedError(
                    f"{file} n’est pas le fichier qui a été construit : sa somme diffère de celle de {one}."
                )
            if found.setdefault(name, told) != told:
                raise FailedError(f"Deux fichiers différents s’appellent {name}.")
    return found


def write(folder: Path) -> Path:
    """One list for all, sorted by name, at the top of `folder`."""
    sums = "".join(f"{told}  {name}\n" for name, told in sorted(collect(folder).items()))
    path = folder / SUMS
    path.write_text(sums, encoding="utf-8", newline="\n")
    return path


def sign(folder: Path, key: Path) -> Path:
    """Sign the list with a secret key of minisign. Raises FailedError when minisign is absent or refuses."""
    require("minisign")
    if not key.is_file():
        raise FailedError(f"La clé {key} n’existe pas.")
    command = ["minisign", "-S", "-s", str(key), "-m", str(folder / SUMS), "-x", str(folder / SIGNATURE)]
    command += ["-t", f"cap-palliatif {version()} {SUMS}"]
    sentence = os.environ.get("MINISIGN_PHRASE", "") + "\n"
    done = subprocess.run(command, input=sentence, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise FailedError(f"minisign n’a pas signé : {(done.stderr or done.stdout).strip()}")
    return folder / SIGNATURE


def verify(folder: Path, public: Path) -> str:
    """Check signature, version and every file; returns the trusted comment. Raises FailedError."""
    require("minisign")
    command = ["minisign", "-V", "-Q", "-p", str(public), "-m", str(folder / SUMS), "-x", str(folder / SIGNATURE)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise FailedError(f"La signature de {SUMS} ne vaut pas : {(done.stderr or done.stdout).strip()}")
    collect(folder)
    return done.stdout.strip()


def main(argv: list[str] | None = None) -> int:
    """Exit code 0 when what was asked for stands."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--sign", type=Path, metavar="CLE")
    what.add_argument("--verify", type=Path, metavar="CLE.pub")
    options = parser.parse_args(argv)
    try:
        if options.verify:
            print(f"Signature et sommes : tout va bien. {verify(options.folder, options.verify)}")
            return 0
        print(write(options.folder))
        if options.sign:
            print(sign(options.folder, options.sign))
    except FailedError as fault:
        print(f"ÉCHEC : {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
