"""The precision dial: be right as often as the shop asks for, or say nothing."""

from retrieval.dial.setting import (
    OperatingPoint,
    Setting,
    operating_point,
    setting,
    thresholds,
    turned,
)

__all__ = ["OperatingPoint", "Setting", "operating_point", "setting", "thresholds", "turned"]
