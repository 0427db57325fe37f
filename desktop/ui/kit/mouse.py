"""The side buttons of the mouse, which go back and forward wherever the pointer is."""

from __future__ import annotations

from PySide6.QtCore import Qt

SIDE_BUTTONS = (Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton)
"""A list or a text that takes every press must leave these to the window."""
