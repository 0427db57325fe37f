"""Runs first inside the bundle on Linux: what the program starts (a browser, a viewer) must find the machine's own libraries."""

import os

# The loader of the bundle puts its folder first; our own process has read it already and children must not see it.
before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if before:
    os.environ["LD_LIBRARY_PATH"] = before
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
