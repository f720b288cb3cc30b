"""An editor's day on the command line: a table of 500 rows comes in, is mended, goes live, is broken, and is taken back."""

import csv
import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from knowledge_base import pipeline
from knowledge_base.__main__ import main as knowledge_base
from retrieval.__main__ import main as retrieval
from retrieval.testing.cases import FILE

PRODUCTS = (
    """\
desk lamp,台灯|rice cooker,电饭煲|wool scarf,羊毛围巾|running shoes,跑步鞋|rain jacket,雨衣|coffee grinder,磨豆机
phone case,手机壳
travel mug,保温杯|yoga mat,瑜伽垫|bed sheet,床单|wall clock,挂钟|hair dryer,吹风机|garden chair,花园椅|bread knife,面包刀
alarm clock,闹钟|bicycle helmet,自行车头盔|picture frame,相框|bath towel,浴巾|leather wallet,皮夹|fountain pen,钢笔|umbrella,雨伞
teapot,茶壶|sleeping bag,睡袋|toy train,玩具火车|board game,桌游|guitar strings,吉他弦|watering can,洒水壶|door mat,门垫
bookshelf,书架|sun hat,遮阳帽|swimming goggles,泳镜|frying pan,平底锅|vacuum cleaner,吸尘器|keyboard,键盘|night light,小夜灯
cat tree,猫爬架|dog leash,狗绳|shower curtain,浴帘|tool box,工具箱|measuring tape,卷尺|ski gloves,滑雪手套|baby bottle,奶瓶
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
ASPECTS = {
    "material": ("What is the {} made of?", "{}是什么材质的？"),
    "weight": ("How heavy is the {}?", "{}有多重？"),
    "colours": ("Which colours does the {} come in?", "{}有哪些颜色？"),
    "cleaning": ("How do I clean the {}?", "{}怎么清洗？"),
    "warranty": ("How long is the warranty on the {}?", "{}保修多久？"),
    "origin": ("Where is the {} produced?", "{}产地在哪里？"),
    "size": ("What are the dimensions of the {}?", "{}的尺寸是多少？"),
    "returns": ("Can I send the {} back?", "{}可以退货吗？"),
    "gift": ("Can the {} be wrapped as a gift?", "{}可以做礼品包装吗？"),
    "spares": ("Are there spare parts for the {}?", "{}有配件卖吗？"),
    "children": ("Is the {} safe for children?", "{}儿童使用安全吗？"),
    "price": ("How much does the {} cost?", "{}多少钱？"),
}
TEXTS = ("en.question", "en.answer", "zh.question", "zh.answer")
COLUMNS = ("id", "intent", "threshold", "valid_from", "valid_until", "review_by", "channels", *TEXTS)
NEVER = dict.fromkeys(TEXTS, "")
BAD: Sequence[dict[str, str]] = (
    {"en.question": "Is it?", "en.answer": ""},
    {"en.question": "", "en.answer": "Yes."},
    {"zh.question": "是吗？", "zh.answer": ""},
    {"zh.question": "", "zh.answer": "是。"},
    NEVER,
    {"id": ""},
    {"id": "two words"},
    {"id": "desk-lamp.material"},
    {"id": "x" * 101},
    {"intent": "how much?"},
    {"threshold": "high"},
    {"threshold": "1.5"},
    {"valid_from": "tomorrow"},
    {"valid_from": "2026-11-11T00:00:00"},
    {"valid_from": "2026-11-12T00:00:00Z", "valid_until": "2026-11-11T00:00:00Z"},
    {"review_by": "in spring"},
    {"channels": "web!"},
    {"en.question": "x" * 1_001, "en.answer": "Yes."},
    {"zh.question": "是吗？", "zh.answer": "是" * 10_001},
    {"en.question": "Is it?", "en.answer": "Yes.\0"},
)
EVERY = 25
TESTS = (
    ("what material is the desk lamp", "desk-lamp.material"),
    ("teapot warranty, how long?", "teapot.warranty"),
    ("how can I clean my yoga mat", "yoga-mat.cleaning"),
    ("is the board game safe for kids", "board-game.children"),
    ("雨伞多重啊", "umbrella.weight"),
    ("键盘能退货吗", "keyboard.returns"),
    ("请问书架尺寸多少", "bookshelf.size"),
    ("狗绳多少钱一条", "dog-leash.price"),
    ("谁写了红楼梦", ""),
    ("who wrote hamlet", ""),
)
EXPECTED = {article for _, article in TESTS}


def rows() -> list[dict[str, str]]:
    """500 rows: every third in English only, every third in Chinese only, the others and those of tests in both."""
    made: list[dict[str, str]] = []
    for product, aspect in [(product, aspect) for product in PRODUCTS for aspect in ASPECTS][:500]:
        english, chinese = product.split(",")
        asked = [question.format(name) for question, name in zip(ASPECTS[aspect], (english, chinese), strict=True)]
        texts = {"en.question": asked[0], "en.answer": f"About the {english}: see {aspect} on its label."}
        texts |= {"zh.question": asked[1], "zh.answer": f"关于{chinese}：请看标签。"}
        name = f"{english.replace(' ', '-')}.{aspect}"
        left_out = "" if name in EXPECTED else ("zh", "en", "")[len(made) % 3]
        made.append({"id": name} | {key: text for key, text in texts.items() if not left_out or not key.startswith(left_out)})
    return made


def write(file: Path, table: Sequence[dict[str, str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as handle:
        lines = csv.DictWriter(handle, COLUMNS)
        lines.writeheader()
        lines.writerows(table)
    return file


@pytest.fixture(scope="module")
def data(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the model and the demo's index, and nothing of its own yet."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "model").symlink_to(prepared / "model")
    shutil.copytree(prepared / "index", folder / "index")
    return folder


def answers(data: Path) -> dict[str, str]:
    with closing(pipeline.library(data)) as library:
        return {one.id: next(iter(one.passages.values())).answer for one in library.published()}


def test_an_editors_day(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ("--data", str(data))

    # Morning: the table comes in, with twenty bad rows, each of which is named.
    good = rows()
    bad = [{**row, **BAD[number // EVERY]} if number % EVERY == EVERY - 1 else row for number, row in enumerate(good)]
    table = write(tmp_path / "faq.csv", bad)
    assert knowledge_base(["import", str(table), *place]) == 2
    errors = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error")]
    assert [f"{table}: line {EVERY * number + 1}" in line for number, line in enumerate(errors, 1)] == [True] * 20

    # They are mended, and everything goes live; there are no tests yet, and how to write some is told.
    write(table, good)
    assert knowledge_base(["import", str(table), *place]) == 0
    assert "20 added" in capsys.readouterr().out
    assert retrieval(["publish", *place, "--note", "the shop opens"]) == 0
    told = capsys.readouterr()
    assert "edition 1 is live: 500 articles" in told.out
    assert "there are no tests yet; write" in told.err
    assert retrieval(["build", *place]) == 0

    # The shop's tests pass.
    write_tests(data)
    assert retrieval(["test", *place, "--least-hit1", "1", "--least-abstention", "1"]) == 0

    # An edit that takes an article's questions away is refused, and names what would come out worse.
    capsys.readouterr()
    edit = write(tmp_path / "edit.csv", [{**NEVER, "id": "umbrella.weight", "en.question": "Any news?", "en.answer": "No."}])
    assert knowledge_base(["import", str(edit), *place]) == 0
    assert retrieval(["publish", *place]) == 1
    told = capsys.readouterr()
    assert "雨伞多重啊" in told.out
    assert "nothing was published" in told.out
    assert answers(data)["umbrella.weight"] == "About the umbrella: see weight on its label."

    # It is given up; an edit of an answer passes, and goes back with its edition.
    assert knowledge_base(["discard", "--imported", str(edit), *place]) == 0
    assert retrieval(["publish", *place]) == 2
    row = next(row for row in good if row["id"] == "umbrella.weight")
    write(edit, [{**row, "en.answer": "400 grams."}])
    assert knowledge_base(["import", str(edit), *place]) == 0
    assert retrieval(["publish", "umbrella.weight", *place]) == 0
    assert answers(data)["umbrella.weight"] == "400 grams."
    assert knowledge_base(["rollback", "1", *place]) == 0
    assert answers(data)["umbrella.weight"] == "About the umbrella: see weight on its label."
    assert retrieval(["test", *place, "--worse", "0"]) == 0


def write_tests(data: Path) -> None:
    with (data / FILE).open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows([("question", "article"), *TESTS])
