"""A short monkey at the real window; the long one is `build_scripts/monkey.py`."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from build_scripts.monkey import DESCRIPTORS, MEMORY_MIB, THREADS, WIDGETS, Use, _judge, watch

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads what it uses from /proc")


@pytest.mark.slow
def test_the_window_survives_a_monkey():
    assert watch(seed=20230621, seconds=0, actions=80) == []


@pytest.mark.parametrize(
    ("end", "errors", "told"),
    [
        (Use(100 + MEMORY_MIB + 1, 10, 2), {}, "memory grew"),
        (Use(100, 10 + DESCRIPTORS + 1, 2), {}, "descriptors grew"),
        (Use(100, 10, 2 + THREADS + 1), {}, "threads grew"),
        (Use(100, 10, 2, WIDGETS + 1), {}, "widgets grew"),
        (Use(100, 10, 2), {"qt: a warning": 2}, "2 times: qt: a warning"),
    ],
)
def test_what_grows_or_warns_is_told(end, errors, told):
    assert told in _judge(1, Use(100, 10, 2), end, Counter(errors))[0]
    assert _judge(1, Use(100, 10, 2), Use(100, 10, 2), Counter()) == []


def test_a_process_that_dies_is_told_with_its_last_actions(monkeypatch):
    real = subprocess.Popen

    def dies(command, **options):
        body = "import os; print('command lecture.chercher', flush=True); os.abort()"
        return real([sys.executable, "-c", body], **options)

    monkeypatch.setattr(subprocess, "Popen", dies)
    told = watch(seed=1, seconds=0, actions=1)
    assert told[0].startswith("the process ended with -")
    assert "command lecture.chercher" in told[1]
