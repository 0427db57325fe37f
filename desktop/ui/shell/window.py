"""The window: assembles bar, navigation, pages and foot, and connects them. It knows no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from desktop.settings import MENU_BAR, PLACE, WINDOW
from desktop.ui.door import ids
from desktop.ui.door.ids import HOME, READING
from desktop.ui.door.place import Place
from desktop.ui.kit.gestures import Gestures
from desktop.ui.shell.footer import Footer
from desktop.ui.shell.looks import Looks
from desktop.ui.shell.navigation import Navigation
from desktop.ui.shell.navigator import Navigator
from desktop.ui.shell.searching import Searching
from desktop.ui.shell.topbar import TopBar

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from desktop.ui.door.context import Context
    from desktop.ui.kit.sight import Sight
    from desktop.ui.results.page import ReadingPage
    from desktop.ui.shell.actions import Actions
    from desktop.ui.shell.toast import Toast

TITLE = "Cap palliatif"
KEEP_AFTER = 1000
"""Milliseconds after which a new place is written down; walking through several writes once."""
WIDTH, HEIGHT = 1366, 768
"""The first size in pixels; a screen that is no larger is filled."""
FRAME_WIDTH, FRAME_HEIGHT = 16, 40
"""What a title and borders may take, in pixels; what they do take is known later, and put right by `frame`."""
NAVIGATION_EMS = 66
"""Below this width in ems the navigation gives its room to the page, and a button brings it back."""


class MainWindow(QMainWindow):
    """Assembles; what happens inside a page is the page's own."""

    painted = Signal()
    """Emitted once, after the first paint."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setWindowTitle(TITLE)
        self.setObjectName("window")
        self.looks = Looks(context)
        self.navigator = Navigator(context)
        self.command_actions: Actions | None = None
        self.topbar = TopBar(context)
        self.navigation = Navigation(context)
        self.footer = Footer(context)
        self.searching = Searching(context, self.navigator, self.topbar.field)
        self._painted = False
        self._restored = False
        self._saved = Place.from_json(context.settings.value(PLACE))
        self._keep_place = QTimer(self)
        self._keep_place.setSingleShot(True)
        self._keep_place.setInterval(KEEP_AFTER)
        self._keep_place.timeout.connect(self.keep_place)
        self._navigation_wanted: bool | None = None
        self._assemble()
        self.toast: Toast | None = None
        self._connect()
        self._whole_screen: QSize | None = None
        self._sight: Sight | None = None
        self._restore_geometry()
        self.navigator.go(Place(HOME))
        self.topbar.field.setFocus()

    def _assemble(self) -> None:
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.topbar)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.navigation)
        middle.addWidget(self.navigator.stack, 1)
        column.addLayout(middle, 1)
        column.addWidget(self.footer)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        context = self.context
        self.topbar.command.connect(context.run)
        self.topbar.menu_requested.connect(lambda: self.context.run(ids.MENU))
        self.navigation.page_requested.connect(context.go)
        self.navigator.shown.connect(self._on_place)
        context.theme_changed.connect(self._on_theme)
        context.state_changed.connect(self._keep_place.start)
        context.message.connect(self._say)
        context.worker.failed.connect(self._say)

    def appear(self) -> None:
        """Show the window; a small screen is filled at the first start, unless somebody gave it another size meanwhile."""
        if self._whole_screen is not None and self.size() == self._whole_screen:
            self.showMaximized()
        else:
            self.show()

    # -- after the first paint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Announce the first paint: everything slow begins after it."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def complete(self) -> None:
        """Bind the shortcuts and draw what other rooms registered."""
        from PySide6.QtGui import QGuiApplication

        from desktop.ui.kit.sight import Sight
        from desktop.ui.kit.touch import let_fingers_scroll
        from desktop.ui.shell.actions import Actions
        from desktop.ui.shell.frame import InsideScreen

        if QGuiApplication.platformName() != "offscreen":  # pictures are taken on no screen at all
            InsideScreen(self).fit()
        self._sight = Sight(self)
        let_fingers_scroll(self)
        self.navigator.built.connect(let_fingers_scroll)
        self.command_actions = Actions(self.context.registry, self, self.context.run)
        self.command_actions.bind()
        self.navigation.settle()
        self.topbar.settle()
        self.looks.follow_system()
        if self.context.settings.flag(MENU_BAR, QGuiApplication.platformName() == "cocoa"):
            self.command_actions.fill_bar(self.menuBar())
        self.context.settings_changed.connect(self._on_setting)
        self._on_place(self.navigator.history.current or Place(HOME))

    def restore_place(self) -> None:
        """Go where the window was left, if its page still exists."""
        place = self._saved
        self._restored = True
        if place is not None and place.page in self.context.registry.pages and place.page != HOME:
            self.navigator.go(place)
            # A question waits for its answer; a text that was being read leaves the field ready for the next search.
            if place.page == READING or self.navigator.page is None:
                self.searching.focus()
            else:
                self.navigator.page.focus_main()

    def keep_place(self) -> None:
        """Write down where the window stands, so that even a power cut comes back here; not before it was restored."""
        if not self._restored:
            return
        self.navigator.remember()
        place = self.navigator.history.current
        self.context.settings.put(**{PLACE: place.to_json() if place else None})

    # -- what the commands call

    @property
    def reading(self) -> ReadingPage:
        """The reading page."""
        return self.searching.reading

    def reading_is_shown(self) -> bool:
        """Whether a document is on the screen."""
        now = self.navigator.history.current
        return now is not None and now.page == READING and self.reading.document is not None

    def toggle_navigation(self) -> None:
        """Show or hide the navigation; the choice holds until the width of the window changes its mind."""
        self._navigation_wanted = not self.navigation.isVisibleTo(self)
        self._arrange()

    def wake(self) -> None:
        """Another start was asked for: come to the front."""
        from PySide6.QtCore import Qt

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    # -- reactions

    def _on_setting(self, key: str) -> None:
        from desktop.ui.shell.actions import show_menu_bar

        if key == MENU_BAR and self.command_actions is not None:
            show_menu_bar(self, self.command_actions, wanted=self.context.settings.flag(MENU_BAR))

    def _say(self, sentence: str) -> None:
        if self.toast is None:
            from desktop.ui.shell.toast import Toast

            self.toast = Toast(self.footer)
        self.toast.say(sentence)

    def _on_place(self, place: Place) -> None:
        history = self.navigator.history
        self.topbar.back.setEnabled(history.can_back)
        self.topbar.forward.setEnabled(history.can_forward)
        self.navigation.mark(self._shelf(place))
        self._keep_place.start()
        self.setWindowTitle(self._title(place))

    def _title(self, place: Place) -> str:
        """What a task bar and a screen reader say of the window: where it stands, then whose it is."""
        corpus = self.context.corpus
        document = corpus.document_of(place.cible) if corpus is not None and place.page == READING else None
        if document is not None:
            return f"{document.titre} — {TITLE}"
        return TITLE if place.page in (HOME, READING) else f"{self.context.registry.pages[place.page].title} — {TITLE}"

    def _shelf(self, place: Place) -> str:
        corpus = self.context.corpus
        if place.page != READING or corpus is None:
            return place.page
        document = corpus.document_of(place.cible)
        if document is None:
            return ""
        return {"referentiel": ids.LIBRARY, "document": ids.PROFILES}.get(document.nature, "")

    def _on_theme(self) -> None:
        focused, shown = self.focusWidget(), self.navigator.page
        inside = focused is not None and shown is not None and shown.isAncestorOf(focused)
        self.topbar.apply()
        self.navigation.apply()
        self.footer.apply()
        for page in self.navigator.pages.values():
            page.on_text_size()
        self._arrange()
        # A page that was drawn anew has lost the widget that had the focus: Qt gives it to any other of the window.
        if inside and shown is not None and not shown.isAncestorOf(self.focusWidget() or self):
            shown.focus_main()

    def _arrange(self) -> None:
        if self._sight is not None:
            self._sight.again()
        roomy = self.width() / self.context.theme.px(15) >= NAVIGATION_EMS
        shown = roomy if self._navigation_wanted is None else self._navigation_wanted
        self.navigation.setVisible(shown)
        self.topbar.navigation.setVisible(not roomy or not shown)

    def _restore_geometry(self) -> None:
        if saved := self.context.settings.text(WINDOW):
            from PySide6.QtCore import QByteArray

            if self.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii", "ignore"))):
                return
        room = self.screen().availableSize()
        self.resize(min(WIDTH, room.width() - FRAME_WIDTH), min(HEIGHT, room.height() - FRAME_HEIGHT))
        if room.width() <= WIDTH or room.height() <= HEIGHT:
            self._whole_screen = self.size()

    # -- events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Decide again what has room."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._navigation_wanted = None
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: first what floats on the page, then the search. Enter presses the button that has the focus."""
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QPushButton

        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            if not Gestures.shared().refuses(event):
                focused.click()
            return
        if event.key() == Qt.Key.Key_Escape:
            page = self.navigator.page
            if page is None or not page.escape():
                self.searching.focus()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The next press of this key is a new one."""
        Gestures.shared().released(event)
        super().keyReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The side buttons of the mouse go back and forward."""
        if not self.side_button(event):
            super().mousePressEvent(event)

    def side_button(self, event: QMouseEvent) -> bool:
        """Use a side button of the mouse; False for any other."""
        from PySide6.QtCore import Qt

        if event.button() == Qt.MouseButton.BackButton:
            self.navigator.back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.navigator.forward()
        else:
            return False
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep place and geometry, end the worker, let the rooms release what they hold."""
        self._keep_place.stop()
        self.keep_place()
        self.context.settings.put(**{WINDOW: self.saveGeometry().toBase64().toStdString()})
        self.context.worker.stop()
        self.context.closing.emit()
        super().closeEvent(event)
