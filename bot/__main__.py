"""`python -m bot`: serves the assistant, prepares what it needs, talks to it, tests it, and explains what it did."""

import argparse
import os
import sys
from pathlib import Path

from analytics.stores import StoreUnavailable
from bot import bootstrap, preparation, shell
from bot.app import create_app
from bot.app.server import listen, run
from bot.delivery import commands as delivery
from bot.errors import ReleaseRefused, UnknownRelease, UnknownTurn
from bot.importing import commands as importing
from bot.lab import commands as lab
from bot.releases import commands as releases
from bot.testing import commands as testing
from bot.turns import commands as turns
from configs.errors import ConfigurationError
from configs.settings import Settings, load
from knowledge_base.errors import KnowledgeError
from nlu.errors import ModelError
from retrieval.errors import RetrievalError

UNUSABLE = (ReleaseRefused, UnknownRelease, UnknownTurn)
EXAMPLES = """examples:
  python -m bot serve                          the demo shop on http://127.0.0.1:8000
  python -m bot serve --port 9000 --data /srv/shop --config shop.toml
  python -m bot prepare --train                learn from today's articles as well
  python -m bot models rollback                serve the model and the index before these
  python -m bot shell                          talk to the service that runs there
  python -m bot test tests/journeys            play conversations and compare
  python -m bot explain rest:alex 3            why the third answer was given
  python -m bot lab telegram                   chat through a messenger without credentials
  python -m bot outbox list                    messengers' messages that wait or could not be delivered
  python -m bot actions                        run our actions for a Rasa server, on http://127.0.0.1:5055/webhook
"""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="python -m bot", description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    stored = argparse.ArgumentParser(add_help=False)
    stored.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="what is stored (%(default)s)")
    stored.add_argument("--config", type=Path, metavar="FILE", help="settings on top of configs/shopkeeper.toml")
    serve = commands.add_parser("serve", parents=[stored], help="prepare what is missing and serve over HTTP")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    serve.add_argument("--port", type=int, default=8000, help="port to listen on; 0 takes a free one (%(default)s)")
    actions = commands.add_parser("actions", parents=[stored], help="run our actions for a Rasa server, as rasa-sdk does")
    actions.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    actions.add_argument("--port", type=int, default=5055, help="port to listen on; 0 takes a free one (%(default)s)")
    learn = "train the model, make the demo shop and the index where they are missing"
    prepare = commands.add_parser("prepare", parents=[stored], help=learn)
    prepare.add_argument("--train", action="store_true", help="replace a model of other sentences or articles")
    models = commands.add_parser("models", help="list the releases of the model, use another, or roll back")
    releases.add_arguments(models)
    importing.add_arguments(commands.add_parser(importing.COMMAND, help="turn a Rasa 3 project into content of the shop"))
    talk = commands.add_parser("shell", help="talk to a running service in the terminal")
    talk.add_argument("--url", default="http://127.0.0.1:8000", help="where it runs (%(default)s)")
    testing.add_commands(commands.add_parser, stored)
    turns.add_commands(commands.add_parser, stored)
    delivery.add_commands(commands.add_parser, stored)
    lab.add_commands(commands.add_parser, stored)
    return top


def main(line: list[str] | None = None) -> int:
    """Run one command; 2 for what the person at the keyboard can mend."""
    arguments = parser().parse_args(line)
    try:
        if arguments.command == "shell":
            return shell.run(arguments.url)
        if arguments.command == importing.COMMAND:
            return importing.run(arguments)
        if arguments.command == "models":
            return releases.run(arguments)
        settings = load(arguments.config)
        if "run" in arguments:
            return int(arguments.run(arguments, settings))
        if arguments.command == "actions":
            return _serve_actions(settings, arguments)
        # The port first: a wrong one should not be found out after minutes of training.
        listener = listen(arguments.host, arguments.port) if arguments.command == "serve" else None
        again = getattr(arguments, "train", False)
        preparation.prepare(settings, arguments.data, train_again=again, overlaid=listener is not None)
        if listener is not None:
            run(create_app(bootstrap.assemble(settings, arguments.data)), listener)
    except (ConfigurationError, ModelError, RetrievalError, KnowledgeError, StoreUnavailable, *UNUSABLE) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever reads, as `head`, has seen enough; nothing more may be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _serve_actions(settings: Settings, arguments: argparse.Namespace) -> int:
    listener = listen(arguments.host, arguments.port)
    preparation.prepare_shop(settings, arguments.data)
    run(bootstrap.action_server(settings, arguments.data), listener)
    return 0


if __name__ == "__main__":
    sys.exit(main())
