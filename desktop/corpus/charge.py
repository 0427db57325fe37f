"""Read the content folder into one `Corpus`: what can be read is there, what can't is said."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.corpus import cache
from desktop.corpus.model import (
    Chiffre,
    Corpus,
    Document,
    Lexique,
    NoteEditoriale,
    Probleme,
    Reference,
    Regle,
    Rubrique,
)
from desktop.errors import ContentError, raison_systeme

if TYPE_CHECKING:
    from pathlib import Path

# Raise it whenever the reading of the same bytes gives another corpus.
VERSION_LECTURE = 2
DOSSIERS = ("annexes", "profils")
GUIDE = "guide"


@dataclass(slots=True)
class _Moisson:
    documents: dict[str, Document] = field(default_factory=dict)
    rubriques: dict[str, Rubrique] = field(default_factory=dict)
    regles: dict[str, Regle] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    chiffres: dict[str, Chiffre] = field(default_factory=dict)
    notes: dict[str, NoteEditoriale] = field(default_factory=dict)
    problemes: list[Probleme] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)


def fichiers(dossier: Path, dossiers: tuple[str, ...] = DOSSIERS) -> list[Path]:
    """The content files in reading order: annexes, then profiles. A link could lead out of the content and is none of it."""
    return [f for d in dossiers for f in sorted((dossier / d).glob("*.md")) if not f.is_symlink()]


def calculer_empreinte(dossier: Path) -> str:
    """SHA-256 over names and bytes of all that is read, and over the version of the reading."""
    somme = hashlib.sha256(f"lecture {VERSION_LECTURE}".encode())
    for fichier in (*fichiers(dossier, (*DOSSIERS, GUIDE)), dossier / "lexique.yaml", dossier / "VERSION"):
        somme.update(b"\0" + fichier.name.encode() + b"\0")
        if fichier.is_file():
            somme.update(fichier.read_bytes())
    return somme.hexdigest()


def charger(dossier: Path, dossier_cache: Path | None = None, livre: Path | None = None) -> Corpus:
    """Load the content of `dossier`.

    `dossier_cache` is where a parsed copy is kept, `livre` a folder of caches that came with the program. A file or an item that
    can't be read becomes a `Probleme`. Raises ContentError only when nothing at all can be read.
    """
    empreinte = calculer_empreinte(dossier)
    for place in (livre, dossier_cache):
        if place is not None and (corpus := cache.lire(place, empreinte)) is not None:
            return corpus
    corpus = lire_dossier(dossier, empreinte)
    if dossier_cache is not None:
        cache.ecrire(dossier_cache, corpus)
    return corpus


def lire_dossier(dossier: Path, empreinte: str | None = None) -> Corpus:
    """Parse every file. Raises ContentError when the folder holds no document that can be read."""
    empreinte = empreinte or calculer_empreinte(dossier)
    moisson = _moissonner(dossier, DOSSIERS)
    if not moisson.documents:
        raise ContentError(
            "aucun document du contenu ne se lit", fichier=dossier.name, attendu="annexes/*.md et profils/*.md"
        )
    lexique = _lexique(dossier / "lexique.yaml", moisson)
    version = _version(dossier / "VERSION", moisson)
    guide = _corpus(_moissonner(dossier, (GUIDE,)), lexique, empreinte, version)
    return replace(_corpus(moisson, lexique, empreinte, version), guide=guide if guide.documents else None)


def _moissonner(dossier: Path, dossiers: tuple[str, ...]) -> _Moisson:
    moisson = _Moisson()
    for fichier in fichiers(dossier, dossiers):
        try:
            _lire_fichier(fichier, fichier.relative_to(dossier).as_posix(), moisson)
        except ContentError as faute:
            moisson.problemes.append(Probleme(faute.fichier, faute.ligne, faute.message))
    return moisson


def _corpus(moisson: _Moisson, lexique: Lexique, empreinte: str, version: str) -> Corpus:
    corpus = Corpus(
        documents=moisson.documents,
        rubriques=moisson.rubriques,
        regles=moisson.regles,
        references=moisson.references,
        chiffres=moisson.chiffres,
        notes_editoriales=moisson.notes,
        lexique=lexique,
        empreinte=empreinte,
        version=version,
    )
    return replace(corpus, problemes=(*moisson.problemes, *_liens_morts(corpus)))


def _texte(fichier: Path, nom: str) -> str:
    try:
        return fichier.read_text(encoding="utf-8")
    except FileNotFoundError as faute:
        raise ContentError("le fichier manque", fichier=nom) from faute
    except UnicodeDecodeError as faute:
        raise ContentError("le fichier n’est pas en UTF-8", fichier=nom, attendu="un texte UTF-8") from faute
    except OSError as faute:
        raise ContentError(f"le fichier ne s’ouvre pas ({raison_systeme(faute)})", fichier=nom) from faute


def _lire_fichier(fichier: Path, nom: str, moisson: _Moisson) -> None:
    # YAML and Markdown are imported here alone: a start that finds its cache needs neither.
    from desktop.corpus.frontmatter import lire_entete
    from desktop.corpus.parse import lire_corps

    entete = lire_entete(_texte(fichier, nom), nom)
    lecture = lire_corps(entete.document, entete.corps, entete.decalage)
    moisson.problemes.extend(lecture.problemes)
    rubriques = [r for r in lecture.rubriques if _neuf(r.id, nom, r.ligne, moisson)]
    regles = [r for r in lecture.regles if _neuf(r.id, nom, r.ligne, moisson)]
    document = replace(entete.document, rubriques=tuple(r.id for r in rubriques), notes=lecture.notes)
    if not _neuf(document.id, nom, 1, moisson) and document.id in moisson.documents:
        return
    moisson.documents[document.id] = document
    moisson.rubriques.update((r.id, r) for r in rubriques)
    moisson.regles.update((r.id, r) for r in regles)
    moisson.notes.update((n.id, n) for n in lecture.notes_editoriales if _neuf(n.id, nom, None, moisson))
    for reference in entete.references:
        if _neuf(f"ref:{reference.id}", nom, None, moisson):
            moisson.references[reference.id] = reference
    for chiffre in entete.chiffres:
        if _neuf(f"chiffre:{chiffre.id}", nom, None, moisson):
            moisson.chiffres[chiffre.id] = chiffre


def _neuf(identifiant: str, nom: str, ligne: int | None, moisson: _Moisson) -> bool:
    """Claim an id; the second who claims it is refused, with the place of the first."""
    premier = moisson.places.setdefault(identifiant, f"{nom}:{ligne or ''}".rstrip(":"))
    if premier == f"{nom}:{ligne or ''}".rstrip(":"):
        return True
    moisson.problemes.append(Probleme(nom, ligne, f"l’identifiant « {identifiant} » sert déjà dans {premier}"))
    return False


def _lexique(fichier: Path, moisson: _Moisson) -> Lexique:
    from desktop.corpus.lexique import lire_lexique

    try:
        return lire_lexique(_texte(fichier, fichier.name), fichier.name)
    except ContentError as faute:
        moisson.problemes.append(Probleme(faute.fichier, faute.ligne, faute.message))
        return Lexique()


def _version(fichier: Path, moisson: _Moisson) -> str:
    try:
        version = _texte(fichier, fichier.name).strip()
    except ContentError as faute:
        moisson.problemes.append(Probleme(faute.fichier, None, faute.message))
        return "inconnue"
    if not re.fullmatch(r"\d{4}\.\d+(?:\.\d+)?", version):
        moisson.problemes.append(Probleme(fichier.name, 1, "la version du contenu ne se lit pas"))
        return "inconnue"
    return version


def _liens_morts(corpus: Corpus) -> list[Probleme]:
    """Links, references and footnotes that lead nowhere."""
    problemes = []
    connus = {*corpus.documents, *corpus.rubriques, *corpus.regles}
    for regle in corpus.regles.values():
        document = corpus.documents[regle.document]
        morts = [f"#{c}" for c in regle.liens if c not in connus]
        morts += [f"ref:{c}" for c in regle.references if c not in corpus.references]
        morts += [f"note {n}" for n in regle.notes if n not in document.notes]
        problemes += [
            Probleme(document.fichier, regle.ligne, f"le lien « {m} » ne mène nulle part ({regle.id})") for m in morts
        ]
    for note in corpus.notes_editoriales.values():
        if note.regle is not None and note.regle not in corpus.regles:
            fichier = corpus.documents[corpus.rubriques[note.rubrique].document].fichier
            problemes.append(
                Probleme(fichier, None, f"la note éditoriale {note.id} vise une règle inconnue « {note.regle} »")
            )
    return problemes
