"""The entry: without arguments the window, with a sub-command the command line. No logic of its own."""

from __future__ import annotations

import sys

# What Qt itself understands; anything else is meant for the command line.
QT_OPTIONS = ("-platform", "-style", "-qwindowgeometry", "-qwindowtitle", "-geometry", "-display")


def main(argv: list[str] | None = None) -> int:
    """Run the program with its arguments (those of the process by default); returns the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments and arguments[0] not in QT_OPTIONS:
        from desktop.bootstrap import command_line

        return command_line(arguments)
    from desktop.bootstrap import open_window

    return open_window([sys.argv[0], *arguments])


if __name__ == "__main__":
    sys.exit(main())
