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

RACINE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(RACINE))

from build_scripts.inventory import INVENTAIRE, bare, relever  # noqa: E402
from desktop.corpus.loading import read_folder  # noqa: E402
from desktop.corpus.model import Block, Corpus, Fragment, Paragraph, Rubrique, RuleTable  # noqa: E402
from desktop.corpus.validation import uncalled_notes, validate  # noqa: E402
from desktop.errors import ContentError  # noqa: E402


def main(argv: list[str] | None = None) -> int:
    """Check a content folder; 0 when all holds."""
    arguments = argparse.ArgumentParser(description="Vérifier le contenu.")
    arguments.add_argument("dossier", nargs="?", type=Path, default=RACINE / "content")
    dossier = arguments.parse_args(argv).dossier
    try:
        corpus = read_folder(dossier)
    except ContentError as faute:
        print(faute)
        return 1
    lignes = [
        f"{p.fichier}{'' if p.ligne is None else f':{p.ligne}'} : {p.message}"
        for p in (
            *validate(corpus),
            *uncalled_notes(corpus, dossier),
            *(corpus.guide.problemes if corpus.guide else ()),
        )
    ]
    lignes += comparer(corpus, json.loads(INVENTAIRE.read_text(encoding="utf-8")))
    print(*dict.fromkeys(lignes), sep="\n")
    print(
        f"{len(corpus.documents)} documents, {len(corpus.rubriques)} rubriques, {len(corpus.regles)} règles, "
        f"{len(corpus.chiffres)} chiffres, {len(corpus.references)} références, "
        f"{sum(len(d.notes) for d in corpus.documents.values())} notes, {len(corpus.notes_editoriales)} notes éditoriales, "
        f"{len(corpus.lexique.entrees)} entrées du lexique : {'tout se tient.' if not lignes else f'{len(lignes)} défauts.'}"
    )
    return 1 if lignes else 0


def comparer(corpus: Corpus, inventaire: dict[str, dict[str, list[str]]]) -> list[str]:
    """What each segment of the sources holds and the rubriques that render it do not show."""
    rubriques: dict[str, list[Rubrique]] = {}
    defauts = []
    for rubrique in corpus.rubriques.values():
        for segment in rubrique.source:
            rubriques.setdefault(segment, []).append(rubrique)
            if segment not in inventaire:
                defauts.append(f"{rubrique.id} : le segment « {segment} » n’existe pas dans les sources")
    for segment, attendu in inventaire.items():
        if segment not in rubriques:
            if any(attendu.values()) or not segment.startswith("004/"):
                defauts.append(f"{segment} : aucune rubrique ne rend ce segment")
            continue
        texte, notes = texte_rendu(corpus, rubriques[segment])
        defauts += [f"{segment} : {manque}" for manque in manques(attendu, texte, notes)]
    return defauts


def manques(attendu: dict[str, list[str]], texte: str, notes: set[str]) -> list[str]:
    """The entries of one segment that a rendered text does not show."""
    vu = relever(texte)
    serre = re.sub(r"\s+", "", bare(texte)).casefold()
    annees = {d[:4] for d in vu["dates"]}
    absents = [f"la note {n} manque" for n in attendu["notes"] if str(n) not in notes]
    absents += [f"le nombre {n} manque" for n in attendu["nombres"] if n not in vu["nombres"] and n not in annees]
    absents += [f"la date {d} manque" for d in attendu["dates"] if d not in vu["dates"]]
    absents += [f"la référence {r} manque" for r in attendu["references"] if r.casefold() not in serre]
    mots = set(re.findall(r"[A-Za-zÀ-ÿ0-9]+", bare(texte)))
    absents += [f"le sigle {s} manque" for s in attendu["sigles"] if s not in mots and f"{s}s" not in mots]
    return absents


def texte_rendu(corpus: Corpus, rubriques: list[Rubrique]) -> tuple[str, set[str]]:
    """All that a reader sees under these rubriques: titles, règles, notes, the references they cite; and the notes' numbers."""
    document = corpus.documents[rubriques[0].document]
    regles = [corpus.regles[i] for r in rubriques for b in r.blocs for i in ids_de(b) if i in corpus.regles]
    notes = {n for regle in regles for n in regle.notes}
    suites = [regle.fragments for regle in regles]
    suites += [corpus.notes_editoriales[i].fragments for r in rubriques for i in r.notes_editoriales]
    suites += [document.notes.get(n, ()) for n in notes]
    suites += [b.fragments for r in rubriques for b in r.blocs if isinstance(b, Paragraph)]
    parties = [t for r in rubriques for t in r.chemin]
    parties += [e for r in rubriques for b in r.blocs if isinstance(b, RuleTable) for e in b.entetes]
    parties += [t for suite in suites for t in (_texte(suite), *_cites(corpus, suite))]
    if any(s.endswith("/chapeau") for r in rubriques for s in r.source):
        parties += [
            document.titre,
            document.titre_complet,
            document.sigle or "",
            f"annexe {document.source.annexe or ''}",
        ]
        parties += [document.source.document, document.source.statut]
    return "\n".join(parties), notes


def ids_de(bloc: Block) -> tuple[str, ...]:
    """The règles of a block."""
    return () if isinstance(bloc, Paragraph) else bloc.regles


def _texte(fragments: tuple[Fragment, ...]) -> str:
    return "".join(f.texte for f in fragments)


def _cites(corpus: Corpus, fragments: tuple[Fragment, ...]) -> list[str]:
    textes = []
    for f in fragments:
        if f.lien and f.lien.startswith("ref:") and (reference := corpus.references.get(f.lien[4:])) is not None:
            textes.append(f"{reference.intitule} {reference.citation} {reference.url or ''}")
        elif f.lien and f.lien.startswith("http"):
            textes.append(f.lien)
    return textes


if __name__ == "__main__":
    sys.exit(main())
