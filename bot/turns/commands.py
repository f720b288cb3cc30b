"""x."""

import argparse
from collections.abc import Callable


def add_commands(add: Callable[..., argparse.ArgumentParser], stored: argparse.ArgumentParser) -> None:
    """X."""
