"""What the situations add to the window. Nothing slow is imported here: pages are built at their first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui.registry import Command, DocumentAction, HomeCard, PageSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.corpus.model import Document
    from desktop.ui.context import Context
    from desktop.ui.page import Page
    from desktop.ui.registry import Registry

AIMED = frozenset(("usp", "lisp", "had", "hdj", "emsp", "errspp", "benevoles"))
"""Structures whose page asks « Est-ce la bonne structure ? »."""


def register(registry: Registry, context: Context) -> None:
    """Pages, commands, the home card, links under the titles of the documents."""
    registry.add_page(PageSpec("orienter", "Orienter une situation", _page, section="Situations", order=10))
    registry.add_command(
        Command(
            "orienter.nouvelle", "Nouvelle situation", "Situations", lambda: _begin(context), ("Ctrl+N",),
            words="orienter commencer plan patient",
        )
    )  # fmt: skip
    registry.add_home_card(HomeCard("orienter", _card, order=10, primary=True))
    registry.add_document_action(
        DocumentAction("bonne-structure", _asks, lambda document: _begin(context, _structure(context, document)))
    )
    context.search_ready.connect(lambda: _prepare(context))


def _page(context: Context) -> Page:
    from desktop.ui.situations.page import SituationPage

    return SituationPage(context)


def _card(context: Context) -> QWidget:
    from desktop.ui.situations.home_card import home_card

    return home_card(context)


def _begin(context: Context, visee: str = "") -> None:
    from desktop.ui.situations.situation import Situation

    Situation.of(context).begin(visee)


def _asks(document: Document) -> str | None:
    return "Est-ce la bonne structure ?" if document.structure in AIMED else None


def _structure(context: Context, document: str) -> str:
    found = context.corpus.documents.get(document) if context.corpus is not None else None
    return found.structure or "" if found is not None else ""


def _prepare(context: Context) -> None:
    """Once the search answers, read what the first question needs, so that it does not wait."""
    from desktop.ui.situations.room import Decisions

    Decisions.of(context).load()
