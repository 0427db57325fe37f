"""The list of results: a model of frozen hits and a delegate that only paints."""
