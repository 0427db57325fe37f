"""Paper: documents cut into pages, written as PDF, handed to the system's viewer."""
