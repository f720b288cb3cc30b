"""Order numbers, tracking numbers, e-mail addresses and phone numbers, however they are typed."""

from datetime import date

import pytest

from configs.errors import ConfigurationError
from nlu.entities import Recognizer
from nlu.understanding import EntityType, Language

TODAY = date(2026, 3, 11)


def found(
    text: str, kind: EntityType, language: Language = "en", regions: tuple[str, ...] = ("CN", "US", "GB")
) -> list[tuple[str, str]]:
    entities = Recognizer(regions=regions).extract(text, language, TODAY)
    return [(entity.value, entity.normalized) for entity in entities if entity.type == kind]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("where is SK1048213", "SK1048213"),
        ("sk1048213?", "sk1048213"),
        ("order #SK1048213", "#SK1048213"),
        ("SK 1048213 please", "SK 1048213"),
        ("sk-1048213", "sk-1048213"),
        ("sk no. 1048213", "sk no. 1048213"),
        ("SK 104 8213", "SK 104 8213"),
        ("SK1O48213 with an o", "SK1O48213"),
        ("ＳＫ１０４８２１３到哪了", "ＳＫ１０４８２１３"),
        ("订单SK1048213还没发", "SK1048213"),
        ("订单号：1048213，查一下", "1048213"),
        ("1048213", "1048213"),
        ("#1048213", "#1048213"),
        ("1048213和另一单", "1048213"),
        ("SK\u200b1048213", "SK\u200b1048213"),
    ],
)
def test_an_order_number_is_understood_however_it_is_typed(text: str, value: str) -> None:
    assert found(text, "order_id") == [(value, "SK1048213")]


@pytest.mark.parametrize(
    "text",
    [
        "SK104821",
        "SK10482134",
        "$1048213",
        "1048213块",
        "104821",
        "10482134",
        "TASK1048213",
        "1,048,213",
        "+1048213",
        "10.4821345",
    ],
)
def test_other_numbers_are_no_order_number(text: str) -> None:
    assert found(text, "order_id") == []


def test_two_order_numbers_are_two() -> None:
    assert [normalized for _, normalized in found("两笔：SK1033476和1033481", "order_id", "zh")] == ["SK1033476", "SK1033481"]


@pytest.mark.parametrize(
    ("text", "normalized"),
    [
        ("HL4420913375 is stuck", "HL4420913375"),
        ("yt8830012345678到哪了", "YT8830012345678"),
        ("SF 1092837465512", "SF1092837465512"),
        ("RR123456789CN", "RR123456789CN"),
        ("tracking number is 8830012345678", "8830012345678"),
        ("快递单号：8830012345678", "8830012345678"),
        ("tracking 9400111202555842", "9400111202555842"),
        ("1Z4E77A20391856620: delivered", "1Z4E77A20391856620"),
        ("tracking JD0098814 shows delivered", "JD0098814"),
        ("consignment YT7730218845GB", "YT7730218845GB"),
        ("帮我看看SF1399027到哪个站了", "SF1399027"),
    ],
)
def test_a_tracking_number_is_found(text: str, normalized: str) -> None:
    assert [number for _, number in found(text, "tracking_number")] == [normalized]


@pytest.mark.parametrize("text", ["SK1048213", "my 13800001234", "HL442091337", "8830012345678", "1zoom", "jd618", "lp12345"])
def test_other_numbers_are_no_tracking_number(text: str) -> None:
    assert found(text, "tracking_number") == []


@pytest.mark.parametrize(
    ("text", "value", "normalized"),
    [
        ("write to Lin.Qiao+shop@Mail.Example please", "Lin.Qiao+shop@Mail.Example", "lin.qiao+shop@mail.example"),
        ("邮箱是wei.h@mailbox.example。", "wei.h@mailbox.example", "wei.h@mailbox.example"),
        ("ｌｉｎ＠ｍａｉｌ．ｅｘａｍｐｌｅ", "ｌｉｎ＠ｍａｉｌ．ｅｘａｍｐｌｅ", "lin@mail.example"),
        ("mail me at a_b@x-y.co.uk.", "a_b@x-y.co.uk", "a_b@x-y.co.uk"),
    ],
)
def test_an_email_address_is_in_lower_case(text: str, value: str, normalized: str) -> None:
    assert found(text, "email") == [(value, normalized)]


@pytest.mark.parametrize("text", ["me@home", "@harbourlane", "a@b@c.example", "50 @ $3"])
def test_other_uses_of_the_sign_are_no_email_address(text: str) -> None:
    assert found(text, "email") == []


