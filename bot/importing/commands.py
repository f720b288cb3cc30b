"""`python -m bot import-rasa`: a Rasa 3 project as flows, wordings, sentences and articles of a shop."""

import argparse
from pathlib import Path

from bot.importing.content import Content, mapped
from bot.importing.project import load
from bot.importing.writing import ARTICLES, REPORT, SETTINGS, write
from bot.replies import LANGUAGES
from configs.errors import ConfigurationError
from nlu.schedule import FEW

COMMAND = "import-rasa"
EXPLANATION = """Reads domain, nlu, rules, stories and forms of a Rasa 3 project. What has no place here is listed by file
and line, on standard output and in report.txt. Exit code 0: everything has its place; 1: something was left out or changed;
2: nothing was written."""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The project, and where its content is written."""
    command.description = EXPLANATION
    command.add_argument("project", type=Path, metavar="DIR", help="the Rasa project: domain.yml, data/")
    command.add_argument("--into", type=Path, metavar="DIR2", help="the folder to write, which must be new or empty")
    command.add_argument("--dry-run", action="store_true", help="write nothing, only list what has no place")


def run(arguments: argparse.Namespace) -> int:
    """Import the project; raises ConfigurationError for one that cannot be read, or a folder that cannot be written."""
    if arguments.into is None and not arguments.dry_run:
        raise ConfigurationError("name the folder to write with --into, or look first with --dry-run")
    content = mapped(load(arguments.project))
    if not arguments.dry_run:
        _write(content, arguments.into)
    for problem in content.problems:
        print(problem)
    print(_sum(content))
    if not arguments.dry_run:
        print(_next(content, arguments.into))
    return 1 if content.problems else 0


def _write(content: Content, folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigurationError(f"{folder} is there already and not empty; choose another folder")
    try:
        write(content, folder)
    except OSError as error:
        raise ConfigurationError(f"{folder} cannot be written: {error.strerror}") from None


def _sum(content: Content) -> str:
    said = sum(len(texts) for by in content.sentences.values() for texts in by.values())
    counts = f"{len(content.flows)} flows, {len(content.wordings)} wordings, {said} sentences of {len(content.sentences)} intents"
    return f"{counts}, {len(content.patterns)} entity types, {len(content.articles)} articles; {len(content.problems)} remarks"


def _few(content: Content) -> str:
    own = {one.name for one in content.intents}
    counted = [(name, spoken, len(content.sentences[name].get(spoken, ()))) for name in sorted(own) for spoken in LANGUAGES]
    return ", ".join(f"{name} ({count} {spoken})" for name, spoken, count in counted if count < FEW)


def _next(content: Content, folder: Path) -> str:
    steps = [f"The remarks are in {folder / REPORT}."]
    if few := _few(content):
        steps.append(f"These have fewer than {FEW} examples in a language, too few to be told from shipped intents: {few}.")
    steps.append("Next:")
    if content.articles:
        steps.append(f"  python -m knowledge_base import {folder / ARTICLES}")
    steps.append(f"  python -m bot serve --config {folder / SETTINGS}    # its actions run where bot.actions.url says")
    return "\n".join(steps)
