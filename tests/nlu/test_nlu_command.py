"""`python -m nlu` as its users see it: exit codes, lines of JSON, sentences about what is wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nlu import manifest
from nlu.__main__ import main
from nlu.manifest import Manifest
from nlu.pipeline import FOLDER


@pytest.fixture
def data(tiny_built: tuple[Manifest, dict[str, bytes]], tmp_path: Path) -> Path:
    """An installation with a tiny model."""
    manifest.publish(tmp_path / FOLDER, *tiny_built)
    return tmp_path


def _run(*arguments: object, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "nlu", *map(str, arguments)], input=given, capture_output=True, timeout=120)


def _answers(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_line_gets_an_understanding(data: Path) -> None:
    done = _run("parse", "--data", data, given='{"text": "where is my parcel"}\n\n{"text": "我要退钱", "id": 7}'.encode())
    assert done.returncode == 0, done.stderr
    first, second = _answers(done)
    assert list(first) == ["text", "language", "intents", "out_of_scope", "sentiment", "entities", "requests", "model"]
    assert (first["text"], first["language"], second["language"]) == ("where is my parcel", "en", "zh")
    assert isinstance(second["intents"], list)
    assert second["intents"][0]["name"] == "get_refund"
    assert second["sentiment"] == {"label": "negative", "score": pytest.approx(1, abs=0.3)}


BAD = {
    b"not json": "it is not JSON",
    b"[" * 100_000: "it is not JSON",
    b"\xff\xfe": "it is not JSON",
    b"[1]": "it has no text",
    b'{"txt": "hi"}': "it has no text",
    b'{"text": 5}': "it has no text",
    b'{"text": "  "}': "its text is blank",
    b'{"text": "\\ud800"}': "half a character",
    json.dumps({"text": "a" * 4001}).encode(): "4001 characters; at most 4000",
}


def test_bad_lines_are_named_and_the_others_answered(data: Path) -> None:
    good = b'{"text": "refund this please"}'
    done = _run("parse", "--data", data, given=b"\n".join([good, *BAD, good]))
    assert done.returncode == 2
    first, *errors, last = _answers(done)
    assert "intents" in first
    assert "intents" in last
    for number, (error, sentence) in enumerate(zip(errors, BAD.values(), strict=True), start=2):
        assert str(error["error"]).startswith(f"line {number}: ")
        assert sentence in str(error["error"])


def test_answers_come_line_by_line_and_a_reader_may_leave(data: Path) -> None:
    command = [sys.executable, "-m", "nlu", "parse", "--data", str(data)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b'{"text": "pay me back now"}\n')
        process.stdin.flush()
        assert b"get_refund" in process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b'{"text": "pay me back now"}\n')
        process.stdin.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize("command", ["parse", "evaluate"])
def test_no_model_is_one_sentence_and_exit_code_2(command: str, tmp_path: Path) -> None:
    done = _run(command, "--data", tmp_path)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode() == f"nlu: {tmp_path / FOLDER} holds no model; run `python -m nlu train --data {tmp_path}`\n"


def test_a_wrong_setting_is_named(data: Path, tmp_path: Path) -> None:
    config = tmp_path / "shop.toml"
    config.write_text("[nlu]\nthread = 2\n", encoding="utf-8")
    done = _run("parse", "--data", data, "--config", config)
    assert done.returncode == 2
    assert b"nlu.thread" in done.stderr
    assert done.stderr.count(b"\n") == 1


def test_the_shops_own_entities_are_found_and_a_bad_pattern_is_named(data: Path, tmp_path: Path) -> None:
    config = tmp_path / "shop.toml"
    config.write_text("[nlu.patterns]\nmember_id = { pattern = 'VIP\\d{6}', normalized = 'upper' }\n", encoding="utf-8")
    done = _run("parse", "--data", data, "--config", config, given='{"text": "我是vip123456"}'.encode())
    entity = {"type": "member_id", "value": "vip123456", "start": 2, "end": 11, "normalized": "VIP123456"}
    assert _answers(done)[0]["entities"] == [entity]
    config.write_text("[nlu.patterns]\nmember_id = { pattern = '(?<=a)b' }\n", encoding="utf-8")
    done = _run("parse", "--data", data, "--config", config)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert done.stderr.startswith(b"nlu: nlu.patterns.member_id: '(?<=a)b' is no pattern of RE2")


def test_an_unknown_encoder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = tmp_path / "shop.toml"
    config.write_text(f'[nlu]\nencoder = "{tmp_path}/none"\nextension = ""\n', encoding="utf-8")
    assert main(["train", "--data", str(tmp_path), "--config", str(config)]) == 2
    assert f"the encoder {tmp_path}/none cannot be loaded" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["", "train", "evaluate", "parse", "check", "review", "extend", "adapt"])
def test_help_helps(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^0$"):
        main([*filter(None, [command]), "--help"])
    assert "usage: python -m nlu" in capsys.readouterr().out


def test_the_shipped_sentences_have_no_problem() -> None:
    done = _run("check")
    assert (done.stdout, done.returncode) == (b"", 0)


def test_a_model_that_is_there_is_not_trained_again(shop_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (shop_data / FOLDER / "manifest.json").stat().st_mtime_ns
    assert main(["train", "--data", str(shop_data)]) == 0
    assert "is up to date: model" in capsys.readouterr().out
    assert (shop_data / FOLDER / "manifest.json").stat().st_mtime_ns == before
