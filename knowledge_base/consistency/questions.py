"""Whether two questions ask the same, by their words: what tells them apart must be nothing that matters."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz

_SAME_FROM = 87.0
"""Likeness of two words in percent from which one is a slip or a form of the other."""

_PHRASES: Mapping[str, str] = {
    r"how (?:long|many (?:\w+ )?(?:days|weeks|months|hours|years))|what date": " @time ",
    r"(?:until |by )?when|(?:until |by |at )?what time": " @time ",
    r"from (?:which|what) (?:amount|total|value)": " @from ",
    r"how (?:much|expensive)|prices?|costs?|fees?": " @price ",
    r"how many|what number": " @number ",
    r"(?:in |at )?(?:which|what)(?: \w+)? methods": " methods ",
    r"where (?:can|do|is)|in which place": " @where ",
    r"free of charge|for nothing": " free ",
    r"pick(?:ed)? up|collect(?:ed)?": " collect ",
    r"pick-?up": " pickup ",
    r"send back|sent back": " return ",
    r"(?:get|have|receive)(?: \w+)? (?:money )?back": " refund ",
    r"shipp?(?:ing|ed|s)?|deliver(?:y|ies|ed|s)?|dispatch(?:ed)?|sent|send": " deliver ",
    r"includ(?:e|es|ed|ing)": " include ",
    r"vouchers?|coupons?|promo codes?": " coupon ",
    r"runs? (?:until|till)|ends?|finish(?:es)?|over|run": " end ",
    r"e-?mails?": " email ",
    r"order(?:ed|ing|s)?|buy|bought|purchas(?:e|ed|es)": " order ",
    r"refund(?:ed|s)?": " refund ",
    r"opening hours|open(?:ed|s)?|hours": " open ",
}
_GLUE = """a an the i me my mine we you your our us it its they them is are was be been am do does did can could may might
will would shall should must have has had to of in on at by for from with as and or if there this that these
those any some what which who how get find got please tell know want need possible able about take takes taken
last keep kept long way after before until once every each one ones item items product products goods usually
normally exactly currently again now today also still just valid offer accept use where all so high @where"""
_WEAK = frozenset(_GLUE.split())
_CHINESE: Mapping[str, str] = {
    "到什么时候|结束|截止|为止": "终时",
    "满多少钱?": "满",
    "保修期限?": "保修时",
    "多长时间|多久|几天|多少天|什么时候|何时|几点钟?|期限|(?:的)?时间|有效期": "时",
    "多少钱|多少费用|(?:的)?(?:费用|价格|运费|手续费)(?:是多少|多少)?|收费|什么价|怎么收费": "价",
    "怎么样?|如何|怎样": "何",
    "哪里|哪儿|在哪": "哪",
    "寄到|寄往|发货到|配送到|送到|发到|快递到": "寄",
    "物流|快递信息": "流",
    "注销|删除": "删",
    "货到付款": "到付",
    "包邮|免运费": "邮",
    "(?:营业|开门|上班|开放)": "开",
    "(?:之|以)(前|后)": r"\1",
    "(?:最多|至多)": "多",
    "自提点": "提",
}
_CHINESE_WEAK = re.compile(
    "[的了吗呢吧啊呀么是否请问你您们我们有没能可以会不要需得得了支持接受收在到里把给想一下让该为和与或才个什哪些多少几件钱到账天时下内]"
)
_PUNCTUATION = re.compile(r"[^\w@ ]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


def same_question(one: str, other: str) -> bool:
    """Whether `one` asks what `other` asks: nothing of weight stands in one of them alone, whatever slips there are."""
    return _same(*sorted((one, other)))


@lru_cache(maxsize=65_536)
def _same(one: str, other: str) -> bool:
    if bool(_HAN.search(one)) != bool(_HAN.search(other)):
        return False
    mine, yours = key(one), key(other)
    if not mine or not yours:
        return False
    return mine == yours or (_covered(mine, yours) and _covered(yours, mine))


def _covered(words: frozenset[str], others: frozenset[str]) -> bool:
    return all(word in others or any(_alike(word, other) for other in others) for word in words)


def _alike(one: str, other: str) -> bool:
    if _HAN.match(one) or one.startswith("@") or min(len(one), len(other)) < 4:
        return False
    return one[0] == other[0] and fuzz.ratio(one, other) >= _SAME_FROM


@lru_cache(maxsize=65_536)
def key(question: str) -> frozenset[str]:
    """The words of weight of a question, words of one meaning as one; of a Chinese question its characters."""
    plain = unicodedata.normalize("NFKC", question).lower()
    if _HAN.search(plain):
        return _chinese_key(plain)
    for phrase, word in _PHRASES.items():
        plain = re.sub(rf"\b(?:{phrase})\b", word, plain)
    words = _PUNCTUATION.sub(" ", plain).split()
    return frozenset(_stem(word) for word in words if word not in _WEAK)


def _chinese_key(plain: str) -> frozenset[str]:
    for phrase, word in _CHINESE.items():
        plain = re.sub(phrase, word, plain)
    marked = {word for word in ("时", "价", "哪", "何") if word in plain}
    left = _CHINESE_WEAK.sub("", _PUNCTUATION.sub("", plain)).replace(" ", "")
    return frozenset(left) | {f"@{word}" for word in marked}


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.startswith("@") and not word.endswith("ss"):
            return word.removesuffix(ending)
    return word
