"""« Réglages »: one page drawn from the declared settings."""
