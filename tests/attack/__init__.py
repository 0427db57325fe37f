"""Generated damage, a command for each kind: `python -m tests.attack.databases --number 1000`. See harness.py."""
