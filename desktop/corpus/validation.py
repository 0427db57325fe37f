"""Checks of the content beyond reading it: figures, scales, acronyms, references.

Each check returns `Problem`s; an empty list means that the content holds. `build_scripts/check_content.py` runs them all, with
the proof against the inventory of the sources.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop.corpus.model import Borne, Corpus, Fragment, Problem
from desktop.text.typography import bare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_ACRONYM = re.compile(r"(?<![A-Za-zÀ-ÿ0-9])[A-ZÀ-Þ][A-ZÀ-Þ0-9]*[A-ZÀ-Þ](?![a-zß-ÿ])|\b(?:HdJ|T2A)\b")
_CODES = re.compile(r"DGOS(?:/[0-9A-Z]+)+|DH/EO2/2000/295|DHOS/O/|(?:GHS|GHM) ?\d\w+|LEGIARTI\d+|https?://\S+")
_ROMAN = frozenset(("II", "III", "IV", "VI"))


def validate(corpus: Corpus) -> list[Problem]:
    """Run every check on a loaded corpus, its own reading problems first."""
    return [
        *corpus.problemes,
        *_figures(corpus),
        *_scales(corpus),
        *_acronyms(corpus),
        *_references(corpus),
        *_pointers(corpus),
    ]


def numbers(text: str) -> set[float]:
    """The numbers that a text shows, digits of one number together, comma or point."""
    text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", bare(text))
    return {float(n.replace(",", ".")) for n in _NUMBER.findall(text)}


def _figures(corpus: Corpus) -> Iterator[Problem]:
    """A figure in a head that its règle does not show, or shows with another force or bound."""
    files_in_order = {c: d.fichier for d in corpus.documents.values() for c in d.chiffres}
    for chiffre in corpus.chiffres.values():
        file = files_in_order.get(chiffre.id, "")
        regle = corpus.regles.get(chiffre.regle)
        if regle is None:
            yield Problem(file, None, f"le chiffre {chiffre.id} vise une règle inconnue « {chiffre.regle} »")
            continue
        if chiffre.force is not regle.force:
            yield Problem(
                file, regle.ligne, f"le chiffre {chiffre.id} a la force {chiffre.force}, sa règle a {regle.force}"
            )
        if chiffre.borne is not Borne.EXACT and regle.borne not in (None, chiffre.borne):
            yield Problem(
                file, regle.ligne, f"le chiffre {chiffre.id} est un {chiffre.borne}, sa règle un {regle.borne}"
            )
        if chiffre.texte is not None:
            shows = bare(chiffre.texte).casefold() in bare(regle.texte).casefold()
        else:
            shows = set(chiffre.valeur) <= numbers(regle.texte)
        if not shows:
            yield Problem(file, regle.ligne, f"la règle {regle.id} ne montre pas le chiffre {chiffre.id}")


def _scales(corpus: Corpus) -> Iterator[Problem]:
    """Two niveau scales in one règle, unless the source itself sets them side by side."""
    for regle in corpus.regles.values():
        if len({n.scale.id for n in regle.niveaux}) > 1 and not regle.correspondance:
            echelles = " et ".join(sorted({n.scale.id for n in regle.niveaux}))
            yield Problem(
                corpus.documents[regle.document].fichier,
                regle.ligne,
                f"la règle {regle.id} compare deux échelles de niveau ({echelles})",
            )


def _acronyms(corpus: Corpus) -> Iterator[Problem]:
    """Acronyms of the content that the lexique does not explain."""
    known = {s for e in corpus.lexique.entrees for s in (e.sigle, *e.synonymes, *e.variantes_fautives) if s}
    known |= {f"{s}s" for s in known} | _ROMAN
    said: set[tuple[str, str]] = set()
    for identifier, file, line, text in _texts(corpus):
        unknown = sorted(set(_ACRONYM.findall(_CODES.sub(" ", bare(text)))) - known)
        for sigle in unknown:
            if (file, sigle) in said:
                continue
            said.add((file, sigle))
            yield Problem(file, line, f"le sigle « {sigle} » n’est pas dans le lexique ({identifier})")


def _texts(corpus: Corpus) -> Iterator[tuple[str, str, int | None, str]]:
    for d in corpus.documents.values():
        yield d.id, d.fichier, None, f"{d.titre} {d.titre_complet} {d.sigle or ''} {d.resume}"
        for number, fragments in d.notes.items():
            yield f"note {number}", d.fichier, None, "".join(f.texte for f in fragments)
    for r in corpus.rubriques.values():
        yield r.id, corpus.documents[r.document].fichier, r.ligne, r.titre
    for g in corpus.regles.values():
        yield g.id, corpus.documents[g.document].fichier, g.ligne, g.texte
    for n in corpus.notes_editoriales.values():
        yield n.id, corpus.documents[corpus.rubriques[n.rubrique].document].fichier, None, n.texte


def _references(corpus: Corpus) -> Iterator[Problem]:
    """A reference that no règle and no footnote cites."""
    cited = {r for g in corpus.regles.values() for r in g.references}
    for fragments in _all_fragments(corpus):
        cited |= {f.lien[4:] for f in fragments if f.lien and f.lien.startswith("ref:")}
    for d in corpus.documents.values():
        for reference in d.references:
            if reference not in cited:
                yield Problem(d.fichier, None, f"la référence « {reference} » n’est citée nulle part")


def _all_fragments(corpus: Corpus) -> Iterator[tuple[Fragment, ...]]:
    for d in corpus.documents.values():
        yield from d.notes.values()
    for n in corpus.notes_editoriales.values():
        yield n.fragments


def _pointers(corpus: Corpus) -> Iterator[Problem]:
    """Ids named in heads, in the lexique and in footnotes that lead nowhere."""
    known = {*corpus.documents, *corpus.rubriques, *corpus.regles}
    for d in corpus.documents.values():
        if d.niveau_de_recours_regle is not None and d.niveau_de_recours_regle not in corpus.regles:
            yield Problem(d.fichier, None, f"niveau_de_recours_regle : règle inconnue « {d.niveau_de_recours_regle} »")
        if (d.niveau_de_recours is None) != (d.niveau_de_recours_regle is None):
            yield Problem(d.fichier, None, "niveau_de_recours et niveau_de_recours_regle vont ensemble")
    for e in corpus.lexique.entrees:
        if e.document is not None and e.document not in known:
            yield Problem("lexique.yaml", None, f"l’entrée {e.id} renvoie à « {e.document} », inconnu")
    for fragments in _all_fragments(corpus):
        for f in fragments:
            if f.lien and f.lien.startswith("ref:") and f.lien[4:] not in corpus.references:
                yield Problem("", None, f"la référence « {f.lien[4:]} » n’est définie nulle part")
            elif f.lien and ":" not in f.lien and f.lien not in known:
                yield Problem("", None, f"le lien « #{f.lien} » ne mène nulle part")


def uncalled_notes(corpus: Corpus, folder: Path) -> list[Problem]:
    """Footnotes that stand at the foot of a file and that no règle calls."""
    problemes = []
    for d in corpus.documents.values():
        calls = {n for g in corpus.regles.values() if g.document == d.id for n in g.notes}
        written = re.findall(r"^\[\^([^\]]+)\]:", (folder / d.fichier).read_text(encoding="utf-8"), re.MULTILINE)
        problemes += [
            Problem(d.fichier, None, f"aucune règle n’appelle la note {n}") for n in written if n not in calls
        ]
    return problemes
