"""Thousands of kept cases, notes and bookmarks in a store, as years of use leave them: for the benchmarks and for looking at."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.store import CaseState, Kind, Store
from desktop.store.kinds.cases import state_row
from desktop.store.rows import Row, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from desktop.corpus.model import Corpus
    from desktop.decision import Orientation
    from desktop.store.sqlite import Connection

SEED = 20230621
EVENTS = ("visite", "appel", "réunion", "sortie", "consultation", "relais de nuit", "retour à domicile", "staff")
PLACES = ("secteur Nord", "secteur Sud", "EHPAD", "domicile", "clinique", "week-end", "étage 3", "équipe mobile")
WORDS_OF_NOTES = 40
DAYS = 2000
"""What is kept was begun on any of so many days; half of it was changed since."""


def fill(folder: Path, corpus: Corpus, orientation: Orientation, *, cases: int, notes: int, bookmarks: int = 0) -> None:
    """Write so many into the store of a folder, in one transaction each: the states are those of the worked examples."""
    with Store(folder) as store:
        engine = store._engine  # noqa: SLF001 - a benchmark writes rows by the thousand, as no person does
        chance = random.Random(SEED)  # noqa: S311 - a benchmark must be the same twice
        states = _states(corpus, orientation)
        now = engine.now()
        with engine.lock, engine.transaction("IMMEDIATE"):
            connection = engine.connection
            first = int(connection.execute("SELECT value FROM meta WHERE key = 'sequence'").fetchone()[0]) + 1
            rows: list[Row] = [
                {
                    "id": f"{chance.getrandbits(128):032x}",
                    "seq": first + number,
                    "changed_seq": first + number,
                    "label": f"{chance.choice(EVENTS)} {chance.choice(PLACES)} {number}",
                    "questionnaire": "orientation",
                    **chance.choice(states),
                    **_moments(chance, now),
                    "revision": 1,
                }
                for number in range(cases)
            ]
            _insert(connection, "cases", rows)
            _insert(connection, "notes", _notes(corpus, chance, notes, first + cases, now))
            marked = chance.sample(sorted(corpus.regles), min(bookmarks, len(corpus.regles)))
            _insert(
                connection,
                "bookmarks",
                [
                    {
                        "target": key,
                        "kind": Kind.REGLE.value,
                        "title": key,
                        "seq": first + cases + notes + n,
                        "created": stamp(now),
                    }
                    for n, key in enumerate(marked)
                ],
            )
            last = first + cases + notes + bookmarks
            connection.execute("UPDATE meta SET value = ? WHERE key = 'sequence'", (str(last),))


def _states(corpus: Corpus, orientation: Orientation) -> list[Row]:
    from build_scripts.decisions.examples import read_examples
    from desktop.paths import content_dir
    from desktop.ui.situations import keeping

    examples = [one for one in read_examples(content_dir() / "questionnaires" / "exemples") if "besoin" in one.facts]
    states = []
    for example in examples:
        session = keeping.restore(orientation, example.facts)
        state: CaseState = keeping.state_of(session, corpus, content=orientation.questionnaires.empreinte)
        states.append(state_row(state))
    return states


def _notes(corpus: Corpus, chance: random.Random, count: int, first: int, now: datetime) -> list[Row]:
    rules = sorted(corpus.regles)
    words = [word for rule in corpus.regles.values() for word in rule.texte.split()]
    made: list[Row] = []
    for number in range(count):
        start = chance.randrange(len(words))
        text = " ".join(words[start : start + chance.randint(5, WORDS_OF_NOTES)]) or "à revoir"
        target = chance.choice(rules)
        made.append(
            {
                "id": f"{chance.getrandbits(128):032x}",
                "target": target,
                "about": corpus.regles[target].texte[:200],
                "text": text,
                "seq": first + number,
                **_moments(chance, now),
            }
        )
    return made


def _moments(chance: random.Random, now: datetime) -> Row:
    begun = now - timedelta(seconds=chance.randrange(DAYS * 86_400))
    return {"created": stamp(begun), "changed": stamp(begun + (now - begun) * chance.choice((0.0, chance.random())))}


def _insert(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    columns = ", ".join(f"[{name}]" for name in rows[0])
    places = ", ".join("?" for _ in rows[0])
    connection.executemany(
        f"INSERT INTO [{table}] ({columns}) VALUES ({places})",  # noqa: S608 - our own names
        [tuple(row.values()) for row in rows],
    )
