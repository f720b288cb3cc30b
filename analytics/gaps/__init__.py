"""What customers ask and nobody has written down: found in the log, grouped, counted, followed until it is solved."""
