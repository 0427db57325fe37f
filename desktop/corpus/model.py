"""The content as values: documents, rubriques, règles, and what hangs on them.

Everything here is frozen. A `Corpus` is built once, by `desktop.corpus.load`, and handed to the rooms that read it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class Force(StrEnum):
    """How much a règle binds, in the words of the sources; never raised, never lowered.

    `DESCRIPTION` is what a source states without a word of force: « Énoncé » on the screen. It is no lesser force.
    """

    OBLIGATION = "obligation"
    PRE_REQUIS = "pre-requis"
    REQUIS = "requis"
    RECOMMANDATION = "recommandation"
    PRECONISATION = "preconisation"
    SOUHAITE = "souhaite"
    FACULTATIF = "facultatif"
    POSSIBILITE = "possibilite"
    OBJECTIF = "objectif"
    EXEMPLE = "exemple"
    INDICATIF = "indicatif"
    DESCRIPTION = "description"

    @property
    def label(self) -> str:
        """The word on the badge, in French."""
        return FORCE_LABELS[self]


FORCE_LABELS = {
    Force.OBLIGATION: "Obligation",
    Force.PRE_REQUIS: "Pré-requis",
    Force.REQUIS: "Requis",
    Force.RECOMMANDATION: "Recommandation",
    Force.PRECONISATION: "Préconisation",
    Force.SOUHAITE: "Souhaité",
    Force.FACULTATIF: "Facultatif",
    Force.POSSIBILITE: "Possibilité",
    Force.OBJECTIF: "Objectif",
    Force.EXEMPLE: "Exemple",
    Force.INDICATIF: "Indicatif",
    Force.DESCRIPTION: "Énoncé",
}


class Borne(StrEnum):
    """On which side a figure binds: « 3 lits au moins » is a minimum, whatever its force."""

    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    OPTIMUM = "optimum"
    EXACT = "exact"

    @property
    def label(self) -> str:
        """The word on the badge, in French."""
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Scale:
    """One of the scales that the sources all call « niveau »; they are never compared with one another.

    Which there are stands in `questionnaires/faits.yaml`, nowhere else. `measures`: what it measures, in French; `badge`: how one
    of its values is written, around `{}`; `minimum` and `maximum`: its ends, both of them values.
    """

    id: str
    titre: str
    minimum: int
    maximum: int
    measures: str = ""
    badge: str = ""


@dataclass(frozen=True, slots=True)
class ScaleValue:
    """A value on one scale. Ordering two scales against each other raises `TypeError`."""

    scale: Scale
    valeur: int

    def __lt__(self, other: ScaleValue) -> bool:
        if self.scale.id != other.scale.id:
            raise TypeError(f"échelles différentes : {self.scale.id} et {other.scale.id}")
        return self.valeur < other.valeur


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of a règle's text with one look.

    `lien` is an internal id, `ref:ID` for a reference, or `note:NUMERO` for a footnote mark (whose text is empty).
    """

    texte: str
    gras: bool = False
    italique: bool = False
    lien: str | None = None


@dataclass(frozen=True, slots=True)
class Regle:
    """One list item or table row: the unit that is cited, found, bookmarked.

    `text` is plain text without marks; `fragments` say the same with links and notes. For a table row, `cellules`
    holds the fragments of each cell and `text` joins them. `chapeau` is the id of the parent item, if it has one.
    """

    id: str
    document: str
    rubrique: str
    force: Force
    texte: str
    fragments: tuple[Fragment, ...]
    borne: Borne | None = None
    niveaux: tuple[ScaleValue, ...] = ()
    correspondance: bool = False
    chapeau: str | None = None
    cellules: tuple[tuple[Fragment, ...], ...] = ()
    structure: str | None = None
    ligne: int = 0

    @property
    def links(self) -> tuple[str, ...]:
        """Internal ids that the règle links to, in order, without references and notes."""
        return tuple(f.lien for f in self.fragments if f.lien and ":" not in f.lien)

    @property
    def references(self) -> tuple[str, ...]:
        """Ids of the references that the règle cites."""
        return tuple(f.lien[4:] for f in self.fragments if f.lien and f.lien.startswith("ref:"))

    @property
    def notes(self) -> tuple[str, ...]:
        """Numbers of the footnotes that explain the règle."""
        return tuple(f.lien[5:] for f in self.fragments if f.lien and f.lien.startswith("note:"))


@dataclass(frozen=True, slots=True)
class NoteEditoriale:
    """What the source has where the text was put right, or where it contradicts itself."""

    id: str
    rubrique: str
    texte: str
    fragments: tuple[Fragment, ...]
    regle: str | None = None


