"""Learning from use: messages that a person should look at, what the person says of them, and how both become training."""
