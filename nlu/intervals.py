"""How far a share that was counted may lie from the true one."""

from scipy.special import betaincinv

LEVEL = 0.95  # of an interval


def clopper_pearson(right: float, answered: float, level: float = LEVEL) -> tuple[float, float]:
    """The exact two-sided interval of a share (Clopper and Pearson 1934, https://doi.org/10.1093/biomet/26.4.404)."""
    tail = (1 - level) / 2
    low = float(betaincinv(right, answered - right + 1, tail)) if right else 0.0
    high = float(betaincinv(right + 1, answered - right, 1 - tail)) if right < answered else 1.0
    return low, high


def lower_bound(right: float, answered: float, level: float = LEVEL) -> float:
    """What the share is at least with the chance `level`: the lower end of the one-sided interval; 0 without any answer."""
    return clopper_pearson(right, answered, 2 * level - 1)[0]
