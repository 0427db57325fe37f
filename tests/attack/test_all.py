"""The command that runs every attack: what it starts exists, and what it counts is what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attack.__main__ import KINDS, commands, counted

HERE = Path(__file__).parent


def test_every_attack_of_this_folder_is_run():
    helpers = {"harness", "__main__", "__init__"}
    attacks = {f.stem for f in HERE.glob("*.py")} - helpers
    assert {name for name in attacks if not name.startswith(("_", "test_"))} == set(KINDS)


def test_a_part_of_it_is_at_least_one_of_each():
    assert {command[-1] for _, command, _ in commands(0.0001)[: len(KINDS)]} == {"1"}
    assert commands(1)[-1][2] == {"CAP_PALLIATIF_MORTS": "200"}


@pytest.mark.parametrize(
    ("output", "code", "figures"),
    [
        ("x\ntried 7, survived 6, failed 1\n", 1, (7, 6, 1)),
        ("tried 7, survived 7, failed 0\n", 0, (7, 7, 0)),
        ("tried 7, survived 7, failed 0\n", 3, (8, 7, 1)),
        ("== 1 failed, 20 passed, 1 skipped in 3 s", 1, (21, 20, 1)),
        ("Traceback", 1, (1, 0, 1)),
    ],
)
def test_what_is_counted(output, code, figures):
    assert counted(output, code) == figures
