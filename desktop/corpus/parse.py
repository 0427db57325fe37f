"""Markdown → rubriques and règles. A fault in one item costs that item, and is said; the rest is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.corpus import attributes
from desktop.corpus.folder import guarded
from desktop.corpus.model import (
    Bloc,
    Document,
    Fragment,
    Liste,
    NoteEditoriale,
    Paragraphe,
    Probleme,
    Regle,
    Rubrique,
    Tableau,
)
from desktop.errors import ContentError
from desktop.text.typography import french

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

CLES_RUBRIQUE = ("source", "structure")
CLES_REGLE = ("borne", "niveau", "correspondance", "structure")
CLES_NOTE = ("regle",)
DEBUT_NOTE = "Note éditoriale"


@dataclass(slots=True)
class Lecture:
    """What reading one body gives."""

    rubriques: list[Rubrique] = field(default_factory=list)
    regles: list[Regle] = field(default_factory=list)
    notes_editoriales: list[NoteEditoriale] = field(default_factory=list)
    notes: dict[str, tuple[Fragment, ...]] = field(default_factory=dict)
    problemes: list[Probleme] = field(default_factory=list)
    lignes: dict[str, int] = field(default_factory=dict)
    """Line of each editorial note."""


@dataclass(slots=True)
class _Ouverte:
    """The rubrique being read."""

    rubrique: Rubrique
    blocs: list[Bloc] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def analyseur() -> MarkdownIt:
    """CommonMark with tables and footnotes, raw HTML off."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    return MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin, inline=False)


def lire_corps(document: Document, corps: str, decalage: int) -> Lecture:
    """Read the body of `document`; `decalage` is the number of lines that stand before it in the file."""
    return _Lecteur(document, decalage).lire(corps)


