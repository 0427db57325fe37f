"""Bookmarks and the user's own notes on the content: in the reader, in the search, and in a list of their own."""
