#!/usr/bin/env python3
"""Prove the content: every check of `desktop.corpus.validation`, then the inventory of the sources, segment by segment.

Usage: check_content.py [DOSSIER_DU_CONTENU]. Prints what is wrong, in French, and exits with 1 when anything is.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from build_scripts.inventory import INVENTORY, bare, take_survey  # noqa: E402
from desktop.corpus.loading import read_folder  # noqa: E402
from desktop.corpus.model import Block, Corpus, Fragment, Paragraph, Rubrique, RuleTable  # noqa: E402
from desktop.corpus.validation import uncalled_notes, validate  # noqa: E402
from desktop.errors import ContentError  # noqa: E402


def main(argv: list[str] | None = None) -> int:
    """Check a content folder; 0 when all holds."""
    arguments = argparse.ArgumentParser(description="Vérifier le contenu.")
    arguments.add_argument("dossier", nargs="?", type=Path, default=ROOT / "content")
    folder = arguments.parse_args(argv).dossier
    try:
        corpus = read_folder(folder)
    except ContentError as fault:
        print(fault)
        return 1
    lines = [
        f"{p.fichier}{'' if p.ligne is None else f':{p.ligne}'} : {p.message}"
        for p in (
            *validate(corpus),
            *uncalled_notes(corpus, folder),
            *(corpus.guide.problemes if corpus.guide else ()),
        )
    ]
    lines += compare(corpus, json.loads(INVENTORY.read_text(encoding="utf-8")))
    print(*dict.fromkeys(lines), sep="\n")
    print(
        f"{len(corpus.documents)} documents, {len(corpus.rubriques)} rubriques, {len(corpus.regles)} règles, "
        f"{len(corpus.chiffres)} chiffres, {len(corpus.references)} références, "
        f"{sum(len(d.notes) for d in corpus.documents.values())} notes, {len(corpus.notes_editoriales)} notes éditoriales, "
        f"{len(corpus.lexique.entrees)} entrées du lexique : {'tout se tient.' if not lines else f'{len(lines)} défauts.'}"
    )
    return 1 if lines else 0


def compare(corpus: Corpus, inventory: dict[str, dict[str, list[str]]]) -> list[str]:
    """What each segment of the sources holds and the rubriques that render it do not show."""
    rubriques: dict[str, list[Rubrique]] = {}
    faults = []
    for rubrique in corpus.rubriques.values():
        for segment in rubrique.source:
            rubriques.setdefault(segment, []).append(rubrique)
            if segment not in inventory:
                faults.append(f"{rubrique.id} : le segment « {segment} » n’existe pas dans les sources")
    for segment, expected in inventory.items():
        if segment not in rubriques:
            if any(expected.values()) or not segment.startswith("004/"):
                faults.append(f"{segment} : aucune rubrique ne rend ce segment")
            continue
        text, notes = rendered_text(corpus, rubriques[segment])
        faults += [f"{segment} : {lacks}" for lacks in lacking(expected, text, notes)]
    return faults


def lacking(expected: dict[str, list[str]], text: str, notes: set[str]) -> list[str]:
    """The entries of one segment that a rendered text does not show."""
    seen = take_survey(text)
    tight = re.sub(r"\s+", "", bare(text)).casefold()
    years = {d[:4] for d in seen["dates"]}
    absents = [f"la note {n} manque" for n in expected["notes"] if str(n) not in notes]
    absents += [f"le nombre {n} manque" for n in expected["nombres"] if n not in seen["nombres"] and n not in years]
    absents += [f"la date {d} manque" for d in expected["dates"] if d not in seen["dates"]]
    absents += [f"la référence {r} manque" for r in expected["references"] if r.casefold() not in tight]
    words = set(re.findall(r"[A-Za-zÀ-ÿ0-9]+", bare(text)))
    absents += [f"le sigle {s} manque" for s in expected["sigles"] if s not in words and f"{s}s" not in words]
    return absents


def rendered_text(corpus: Corpus, rubriques: list[Rubrique]) -> tuple[str, set[str]]:
    """All that a reader sees under these rubriques: titles, règles, notes, the references they cite; and the notes' numbers."""
    document = corpus.documents[rubriques[0].document]
    regles = [corpus.regles[i] for r in rubriques for b in r.blocs for i in ids_of(b) if i in corpus.regles]
    notes = {n for regle in regles for n in regle.notes}
    sequences = [regle.fragments for regle in regles]
    sequences += [corpus.notes_editoriales[i].fragments for r in rubriques for i in r.notes_editoriales]
    sequences += [document.notes.get(n, ()) for n in notes]
    sequences += [b.fragments for r in rubriques for b in r.blocs if isinstance(b, Paragraph)]
    parts = [t for r in rubriques for t in r.chemin]
    parts += [e for r in rubriques for b in r.blocs if isinstance(b, RuleTable) for e in b.entetes]
    parts += [t for following in sequences for t in (_text(following), *_cited(corpus, following))]
    if any(s.endswith("/chapeau") for r in rubriques for s in r.source):
        parts += [
            document.titre,
            document.titre_complet,
            document.sigle or "",
            f"annexe {document.source.annexe or ''}",
        ]
        parts += [document.source.document, document.source.statut]
    return "\n".join(parts), notes


def ids_of(block: Block) -> tuple[str, ...]:
    """The règles of a block."""
    return () if isinstance(block, Paragraph) else block.regles


def _text(fragments: tuple[Fragment, ...]) -> str:
    return "".join(f.texte for f in fragments)


def _cited(corpus: Corpus, fragments: tuple[Fragment, ...]) -> list[str]:
    texts = []
    for f in fragments:
        if f.lien and f.lien.startswith("ref:") and (reference := corpus.references.get(f.lien[4:])) is not None:
            texts.append(f"{reference.intitule} {reference.citation} {reference.url or ''}")
        elif f.lien and f.lien.startswith("http"):
            texts.append(f.lien)
    return texts


if __name__ == "__main__":
    sys.exit(main())
