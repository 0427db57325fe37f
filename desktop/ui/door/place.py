"""Where the reader of the window stands, and the way back: plain values, without Qt."""

from __future__ import annotations

from typing import NamedTuple

HISTORY_LIMIT = 200


class Place(NamedTuple):
    """One position in the window: what « back » returns to and what a restart restores.

    `page` is the id of a registered page; `cible` the id of a document, rubrique, règle or of whatever the page shows;
    `requete` the words in the search field; `etat` anything else the page wants to find again (a scroll position, a
    question), as text that only the page reads.
    """

    page: str
    cible: str = ""
    requete: str = ""
    etat: str = ""

    def to_json(self) -> dict[str, str]:
        """The place as a JSON object."""
        return {"page": self.page, "cible": self.cible, "requete": self.requete, "etat": self.etat}

    @staticmethod
    def from_json(value: object) -> Place | None:
        """Read what `to_json` wrote; None for anything else, since a settings file may be old or damaged."""
        if not isinstance(value, dict) or not isinstance(value.get("page"), str):
            return None
        texts = {key: value.get(key, "") for key in ("page", "cible", "requete", "etat")}
        return Place(**texts) if all(isinstance(text, str) for text in texts.values()) else None


class History:
    """Back and forward, as in a browser: a visit after going back forgets what lay ahead."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._index = -1

    @property
    def current(self) -> Place | None:
        """The place shown now, None before the first visit."""
        return self._places[self._index] if self._index >= 0 else None

    @property
    def can_back(self) -> bool:
        """Whether there is something to go back to."""
        return self._index > 0

    @property
    def can_forward(self) -> bool:
        """Whether there is something to go forward to."""
        return self._index + 1 < len(self._places)

    def visit(self, place: Place) -> None:
        """Go to a new place; a visit to the same page and target only refreshes the present one."""
        now = self.current
        if now is not None and (now.page, now.cible, now.requete) == (place.page, place.cible, place.requete):
            self._places[self._index] = place
            return
        del self._places[self._index + 1 :]
        self._places.append(place)
        del self._places[:-HISTORY_LIMIT]
        self._index = len(self._places) - 1

    def update(self, place: Place) -> None:
        """Replace the present place: the scroll position moved, a word was typed."""
        if self._index >= 0:
            self._places[self._index] = place

    def remember_state(self, etat: str) -> None:
        """Keep the page's own state with the present place, so that coming back finds it."""
        if (now := self.current) is not None:
            self._places[self._index] = now._replace(etat=etat)

    def back(self) -> Place | None:
        """The place before, or None at the beginning."""
        if not self.can_back:
            return None
        self._index -= 1
        return self.current

    def forward(self) -> Place | None:
        """The place after, or None at the end."""
        if not self.can_forward:
            return None
        self._index += 1
        return self.current
