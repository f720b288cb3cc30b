"""Dates in both languages, as ISO 8601 counted from Wednesday, 11 March 2026."""

from datetime import date

import pytest

from nlu.entities import days, extract
from nlu.understanding import Language

TODAY = date(2026, 3, 11)


def found(text: str, language: Language = "en", today: date = TODAY) -> list[tuple[str, str]]:
    return [(entity.value, entity.normalized) for entity in extract(text, language, today) if entity.type == "date"]


@pytest.mark.parametrize(
    ("text", "value", "normalized"),
    [
        ("still not here today", "today", "2026-03-11"),
        ("bought yesterday", "yesterday", "2026-03-10"),
        ("cancel what i bought last night", "last night", "2026-03-10"),
        ("tmrw is fine", "tmrw", "2026-03-12"),
        ("paid two minutes ago", "two minutes ago", "2026-03-11"),
        ("3 days ago", "3 days ago", "2026-03-08"),
        ("a week ago", "a week ago", "2026-03-04"),
        ("a couple of weeks ago", "a couple of weeks ago", "2026-02-25"),
        ("a month ago", "a month ago", "2026-02-11"),
        ("two years ago", "two years ago", "2024"),
        ("last Friday", "last Friday", "2026-03-06"),
        ("last wednesday", "last wednesday", "2026-03-04"),
        ("next Fri", "next Fri", "2026-03-20"),
        ("this friday", "this friday", "2026-03-13"),
        ("ordered it on Monday", "Monday", "2026-03-09"),
        ("i need it by friday", "friday", "2026-03-13"),
        ('stuck in "sorting" since weds', "weds", "2026-03-11"),
        ("since sat nothing", "sat", "2026-03-07"),
        ("last week", "last week", "2026-W10"),
        ("next month", "next month", "2026-04"),
        ("last year's order", "last year's", "2025"),
        ("last spring", "last spring", "2025-21"),
        ("last winter", "last winter", "2025-24"),
        ("next summer", "next summer", "2026-22"),
        ("delivered on 2 April", "2 April", "2025-04-02"),
        ("due March 20", "March 20", "2026-03-20"),
        ("March 3rd, 2024", "March 3rd, 2024", "2024-03-03"),
        ("bought in november 2023", "november 2023", "2023-11"),
        ("i asked in MARCH", "MARCH", "2026-03"),
        ("unsubscribed in may", "may", "2025-05"),
        ("back in august please", "august", "2026-08"),
        ("salary on the 28th, can i pay then", "28th", "2026-03-28"),
        ("it arrived on the 3rd.", "3rd", "2026-03-03"),
        ("a present for Christmas", "Christmas", "2026-12-25"),
        ("ordered on Black Friday", "Black Friday", "2025-11-28"),
        ("will it come before chinese new year", "chinese new year", "2027-02-06"),
        ("valid until 2028", "2028", "2028"),
        ("bought 2026-03-05", "2026-03-05", "2026-03-05"),
        ("received on 3/2", "3/2", "2026-02-03"),
        ("invoice of 05/02/2026", "05/02/2026", "2026-02-05"),
        ("invoice of 02/25/2026", "02/25/2026", "2026-02-25"),
    ],
)
def test_an_english_date_is_counted_from_today(text: str, value: str, normalized: str) -> None:
    assert found(text) == [(value, normalized)]


