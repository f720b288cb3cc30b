"""What can be wrong with a model, in one sentence for the person who runs the service."""


class ModelError(Exception):
    """A model that is missing, damaged or does not answer as it did when it was trained; the message says what to do."""