@dataclass(frozen=True, slots=True)
class RuleList:
    """Consecutive règles written as a list; a règle with a `chapeau` stands one step in."""

    regles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleTable:
    """Consecutive règles written as rows under the same heads."""

    entetes: tuple[str, ...]
    regles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence that introduces; it carries no règle."""

    fragments: tuple[Fragment, ...]


Block = RuleList | RuleTable | Paragraph


@dataclass(frozen=True, slots=True)
class Rubrique:
    """A heading of a document with what stands under it, down to the next heading.

    `path` holds the titles from the level-2 rubrique down to this one; `niveau_titre` is 2, 3 or 4; `source` the
    segments of the source that it renders (`004/A2/nombre-de-lits`).
    """

    id: str
    document: str
    titre: str
    niveau_titre: int
    chemin: tuple[str, ...]
    source: tuple[str, ...]
    parent: str | None
    blocs: tuple[Block, ...]
    notes_editoriales: tuple[str, ...] = ()
    structure: str | None = None
    ligne: int = 0


@dataclass(frozen=True, slots=True)
class Reference:
    """A legal or professional text that the sources name; its status is what is known, never a guess."""

    id: str
    type: str
    intitule: str
    citation: str
    statut: str
    date: str | None = None
    note: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that something computes with: `value` alone, or the two ends of a range, in `unite`."""

    id: str
    valeur: tuple[float, ...]
    unite: str
    borne: Borne
    force: Force
    regle: str
    texte: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a document comes from."""

    fichier: str
    document: str
    annexe: int | None
    date: str | None
    statut: str

    @property
    def citation(self) -> str:
        """How the document is cited: name, then annexe."""
        return self.document if self.annexe is None else f"{self.document}, annexe {self.annexe}"


@dataclass(frozen=True, slots=True)
class Document:
    """One file of the content: an annexe, the instruction, or a profile; `formulaire`: the questionnaire that asks what it says."""

    id: str
    titre: str
    titre_complet: str
    nature: str
    resume: str
    source: Provenance
    rubriques: tuple[str, ...]
    sigle: str | None = None
    structure: str | None = None
    niveau_de_recours: str | None = None
    niveau_de_recours_regle: str | None = None
    references: tuple[str, ...] = ()
    chiffres: tuple[str, ...] = ()
    notes: dict[str, tuple[Fragment, ...]] = field(default_factory=dict)
    fichier: str = ""
    formulaire: str | None = None


@dataclass(frozen=True, slots=True)
class LexiqueEntry:
    """An acronym or a concept, its expansion, and the words people use for it."""

    id: str
    sigle: str | None
    developpe: str
    definition: str = ""
    structure: str | None = None
    document: str | None = None
    synonymes: tuple[str, ...] = ()
    mots_courants: tuple[str, ...] = ()
    anciens_noms: tuple[str, ...] = ()
    variantes_fautives: tuple[str, ...] = ()
    developpe_par: str = "source"


@dataclass(frozen=True, slots=True)
class Expansion:
    """A group of terms that mean the same thing (`vers` empty), or that lead to others."""

    id: str
    termes: tuple[str, ...]
    vers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexique:
    """All entries, and the groups of words that the search expands."""

    entrees: tuple[LexiqueEntry, ...] = ()
    expansions: tuple[Expansion, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the content that could not be read, said in French, with its place."""

    fichier: str
    ligne: int | None
    message: str


@dataclass(frozen=True)
class Corpus:
    """The whole content, read. `fingerprint` changes whenever a byte of the content does.

    `guide` is the user's guide, a corpus of its own: it is read and searched like the rest, and never taken for a référentiel.
    """

    documents: dict[str, Document]
    rubriques: dict[str, Rubrique]
    regles: dict[str, Regle]
    references: dict[str, Reference]
    chiffres: dict[str, Figure]
    notes_editoriales: dict[str, NoteEditoriale]
    lexique: Lexique
    fingerprint: str
    version: str
    problemes: tuple[Problem, ...] = ()
    guide: Corpus | None = None
    scales: dict[str, Scale] = field(default_factory=dict)

    @cached_property
    def cited_by(self) -> dict[str, tuple[str, ...]]:
        """For each id that is linked to, the ids of the règles that link to it, in reading order."""
        links: dict[str, list[str]] = {}
        for regle in self.regles.values():
            for target in dict.fromkeys(regle.links):
                links.setdefault(target, []).append(regle.id)
        return {target: tuple(sources) for target, sources in links.items()}

    @cached_property
    def figured(self) -> frozenset[str]:
        """Ids of the règles that hold a figure: that bound one, or whose figure the content types, whatever its force."""
        bounded = {regle.id for regle in self.regles.values() if regle.borne is not None}
        return frozenset(bounded | {chiffre.regle for chiffre in self.chiffres.values()})

    def document_of(self, identifier: str) -> Document | None:
        """The document that an id of any kind belongs to, or None if the id is unknown."""
        if identifier in self.documents:
            return self.documents[identifier]
        node = self.regles.get(identifier) or self.rubriques.get(identifier)
        if node is None:
            return None if self.guide is None else self.guide.document_of(identifier)
        return self.documents[node.document]

    def home_of(self, document: Document) -> Corpus:
        """The corpus that holds a document: this one, or the guide."""
        return self.guide if self.guide is not None and document.id in self.guide.documents else self

    def reference_of(self, regle_id: str) -> str:
        """How a règle is cited: source, annexe, path of rubriques. Raises KeyError for an unknown id."""
        regle = self.regles[regle_id]
        document = self.documents[regle.document]
        chemin = " › ".join(self.rubriques[regle.rubrique].chemin)
        return f"{document.source.citation}, « {chemin} »"