@pytest.mark.parametrize(
    ("text", "value", "normalized"),
    [
        ("今天还没到", "今天", "2026-03-11"),
        ("昨天买的", "昨天", "2026-03-10"),
        ("前天晚上下的单", "前天晚上", "2026-03-09"),
        ("大前天", "大前天", "2026-03-08"),
        ("后天能到吗", "后天", "2026-03-13"),
        ("今早拍的", "今早", "2026-03-11"),
        ("昨儿说好的", "昨儿", "2026-03-10"),
        ("上周三签收的", "上周三", "2026-03-04"),
        ("上週五買的", "上週五", "2026-03-06"),
        ("上上周一", "上上周一", "2026-02-23"),
        ("下周一开学", "下周一", "2026-03-16"),
        ("上个礼拜批的", "上个礼拜", "2026-W10"),
        ("周五才收到", "周五", "2026-03-06"),
        ("周五前能到吗", "周五", "2026-03-13"),
        ("3月5号买的", "3月5号", "2026-03-05"),
        ("本人于3月15日购入", "3月15日", "2025-03-15"),
        ("2025年12月3日", "2025年12月3日", "2025-12-03"),
        ("2025/12/3开的票", "2025/12/3", "2025-12-03"),
        ("十月份才发工资", "十月份", "2026-10"),
        ("去年十月买的", "去年十月", "2025-10"),
        ("去年春天", "去年春天", "2025-21"),
        ("下个月8号", "下个月8号", "2026-04-08"),
        ("上个月", "上个月", "2026-02"),
        ("月底才发", "月底", "2026-03-31"),
        ("3号就签收了", "3号", "2026-03-03"),
        ("28号要飞", "28号", "2026-03-28"),
        ("三天前拍的", "三天前", "2026-03-08"),
        ("两周前", "两周前", "2026-02-25"),
        ("半个月前", "半个月前", "2026-02-24"),
        ("十分钟前", "十分钟前", "2026-03-11"),
        ("大年初三", "大年初三", "2026-02-19"),
        ("今年中秋", "今年中秋", "2026-09-25"),
        ("国庆要用", "国庆", "2026-10-01"),
        ("双十一买的", "双十一", "2025-11-11"),
    ],
)
def test_a_chinese_date_is_counted_from_today(text: str, value: str, normalized: str) -> None:
    assert found(text, "zh") == [(value, normalized)]


@pytest.mark.parametrize(
    "text",
    [
        "may i ask something",
        "the cat sat on it",
        "this is the 3rd time",
        "march on",
        "open 24/7",
        "half 1/2",
        "happy new year!",
        "以后天天来",
        "每周三次",
        "一周三次",
        "三个月",
        "5号电池",
        "3号楼",
        "大一号",
        "Friday's",
        "13月5号",
    ],
)
def test_what_looks_like_a_date_and_is_none_is_left_alone(text: str) -> None:
    assert found(text, "zh" if not text.isascii() else "en") == []


def test_two_numbers_with_a_slash_are_read_as_the_language_writes_them() -> None:
    assert found("on 3/2/2026", "en") == [("3/2/2026", "2026-02-03")]
    assert found("on 3/2/2026", "zh") == [("3/2/2026", "2026-03-02")]


def test_the_year_turns() -> None:
    assert found("yesterday", today=date(2026, 1, 1)) == [("yesterday", "2025-12-31")]
    assert found("last month", today=date(2026, 1, 5)) == [("last month", "2025-12")]
    assert found("ordered on 30 december", today=date(2026, 1, 5)) == [("30 december", "2025-12-30")]
    assert found("上周", "zh", date(2027, 1, 4)) == [("上周", "2026-W53")]


@pytest.mark.parametrize(
    ("today", "shift", "season"),
    [
        (date(2026, 3, 11), -1, "2025-24"),
        (date(2026, 1, 11), -1, "2024-24"),
        (date(2026, 12, 11), -1, "2025-24"),
        (date(2026, 1, 11), 0, "2025-24"),
        (date(2026, 7, 11), 1, "2026-24"),
        (date(2026, 12, 11), 1, "2027-24"),
    ],
)
def test_a_winter_counts_for_the_year_that_it_begins_in(today: date, shift: days.Lean, season: str) -> None:
    assert days.season(today, "winter", shift) == season


@pytest.mark.parametrize(
    ("today", "shift", "season"),
    [
        (date(2026, 3, 11), -1, "2025-22"),
        (date(2026, 7, 11), -1, "2025-22"),
        (date(2026, 10, 1), -1, "2026-22"),
        (date(2026, 10, 1), 1, "2027-22"),
    ],
)
def test_the_last_summer_is_over(today: date, shift: days.Lean, season: str) -> None:
    assert days.season(today, "summer", shift) == season
