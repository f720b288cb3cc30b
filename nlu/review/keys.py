"""Single keys and typed lines from a terminal."""

import codecs
import os
import termios
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Read = Callable[[], str]
"""Gives the next character that was typed; empty when the terminal is gone."""

ENTER = ("\r", "\n")
ERASE = ("\x7f", "\b")
ESCAPE = "\x1b"


@contextmanager
def keyboard(terminal: int) -> Iterator[Read]:
    """The characters typed at the terminal with this file descriptor, each at once and without echo, inside the context."""
    before = termios.tcgetattr(terminal)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read() -> str:
        while byte := os.read(terminal, 1):
            if character := decoder.decode(byte):
                return character
        return ""

    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)
        yield read
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def typed(read: Read, echo: Callable[[str], None]) -> str:
    """A line up to Enter, echoed as it stands after every key; empty when Escape was pressed instead."""
    line = ""
    while (key := read()) not in ("", ESCAPE):
        if key in ENTER:
            return line
        line = line[:-1] if key in ERASE else line + key
        echo(line)
    return ""
