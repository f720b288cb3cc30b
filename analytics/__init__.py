"""What happened: the event log, and the profiles that follow from it."""
