"""When what somebody says is a customer's e-mail address or phone number."""

import pytest

from bot.shops._contacts import is_theirs

EMAIL = "Lin.Mei@example.com"


@pytest.mark.parametrize("contact", ["lin.mei@example.com", " LIN.MEI@EXAMPLE.COM ", "ｌｉｎ.mei@example.com"])
def test_capitals_spaces_and_wide_letters_of_an_address_do_not_matter(contact: str) -> None:
    assert is_theirs(contact, EMAIL, "")


@pytest.mark.parametrize(
    ("contact", "phone"),
    [
        ("+1 (415) 555-0101", "+1 415 555 0101"),
        ("001 415 555 0101", "+1 415 555 0101"),
        ("415-555-0101", "+1 415 555 0101"),
        ("07700 900 102", "+44 7700 900102"),
        ("+44 7700 900102", "07700900102"),
        ("１３８００１３８０００", "+86 138 0013 8000"),
        ("138 0013 8000", "13800138000"),
        ("+86-138-0013-8000", "13800138000"),
    ],
)
def test_the_form_of_a_number_does_not_matter(contact: str, phone: str) -> None:
    assert is_theirs(contact, EMAIL, phone)


@pytest.mark.parametrize(
    ("contact", "email", "phone"),
    [
        ("", "", ""),
        (" ", EMAIL, ""),
        ("-", EMAIL, ""),
        ("@", EMAIL, "@"),
        ("example.com", EMAIL, ""),
        ("lin.mei@example.org", EMAIL, "+1 415 555 0101"),
        ("5550101", EMAIL, "+1 415 555 0101"),
        ("+44 415 555 0101", EMAIL, "+1 415 555 0101"),
        ("\ud800", EMAIL, "\udc00"),
        ("0", EMAIL, "0"),
    ],
)
def test_what_is_nothing_a_part_or_somebody_elses_is_not_theirs(contact: str, email: str, phone: str) -> None:
    assert not is_theirs(contact, email, phone)
