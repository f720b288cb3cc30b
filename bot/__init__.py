"""The service that customers talk to."""
