"""Whether goods of an order may still be exchanged."""

from bot.actions._window import Window


class CheckExchangeable(Window):
    """Compares the delivery with the policy on exchanges."""

    @property
    def days(self) -> int:
        """As the policy has it."""
        return self.toolbox.policies.exchange.days
