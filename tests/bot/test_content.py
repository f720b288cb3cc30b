"""A shop's own flows and replies beside the shipped ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import flows, preparation, replies
from bot.preparation import content_folder
from configs import settings
from configs.errors import ConfigurationError


@pytest.fixture
def content(tmp_path: Path) -> Iterator[Path]:
    """A folder with a flow of its own, one in a shipped one's place, and wordings."""
    for name, text in (
        ("flows/visit.toml", 'intents = ["book_visit"]\naction = "utter_visit"\nslots = []\n'),
        ("flows/track_order.toml", 'intents = ["track_order"]\naction = "utter_track"\nslots = []\n'),
        ("replies/en.toml", 'utter_visit = "Come by!"\ngreet = "Ahoy!"\n'),
        ("replies/zh.toml", 'utter_visit = "来吧！"\ngreet = "喂！"\n'),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    yield tmp_path
    flows.use(tmp_path / "none")


def test_own_flows_are_loaded_beside_the_shipped_or_in_their_place(content: Path) -> None:
    before = {flow.name for flow in flows.load()}
    flows.use(content / flows.FOLDER)
    actions = {flow.name: flow.action for flow in flows.load()}
    assert actions.keys() == before | {"visit"}
    assert actions["track_order"] == "utter_track"


def test_own_wordings_are_on_top_of_the_shipped(content: Path) -> None:
    wording = replies.load(content / replies.FOLDER)
    assert wording.texts["en"]["greet"] == ("Ahoy!",)
    assert wording.texts["zh"]["utter_visit"] == ("来吧！",)
    assert wording.texts["en"]["handover"] == replies.load().texts["en"]["handover"]


def test_a_folder_that_the_settings_name_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text('[bot]\ncontent = "/nowhere/at/all"\n')
    with pytest.raises(ConfigurationError, match=r"bot\.content: there is no folder /nowhere/at/all"):
        content_folder(settings.load(tmp_path / "shop.toml"), tmp_path)
    assert content_folder(settings.load(), tmp_path) == tmp_path / preparation.CONTENT
