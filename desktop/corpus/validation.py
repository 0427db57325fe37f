"""Checks of the content beyond reading it: figures, scales, acronyms, references.

Each check returns `Probleme`s; an empty list means that the content holds. `build_scripts/check_content.py` runs them all, with
the proof against the inventory of the sources.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from desktop.corpus.model import Borne, Corpus, Fragment, Probleme, Regle
from desktop.text.typography import bare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NOMBRE = re.compile(r"\d+(?:[.,]\d+)?")
_SIGLE = re.compile(r"(?<![A-Za-zÀ-ÿ0-9])[A-ZÀ-Þ][A-ZÀ-Þ0-9]*[A-ZÀ-Þ](?![a-zß-ÿ])|\b(?:HdJ|T2A)\b")
_CODES = re.compile(r"DGOS(?:/[0-9A-Z]+)+|DH/EO2/2000/295|DHOS/O/|(?:GHS|GHM) ?\d\w+|LEGIARTI\d+|https?://\S+")
_ROMAINS = frozenset(("II", "III", "IV", "VI"))


def valider(corpus: Corpus) -> list[Probleme]:
    """Run every check on a loaded corpus, its own reading problems first."""
    return [
        *corpus.problemes,
        *_chiffres(corpus),
        *_echelles(corpus),
        *_sigles(corpus),
        *_references(corpus),
        *_renvois(corpus),
    ]


def nombres(texte: str) -> set[float]:
    """The numbers that a text shows, digits of one number together, comma or point."""
    texte = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", bare(texte))
    return {float(n.replace(",", ".")) for n in _NOMBRE.findall(texte)}


def texte_avec_chapeau(corpus: Corpus, regle: Regle) -> str:
    """The règle as it is read: after its chapeau, where it has one."""
    chapeau = corpus.regles.get(regle.chapeau or "")
    return regle.texte if chapeau is None else f"{chapeau.texte} {regle.texte}"


def _chiffres(corpus: Corpus) -> Iterator[Probleme]:
    """A figure in a head that its règle does not show, or shows with another force or bound."""
    fichiers = {c: d.fichier for d in corpus.documents.values() for c in d.chiffres}
    for chiffre in corpus.chiffres.values():
        fichier = fichiers.get(chiffre.id, "")
        regle = corpus.regles.get(chiffre.regle)
        if regle is None:
            yield Probleme(fichier, None, f"le chiffre {chiffre.id} vise une règle inconnue « {chiffre.regle} »")
            continue
        if chiffre.force is not regle.force:
            yield Probleme(
                fichier, regle.ligne, f"le chiffre {chiffre.id} a la force {chiffre.force}, sa règle a {regle.force}"
            )
        if chiffre.borne is not Borne.EXACT and regle.borne not in (None, chiffre.borne):
            yield Probleme(
                fichier, regle.ligne, f"le chiffre {chiffre.id} est un {chiffre.borne}, sa règle un {regle.borne}"
            )
        if chiffre.texte is not None:
            montre = bare(chiffre.texte).casefold() in bare(regle.texte).casefold()
        else:
            montre = set(chiffre.valeur) <= nombres(regle.texte)
        if not montre:
            yield Probleme(fichier, regle.ligne, f"la règle {regle.id} ne montre pas le chiffre {chiffre.id}")


def _echelles(corpus: Corpus) -> Iterator[Probleme]:
    """Two niveau scales in one règle, unless the source itself sets them side by side."""
    for regle in corpus.regles.values():
        if len({n.echelle for n in regle.niveaux}) > 1 and not regle.correspondance:
            echelles = " et ".join(sorted({str(n.echelle) for n in regle.niveaux}))
            yield Probleme(
                corpus.documents[regle.document].fichier,
                regle.ligne,
                f"la règle {regle.id} compare deux échelles de niveau ({echelles})",
            )


def _sigles(corpus: Corpus) -> Iterator[Probleme]:
    """Acronyms of the content that the lexique does not explain."""
    connus = {s for e in corpus.lexique.entrees for s in (e.sigle, *e.synonymes, *e.variantes_fautives) if s}
    connus |= {f"{s}s" for s in connus} | _ROMAINS
    dits: set[tuple[str, str]] = set()
    for identifiant, fichier, ligne, texte in _textes(corpus):
        inconnus = sorted(set(_SIGLE.findall(_CODES.sub(" ", bare(texte)))) - connus)
        for sigle in inconnus:
            if (fichier, sigle) in dits:
                continue
            dits.add((fichier, sigle))
            yield Probleme(fichier, ligne, f"le sigle « {sigle} » n’est pas dans le lexique ({identifiant})")


def _textes(corpus: Corpus) -> Iterator[tuple[str, str, int | None, str]]:
    for d in corpus.documents.values():
        yield d.id, d.fichier, None, f"{d.titre} {d.titre_complet} {d.sigle or ''} {d.resume}"
        for numero, fragments in d.notes.items():
            yield f"note {numero}", d.fichier, None, "".join(f.texte for f in fragments)
    for r in corpus.rubriques.values():
        yield r.id, corpus.documents[r.document].fichier, r.ligne, r.titre
    for g in corpus.regles.values():
        yield g.id, corpus.documents[g.document].fichier, g.ligne, g.texte
    for n in corpus.notes_editoriales.values():
        yield n.id, corpus.documents[corpus.rubriques[n.rubrique].document].fichier, None, n.texte


def _references(corpus: Corpus) -> Iterator[Probleme]:
    """A reference that no règle and no footnote cites."""
    cites = {r for g in corpus.regles.values() for r in g.references}
    for fragments in _tous_fragments(corpus):
        cites |= {f.lien[4:] for f in fragments if f.lien and f.lien.startswith("ref:")}
    for d in corpus.documents.values():
        for reference in d.references:
            if reference not in cites:
                yield Probleme(d.fichier, None, f"la référence « {reference} » n’est citée nulle part")


def _tous_fragments(corpus: Corpus) -> Iterator[tuple[Fragment, ...]]:
    for d in corpus.documents.values():
        yield from d.notes.values()
    for n in corpus.notes_editoriales.values():
        yield n.fragments


def _renvois(corpus: Corpus) -> Iterator[Probleme]:
    """Ids named in heads, in the lexique and in footnotes that lead nowhere."""
    connus = {*corpus.documents, *corpus.rubriques, *corpus.regles}
    for d in corpus.documents.values():
        if d.niveau_de_recours_regle is not None and d.niveau_de_recours_regle not in corpus.regles:
            yield Probleme(d.fichier, None, f"niveau_de_recours_regle : règle inconnue « {d.niveau_de_recours_regle} »")
        if (d.niveau_de_recours is None) != (d.niveau_de_recours_regle is None):
            yield Probleme(d.fichier, None, "niveau_de_recours et niveau_de_recours_regle vont ensemble")
    for e in corpus.lexique.entrees:
        if e.document is not None and e.document not in connus:
            yield Probleme("lexique.yaml", None, f"l’entrée {e.id} renvoie à « {e.document} », inconnu")
    for fragments in _tous_fragments(corpus):
        for f in fragments:
            if f.lien and f.lien.startswith("ref:") and f.lien[4:] not in corpus.references:
                yield Probleme("", None, f"la référence « {f.lien[4:]} » n’est définie nulle part")
            elif f.lien and ":" not in f.lien and f.lien not in connus:
                yield Probleme("", None, f"le lien « #{f.lien} » ne mène nulle part")


def notes_sans_appel(corpus: Corpus, dossier: Path) -> list[Probleme]:
    """Footnotes that stand at the foot of a file and that no règle calls."""
    problemes = []
    for d in corpus.documents.values():
        appels = {n for g in corpus.regles.values() if g.document == d.id for n in g.notes}
        ecrites = re.findall(r"^\[\^([^\]]+)\]:", (dossier / d.fichier).read_text(encoding="utf-8"), re.MULTILINE)
        problemes += [
            Probleme(d.fichier, None, f"aucune règle n’appelle la note {n}") for n in ecrites if n not in appels
        ]
    return problemes
