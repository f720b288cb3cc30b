"""The bookshop's actions."""
