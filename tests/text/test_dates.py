"""One way of writing an hour, a day, an age."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.text import dates
from desktop.text.typography import french

RACINE = Path(__file__).parents[2]
NIGHT = dt.datetime(2026, 11, 21, 22, 5)  # noqa: DTZ001 - a wall clock, as the person sees it


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (dates.hour(NIGHT), "22\u00a0h\u00a005"),
        (dates.day(NIGHT), "samedi 21 novembre"),
        (dates.day(NIGHT.replace(day=1)), "dimanche 1ᵉʳ novembre"),
        (dates.day_and_year(NIGHT), "samedi 21 novembre 2026"),
        (dates.day_and_year(NIGHT, NIGHT.date()), "samedi 21 novembre"),
        (dates.day_and_hour(NIGHT), "samedi 21 novembre 2026, 22\u00a0h\u00a005"),
        (dates.at(NIGHT, NIGHT), "à 22\u00a0h\u00a005"),
        (dates.at(NIGHT, NIGHT + dt.timedelta(days=1)), "samedi 21 novembre, à 22\u00a0h\u00a005"),
        (dates.at(NIGHT, NIGHT + dt.timedelta(days=60)), "samedi 21 novembre 2026, à 22\u00a0h\u00a005"),
        (dates.figures_and_hour(NIGHT), "21/11/2026 à 22\u00a0h\u00a005"),
        (dates.date_of("2026-11-21"), "21\u00a0novembre 2026"),
        (dates.short_day(NIGHT.date(), dt.date(2027, 1, 1)), "le 21 nov. 2026"),
    ],
)
def test_how_it_is_written(said, words):
    assert said == words


@given(st.datetimes(min_value=dt.datetime(1900, 1, 1)))  # noqa: DTZ001
def test_what_is_written_needs_no_typography_any_more(instant):
    for said in (dates.day_and_hour(instant), dates.figures_and_hour(instant), dates.at(instant, NIGHT)):
        assert french(said) == said


def test_nothing_else_writes_a_date_or_an_hour():
    """No other module formats a clock for a person, or has the names of the months."""
    other = re.compile(r"%d/%m|%H h|\"février\"|\"lundi\"")
    files = [file for file in (RACINE / "desktop").rglob("*.py") if file.name != "dates.py"]
    assert len(files) > 200
    assert [str(file.relative_to(RACINE)) for file in files if other.search(file.read_text(encoding="utf-8"))] == []
