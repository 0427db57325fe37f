"""The window: bar, navigation, foot, its own commands, and the list of rooms."""
