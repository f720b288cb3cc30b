"""Dialogues out of files: whatever columns are called, with what is wrong named row by row."""

import json
from pathlib import Path

import pytest

from analytics.mining.dialogues import Problem, Turn, read
from configs.errors import ConfigurationError


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


@pytest.mark.parametrize(
    "content",
    [
        'conversation,speaker,text,time\nc1,user,"say ""ok"", please",10:00\n',
        'Session ID,Role,Content,Timestamp\nc1,user,"say ""ok"", please",10:00\n',
        '会话,角色,内容,时间\nc1,user,"say ""ok"", please",10:00\n',
        '\ufefftime,message,who,chat\n10:00,"say ""ok"", please",user,c1\n',
    ],
)
def test_columns_are_known_by_many_names_in_any_order(content: str, tmp_path: Path) -> None:
    assert read(written(tmp_path, "a.csv", content)) == [Turn("c1", "customer", 'say "ok", please', "10:00")]


@pytest.mark.parametrize(
    ("who", "speaker"),
    [("客户", "customer"), ("Visitor", "customer"), ("客服", "agent"), ("human", "agent"), ("机器人", "assistant")],
)
def test_speakers_are_known_by_many_words(who: str, speaker: str, tmp_path: Path) -> None:
    (turn,) = read(written(tmp_path, "a.csv", f"chat_id;sender;message\n1;{who};您好\n"))
    assert isinstance(turn, Turn)
    assert turn.speaker == speaker


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encodings_of_spreadsheets_are_read(encoding: str, tmp_path: Path) -> None:
    (turn,) = read(written(tmp_path, "a.tsv", "会话\t角色\t内容\n1\t客户\t可以刻字吗\n".encode(encoding)))
    assert isinstance(turn, Turn)
    assert turn.text == "可以刻字吗"


def test_json_may_hold_messages_or_conversations(tmp_path: Path) -> None:
    flat = [{"conversation": 1, "role": "user", "content": "hi"}, {"conversation": 1, "role": "agent", "content": "yes"}]
    deep = [{"id": 1, "messages": [{"role": "user", "content": "hi"}, {"role": "agent", "content": "yes"}]}]
    wanted = [Turn("1", "customer", "hi"), Turn("1", "agent", "yes")]
    for entries in (flat, deep):
        assert read(written(tmp_path, "a.json", json.dumps(entries))) == wanted


def test_bad_rows_are_named_and_the_others_kept(tmp_path: Path) -> None:
    content = "conversation,speaker,text\n1,customer,hi\n1,pirate,arr\n1,agent\n,agent,hello\n1,agent,\n2,agent,fine\n"
    found = read(written(tmp_path, "a.csv", content))
    assert [turn.text for turn in found if isinstance(turn, Turn)] == ["hi", "fine"]
    assert [str(one) for one in found if isinstance(one, Problem)] == [
        "line 3: 'pirate' is no speaker; use customer, agent or assistant",
        "line 4: has 2 cells, the header 3",
        "line 5: has no conversation",
        "line 6: has no text",
    ]


def test_bad_entries_of_json_are_named(tmp_path: Path) -> None:
    found = read(written(tmp_path, "a.json", '[3, {"conversation": 1, "role": "user", "text": 4}, {"messages": [7]}]'))
    assert [str(one) for one in found] == [
        "entry 1: is no object with keys such as conversation, speaker and text",
        "entry 2: its text is no text",
        "entry 3, message 1: is no object with keys such as conversation, speaker and text",
    ]


def test_turns_of_interleaved_conversations_are_put_in_order_by_time(tmp_path: Path) -> None:
    content = "conversation,speaker,text,time\na,agent,two,10:02\nb,customer,one,10:01\na,customer,one,10:01\n"
    turns = [one for one in read(written(tmp_path, "a.csv", content)) if isinstance(one, Turn)]
    assert [(turn.conversation, turn.text) for turn in turns] == [("a", "one"), ("a", "two"), ("b", "one")]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.txt", "x", "its ending must be one of"),
        ("a.csv", "conversation,text\n1,x\n", "has no column for the speaker"),
        ("a.csv", b"\x81\xff\xff", "neither UTF-8"),
        ("a.json", "{", "is not JSON"),
        ("a.json", "{}", "must be an array"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_is_refused_in_one_sentence(
    name: str, content: str | bytes, problem: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        read(written(tmp_path, name, content))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read(tmp_path / "none.csv")
