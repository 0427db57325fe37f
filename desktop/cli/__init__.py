"""The same services at the command line, without Qt.

`main(argv, context)` runs one sub-command and returns the exit code: 0 done, 1 nothing found or refused, 2 the line was
not understood, 3 the output could not be written, 4 a fault of the program's own, 130 stopped from the keyboard.
"""

from desktop.cli.commands import main

__all__ = ["main"]
