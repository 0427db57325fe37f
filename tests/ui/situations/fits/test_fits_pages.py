"""Every page, in every size, text size and theme: nothing cut, nothing out of reach, the focus in sight.

CAP_PALLIATIF_IMAGES=dossier python -m pytest tests/ui/situations/fits     also keeps a picture of each
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fits_check import faults, focus_faults

SIZES = ((1024, 743), (1366, 743))
"""What a screen of 768 lines leaves under the title of a window."""
ZOOMS = (100, 125, 150, 175, 200)
PICTURES = os.environ.get("CAP_PALLIATIF_IMAGES", "")

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("dark", [False, True], ids=["clair", "sombre"])
@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("size", SIZES, ids=["1024", "1366"])
def test_every_page_fits(walk, size, zoom, dark):
    walk.look(size, zoom, dark=dark)
    found = []
    for name, go in walk.places().items():
        go()
        walk.settle()
        if PICTURES:
            look = f"{size[0]}-{zoom}-{'sombre' if dark else 'clair'}"
            walk.window.grab().save(str(Path(PICTURES) / f"{name}-{look}.png"))
        if (now := walk.window.size().toTuple()) != size:
            found.append(f"{name}: the window grew to {now}")
            walk.window.resize(*size)
        found += [f"{name}: {fault}" for fault in (*faults(walk.window), *focus_faults())]
    assert not found, "\n" + "\n".join(found)
