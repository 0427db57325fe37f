"""The door of a room: what it registers, and what its pages are given. Nothing here knows a room."""
