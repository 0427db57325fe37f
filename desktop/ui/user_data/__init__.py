"""The user's own data in the window: opened late, written on the worker, saved to a file, taken back, erased."""
