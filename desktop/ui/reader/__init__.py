"""The reader: a document laid out, drawn, walked through, printed."""
