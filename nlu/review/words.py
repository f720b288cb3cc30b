"""What the review says on the screen, in the language of the person's terminal."""

import os
from collections.abc import Mapping

_EN = {
    "corrected": "corrected by an agent",
    "clicked": "clicked something else",
    "handed_off": "went to a person",
    "not_understood": "not understood",
    "out_of_scope": "out of scope",
    "unsure": "unsure",
    "title": "{place} of {total} · messages: {count} · wordings: {wordings} · {language}",
    "why": "why it is here: {reasons}",
    "named": "agents or clicks say: {named}",
    "more": "… and {count} more wordings; w shows all",
    "ranking": "the model says",
    "keys": "Enter or a takes the first · 1-5 another · / searches · o out of scope · d drops · s skips · p takes apart · "
    "w all wordings · u undoes · q quits",
    "search": "which intent? ",
    "none": "no intent is called so or has sentences with {words!r}",
    "pick": "a number takes one, any other key goes back",
    "saved": "saved: {what}",
    "drop": "dropped",
    "undone": "undone: {what}",
    "undone_before": "undone: {what}; it comes again with the next `review`",
    "nothing_to_undo": "nothing of {by}'s is left to undo",
    "unknown_key": "no key: {key!r}",
    "empty": "Nothing is left to review.",
    "end": "{done} decided now, {left} left. `python -m nlu train --data {data}` learns from them.",
}
_ZH = {
    "corrected": "客服更正",
    "clicked": "点击了别的问题",
    "handed_off": "转人工",
    "not_understood": "没听懂",
    "out_of_scope": "超出范围",
    "unsure": "不确定",
    "title": "第 {place} 组，共 {total} 组 · 消息 {count} 条，说法 {wordings} 种 · {language}",
    "why": "入选原因：{reasons}",
    "named": "客服或点击认为：{named}",
    "more": "……另有 {count} 种说法，按 w 全部显示",
    "ranking": "模型认为",
    "keys": "回车或 a 采用第一个 · 1-5 选其他 · / 搜索意图 · o 超出范围 · d 丢弃 · s 跳过 · p 拆开 · w 全部说法 · "
    "u 撤销 · q 退出",
    "search": "哪个意图？",
    "none": "没有名称或例句包含 {words!r} 的意图",
    "pick": "按数字选择，按其他键返回",
    "saved": "已保存：{what}",
    "drop": "已丢弃",
    "undone": "已撤销：{what}",
    "undone_before": "已撤销：{what}；下次运行 `review` 时会再次出现",
    "nothing_to_undo": "{by} 没有可以撤销的决定",
    "unknown_key": "没有这个按键：{key!r}",
    "empty": "没有需要审核的消息了。",
    "end": "本次已审核 {done} 组，还剩 {left} 组。运行 `python -m nlu train --data {data}` 让模型学习。",
}


def words() -> Mapping[str, str]:
    """The sentences of the language that the locale names, English unless it is Chinese."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return _ZH if locale.startswith("zh") else _EN
