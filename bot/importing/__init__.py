"""Rasa 3 projects as content of a shop: flows, replies, sentences, entities, articles, and a list of what has no place."""
