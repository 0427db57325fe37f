"""Where things live. The only module that knows whether the program runs frozen, installed, or from its checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

APP = "cap-palliatif"
PRINTOUTS = "a-imprimer"
"""Folder in the data folder: the PDFs that were handed to the viewer."""


def is_frozen() -> bool:
    """True inside a PyInstaller bundle."""
    return bool(getattr(sys, "frozen", False))


def package_dir() -> Path:
    """The folder that holds the `desktop` package's data."""
    if is_frozen():
        return Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent)) / "desktop"
    return Path(__file__).resolve().parent


def content_dir() -> Path:
    """The content: beside the package in a wheel or a bundle, at the root of a checkout.

    `CAP_PALLIATIF_CONTENU` names another folder; authors of content and tests use it.
    """
    if chosen := os.environ.get("CAP_PALLIATIF_CONTENU"):
        return Path(chosen)
    travelling = package_dir() / "_content"
    return travelling if travelling.is_dir() else package_dir().parent / "content"


def bundled_cache_dir() -> Path | None:
    """Caches and index that were built with the bundle and are only read; None outside a bundle."""
    folder = package_dir() / "_cache"
    return folder if folder.is_dir() else None


def _user_dir(kind: str) -> Path:
    # platformdirs costs a few milliseconds; only the folder that is asked for is computed.
    if chosen := os.environ.get("CAP_PALLIATIF_DOSSIER"):
        return Path(chosen) / kind
    import platformdirs

    return Path(getattr(platformdirs, f"user_{kind}_dir")(APP, appauthor=False))


def config_dir() -> Path:
    """Settings and window state."""
    return _user_dir("config")


def data_dir() -> Path:
    """The user's own database and its backups."""
    return _user_dir("data")


def cache_dir() -> Path:
    """What can be made anew at any time: the parsed content, the search index."""
    return _user_dir("cache")


def log_dir() -> Path:
    """The rotating log."""
    return _user_dir("log")
