"""Habits of Chinese chat: spaces between characters, particles, and slang."""

import random
import re

from nlu.perturbations import lists, places

# Some by the first letters of their pinyin, as zfb for 支付宝.
SLANG = lists.replacing("slang_chinese", most=3)
_BETWEEN = re.compile(f"(?<=[{places.HAN}])(?=[{places.HAN}])")
_END = re.compile(r"[\s。.!！?？~～…]*$")
_OPENINGS = ("亲，", "亲 ", "哎，", "那个，", "嗯，")
_ENDINGS = ("呀", "啊", "哦", "呢", "哈", "啦", "哟", "亲")
_PARTICLES = frozenset("吗呢吧啊呀哦嘛啦呗哈么了哟噢喔哒")


def spaced(text: str, order: random.Random) -> str:
    """A space between any two Chinese characters."""
    return _BETWEEN.sub(" ", text)


def particles(text: str, order: random.Random) -> str:
    """A friendly opening, or a particle at the end, unless one is there."""
    end = _END.search(text)
    place = end.start() if end else len(text)
    if not place or text[place - 1] in _PARTICLES or order.random() < 0.5:
        return order.choice(_OPENINGS) + text
    return text[:place] + order.choice(_ENDINGS) + text[place:]
