"""`python -m bot models`: which releases there are, and which of them serves."""

import argparse
from pathlib import Path

from bot.errors import ReleaseRefused, UnknownRelease
from bot.releases.serving import load
from bot.releases.store import Release, Releases
from nlu import manifest
from nlu.errors import ModelError

NEXT = "a running service serves it within seconds, any other from its next start"


def add_arguments(command: argparse.ArgumentParser) -> None:
    """What to do with the releases."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, default=Path("data"), metavar="DIR", help="what is stored (%(default)s)")
    actions = command.add_subparsers(dest="action", required=True, metavar="list|use|rollback")
    actions.add_parser("list", parents=[shared], help="every release, the newest first")
    use = actions.add_parser("use", parents=[shared], help="let a release serve, once it has been loaded and tried")
    use.add_argument("version", help="as `list` shows it, or its beginning")
    actions.add_parser("rollback", parents=[shared], help="let the release before serve; a second time, this one again")


def run(arguments: argparse.Namespace) -> int:
    """Show or switch; raises UnknownRelease or ReleaseRefused."""
    releases = Releases(arguments.data)
    if arguments.action == "list":
        for kept in releases.all():
            print(_line(kept, releases))
        return 0
    release = releases.find(arguments.version) if arguments.action == "use" else releases.previous()
    if release is None:
        raise UnknownRelease("no release served before this one; `python -m bot models list` shows which there are")
    try:
        load(release)
    except ReleaseRefused as refused:
        remedy = "choose another one of `python -m bot models list`"
        raise ReleaseRefused(f"the release {release.version} cannot serve: {refused}; {remedy}") from None
    release.accept()
    releases.switch(release)
    print(f"{release.version} is the release to serve: {NEXT}")
    return 0


def _line(release: Release, releases: Releases) -> str:
    pointer = releases.pointer()
    place = {pointer.current: "serves", pointer.previous: "before"}.get(release.version, "")
    refusal = f"  refused: {release.refusal}" if release.refusal else ""
    return f"{release.version}  {release.made:%Y-%m-%d %H:%M}  {place:6}  {_figures(release)}{refusal}"


def _figures(release: Release) -> str:
    try:
        figures = manifest.described(release.model).figures
    except ModelError:
        return "damaged"
    return ", ".join(f"{name} {value:.3f}" for name, value in figures.items() if name.endswith(" accuracy"))
