"""The encodings in which spreadsheets and old shop systems write text."""

from dataclasses import dataclass

_MARKED = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# The rows of GB 2312 with the 3,755 common characters, which make up nearly all of a Chinese text.
_COMMON = range(0xB0, 0xD8)
_SAMPLE = 20_000  # characters


@dataclass(frozen=True)
class Decoded:
    """A text and the encoding that it was read in; a `guessed` one may be wrong."""

    text: str
    encoding: str
    guessed: bool = False


def decoded(content: bytes) -> Decoded:
    """Text from UTF-8, UTF-16, GB 18030 or Windows-1252.

    Raises UnicodeDecodeError when it is none of them.
    """
    marked = next((name for mark, name in _MARKED.items() if content.startswith(mark)), None) or _unmarked_utf16(content)
    if marked:
        return Decoded(content.decode(marked), marked)
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _guessed(content, error)


def _unmarked_utf16(content: bytes) -> str:
    # What separates cells and lines is ASCII, of which every second byte is zero in UTF-16.
    start = content[:64]
    for name, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if len(zeros) > 2 and zeros.count(0) > 0.25 * len(zeros):
            return name
    return ""


def _guessed(content: bytes, error: UnicodeDecodeError) -> Decoded:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if text and _is_chinese(text[:_SAMPLE]):
        return Decoded(text, "GB 18030", guessed=True)
    foreign = sum(byte >= 0x80 for byte in content[:_SAMPLE])
    if foreign > 0.2 * min(len(content), _SAMPLE):
        raise error
    try:
        return Decoded(content.decode("cp1252"), "Windows-1252", guessed=True)
    except UnicodeDecodeError:
        raise error from None


def _is_chinese(text: str) -> bool:
    """Whether most of what is not ASCII are common Chinese characters and marks, as in real text and not in a wrong guess."""
    foreign = [character.encode("gb18030") for character in text if character > "\x7f"]
    common = sum(len(code) == 2 and (code[0] in _COMMON or code[0] < 0xAA) and code[1] >= 0xA1 for code in foreign)
    return common >= 0.8 * len(foreign)
