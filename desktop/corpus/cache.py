"""The parsed content as JSON under its digest, so that a start reads no YAML and no Markdown.

The file is named by the fingerprint of the content and of the parser: a stale one is never read; one that is not byte for byte what
the program wrote, or that somebody else could have written, is made anew (`desktop.corpus.kept`).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from desktop.corpus import kept
from desktop.corpus.model import (
    Borne,
    Corpus,
    Document,
    Expansion,
    Figure,
    Force,
    Fragment,
    Lexique,
    LexiqueEntry,
    NoteEditoriale,
    Paragraph,
    Problem,
    Provenance,
    Reference,
    Regle,
    Rubrique,
    RuleList,
    RuleTable,
    Scale,
    ScaleValue,
)

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)


def name(fingerprint: str) -> str:
    """File name of the cache for a fingerprint."""
    return f"corpus-{fingerprint[:20]}.json"


def read(folder: Path, fingerprint: str, *, shipped: bool = False) -> Corpus | None:
    """The cached corpus, or None when there is none that can be believed. `shipped`: the folder came with the program."""
    raw = kept.read_sealed(folder / name(fingerprint), shipped=shipped)
    if raw is None:
        return None
    try:
        return _corpus(raw) if raw["empreinte"] == fingerprint else None
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as fault:
        logger.warning("cache du contenu illisible, refait : %s", type(fault).__name__)
        return None


def write(folder: Path, corpus: Corpus) -> bool:
    """Write the cache atomically and drop older ones; False, with a log line, where nothing can be written."""
    return kept.write_sealed(folder / name(corpus.fingerprint), _to_json(corpus), "corpus-*.json")


def _to_json(corpus: Corpus) -> dict[str, Any]:
    return {
        "empreinte": corpus.fingerprint,
        "version": corpus.version,
        "documents": [
            [d.id, d.titre, d.titre_complet, d.nature, d.resume, _source_json(d.source), d.rubriques, d.sigle, d.structure,
             d.niveau_de_recours, d.niveau_de_recours_regle, d.references, d.chiffres,
             {n: _fragments_json(f) for n, f in d.notes.items()}, d.fichier, d.formulaire]
            for d in corpus.documents.values()
        ],
        "rubriques": [
            [r.id, r.document, r.titre, r.niveau_titre, r.chemin, r.source, r.parent, [_block_json(b) for b in r.blocs],
             r.notes_editoriales, r.structure, r.ligne]
            for r in corpus.rubriques.values()
        ],
        "regles": [
            [r.id, r.document, r.rubrique, r.force, r.texte, _fragments_json(r.fragments), r.borne,
             [[n.scale.id, n.valeur] for n in r.niveaux], r.correspondance, r.chapeau,
             [_fragments_json(c) for c in r.cellules], r.structure, r.ligne]
            for r in corpus.regles.values()
        ],
        "references": [
            [r.id, r.type, r.intitule, r.citation, r.statut, r.date, r.note, r.url] for r in corpus.references.values()
        ],
        "chiffres": [
            [c.id, c.valeur, c.unite, c.borne, c.force, c.regle, c.texte] for c in corpus.chiffres.values()
        ],
        "notes": [
            [n.id, n.rubrique, n.texte, _fragments_json(n.fragments), n.regle] for n in corpus.notes_editoriales.values()
        ],
        "entrees": [
            [e.id, e.sigle, e.developpe, e.definition, e.structure, e.document, e.synonymes, e.mots_courants,
             e.anciens_noms, e.variantes_fautives, e.developpe_par]
            for e in corpus.lexique.entrees
        ],
        "expansions": [[e.id, e.termes, e.vers] for e in corpus.lexique.expansions],
        "echelles": [[s.id, s.titre, s.minimum, s.maximum, s.measures, s.badge] for s in corpus.scales.values()],
        "problemes": [[p.fichier, p.ligne, p.message] for p in corpus.problemes],
        "guide": None if corpus.guide is None else _to_json(corpus.guide),
    }  # fmt: skip


def _source_json(s: Provenance) -> list[Any]:
    return [s.fichier, s.document, s.annexe, s.date, s.statut]


def _fragments_json(fragments: tuple[Fragment, ...]) -> list[Any]:
    # Most runs are plain: a bare string keeps the file small and quick to read.
    return [
        f.texte if not (f.gras or f.italique or f.lien) else [f.texte, int(f.gras), int(f.italique), f.lien]
        for f in fragments
    ]


def _block_json(block: RuleList | RuleTable | Paragraph) -> list[Any]:
    if isinstance(block, RuleList):
        return ["l", block.regles]
    if isinstance(block, RuleTable):
        return ["t", block.entetes, block.regles]
    return ["p", _fragments_json(block.fragments)]


def _fragments(raw: list[Any]) -> tuple[Fragment, ...]:
    return tuple(Fragment(f) if isinstance(f, str) else Fragment(f[0], bool(f[1]), bool(f[2]), f[3]) for f in raw)


def _block(raw: list[Any]) -> RuleList | RuleTable | Paragraph:
    if raw[0] == "l":
        return RuleList(tuple(raw[1]))
    if raw[0] == "t":
        return RuleTable(tuple(raw[1]), tuple(raw[2]))
    return Paragraph(_fragments(raw[1]))


def _document(row: list[Any]) -> Document:
    (
        id_, title, titre_complet, nature, resume, source, rubriques, sigle, structure, niveau, niveau_regle, references, chiffres,
        notes, file, formulaire,
    ) = row  # fmt: skip
    return Document(
        id_, title, titre_complet, nature, resume, Provenance(*source), tuple(rubriques), sigle, structure, niveau, niveau_regle,
        tuple(references), tuple(chiffres), {number: _fragments(note) for number, note in notes.items()}, file, formulaire,
    )  # fmt: skip


def _rubrique(row: list[Any]) -> Rubrique:
    id_, document, title, niveau, chemin, source, parent, blocs, notes, structure, line = row
    return Rubrique(
        id_, document, title, niveau, tuple(chemin), tuple(source), parent, tuple(_block(b) for b in blocs), tuple(notes),
        structure, line,
    )  # fmt: skip


def _regle(row: list[Any], scales: dict[str, Scale]) -> Regle:
    (
        id_, document, rubrique, force, text, fragments, borne, niveaux, correspondance, chapeau, cellules, structure, line,
    ) = row  # fmt: skip
    return Regle(
        id_, document, rubrique, Force(force), text, _fragments(fragments), Borne(borne) if borne else None,
        tuple(ScaleValue(scales[scale], value) for scale, value in niveaux), correspondance, chapeau,
        tuple(_fragments(cell) for cell in cellules), structure, line,
    )  # fmt: skip


def _figure(row: list[Any]) -> Figure:
    id_, valeur, unite, borne, force, regle, text = row
    return Figure(id_, tuple(valeur), unite, Borne(borne), Force(force), regle, text)


def _note(row: list[Any]) -> NoteEditoriale:
    id_, rubrique, text, fragments, regle = row
    return NoteEditoriale(id_, rubrique, text, _fragments(fragments), regle)


def _entry(row: list[Any]) -> LexiqueEntry:
    id_, sigle, developpe, definition, structure, document, synonymes, courants, anciens, fautives, par = row
    return LexiqueEntry(
        id_, sigle, developpe, definition, structure, document, tuple(synonymes), tuple(courants), tuple(anciens),
        tuple(fautives), par,
    )  # fmt: skip


def _corpus(raw: dict[str, Any]) -> Corpus:
    scales = {row[0]: Scale(*row) for row in raw["echelles"]}
    documents = map(_document, raw["documents"])
    expansions = tuple(Expansion(id_, tuple(termes), tuple(vers)) for id_, termes, vers in raw["expansions"])
    return Corpus(
        documents={d.id: d for d in documents},
        rubriques={r.id: r for r in map(_rubrique, raw["rubriques"])},
        regles={r.id: r for r in (_regle(row, scales) for row in raw["regles"])},
        references={r.id: r for r in (Reference(*row) for row in raw["references"])},
        chiffres={c.id: c for c in map(_figure, raw["chiffres"])},
        notes_editoriales={n.id: n for n in map(_note, raw["notes"])},
        lexique=Lexique(tuple(map(_entry, raw["entrees"])), expansions),
        fingerprint=raw["empreinte"],
        version=raw["version"],
        problemes=tuple(Problem(*p) for p in raw["problemes"]),
        guide=None if raw["guide"] is None else _corpus(raw["guide"]),
        scales=scales,
    )
