"""What can go wrong in the service.

BotError
├── Busy            too many turns are waiting; come back in a moment
├── TurnTimeout     the turn took longer than it may
├── UnknownOrder    the shop has no such order
├── VerificationClosed  too many wrong guesses at whose order it is
├── ShopUnavailable the shop's order system does not answer
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


class ShopUnavailable(BotError):
    """The shop's order system cannot be reached or does not answer in time."""


class VerificationClosed(BotError):
    """Too often somebody gave what does not belong to an order; nobody is let in that way for a while."""


class UnknownRelease(BotError):
    """No release, or more than one, goes by that name; the message says which there are."""


class ReleaseRefused(BotError):
    """A release cannot serve; the message says why."""
