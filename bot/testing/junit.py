"""JUnit's XML, which build servers show."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from bot.testing.running import Result

# What XML 1.0 has no way to write, not even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tree(results: Sequence[Result], suite: str) -> ElementTree:
    """The results as one test suite called `suite`; times are in seconds."""
    failures = sum(not result.passed for result in results)
    seconds = sum(result.seconds for result in results)
    counts = {"tests": str(len(results)), "failures": str(failures), "errors": "0", "time": f"{seconds:.3f}"}
    root = Element("testsuites", counts)
    found = SubElement(root, "testsuite", {"name": _plain(suite), **counts})
    for result in results:
        _add(found, result, suite)
    indent(root)
    return ElementTree(root)


def _add(suite: Element, result: Result, name: str) -> None:
    attributes = {"classname": _plain(name), "name": _plain(result.journey.label), "time": f"{result.seconds:.3f}"}
    case = SubElement(suite, "testcase", attributes)
    if not result.passed:
        first = result.differences[0]
        failure = SubElement(case, "failure", {"message": _plain(f"turn {first.turn}: {first.what}"), "type": "difference"})
        failure.text = _plain("\n".join(map(str, result.differences)))
    SubElement(case, "system-out").text = _plain("\n".join(result.transcript))


def _plain(text: str) -> str:
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
