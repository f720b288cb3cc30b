"""What a server sends, unpacked no further than a limit."""

import zlib
from collections.abc import AsyncIterable

from knowledge_base.fetching import FetchRefused

_ANY = 32 + zlib.MAX_WBITS  # gzip or zlib, told by its header
_PLAIN = ("", "identity")
_PACKED = ("gzip", "x-gzip", "deflate")


async def body(chunks: AsyncIterable[bytes], encoding: str, most: int) -> bytes:
    """The whole body in bytes.

    Raises FetchRefused when it is larger than `most`, damaged, or in an `encoding` (Content-Encoding) that was not asked for.
    """
    if encoding not in _PLAIN + _PACKED:
        raise FetchRefused(f"came in the encoding {encoding[:40]!r}, which was not asked for")
    unpacker = zlib.decompressobj(_ANY) if encoding in _PACKED else None
    parts: list[bytes] = []
    size = 0
    async for chunk in chunks:
        part = _unpacked(unpacker, chunk, most - size + 1) if unpacker else chunk
        size += len(part)
        if size > most:
            raise _too_large(most)
        parts.append(part)
    return b"".join(parts)


def unzipped(content: bytes, most: int) -> bytes:
    """`content` unpacked where it is gzip, as `sitemap.xml.gz` is.

    Raises FetchRefused as `body`.
    """
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpacked = _unpacked(zlib.decompressobj(_ANY), content, most + 1)
    if len(unpacked) > most:
        raise _too_large(most)
    return unpacked


def _unpacked(unpacker: "zlib._Decompress", chunk: bytes, most: int) -> bytes:
    try:
        return unpacker.decompress(chunk, most)
    except zlib.error:
        raise FetchRefused("is damaged: it cannot be unpacked") from None


def _too_large(most: int) -> FetchRefused:
    return FetchRefused(f"is larger than {most / 1024**2:.3g} MiB; only smaller ones are read")
