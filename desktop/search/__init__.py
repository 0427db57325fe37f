"""French search over the règles: analysis, index, query, hits with spans."""
