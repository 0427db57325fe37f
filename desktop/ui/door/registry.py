"""The extension door: what rooms add to the window, as data. No Qt here; factories import it when they are called.

Named tuples rather than frozen dataclasses: the first paint waits for this module, and a dataclass takes seven times as long
to make.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from desktop.ui.door import ids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.corpus.model import Corpus, Document
    from desktop.search.results import Hit, Passage, PassageKind
    from desktop.telling.annotations import StructureSource
    from desktop.telling.document import Annotation
    from desktop.ui.door.page import Page
    from desktop.ui.door.place import Place

_T = TypeVar("_T")

GROUPS = ("Fichier", "Édition", "Affichage", "Aller", "Situations", "Aide")
"""The menus, in their order. A command of another group gets a menu of its own before « Aide »."""

SECTIONS = ("", "Situations", "Coordination", "Formation")
"""The headings of the navigation, in their order; the first has no title. Others follow, as they are registered."""


class Command(NamedTuple):
    """Something a person can do: menus, palette, shortcuts and their list are all drawn from it.

    `shortcuts` are in Qt's portable form (« Ctrl+Shift+P »), the first is the one shown. `enabled` is asked each time
    before the command is offered; `checked` makes it a tick in the menu. `words` are further words that find it in the
    palette. `in_menu` is False for what would only crowd the menus. `first` is its rank among those that head the palette
    while nothing is typed, because most come for them; 0 for all others.
    """

    id: str
    text: str
    group: str
    handler: Callable[[], object]
    shortcuts: tuple[str, ...] = ()
    enabled: Callable[[], bool] | None = None
    checked: Callable[[], bool] | None = None
    words: str = ""
    in_menu: bool = True
    first: int = 0

    @property
    def is_enabled(self) -> bool:
        """Whether it can be run now."""
        return self.enabled is None or self.enabled()


class PageSpec(NamedTuple):
    """A screen. The factory is called at the first visit, never before the window is painted.

    `section` is one of SECTIONS; `order` ranks within it; `in_navigation` False for pages reached only from others.
    """

    id: str
    title: str
    factory: Callable[[], Page]
    section: str = ""
    order: int = 100
    in_navigation: bool = True


class HomeCard(NamedTuple):
    """A card of the first row of the home page; `primary` gives it the coloured edge and twice the width."""

    id: str
    factory: Callable[[], QWidget]
    order: int = 100
    primary: bool = False


class ResumeEntry(NamedTuple):
    """A line of « Reprendre »: a link, what it was, when (seconds since the epoch; the newest come first).

    `first`: it comes before all others, whenever it was: what was begun and not ended. `due`: what waits to be done today, in
    words; it comes next, in the order in which it was given.
    """

    texte: str
    detail: str
    place: Place
    quand: float = 0.0
    first: bool = False
    due: str = ""


class DocumentAction(NamedTuple):
    """A link under the title of a document in the reader; `label` gives None where it makes no sense."""

    id: str
    label: Callable[[Document], str | None]
    handler: Callable[[str], object]


class RuleAction(NamedTuple):
    """Something one can do with a règle in the reader, shown on the règle and in its context menu.

    `label` may change with the règle (« Marquer » / « Ne plus marquer »). `icon` names a drawing of `desktop.ui.kit.icons`.
    `shortcuts` also make it a command on the current règle.
    """

    id: str
    label: Callable[[str], str]
    handler: Callable[[str], object]
    icon: str = "dot"
    shortcuts: tuple[str, ...] = ()
    command_text: str = ""


class PassageSource(Protocol):
    """Texts of a room's own that are searched with the content; emit `context.annotations_changed` when they change.

    What has not changed is best given as the same objects: they are not read again.
    """

    @property
    def kind(self) -> PassageKind:
        """What they are, and how they stand beside the content."""

    def passages(self) -> Sequence[Passage]:
        """All of them; called on the window's thread."""

    def open(self, hit: Hit, words: str) -> None:
        """Show what was found; `words` is what was searched."""


class Registry:
    """Everything that was registered. Ids are unique in their kind; a second one of the same id is a programming fault."""

    def __init__(self) -> None:
        self.commands: dict[str, Command] = {}
        self.pages: dict[str, PageSpec] = {}
        self.home_cards: dict[str, HomeCard] = {}
        self.setting_options: dict[str, tuple[tuple[str, str], ...]] = {}
        """Values and words of the choices that only a room knows, by the id of the setting."""
        self.document_actions: dict[str, DocumentAction] = {}
        self.rule_actions: dict[str, RuleAction] = {}
        self.resume_sources: list[Callable[[Corpus], Sequence[ResumeEntry]]] = []
        self.annotation_sources: list[Callable[[str], Sequence[Annotation]]] = []
        self.passage_sources: dict[str, PassageSource] = {}
        self.structure_sources: list[StructureSource] = []
        """Who annotates a structure wherever a plan tells one."""

    def add_command(self, command: Command) -> None:
        """Register a command. Raises ValueError if its id or one of its shortcuts is taken."""
        taken = {shortcut: other.id for other in self.commands.values() for shortcut in other.shortcuts}
        for shortcut in command.shortcuts:
            if shortcut in taken:
                raise ValueError(f"shortcut {shortcut} of {command.id} belongs to {taken[shortcut]}")
        _add(self.commands, command.id, command)

    def add_page(self, page: PageSpec) -> None:
        """Register a screen. Raises ValueError if the id is taken."""
        _add(self.pages, page.id, page)

    def add_home_card(self, card: HomeCard) -> None:
        """Register a card of the home page. Raises ValueError if the id is taken."""
        _add(self.home_cards, card.id, card)

    def add_document_action(self, action: DocumentAction) -> None:
        """Register a link under a document's title. Raises ValueError if the id is taken."""
        _add(self.document_actions, action.id, action)

    def add_rule_action(self, action: RuleAction) -> None:
        """Register an action on a règle. Raises ValueError if the id is taken."""
        _add(self.rule_actions, action.id, action)

    def add_passage_source(self, source: PassageSource) -> None:
        """Register texts that are searched with the content. Raises ValueError if the id of their kind is taken."""
        _add(self.passage_sources, source.kind.id, source)

    def navigation(self) -> list[tuple[str, list[PageSpec]]]:
        """The sections that have a page, in order, each with its pages in order."""
        sections: dict[str, list[PageSpec]] = {name: [] for name in SECTIONS}
        for page in self.pages.values():
            if page.in_navigation:
                sections.setdefault(page.section, []).append(page)
        return [(name, sorted(pages, key=lambda p: p.order)) for name, pages in sections.items() if pages]

    def groups(self) -> list[tuple[str, list[Command]]]:
        """The groups that have a command, in the order of the menus, « Aide » last; in each, leaving comes last."""
        groups: dict[str, list[Command]] = {name: [] for name in GROUPS}
        for command in self.commands.values():
            groups.setdefault(command.group, []).append(command)
        for commands in groups.values():
            commands.sort(key=lambda command: command.id == ids.LEAVE)
        names = [name for name in groups if name != "Aide"] + ["Aide"]
        return [(name, groups[name]) for name in names if groups[name]]

    def annotations(self, regle: str) -> list[Annotation]:
        """What all sources hung on a règle."""
        return [note for source in self.annotation_sources for note in source(regle)]

    def passages(self) -> tuple[Passage, ...]:
        """The texts beside the content that are searched with it."""
        return tuple(passage for source in self.passage_sources.values() for passage in source.passages())


def _add(registry: dict[str, _T], key: str, value: _T) -> None:
    if key in registry:
        raise ValueError(f"{key} is registered twice")
    registry[key] = value
