"""Articles of an invented shop, as many as are wanted, in both languages: every thing has every matter settled in every model."""

from itertools import islice, product

from knowledge_base.articles import Article, Passage

THINGS = (
    ("kettle", "水壶"),
    ("lantern", "提灯"),
    ("backpack", "背包"),
    ("drill", "电钻"),
    ("heater", "暖风机"),
    ("scale", "体重秤"),
    ("tent", "帐篷"),
    ("blender", "搅拌机"),
    ("keyboard", "键盘"),
    ("armchair", "扶手椅"),
)
MATTERS = (
    (
        "How do I clean the {}?",
        "Wipe the {} with a damp cloth, {} minutes at most.",
        "{}怎么清洗？",
        "{}用湿布擦拭，最多{}分钟。",
    ),
    ("How heavy is the {}?", "The {} weighs {} hundred grams.", "{}有多重？", "{}重{}百克。"),
    ("Which spare parts are there for the {}?", "For the {} we keep {} parts.", "{}有哪些配件？", "{}有{}种配件。"),
    ("Can the {} be used outdoors?", "Yes, the {} bears {} degrees.", "{}能在户外用吗？", "可以，{}能承受{}度。"),
    ("How loud is the {}?", "The {} stays below {} decibels.", "{}噪音大吗？", "{}低于{}分贝。"),
)


def articles(count: int) -> tuple[Article, ...]:
    """The first `count` articles; the model's number makes each question another one."""
    numbered = ((number, thing, matter) for number, thing, matter in product(range(1, count + 1), THINGS, range(len(MATTERS))))
    return tuple(article(number, thing, matter, 0) for number, thing, matter in islice(numbered, count))


def article(number: int, thing: tuple[str, str], matter: int, edit: int) -> Article:
    """The article about a matter of the thing of that model's number; each `edit` of it has another answer."""
    english, chinese = f"{thing[0]} M{number}", f"{thing[1]}M{number}型"
    asked, said, asked_zh, said_zh = MATTERS[matter]
    value = 1000 * edit + number % 90 + 2
    passages = {
        "en": Passage(asked.format(english), said.format(english, value)),
        "zh": Passage(asked_zh.format(chinese), said_zh.format(chinese, value)),
    }
    return Article(f"{thing[0]}-{number}-{matter}", "product_question", passages)
