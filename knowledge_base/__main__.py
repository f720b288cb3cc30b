"""Keeps the shop's articles: `python -m knowledge_base import|list|diff|publish|rollback|health|...`."""

import argparse
import os
import sys
from pathlib import Path

from configs.errors import ConfigurationError
from knowledge_base.commands import checking, files, importing, looking, publishing
from knowledge_base.errors import KnowledgeError

EXAMPLES = """\
examples:
  python -m knowledge_base import faq.csv --dry-run     show what would happen, change nothing
  python -m knowledge_base import faq.csv               read the file into drafts
  python -m knowledge_base import faq/ --replace --publish   the base becomes what the folder's files hold, at once
  python -m knowledge_base import https://shop.example/sitemap.xml    again later: only what changed on the pages
  python -m knowledge_base discard --imported faq.csv   give up the drafts of that import
  python -m knowledge_base list --drafts --language zh
  python -m knowledge_base diff shipping-cost           what the draft changes
  python -m knowledge_base submit shipping-cost --note "fees of November"
  python -m retrieval publish shipping-cost             make the draft live, if the shop's tests come out no worse with it
  python -m knowledge_base publish shipping-cost        the same without tests; without an id, all drafts
  python -m knowledge_base history shipping-cost        who changed it when, and why
  python -m knowledge_base restore shipping-cost 2      a draft with the content of revision 2
  python -m knowledge_base rollback 7                   make live again what edition 7 had
  python -m knowledge_base list --at 2026-11-11T00:00:00+08:00 --channel web    what will be said then and there
  python -m knowledge_base health                       what is stale, expired, said twice, or said otherwise elsewhere
  python -m knowledge_base export faq.json              the way back; .csv opens in a spreadsheet

Until something is published the shop knows the demo's articles; to begin with those, import knowledge_base/demo/articles.
A running service says within seconds what was published.
"""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="python -m knowledge_base",
        description="Keeps the shop's articles: drafts, publications and their history.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=Path("data"), help="the installation's folder (default: %(default)s)")
    shared.add_argument("--config", type=Path, metavar="FILE", help="settings on top of the default ones")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for family in (importing, files, looking, publishing, checking):
        family.add(commands, shared)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run a command; what is wrong is said in one sentence with exit code 2."""
    chosen = parser().parse_args(arguments)
    try:
        result: int = chosen.run(chosen)
    except (ConfigurationError, KnowledgeError) as error:
        print(f"knowledge_base: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read the output has enough; without this, Python would complain when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result


if __name__ == "__main__":
    sys.exit(main())
