"""Self-corrections: how a clause begins that takes back what was just said, and which values that replaces."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from nlu.understanding import Entity


class Correction(IntEnum):
    """What a clause does to the one before it, the strongest last.

    It only excuses itself ("sorry"), which replaces a number or a date but no request; it replaces the request before it, if it
    has one itself ("actually, ..."); or it takes that back whatever follows ("never mind").
    """

    NONE = 0
    EXCUSES = 1
    REPLACES = 2
    RETRACTS = 3


@dataclass(frozen=True)
class Opening:
    """How a clause begins: its `correction`, and where it goes on behind the words for it."""

    correction: Correction
    end: int


_FILLER = re.compile(
    r"(?:but|and|or|so|uhm?|um+|erm?|hmm+|ah|well|ok|okay|oh|please|just)(?![\w'])|哎呀|[哎呃额啊哦嗯](?!不(?![用要行能必]))"
)
_SORRY = re.compile(r"(?:sorry|apologies|excuse me|oops|whoops)(?![\w'])|抱歉|不好意思|对不起")
# These make a correction when nothing follows them in their clause.
_ALONE = re.compile(
    r"(?:no+|nope|nah|not that(?: one)?|oh no|instead|(?:i(?:'ve| have)? )?changed my mind)(?![\w'])|我?改主意了"
    r"|(?:[哦啊呃额嗯诶哎]?不(?:是|对)?|不对劲?)+(?=$|[\s,.!?。、])"
)
# These also with more behind them.
_LEADING = re.compile(
    r"(?:(?:no|oh no|oh) (?=wait|sorry|i mean|i want|make|actually|hang|hold|just|rather|never|scratch|don't|it's|it is|not)"
    r"|no wait|wait(?: a (?:sec(?:ond)?|minute|moment))?(?! (?:for|until|till|time|so))|hang on|hold on|actually"
    r"|i (?:really |actually )?mean(?:t)?(?: to (?:say|write|type|ask))?"
    r"|what i (?:really )?(?:mean|meant|want|wanted)(?: to (?:say|ask|do))? (?:is|was)"
    r"|correction|or rather|rather(?! not| than)|make (?:that|it)(?= sk|[ ]\d| an?\b| the\b"
    r"| (?:one|two|three|four|five|six|seven|eight|nine|ten)(?: instead| please)?\W*$)|on second thoughts?"
    r"|let me (?:rephrase|correct (?:that|myself)|start (?:over|again))|i (?:mistyped|misspoke|misspelled|misspelt"
    r"|got it wrong)"
    r"|i mixed (?:them|those|it|that|the numbers) up"
    r"|typo|my (?:mistake|bad)|wrong (?:number|one|order)|(?:that's|that is|that was|thats) (?:wrong|not right)"
    r"|i'd rather(?! not)"
    r"|it should be|should be)(?![\w'])"
    r"|[哦啊呃额嗯诶哎]不(?:是|对)?(?![用要行能必])|不对(?=[我是应把])|不是不是|不对不对|等等|等一?下(?:子)?|等会儿?|慢着"
    r"|更正(?:一下)?|纠正(?:一下)?"
    r"|我(?:是|的意思是|是想|想)说(?:的是)?|我的意思是|我意思是|重新说|重说|其实(?=我?[是要想]|[取退换查改帮])|准确地?说"
    r"|改成|改为|应该是|应为"
    r"|(?:我|刚才|刚刚|上面|前面|是|一时)*(?:[说打写输搞弄讲填发选点看记]错|搞混)(?:字|了?单?号)?(?:了|啦)?"
    r"|(?:是)?(?:口误|手误|笔误)|错了"
    r"|(?:再?想了?想|考虑了?一?下)?还是(?=.*[吧了]|先|[取退换查改帮给])"
)
_RETRACTING = re.compile(
    r"(?:scratch that|i take (?:it|that) back|strike that|forget (?:that|it|what i said)|(?:ignore|disregard) that"
    r"|never ?mind(?: that)?|nvm|undo that"
    r"|(?:no |please )*(?:don't|do not|dont)(?: do (?:it|that|so|anything)| bother)?(?=$|\W*$|[,.!?])|just (?:kidding"
    r"|joking)|better not|on second thoughts? no"
    r"|(?:no |nope |actually |wait )+(?:i(?:'ve)? )?changed my mind)(?![\w'])"
    r"|(?:i'll |let me |we'll )?keep (?:it|them|(?:my|the) order)(?=$|[,.!?]| as)|leave (?:it|everything)(?=$|[,.!?]| as)"
    r"|算了(?:算了|不用了)?(?![吧，下一])|当我没说|(?:还是|先)?(?:留着|保留)[吧它]?(?=$|[\s,.!?。])|我?开玩笑的?|逗你的"
    r"|(?:不了|别|先别|不用了|别了|别办了|别弄了|不要)(?=$|[\s,.!?。])"
)
_GAP = re.compile(r"[\s,.:;!?。、~—–\"-]*")
_KINDS = {
    _RETRACTING: Correction.RETRACTS,
    _LEADING: Correction.REPLACES,
    _ALONE: Correction.REPLACES,
    _SORRY: Correction.EXCUSES,
    _FILLER: Correction.NONE,
}
_NO_AT_LAST = re.compile(
    r"[\s,.!。](?:no+|nope|nah|不+)[\s,.!。]*(?:(?:i(?:'ve| have)? )?changed my mind|我?改主意了)?[\s,.!。]*$"
)
# Said alone behind words of correction, a number or a thing takes the place of a quantity or a product.
_ALONE_SAID = {
    "quantity": re.compile(
        r"\W*(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|[一二两三四五六七八九十俩仨]+)"
        r"(?: (?:instead|please)|[个件只条台副根张])?吧?(?!\w)"
    ),
    "product": re.compile(
        r"\W*(?:是?(?![一二两三])[^\W的色号款红蓝绿黑白灰金银紫粉黄藍綠紅銀\da-z]{2,4}|the (?!\w+ one)\w+(?: \w+)?)\W*$"
    ),
}
_IT_IS = re.compile(r"是(?=[^的])")
_NOT_THIS = re.compile(
    r"(?:\b(?:not|isn't|instead of|rather than|don't want|do not want)|(?:而|并)?不是|并非|不想?要)\s*(?:the |my |order "
    r"|number |for |from |on |to |订单号?|单号)*$"
)
# Between two values of a type these words put the second in place of the first; a conjunction keeps both.
_INSTEAD = re.compile(
    r"\b(?:no+|nope|wait|hang on|hold on|sorry|oops|whoops|i mean|i meant|actually|rather|correction|typo|mis(?:read|typed|spoke)"
    r"|wrong (?:one|number|order number))\b|不对|不是|[打写说输看填报]错|更正|等等|应该是|应为|正确的|口误|手误|哦不"
)
_BOTH = re.compile(r"\b(?:and|also|both|or not)\b|[和跟与及]|还有|以及|也")
_NEAR = 40  # characters between the two
# The corrections that begin a clause even without a pause before them.
CUTS = (
    r"(?:(?:no wait|wait no|oh no|no sorry|scratch that|strike that|sorry i mean|i mean(?:t)?(?= (?:sk|\d|to|the|cancel"
    r"|return|track|ex))"
    r"|actually no|correction|or rather|never ?mind)\b|[哦啊呃额嗯]不[是对]?|不对(?=我|是|应)|(?:我?[说打写输]错了?)|口误)"
)


def opening(text: str, start: int, end: int) -> Opening:
    """The words of correction at the beginning of the clause `text[start:end]` of a folded message."""
    place = _skipped(text, start, end)
    cues: list[tuple[int, re.Pattern[str]]] = []
    while place < end and (cue := _cue(text, place, end)):
        cues.append((place, cue.re))
        place = _skipped(text, cue.end(), end)
    while place < end and cues and cues[-1][1] in (_ALONE, _FILLER):
        place = cues.pop()[0]
    found = max((_KINDS[pattern] for _, pattern in cues), default=Correction.NONE)
    return Opening(found, _skipped(text, place, end, _IT_IS) if found else start)


def _cue(text: str, place: int, end: int) -> re.Match[str] | None:
    return next(filter(None, (pattern.match(text, place, end) for pattern in _KINDS)), None)


def _skipped(text: str, start: int, end: int, what: re.Pattern[str] = _GAP) -> int:
    gap = what.match(text, start, end)
    return gap.end() if gap else start


def said_alone(text: str) -> frozenset[str]:
    """The types of entities that a folded text which stands behind words of correction takes the place of."""
    return frozenset(kind for kind, pattern in _ALONE_SAID.items() if pattern.match(text))


def ends_refusing(text: str) -> bool:
    """Whether a folded message ends with a bare no, which is no question."""
    return _NO_AT_LAST.search(text) is not None


def excluded(text: str, entities: Sequence[Entity]) -> frozenset[Entity]:
    """Those of `entities`, which count places of `text`, that another of their type takes the place of: "not SK1, SK2"."""
    against = {entity for entity in entities if _NOT_THIS.search(text, 0, entity.start)}
    against |= set(_replaced(text, [entity for entity in entities if entity not in against]))
    kept = {entity.type for entity in entities if entity not in against}
    return frozenset(entity for entity in against if entity.type in kept)


def _replaced(text: str, entities: Sequence[Entity]) -> Iterator[Entity]:
    """Those that are followed by words of correction and then by another of their type: "SK1, oh wait, SK2"."""
    latest: dict[str, Entity] = {}
    for entity in sorted(entities, key=lambda one: one.start):
        before = latest.get(entity.type)
        between = text[before.end : entity.start] if before else ""
        if before and len(between) <= _NEAR and _INSTEAD.search(between) and not _BOTH.search(between):
            yield before
        latest[entity.type] = entity
