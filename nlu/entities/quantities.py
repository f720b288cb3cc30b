"""Numbers of pieces: two tablets, 3 of the 30W chargers, make it 6, 两台平板, 再加一根."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from nlu import corrections
from nlu.entities.numerals import Numeral
from nlu.entities.spans import Certainty, Context, Span

_LARGEST = 9999
_LARGEST_ANSWER = 50  # a message of nothing but a higher number, such as 88, says something else
_YEARS = range(1990, 2040)
_UNITS = "pieces?|pcs|units?|items?|pairs?|boxes|parcels|packages|sets?|packs?|copies|products|things|seats"
_NEVER = re.compile(
    r"[a-z%]|[-/:.]\d|\s?[%$€£¥]|\s?(?:days?|weeks?|months?|years?|hours?|hrs?|min(?:ute)?s?|sec(?:ond)?s?|times?|people|persons?|"
    r"percent|points?|stars?|calls?|e?mails?|messages?|inch(?:es)?|working|business|mah|gb|tb|gig|mm|cm|km|w|watts?|am|pm|o'clock|"
    r"of us|friends|kids|hundred|euros?|dollars?|bucks|the|my|me|u|you|us)\b"
)
_BEFORE_PRODUCT = re.compile(
    r"\s?(?:(?!(?:is|was|are|were|has|had|have|and|or|but|in|on|at|to|for|with|my|when|if|do|does|did|can|will|says?|i|you|it|that|"
    r"which)\b)[a-z][a-z'-]{0,14}\s){0,4}"
)
_PIECES = re.compile(rf"\s(?:(?:small|large|loose|big|same|identical|spare|new|extra|more)\s)?(?:{_UNITS})\b")
_ASKED = re.compile(
    r"(?:\b(?:qty|quantity|make it|wants?|needs?|only got|got|sold me|box had|buy|bought|ordering|orders?|ordered|sen[dt]|"
    r"shipped|take|gimme|give me|paid for|down for|count me in for|typed|said|counted|count|short by|deal for|rate for|up to|"
    r"down to|instead of|for all|only|just|came)|only \d{1,3} of):?\s?$"
)
_ENOUGH = re.compile(
    r"\s?(?:$|[.,!?;)+]|(?:only|of (?:those|these|them|the same)|now|instead|and|but|more|left|extra|too many|too few|please|pls|"
    r"is|came|in total|ordered|missing|so far|because|before|at once)\b)"
)
# "One" is mostly a pronoun: "which one", "the new one".
_SINGLE = re.compile(r"\b(?:only(?: \w{1,6})?|just|down for|got|put|bought)\s$")
_CHANGED = re.compile(r"\b(?:reduce|change|bump|increase|instead|raise|lower|qty|quantity|make it|typed|correct|not)\b")
_BORDER = re.compile(r"\b(?:from|to|instead of|of)\s$")

_PIECE = re.compile("多?[台副根部件支套箱双只条盒对枚个样张]|(?<=[俩仨])")
# 手机壳×3; where x and a digit name a model, the product wins.
_TIMES = re.compile(r"\s?[x×*]\s?(?P<count>\d{1,3})(?![\da-z.])")
_TIMES_BEFORE = re.compile(r"(?<![a-z\d])(?:[x×](?=\d+\s?$)|(?=\d+\s?[x×*]))(?P<count>\d{1,3})\s?[x×*]?\s?$")
_STURDY = frozenset("台副根部箱")
_LOOSE = frozenset("个样张")
_OTHER = re.compile(
    ".(?:[事心人码分月钟号账户字点键河缝嘴券卡图饼信路腿样类]|小时|礼拜|星期|工作日|同事|朋友|问题|说法|客服|方案|短信|消息|链接|"
    "划痕|发票|照片|海报|学生)"
)
_ORDINAL = re.compile("[第每哪几另上下同]$")
_MADE = re.compile(r"(?:变|改|并|换)(?:成|为)?(?=[\d一二两三四五六七八九十])")
_AND_SO = "(?:了|的|我|上|只|过|购|掉|到|齐|回|是|:| )?$"
_BOUGHT = re.compile(f"(?:买|要|加|添|订|拍|购|拿|收到|发来|退|减|少|多|再来|留|成|只来|收回|下){_AND_SO}")
_GET = re.compile(
    "(?:买|要|加|添|订|拍|多|整|带|购|拿|退|减|收到|少|撤|勾|送|到|来|发|给|修|剩|留|成|变|塞|批|相差|写成|一共|应该|就|是|里|"
    f"下|上){_AND_SO}"
)
_WANTED = re.compile("(?:[要买来拿带整订拍]|再加|给我)了?$")
_NOW = re.compile(
    "(?:$|[,.!?。;:~)]|[吧吗呢呗呀啊哈哎]|就[行好够]|能|可|不[是行能成]?(?:$|[,.!?])|一起|谢谢|都|没|打折|变|改|调|足|货|东西|"
    "包裹|显示|笔|同款|试试|的钱|还|也|只|想)"
)
_FAR_BACK = 26


def find(context: Context, numbers: Iterable[Numeral], products: Sequence[Span]) -> Iterator[Span]:
    """How many pieces, as a plain number; `products` are those of the message, in order."""
    text = context.text
    starts = [product.start for product in products]
    ends = {product.end for product in products}
    changing = bool(products and _CHANGED.search(text))
    for product in products:
        times = _TIMES.match(text, product.end) or _TIMES_BEFORE.search(text, max(0, product.start - 6), product.start)
        if times and int(times["count"]):
            yield Span("quantity", *times.span("count"), str(int(times["count"])), Certainty.BARE)
    for number in numbers:
        if number.value != int(number.value) or not 1 <= number.value <= _LARGEST:
            continue
        after = bisect_left(starts, number.end)
        following = starts[after] if after < len(starts) else None
        piece = _PIECE.match(text, number.end)
        if piece and _are_pieces(text, number, piece.end(), following, ends):
            yield Span("quantity", number.start, piece.end(), str(int(number.value)))
        elif number.form != "han" and not piece and _is_count(text, number, following, changing):
            yield Span("quantity", number.start, number.end, str(int(number.value)), Certainty.BARE)


def _is_count(text: str, number: Numeral, following: int | None, changing: bool) -> bool:
    """Whether an English (or bare) number says how many pieces.

    `following` is where the next product begins; `changing` says that the message corrects a number of them.
    """
    if _NEVER.match(text, number.end) or number.value in _YEARS:
        return False
    if number.start == corrections.opening(text, 0, len(text)).end and number.end == len(text):
        return number.value <= _LARGEST_ANSWER
    if following is not None and _BEFORE_PRODUCT.fullmatch(text, number.end, following):
        return True
    if _PIECES.match(text, number.end):
        return True
    before = max(0, number.start - _FAR_BACK)
    cue = _SINGLE if text[number.start : number.end] == "one" else _ASKED
    if cue.search(text, before, number.start) and _ENOUGH.match(text, number.end):
        return True
    return bool(changing and _BORDER.search(text, before, number.start))


def _are_pieces(text: str, number: Numeral, end: int, following: int | None, ends: set[int]) -> bool:
    """Whether a number with a Chinese measure word, which ends at `end`, counts goods."""
    if _MADE.match(text, end) or (number.start == 0 and end == len(text)):
        return True
    if (
        text[number.start : end] == "一样"
        or _OTHER.match(text, end - 1)
        or _ORDINAL.search(text, max(0, number.start - 1), number.start)
    ):
        return False
    if (
        following is not None
        and following - end <= (7 if number.end < end else 0)
        and not re.search(r"[^\w ]", text[end:following])
    ):
        return True
    if any(number.start - gap in ends for gap in range(4)):
        return True
    if text[number.start : end] in ("俩", "仨"):
        return bool(_WANTED.search(text, max(0, number.start - 4), number.start) and _NOW.match(text, end))
    loose = text[end - 1] in _LOOSE and number.value == 1
    wanted = (_BOUGHT if loose else _GET).search(text, max(0, number.start - 5), number.start)
    enough = _NOW.match(text, end)
    return bool(wanted or enough) if text[end - 1] in _STURDY else bool(wanted and enough)
