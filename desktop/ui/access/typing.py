"""What is being typed in a dialog: written as it is typed, found again however the dialog or the program ended. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.store import Draft, Store
    from desktop.ui.access.user_data import UserData


class Typing:
    """The words of one field. One writing waits at most, and it takes the newest words when its turn comes."""

    def __init__(self, data: UserData, draft: Draft, origin: str = "") -> None:
        """`draft` says where the words belong, with an id of its own; `origin` is what the field said before."""
        self._data, self._draft, self._origin = data, draft, origin
        found = next((one.words for one in data.snapshot.drafts if one.id == draft.id), None)
        self.found = found is not None and found != origin
        """Whether words of an earlier time were found."""
        self.words = found if found is not None else origin
        self._waits = self._ended = False

    @property
    def id(self) -> str:
        """The draft to end when the words are kept."""
        return self._draft.id

    @property
    def open(self) -> bool:
        """Whether there are words that would be lost."""
        return not self._ended and self.words != self._origin

    def type(self, words: str) -> None:
        """Write these words."""
        self.words = words
        if not self._waits:
            self._waits = True
            self._data.write(self._save)

    def end(self) -> None:
        """They are kept elsewhere, in the transaction that drops the draft: write no more."""
        self._ended = True

    def give_up(self, label: str) -> None:
        """Drop them; undo gives them back under that name."""
        given_up, words = self.open, self.words
        self.end()

        def task(store: Store) -> None:
            if given_up:
                store.drafts.save(replace(self._draft, words=words))  # the last words may not have been written yet
            store.drafts.discard(self.id, label)

        self._data.write(task)

    def _save(self, store: Store) -> None:
        self._waits = False  # what is typed from here on is another writing
        if self._ended:
            return
        words = self.words
        if words == self._origin:
            store.drafts.discard(self.id, "")
        else:
            store.drafts.save(replace(self._draft, words=words))
