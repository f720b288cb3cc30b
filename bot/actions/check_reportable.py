"""Whether faults of a delivery may still be reported."""

from bot.actions._window import Window


class CheckReportable(Window):
    """Compares the delivery with the policy on damaged, wrong and missing goods."""

    @property
    def days(self) -> int:
        """As the policy has it."""
        return self.toolbox.policies.report.days
