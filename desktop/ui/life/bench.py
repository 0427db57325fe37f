"""For the benchmark: with CAP_PALLIATIF_BANC set, the window prints when it was painted and could search, and closes."""

from __future__ import annotations

import os
import sys
import time

VARIABLE = "CAP_PALLIATIF_BANC"
"""`1`, or the monotonic time (in seconds) at which the caller started the process."""
LAST = "recherche_prete"

_times: dict[str, float] = {}


def is_measured() -> bool:
    """Whether a benchmark watches."""
    return bool(os.environ.get(VARIABLE))


def bench(name: str) -> None:
    """Note a moment; at the last one print a JSON line on stderr (seconds since the process started) and quit."""
    if not is_measured():
        return
    _times[name] = time.monotonic()
    if name != LAST:
        return
    import json

    from PySide6.QtWidgets import QApplication

    started = _started()
    line = {key: round(value - started, 4) for key, value in _times.items()}
    if sys.stderr is not None:  # a window of Windows has none
        sys.stderr.write(json.dumps(line) + "\n")
    QApplication.exit(0)


def _started() -> float:
    """When the process started on the monotonic clock, as told by the caller, else by the system to its tick."""
    told = os.environ.get(VARIABLE, "")
    try:
        if (value := float(told)) > 1:
            return value
    except ValueError:
        pass  # a word only switches it on
    if not hasattr(os, "sysconf"):  # Windows tells neither
        return _times[next(iter(_times))]
    try:
        with open("/proc/self/stat", encoding="ascii", errors="replace") as stat:  # noqa: PTH123
            ticks = int(stat.read().rpartition(")")[2].split()[19])
        with open("/proc/uptime", encoding="ascii") as uptime:  # noqa: PTH123
            since_boot = float(uptime.read().split()[0])
    except OSError:
        return _times[next(iter(_times))]
    return time.monotonic() - (since_boot - ticks / os.sysconf("SC_CLK_TCK"))
