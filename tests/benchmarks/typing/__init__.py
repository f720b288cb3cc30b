"""Completion while typing, measured."""
