"""The first page, the shelves, and what was read last."""
