"""What can go wrong in the service.

BotError
├── Busy            too many turns are waiting; come back in a moment
├── TurnTimeout     the turn took longer than it may
├── UnknownOrder    the shop has no such order
├── ShopUnavailable the shop's order system does not answer
├── UnknownTurn     the log has no such conversation or turn
├── TryLater        a platform does not take a message now
├── Undeliverable   a platform will never take a message
├── UnknownRelease  no release of that version is kept
└── ReleaseRefused  a release is damaged or does not answer as it did
"""


class BotError(Exception):
    """Anything that the service raises on purpose."""


class Busy(BotError):
    """Too many turns wait already; nothing was stored."""


class TurnTimeout(BotError):
    """A turn took longer than `limits.turn_seconds`; nothing was stored."""


class UnknownOrder(BotError):
    """The shop has no order of that number."""


class UnknownTurn(BotError):
    """The log has no conversation or turn of that name; the message says which there are."""


class ShopUnavailable(BotError):
    """The shop's order system cannot be reached or does not answer in time."""


class UnknownRelease(BotError):
    """No release, or more than one, goes by that name; the message says which there are."""


class ReleaseRefused(BotError):
    """A release cannot serve; the message says why."""


class TryLater(BotError):
    """A platform does not take a message now; after `seconds`, if it named any, it may."""

    def __init__(self, reason: str, seconds: float = 0.0) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Undeliverable(BotError):
    """A platform will never take a message; the message says why."""
