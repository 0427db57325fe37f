"""What changes in the answers between two versions of the questionnaires, in words.

python build_scripts/diff_decisions.py                  the last commit against the working tree
python build_scripts/diff_decisions.py v2026.1          a commit, a tag or a folder against the working tree
python build_scripts/diff_decisions.py v1 v2            one version against another
python build_scripts/diff_decisions.py --empreinte      only the fingerprint of all answers
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
QUESTIONNAIRES = "content/questionnaires"


def folder_of(version: str, temporary: Path) -> Path:
    """The questionnaires of a folder, or of a commit unpacked below `temporary`. Raises SystemExit with what to do."""
    path = Path(version)
    if path.is_dir():
        return path / QUESTIONNAIRES if (path / QUESTIONNAIRES).is_dir() else path
    command = ["git", "-C", str(ROOT), "archive", "--format=tar", version, QUESTIONNAIRES]
    archive = subprocess.run(command, capture_output=True, check=False)
    if archive.returncode:
        raise SystemExit(
            f"« {version} » n’est ni un dossier ni une version connue de git : {archive.stderr.decode().strip()}"
        )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as package:
        package.extractall(temporary, filter="data")
    return temporary / QUESTIONNAIRES


def main() -> int:
    """Exit code 0 when nothing changes, 1 when something does."""
    from build_scripts.decisions.fingerprint import answers_fingerprint, differences, in_words
    from desktop.decision.loading.questionnaires import charger
    from desktop.decision.orientation import Orientation
    from desktop.proof.whole_space import WholeSpace

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("avant", nargs="?", default="HEAD")
    parser.add_argument("apres", nargs="?", default=str(ROOT))
    parser.add_argument("--empreinte", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        after = WholeSpace(Orientation(charger(folder_of(options.apres, Path(two)))))
        if options.empreinte:
            print(answers_fingerprint(after))
            return 0
        before = WholeSpace(Orientation(charger(folder_of(options.avant, Path(one)))))
        found_ones = differences(before, after)
    for difference in found_ones:
        print(in_words(after, difference))
    if not found_ones:
        print("Aucune situation ne change de structure principale.")
    return 1 if found_ones else 0


if __name__ == "__main__":
    sys.exit(main())
