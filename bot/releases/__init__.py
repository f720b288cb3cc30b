"""Releases: a model and the index of its vectors, kept together, examined, served, and taken back."""
