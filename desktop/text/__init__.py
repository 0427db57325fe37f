"""French as it is written: typography, dates, ages. One place, used by screen, print and export."""
