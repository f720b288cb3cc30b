"""What is wrong with a configuration, in one sentence for the person who wrote it."""


class ConfigurationError(Exception):
    """A setting, file or plug-in name that cannot be used; the message says which and what to do."""
