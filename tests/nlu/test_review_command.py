"""`python -m nlu review` as its users see it: a queue, a terminal that asks key by key, and files of labels."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nlu import manifest
from nlu.__main__ import main
from nlu.manifest import Manifest
from nlu.pipeline import FOLDER
from nlu.review import candidates
from nlu.review.candidates import Candidate
from nlu.review.decisions import Decision, Decisions

SECONDS = 30
_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
TEXTS = ["where is my parcel", "tell me a joke", "我要退钱", "[b]who won the cup[/b]"]


@pytest.fixture
def data(tiny_built: tuple[Manifest, dict[str, bytes]], tmp_path: Path) -> Path:
    """An installation with a tiny model and four messages to label, each commoner than the next."""
    manifest.publish(tmp_path / FOLDER, *tiny_built)
    now = datetime(2026, 6, 1, tzinfo=UTC)
    found = [
        Candidate(text, "zh" if text == "我要退钱" else "en", "neutral", 1000 ** (4 - place), now, ("unsure",), {"thanks": 1})
        for place, text in enumerate(TEXTS)
    ]
    candidates.write(tmp_path / candidates.FILE, found)
    return tmp_path


class Terminal:
    """A review in a terminal of its own."""

    def __init__(self, data: Path, locale: str = "C.UTF-8", alike: str = "1") -> None:
        self._master, slave = pty.openpty()
        environment = {**os.environ, "LC_ALL": locale, "COLUMNS": "120", "TERM": "xterm"}
        command = [sys.executable, "-m", "nlu", "review", "--data", str(data), "--by", "bo", "--alike", alike]
        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True)
        os.close(slave)
        self._shown = b""

    def press(self, keys: str) -> None:
        """Type some keys."""
        os.write(self._master, keys.encode())

    def until(self, *sentences: str) -> str:
        """What was shown until all the sentences stood there, and forget it."""
        ended = time.monotonic() + SECONDS
        while not all(sentence in self._text() for sentence in sentences):
            assert time.monotonic() < ended, f"{sentences} not in {self._text()}"
            self._shown += self._more()
        shown, self._shown = self._text(), b""
        return shown

    def end(self) -> int:
        """The exit status."""
        return self.process.wait(SECONDS)

    def close(self) -> None:
        """Leave nothing running."""
        self.process.kill()
        self.process.wait()
        os.close(self._master)

    def _text(self) -> str:
        return _COLOURS.sub("", self._shown.decode(errors="ignore"))

    def _more(self) -> bytes:
        if not select.select([self._master], [], [], 1)[0]:
            return b""
        try:
            return os.read(self._master, 65536)
        except OSError:
            return b""


@pytest.fixture
def review(data: Path) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def start(locale: str = "C.UTF-8", alike: str = "1") -> Terminal:
        opened.append(Terminal(data, locale, alike))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


def standing(data: Path) -> list[tuple[str, str, str]]:
    return [(one.wordings[0].text, one.action, one.intent) for one in Decisions(data).standing()]


def test_every_key_does_what_is_written_beside_it(review: Callable[..., Terminal], data: Path) -> None:
    terminal = review()
    terminal.until("1 of 4", TEXTS[0], "agents or clicks say: thanks (1)", "q quits")
    terminal.press("x")
    terminal.until("no key: 'x'")
    terminal.press("\r")
    terminal.until("saved: thanks", "2 of 4", TEXTS[1])
    terminal.press("/退款\r")
    terminal.until("get_refund", "a number takes one")
    terminal.press("\x1b")
    terminal.until("2 of 4")
    terminal.press("/qwertz\r")
    terminal.until("no intent is called so")
    terminal.press("/dleetx\x7f\x7f\r\x1b/delete_account\r")
    terminal.until("a number takes one")
    terminal.press("1")
    terminal.until("saved: delete_account", "3 of 4", TEXTS[2])
    terminal.press("u")
    terminal.until("undone: delete_account: tell me a joke", "2 of 4", TEXTS[1])
    terminal.press("o")
    terminal.until("saved: out_of_scope", "3 of 4")
    terminal.press("d")
    terminal.until("dropped", "4 of 4", TEXTS[3])
    terminal.press("s")
    terminal.until("Nothing is left to review", "3 decided now")
    assert terminal.end() == 0
    assert standing(data) == [
        (TEXTS[0], "label", "thanks"),
        (TEXTS[1], "label", "out_of_scope"),
        (TEXTS[2], "drop", ""),
    ]
    assert {one.by for one in Decisions(data).standing()} == {"bo"}


def test_a_killed_review_loses_nothing_that_was_said_to_be_saved(review: Callable[..., Terminal], data: Path) -> None:
    for place, text in enumerate(TEXTS[:3]):
        terminal = review()
        terminal.until(f"1 of {4 - place}", text, "quits")
        terminal.press("2")
        terminal.until("saved: ")
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.process.wait()
        assert [decided[0] for decided in standing(data)] == TEXTS[: place + 1]


def test_a_decision_of_an_earlier_review_can_be_undone(review: Callable[..., Terminal], data: Path) -> None:
    first = review()
    first.until("quits")
    first.press("aq")
    first.until("1 decided now, 3 left")
    assert first.end() == 0
    second = review()
    second.until("1 of 3")
    second.press("uu\x04")
    second.until(f"undone: thanks: {TEXTS[0]}; it comes again", "nothing of bo's is left to undo")
    assert second.end() == 0
    assert standing(data) == []


def test_what_somebody_else_decides_meanwhile_is_not_asked_again(review: Callable[..., Terminal], data: Path) -> None:
    terminal = review()
    terminal.until("1 of 4")
    decided = tuple(one for one in Decisions(data).standing())
    assert decided == ()
    assert main(["review", "--data", str(data), "--by", "amy", "--apply", str(_labels(data, f"{TEXTS[1]}\tgreet\n"))]) == 0
    terminal.press("a")
    terminal.until("3 of 4", TEXTS[2])


def test_a_group_is_decided_as_a_whole_or_taken_apart(review: Callable[..., Terminal], data: Path) -> None:
    terminal = review(alike="0.01")
    terminal.until("1 of 2", "wordings: 3", *TEXTS[:2], TEXTS[3])
    terminal.press("p")
    terminal.until("1 of 4", "wordings: 1", TEXTS[0])
    terminal.press("aq")
    terminal.until("1 decided now, 3 left")
    again = review(alike="0.01")
    again.until("wordings: 2")
    again.press("o")
    again.until("2 of 2", TEXTS[2])
    assert [[wording.text for wording in one.wordings] for one in Decisions(data).standing()] == [
        [TEXTS[0]],
        [TEXTS[1], TEXTS[3]],
    ]


def test_a_long_group_is_shown_in_full_when_asked_for(review: Callable[..., Terminal], data: Path) -> None:
    one = candidates.read(data)[0]
    candidates.write(data / candidates.FILE, [replace(one, text=f"where is parcel {word}") for word in "abcdefghijkl"])
    terminal = review(alike="0.01")
    assert "parcel l" not in terminal.until("parcel h", "4 more wordings", "q quits")
    terminal.press("w")
    terminal.until("parcel l", "q quits")


def test_the_screen_speaks_chinese_in_a_chinese_locale(review: Callable[..., Terminal]) -> None:
    terminal = review("zh_CN.UTF-8")
    terminal.until("第 1 组，共 4 组", "入选原因：不确定 (1)", "q 退出")
    terminal.press("a")
    terminal.until("已保存：thanks")


def test_without_a_terminal_the_other_ways_are_named(data: Path) -> None:
    command = [sys.executable, "-m", "nlu", "review", "--data", str(data)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 2
    assert done.stderr == "nlu: a review needs a terminal; use --list to see the queue and --apply FILE to decide\n"


def _labels(data: Path, content: str) -> Path:
    file = data / "labels.tsv"
    file.write_text(content, encoding="utf-8")
    return file


def test_the_queue_is_listed_for_people_and_programs(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert main(["review", "--data", str(data), "--list", "--json", "--alike", "1"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["text"] for row in rows] == TEXTS
    assert list(rows[0]) == ["help", "count", "language", "text", "last", "reasons", "named", "ranking", "wordings"]
    assert main(["review", "--data", str(data), "--list", "--language", "en", "--alike", "1"]) == 0
    shown = capsys.readouterr().out
    assert TEXTS[3] in shown
    assert TEXTS[2] not in shown


def test_what_was_decided_is_no_longer_listed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--data", str(data), "--apply", str(_labels(data, f"{TEXTS[0]}\tgreet\n{TEXTS[2]}\tdrop\n"))]) == 0
    assert "2 decisions kept, 0 stood already" in capsys.readouterr().out
    main(["review", "--data", str(data), "--list", "--json", "--alike", "1"])
    assert [row["text"] for row in json.loads(capsys.readouterr().out)] == [TEXTS[1], TEXTS[3]]


def test_labels_for_texts_that_are_no_candidates_get_their_sentiment_from_the_model(data: Path) -> None:
    assert main(["review", "--data", str(data), "--apply", str(_labels(data, "i want my money back\tget_refund\n"))]) == 0
    (decision,) = Decisions(data).standing()
    assert isinstance(decision, Decision)
    assert decision.wordings[0].sentiment == "negative"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--json"], "--json goes with --list"),
        (["--apply", "none.tsv"], "none.tsv: cannot be read"),
    ],
)
def test_wrong_options_are_one_sentence(
    arguments: list[str], sentence: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "--data", str(data), *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_without_candidates_it_is_said_what_to_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "--data", str(tmp_path), "--list"]) == 2
    assert f"run `python -m analytics candidates --data {tmp_path}`" in capsys.readouterr().err
