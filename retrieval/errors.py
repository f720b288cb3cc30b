"""What is wrong with an index, in one sentence for the person who runs the service."""


class RetrievalError(Exception):
    """An index that is missing, damaged or made for another encoder; the message says what to do."""
