"""Markdown → rubriques and règles. A fault in one item costs that item, and is said; the rest is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desktop.corpus import attributes
from desktop.corpus.folder import guarded
from desktop.corpus.model import (
    Block,
    Document,
    Fragment,
    NoteEditoriale,
    Paragraph,
    Problem,
    Regle,
    Rubrique,
    RuleList,
    RuleTable,
)
from desktop.errors import ContentError
from desktop.text.typography import french

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    from desktop.corpus.model import Scale

RUBRIQUE_KEYS = ("source", "structure")
REGLE_KEYS = ("borne", "niveau", "correspondance", "structure")
NOTE_KEYS = ("regle",)
NOTE_START = "Note éditoriale"


@dataclass(slots=True)
class BodyReading:
    """What reading one body gives."""

    rubriques: list[Rubrique] = field(default_factory=list)
    regles: list[Regle] = field(default_factory=list)
    notes_editoriales: list[NoteEditoriale] = field(default_factory=list)
    notes: dict[str, tuple[Fragment, ...]] = field(default_factory=dict)
    problemes: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    """Line of each editorial note."""


@dataclass(slots=True)
class _Open:
    """The rubrique being read."""

    rubrique: Rubrique
    blocs: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def markdown_parser() -> MarkdownIt:
    """CommonMark with tables and footnotes, raw HTML off."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    return MarkdownIt("commonmark", {"html": False}).enable("table").use(footnote_plugin, inline=False)


def read_body(document: Document, body: str, shift: int, scales: Mapping[str, Scale] | None = None) -> BodyReading:
    """Read the body of `document`; `shift` is the number of lines that stand before it in the file.

    `scales`: those that a règle may name; None where they can't be read.
    """
    return _Reader(document, shift, scales).read(body)


