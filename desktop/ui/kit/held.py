"""What is logged before the journal is open. No Qt."""

from __future__ import annotations

import logging

LOG_NAME = "cap-palliatif.log"


class HeldRecords(logging.Handler):
    """Keeps what is logged until the journal is open: opening it costs more than the first paint can give."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        self.records.append(record)
