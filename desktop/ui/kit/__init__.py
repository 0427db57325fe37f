"""What all screens share: widgets, theme, icons, gestures, the worker thread. Nothing here knows a page."""
