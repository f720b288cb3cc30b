"""Settings and plug-in lookup; everything else may import this folder, and it imports nothing of the project."""
