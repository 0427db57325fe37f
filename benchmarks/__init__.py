"""Measures of the program: search, start, ranking. Each prints a table and can write JSON."""
