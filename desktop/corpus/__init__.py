"""The content: read once, checked, handed on as frozen values."""
