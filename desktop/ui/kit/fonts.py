"""The fonts and pictures that came with the program."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase

from desktop.paths import package_dir

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)


def assets_dir() -> Path:
    """Fonts and icons, beside this package."""
    return package_dir() / "ui" / "assets"


def add_fonts(names: tuple[str, ...]) -> None:
    """Load fonts that came with the program; one that is missing is told in the journal, the system's stands in."""
    for name in names:
        if QFontDatabase.addApplicationFont(str(assets_dir() / "fonts" / name)) < 0:
            logger.warning("font %s can't be loaded", name)
