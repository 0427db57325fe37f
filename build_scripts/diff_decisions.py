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

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))
QUESTIONNAIRES = "content/questionnaires"


def dossier_de(version: str, provisoire: Path) -> Path:
    """The questionnaires of a folder, or of a commit unpacked below `provisoire`. Raises SystemExit with what to do."""
    chemin = Path(version)
    if chemin.is_dir():
        return chemin / QUESTIONNAIRES if (chemin / QUESTIONNAIRES).is_dir() else chemin
    commande = ["git", "-C", str(RACINE), "archive", "--format=tar", version, QUESTIONNAIRES]
    archive = subprocess.run(commande, capture_output=True, check=False)
    if archive.returncode:
        raise SystemExit(
            f"« {version} » n’est ni un dossier ni une version connue de git : {archive.stderr.decode().strip()}"
        )
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as paquet:
        paquet.extractall(provisoire, filter="data")
    return provisoire / QUESTIONNAIRES


def main() -> int:
    """Exit code 0 when nothing changes, 1 when something does."""
    from build_scripts.decisions.fingerprint import differences, empreinte_des_reponses, en_mots
    from desktop.decision.loading.questionnaires import charger
    from desktop.decision.orientation import Orientation
    from desktop.proof.whole_space import Preuve

    parseur = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parseur.add_argument("avant", nargs="?", default="HEAD")
    parseur.add_argument("apres", nargs="?", default=str(RACINE))
    parseur.add_argument("--empreinte", action="store_true")
    options = parseur.parse_args()
    with tempfile.TemporaryDirectory() as un, tempfile.TemporaryDirectory() as deux:
        apres = Preuve(Orientation(charger(dossier_de(options.apres, Path(deux)))))
        if options.empreinte:
            print(empreinte_des_reponses(apres))
            return 0
        avant = Preuve(Orientation(charger(dossier_de(options.avant, Path(un)))))
        trouvees = differences(avant, apres)
    for difference in trouvees:
        print(en_mots(apres, difference))
    if not trouvees:
        print("Aucune situation ne change de structure principale.")
    return 1 if trouvees else 0


if __name__ == "__main__":
    sys.exit(main())
