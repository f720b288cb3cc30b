"""Whether what somebody says is a customer's e-mail address or phone number."""

import hmac
import re
import unicodedata

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

SHORTEST = 7  # digits of a phone number
ABROAD = re.compile(r"^\s*00(?=[1-9])")


def is_theirs(contact: str, email: str, phone: str) -> bool:
    """Whether `contact` is the e-mail address or the phone number, in whatever form; nothing is equal to nothing.

    The comparisons take as long whether or not much of it is right.
    """
    same_email = _same(_plain(contact), _plain(email))
    return _same(*_numbers(contact, phone)) or same_email


def _same(given: str, known: str) -> bool:
    return bool(known) and hmac.compare_digest(given.encode(errors="replace"), known.encode(errors="replace"))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _numbers(given: str, known: str) -> tuple[str, str]:
    """Both numbers with their calling code; a number without one is from where the other is, else both stay digits."""
    said, kept = ABROAD.sub("+", _plain(given)), ABROAD.sub("+", _plain(known))
    region = _region(kept) or _region(said)
    return _international(said, region), _international(kept, region)


def _region(number: str) -> str | None:
    try:
        return phonenumbers.region_code_for_country_code(phonenumbers.parse(number, None).country_code or 0)
    except NumberParseException:
        return None


def _international(number: str, region: str | None) -> str:
    try:
        return phonenumbers.format_number(phonenumbers.parse(number, region), PhoneNumberFormat.E164)
    except NumberParseException:
        # An address has digits too, but no address is a number.
        digits = "" if "@" in number else re.sub(r"\D", "", number)
        return digits if len(digits) >= SHORTEST else ""
