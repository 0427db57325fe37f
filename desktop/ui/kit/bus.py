"""The session's bus, which Qt looks for at its start: where there is none, nothing may be started to look for one."""

from __future__ import annotations

import os
import sys

NO_BUS = "disabled:"
"""What the address of the bus says where there is none; no other program must inherit it."""


def quiet_bus() -> None:
    """Where the session has no bus, Qt would start `dbus-launch` to look for one: it is told that there is none."""
    if not sys.platform.startswith("linux") or "DBUS_SESSION_BUS_ADDRESS" in os.environ:
        return
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if not runtime or not os.path.exists(os.path.join(runtime, "bus")):  # noqa: PTH110, PTH118 - before the first paint
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = NO_BUS