class _Lecteur:
    def __init__(self, document: Document, decalage: int) -> None:
        self._document = document
        self._decalage = decalage
        self._lecture = Lecture()
        self._pile: list[_Ouverte] = []
        self._ouvertes: list[_Ouverte] = []

    def lire(self, corps: str) -> Lecture:
        from markdown_it.tree import SyntaxTreeNode

        for noeud in SyntaxTreeNode(analyseur().parse(corps)).children:
            try:
                with guarded(self._document.fichier, self._ligne(noeud)):
                    self._bloc(noeud)
            except ContentError as faute:
                self._noter(faute)
        self._lecture.rubriques = [
            replace(o.rubrique, blocs=tuple(o.blocs), notes_editoriales=tuple(o.notes)) for o in self._ouvertes
        ]
        return self._lecture

    # One block --------------------------------------------------------------------------------------------------

    def _bloc(self, noeud: SyntaxTreeNode) -> None:
        if noeud.type == "heading":
            self._titre(noeud)
        elif noeud.type in ("bullet_list", "ordered_list"):
            courante = self._courante(noeud)
            ids = self._liste(noeud, courante.rubrique, None)
            courante.blocs.append(Liste(tuple(ids)))
        elif noeud.type == "table":
            self._tableau(noeud)
        elif noeud.type == "blockquote":
            self._note_editoriale(noeud)
        elif noeud.type == "paragraph":
            fragments, dedans = _couper(_fragments(noeud.children[0]))
            if dedans is not None:
                raise self._faute(
                    noeud,
                    "une règle est un élément de liste ou une ligne de tableau",
                    "« - texte {#id .force} »",
                )
            if self._ouvertes:
                self._ouvertes[-1].blocs.append(Paragraphe(fragments))
        elif noeud.type == "footnote_block":
            self._notes_de_bas_de_page(noeud)
        else:
            raise self._faute(noeud, f"élément non prévu « {noeud.type} »", "titre, liste, tableau, note éditoriale")

    def _titre(self, noeud: SyntaxTreeNode) -> None:
        niveau = int(noeud.tag[1])
        if niveau == 1:
            return
        fragments, dedans = _couper(_fragments(noeud.children[0]))
        titre = _texte(fragments)
        if dedans is None:
            raise self._faute(noeud, f"la rubrique « {titre} » n’a pas d’identifiant", '« ## Titre {#id source="…"} »')
        lus = attributes.lire(dedans, self._document.fichier, self._ligne(noeud), CLES_RUBRIQUE)
        if lus.id is None:
            raise self._faute(noeud, f"la rubrique « {titre} » n’a pas d’identifiant", "#id")
        while self._pile and self._pile[-1].rubrique.niveau_titre >= niveau:
            self._pile.pop()
        parent = self._pile[-1].rubrique if self._pile else None
        source = tuple(lus.valeurs.get("source", "").split()) or (parent.source if parent else ())
        if not source:
            raise self._faute(noeud, f"la rubrique « {titre} » ne dit pas sa source", 'source="004/A2/…"')
        ouverte = _Ouverte(
            Rubrique(
                id=lus.id,
                document=self._document.id,
                titre=titre,
                niveau_titre=niveau,
                chemin=(*(parent.chemin if parent else ()), titre),
                source=source,
                parent=parent.id if parent else None,
                blocs=(),
                structure=lus.valeurs.get("structure") or (parent.structure if parent else None),
                ligne=self._ligne(noeud),
            )
        )
        self._pile.append(ouverte)
        self._ouvertes.append(ouverte)

    def _liste(self, noeud: SyntaxTreeNode, rubrique: Rubrique, chapeau: str | None) -> list[str]:
        ids: list[str] = []
        for element in noeud.children:
            identifiant = chapeau
            for enfant in element.children:
                if enfant.type == "paragraph":
                    try:
                        regle = self._regle(enfant, (_fragments(enfant.children[0]),), rubrique, chapeau)
                    except ContentError as faute:
                        self._noter(faute)
                        continue
                    self._lecture.regles.append(regle)
                    identifiant = regle.id
                    ids.append(regle.id)
                elif enfant.type in ("bullet_list", "ordered_list"):
                    ids.extend(self._liste(enfant, rubrique, identifiant))
                else:
                    self._noter(self._faute(enfant, f"élément non prévu dans une liste « {enfant.type} »", "du texte"))
        return ids

    def _tableau(self, noeud: SyntaxTreeNode) -> None:
        courante = self._courante(noeud)
        tete, *corps = noeud.children
        entetes = tuple(_texte(_fragments(c.children[0])) if c.children else "" for c in tete.children[0].children)
        ids = []
        for rangee in corps[0].children if corps else []:
            cellules = tuple(_fragments(c.children[0]) if c.children else () for c in rangee.children)
            try:
                regle = self._regle(rangee, cellules, courante.rubrique, None)
            except ContentError as faute:
                self._noter(faute)
                continue
            self._lecture.regles.append(regle)
            ids.append(regle.id)
        if not any(entetes[len(entetes) - 1 :]):
            entetes = entetes[:-1]
        courante.blocs.append(Tableau(entetes, tuple(ids)))

    def _regle(
        self,
        noeud: SyntaxTreeNode,
        cellules: tuple[tuple[Fragment, ...], ...],
        rubrique: Rubrique,
        chapeau: str | None,
    ) -> Regle:
        derniere, dedans = _couper(cellules[-1] if cellules else ())
        debut = _texte(cellules[0])[:40]
        if dedans is None:
            raise self._faute(noeud, f"la règle « {debut}… » n’a ni identifiant ni force", "{#id .force}")
        fichier, ligne = self._document.fichier, self._ligne(noeud)
        lus = attributes.lire(dedans, fichier, ligne, CLES_REGLE)
        if lus.id is None:
            raise self._faute(noeud, f"la règle « {debut}… » n’a pas d’identifiant", "#id")
        if lus.force is None:
            raise ContentError(
                "la règle n’a pas de force",
                fichier=fichier,
                ligne=ligne,
                identifiant=lus.id,
                attendu="une classe, « .requis »",
            )
        pleines = (*cellules[:-1], derniere)
        fragments = pleines[0] if len(cellules) == 1 else _joindre(pleines)
        return Regle(
            id=lus.id,
            document=self._document.id,
            rubrique=rubrique.id,
            force=lus.force,
            texte=_texte(fragments),
            fragments=fragments,
            borne=attributes.lire_borne(lus.valeurs.get("borne"), fichier, ligne),
            niveaux=attributes.lire_niveaux(lus.valeurs.get("niveau"), fichier, ligne),
            correspondance=lus.valeurs.get("correspondance") == "source",
            chapeau=chapeau,
            cellules=pleines if len(cellules) > 1 else (),
            structure=lus.valeurs.get("structure") or rubrique.structure,
            ligne=ligne,
        )

    def _note_editoriale(self, noeud: SyntaxTreeNode) -> None:
        courante = self._courante(noeud)
        for paragraphe in noeud.children:
            if paragraphe.type != "paragraph":
                raise self._faute(noeud, "une note éditoriale est un paragraphe", "« > Note éditoriale : … »")
            fragments, dedans = _couper(_fragments(paragraphe.children[0]))
            texte = _texte(fragments)
            if not texte.startswith(DEBUT_NOTE) or dedans is None:
                raise self._faute(paragraphe, "bloc de citation non prévu", "« > Note éditoriale : … {#id} »")
            lus = attributes.lire(dedans, self._document.fichier, self._ligne(paragraphe), CLES_NOTE)
            if lus.id is None:
                raise self._faute(paragraphe, "la note éditoriale n’a pas d’identifiant", "#id")
            premier = fragments[0]
            sans_debut = premier.texte.removeprefix(DEBUT_NOTE).lstrip(" \u00a0\u202f:")
            fragments = (replace(premier, texte=sans_debut[:1].upper() + sans_debut[1:]), *fragments[1:])
            note = NoteEditoriale(lus.id, courante.rubrique.id, _texte(fragments), fragments, lus.valeurs.get("regle"))
            self._lecture.notes_editoriales.append(note)
            self._lecture.lignes.setdefault(note.id, self._ligne(paragraphe))
            courante.notes.append(note.id)

    def _notes_de_bas_de_page(self, noeud: SyntaxTreeNode) -> None:
        for note in noeud.children:
            fragments: list[Fragment] = []
            for paragraphe in note.children:
                if paragraphe.type == "paragraph":
                    fragments.extend(_fragments(paragraphe.children[0]))
            self._lecture.notes[str(note.meta["label"])] = tuple(fragments)

    # Places and faults ------------------------------------------------------------------------------------------

    def _courante(self, noeud: SyntaxTreeNode) -> _Ouverte:
        if not self._ouvertes:
            raise self._faute(noeud, "une règle se trouve avant toute rubrique", "un titre « ## »")
        return self._ouvertes[-1]

    def _ligne(self, noeud: SyntaxTreeNode) -> int:
        lignes = noeud.map
        return self._decalage + (lignes[0] + 1 if lignes else 1)

    def _faute(self, noeud: SyntaxTreeNode, message: str, attendu: str) -> ContentError:
        return ContentError(message, fichier=self._document.fichier, ligne=self._ligne(noeud), attendu=attendu)

    def _noter(self, faute: ContentError) -> None:
        self._lecture.problemes.append(Probleme(faute.fichier, faute.ligne, faute.message))


