"""Turns that were stored: each can be shown with all its stages, and decided again."""
