"""The same services at the command line, without Qt.

`main(argv)` runs one sub-command and returns the exit code: 0 done, 1 nothing found or refused, 2 the line was not understood.
"""

from desktop.cli.commandes import main

__all__ = ["main"]
