"""What delivery costs and what bundles and the coupon save, by the shop's policies."""

from dataclasses import dataclass
from decimal import Decimal

from knowledge_base.policies import DeliveryOption, Range, ShopPolicies

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Fees:
    """The rules that make a price; `method` is a name in the policies' table of deliveries."""

    policies: ShopPolicies

    def delivery(self, method: str, goods: Decimal) -> Decimal:
        """What the delivery of goods of this value costs; where the policies name no price, a standard parcel's."""
        option = self._option(method)
        if option.free_from is not None and goods >= option.free_from:
            return Decimal(0)
        return option.price or self.policies.delivery.standard.price or Decimal(0)

    def working_days(self, method: str) -> Range:
        """The least and the most working days of a delivery; where the policies name none, those of a standard parcel."""
        return self._option(method).working_days or self.policies.delivery.standard.working_days or (0, 0)

    def coupon(self, goods: Decimal) -> str:
        """The code that a new customer may use for goods of this value, empty for none."""
        rule = self.policies.coupon.new_customer
        return rule.code if goods >= rule.least else ""

    def discount(self, coupon: str) -> Decimal:
        """What a code takes off an order."""
        rule = self.policies.coupon.new_customer
        return rule.off if coupon == rule.code else Decimal(0)

    def reduced(self, price: Decimal, category: str, basket: frozenset[str]) -> Decimal:
        """The price of a product of `category` in a basket of these categories."""
        rules = [rule for rule in self.policies.bundle.rules if basket.issuperset(rule.categories) and category in rule.on]
        off = max((rule.percent_off for rule in rules), default=Decimal(0))
        return (price * (100 - off) / 100).quantize(CENT)

    def _option(self, method: str) -> DeliveryOption:
        option: DeliveryOption = getattr(self.policies.delivery, method)
        return option
