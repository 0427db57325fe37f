"""A plan for now, and the clocks that move under it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.decision.instant import HOLDS_FOR, SLACK, Cause, Reading, ageing
from desktop.decision.moment import moment_a

PARIS = ZoneInfo("Europe/Paris")
CAYENNE = ZoneInfo("America/Cayenne")


def at(words: str, steady: float | None = None, zone: ZoneInfo = PARIS) -> Reading:
    # As the machine tells it: a fixed offset, not a zone that would know the other one too.
    return Reading(datetime.fromisoformat(words).replace(tzinfo=zone).astimezone(UTC).astimezone(zone), steady)


def fixed(reading: Reading) -> Reading:
    from datetime import timezone

    offset = reading.wall.utcoffset()
    assert offset is not None
    return Reading(reading.wall.replace(tzinfo=timezone(offset)), reading.steady)


@pytest.mark.parametrize(
    ("made", "now", "cause"),
    [
        ("2026-11-27 17:55", "2026-11-27 17:59", None),
        ("2026-11-27 17:55", "2026-11-27 18:00", Cause.BOUND),
        ("2026-11-27 17:55", "2026-11-27 23:10", Cause.BOUND),
        ("2026-11-27 17:55", "2026-11-29 10:00", Cause.BOUND),  # restarted on Sunday
        ("2026-11-27 17:55", "2026-12-04 17:56", Cause.TIME),  # reopened a week later, at the same moment of the week
        ("2026-11-27 22:00", "2026-11-27 22:29", None),
        ("2026-11-27 22:00", "2026-11-27 22:30", Cause.TIME),
        ("2026-11-27 07:59", "2026-11-27 08:00", Cause.BOUND),
        ("2026-11-10 07:45", "2026-11-10 08:05", Cause.BOUND),
        ("2026-11-11 07:45", "2026-11-11 08:05", Cause.BOUND),  # a holiday begins
        ("2026-11-11 19:50", "2026-11-11 20:05", Cause.BOUND),
        ("2026-11-27 17:55", "2026-11-27 17:54", None),  # a clock that is being kept right
        ("2026-11-27 17:55", "2026-11-27 17:50", Cause.SET_BACK),
        ("2026-11-27 17:55", "2026-11-26 17:55", Cause.SET_BACK),
        ("2026-03-29 01:50", "2026-03-29 03:05", Cause.ZONE),  # a quarter of an hour later, in summer time
        ("2026-10-25 02:50", "2026-10-25 04:00", Cause.ZONE),  # summer time ended in between
    ],
)  # fmt: skip
@pytest.mark.parametrize("shape", [lambda reading: reading, fixed], ids=["zone", "offset"])
def test_a_moved_clock(made, now, cause, shape):
    assert ageing(shape(at(made)), shape(at(now)), moment_a) is cause


def test_the_hour_that_summer_time_gives_twice():
    first = Reading(datetime(2026, 10, 25, 0, 50, tzinfo=UTC).astimezone(PARIS))
    again = Reading(datetime(2026, 10, 25, 1, 5, tzinfo=UTC).astimezone(PARIS))
    assert (first.wall.hour, again.wall.hour) == (2, 2)
    assert ageing(fixed(first), fixed(again), moment_a) is Cause.ZONE
    assert ageing(first, again, moment_a) is Cause.ZONE


def test_another_zone_says_so_even_at_the_same_instant():
    here = at("2026-11-27 17:55")
    there = Reading(here.wall.astimezone(CAYENNE))
    assert ageing(fixed(here), fixed(there), moment_a) is Cause.ZONE


def test_a_clock_set_back_is_seen_by_the_steady_one():
    # Two hours of work, then the clock set back by two hours: the wall alone says that nothing happened.
    assert ageing(at("2026-11-27 15:00", 100.0), at("2026-11-27 15:05", 7_300.0), moment_a) is Cause.SET_BACK
    # Asleep for an hour, the steady clock stood still: the wall tells.
    assert ageing(at("2026-11-27 15:00", 100.0), at("2026-11-27 16:00", 160.0), moment_a) is Cause.TIME
    # Another run of the program: nothing can be compared but the wall.
    assert ageing(at("2026-11-27 15:00"), at("2026-11-27 15:05", 9_999.0), moment_a) is None


def test_a_moment_that_was_chosen_is_no_now_until_it_comes():
    made = at("2026-11-27 15:00")
    assert ageing(made, at("2026-11-27 15:05"), moment_a, "nuit") is Cause.OTHER
    assert ageing(made, at("2026-11-27 15:05"), moment_a, "ouvrable") is None
    assert ageing(made, at("2026-11-27 15:40"), moment_a, "ouvrable") is Cause.TIME
    assert ageing(made, at("2026-11-27 20:05"), moment_a, "nuit") is Cause.TIME


def test_the_holidays_are_those_of_the_department():
    made, now = at("2026-12-26 18:10"), at("2026-12-26 18:20")
    assert ageing(made, now, moment_a) is None  # a Saturday anyway
    made, now = at("2024-12-26 17:50"), at("2024-12-26 18:05")
    assert ageing(made, now, moment_a) is Cause.BOUND
    assert ageing(made, now, partial(moment_a, departement="67")) is None


def test_what_has_no_hour_is_no_now():
    assert ageing(None, at("2026-11-27 15:00"), moment_a) is Cause.UNKNOWN


INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1)).map(lambda when: when.replace(tzinfo=UTC))  # noqa: DTZ001


@given(INSTANTS, st.integers(-7_200, 14 * 86_400), st.sampled_from([PARIS, CAYENNE, ZoneInfo("UTC")]))
def test_nothing_older_than_half_an_hour_and_nothing_from_tomorrow_is_now(made, seconds, zone):
    then = Reading(made.astimezone(zone))
    now = Reading((made + timedelta(seconds=seconds)).astimezone(zone))
    cause = ageing(then, now, moment_a)
    if timedelta(seconds=seconds) >= HOLDS_FOR or timedelta(seconds=seconds) < -SLACK:
        assert cause is not None
    if cause is None:
        assert moment_a(now.wall) == moment_a(then.wall)
