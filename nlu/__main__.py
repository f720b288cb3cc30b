"""Trains, measures and tries the model that understands: `python -m nlu train|evaluate|card|parse|check|review|extend|adapt`."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from configs import settings
from configs.errors import ConfigurationError
from nlu import sentences
from nlu.card import commands as card
from nlu.entities import Recognizer
from nlu.errors import ModelError
from nlu.parsing import as_values, parse_lines, with_reasons
from nlu.pipeline import FOLDER, Pipeline
from nlu.review import commands as review
from nlu.sentences import DataError

EXAMPLES = """\
examples:
  python -m nlu train                                          train on the shipped sentences and what data holds
  python -m nlu evaluate --intents                             figures on the test part, intent by intent
  python -m nlu card --open                                    all that is measured of the model, on one page
  echo '{"text": "where is my parcel?"}' | python -m nlu parse   understand lines of JSON
  echo '{"text": "退钱"}' | python -m nlu parse --explain      and say why they are understood so
  python -m nlu check                                          what is wrong with the training sentences, if anything
  python -m nlu review                                         label what was not understood, most helpful first
"""


def parser(command: str = "") -> argparse.ArgumentParser:
    """The command line; the options of `extend` and `adapt` are known for that `command` only, because they need torch."""
    top = argparse.ArgumentParser(
        prog="python -m nlu",
        description="Trains, measures and tries the model that understands customers.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=Path("data"), help="the installation's folder (default: %(default)s)")
    shared.add_argument("--config", type=Path, metavar="FILE", help="settings on top of the default ones")
    commands = top.add_subparsers(dest="command", required=True, metavar="train|evaluate|card|parse|check|review|extend|adapt")
    _add_learning(commands, shared)
    _add_using(commands, shared)
    _add_remaking(commands, command)
    return top


def _add_learning(commands: Any, shared: argparse.ArgumentParser) -> None:
    """The model: train it and measure it."""
    train = commands.add_parser(
        "train", parents=[shared], help="train DIR/model; nothing is done when it is there and up to date"
    )
    train.add_argument("--force", action="store_true", help="train even so")
    train.set_defaults(run=run_train)
    evaluate = commands.add_parser(
        "evaluate", parents=[shared], help="measure DIR/model on the test part, which it was not trained on"
    )
    evaluate.add_argument(
        "--part",
        choices=("test", "unseen"),
        default="test",
        help="unseen: sentences by a hand that has read no others (default: %(default)s)",
    )
    evaluate.add_argument("--intents", action="store_true", help="every intent, and everything taken for something else")
    evaluate.add_argument("--perturbed", action="store_true", help="what slips, slang and other ways of writing cost instead")
    evaluate.add_argument("--examples", type=int, default=0, metavar="N", help="with --perturbed: N sentences a kind that broke")
    evaluate.add_argument("--json", type=Path, metavar="FILE", help="with --perturbed: write the figures and all that broke")
    evaluate.set_defaults(run=run_evaluate)
    measured = commands.add_parser("card", parents=[shared], help="write all that is measured of DIR/model as a page and JSON")
    card.add_arguments(measured)
    measured.set_defaults(run=card.run)


def _add_using(commands: Any, shared: argparse.ArgumentParser) -> None:
    """What it understands, and what it learns from."""
    parse = commands.add_parser(
        "parse", parents=[shared], help='read lines {"text": ...} from stdin, write one line of JSON for each'
    )
    parse.add_argument("--explain", action="store_true", help="say why as well: opinions, words, the nearest training sentences")
    parse.set_defaults(run=run_parse)
    check = commands.add_parser("check", help="print what is wrong with the training sentences; 2 when something is")
    check.set_defaults(run=run_check)
    label = commands.add_parser(
        "review",
        parents=[shared],
        help="go through the messages that a label would help most with",
        epilog=review.EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    review.add_arguments(label)
    label.set_defaults(run=review.run)


def _add_remaking(commands: Any, command: str) -> None:
    """The encoder under it."""
    extend = commands.add_parser("extend", help="make the encoder's Chinese again from parallel text; takes about an hour")
    adapt = commands.add_parser(
        "adapt", help="fine-tune the shipped encoder on what it has not learnt yet; from nothing, half an hour"
    )
    if command == "extend":
        from nlu.extension import commands as extension

        extension.add_arguments(extend)
        extend.set_defaults(run=extension.run)
    if command == "adapt":
        from nlu.extension import adaptation

        adaptation.add_arguments(adapt)
        adapt.set_defaults(run=adaptation.run)


def run_train(arguments: argparse.Namespace) -> int:
    """Train and publish a model, unless the one there is the one that would come out."""
    from nlu import publication  # torch is loaded for training only

    print(publication.run(arguments.data, settings.load(arguments.config).nlu, arguments.force))
    return 0


def run_evaluate(arguments: argparse.Namespace) -> int:
    """Print the figures of the test part."""
    if arguments.perturbed:
        return run_perturbed(arguments)
    from nlu.evaluation import evaluate
    from nlu.tables import show

    show(evaluate(_loaded(arguments), sentences.read(arguments.part)), arguments.part, everything=arguments.intents)
    return 0


def run_perturbed(arguments: argparse.Namespace) -> int:
    """Print what perturbations cost on the test part."""
    if arguments.json and not arguments.json.parent.is_dir():
        raise ConfigurationError(f"{arguments.json.parent} is no folder; name a file in one that is there")
    try:
        from nlu.robustness import measure
        from nlu.robustness_tables import show
    except ModuleNotFoundError as error:
        raise ConfigurationError(f"{error.name} is not installed; run `make install`") from None
    effects = measure(_loaded(arguments), sentences.read(arguments.part))
    show(effects, arguments.examples)
    if arguments.json:
        rows = json.dumps([effect.figures() for effect in effects], ensure_ascii=False, indent=2)
        arguments.json.write_text(rows + "\n", encoding="utf-8")
    return 0


def run_parse(arguments: argparse.Namespace) -> int:
    """Understand stdin line by line; 2 when a line was bad."""
    longest = settings.load(arguments.config).limits.text_characters
    pipeline, bad = _loaded(arguments), 0

    def parse(text: str) -> dict[str, Any]:
        return with_reasons(pipeline.explain(text)) if arguments.explain else as_values(pipeline.understand([text])[0])

    for answer in parse_lines(sys.stdin.buffer, parse, longest):
        print(answer.line, flush=True)
        bad += answer.bad
    return 2 if bad else 0


def run_check(arguments: argparse.Namespace) -> int:
    """Print the problems of the training sentences."""
    from nlu.checking import check

    found = check()
    for problem in found:
        print(problem)
    return 2 if found else 0


def _loaded(arguments: argparse.Namespace) -> Pipeline:
    chosen = settings.load(arguments.config).nlu
    return Pipeline.load(arguments.data / FOLDER, chosen.threads, Recognizer.of(chosen))


def main(line: list[str] | None = None) -> int:
    """Run one command; a problem is one sentence on stderr and exit code 2."""
    try:
        line = sys.argv[1:] if line is None else line
        arguments = parser(next(iter(line), "")).parse_args(line)
        return int(arguments.run(arguments))
    except (ConfigurationError, DataError, ModelError) as error:
        print(f"nlu: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read the output has enough; without this, Python would complain when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
