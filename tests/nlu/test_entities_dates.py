"""Dates in both languages, as ISO 8601 counted from Wednesday, 11 March 2026."""

from datetime import date

import pytest

from nlu.entities import days, extract, holidays
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
        ("the day before yesterday", "day before yesterday", "2026-03-09"),
        ("the day after tomorrow", "day after tomorrow", "2026-03-13"),
        ("my party is in two weeks", "in two weeks", "2026-03-25"),
        ("in 3 days", "in 3 days", "2026-03-14"),
        ("in a few days", "in a few days", "2026-03-14"),
        ("two weeks from now", "two weeks from now", "2026-03-25"),
        ("in a month's time", "in a month's time", "2026-04-11"),
        ("3 wks ago", "3 wks ago", "2026-02-18"),
        ("two hrs ago", "two hrs ago", "2026-03-11"),
        ("paid last wk", "last wk", "2026-W10"),
        ("ordered last nite", "last nite", "2026-03-10"),
        ("need it by eod", "eod", "2026-03-11"),
        ("this weekend", "this weekend", "2026-03-14"),
        ("it broke at the weekend", "the weekend", "2026-03-14"),
        ("here by the weekend", "the weekend", "2026-03-14"),
        ("until the end of the month", "the end of the month", "2026-03-31"),
        ("at the start of next month", "the start of next month", "2026-04-01"),
        ("the end of the year", "the end of the year", "2026-12"),
        ("bought in spring", "spring", "2025-21"),
        ("back in the fall", "the fall", "2026-23"),
        ("due 12/24", "12/24", "2026-12-24"),
        ("due 24/12", "24/12", "2026-12-24"),
        ("due 24 December", "24 December", "2026-12-24"),
        ("due on the 24th of December", "24th of December", "2026-12-24"),
        ("due Friday 13 March", "Friday 13 March", "2026-03-13"),
        ("due Fri, 13 Mar", "Fri, 13 Mar", "2026-03-13"),
        ("due Friday the 13th", "Friday the 13th", "2026-03-13"),
        ("born 3 May 1991", "3 May 1991", "1991-05-03"),
        ("born 01-01-1990", "01-01-1990", "1990-01-01"),
        ("March 2025", "March 2025", "2025-03"),
        ("before Thanksgiving", "Thanksgiving", "2026-11-26"),
        ("ordered on Cyber Monday", "Cyber Monday", "2025-12-01"),
        ("for Mother's Day", "Mother's Day", "2026-05-10"),
        ("before Easter", "Easter", "2026-04-05"),
        ("till Good Friday", "Good Friday", "2026-04-03"),
        ("bought last Christmas", "last Christmas", "2025-12-25"),
        ("next Easter", "next Easter", "2026-04-05"),
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
        ("双十一能便宜吗", "双十一", "2026-11-11"),
        ("十一月二十一号前能到吗", "十一月二十一号", "2026-11-21"),
        ("明天下午三点", "明天下午", "2026-03-12"),
        ("过两天再说", "过两天", "2026-03-13"),
        ("三天后到", "三天后", "2026-03-14"),
        ("年底要用", "年底", "2026-12"),
        ("年初买的", "年初", "2026-01"),
        ("上个月底", "上个月底", "2026-02-28"),
        ("月末", "月末", "2026-03-31"),
        ("3月底要用", "3月底", "2026-03-31"),
        ("四月中旬能到吗", "四月中旬", "2026-04-15"),
        ("二零二五年三月五日", "二零二五年三月五日", "2025-03-05"),
        ("25年3月买的", "25年3月", "2025-03"),
        ("生日是1990年5月1日", "1990年5月1日", "1990-05-01"),
        ("半年前", "半年前", "2025-09"),
        ("除夕前能到吗", "除夕", "2027-02-05"),
        ("大年三十", "大年三十", "2026-02-16"),
        ("初六发货", "初六", "2026-02-22"),
        ("正月十五", "正月十五", "2026-03-03"),
        ("元宵節", "元宵節", "2026-03-03"),
        ("七夕要送人", "七夕", "2026-08-19"),
        ("清明放假吗", "清明", "2026-04-05"),
        ("母亲节要用", "母亲节", "2026-05-10"),
        ("黑五买的", "黑五", "2025-11-28"),
        ("去年双十一", "去年双十一", "2025-11-11"),
        ("明年春节", "明年春节", "2027-02-06"),
        ("後天能到嗎", "後天", "2026-03-13"),
        ("下個禮拜三", "下個禮拜三", "2026-03-18"),
        ("１２月２４日前", "１２月２４日", "2026-12-24"),
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
        "happy mother's day",
        "get 3 chargers in 3 days",
        "in twenty years of business",
        "16/9 screen",
        "31/4",
        "13/25",
        "a 12/24 v adapter",
        "中秋快乐",
        "元宵节快乐",
        "周末愉快",
        "当年初中起的",
        "初中生",
        "每年底",
        "超过两天",
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


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("easter", date(2000, 4, 23)),
        ("easter", date(2025, 4, 20)),
        ("easter", date(2038, 4, 25)),
        ("good friday", date(2024, 3, 29)),
        ("thanksgiving", date(2024, 11, 28)),
        ("black friday", date(2019, 11, 29)),
        ("cyber monday", date(2024, 12, 2)),
        ("mothers", date(2022, 5, 8)),
        ("fathers", date(2025, 6, 15)),
        ("clear", date(2024, 4, 4)),
        ("clear", date(2027, 4, 5)),
        ("spring eve", date(2025, 1, 28)),
        ("lanterns", date(2024, 2, 24)),
    ],
)
def test_a_moving_holiday_has_its_day(name: str, day: date) -> None:
    assert holidays.in_year(name, day.year) == day


def test_every_name_of_a_holiday_leads_to_a_day() -> None:
    for name in (*holidays.ENGLISH.values(), *holidays.CHINESE.values()):
        assert holidays.nearest(TODAY, name, 0), name


def test_a_holiday_by_the_chinese_calendar_is_not_guessed() -> None:
    assert holidays.in_year("spring", 2050) is None
