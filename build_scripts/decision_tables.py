"""The rows of docs/decisions.md § 2.2, written from the questionnaires: one table a need, under the heading that names it.

python build_scripts/decision_tables.py            rewrite the tables of the page
python build_scripts/decision_tables.py --check    say which of them are not as the questionnaires are
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from desktop.corpus.bounded_yaml import compose, plain  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PAGE = ROOT / "docs" / "decisions.md"
QUESTIONNAIRES = ROOT / "content" / "questionnaires"
HEAD = "| row | when | principal | alternatives | appuis | and |\n|---|---|---|---|---|---|\n"
_TABLE = re.compile(r"^#### `(?P<need>\w+)`\n\n(?P<table>(?:\|.*\n)*)", re.MULTILINE)


def needs(folder: Path = QUESTIONNAIRES) -> dict[str, Mapping[str, Any]]:
    """The table of each need, by its name. Raises ContentError for a file that can't be read."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted((folder / "orientation").glob("*.yaml")):
        data = plain(compose(path.read_text(encoding="utf-8"), path.name), path.name)
        found |= {table["table"]: table for table in data.get("tables", ())}
    return found


def told(condition: Mapping[str, Any]) -> str:
    """A condition in the page's words: names of facts and of shared conditions, values, « or », « not »."""
    return ", ".join(_part(name, wanted) for name, wanted in condition.items())


def _part(name: str, wanted: Any) -> str:  # noqa: ANN401 - a condition of the tables is any of their shapes
    if name == "est":
        return ", ".join(f"`{shared}`" for shared in _list(wanted))
    if name in ("un_de", "tous", "aucun"):
        joined = (" and " if name == "tous" else " or ").join(told(inner) for inner in wanted)
        return {"un_de": f"either {joined}", "tous": joined, "aucun": f"not ({joined})"}[name]
    if isinstance(wanted, dict):
        (how, values), *_ = wanted.items()
        word = {"sauf": "not", "aucun": "without", "au_moins": "at least"}[how]
        return f"`{name}` {word} {_values(values)}"
    return f"`{name}` {_values(wanted)}"


def _values(wanted: Any) -> str:  # noqa: ANN401
    return " or ".join(f"`{str(value).rpartition(':')[2]}`" for value in _list(wanted))


def _list(value: Any) -> Sequence[Any]:  # noqa: ANN401
    return value if isinstance(value, list) else [value]


def _statements(statements: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(_statement(statement) for statement in statements) or "—"


def _statement(statement: Mapping[str, Any]) -> str:
    if "plan_de" in statement:
        words = f"the plan of `{statement['plan_de']}`"
    else:
        words = f"`{statement['structure']}` {statement['nature']}"
    beside = ["first"] if statement.get("rang") else []
    if statement.get("si"):
        beside.append(f"if {told(statement['si'])}")
    if choices := statement.get("ouvert"):
        beside.append(f"**open**: {', '.join(f'`{choice}`' for choice in _list(choices))}")
    return f"{words} ({'; '.join(beside)})" if beside else words


def _row(row: Mapping[str, Any], *, complement: bool) -> str:
    beside = []
    if row.get("anticiper"):
        beside.append(f"foresees {_statements(row['anticiper'])}")
    if row.get("notes"):
        beside.append(f"says {', '.join(f'`{note}`' for note in row['notes'])}")
    cells = (
        f"`{row['id']}`{' *' if complement else ''}",
        told(row["quand"]) or ("always" if complement else "otherwise"),
        *(_statements(row.get(role, ())) for role in ("principal", "alternatives", "appuis")),
        "; ".join(beside) or "—",
    )
    return f"| {' | '.join(cells)} |\n"


def table(need: Mapping[str, Any]) -> str:
    """The rows of a need as one table of the page, complements marked with a star."""
    rows = [_row(row, complement=False) for row in need["lignes"]]
    return HEAD + "".join([*rows, *(_row(row, complement=True) for row in need.get("complements", ()))])


def rewritten(page: str, tables: Mapping[str, Mapping[str, Any]]) -> str:
    """The page with the tables of the questionnaires. Raises KeyError for a heading that names no need."""
    return _TABLE.sub(lambda match: f"#### `{match['need']}`\n\n{table(tables[match['need']])}", page)


def differences(page: str, tables: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """What is not as the questionnaires are: a need without a heading, a heading without a need, another table."""
    shown = {match["need"]: match["table"] for match in _TABLE.finditer(page)}
    yield from (f"« {need} » has no heading" for need in tables if need not in shown)
    for need, rows in shown.items():
        if need not in tables:
            yield f"« {need} » is no need"
        elif rows != table(tables[need]):
            yield f"the table of « {need} » is not that of the questionnaires"


def main() -> int:
    """Rewrite, or only compare; 1 when something differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, say what differs")
    wanted = parser.parse_args()
    page, tables = PAGE.read_text(encoding="utf-8"), needs()
    if wanted.check:
        found = list(differences(page, tables))
        print("\n".join(found) or f"{len(tables)} tables are those of the questionnaires.")
        return 1 if found else 0
    PAGE.write_text(rewritten(page, tables), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
