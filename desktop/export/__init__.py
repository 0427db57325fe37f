"""Plans and questionnaires in other shapes."""
