"""How clauses begin that take something back, and which values stay."""

import pytest

from nlu.corrections import Correction, opening
from nlu.drafting import draft, wanted
from nlu.entities import extract


@pytest.mark.parametrize(
    ("clause", "correction", "rest"),
    [
        ("no wait, sk1048999", Correction.REPLACES, "sk1048999"),
        ("sorry", Correction.EXCUSES, ""),
        ("never mind", Correction.RETRACTS, ""),
        ("oh no, sorry, i meant return it", Correction.REPLACES, "return it"),
        ("not that expensive", Correction.NONE, "not that expensive"),
        ("no reply for three days", Correction.NONE, "no reply for three days"),
        ("哦不对是换货", Correction.REPLACES, "换货"),
        ("算了", Correction.RETRACTS, ""),
        ("尺码不对", Correction.NONE, "尺码不对"),
        ("不好意思", Correction.EXCUSES, ""),
        ("不是我订的", Correction.NONE, "不是我订的"),
    ],
)
def test_the_words_of_a_correction_are_taken_off(clause: str, correction: Correction, rest: str) -> None:
    found = opening(clause, 0, len(clause))
    assert (found.correction, clause[found.end :]) == (correction, rest)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("cancel SK1048213, no wait, SK1048999", ["SK1048999"]),
        ("cancel SK1048213 and SK1048999", ["SK1048213", "SK1048999"]),
        ("not SK1048213, SK1048999", ["SK1048999"]),
        ("cancel SK1048213. also, track SK1048999", ["SK1048213", "SK1048999"]),
        ("track SK1048213, sorry, I meant return it", ["SK1048213"]),
        ("别取消ＳＫ1048213，取消SK1048999", ["SK1048999"]),
        ("单号是SK1048213……打错了，SK1048214", ["SK1048214"]),
    ],
)
def test_a_value_counts_only_as_it_was_corrected(text: str, values: list[str]) -> None:
    found = wanted(draft(text), extract(text, "en"))
    assert [entity.normalized for entity in found if entity.type == "order_id"] == values
