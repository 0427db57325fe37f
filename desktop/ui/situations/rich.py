"""Sentences with links into the reader, and what their jargon means: labels that the keyboard reaches."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.telling import meanings
from desktop.telling.jargon import Jargon
from desktop.text.typography import french
from desktop.ui.kit.focus import Grouped
from desktop.ui.kit.gestures import ENTERS, Gestures
from desktop.ui.kit.plain import PlainLabel, plain
from desktop.ui.kit.spoken import LINK, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

    from desktop.telling.annotations import StructureAnnotation
    from desktop.telling.story import Said
    from desktop.ui.door.context import Context


class LinkLabel(Grouped, QLabel):
    """A sentence with links; a held key or a double click follows one once."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """An arrow that leads here leads to its first link, as Tab does."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.OtherFocusReason and not self.hasSelectedText():
            self.focusNextPrevChild(True)  # noqa: FBT003 - Qt's own name of it is a keyword of none

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press that was meant for what stood here before follows nothing."""
        if Gestures.shared().refuses(event):
            event.accept()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter follows the link that has the focus."""
        if event.key() in ENTERS and Gestures.shared().refuses(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The next press of this key is a new one."""
        Gestures.shared().released(event)
        super().keyReleaseEvent(event)


class OwnWords(QLabel):
    """A label of this room's own tags, without links; every word in it was escaped before."""


def own_words(html: str) -> QLabel:
    """Such a label."""
    label = OwnWords(html)
    label.setTextFormat(Qt.TextFormat.RichText)
    return label


class Writer:
    """Makes the labels of one screen, in the theme and with the lexique of now."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.jargon = Jargon(context.corpus)

    def text(self, words: str, role: str = "", *, wrap: bool = True) -> QLabel:
        """A plain label whose acronyms explain themselves on hover."""
        label = PlainLabel()
        label.setWordWrap(wrap)
        if role:
            label.setProperty("role", role)
        label.setText(french(words))  # last, as in `widgets.text`
        label.setToolTip(plain(self.jargon.explain(words)))
        return label

    def links(
        self, before: str, links: Sequence[tuple[str, str]], action: Callable[[str], object], role: str = "small"
    ) -> QLabel:
        """« before link · link »: each link calls `action` with its id."""
        colour = self.context.theme.hex("primary")
        anchors = [
            f'<a href="{escape(key)}" style="color:{colour}">{escape(french(words))}</a>' for key, words in links
        ]
        html = " ".join(part for part in (escape(french(before)), " · ".join(anchors)) if part)
        label = LinkLabel()
        if links:
            spoken(label, LINK)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setProperty("role", role)
        if links:
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            label.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            label.linkActivated.connect(action)
        label.setText(html)
        label.setToolTip(plain(self.jargon.explain(before)))
        return label

    def source(self, said: Said) -> QLabel:
        """« Le référentiel indique : annexe 4, Type de patients »."""
        if said.references:
            label = self.links(f"{said.nature} :", said.references, self.context.open_content)
        else:
            label = self.text(said.nature, "small")
        label.setToolTip(plain(meanings.line_of_nature(self.context.corpus, said.kind.value)))
        return label

    def noted(self, one: StructureAnnotation, structure: str) -> QLabel:
        """« Téléphone : 05 00 00 00 00 — annuaire du territoire, au 21 novembre 2026 »; the value stays as it is."""
        soft = self.context.theme.hex("soft")
        label = own_words(
            f"{escape(french(f'{one.label} :'))} <b>{escape(one.value)}</b> "
            f'<span style="color:{soft}">{escape(one.origin)}</span>'
        )
        label.setObjectName(f"annotation-{structure}")
        label.setWordWrap(True)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setAccessibleName(one.spoken)
        return label

    def statement(self, said: Said, name: str = "") -> QLabel:
        """The name in bold, the words, then who says them in small, in one paragraph."""
        theme = self.context.theme
        colour, soft, small = theme.hex("primary"), theme.hex("soft"), theme.px(13)
        anchors = " · ".join(
            f'<a href="{escape(key)}" style="color:{colour}">{escape(words)}</a>' for key, words in said.references
        )
        who = french(f"{said.nature} : " if anchors else said.nature)
        head = f"<b>{escape(name)}</b> " if name else ""
        html = (
            f"{head}{escape(said.texte)} "
            f'<span style="font-size:{small}px"><span style="color:{soft}">{escape(who)}</span>{anchors}</span>'
        )
        label = self.links("", said.references, self.context.open_content, "statement")
        label.setText(html)
        explained = (
            self.jargon.explain(f"{name} {said.texte}"),
            meanings.line_of_nature(self.context.corpus, said.kind.value),
        )
        label.setToolTip(plain("\n".join(line for line in explained if line)))
        return label
