"""Read the content folder into one `Corpus`: what can be read is there, what can't is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.corpus import cache, folder
from desktop.corpus.model import (
    Bloc,
    Chiffre,
    Corpus,
    Document,
    Lexique,
    NoteEditoriale,
    Paragraphe,
    Probleme,
    Reference,
    Regle,
    Rubrique,
)
from desktop.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.corpus.folder import File
    from desktop.corpus.parse import Lecture

# Raise it whenever the reading of the same bytes gives another corpus.
VERSION_LECTURE = 3
DOSSIERS = ("annexes", "profils")
GUIDE = "guide"
LEXIQUE, VERSION = "lexique.yaml", "VERSION"


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

    def noter(self, faute: ContentError) -> None:
        """Keep a fault with its place."""
        self.problemes.append(Probleme(faute.fichier, faute.ligne, faute.message))


def lire_fichiers(dossier: Path) -> dict[str, File]:
    """Every file that is read, by its name, in reading order: annexes, profiles, guide, lexique, version.

    A link could lead out of the content and is none of it. A file that can't be had is its fault.
    """
    lus: dict[str, File] = {}
    for rayon in (*DOSSIERS, GUIDE):
        lus |= folder.gather(dossier, rayon, ".md")
    for nom in (LEXIQUE, VERSION):
        lus[nom] = folder.fold(dossier / nom, nom)
    return lus


def fichiers(dossier: Path) -> list[Path]:
    """The content files in reading order: annexes, then profiles."""
    return [dossier / nom for nom in lire_fichiers(dossier) if nom.startswith(DOSSIERS)]


def calculer_empreinte(dossier: Path) -> str:
    """SHA-256 over names and bytes of all that is read, and over the version of the reading."""
    return _empreinte(lire_fichiers(dossier))


def _empreinte(lus: dict[str, File]) -> str:
    return folder.fingerprint(lus, f"lecture {VERSION_LECTURE}")


def charger(dossier: Path, dossier_cache: Path | None = None, livre: Path | None = None) -> Corpus:
    """Load the content of `dossier`.

    `dossier_cache` is where a parsed copy is kept, `livre` a folder of caches that came with the program. A file or an item that
    can't be read becomes a `Probleme`. Raises ContentError only when nothing at all can be read.
    """
    lus = lire_fichiers(dossier)
    empreinte = _empreinte(lus)
    for place, livree in ((livre, True), (dossier_cache, False)):
        if place is not None and (corpus := cache.lire(place, empreinte, livre=livree)) is not None:
            return corpus
    corpus = _lire(dossier, lus, empreinte)
    if dossier_cache is not None:
        cache.ecrire(dossier_cache, corpus)
    return corpus


def lire_dossier(dossier: Path) -> Corpus:
    """Parse every file. Raises ContentError when the folder holds no document that can be read."""
    lus = lire_fichiers(dossier)
    return _lire(dossier, lus, _empreinte(lus))


def _lire(dossier: Path, lus: dict[str, File], empreinte: str) -> Corpus:
    moisson = _moissonner(lus, DOSSIERS)
    if not moisson.documents:
        premier = f" ; {moisson.problemes[0].message}" if moisson.problemes else ""
        raise ContentError(
            f"aucun document du contenu ne se lit{premier.removesuffix('.')}",
            fichier=folder.readable(dossier.name),
            attendu="annexes/*.md et profils/*.md",
        )
    lexique = _lexique(lus[LEXIQUE], moisson)
    version = _version(lus[VERSION], moisson)
    guide = _corpus(_moissonner(lus, (GUIDE,)), lexique, empreinte, version)
    corpus = _corpus(moisson, lexique, empreinte, version)
    if guide.documents:
        return replace(corpus, guide=guide)
    # Nothing shows the faults of a guide that is not there: they belong to the whole.
    return replace(corpus, problemes=(*corpus.problemes, *guide.problemes))


def _moissonner(lus: dict[str, File], dossiers: tuple[str, ...]) -> _Moisson:
    moisson = _Moisson()
    for nom, fichier in lus.items():
        if nom.partition("/")[0] not in dossiers:
            continue
        try:
            with folder.guarded(nom):
                _lire_fichier(fichier, nom, moisson)
        except ContentError as faute:
            moisson.noter(faute)
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


def _lire_fichier(fichier: File, nom: str, moisson: _Moisson) -> None:
    # YAML and Markdown are imported here alone: a start that finds its cache needs neither.
    from desktop.corpus.frontmatter import lire_entete
    from desktop.corpus.parse import lire_corps

    entete = lire_entete(folder.text(fichier, nom, folder.BLOCK_LIMIT), nom)
    lecture = lire_corps(entete.document, entete.corps, entete.decalage)
    moisson.problemes.extend(lecture.problemes)
    if not _neuf(entete.document.id, nom, 1, moisson):
        return
    rubriques, regles, notes = _retenir(lecture, nom, moisson)
    document = replace(entete.document, rubriques=tuple(r.id for r in rubriques), notes=lecture.notes)
    moisson.documents[document.id] = document
    moisson.rubriques.update((r.id, r) for r in rubriques)
    moisson.regles.update((r.id, r) for r in regles)
    moisson.notes.update((n.id, n) for n in notes)
    for reference in entete.references:
        if _neuf(cle := f"ref:{reference.id}", nom, entete.lignes[cle], moisson):
            moisson.references[reference.id] = reference
    for chiffre in entete.chiffres:
        if _neuf(cle := f"chiffre:{chiffre.id}", nom, entete.lignes[cle], moisson):
            moisson.chiffres[chiffre.id] = chiffre


def _retenir(lecture: Lecture, nom: str, moisson: _Moisson) -> tuple[list[Rubrique], list[Regle], list[NoteEditoriale]]:
    """What claims an id that is still free, and hangs together: no règle without its rubrique, none named that is not there."""
    rubriques = [r for r in lecture.rubriques if _neuf(r.id, nom, r.ligne, moisson)]
    siennes = {r.id: r for r in rubriques}
    placees = {
        regle for r in rubriques for bloc in r.blocs if not isinstance(bloc, Paragraphe) for regle in bloc.regles
    }
    regles: dict[str, Regle] = {}
    for regle in lecture.regles:
        if regle.rubrique in siennes and regle.id in placees and _neuf(regle.id, nom, regle.ligne, moisson):
            regles[regle.id] = regle
    notes = [
        n
        for n in lecture.notes_editoriales
        if n.rubrique in siennes and _neuf(n.id, nom, lecture.lignes[n.id], moisson)
    ]
    gardees = {n.id for n in notes}
    a_placer = dict(regles)
    rubriques = [
        replace(
            r,
            parent=r.parent if r.parent in siennes else None,
            blocs=tuple(_bloc(bloc, r.id, a_placer) for bloc in r.blocs),
            notes_editoriales=tuple(dict.fromkeys(n for n in r.notes_editoriales if n in gardees)),
        )
        for r in rubriques
    ]
    chapeaux = [replace(g, chapeau=None) if g.chapeau not in regles else g for g in regles.values()]
    return rubriques, chapeaux, notes


def _bloc(bloc: Bloc, rubrique: str, a_placer: dict[str, Regle]) -> Bloc:
    """A block that names only règles of its rubrique that were kept, each once in the document: it takes them off the list."""
    if isinstance(bloc, Paragraphe):
        return bloc
    siennes = [r for r in dict.fromkeys(bloc.regles) if r in a_placer and a_placer[r].rubrique == rubrique]
    for regle in siennes:
        del a_placer[regle]
    return replace(bloc, regles=tuple(siennes))


def _neuf(identifiant: str, nom: str, ligne: int, moisson: _Moisson) -> bool:
    """Claim an id; the second who claims it is refused, with the place of the first."""
    if identifiant not in moisson.places:
        moisson.places[identifiant] = f"{nom}:{ligne}"
        return True
    premier = moisson.places[identifiant]
    dit = identifiant.partition(":")[2] or identifiant
    moisson.problemes.append(Probleme(nom, ligne, f"l’identifiant « {dit} » sert déjà dans {premier}"))
    return False


def _lexique(fichier: File, moisson: _Moisson) -> Lexique:
    from desktop.corpus.lexique import lire_lexique

    try:
        with folder.guarded(LEXIQUE):
            lexique, fautes = lire_lexique(folder.text(fichier, LEXIQUE), LEXIQUE)
    except ContentError as faute:
        moisson.noter(faute)
        return Lexique()
    for une in fautes:
        moisson.noter(une)
    return lexique


def _version(fichier: File, moisson: _Moisson) -> str:
    try:
        version = folder.text(fichier, VERSION).strip()
    except ContentError as faute:
        moisson.noter(faute)
        return "inconnue"
    if not re.fullmatch(r"[0-9]{4}\.[0-9]{1,4}(?:\.[0-9]{1,4})?", version):
        moisson.problemes.append(Probleme(VERSION, 1, "la version du contenu ne se lit pas"))
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
            rubrique = corpus.rubriques[note.rubrique]
            fichier = corpus.documents[rubrique.document].fichier
            problemes.append(
                Probleme(
                    fichier, rubrique.ligne, f"la note éditoriale {note.id} vise une règle inconnue « {note.regle} »"
                )
            )
    return problemes
