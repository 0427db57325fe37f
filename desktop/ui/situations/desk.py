"""The situations that are open, and the one in hand: what this window made, followed by what the store says. No Qt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.ui.situations import keeping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from desktop.decision import Orientation
    from desktop.decision.answering import Session
    from desktop.store import Case, CaseState, Draft

    Cases = Callable[[str], Case | None]

SILENT = 20
"""So many situations that say nothing stay as they were begun, for the way back to them."""


@dataclass(frozen=True, slots=True)
class OpenOne:
    """A line of what is open. `case`: the kept case that is being changed; `answers`: how many a person gave."""

    draft: str
    case: str | None
    label: str
    answers: int
    started: datetime | None
    in_hand: bool


class Desk:
    """Sessions by the ids of their drafts. What waits to be written is this window's; all else is as the store has it."""

    def __init__(self) -> None:
        self.hand: Session | None = None
        self._open: dict[str, Session] = {}
        self._writing: Counter[str] = Counter()
        self._refused: set[str] = set()
        self._known: set[str] = set()
        self._gone: set[str] = set()
        self._kept_from: dict[str, str] = {}
        self._became: dict[str, str] = {}
        self._seen: dict[str, CaseState] = {}

    # -- what this window does

    def take(self, session: Session) -> None:
        """Take a session in hand."""
        self.hand = session
        if session.draft:
            self._open.pop(session.draft, None)  # last changed, last in order
            self._open[session.draft] = session
            self._gone.discard(session.draft)
            self._forget_silent()

    def _forget_silent(self) -> None:
        """Each new situation is one more: those that were begun long ago and say nothing are begun anew if one comes back."""
        silent = [key for key, one in self._open.items() if one is not self.hand and not one.touched]
        for key in [key for key in silent if not self.is_written(key)][: -SILENT or None]:
            del self._open[key]

    def look_at(self, orientation: Orientation, case: Case) -> Session:
        """A kept case in hand, as it was kept."""
        self._seen[case.id] = case.state
        self.hand = keeping.session_of(orientation, case)
        return self.hand

    def put_down(self) -> None:
        """Nothing in hand; what is open stays open."""
        self.hand = None

    def begin_writing(self, key: str) -> None:
        """Until `end_writing`, the store is behind."""
        self._writing[key] += 1

    def end_writing(self, key: str) -> None:
        """One writing ended: the store holds what was written."""
        self._writing[key] -= 1
        self._known.add(key)
        self._refused.discard(key)

    def refuse_writing(self, key: str) -> None:
        """The store could not write: what is here stays the truth until a later writing succeeds."""
        self._writing[key] -= 1
        self._refused.add(key)

    def is_written(self, key: str) -> bool:
        """Whether the store holds this draft, or will."""
        return key in self._known or self._writing[key] > 0

    def close(self, key: str) -> None:
        """A draft is dropped here: it is nowhere from now on."""
        self._open.pop(key, None)
        self._gone.add(key)

    def became(self, key: str, case: Case) -> None:
        """A draft was kept as a case, or as the new state of one."""
        self.close(key)
        self._kept_from[case.id] = key
        self._became[key] = case.id
        self._seen[case.id] = case.state

    def unwrite(self, key: str) -> None:
        """The store does not hold the draft any more, for it says nothing; it stays here, as one that was never written."""
        self._known.discard(key)

    def clear(self) -> None:
        """Forget everything."""
        self.__init__()  # type: ignore[misc]

    # -- what there is

    def find(self, orientation: Orientation, drafts: Mapping[str, Draft], key: str) -> Session | None:
        """An open situation by the id of its draft, None if there is none."""
        if key not in self._open and key in drafts and key not in self._gone:
            self._open[key] = keeping.session_of_draft(orientation, drafts[key])
        return self._open.get(key)

    def change_of(self, drafts: Mapping[str, Draft], case: str) -> str | None:
        """The draft of a kept case: what is being changed of it."""
        for key, session in self._open.items():
            if session.cas == case and session.touched:
                return key
        return next((key for key, draft in drafts.items() if draft.case == case and key not in self._gone), None)

    def is_gone(self, key: str) -> bool:
        """Whether a draft was here and is not any more."""
        return key in self._gone

    def kept_from(self, case: str) -> str:
        """The draft that a case was kept from in this window, "" for another case."""
        return self._kept_from.get(case, "")

    def kept_as(self, key: str) -> str | None:
        """The case that a draft became in this window."""
        return self._became.get(key)

    def lines(self, drafts: Mapping[str, Draft], case: Cases) -> tuple[OpenOne, ...]:
        """Everything that is open and holds something, last changed first."""
        keys = [key for key, session in reversed(self._open.items()) if session.touched and key not in drafts]
        keys += [key for key in drafts if key not in self._gone and self._holds(key)]
        return tuple(self._line(key, drafts.get(key), case) for key in keys)

    def _holds(self, key: str) -> bool:
        """Whether the draft says anything now, whatever the store still has of it."""
        return key not in self._open or self._open[key].touched

    def _line(self, key: str, draft: Draft | None, case: Cases) -> OpenOne:
        session = self._open.get(key)
        if session is not None:
            draft = keeping.draft_of(session)
        assert draft is not None  # noqa: S101 - a key is of one or the other
        kept = case(draft.case) if draft.case else None
        words = kept.label if kept is not None else draft.label
        held = self.hand is not None and self.hand.draft == key
        return OpenOne(
            key, kept.id if kept is not None else None, words, keeping.answered(draft), keeping.begun(draft), held
        )

    # -- following the store

    def follow(self, orientation: Orientation, drafts: Mapping[str, Draft], case: Cases) -> bool:
        """Take in what the store says now; True when what is in hand is another than before."""
        for key in [key for key in self._open if not self._writing[key] and key not in self._refused]:
            row = drafts.get(key)
            if row is not None and row != keeping.draft_of(self._open[key]):
                self._open[key] = keeping.session_of_draft(orientation, row)
            elif row is None and key in self._known:
                self.close(key)
        self._gone -= drafts.keys() - {key for key, count in self._writing.items() if count}
        self._known = {key for key in self._known if key in drafts or self._writing[key]} | set(drafts)
        before = self.hand
        if before is not None:
            self.hand = self._followed(before, orientation, drafts, case)
        return self.hand is not before

    def _followed(
        self, hand: Session, orientation: Orientation, drafts: Mapping[str, Draft], case: Cases
    ) -> Session | None:
        if hand.draft and (found := self.find(orientation, drafts, hand.draft)) is not None:
            return self.labelled(found, case)
        kept = hand.cas or self._became.get(hand.draft)
        held = case(kept) if kept else None
        if held is None:
            # Its keeping was undone: what was kept is a draft again.
            found = self.find(orientation, drafts, self._kept_from.get(kept or "", ""))
            return self.labelled(found, case) if found is not None else None
        if (change := self.change_of(drafts, held.id)) is not None:
            found = self.find(orientation, drafts, change)
            return self.labelled(found, case) if found is not None else None
        if hand.draft or self._seen.get(held.id) != held.state:
            return self.look_at(orientation, held)
        return self.labelled(hand, case)

    def labelled(self, session: Session, case: Cases) -> Session:
        """The session under the present label of its case; a draft of a case that is gone stands alone."""
        if session.cas is None:
            return session
        held = case(session.cas)
        if held is not None and session.libelle == held.label:
            return session
        after = replace(session, libelle=held.label) if held is not None else replace(session, cas=None, libelle="")
        if after.draft:
            self._open[after.draft] = after
        return after


def by_key(drafts: Iterable[Draft]) -> dict[str, Draft]:
    """The drafts of situations by their ids, in their order."""
    return {keeping.key_of(draft): draft for draft in drafts if draft.questionnaire == keeping.ORIENTATION}
