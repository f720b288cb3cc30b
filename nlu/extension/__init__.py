"""Chinese for an English sentence encoder: new words, their vectors, and what the body learnt, small enough to ship."""
