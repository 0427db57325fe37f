"""The harness counts what survives, what fails, what hangs and what dies; and a sample of each attack is part of the suite."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import harness

ATTACKS = sorted(
    path.stem
    for path in Path(__file__).parent.glob("*.py")
    if path.stem != "harness" and not path.stem.startswith(("_", "test_"))
)
"""Every module of this folder that attacks: one that is added is tried without being named here."""

VICTIM = '''
import os, time
from tests.attack import harness

def trial(dice, folder):
    """Whatever its number says."""
    kind = dice.choice(["good"])
    number = trial.number
    trial.number += 1
    if number == 1:
        raise ValueError("untyped")
    if number == 2:
        os._exit(9)
    if number == 3:
        time.sleep(60)
    if number == 4:
        bytearray(8 << 30)
    return kind, "survived"

trial.number = {first}
harness.SECONDS = 1
harness.work(trial, range({first}, 6), 0)
'''


def test_what_raises_dies_hangs_or_eats_the_memory_is_a_failure_and_the_rest_goes_on(monkeypatch, tmp_path):
    script = tmp_path / "victim.py"
    real = harness.subprocess.Popen

    def start(command, **options):
        script.write_text(VICTIM.format(first=command[command.index("--work") + 1]), encoding="utf-8")
        return real([command[0], str(script)], **options)

    monkeypatch.setattr(harness.subprocess, "Popen", start)
    score = harness.attack("none", 6)
    assert sorted(score.failed) == [1, 2, 3, 4]
    assert "untyped" in score.failed[1]
    assert "Timeout" in score.failed[3]
    assert "MemoryError" in score.failed[4]
    assert score.table().splitlines()[-1] == "tried 6, survived 2, failed 4"


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_a_sample_of_each_attack_is_survived(name):
    score = harness.attack(f"tests.attack.{name}", 40, seed=20261128)
    assert score.failed == {}, score.table()
    assert score.survived == 40
