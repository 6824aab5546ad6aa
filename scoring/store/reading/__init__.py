"""Questions to the database, each a function of an open connection. Nothing here writes."""
