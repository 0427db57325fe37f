"""Read the content folder into one `Corpus`: what can be read is there, what can't is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.corpus import cache, folder
from desktop.corpus.model import (
    Block,
    Corpus,
    Document,
    Figure,
    Lexique,
    NoteEditoriale,
    Paragraph,
    Problem,
    Reference,
    Regle,
    Rubrique,
)
from desktop.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.corpus.folder import File
    from desktop.corpus.model import Scale
    from desktop.corpus.parse import BodyReading

# Raise it whenever the reading of the same bytes gives another corpus.
READING_VERSION = 4
FOLDERS = ("annexes", "profils")
GUIDE = "guide"
LEXIQUE, VERSION = "lexique.yaml", "VERSION"
SCALES = "questionnaires/faits.yaml"
"""Where the scales stand, of which a règle names a value; the rest of that file is read by `desktop.decision`."""


@dataclass(slots=True)
class _Harvest:
    documents: dict[str, Document] = field(default_factory=dict)
    rubriques: dict[str, Rubrique] = field(default_factory=dict)
    regles: dict[str, Regle] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    chiffres: dict[str, Figure] = field(default_factory=dict)
    notes: dict[str, NoteEditoriale] = field(default_factory=dict)
    problemes: list[Problem] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def note_fault(self, fault: ContentError) -> None:
        """Keep a fault with its place."""
        self.problemes.append(Problem(fault.fichier, fault.ligne, fault.message))


def read_files(content: Path) -> dict[str, File]:
    """Every file that is read, by its name, in reading order: annexes, profiles, guide, lexique, version, scales.

    A link could lead out of the content and is none of it. A file that can't be had is its fault.
    """
    read_all: dict[str, File] = {}
    for shelf in (*FOLDERS, GUIDE):
        read_all |= folder.gather(content, shelf, ".md")
    for name in (LEXIQUE, VERSION, SCALES):
        read_all[name] = folder.fold(content / name, name)
    return read_all


def files_in_order(content: Path) -> list[Path]:
    """The content files in reading order: annexes, then profiles."""
    return [content / name for name in read_files(content) if name.startswith(FOLDERS)]


def _fingerprint(read_all: dict[str, File]) -> str:
    return folder.fingerprint(read_all, f"lecture {READING_VERSION}")


def load(content: Path, cache_folder: Path | None = None, shipped: Path | None = None) -> Corpus:
    """Load the content of `dossier`.

    `cache_folder` is where a parsed copy is kept, `shipped` a folder of caches that came with the program. A file or an item that
    can't be read becomes a `Problem`. Raises ContentError only when nothing at all can be read.
    """
    read_all = read_files(content)
    fingerprint = _fingerprint(read_all)
    for place, came_with_it in ((shipped, True), (cache_folder, False)):
        if place is not None and (corpus := cache.read(place, fingerprint, shipped=came_with_it)) is not None:
            return corpus
    corpus = _read(content, read_all, fingerprint)
    if cache_folder is not None:
        cache.write(cache_folder, corpus)
    return corpus


def read_folder(content: Path) -> Corpus:
    """Parse every file. Raises ContentError when the folder holds no document that can be read."""
    read_all = read_files(content)
    return _read(content, read_all, _fingerprint(read_all))


def _read(content: Path, read_all: dict[str, File], fingerprint: str) -> Corpus:
    fault, scales = _scales(content, read_all[SCALES])
    harvest = _harvest(read_all, FOLDERS, scales)
    if fault is not None:
        harvest.note_fault(fault)
    if not harvest.documents:
        first = f" ; {harvest.problemes[0].message}" if harvest.problemes else ""
        raise ContentError(
            f"aucun document du contenu ne se lit{first.removesuffix('.')}",
            fichier=folder.readable(content.name),
            attendu="annexes/*.md et profils/*.md",
        )
    lexique = _lexique(read_all[LEXIQUE], harvest)
    version = _version(read_all[VERSION], harvest)
    guide = _corpus(_harvest(read_all, (GUIDE,), scales), lexique, fingerprint, version, scales)
    corpus = _corpus(harvest, lexique, fingerprint, version, scales)
    if guide.documents:
        return replace(corpus, guide=guide)
    # Nothing shows the faults of a guide that is not there: they belong to the whole.
    return replace(corpus, problemes=(*corpus.problemes, *guide.problemes))


def _harvest(read_all: dict[str, File], folders: tuple[str, ...], scales: dict[str, Scale] | None) -> _Harvest:
    harvest = _Harvest()
    for name, file in read_all.items():
        if name.partition("/")[0] not in folders:
            continue
        try:
            with folder.guarded(name):
                _read_file(file, name, harvest, scales)
        except ContentError as fault:
            harvest.note_fault(fault)
    return harvest


def _corpus(
    harvest: _Harvest, lexique: Lexique, fingerprint: str, version: str, scales: dict[str, Scale] | None
) -> Corpus:
    corpus = Corpus(
        documents=harvest.documents,
        rubriques=harvest.rubriques,
        regles=harvest.regles,
        references=harvest.references,
        chiffres=harvest.chiffres,
        notes_editoriales=harvest.notes,
        lexique=lexique,
        fingerprint=fingerprint,
        version=version,
        scales=scales or {},
    )
    return replace(corpus, problemes=(*harvest.problemes, *_dead_links(corpus)))


def _read_file(file: File, name: str, harvest: _Harvest, scales: dict[str, Scale] | None) -> None:
    # YAML and Markdown are imported here alone: a start that finds its cache needs neither.
    from desktop.corpus.frontmatter import read_head
    from desktop.corpus.parse import read_body

    head = read_head(folder.text(file, name, folder.BLOCK_LIMIT), name)
    reading = read_body(head.document, head.body, head.shift, scales)
    harvest.problemes.extend(reading.problemes)
    if not _is_new(head.document.id, name, 1, harvest):
        return
    rubriques, regles, notes = _keep(reading, name, harvest)
    document = replace(head.document, rubriques=tuple(r.id for r in rubriques), notes=reading.notes)
    harvest.documents[document.id] = document
    harvest.rubriques.update((r.id, r) for r in rubriques)
    harvest.regles.update((r.id, r) for r in regles)
    harvest.notes.update((n.id, n) for n in notes)
    for reference in head.references:
        if _is_new(key := f"ref:{reference.id}", name, head.lignes[key], harvest):
            harvest.references[reference.id] = reference
    for chiffre in head.chiffres:
        if _is_new(key := f"chiffre:{chiffre.id}", name, head.lignes[key], harvest):
            harvest.chiffres[chiffre.id] = chiffre


def _keep(
    reading: BodyReading, name: str, harvest: _Harvest
) -> tuple[list[Rubrique], list[Regle], list[NoteEditoriale]]:
    """What claims an id that is still free, and hangs together: no règle without its rubrique, none named that is not there."""
    rubriques = [r for r in reading.rubriques if _is_new(r.id, name, r.ligne, harvest)]
    its_own = {r.id: r for r in rubriques}
    placed = {
        regle for r in rubriques for block in r.blocs if not isinstance(block, Paragraph) for regle in block.regles
    }
    regles: dict[str, Regle] = {}
    for regle in reading.regles:
        if regle.rubrique in its_own and regle.id in placed and _is_new(regle.id, name, regle.ligne, harvest):
            regles[regle.id] = regle
    notes = [
        n
        for n in reading.notes_editoriales
        if n.rubrique in its_own and _is_new(n.id, name, reading.lines[n.id], harvest)
    ]
    kept_notes = {n.id for n in notes}
    to_place = dict(regles)
    rubriques = [
        replace(
            r,
            parent=r.parent if r.parent in its_own else None,
            blocs=tuple(_block(block, r.id, to_place) for block in r.blocs),
            notes_editoriales=tuple(dict.fromkeys(n for n in r.notes_editoriales if n in kept_notes)),
        )
        for r in rubriques
    ]
    kept_rules = [replace(g, chapeau=None) if g.chapeau not in regles else g for g in regles.values()]
    return rubriques, kept_rules, notes


def _block(block: Block, rubrique: str, to_place: dict[str, Regle]) -> Block:
    """A block that names only règles of its rubrique that were kept, each once in the document: it takes them off the list."""
    if isinstance(block, Paragraph):
        return block
    its_own = [r for r in dict.fromkeys(block.regles) if r in to_place and to_place[r].rubrique == rubrique]
    for regle in its_own:
        del to_place[regle]
    return replace(block, regles=tuple(its_own))


def _is_new(identifier: str, name: str, line: int, harvest: _Harvest) -> bool:
    """Claim an id; the second who claims it is refused, with the place of the first."""
    if identifier not in harvest.places:
        harvest.places[identifier] = f"{name}:{line}"
        return True
    first = harvest.places[identifier]
    said = identifier.partition(":")[2] or identifier
    harvest.problemes.append(Problem(name, line, f"l’identifiant « {said} » sert déjà dans {first}"))
    return False


def _lexique(file: File, harvest: _Harvest) -> Lexique:
    from desktop.corpus.lexique import read_lexique

    try:
        with folder.guarded(LEXIQUE):
            lexique, faults = read_lexique(folder.text(file, LEXIQUE), LEXIQUE)
    except ContentError as fault:
        harvest.note_fault(fault)
        return Lexique()
    for one in faults:
        harvest.note_fault(one)
    return lexique


def _scales(content: Path, file: File) -> tuple[ContentError | None, dict[str, Scale] | None]:
    """The scales, none for a content without questionnaires; None, with the fault, where they can't be read.

    That costs the règles their badges of level, not the règles.
    """
    from desktop.corpus.scales import read_scales

    if not (content / SCALES).exists():
        return None, {}
    try:
        with folder.guarded(SCALES):
            return None, read_scales(folder.text(file, SCALES), SCALES)
    except ContentError as fault:
        return fault, None


def _version(file: File, harvest: _Harvest) -> str:
    try:
        version = folder.text(file, VERSION).strip()
    except ContentError as fault:
        harvest.note_fault(fault)
        return "inconnue"
    if not re.fullmatch(r"[0-9]{4}\.[0-9]{1,4}(?:\.[0-9]{1,4})?", version):
        harvest.problemes.append(Problem(VERSION, 1, "la version du contenu ne se lit pas"))
        return "inconnue"
    return version


def _dead_links(corpus: Corpus) -> list[Problem]:
    """Links, references and footnotes that lead nowhere."""
    problemes = []
    known = {*corpus.documents, *corpus.rubriques, *corpus.regles}
    for regle in corpus.regles.values():
        document = corpus.documents[regle.document]
        dead = [f"#{c}" for c in regle.links if c not in known]
        dead += [f"ref:{c}" for c in regle.references if c not in corpus.references]
        dead += [f"note {n}" for n in regle.notes if n not in document.notes]
        problemes += [
            Problem(document.fichier, regle.ligne, f"le lien « {m} » ne mène nulle part ({regle.id})") for m in dead
        ]
    for note in corpus.notes_editoriales.values():
        if note.regle is not None and note.regle not in corpus.regles:
            rubrique = corpus.rubriques[note.rubrique]
            file = corpus.documents[rubrique.document].fichier
            problemes.append(
                Problem(file, rubrique.ligne, f"la note éditoriale {note.id} vise une règle inconnue « {note.regle} »")
            )
    return problemes
