"""The same services at the command line, without Qt."""
