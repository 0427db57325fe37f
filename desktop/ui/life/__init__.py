"""How the program starts, what happens when something goes wrong, and how it ends."""
