"""Time zones by their names."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from configs.errors import ConfigurationError


def zone_of(name: str) -> ZoneInfo:
    """The zone; raises ConfigurationError for a name that nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ConfigurationError(f"bot.shop: zone {name!r} is not known; write it like Asia/Shanghai") from None
