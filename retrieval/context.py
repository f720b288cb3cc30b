"""Follow-ups that lean on the question before them: "and to Canada?" is searched together with "how much is delivery?".

Measured on follow-ups of both languages, their own words with the question's before them and their own vector with half of
the question's find more than either question alone or the vector of both texts.
"""

import re
from dataclasses import replace

import numpy as np

from nlu.understanding import Understanding, Vector
from retrieval.answers import Answerer

SURE = 0.98  # what is found so surely alone needs no context
UNSURE = 0.55  # what is not found alone may do with it
SHARE = 0.5  # of the vector of the question before
LONGEST = {"en": 8, "zh": 12}  # words, characters
BRIEF = {"en": 6, "zh": 8}

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:['’]\w+)?")
_ENGLISH = re.compile(
    r"""^(?:(?:ok|okay|yes|no|sorry|and|but|so|then|oh)\b[\s,]*)*
    (?:(?P<opening>what\s+about|how\s+about|what\s+if|same\s+for|also|even|only|or|with|without|for|to|from|on|in|by|at|if)\b
    |(?:how|what|when|where|who|which|can|could|do|does|is|are|will|would|may|must|has|have)\b.*
     \b(?P<pronoun>it|that|this|they|them|those|these|there|one|ones|two|both|either|neither|later|instead|else)\b
    |(?:how|what|when|where|who|which|can|do|does|is|are)\s+(?:\w+\s*){1,2}$)""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINING = re.compile(r"^(?:ok|okay|oh|so)?[\s,]*(?:and|but|or)\b", re.IGNORECASE)
_CHINESE = re.compile(
    r"^(?:好的?|嗯|哦|行)?[,，、\s]*(?:(?:那么?|还有|另外|以及|或者|如果|要是|换成|之后|以后|也|又|同样)|.{0,9}呢$|.*(?:它|这个|那个|这样|那样|这种|那种|也))"
)
_BARE = re.compile(r"^.{0,6}(?:吗|么|多少|多久|几天|谁.?|哪.?|行|多少钱|怎么样)$")
_CHINESE_CHARACTER = re.compile(r"[\u3400-\u9fff]")
_ASKING = re.compile(
    r"[?？]|[吗么呢谁哪几啥]|多[少久长大]|怎|^(?:how|what|when|where|who|which|can|could|do|does|is|are|will|may)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[\s?？!！.。…,，~～]+$")


def leans(text: str) -> bool:
    """Whether `text` is a question that may need the one before it to be understood: short, and open at its beginning or end."""
    plain = _END.sub("", text.strip())
    language = "zh" if _CHINESE_CHARACTER.search(plain) else "en"
    words = len(_WORD.findall(plain))
    if not 0 < words <= LONGEST[language]:
        return False
    if language == "zh":
        return bool(_CHINESE.match(plain) or _BARE.match(plain))
    return bool(_JOINING.match(plain) or _ENGLISH.match(plain))


def brief(text: str) -> bool:
    """Whether `text` is a question so short that it may need the one before it though nothing in it says so."""
    language = "zh" if _CHINESE_CHARACTER.search(text) else "en"
    return bool(_ASKING.search(text)) and len(_WORD.findall(text)) <= BRIEF[language]


def carried(now: Understanding, before: Understanding, answerer: Answerer) -> Understanding:
    """`now` as it is meant after the question `before`; as it stands where it needs none.

    What leans on it is joined to it unless it is found surely alone; what is merely brief, when that finds more. Then it is about
    what `before` was about, and its text and vector are those of both; if it looks out of scope it still does.
    """
    leaning = leans(now.text)
    alone = _confidence(now, answerer)
    if not (leaning or brief(now.text)) or alone >= (SURE if leaning else UNSURE):
        return now
    together = replace(
        now,
        text=joined(before.text, now.text),
        vector=mixed(before.vector, now.vector),
        intents=before.intents,
        requests=(),
    )
    return together if leaning or _confidence(together, answerer) > alone else now


def joined(before: str, text: str) -> str:
    """Both questions as one text."""
    return f"{_END.sub('', before)}{'，' if _CHINESE_CHARACTER.search(text) else ' '}{text}"


def mixed(before: Vector, vector: Vector) -> Vector:
    """The unit vector of a follow-up, both given and returned as shape (hidden,), in the light of the question `before`."""
    both = vector + np.float32(SHARE) * before
    unit: Vector = both / np.linalg.norm(both)
    return unit


def _confidence(understanding: Understanding, answerer: Answerer) -> float:
    answer = answerer.answer(understanding.text, understanding.vector, understanding.language)
    return answer.confidence if answer else 0.0
