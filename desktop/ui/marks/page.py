"""« Signets et notes »: all of them, and those whose règle this content no longer has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.ui.door.page import Page
from desktop.ui.kit.focus import take_focus
from desktop.ui.kit.rows import RowsView
from desktop.ui.kit.widgets import FlowLayout, button, clear, text
from desktop.ui.marks.list import Item, MarksDelegate, MarksModel, What, items_of
from desktop.ui.marks.note_dialog import write_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint

    from desktop.ui.door.context import Context
    from desktop.ui.door.place import Place
    from desktop.ui.marks.marks import Marks

SEARCHED = 80
"""So many characters of what a règle said are searched for."""
EMPTY = "Rien pour l’instant. Dans le texte, Ctrl+D pose un signet sur la règle désignée, Ctrl+Maj+N y écrit une note."
LOST = "Le contenu a changé. Rien n’est perdu : cherchez la règle par ses mots, puis rattachez la note ou effacez-la."
FOUND = "La recherche, en haut, trouve aussi les notes par leurs mots."

Deed = tuple[str, "Callable[[], object]"]


class MarksPage(Page):
    """A list of which only what is seen is drawn, and a bar for the selected row."""

    def __init__(self, context: Context, marks: Marks) -> None:
        super().__init__()
        self.context = context
        self.setObjectName("library")
        self.marks = marks
        self.box = QVBoxLayout(self)
        self.hint = text("", "soft", wrap=True)
        self.model = MarksModel(self)
        self.view = RowsView("Signets et notes", partial(MarksDelegate, context), self.model)
        self.foot = QWidget()
        self.bar = FlowLayout(context.theme.px(8))
        self.foot.setLayout(self.bar)
        self._drawn: tuple[str, str] | None = None
        self._read: tuple[object, object, object] = (None, None, None)
        self._items: list[Item] = []
        self.box.addWidget(text("Signets et notes", "title"))
        self.box.addWidget(self.hint)
        self.box.addWidget(self.view, 1)
        self.box.addWidget(self.foot)
        self.box.addStretch(0)
        self.view.opened.connect(self._open)
        self.view.erase_wanted.connect(self._erase)
        self.view.menu_wanted.connect(self._open_menu)
        self.view.selectionModel().currentChanged.connect(lambda _now, _before: self._draw_foot())
        context.annotations_changed.connect(self._on_changed)
        context.corpus_ready.connect(self.rebuild)
        self.on_text_size()

    @property
    def current(self) -> Item | None:
        """The selected mark or note."""
        return self.model.item(self.view.currentIndex().row())

    def show_place(self, place: Place) -> None:
        """There is one place."""
        del place
        self.marks.data.open()
        self.rebuild()
        if self.isVisible():
            self.focus_main()

    def focus_main(self) -> None:
        """The list."""
        take_focus(self.view if self.model.rowCount() else self)

    def on_text_size(self) -> None:
        """Sizes follow."""
        px = self.context.theme.px
        self.box.setContentsMargins(px(34), px(20), px(34), px(8))
        self.box.setSpacing(px(8))
        self.view.apply()
        self.rebuild()

    def _on_changed(self) -> None:
        if self.isVisible():
            here = self.view.hasFocus()
            self.rebuild()
            if here:
                self.focus_main()

    def rebuild(self) -> None:
        """Show what there is."""
        corpus, data = self.context.corpus, self.marks.data
        if corpus is None or data.store is None:
            self._say("Lecture de vos données…")
            return
        snapshot = data.snapshot
        chosen, row = self.current, self.view.currentIndex().row()
        read = (corpus, snapshot.bookmarks, snapshot.notes)
        if not all(a is b for a, b in zip(read, self._read, strict=True)):
            self._read = read
            self._items = items_of(*read)
            self.model.show(corpus, self._items)
        items = self._items
        if not items:
            self._say(EMPTY)
            return
        self._show(lost=items[0].words.startswith("Ne se"))
        again = self.model.row_of(chosen.key, row) if chosen is not None else -1
        self._select(again if again >= 0 else max(row, 1))
        self._draw_foot()

    def _select(self, row: int) -> None:
        """This row, or the one before it where a heading stands or the list ends."""
        row = min(row, self.model.rowCount() - 1)
        while row > 0 and self.model.item(row) is None:
            row -= 1
        self.view.select(row if self.model.item(row) is not None else 1)

    def _say(self, words: str) -> None:
        self.hint.setText(words)
        for widget in (self.view, self.foot):
            widget.hide()
        self.box.setStretch(self.box.count() - 1, 1)

    def _show(self, *, lost: bool) -> None:
        self.hint.setText(LOST if lost else FOUND)
        for widget in (self.view, self.foot):
            widget.show()
        self.box.setStretch(self.box.count() - 1, 0)

    def _draw_foot(self) -> None:
        """What can be done with the selected row."""
        item = self.current
        key = (item.what.value, item.target) if item is not None else None
        if item is None or key is None or key == self._drawn:
            self.foot.setEnabled(item is not None)
            return
        self._drawn = key
        self.foot.setEnabled(True)
        clear(self.bar)
        for words, _deed in self._deeds(item):
            self.bar.addWidget(button(words, partial(self._do, words)))

    def _do(self, words: str) -> None:
        item = self.current
        if item is not None:
            dict(self._deeds(item))[words]()

    def _deeds(self, item: Item) -> list[Deed]:
        """What can be done with a row, the first by Enter, the last by Suppr."""
        marks, target = self.marks, item.target
        if item.what is What.MARK:
            return [("Ouvrir", partial(self.context.open_content, target)), ("Retirer", partial(marks.toggle, target))]
        if item.mark is not None:
            words = item.mark.title.split(" › ")[-1][:SEARCHED]
            return [("Chercher", partial(self.context.search, words)), ("Retirer", partial(marks.toggle, target))]
        assert item.note is not None  # noqa: S101 - a row that is no heading and no mark
        erase = ("Effacer", partial(marks.save, target, item.note.about, [(item.note.id, "")]))
        if item.what is What.LOST_NOTE:
            return [("Rattacher à une autre règle", partial(marks.start_moving, item.note)), erase]
        return [
            ("Ouvrir", partial(self.context.open_content, target)),
            ("Changer", partial(write_on, marks, target)),
            erase,
        ]

    def _open(self, item: Item) -> None:
        self._deeds(item)[0][1]()

    def _erase(self, item: Item) -> None:
        self._deeds(item)[-1][1]()

    def _open_menu(self, item: Item, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, deed in self._deeds(item):
            menu.addAction(words).triggered.connect(lambda _checked=False, deed=deed: deed())
        menu.popup(where)

    @property
    def deeds(self) -> dict[str, QPushButton]:
        """The buttons of the bar by their words."""
        return {made.text(): made for made in self.foot.findChildren(QPushButton)}