class _Reader:
    def __init__(self, document: Document, shift: int, scales: Mapping[str, Scale] | None) -> None:
        self._document = document
        self._shift = shift
        self._scales = scales
        self._reading = BodyReading()
        self._stack: list[_Open] = []
        self._opened: list[_Open] = []

    def read(self, body: str) -> BodyReading:
        from markdown_it.tree import SyntaxTreeNode

        for node in SyntaxTreeNode(markdown_parser().parse(body)).children:
            try:
                with guarded(self._document.fichier, self._line(node)):
                    self._block(node)
            except ContentError as fault:
                self._report(fault)
        self._reading.rubriques = [
            replace(o.rubrique, blocs=tuple(o.blocs), notes_editoriales=tuple(o.notes)) for o in self._opened
        ]
        return self._reading

    # One block --------------------------------------------------------------------------------------------------

    def _block(self, node: SyntaxTreeNode) -> None:
        if node.type == "heading":
            self._heading(node)
        elif node.type in ("bullet_list", "ordered_list"):
            current = self._current(node)
            ids = self._list(node, current.rubrique, None)
            current.blocs.append(RuleList(tuple(ids)))
        elif node.type == "table":
            self._table_block(node)
        elif node.type == "blockquote":
            self._editorial_note(node)
        elif node.type == "paragraph":
            fragments, inside = _cut(_fragments(node.children[0]))
            if inside is not None:
                raise self._fault(
                    node,
                    "une règle est un élément de liste ou une ligne de tableau",
                    "« - texte {#id .force} »",
                )
            if self._opened:
                self._opened[-1].blocs.append(Paragraph(fragments))
        elif node.type == "footnote_block":
            self._footnotes(node)
        else:
            raise self._fault(node, f"élément non prévu « {node.type} »", "titre, liste, tableau, note éditoriale")

    def _heading(self, node: SyntaxTreeNode) -> None:
        niveau = int(node.tag[1])
        if niveau == 1:
            return
        fragments, inside = _cut(_fragments(node.children[0]))
        title = _text(fragments)
        if inside is None:
            raise self._fault(node, f"la rubrique « {title} » n’a pas d’identifiant", '« ## Titre {#id source="…"} »')
        read_all = attributes.read(inside, self._document.fichier, self._line(node), RUBRIQUE_KEYS)
        if read_all.id is None:
            raise self._fault(node, f"la rubrique « {title} » n’a pas d’identifiant", "#id")
        while self._stack and self._stack[-1].rubrique.niveau_titre >= niveau:
            self._stack.pop()
        parent = self._stack[-1].rubrique if self._stack else None
        source = tuple(read_all.values.get("source", "").split()) or (parent.source if parent else ())
        if not source:
            raise self._fault(node, f"la rubrique « {title} » ne dit pas sa source", 'source="004/A2/…"')
        opened = _Open(
            Rubrique(
                id=read_all.id,
                document=self._document.id,
                titre=title,
                niveau_titre=niveau,
                chemin=(*(parent.chemin if parent else ()), title),
                source=source,
                parent=parent.id if parent else None,
                blocs=(),
                structure=read_all.values.get("structure") or (parent.structure if parent else None),
                ligne=self._line(node),
            )
        )
        self._stack.append(opened)
        self._opened.append(opened)

    def _list(self, node: SyntaxTreeNode, rubrique: Rubrique, chapeau: str | None) -> list[str]:
        ids: list[str] = []
        for item in node.children:
            identifier = chapeau
            for child in item.children:
                if child.type == "paragraph":
                    try:
                        regle = self._regle(child, (_fragments(child.children[0]),), rubrique, chapeau)
                    except ContentError as fault:
                        self._report(fault)
                        continue
                    self._reading.regles.append(regle)
                    identifier = regle.id
                    ids.append(regle.id)
                elif child.type in ("bullet_list", "ordered_list"):
                    ids.extend(self._list(child, rubrique, identifier))
                else:
                    self._report(self._fault(child, f"élément non prévu dans une liste « {child.type} »", "du texte"))
        return ids

    def _table_block(self, node: SyntaxTreeNode) -> None:
        current = self._current(node)
        head, *body = node.children
        entetes = tuple(_text(_fragments(c.children[0])) if c.children else "" for c in head.children[0].children)
        ids = []
        for row in body[0].children if body else []:
            cellules = tuple(_fragments(c.children[0]) if c.children else () for c in row.children)
            try:
                regle = self._regle(row, cellules, current.rubrique, None)
            except ContentError as fault:
                self._report(fault)
                continue
            self._reading.regles.append(regle)
            ids.append(regle.id)
        if not any(entetes[len(entetes) - 1 :]):
            entetes = entetes[:-1]
        current.blocs.append(RuleTable(entetes, tuple(ids)))

    def _regle(
        self,
        node: SyntaxTreeNode,
        cellules: tuple[tuple[Fragment, ...], ...],
        rubrique: Rubrique,
        chapeau: str | None,
    ) -> Regle:
        last, inside = _cut(cellules[-1] if cellules else ())
        start = _text(cellules[0])[:40]
        if inside is None:
            raise self._fault(node, f"la règle « {start}… » n’a ni identifiant ni force", "{#id .force}")
        file, line = self._document.fichier, self._line(node)
        read_all = attributes.read(inside, file, line, REGLE_KEYS)
        if read_all.id is None:
            raise self._fault(node, f"la règle « {start}… » n’a pas d’identifiant", "#id")
        if read_all.force is None:
            raise ContentError(
                "la règle n’a pas de force",
                fichier=file,
                ligne=line,
                identifiant=read_all.id,
                attendu="une classe, « .requis »",
            )
        full = (*cellules[:-1], last)
        fragments = full[0] if len(cellules) == 1 else _join(full)
        return Regle(
            id=read_all.id,
            document=self._document.id,
            rubrique=rubrique.id,
            force=read_all.force,
            texte=_text(fragments),
            fragments=fragments,
            borne=attributes.read_borne(read_all.values.get("borne"), file, line),
            niveaux=attributes.read_scale_values(read_all.values.get("niveau"), self._scales, file, line),
            correspondance=read_all.values.get("correspondance") == "source",
            chapeau=chapeau,
            cellules=full if len(cellules) > 1 else (),
            structure=read_all.values.get("structure") or rubrique.structure,
            ligne=line,
        )

    def _editorial_note(self, node: SyntaxTreeNode) -> None:
        current = self._current(node)
        for paragraph in node.children:
            if paragraph.type != "paragraph":
                raise self._fault(node, "une note éditoriale est un paragraphe", "« > Note éditoriale : … »")
            fragments, inside = _cut(_fragments(paragraph.children[0]))
            text = _text(fragments)
            if not text.startswith(NOTE_START) or inside is None:
                raise self._fault(paragraph, "bloc de citation non prévu", "« > Note éditoriale : … {#id} »")
            read_all = attributes.read(inside, self._document.fichier, self._line(paragraph), NOTE_KEYS)
            if read_all.id is None:
                raise self._fault(paragraph, "la note éditoriale n’a pas d’identifiant", "#id")
            first = fragments[0]
            without_start = first.texte.removeprefix(NOTE_START).lstrip(" \u00a0\u202f:")
            fragments = (replace(first, texte=without_start[:1].upper() + without_start[1:]), *fragments[1:])
            note = NoteEditoriale(
                read_all.id, current.rubrique.id, _text(fragments), fragments, read_all.values.get("regle")
            )
            self._reading.notes_editoriales.append(note)
            self._reading.lines.setdefault(note.id, self._line(paragraph))
            current.notes.append(note.id)

    def _footnotes(self, node: SyntaxTreeNode) -> None:
        for note in node.children:
            fragments: list[Fragment] = []
            for paragraph in note.children:
                if paragraph.type == "paragraph":
                    fragments.extend(_fragments(paragraph.children[0]))
            self._reading.notes[str(note.meta["label"])] = tuple(fragments)

    # Places and faults ------------------------------------------------------------------------------------------

    def _current(self, node: SyntaxTreeNode) -> _Open:
        if not self._opened:
            raise self._fault(node, "une règle se trouve avant toute rubrique", "un titre « ## »")
        return self._opened[-1]

    def _line(self, node: SyntaxTreeNode) -> int:
        lines = node.map
        return self._shift + (lines[0] + 1 if lines else 1)

    def _fault(self, node: SyntaxTreeNode, message: str, expected: str) -> ContentError:
        return ContentError(message, fichier=self._document.fichier, ligne=self._line(node), attendu=expected)

    def _report(self, fault: ContentError) -> None:
        self._reading.problemes.append(Problem(fault.fichier, fault.ligne, fault.message))