def _fragments(inline: SyntaxTreeNode) -> tuple[Fragment, ...]:
    """Flatten inline Markdown into runs; adjacent runs of one look are joined."""
    sortie: list[Fragment] = []
    _aplatir(inline, Fragment(""), sortie)
    joints: list[Fragment] = []
    for f in sortie:
        if joints and replace(joints[-1], texte="") == replace(f, texte="") and not (f.lien or "").startswith("note:"):
            joints[-1] = replace(f, texte=joints[-1].texte + f.texte)
        else:
            joints.append(f)
    return tuple(replace(f, texte=french(f.texte)) for f in joints)


def _aplatir(noeud: SyntaxTreeNode, style: Fragment, sortie: list[Fragment]) -> None:
    for enfant in noeud.children:
        if enfant.type in ("text", "code_inline"):
            sortie.append(replace(style, texte=enfant.content))
        elif enfant.type in ("softbreak", "hardbreak"):
            sortie.append(replace(style, texte=" "))
        elif enfant.type == "strong":
            _aplatir(enfant, replace(style, gras=True), sortie)
        elif enfant.type == "em":
            _aplatir(enfant, replace(style, italique=True), sortie)
        elif enfant.type == "link":
            _aplatir(enfant, replace(style, lien=str(enfant.attrs.get("href", "")).removeprefix("#")), sortie)
        elif enfant.type == "footnote_ref":
            sortie.append(Fragment("", lien=f"note:{enfant.meta['label']}"))


def _couper(fragments: tuple[Fragment, ...]) -> tuple[tuple[Fragment, ...], str | None]:
    """Take the closing braces off the last run."""
    if not fragments:
        return fragments, None
    texte, dedans = attributes.separer(fragments[-1].texte)
    if dedans is None:
        return fragments, None
    reste = fragments[:-1] if not texte else (*fragments[:-1], replace(fragments[-1], texte=texte))
    if reste and not (reste[-1].lien or "").startswith("note:"):
        reste = (*reste[:-1], replace(reste[-1], texte=reste[-1].texte.rstrip()))
    return reste, dedans


def _joindre(cellules: tuple[tuple[Fragment, ...], ...]) -> tuple[Fragment, ...]:
    """The cells of a row as one text: « Médecins : 2,5 ETP — dont 1 … »."""
    sortie: list[Fragment] = []
    for i, cellule in enumerate(c for c in cellules if _texte(c)):
        if i:
            sortie.append(Fragment("\u00a0: " if i == 1 else " — "))
        sortie.extend(cellule)
    return tuple(sortie)


def _texte(fragments: tuple[Fragment, ...]) -> str:
    return "".join(f.texte for f in fragments).strip()
