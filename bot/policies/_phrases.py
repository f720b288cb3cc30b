"""What a few words say by themselves: a question, a refusal to go on, a correction, hardly more than a name."""

import re

from nlu import corrections
from nlu.corrections import Correction
from nlu.text import normalized

ASKS = re.compile(
    r"[?？]|[吗呢么]\s*$|\b(why|what|how|when|which)\b|^\s*(do|does|is|are|can|could|will|would) (i|you|it|that|there|we)\b"
    r"|哪|什么|怎么|多少|多久|几[天个]|(?P<verb>[是能有会])[不没](?P=verb)",
    re.IGNORECASE,
)
LEAVES = re.compile(
    r"\b(forget (it|that|about it)|never ?mind|leave it|don'?t bother|no longer need|don'?t need it)\b"
    r"|算了|不用了|不用管|没事了|不要了|不(买|办|修|开|弄|查)了",
    re.IGNORECASE,
)
CORRECTS = re.compile(
    r"\b(i meant?|my mistake|(wrong|other|another) (one|number|order))\b|\b(sorry|oops|wait|hang on)\b.*\b(it'?s|is|the)\b"
    r"|(说|写|打|看|搞|弄|给|填)错|^不对|应该是|我说的是",
    re.IGNORECASE,
)
NOT = re.compile(r"\bnot\b|不是|不要", re.IGNORECASE)
CODE = re.compile(r"\W*(?=[A-Za-z-]*\d)[A-Za-z\d-]+\W*")
WORDS = 5  # of a name, or characters in Chinese
REST = 2  # beside a refusal


def asks(text: str) -> bool:
    """Whether a text is plainly a question."""
    return bool(ASKS.search(text))


def leaves(text: str) -> bool:
    """Whether a text says to let something be."""
    return bool(LEAVES.search(text))


def only_leaves(text: str) -> bool:
    """Whether a text says to let something be, and nothing else."""
    return leaves(text) and _width(LEAVES.sub(" ", text)) <= REST


def corrects(text: str) -> bool:
    """Whether a text takes back what was said before."""
    plain = normalized(text).lower()
    return bool(CORRECTS.search(text) or corrections.opening(plain, 0, len(plain)).correction)


def corrected(text: str) -> str:
    """What stands behind words of correction, "" when there are none; a mere "sorry" needs a "not" behind it."""
    plain = normalized(text)
    opening = corrections.opening(plain.lower(), 0, len(plain))
    rest = plain[opening.end :].strip()
    return rest if opening.correction > Correction.EXCUSES or (opening.correction and NOT.search(rest)) else ""


def retracts(text: str) -> bool:
    """Whether a text begins with taking back what was asked for: "forget it", 算了."""
    plain = normalized(text).lower()
    return corrections.opening(plain, 0, len(plain)).correction is Correction.RETRACTS


def coded(text: str) -> bool:
    """Whether a text is one word with digits, such as a tax number."""
    return bool(CODE.fullmatch(text))


def brief(text: str) -> bool:
    """Whether a text is hardly more than a name."""
    return _width(text) <= WORDS


def _width(text: str) -> int:
    """How many words, or characters in Chinese, a text has."""
    return len(re.findall(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+", text))
