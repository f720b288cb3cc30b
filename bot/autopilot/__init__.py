"""The assistant acts alone only where it is right often enough; elsewhere it suggests."""
