"""A run as files: JSON to compare the next one with, and JUnit XML for whoever watches a build."""

import json
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree

from pydantic import TypeAdapter, ValidationError

from retrieval.errors import RetrievalError
from retrieval.testing.batch import Result, Run
from retrieval.testing.figures import figures
from retrieval.testing.gate import Verdict

LAST = Path("knowledge") / "tests.json"  # in the installation's folder: the run before
_RUN = TypeAdapter(Run)
_FORBIDDEN = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)), "�")


def as_json(run: Run) -> str:
    """The run with its figures."""
    counted = [asdict(one) for one in figures(run.results)]
    return json.dumps({**asdict(run), "figures": counted}, ensure_ascii=False, indent=1)


def read(file: Path) -> Run:
    """A run that was written as JSON; raises RetrievalError when `file` is none."""
    try:
        return _RUN.validate_json(file.read_bytes())
    except OSError as error:
        raise RetrievalError(f"{file}: cannot be read: {error.strerror}; write one with `--json FILE`") from None
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"])) or "the file"
        raise RetrievalError(f"{file}: is no run of tests: {place}: {problem['msg'].lower()}; write it again") from None


def as_junit(run: Run, verdict: Verdict) -> bytes:
    """JUnit XML: a case fails unless it came out right, and the gate is a case of its own."""
    failed = [one for one in run.results if one.outcome != "right"]
    total, wrong = str(len(run.results) + 1), str(len(failed) + (not verdict.passed))
    suite = ElementTree.Element("testsuite", name="retrieval", tests=total, failures=wrong, timestamp=run.at)
    for one in run.results:
        case = ElementTree.SubElement(suite, "testcase", classname=f"retrieval.{one.language}", name=_clean(one.question))
        if one.outcome != "right":
            ElementTree.SubElement(case, "failure", message=_clean(sentence(one)))
    case = ElementTree.SubElement(suite, "testcase", classname="retrieval", name="gate")
    if not verdict.passed:
        ElementTree.SubElement(case, "failure", message=_clean("; ".join(verdict.reasons)))
    whole: bytes = ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True)
    return whole


def sentence(result: Result) -> str:
    """What came of a case, in words."""
    expected = result.article or "no answer"
    said = result.said or "nothing"
    place = f", which is at place {result.rank}" if result.rank else ", which is not found" if result.article else ""
    return f"expected {expected}{place}; says {said} (confidence {result.confidence:.2f})"


def write(file: Path, content: str | bytes) -> None:
    """Write a file and the folders that it needs; raises RetrievalError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode(errors="replace") if isinstance(content, str) else content)
    except OSError as error:
        raise RetrievalError(f"{file}: cannot be written: {error.strerror}") from None


def _clean(text: str) -> str:
    # XML 1.0 has no way to write these.
    return text.translate(_FORBIDDEN)
