"""How often something may happen: token buckets on the monotonic clock."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic


class Bucket:
    """Lets `burst` things through at once and `per_second` of them in the long run."""

    def __init__(self, burst: int, per_second: float, clock: Callable[[], float] = monotonic) -> None:
        self._burst = burst
        self._per_second = per_second
        self._clock = clock
        self._tokens = float(burst)
        self._at = clock()

    def take(self) -> bool:
        """Whether one more may pass now; if so it has passed."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class Rates:
    """A bucket for each name; of more than `names` the one that was not heard of for longest is forgotten."""

    def __init__(self, burst: int, per_second: float, names: int = 10_000) -> None:
        self._burst = burst
        self._per_second = per_second
        self._names = names
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, name: str) -> bool:
        """Whether `name` may do one more now."""
        bucket = self._buckets.get(name)
        if bucket is None:
            bucket = self._buckets[name] = Bucket(self._burst, self._per_second)
            if len(self._buckets) > self._names:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(name)
        return bucket.take()
