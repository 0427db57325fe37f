"""Reads the program through AT-SPI, as a screen reader does. Run by Debian's own Python, inside a session bus of its own.

Usage: client.py STEPS TOLD COMMAND…  STEPS is a file with a JSON list of steps (see program.py). Writes to TOLD, an entry a step:
the tree of the program after it, what was announced meanwhile, and what has the focus.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gi  # type: ignore[import-not-found]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # type: ignore[import-not-found]  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "cap-palliatif"
LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
PATIENCE = 90.0
SETTLE = 0.4
"""Seconds that the bus takes at most to bring what the program said."""


def enable() -> None:
    """Start the accessibility bus of this session and tell programs that somebody listens."""
    subprocess.Popen([LAUNCHER, "--launch-immediately"], stderr=subprocess.DEVNULL)
    command = ["gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus"]
    command += ["--method", "org.freedesktop.DBus.Properties.Set", "org.a11y.Status", "IsEnabled", "<true>"]
    subprocess.run(command, check=False, capture_output=True, timeout=30)


def application() -> Any:  # noqa: ANN401 - an accessible of AT-SPI, here and below
    """The accessible of the program, or None."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        found = desktop.get_child_at_index(index)
        if found and NAME in (found.get_name() or "").lower().replace(" ", "-") and found.get_child_count():
            return found
    return None


def describe(node: Any) -> dict[str, Any]:  # noqa: ANN401
    """What a screen reader says of one thing."""
    states = node.get_state_set()
    return {
        "role": node.get_role_name(),
        "name": node.get_name() or "",
        "description": node.get_description() or "",
        "states": sorted(state.value_nick for state in states.get_states()),
    }


def walk(node: Any, depth: int = 0) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """The node and what is below it, as far as it is shown; a thing that goes meanwhile is left out."""
    try:
        told = {"depth": depth, **describe(node)}
        yield told
        for index in range(min(node.get_child_count(), 400)):
            child = node.get_child_at_index(index)
            if child is not None:
                yield from walk(child, depth + 1)
    except GLib.Error:
        return


class Ears:
    """Keeps what is announced, and what had the focus last."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.focused: dict[str, Any] | None = None
        self._listener = Atspi.EventListener.new(self._on_event)
        for kind in ("object:announcement", "object:state-changed:focused"):
            self._listener.register(kind)

    def _on_event(self, event: Any) -> None:  # noqa: ANN401
        try:
            if event.type.startswith("object:announcement"):
                self.said.append(str(event.any_data))
            elif event.detail1:
                self.focused = describe(event.source)
        except GLib.Error:
            return


def live(seconds: float) -> None:
    """Let events come."""
    loop = GLib.MainLoop()
    GLib.timeout_add(int(seconds * 1000), loop.quit)
    loop.run()


def main() -> None:
    """Take the steps, and write what was told."""
    steps = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    enable()
    Atspi.init()
    ears = Ears()
    program = subprocess.Popen(sys.argv[3:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert program.stdin is not None and program.stdout is not None  # noqa: S101, PT018 - both are pipes
    out = program.stdout
    lines: list[str] = []
    threading.Thread(target=lambda: lines.extend(iter(out.readline, "")), daemon=True).start()

    def answer(count: int) -> Any:  # noqa: ANN401 - whatever the step answers
        until = time.monotonic() + PATIENCE
        while len(lines) < count:
            if time.monotonic() > until or program.poll() is not None:
                sys.exit(f"the program does not answer (code {program.poll()})")
            live(0.05)
        return json.loads(lines[count - 1])

    answer(1)
    while application() is None:
        live(0.1)
    told = []
    for rank, step in enumerate(steps, start=2):
        ears.said = []
        program.stdin.write(json.dumps(step) + "\n")
        program.stdin.flush()
        result = answer(rank)
        live(SETTLE)
        tree = list(walk(application())) if not step.get("blind") else []
        told.append({"step": step, "answer": result, "said": ears.said, "focused": ears.focused, "tree": tree})
    program.stdin.close()
    code = program.wait(timeout=PATIENCE)
    Path(sys.argv[2]).write_text(json.dumps({"steps": told, "code": code}), encoding="utf-8")


main()
