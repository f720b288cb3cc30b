"""What was said: language, intents, sentiment and entities of one message."""
