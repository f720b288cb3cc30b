"""What customers tell the service about their orders."""

import random
from datetime import timedelta

from knowledge_base.demo.campaigns import at
from knowledge_base.demo.lives import Life
from knowledge_base.demo.records import Contact
from knowledge_base.demo.segments import Segment

ABOUT_LATE = 0.6
ABOUT_RETURN = 0.5
OTHERWISE = 0.05
TOPICS = ("delivery_options", "product_usage", "check_invoice", "warranty", "damaged_item", "missing_item")
SATISFACTION = {True: (3, 4, 4, 5, 5), False: (1, 1, 2, 2, 3)}


def contact(customer: str, number: str, life: Life, segment: Segment, rng: random.Random) -> Contact | None:
    """The contact that an order leads to, if any: late parcels and returns make it likely."""
    if life.delivered is None or life.shipped is None:
        return None
    chance, topic, moment = OTHERWISE, rng.choice(TOPICS), life.delivered + timedelta(days=rng.uniform(0.1, 5))
    if life.requested is not None:
        chance, topic, moment = ABOUT_RETURN, "return_item", life.requested
    elif life.late and life.expected is not None:
        chance, topic, moment = ABOUT_LATE, "track_order", at(life.expected, rng.uniform(9, 21)) + timedelta(days=1)
    if rng.random() >= chance:
        return None
    resolved = rng.random() < segment.care
    return Contact(customer, number, moment, topic, resolved, rng.choice(SATISFACTION[resolved]))
