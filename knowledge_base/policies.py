"""The shop's rules as data: what a flow checks before it promises anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

Range = tuple[int, int]


class _Table:
    # Read as this, a misspelt key is refused instead of passed over.
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Cancelling(_Table):
    """The states in which an order may be cancelled, or its contents and address changed, and the fee in US dollars."""

    allowed_states: tuple[str, ...]
    fee: Decimal


@dataclass(frozen=True)
class Exchanging(_Table):
    """Exchanges: within `days` of `counted_from`; what sending the goods back costs in US dollars, by reason."""

    days: int
    counted_from: str
    conditions: tuple[str, ...]
    change_of_mind_fee: Decimal
    faulty_fee: Decimal
    wrong_fee: Decimal


@dataclass(frozen=True)
class Returning(Exchanging):
    """Returns, as exchanges; `sealed_only` names, by category, the kinds that are taken back only sealed or faulty."""

    sealed_only: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Refunding(_Table):
    """When and how money goes back."""

    working_days: int
    counted_from: str
    card_extra_working_days: int
    to: str


@dataclass(frozen=True)
class Reporting(_Table):
    """Damaged, wrong and missing items."""

    days: int
    counted_from: str
    kinds: tuple[str, ...]
    photos: bool
    remedies: tuple[str, ...]
    fee: Decimal


@dataclass(frozen=True)
class Extension(_Table):
    """A longer warranty for `percent_of_price`, sold within `days` of `counted_from`."""

    name: str
    years: int
    percent_of_price: Decimal
    days: int
    counted_from: str


@dataclass(frozen=True)
class Warranty(_Table):
    """Years by category, and what is not covered."""

    counted_from: str
    excluded: tuple[str, ...]
    years: Mapping[str, int]
    extension: Extension


@dataclass(frozen=True)
class Repairing(_Table):
    """Repairs outside the warranty cost `check_fee` for a quote, which counts towards the repair."""

    check_fee: Decimal
    check_fee_credited: bool
    warranty_fee: Decimal
    quote_first: bool
    working_days: Range
    pick_up: str


@dataclass(frozen=True)
class PriceProtection(_Table):
    """For how long the shop's own price drops are paid back."""

    days: int
    counted_from: str
    other_shops: bool
    excluded: tuple[str, ...]


@dataclass(frozen=True)
class DeliveryOption(_Table):
    """One way to deliver; `price` None: the checkout names it; `free_from` in US dollars; `held_days` at a pick-up point."""

    area: str | tuple[str, ...]
    price: Decimal | None = None
    free_from: Decimal | None = None
    working_days: Range | None = None
    held_days: int | None = None
    customs_duties: str | None = None


@dataclass(frozen=True)
class Delivering(_Table):
    """All ways to deliver; an order paid by `same_day_until` leaves the same working day."""

    same_day_until: str
    time_zone: str
    po_boxes: bool
    carriers: tuple[str, ...]
    standard: DeliveryOption
    express: DeliveryOption
    pickup_point: DeliveryOption
    international: DeliveryOption


@dataclass(frozen=True)
class InstalmentPlan(_Table):
    """So many monthly payments at so much interest a year."""

    months: int
    percent_a_year: Decimal


@dataclass(frozen=True)
class Instalments(_Table):
    """The plans, and the smallest order in US dollars that may be paid so."""

    least: Annotated[Decimal, Field(validation_alias="from")]
    plans: tuple[InstalmentPlan, ...]


@dataclass(frozen=True)
class Paying(_Table):
    """How customers may pay."""

    methods: tuple[str, ...]
    cash_on_delivery: bool
    currency: str
    instalments: Instalments


@dataclass(frozen=True)
class WelcomeCoupon(_Table):
    """A new customer's code: `off` US dollars from an order of `least`."""

    code: str
    off: Decimal
    least: Annotated[Decimal, Field(validation_alias="from")]


@dataclass(frozen=True)
class StudentDiscount(_Table):
    """Percent off for students, in some categories."""

    percent_off: Decimal
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Coupons(_Table):
    """Codes and discounts."""

    per_order: int
    new_customer: WelcomeCoupon
    student: StudentDiscount


@dataclass(frozen=True)
class Points(_Table):
    """Loyalty points."""

    per_dollar: int
    for_one_dollar: int
    valid_months: int


@dataclass(frozen=True)
class BundleRule(_Table):
    """One product of each of `categories` in an order takes `percent_off` those `on` which it is given."""

    name: str
    categories: tuple[str, ...]
    percent_off: Decimal
    on: tuple[str, ...]


@dataclass(frozen=True)
class Bundles(_Table):
    """What is cheaper together."""

    rules: tuple[BundleRule, ...]


@dataclass(frozen=True)
class Invoicing(_Table):
    """Invoices, and for how many days they may be asked for or corrected."""

    format: str
    available_from_state: str
    company_request_days: int
    correction_days: int


@dataclass(frozen=True)
class AccountRules(_Table):
    """Passwords and deletion."""

    reset_link_minutes: int
    wrong_passwords: int
    locked_minutes: int
    deletion_days: int
    invoices_kept_years: int


@dataclass(frozen=True)
class Service(_Table):
    """Where and when people answer."""

    hours: tuple[str, str]
    every_day: bool
    time_zone: str
    phone: str
    email: str
    assistant: str
    showroom: str


@dataclass(frozen=True)
class ShopPolicies(_Table):
    """All rules of the shop, table by table as in policies.toml."""

    cancel: Cancelling
    change: Cancelling
    returning: Annotated[Returning, Field(validation_alias="return")]
    exchange: Exchanging
    refund: Refunding
    report: Reporting
    warranty: Warranty
    repair: Repairing
    price_protection: PriceProtection
    delivery: Delivering
    payment: Paying
    coupon: Coupons
    points: Points
    bundle: Bundles
    invoice: Invoicing
    account: AccountRules
    service: Service

    @property
    def cancellable_states(self) -> tuple[str, ...]:
        """The states in which an order may be cancelled."""
        return self.cancel.allowed_states

    @property
    def change_states(self) -> tuple[str, ...]:
        """The states in which an order's contents and address may be changed."""
        return self.change.allowed_states

    @property
    def return_days(self) -> int:
        """Days after delivery within which goods may be sent back."""
        return self.returning.days

    def warranty_years(self, category: str) -> int | None:
        """Years of warranty in a category of products; None for one that the policies do not name."""
        return self.warranty.years.get(category)
