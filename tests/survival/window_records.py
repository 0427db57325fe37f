"""What a window or a store says that there is, as records by their names: compared between a killed window and its folder. No Qt.

`open/<draft>` is a situation that is being answered, `case/<id>` a kept one, `mark/<target>` a bookmark, `note/<id>` a note,
`typed/<draft>` words that nobody kept yet. A step is what one transaction changes: new values, None for a record that goes. A new
record has the id `new` in a step.
"""

from __future__ import annotations

import hashlib
import json
import signal
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from desktop.store import Draft, Store
from desktop.ui.situations import keeping

Records = dict[str, Any]
Step = Mapping[str, Any]
NEW = "new"
WHERE = getattr(signal, "SIGUSR1", signal.SIGTERM)
"""The signal at which a window that hangs writes on stderr where each of its threads stands."""
TYPED = ("note", keeping.LABEL)
"""Kinds of the drafts that hold words."""


def open_record(draft: Draft, cases: Collection[str]) -> Records:
    """All of a draft. One whose case is gone stands alone."""
    whole = {
        "facts": dict(draft.facts),
        "extra": draft.extra,
        "case": draft.case if draft.case in cases else None,
        "label": draft.label,
    }
    return json.loads(json.dumps(whole))


def case_record(label: str, facts: Mapping[str, Any], plan: Any, review: object, revision: int) -> Records:
    """A kept case; of its plan a digest, which tells a plan of other answers."""
    words = json.dumps(plan, sort_keys=True, ensure_ascii=False)
    whole = {
        "label": label,
        "facts": dict(facts),
        "plan": hashlib.sha256(words.encode()).hexdigest()[:12],
        "review": str(review) if review is not None else None,
        "revision": revision,
    }
    return json.loads(json.dumps(whole))


def records_of(store: Store) -> Records:
    """What a folder's store holds."""
    cases = {case.id: case for case in store.cases.all()}
    told: Records = {}
    for draft in store.drafts.all():
        if draft.questionnaire in TYPED:
            told[f"typed/{draft.id}"] = draft.words
        else:
            told[f"open/{keeping.key_of(draft)}"] = open_record(draft, cases)
    for case in cases.values():
        told[f"case/{case.id}"] = case_record(case.label, case.state.facts, case.state.plan, case.review, case.revision)
    for mark in store.bookmarks.all():
        told[f"mark/{mark.target}"] = {"kind": mark.kind.value, "title": mark.title}
    for note in store.notes.all():
        told[f"note/{note.id}"] = {"target": note.target, "text": note.text, "about": note.about}
    return told


def after(before: Step, step: Step) -> Records:
    """The records once a step was made."""
    whole = {**before, **step}
    return {name: value for name, value in whole.items() if value is not None}


def ways(before: Step, steps: Sequence[Step]) -> list[Records]:
    """What there may be while these steps are made one after the other: none of them yet, the first, …, all."""
    found = [dict(before)]
    for step in steps:
        found.append(after(found[-1], step))
    return found


def with_new_names(found: Records, before: Step, steps: Sequence[Step]) -> Records:
    """The same records, one that neither was there nor is named by a step under the id `new`; two of a kind keep their ids."""
    known = {*before, *(name for step in steps for name in step)}
    named = dict(found)
    for kind in ("open", "case", "note"):
        fresh = [name for name in found if name.startswith(f"{kind}/") and name not in known]
        if len(fresh) == 1:
            named[f"{kind}/{NEW}"] = named.pop(fresh[0])
    return named
