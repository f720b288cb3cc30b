"""Postal addresses in both languages."""

from datetime import date

import pytest

from nlu.entities import extract


def found(text: str) -> list[str]:
    return [entity.value for entity in extract(text, "en", date(2026, 3, 11)) if entity.type == "address"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("use 9 Hill View, Bath from now on", "9 Hill View, Bath"),
        ("44 Elm Street, Boston MA 02110. Thanks", "44 Elm Street, Boston MA 02110"),
        ("to 18 Birch Lane, Leeds LS6 2AB please", "18 Birch Lane, Leeds LS6 2AB"),
        ("27 Linden Court, Toronto M4W 1A5", "27 Linden Court, Toronto M4W 1A5"),
        ("Flat 4, 60 Queen's Road, Hong Kong", "Flat 4, 60 Queen's Road, Hong Kong"),
        ("3rd Floor, 88 Keyuan Road, Shenzhen", "3rd Floor, 88 Keyuan Road, Shenzhen"),
        ("send it to 12 wharf st, please call first", "12 wharf st"),
        ("It should say 7 Hollis Court.", "7 Hollis Court"),
        ("1500 North Riverside Boulevard", "1500 North Riverside Boulevard"),
        ("my zip code is 94110 now", "94110"),
        ("it should go to mine: 8 Harbor View Rd", "8 Harbor View Rd"),
        ("updated to 88 Birch Hollow Rd, Asheville NC", "88 Birch Hollow Rd, Asheville NC"),
        ("改成中山北路二段20號", "中山北路二段20號"),
        ("请送科技园B座9层", "科技园B座9层"),
        ("寄到深圳市南山区科苑路88号3楼", "深圳市南山区科苑路88号3楼"),
        ("改寄到望江路66号3幢，谢谢", "望江路66号3幢"),
        ("换成成都市武侯区科华北路65号", "成都市武侯区科华北路65号"),
        ("浦东新区张江镇科苑路1500弄88号", "浦东新区张江镇科苑路1500弄88号"),
        ("應該是中環德輔道中20號，麻煩更正", "中環德輔道中20號"),
        ("忘写门牌号了，是7栋302", "7栋302"),
        ("广东省深圳市南山区，没写路名", "广东省深圳市南山区"),
        ("邮编错了，是518057", "518057"),
        ("地址：杭州市西湖区文三路188号华星大厦3楼", "杭州市西湖区文三路188号华星大厦3楼"),
    ],
)
def test_an_address_begins_and_ends_where_it_should(text: str, address: str) -> None:
    assert [value for value in found(text) if not value.isdigit() or value == address] == [address]


@pytest.mark.parametrize(
    "text",
    [
        "2 parcels are on the way",
        "it took 3 days to drive here",
        "where is my order",
        "1 hour drive",
        "can't do it in one go, any way to spread it",
        "basket is full, am i close",
        "bye, dear harbour lane",
        "3号就签收了",
        "走到哪个省了",
        "路上丢了",
        "我在5号线",
    ],
)
def test_what_only_sounds_like_an_address_is_none(text: str) -> None:
    assert found(text) == []
