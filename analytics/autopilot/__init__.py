"""How often the assistant was right by itself, for each intent and language, and where that is often enough."""
