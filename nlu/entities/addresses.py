"""Postal addresses: 44 Elm Street, Boston MA 02110; 深圳市南山区科苑路88号3楼; and post codes that are called so."""

import re
from collections.abc import Iterator

from nlu.entities.spans import Context, Span

_STREET = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|close|way|boulevard|blvd|row|square|sq|terrace|crescent|view|gardens?|hill|park|quay|"
    "mews|grove|walk|parade|highway|hwy|plaza|alley"
)
# A house number is followed by a name: "2 parcels on the way" has none.
_NO_NAME = (
    "on|the|my|in|of|to|is|a|an|and|or|for|by|at|from|with|your|our|this|that|it|all|no|not|more|days?|weeks?|months?|hours?|min(?:ute)?s?|years?|times?|"
    "parcels?|packages?|boxes|orders?|items?|percent|gb|mah"
)
_PART = r"(?:flat|apt|apartment|unit|suite|room|gate|floor|level|block)\.?\s?#?\w{1,5}|\d{1,2}(?:st|nd|rd|th)\sfloor|\#\d{1,5}"
_ENGLISH = re.compile(
    rf"(?<![\w$€£¥.#/-])(?:(?:{_PART}),?\s)?(?:\d{{1,5}}[a-z]?(?:-\d{{1,5}})?,?\s|(?<=,\s))(?!(?:{_NO_NAME})\b)"
    rf"(?:(?!(?:{_NO_NAME})\b)[a-z][a-z'.-]{{0,19}}\s){{1,3}}?(?:{_STREET})\b(?:\s(?:rd|road|st|street|ave|avenue|lane|ln|drive|dr)\b)?(?:\.(?=,))?(?:\s(?:north|south|east|west|[nsew])\b)?(?:,?\s(?:{_PART})\b)?"
)
_DIGIT = re.compile(r"\d")
# City and post code are recognised by capitals: ", please call" is neither.
_TOWN = re.compile(
    r"(?:,\s(?:[A-Z][A-Za-z'-]{1,20}(?:\s[A-Z][a-z'-]{1,20}){0,2}(?:\s\d{1,2}\b)?))?(?:,\s(?:[A-Z][a-z'-]{1,20}(?:\s[A-Z][a-z'-]{1,20}){0,2}))?"
    r"(?:,?\s(?:[A-Z]{2}\s\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]{2,3}\s\d{4}|\d{4,6}|(?<=[a-z]\s)[A-Z]{2})\b)?"
)
_POST_CODE = re.compile(
    r"\b(?:zip|post ?code|postal code)(?: ?code)?(?: is| to|:)?\s"
    r"([a-z]\d[a-z]\s?\d[a-z]\d|[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2}|\d{4,6})\b"
    r"|邮编(?:错了|改成|是|为|应该|,|:|\s){0,3}(\d{6})(?!\d)"
)

_HAN = r"\u4e00-\u9fff"
_HAN_NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十百]{1,4})"
_PLACE = "大道|大街|胡同|新村|小区|花园|广场|大厦|公寓|路|街|道|巷|弄|里|村|苑|园|庭|坊|湾|府|城|区|门"
_DOOR = "号楼|号院|号|弄|幢|栋|座|楼|单元|室|期|区"
_CHINESE = re.compile(
    rf"(?:{_PLACE})[东南西北中]?(?:[一二三四五六]段)?(?:{_HAN_NUMBER}(?:{_DOOR})|[a-z]座)"
    rf"(?:[东南西北]?{_HAN_NUMBER}(?:{_DOOR}|层|房)|[a-z]座|-\d{{1,4}}|[{_HAN}]{{0,6}}?(?:大厦|小区|花园|广场|公寓|中心|卸货口)){{0,5}}"
    rf"(?:\d{{3,4}}(?!\d))?"
)
_DOORS_ONLY = re.compile(r"(?<!\d)\d{1,3}(?:栋|幢|号楼)(?:\d{1,2}单元)?\d{3,4}室?(?!\d)")
_REGION = re.compile(
    rf"[{_HAN}]{{2,4}}(?:省|自治区)[{_HAN}]{{2,6}}[市州盟][{_HAN}]{{1,6}}[区县市旗镇](?:[{_HAN}]{{2,6}}(?:镇|乡|街道))?"
)
# Words that lead up to an address and are no part of a place's name.
_LEADING = re.compile(
    r"[^\u4e00-\u9fff\d]|[是到去在往给为改寄送发换填写按照该于了把我你他她您请从收的用住记存至这那叫]|成(?!都)|地址|[省市区县](?=.{0,2}我)"
)
_LONGEST_NAME = 18


def find(context: Context) -> Iterator[Span]:
    """Addresses with single spaces, otherwise as they were written."""
    if context.digits:
        yield from _english(context)
    if not context.text.isascii():
        yield from _chinese(context)


def _english(context: Context) -> Iterator[Span]:
    for match in _ENGLISH.finditer(context.text):
        # Without a number only capitals tell Queen's Road from "any way".
        if not _DIGIT.search(match[0]) and not context.cased[match.start()].isupper():
            continue
        town = _TOWN.match(context.cased, match.end())
        yield _span(context, match.start(), (town or match).end())
    for match in _POST_CODE.finditer(context.text):
        yield _span(context, *match.span(1 if match[1] else 2))


def _chinese(context: Context) -> Iterator[Span]:
    for match in _CHINESE.finditer(context.text):
        yield _span(context, _beginning(context.text, match.start()), match.end())
    for pattern in (_DOORS_ONLY, _REGION):
        for match in pattern.finditer(context.text):
            yield _span(context, match.start(), match.end())


def _beginning(text: str, street: int) -> int:
    """Where the name before "路88号" begins: after the last word that leads up to an address."""
    start = max(0, street - _LONGEST_NAME)
    return max((word.end() for word in _LEADING.finditer(text, start, street)), default=start)


def _span(context: Context, start: int, end: int) -> Span:
    return Span("address", start, end, " ".join(context.cased[start:end].split()))
