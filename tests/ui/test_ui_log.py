"""The journal: found, rotated, complete, and never in the way."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

from desktop.journal import JournalHandler
from desktop.settings import Settings
from desktop.text.dates import ago, date_of
from desktop.ui.home.recent import Recent
from desktop.ui.kit.garbage import Collector
from desktop.ui.kit.held import LOG_NAME, HeldRecords
from desktop.ui.life.log import LOG_BYTES, LOG_FILES, open_log
from desktop.ui.shell.dialogs import tail


def test_what_was_logged_before_it_opened_is_in_it(tmp_path, clean_root):
    held = HeldRecords()
    clean_root.addHandler(held)
    logging.getLogger("debut").warning("avant l’ouverture")
    handler = open_log(tmp_path / "journal", held)
    logging.getLogger("suite").info("après")
    assert held not in clean_root.handlers
    words = (tmp_path / "journal" / LOG_NAME).read_text(encoding="utf-8")
    assert "avant l’ouverture" in words
    assert "après" in words
    assert (handler.maxBytes, handler.backupCount) == (LOG_BYTES, LOG_FILES)


def test_a_folder_that_refuses_is_said_and_nothing_stops(tmp_path, clean_root, capsys):
    (tmp_path / "fichier").write_text("", encoding="ascii")
    assert open_log(tmp_path / "fichier" / "x") is None
    assert "Le journal ne peut pas être écrit" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file that is always full, as Linux has one")
def test_a_disk_that_fills_up_is_said_once_and_quotes_nothing(clean_root, capsys):
    handler = JournalHandler("/dev/full", encoding="utf-8")
    clean_root.addHandler(handler)
    for _ in range(3):
        logging.getLogger("x").warning("une ligne %s", "secrète")
    stream, handler.stream = handler.stream, None
    with pytest.raises(OSError, match="space"):
        stream.close()  # it tries once more
    said = capsys.readouterr().err
    assert said.count("ne peut plus être écrit dans /dev/full : le disque est plein.") == 1
    assert "secrète" not in said


def test_the_end_of_a_long_journal_is_shown(tmp_path):
    path = tmp_path / LOG_NAME
    path.write_text("x" * 300_000 + "fin", encoding="utf-8")
    assert len(tail(path)) == 200_000
    assert tail(path).endswith("fin")
    assert tail(None) == tail(tmp_path / "absent") == ""


def test_the_collector_runs_on_the_windows_thread_alone(qtbot):
    import gc

    collector = Collector()
    assert not gc.isenabled()
    collector.begin()
    garbage = [[] for _ in range(5000)]
    for item in garbage:
        item.append(item)
    del garbage
    assert collector.look() >= 0
    collector.release()
    assert gc.isenabled()


@pytest.mark.parametrize("apart", [True, False])
def test_what_others_set_apart_stays_so(apart):
    import gc

    gc.unfreeze()
    if apart:
        gc.freeze()
    collector = Collector()
    collector.begin()
    collector.release()
    assert bool(gc.get_freeze_count()) is apart


@pytest.mark.parametrize(
    ("then", "words"),
    [(0, "à l’instant"), (60 * 20, "il y a 20\u00a0min"), (86_400 * 400, "le ")],
)
def test_how_long_ago(then, words):
    now = 1_700_000_000.0
    assert ago(now - then, now).startswith(words)


@pytest.mark.parametrize("ahead", [91, 3600 * 5, 86_400 * 400])
def test_what_was_dated_before_the_clock_went_back_keeps_its_date(ahead):
    now = 1_700_000_000.0
    assert ago(now + 60, now) == "à l’instant"
    assert ago(now + ahead, now).startswith("le ")


def test_yesterday_is_told_by_the_calendar():
    import datetime as dt

    now = dt.datetime(2026, 3, 2, 8, 0).astimezone().timestamp()
    late = dt.datetime(2026, 3, 1, 23, 0).astimezone().timestamp()
    assert ago(late, now) == "hier"
    assert ago(dt.datetime(2026, 2, 1, 9, 0).astimezone().timestamp(), now) == "le 1ᵉʳ févr."


def test_dates_in_french():
    assert date_of("2020-09-10") == "10\u00a0septembre 2020"
    assert date_of("2021-08-01") == "1ᵉʳ\u00a0août 2021"
    assert date_of("mars 2015") == "mars 2015"


def test_what_is_read_again_after_the_clock_went_back_is_dated_anew(tmp_path, monkeypatch):
    recent = Recent(Settings(tmp_path))
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 86_400 * 400)
    recent.add("usp")
    monkeypatch.setattr("time.time", lambda: now)
    recent.add("usp")
    assert recent.settings.value("lus") == [["usp", now]]


@pytest.mark.parametrize("then", [1e12, -1e12, 1e300, float("inf"), float("nan")])
def test_a_time_that_no_calendar_has_is_left_out(then):
    assert ago(then, 1_700_000_000.0) == ""
