"""A shop's own content: flows, replies, sentences and intents in a folder beside the shipped ones."""

from collections.abc import Iterator
from pathlib import Path

from bot import flows, replies
from bot.execution.routed import AND, UTTERS
from bot.flows import Flow
from bot.replies import Wording
from configs.errors import ConfigurationError
from configs.settings import Settings
from nlu import own_sentences

FOLDER = "content"  # in the installation's folder


def folder_of(settings: Settings, data: Path) -> Path:
    """The folder, which need not be there unless the settings name it; raises ConfigurationError."""
    folder = Path(settings.bot.content) if settings.bot.content else data / FOLDER
    if settings.bot.content and not folder.is_dir():
        raise ConfigurationError(f"bot.content: there is no folder {folder}; `python -m bot import-rasa` writes one")
    return folder


def use(folder: Path, tone: str = "") -> Wording:
    """Load its flows from now on, too, and return the wording with its replies, in a tone.

    Raises ConfigurationError for what cannot be read, and for a flow that could never begin or has nothing to say.
    """
    flows.use(folder / flows.FOLDER)
    wording = replies.load(folder / replies.FOLDER, tone)
    intents = {one.name for one in own_sentences.intents(folder)}
    for flow in flows.load():
        if unknown := sorted(set(flow.intents) - intents):
            raise ConfigurationError(f"flows/{flow.name}.toml: there is no intent {unknown[0]!r}; list it in intents.yaml")
        for key in _uttered(flow):
            if key not in wording.texts["en"]:
                raise ConfigurationError(f"flows/{flow.name}.toml: {key} is not worded; write it in replies/en.toml and zh.toml")
    return wording


def _uttered(flow: Flow) -> Iterator[str]:
    return (step for step in flow.action.split(AND) if step.startswith(UTTERS))
