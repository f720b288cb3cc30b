"""Whether goods of an order may still be sent back."""

from bot.actions._window import Window


class CheckReturnable(Window):
    """Compares the delivery with the policy on returns."""

    @property
    def days(self) -> int:
        """As the policy has it."""
        return self.toolbox.policies.return_days
