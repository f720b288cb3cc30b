"""Other forms of the same characters: full-width ones, and Traditional Chinese in three standards."""

import random

import opencc

_FULL_WIDTH = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {0x20: "\u3000"}
_TRADITIONAL = opencc.OpenCC("s2t")
_TAIWAN = opencc.OpenCC("s2twp")
_HONG_KONG = opencc.OpenCC("s2hk")


def full_width(text: str, order: random.Random) -> str:
    """Every ASCII character as wide as a Chinese one."""
    return text.translate(_FULL_WIDTH)


def traditional(text: str, order: random.Random) -> str:
    """Traditional characters of OpenCC's own standard."""
    return str(_TRADITIONAL.convert(text))


def taiwan(text: str, order: random.Random) -> str:
    """Traditional characters and words as in Taiwan."""
    return str(_TAIWAN.convert(text))


def hong_kong(text: str, order: random.Random) -> str:
    """Traditional characters as in Hong Kong."""
    return str(_HONG_KONG.convert(text))
