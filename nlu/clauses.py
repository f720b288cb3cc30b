"""Clauses: a message cut at sentence ends, pauses and conjunctions, and whether each of them asks for something."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nlu import actions, corrections

_ADDS = (
    r"(?:(?:and |oh,? |but |oh and )?(?:also"
    r"|(?<!the )plus(?= (?:i|i'm|my|the|can|could|is|please|how|what|also|do|you)\b|,)"
    r"|by the way|btw|additionally|in addition|besides(?=,)|furthermore"
    r"|moreover|separately"
    r"|meanwhile|after that|while you(?:'re| are) at it|ps(?=[:, ])|p\.s\.?"
    r"|another (?:thing|question)|one more(?: question| thing)?|secondly|second(?=[,:])|as well as|on top of that)\b"
    r"|顺便|顺带|另外(?![加收付给算出要交])|还有|对了|此外|除此之外|同时|第二|其次)"
)
_GOES_ON = (
    r"(?:(?:and|then|n(?= (?:do|can|how|what|is|are|where)))\b"
    r"|并且|并(?=[把取改帮])|而且|然后|再(?=[帮给把查开问取看说发退换改推告])|[也还](?=想|要|需要|得))"
)
_TURNS = (
    r"(?:(?:but|however|instead|just|only|so|because|whereas|although|i (?:want|need|would|just|only|am|meant)|i'd|can you"
    r"|could you)\b"
    r"|但是|但(?!愿)|不过|只是|而是|直接(?=[取退换查帮给])|(?<![我你实只就而不])是(?=[要想]))"
)
_END = r"[?？!！。;；…\n]+|\.{2,}|\.(?=\s|$|[\"”)])|(?<!\w)[1-9][.、)](?=\s*[^\W\d])"
_PAUSE = r"[，、：—–]+|,(?!\d)|(?<!\d),|:\s|\s[-~]+\s|--+"
_WORD = rf"(?<=[\s\u3400-\u9fff])(?<!\bi\s)(?<!\band\s)(?<!\bwhat\s)(?={_ADDS}|{_GOES_ON}|{_TURNS}|{corrections.CUTS})"
_SPACE = r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])"
_CUT = re.compile(f"{_END}|{_PAUSE}|{_WORD}|{_SPACE}")
_ADDING = re.compile(rf"\s*{_ADDS}[\s,，:：]*")
_GOING_ON = re.compile(rf"\s*{_GOES_ON}\s*")
_OPENING = re.compile(
    r"[\s,，]*(?:(?:please|pls|plz|kindly|hi|hello|hey|ok|okay|well|just|so|but|first|then|and|also|oh|now|yes|no|actually"
    r"|maybe"
    r"|i meant?|or rather|instead|to)\b[\s,，]*)*"
)
_VERBS = (
    "add|apply|arrange|ask|book|bring|buy|call|cancel|change|check|close|collect|confirm|connect|correct|delete|edit|exchange"
    r"|explain|extend|find|fix|forward|get|give|help|issue|know|let|list|look|make|move|order(?! sk| \d| number| no\b"
    r"| on\b| from\b)|pay|pick|place|process|put|recommend"
    "|redeem|refund|remove|repair|replace|resend|reset|return|send|ship|show|split|stop|subscribe|suggest|swap|switch|take|tell"
    "|track|transfer|unsubscribe|update|upgrade|use"
)
_ASKS = re.compile(
    rf"(?:(?:{_VERBS})\b|(?:what|which|when|where|who|how|why|whose|whether)(?:'?s|'?re)?\b"
    r"|(?:can|could|do|does|did|is|are|was|were|will|would|may|should|shall|has|have|am)(?:n't)? "
    r"(?:i|you|u|we|it|there|they|this|that|the|these|those|my|your|a|an|any)\b"
    r"|(?:an? |the |my )(?:\w+ )?(?:refund|return|exchange|replacement|invoice|receipt|repair|cancellation)\b)"
)
_WANTS = re.compile(
    r"\b(?:i|we)(?:'d| would)? (?:also |just |really |only )?(?:want|need|like|wish|have to)\b|\b(?:i|we)'?d like\b"
    r"|\bwould like\b"
    r"|\b(?:looking for|wondering|want to|want an?|need to|need an?|wanna|would love|tell me|let me know|please|pls|plz)\b"
    r"|\b(?:i'm|i am) (?:calling|writing|asking) (?:about|for|to|you to)\b|\bhow (?:do|can|much|long|many|about)\b"
    r"|[吗呢么嘛]\s*$|怎么|如何|多少|多久|几[天点号时个折家种]|哪|什么|啥|[能会可要是]不[能会可要是]|可以|可否|是否|有没有"
    r"|有无|咋"
    r"|加[个一上俩两几]|(\w)不\1|\w[不没]\s*$|补|重置|注册|包邮|支持|请|麻烦|[帮给]我|想|要|需要|告诉|问|介绍|推荐|能.{1,10}[吗么]"
)

_TELLS = re.compile(
    r"\b(?:broken?|dead|cracked|smashed|shattered|faulty|damaged|scratched|missing|wrong|declined|rejected|failed|twice|isn't|aren't"
    r"|won't|doesn't|hasn't|haven't|going back|to send back|to return|can be|needs?)\b"
    r"|[坏裂碎]|[发寄送拿]错|不对|少[发了寄]|没收到|签收|扣了|两[遍次]|重复|[打连登]不|没[有到给发]|跳闸|黑屏|花屏|死机|失灵|短路|冒烟"
)
_UNWANTED = re.compile(r"\s*(?:(?:i |we )?(?:don't|do not|dont|didn't|did not) (?:want|need|care|like)\b|不想?要|不用|不需要|别)")
_ELLIPTICAL = re.compile(
    r"(?:[\W\d_]|\b(?:a|an|the|this|that|these|those|i|you|he|she|it|we|they|me|us|one|ones|my|your|his|her|its|our|their"
    r"|mine|is|are|was"
    r"|were|be|been|do|does|did|have|has|had|can|could|will|would|shall|should|may|might|must|and|or|but|if|so|not|don't"
    r"|to|of|in|on"
    r"|at|by|for|from|with|about|into|as|what|when|where|which|who|why|how|whether|there|here|just|still|any|some|please"
    r"|also|too|then"
    r"|now|want|need|know|tell|say|think|like|get|got|give|go|going|come|take|make|work|use|set|start|begin|click|press"
    r"|sort|find|see"
    r"|look|help|show|happen|happens|possible|okay|ok|much|many|long|far|soon|out|up|over|idea|join|else|again|really|even"
    r"|way|first"
    r"|other|let|yes|no|i'll|i'd|i'm|it's|that's|what's|where's|all|same)\b"
    r"|[怎么样弄办设有吗可以能不行呢呀啊吧嘛了的哪里儿在从开始我你您他她它我们现在就要给来一份这那是几多少个想请问帮还都也会什啥得到下搞"
    r"说告诉知道点直接只操作具体收申选订先再弄请])*"
)
_ACTION = re.compile(actions.alternatives("zh"))


@dataclass(frozen=True)
class Clause:
    """`text[start:end]` of a folded message; `adds` says how it begins: with "also", with "and", or as it likes.

    The conjunction is left out. `asks` is whether the clause has the look of a question, a wish or an order, `tells` whether it
    has that of something gone wrong.
    """

    start: int
    end: int
    adds: str = ""
    asks: bool = False
    tells: bool = False


def split(text: str) -> tuple[Clause, ...]:
    """The clauses of a folded message, in order, without what stands between them; blank ones are left out."""
    found, begun = [], -1
    for start, end, closed in _parts(text):
        clause = _clause(text, start if begun < 0 else begun, end, closed)
        # "Also," and "by the way:" belong to what comes after them.
        begun = (start if begun < 0 else begun) if clause.adds and not text[clause.start : end].strip() else -1
        if begun < 0 and text[clause.start : end].strip(" \"'“”()"):
            found.append(clause)
    return tuple(found)


def single(text: str) -> bool:
    """Whether a folded message is nothing but one clause; faster than `split`."""
    return _CUT.search(text.rstrip("?!.。 \n")) is None


def asks(text: str) -> bool:
    """Whether a folded clause has the look of a question, a wish or an order."""
    if _UNWANTED.match(text):
        return False
    opening = _OPENING.match(text)
    start = opening.end() if opening else 0
    return bool(_ASKS.match(text, start) or _WANTS.search(text) or _ACTION.search(text))


def elliptical(text: str) -> bool:
    """Whether a folded clause says nothing that could be understood without what stands before it: "where do I do that"."""
    return not _ACTION.search(text) and _ELLIPTICAL.fullmatch(text) is not None


def _parts(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for cut in _CUT.finditer(text):
        yield start, cut.start(), cut[0]
        start = cut.end()
    yield start, len(text), ""


def _clause(text: str, start: int, end: int, closed: str) -> Clause:
    first = _added(text, start, end)
    adds = "" if first == start else "also" if _ADDING.match(text, start) else "and"
    words = text[first:end]
    return Clause(first, end, adds, "?" in closed or asks(words), _TELLS.search(words) is not None)


def _added(text: str, start: int, end: int) -> int:
    """Where the clause goes on behind its conjunction."""
    conjunction = _ADDING.match(text, start) or _GOING_ON.match(text, start)
    return min(conjunction.end(), end) if conjunction else start
