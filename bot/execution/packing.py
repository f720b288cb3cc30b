"""Bodies of calls to an action server as they travel: JSON, packed with deflate or not."""

import json
import zlib
from typing import Any

LARGEST = 16_777_216  # bytes, unpacked; a tracker carries the whole conversation


class Unreadable(Exception):
    """A body that is no call; the message says why."""


def unpacked(body: bytes, encoding: str) -> dict[str, Any]:
    """The call that a body holds, packed when `encoding` is deflate; raises Unreadable."""
    if encoding not in ("", "identity", "deflate"):
        raise Unreadable(f"Content-Encoding {encoding!r} is not read; send deflate or none")
    try:
        call = json.loads(_inflated(body) if encoding == "deflate" else body)
    except (zlib.error, ValueError, RecursionError):
        raise Unreadable("Invalid body request") from None
    if not isinstance(call, dict) or not isinstance(call.get("tracker", {}), dict):
        raise Unreadable("Invalid body request")
    return call


def _inflated(body: bytes) -> bytes:
    """The body, and no more of it than is read: a few bytes can stand for gigabytes."""
    packed = zlib.decompressobj()
    plain = packed.decompress(body, LARGEST)
    if not packed.eof:
        raise Unreadable(f"the body is cut off, or larger than {LARGEST:,} bytes when unpacked")
    return plain
