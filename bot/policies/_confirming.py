"""Whether an answer to a confirmation is a yes, a no, or neither."""

import re

from bot.flows import Flow
from bot.messages import QuickReply
from bot.policies import Situation
from bot.policies._phrases import asks, brief, leaves, retracts

YES, NO = "affirm", "deny"
YES_OR_NO = (QuickReply("button_yes", YES), QuickReply("button_no", NO))
# 是想换个颜色 and 对了 begin like a yes and are none.
AGREES = re.compile(
    r"\s*(yes|yeah|yep|yup|ok|okay|sure|please do|go ahead|嗯|确定|确认|没错|可以(?![不吗么])"
    r"|[好是对行](?=$|[的啊呀哦吧嘞哒滴好是对行嗯,，.。!！~\s]|就|谢|可以|没错|取消|确[定认]))",
    re.IGNORECASE,
)
REFUSES = re.compile(
    r"\s*(?:(?:please|pls|sorry|oh|um+|well|actually|请|麻烦|啊|哦|呃)[\s,，]*)*"
    r"(?:no\b|nope|nah|don'?t|do not|never|stop|wait|不|别|算了|先不|等)",
    re.IGNORECASE,
)


def refuses(situation: Situation) -> bool:
    """Whether a message only says no, or takes back what was asked for: "forget it", 算了."""
    text, no = situation.understanding.text, situation.intent == NO and not asks(situation.understanding.text)
    return no or retracts(text) or leaves(text) or not situation.understanding.wanted


def yes_or_no(flow: Flow | None, situation: Situation, surely: float) -> str:
    """YES or NO, or nothing when the answer to a confirmation is not plainly one of them.

    A yes is in so many words, or beyond doubt to the model (from the confidence `surely` on) and no question: what it sets off
    cannot be undone. The intents of `flow`, said again with a yes, are one.
    """
    if situation.clicked:
        return situation.clicked if situation.clicked in (YES, NO) else ""
    text, intent = situation.understanding.text, situation.understanding.intent
    if REFUSES.match(text) or situation.intent == NO or refuses(situation):
        return NO
    agreeing = (YES, *(flow.intents if flow else ()), *(("thanks",) if brief(text) else ()))
    in_words = AGREES.match(text) and situation.intent in agreeing
    beyond_doubt = situation.intent == YES and intent.confidence >= surely and not asks(text)
    return YES if in_words or beyond_doubt else ""
