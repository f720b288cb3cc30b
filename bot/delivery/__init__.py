"""Messengers' messages in and out: kept before they are answered, and delivered from the log."""
