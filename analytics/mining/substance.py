"""Which messages ask something, and which replies tell something that would help the next customer too."""

import re

from nlu.entities import extract
from nlu.understanding import Entity, EntityType, Language

LEAST: dict[Language, int] = {"en": 25, "zh": 10}
"""Characters of the shortest reply that tells something."""

_OF_ONE_CUSTOMER: frozenset[EntityType] = frozenset({"order_id", "tracking_number", "address"})
_ENGLISH_QUESTION = re.compile(
    r"(?:[?？]|^\W*(?:what|when|where|which|who|why|how|is|are|do|does|did|can|could|may|will|would|should|any)\b)", re.IGNORECASE
)
_CHINESE_QUESTION = re.compile(
    "[?？吗呢么]|什么|怎么|怎样|如何|哪|几|多少|多久|多长|是不是|能不能|可不可以|有没有|要不要|为什么|谁"
)
_LOOKING = re.compile(
    r"\b(?:one moment|just a (?:moment|second|minute)|let me (?:check|look|see)|"
    r"i(?:'ll| will) (?:check|look into|get back|forward)|"
    r"(?:please )?(?:hold on|bear with)|i have (?:just )?(?:checked|cancelled|refunded|forwarded|sent|changed) your)\b"
    "|稍等|请等|我(?:先|这边|帮您|来|去)(?:查|看|核实|问|确认)|已(?:经)?(?:为|帮|给)您",
    re.IGNORECASE,
)
_THIS_ORDER = re.compile(
    r"\byour (?:order|parcel|package|refund|shipment)\b[^.!?]{0,40}"
    r"\b(?:is on|was|has been|has (?:left|arrived)|left|arrived|(?:will|should) arrive)\b"
    r"|您的(?:订单|包裹|快递|退款)[^。！？]{0,12}(?:已|正在|目前|显示|在途)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\W*(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|thanks?(?: you)?(?: so much| very much)?|"
    r"thank you for (?:contacting|writing|waiting|your (?:message|patience))(?: (?:us|to us))?|you(?:'re| are) (?:very )?welcome|"
    r"have a (?:nice|great|good) day|bye|goodbye|sure|of course|ok(?:ay)?|no problem|my pleasure|happy to help|"
    r"is there anything else i can (?:do|help)[^.!?]*|how (?:can|may) i help(?: you)?(?: today)?)\b[^\w]*)+$"
    "|^\\W*(?:(?:您好|你好|亲|在的|在|谢谢|感谢(?:您)?的?(?:来信|咨询|等待|支持)?|不客气|不用谢|好的|没问题|祝您(?:生活|购物)?愉快|再见|"
    "(?:请问)?有什么可以帮(?:到|助)?您(?:的吗?)?|还有(?:其他|别的)(?:问题|需要)吗?|客服\\w{0,6}为您服务|欢迎光临)[^\\w]*)+$",
    re.IGNORECASE,
)


def asks(text: str, language: Language) -> bool:
    """Whether the message is put as a question."""
    return bool((_CHINESE_QUESTION if language == "zh" else _ENGLISH_QUESTION).search(text))


def greets(text: str) -> bool:
    """Whether the message is nothing but courtesies."""
    return bool(_GREETING.match(text.strip()))


def tells(text: str, language: Language) -> bool:
    """Whether the reply says something that holds for other customers too: no courtesy, no promise to look, no question back.

    What names an order, a parcel or an address is about one customer only.
    """
    if len(text.strip()) < LEAST[language] or greets(text) or _LOOKING.search(text) or _THIS_ORDER.search(text):
        return False
    return not _asked_back(text, language) and not any(of_one_customer(entity) for entity in extract(text, language))


def of_one_customer(entity: Entity) -> bool:
    """Whether such a value belongs to one customer and one order."""
    return entity.type in _OF_ONE_CUSTOMER


def _asked_back(text: str, language: Language) -> bool:
    ending = text.strip().rstrip("”\"')） ")
    return ending.endswith(("?", "？")) or (language == "zh" and ending.endswith(("吗", "呢")))
