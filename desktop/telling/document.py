"""A document laid out as plain values: lines, runs, tables. No Qt: `builder` writes them into a QTextDocument."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from desktop.corpus.forces import FAMILIES, FIGURES, families_of, family_of, passes
from desktop.corpus.model import Force, Paragraph, RuleList, RuleTable
from desktop.search.tokens import tokens
from desktop.telling import labels, meanings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from desktop.corpus.model import Corpus, Document, Fragment, NoteEditoriale, Regle, Rubrique


class Annotation(NamedTuple):
    """What the user hung on a règle: shown under it (`text`) or beside it (`marque`, no text)."""

    genre: str
    texte: str = ""

    @property
    def is_mark(self) -> bool:
        """A bookmark: a sign in the margin, no text."""
        return not self.texte


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. `genre`: "" plain, "badge" and "force" (with `famille`), "hit", "soft", "mark" (footnote number).

    `lien`: an id of the content, `ref:ID`, `note:DOCUMENT/NUMERO`, or `action:ID/DOCUMENT`.
    """

    texte: str
    genre: str = ""
    gras: bool = False
    italique: bool = False
    lien: str = ""
    famille: str = ""
    sens: str = ""
    """The line of « Premiers pas » that says what a badge means."""


@dataclass(frozen=True, slots=True)
class Line:
    """A block of text: `genre` chooses its look, `id` is what it shows (rubrique, règle), `retrait` its steps inwards."""

    genre: str
    runs: tuple[Run, ...]
    id: str = ""
    retrait: int = 0

    @property
    def texte(self) -> str:
        """Its words alone."""
        return "".join(run.texte for run in self.runs)


@dataclass(frozen=True, slots=True)
class ShownTable:
    """Rows of règles under common heads; each row is the règle's id and its cells."""

    entetes: tuple[str, ...]
    lignes: tuple[tuple[str, tuple[tuple[Run, ...], ...]], ...]


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A rubrique in the table of contents; `visibles` règles of it pass the filter."""

    id: str
    titre: str
    niveau: int
    visibles: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole document as it will be shown.

    Of its `total` règles `retenues` pass the filter; `masquees` are not on the page (a chapeau that leads to one that passes is).
    `comptes`: how many each family has; `target` is what was opened.
    """

    document: str
    items: tuple[Line | ShownTable, ...]
    toc: tuple[TocEntry, ...]
    masquees: int
    comptes: dict[str, int]
    cible: str = ""
    total: int = 0
    retenues: int = 0


@dataclass(frozen=True, slots=True)
class Options:
    """What is shown and marked.

    `familles` of badges pass the filter (all if empty); `target` is the règle or rubrique that was opened and `termes`
    the folded words marked in its rubrique; `actions` are (id, label) of the links under the title; `impression` lays
    out for paper, where links don't open.
    """

    familles: frozenset[str] = frozenset()
    cible: str = ""
    termes: tuple[str, ...] = ()
    actions: tuple[tuple[str, str], ...] = ()
    annotations: Callable[[str], Sequence[Annotation]] = field(default=lambda _regle: ())
    impression: bool = False


def counts(corpus: Corpus, document: Document) -> dict[str, int]:
    """How many règles each family of forces has in a document."""
    numbers = dict.fromkeys(FAMILIES, 0)
    for regle in corpus.regles.values():
        if regle.document == document.id:
            for family in families_of(corpus, regle):
                numbers[family] += 1
    return numbers


def filtered_words(familles: frozenset[str], made: Layout) -> str:
    """What the filter lets through: « Obligation, requis : 6 règles sur 88 », in the order of the menu."""
    names = " ; ".join(family.name for family in FAMILIES.values() if family.id in familles)
    rules = "règle" if made.retenues == 1 else "règles"
    return f"{names}\u00a0: {made.retenues} {rules} sur {made.total}"


def layout(corpus: Corpus, document: Document, options: Options | None = None) -> Layout:
    """Lay out a document."""
    return _Layout(corpus, document, options or Options()).build()


