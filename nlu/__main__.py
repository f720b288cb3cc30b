"""Trains, measures and tries the model that understands: `python -m nlu train|evaluate|parse|check|extend|adapt`."""

import argparse
import os
import sys
from pathlib import Path

from configs import settings
from configs.errors import ConfigurationError
from nlu import sentences
from nlu.errors import ModelError
from nlu.parsing import parse_lines
from nlu.pipeline import FOLDER, Pipeline
from nlu.sentences import DataError

EXAMPLES = """\
examples:
  python -m nlu train                                          train on the shipped sentences and data/questions.jsonl
  python -m nlu evaluate --intents                             figures on the test part, intent by intent
  echo '{"text": "where is my parcel?"}' | python -m nlu parse   understand lines of JSON
  python -m nlu check                                          what is wrong with the training sentences, if anything
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
    commands = top.add_subparsers(dest="command", required=True, metavar="train|evaluate|parse|check|extend|adapt")
    train = commands.add_parser(
        "train", parents=[shared], help="train DIR/model; nothing is done when it is there and up to date"
    )
    train.add_argument("--force", action="store_true", help="train even so")
    train.set_defaults(run=run_train)
    evaluate = commands.add_parser(
        "evaluate", parents=[shared], help="measure DIR/model on the test part, which it was not trained on"
    )
    evaluate.add_argument("--intents", action="store_true", help="every intent, and everything taken for something else")
    evaluate.set_defaults(run=run_evaluate)
    parse = commands.add_parser(
        "parse", parents=[shared], help='read lines {"text": ...} from stdin, write one line of JSON for each'
    )
    parse.set_defaults(run=run_parse)
    check = commands.add_parser("check", help="print what is wrong with the training sentences; 2 when something is")
    check.set_defaults(run=run_check)
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
    return top


def run_train(arguments: argparse.Namespace) -> int:
    """Train and publish a model, unless the one there is the one that would come out."""
    from nlu import publication  # torch is loaded for training only

    print(publication.run(arguments.data, settings.load(arguments.config).nlu, arguments.force))
    return 0


def run_evaluate(arguments: argparse.Namespace) -> int:
    """Print the figures of the test part."""
    from nlu.evaluation import evaluate
    from nlu.tables import show

    show(evaluate(_loaded(arguments), sentences.read("test")), everything=arguments.intents)
    return 0


def run_parse(arguments: argparse.Namespace) -> int:
    """Understand stdin line by line; 2 when a line was bad."""
    longest = settings.load(arguments.config).limits.text_characters
    bad = 0
    for answer in parse_lines(sys.stdin.buffer, _loaded(arguments), longest):
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
    return Pipeline.load(arguments.data / FOLDER, settings.load(arguments.config).nlu.threads)


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
