"""A messenger in the terminal: a platform of our own stands in for the real one, so that nobody needs credentials."""
