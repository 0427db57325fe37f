"""The tables of docs/decisions.md § 2.2 are those of the questionnaires, and what differs is found."""

from __future__ import annotations

import pytest

from build_scripts import decision_tables as tables

NEED = {
    "table": "pret",
    "lignes": [
        {
            "id": "pret-court",
            "quand": {"est": ["a", "b"], "age": {"sauf": "jeune"}, "un_de": [{"x": 1}, {"y": [2, 3]}]},
            "principal": [
                {"structure": "livre", "nature": "R", "ouvert": "choix", "si": {"z": {"au_moins": "rang:2"}}}
            ],
            "appuis": [{"structure": "guide", "nature": "I", "rang": "premier"}],
            "notes": ["rendre"],
        },
        {"id": "pret-autre", "quand": {}, "principal": [{"plan_de": "conseil"}]},
    ],
    "complements": [{"id": "pret-plus", "quand": {"tenu": {"aucun": ["a"]}}, "appuis": []}],
}
SHOWN = f"""{tables.HEAD}\
| `pret-court` | `a`, `b`, `age` not `jeune`, either `x` `1` or `y` `2` or `3` \
| `livre` R (if `z` at least `2`; **open**: `choix`) | — | `guide` I (first) | says `rendre` |
| `pret-autre` | otherwise | the plan of `conseil` | — | — | — |
| `pret-plus` * | `tenu` without `a` | — | — | — | — |
"""


def test_a_small_table_is_told_row_by_row():
    assert tables.table(NEED) == SHOWN


def test_the_page_is_as_the_questionnaires_are():
    page = tables.PAGE.read_text(encoding="utf-8")
    assert list(tables.differences(page, tables.needs())) == []
    assert tables.rewritten(page, tables.needs()) == page


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("", "« pret » has no heading"),
        (f"#### `pret`\n\n{SHOWN}\n#### `vente`\n\n", "« vente » is no need"),
        (
            f"#### `pret`\n\n{SHOWN.replace('not `jeune`', '`jeune`')}\n",
            "the table of « pret » is not that of the questionnaires",
        ),
    ],
)
def test_what_differs_is_said(page, said):
    assert said in list(tables.differences(page, {"pret": NEED}))


def test_a_heading_is_given_its_table():
    assert tables.rewritten("#### `pret`\n\n| old |\n\nWords.\n", {"pret": NEED}) == f"#### `pret`\n\n{SHOWN}\nWords.\n"