def _fragments(inline: SyntaxTreeNode) -> tuple[Fragment, ...]:
    """Flatten inline Markdown into runs; adjacent runs of one look are joined."""
    out: list[Fragment] = []
    _flatten(inline, Fragment(""), out)
    joined: list[Fragment] = []
    for f in out:
        if joined and replace(joined[-1], texte="") == replace(f, texte="") and not (f.lien or "").startswith("note:"):
            joined[-1] = replace(f, texte=joined[-1].texte + f.texte)
        else:
            joined.append(f)
    return tuple(replace(f, texte=french(f.texte)) for f in joined)


def _flatten(node: SyntaxTreeNode, style: Fragment, out: list[Fragment]) -> None:
    for child in node.children:
        if child.type in ("text", "code_inline"):
            out.append(replace(style, texte=child.content))
        elif child.type in ("softbreak", "hardbreak"):
            out.append(replace(style, texte=" "))
        elif child.type == "strong":
            _flatten(child, replace(style, gras=True), out)
        elif child.type == "em":
            _flatten(child, replace(style, italique=True), out)
        elif child.type == "link":
            _flatten(child, replace(style, lien=str(child.attrs.get("href", "")).removeprefix("#")), out)
        elif child.type == "footnote_ref":
            out.append(Fragment("", lien=f"note:{child.meta['label']}"))


def _cut(fragments: tuple[Fragment, ...]) -> tuple[tuple[Fragment, ...], str | None]:
    """Take the closing braces off the last run."""
    if not fragments:
        return fragments, None
    text, inside = attributes.split_off(fragments[-1].texte)
    if inside is None:
        return fragments, None
    rest = fragments[:-1] if not text else (*fragments[:-1], replace(fragments[-1], texte=text))
    if rest and not (rest[-1].lien or "").startswith("note:"):
        rest = (*rest[:-1], replace(rest[-1], texte=rest[-1].texte.rstrip()))
    return rest, inside


def _join(cellules: tuple[tuple[Fragment, ...], ...]) -> tuple[Fragment, ...]:
    """The cells of a row as one text: « Médecins : 2,5 ETP — dont 1 … »."""
    out: list[Fragment] = []
    for i, cell in enumerate(c for c in cellules if _text(c)):
        if i:
            out.append(Fragment("\u00a0: " if i == 1 else " — "))
        out.extend(cell)
    return tuple(out)


def _text(fragments: tuple[Fragment, ...]) -> str:
    return "".join(f.texte for f in fragments).strip()
