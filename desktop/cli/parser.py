"""A command line whose messages are French."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NoReturn

from desktop.cli.catalog import french_messages

if TYPE_CHECKING:
    from collections.abc import Sequence


class LineNotUnderstoodError(Exception):
    """The line was not understood; the message says why, in French."""


class CommandParser(argparse.ArgumentParser):
    """An argument parser that raises `LineNotUnderstoodError` instead of printing and leaving; `read` is its way in."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, add_help=False, allow_abbrev=False)

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """What a line says. Raises LineNotUnderstoodError."""
        with french_messages():
            return self.parse_args(arguments)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the line."""
        raise LineNotUnderstoodError(f"{self.prog} : {message}.")


def whole_number(written: str) -> int:
    """The type of an option that takes a whole number. Raises ArgumentTypeError, which argparse tells with the option's name."""
    try:
        return int(written)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"« {written} » n’est pas un nombre entier") from fault