@pytest.mark.parametrize(
    ("text", "normalized"),
    [
        ("13800001234", "+8613800001234"),
        ("手机138 0000 4417", "+8613800004417"),
        ("+86 138-0000-4417", "+8613800004417"),
        ("电话是+1 800 555 0142这个没错吧", "+18005550142"),
        ("(604) 555-0147", "+16045550147"),
        ("(604)555-0147", "+16045550147"),
        ("604.555.0147", "+16045550147"),
        ("1-604-555-0147", "+16045550147"),
        ("+1 (604) 555-0147", "+16045550147"),
        ("text me at 6045550147", "+16045550147"),
        ("07700 900615", "+447700900615"),
        ("07911123456", "+447911123456"),
        ("(020) 7946 0018", "+442079460018"),
        ("020 7946 0123", "+442079460123"),
        ("+48 601 334 902", "+48601334902"),
        ("+852 2345 6789", "+85223456789"),
        ("+8613800001234", "+8613800001234"),
        ("(+86)13800001234", "+8613800001234"),
        ("86-138-0000-1234", "+8613800001234"),
        ("0086 138 0000 4417", "+8613800004417"),
        ("(010) 6552 9988", "+861065529988"),
        ("0571-8765 4321", "+8657187654321"),
        ("400 8201 234", "+864008201234"),
        ("客服电话4008201234", "+864008201234"),
        ("604-555-0147", "+16045550147"),
        ("+44 (0)20 7946 0811", "+442079460811"),
        ("0044 20 7946 0811", "+442079460811"),
        ("+353 1 555 0190", "+35315550190"),
        ("010-12345678", "+861012345678"),
        ("0755 1234 5678", "+8675512345678"),
        ("400-820-1234", "+864008201234"),
        ("１３８００００１２３４", "+8613800001234"),
    ],
)
def test_a_phone_number_is_written_as_e164(text: str, normalized: str) -> None:
    assert [number for _, number in found(text, "phone")] == [normalized]


@pytest.mark.parametrize(
    ("text", "regions", "normalized"),
    [
        ("call 020 7946 0123", ("CN", "GB"), "+442079460123"),
        ("打给我020 7946 0123", ("CN", "GB"), "+862079460123"),
        ("0151 2345 6789", ("DE",), "+4915123456789"),
        ("(02) 9374 4000", ("AU",), "+61293744000"),
        ("reach me on 9820055614", ("IN",), "+919820055614"),
        ("tel 6123 4567", ("SG",), "+6561234567"),
        ("03-1234-5678", ("JP",), "+81312345678"),
    ],
)
def test_a_number_without_a_calling_code_is_from_a_region_of_the_shop(
    text: str, regions: tuple[str, ...], normalized: str
) -> None:
    language: Language = "en" if text.isascii() else "zh"
    assert [number for _, number in found(text, "phone", language, regions)] == [normalized]


def test_a_region_that_there_is_not_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"nlu.phone_regions: there is no region 'UK'; write ISO 3166"):
        Recognizer(regions=("CN", "UK"))


def test_phone_numbers_side_by_side_are_all_found() -> None:
    text = "13800001234/13900001234, or 1048213 212 555 0147"
    assert found(text, "phone") == [
        ("13800001234", "+8613800001234"),
        ("13900001234", "+8613900001234"),
        ("212 555 0147", "+12125550147"),
    ]


def test_an_extension_is_no_part_of_the_number() -> None:
    assert found("0571-87654321转801", "phone", "zh") == [("0571-87654321", "+8657187654321")]


@pytest.mark.parametrize(
    "text",
    [
        "SK1048213",
        "1048213",
        "10482130",
        "1048213 1048214",
        "2026-03-05",
        "2026-03-05 12:30",
        "2026 03 05 12",
        "01-01-1990",
        "HL4420913375",
        "12345678901234567890",
        "+1",
        "call 911",
        "95588",
        "24-70mm",
        "24-70 35 1.8",
        "$1234567.89",
        "£0123456789",
        "1,048,213,000",
        "0.123456789",
        "2125550147",
        "4008201234",
        "order 2125550147",
        "tracking 0123456789",
        "6222 0212 3456 7890",
        "192.168.1.100",
        "1 2 3 4 5 6 7 8 9 10",
        "身份证110101199003071234",
        "64GB 128GB 256GB 512GB",
    ],
)
def test_other_numbers_are_no_phone_number(text: str) -> None:
    assert found(text, "phone") == []
