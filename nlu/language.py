"""Which of the two languages a message is written in, decided by the words that hold a sentence together."""

import re

from nlu.understanding import Language

_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_CHINESE = re.compile(f"[{_HAN}]")
_ENGLISH = re.compile(r"(?<![\w@.])[^\W\d_]{1,30}(?:['’][a-z]{1,3})?(?![\w@])", re.IGNORECASE)
# Written by customers of both languages, and in names of things that are called the same in both.
_INTERNATIONAL_WORDS = """ok okay k hi hello hey bye lol wow yes no thx vip app sk id pro max mini plus air usb hdmi gan wifi
bluetooth paypal visa"""
_GLUE_WORDS = """a an the this that these those i you he she it we they me my your his her its our their is am are was were be
been do does did have has had can could will would shall should may might must and or but if so not don't
doesn't didn't can't won't isn't i'm it's to of in on at by for from with about into over after before than as
what when where which who why how there here just still any some please want need got get im u ur r whats
wheres hows theres dont cant"""
_INTERNATIONAL = frozenset(_INTERNATIONAL_WORDS.split())
_ENGLISH_GLUE = frozenset(_GLUE_WORDS.split())
_CHINESE_GLUE = re.compile(
    "[的了吗呢吧啊呀嘛哦啦我你您他她它们是有没不在和跟与或但就都也还把被给对从到去来要想能会可么什怎哪这那几多啥咋很太请帮嗎們沒對從來會麼這幾請幫還個个]"
)
_CHARACTERS_PER_WORD = 1.5
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+", re.ASCII)


def language_of(text: str, default: Language = "en") -> Language:
    """The language that the sentence of `text` is built in, however many words of the other it borrows.

    Numbers, e-mail addresses, emoji and words that both languages use say nothing; a message of nothing else is in `default`,
    and so is one of names in both.
    """
    text = _ADDRESS.sub(" ", text)
    chinese = len(_CHINESE.findall(text))
    words = [word.lower().replace("’", "'") for word in _ENGLISH.findall(text) if not _CHINESE.search(word)]
    if not chinese:
        return "en" if any(word.isascii() and word not in _INTERNATIONAL for word in words) else default
    if not words:
        return "zh"
    glue = sum(word in _ENGLISH_GLUE for word in words) - len(_CHINESE_GLUE.findall(text)) / _CHARACTERS_PER_WORD
    if glue:
        return "en" if glue > 0 else "zh"
    return default if len(words) > chinese / _CHARACTERS_PER_WORD else "zh"