class _Layout:
    def __init__(self, corpus: Corpus, document: Document, options: Options) -> None:
        self.corpus = corpus
        self.document = document
        self.options = options
        self.items: list[Line | ShownTable] = []
        self.toc: list[TocEntry] = []
        self.shown = self.kept = self.head = 0
        self.marked = self._marked_rubrique()

    def build(self) -> Layout:
        self._head()
        self.head = len(self.items)
        for key in self.document.rubriques:
            if (rubrique := self.corpus.rubriques.get(key)) is not None:
                self._rubrique(rubrique)
        self._footnotes()
        self._references()
        self._cited("Ce document est cité par\u00a0: ", self.corpus.cited_by.get(self.document.id, ()))
        total = sum(1 for regle in self.corpus.regles.values() if regle.document == self.document.id)
        made = Layout(
            self.document.id,
            tuple(self.items),
            tuple(self.toc),
            total - self.shown,
            counts(self.corpus, self.document),
            self.options.cible,
            total,
            self.kept,
        )
        if self.options.impression and self.options.familles:
            # Nobody who reads the sheet saw the banner of the screen: it says itself that it is a part.
            said = Line("meta", (Run(filtered_words(self.options.familles, made), gras=True),))
            made = replace(made, items=(*made.items[: self.head], said, *made.items[self.head :]))
        return made

    def _marked_rubrique(self) -> str:
        cible = self.options.cible
        regle = self.corpus.regles.get(cible)
        return regle.rubrique if regle else cible

    def _head(self) -> None:
        document = self.document
        shelves = {"referentiel": ["Référentiels", labels.shelf(document)], "guide": ["Aide"]}
        trail = shelves.get(document.nature, ["Profils"])
        self.items.append(Line("trail", (Run(" › ".join([*trail, labels.short_name(document)])),)))
        self.items.append(Line("title", (Run(labels.long_name(document)),), document.id))
        runs = [Run(document.source.citation)]
        if document.niveau_de_recours:
            link = document.niveau_de_recours_regle or ""
            runs = [Run(labels.recourse(document), lien=link), Run(" · "), *runs]
        if document.nature != "guide":  # it cites nothing but itself
            self.items.append(Line("meta", tuple(runs)))
        if document.titre_complet not in (document.titre, document.source.citation):
            self.items.append(Line("meta", (Run(document.titre_complet),)))
        self.items.append(Line("meta", (Run(f"Statut de la source\u00a0: {document.source.statut}."),)))
        if self.options.actions and not self.options.impression:
            links: list[Run] = []
            for key, label in self.options.actions:
                links += [Run(" · "), Run(label, lien=f"action:{key}/{document.id}")]
            self.items.append(Line("meta", tuple(links[1:])))

    def _rubrique(self, rubrique: Rubrique) -> None:
        before = self.shown
        blocks: list[Line | ShownTable] = []
        for bloc in rubrique.blocs:
            if isinstance(bloc, Paragraph):
                blocks.append(Line("text", self._fragments(bloc.fragments, rubrique.id), rubrique.id))
            elif isinstance(bloc, RuleList):
                blocks += self._list(bloc)
            else:
                blocks += self._table(bloc)
        blocks += [self._note(key) for key in rubrique.notes_editoriales if self._note_of(key).regle is None]
        shown = self.shown - before
        if self.options.familles and not shown and not self._below(rubrique):
            return
        self.toc.append(TocEntry(rubrique.id, rubrique.titre, rubrique.niveau_titre, shown))
        title = Line(f"h{rubrique.niveau_titre}", tuple(self._marks(rubrique.titre, rubrique.id)), rubrique.id)
        self.items += [title, *blocks]
        self._cited("Cité par\u00a0: ", self._links_to(rubrique))

    def _below(self, rubrique: Rubrique) -> bool:
        """Whether a rubrique under this one still shows a règle."""
        inside = {rubrique.id}
        rules: list[str] = []
        for key in self.document.rubriques:
            child = self.corpus.rubriques.get(key)
            if child is not None and child.parent in inside:
                inside.add(child.id)
                rules += _rules(child)
        return any(passes(self.corpus, self.corpus.regles[key], self.options.familles) for key in rules)

    def _list(self, bloc: RuleList) -> list[Line | ShownTable]:
        lines: list[Line | ShownTable] = []
        regles = [self.corpus.regles[key] for key in bloc.regles if key in self.corpus.regles]
        kept = {r.id for r in regles if passes(self.corpus, r, self.options.familles)}
        heads = {r.chapeau for r in regles if r.id in kept and r.chapeau}
        for regle in regles:
            if regle.id in kept:
                self.shown += 1
                self.kept += 1
                lines += self._regle(regle)
            elif regle.id in heads:
                runs = tuple(self._fragments(regle.fragments, regle.rubrique))
                lines.append(Line("context", runs, regle.id, _step(regle)))
                self.shown += 1
        return lines

    def _regle(self, regle: Regle) -> list[Line | ShownTable]:
        runs = (*self._badges(regle), *self._fragments(regle.fragments, regle.rubrique))
        genre = "target" if regle.id == self.options.cible else "rule"
        lines: list[Line | ShownTable] = [Line(genre, runs, regle.id, _step(regle))]
        return lines + self._hung_on(regle, _step(regle))

    def _hung_on(self, regle: Regle, retrait: int) -> list[Line]:
        lines = [
            self._note(note.id, retrait)
            for key in self.corpus.rubriques[regle.rubrique].notes_editoriales
            if (note := self._note_of(key)).regle == regle.id
        ]
        own = [a.texte for a in self.options.annotations(regle.id) if not a.is_mark]
        for texte in own:
            first, *others = texte.splitlines() or [""]
            lines.append(Line("own", (Run("Ma note\u00a0: ", gras=True), Run(first)), regle.id, retrait))
            lines += [Line("own", (Run(other),), regle.id, retrait) for other in others]
        return lines

    def _badges(self, regle: Regle, *, again: bool = False) -> list[Run]:
        """Bookmark, force, bound and scales of a règle.

        A top-level description has no badge; a force that is `again` that of the row above, or that of the chapeau, is
        said in words without a ground.
        """
        runs: list[Run] = []
        if any(a.is_mark for a in self.options.annotations(regle.id)):
            runs += _badge("★ Marquée", "own", meanings.OWN)
        head = self.corpus.regles.get(regle.chapeau) if regle.chapeau else None
        if again or (head is not None and head.force is regle.force):
            # Said once with its ground on the chapeau, then only in words: a list of examples stays quiet.
            if regle.force is not Force.DESCRIPTION:
                runs += _repeated(regle.force)
        elif regle.force is not Force.DESCRIPTION or head is not None:
            runs += _badge(regle.force.label, family_of(regle.force), meanings.of(regle.force))
        if regle.borne is not None:
            runs += _badge(regle.borne.label, FIGURES, meanings.of(regle.borne))
        for niveau in regle.niveaux:
            runs += _badge(labels.level(niveau), "niveau", meanings.of(niveau.scale))
        return runs

    def _table(self, bloc: RuleTable) -> list[Line | ShownTable]:
        rows: list[tuple[str, tuple[tuple[Run, ...], ...]]] = []
        after: list[Line] = []
        for key in bloc.regles:
            regle = self.corpus.regles.get(key)
            if regle is None or not passes(self.corpus, regle, self.options.familles):
                continue
            self.shown += 1
            self.kept += 1
            cells = [tuple(self._fragments(cell, regle.rubrique)) for cell in regle.cellules]
            if cells:
                again = bool(rows) and self.corpus.regles[rows[-1][0]].force is regle.force
                cells[0] = (*self._badges(regle, again=again), *cells[0])
            rows.append((regle.id, tuple(cells)))
            after += self._hung_on(regle, 0)
        return [ShownTable(bloc.entetes, tuple(rows)), *after] if rows else []

    def _note_of(self, key: str) -> NoteEditoriale:
        return self.corpus.notes_editoriales[key]

    def _note(self, key: str, retrait: int = 0) -> Line:
        note = self._note_of(key)
        runs = (Run("Note éditoriale\u00a0: ", gras=True), *self._fragments(note.fragments, ""))
        return Line("note", runs, note.regle or "", retrait)

    def _fragments(self, fragments: Iterable[Fragment], rubrique: str) -> tuple[Run, ...]:
        runs: list[Run] = []
        for f in fragments:
            if f.lien and f.lien.startswith("note:"):
                number = f.lien[5:]
                runs.append(Run(number, "mark", lien=f"note:{self.document.id}/{number}"))
                continue
            runs += self._marks(f.texte, rubrique, gras=f.gras, italique=f.italique, lien=f.lien or "")
        return tuple(runs)

    def _marks(
        self, texte: str, rubrique: str, *, gras: bool = False, italique: bool = False, lien: str = ""
    ) -> list[Run]:
        """Cut a text where a searched word stands, in the rubrique that was opened."""
        if not self.options.termes or not rubrique or rubrique != self.marked:
            return [Run(texte, "", gras, italique, lien)]
        runs: list[Run] = []
        end = 0
        for word in tokens(texte):
            if word.start >= end and matches(word.form, self.options.termes):
                if word.start > end:
                    runs.append(Run(texte[end : word.start], "", gras, italique, lien))
                runs.append(Run(texte[word.start : word.end], "hit", gras, italique, lien))
                end = word.end
        if end < len(texte):
            runs.append(Run(texte[end:], "", gras, italique, lien))
        return runs

    def _links_to(self, rubrique: Rubrique) -> list[str]:
        sources = dict.fromkeys(self.corpus.cited_by.get(rubrique.id, ()))
        for key in _rules(rubrique):
            sources |= dict.fromkeys(self.corpus.cited_by.get(key, ()))
        return [key for key in sources if self.corpus.regles[key].rubrique != rubrique.id]

    def _cited(self, words: str, sources: Iterable[str]) -> None:
        places: dict[str, str] = {}
        for key in sources:
            regle = self.corpus.regles[key]
            places.setdefault(regle.rubrique, key)
        if not places:
            return
        runs = [Run(words)]
        for number, (rubrique, key) in enumerate(places.items()):
            node = self.corpus.rubriques[rubrique]
            name = f"{labels.short_name(self.corpus.documents[node.document])} › {node.titre}"
            runs += [Run(", ")] if number else []
            runs.append(Run(name, lien=key))
        self.items.append(Line("cited", tuple(runs)))

    def _footnotes(self) -> None:
        if not self.document.notes:
            return
        self.items.append(Line("h2", (Run("Notes de la source"),), "notes"))
        for number, fragments in self.document.notes.items():
            runs = (Run(f"{number}. ", gras=True), *self._fragments(fragments, ""))
            self.items.append(Line("small", runs))

    def _references(self) -> None:
        keys = dict.fromkeys(
            [
                key
                for regle in self.corpus.regles.values()
                if regle.document == self.document.id
                for key in regle.references
            ]
        )
        known = [self.corpus.references[key] for key in keys if key in self.corpus.references]
        if not known:
            return
        self.items.append(Line("h2", (Run("Références citées"),), "references"))
        for reference in known:
            runs = [Run(reference.intitule, lien=f"ref:{reference.id}"), Run(f" — {reference.statut}.", "soft")]
            self.items.append(Line("small", tuple(runs)))


def matches(folded: str, termes: Sequence[str]) -> bool:
    """Whether a folded word of a text is one of the searched forms, or begins with one of three letters and more."""
    return any(folded == terme or (len(terme) >= 3 and folded.startswith(terme)) for terme in termes)


def _badge(text: str, famille: str, sens: str) -> list[Run]:
    # Narrow no-break spaces give the pill its room; the plain space after it lets the line break there.
    return [Run(f"\u00a0{text}\u00a0", "badge", famille=famille, sens=sens), Run(" ")]


def _rules(rubrique: Rubrique) -> list[str]:
    return [key for bloc in rubrique.blocs if not isinstance(bloc, Paragraph) for key in bloc.regles]


def _repeated(force: Force) -> list[Run]:
    return [Run(f"{force.label}\u00a0", "force", famille=family_of(force), sens=meanings.of(force)), Run(" ")]


def _step(regle: Regle) -> int:
    return 1 if regle.chapeau else 0
