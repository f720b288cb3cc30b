"""Which article answers a question, and how sure that is."""
