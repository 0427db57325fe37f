"""Make the caches that travel in the bundle, with the program's own code: the parsed content and questionnaires, the search index.

Run as a program of its own: PYTHONHASHSEED and the seed below must be set before anything else is drawn, so that the same content
gives the same bytes.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))


def main(content: Path, folder: Path) -> int:
    """Fill `folder` from the content; 0 when the content is whole and the index answers."""
    from whoosh.filedb.filestore import FileStorage, RamStorage

    from build_scripts.installers.common import source_date
    from desktop.corpus import load
    from desktop.decision import charger as charger_questionnaires
    from desktop.search import SearchEngine

    random.seed(0)  # Whoosh draws names for its segments …
    when = float(source_date())
    # … and writes into them when it wrote their parts.
    for tidying in (FileStorage, RamStorage):
        tidying.file_modified = lambda _tidy, _name: when  # type: ignore[method-assign]
    corpus = load(content, folder)
    if corpus.problemes:
        print(*(f"{p.fichier} : {p.message}" for p in corpus.problemes), sep="\n", file=sys.stderr)
        return 1
    charger_questionnaires(content / "questionnaires", folder)
    engine = SearchEngine(corpus, folder)
    engine.prepare()
    engine.close()
    # Kept files are their owner's alone; these are read by whoever may start the installed program.
    for thing in (folder, *folder.rglob("*")):
        thing.chmod(0o755 if thing.is_dir() else 0o644)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
