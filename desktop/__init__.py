"""Cap palliatif: offline knowledge base and decision aid for palliative care in France."""

__version__ = "2026.1.0"
