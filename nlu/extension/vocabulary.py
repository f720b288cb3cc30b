"""Chinese words and characters added to an English WordPiece vocabulary.

Whole words keep a six-layer encoder from having to compose meanings out of single characters. They are added
tokens of the tokeniser, which matches the leftmost longest one, so no segmenter runs when serving.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tokenizers import AddedToken, Tokenizer


def is_chinese(text: str) -> bool:
    """Whether every character is a CJK ideograph of the basic block."""
    return bool(text) and all("\u4e00" <= character <= "\u9fff" for character in text)


def choose_words(sentences: Iterable[str], least: int, longest: int = 4) -> list[str]:
    """Words of up to `longest` characters seen at least `least` times, and every character seen twice, most frequent first."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    words: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    for sentence in sentences:
        words.update(word for word in jieba.cut(sentence) if len(word) <= longest and is_chinese(word))
        characters.update(character for character in sentence if is_chinese(character))
    chosen = {word for word, count in words.items() if count >= least}
    chosen |= {character for character, count in characters.items() if count >= 2}
    return sorted(chosen, key=lambda word: (-words[word], word))


def extend_tokenizer(tokenizer_file: Path, words: list[str]) -> Tokenizer:
    """The tokeniser of `tokenizer_file` with `words` as further tokens; Chinese is no longer split into characters first."""
    description = json.loads(tokenizer_file.read_text(encoding="utf-8"))
    description["normalizer"]["handle_chinese_chars"] = False
    tokenizer = Tokenizer.from_str(json.dumps(description))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.add_tokens([AddedToken(word, normalized=True) for word in words])
    return tokenizer
