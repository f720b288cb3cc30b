"""A shop's own flows and replies beside the shipped ones."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import content, flows, replies
from configs import settings
from configs.errors import ConfigurationError


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Path]:
    """A folder with a flow of its own, one in a shipped one's place, and wordings."""
    folder = tmp_path / "own"
    for name, text in (
        ("intents.yaml", 'own:\n  book_visit: {kind: flow, means: "wants to come by"}\n'),
        ("flows/visit.toml", 'intents = ["book_visit"]\naction = "utter_visit"\nslots = []\n'),
        ("flows/track_order.toml", 'intents = ["track_order"]\naction = "utter_visit + action_track_order"\nslots = []\n'),
        ("replies/en.toml", 'utter_visit = "Come by!"\ngreet = "Ahoy!"\n'),
        ("replies/zh.toml", 'utter_visit = "来吧！"\ngreet = "喂！"\n'),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    yield folder
    flows.use(tmp_path / "none")


def test_own_flows_are_loaded_beside_the_shipped_or_in_their_place(own: Path) -> None:
    before = {flow.name for flow in flows.load()}
    flows.use(own / flows.FOLDER)
    actions = {flow.name: flow.action for flow in flows.load()}
    assert actions.keys() == before | {"visit"}
    assert actions["track_order"] == "utter_visit + action_track_order"


def test_own_wordings_are_on_top_of_the_shipped(own: Path) -> None:
    wording = replies.load(own / replies.FOLDER)
    assert wording.text("greet", "en", 0, {}) == "Ahoy!"
    assert wording.text("utter_visit", "zh", 0, {}) == "来吧！"
    assert wording.texts["en"]["handover"] == replies.load().texts["en"]["handover"]


def test_a_folder_that_the_settings_name_must_be_there(tmp_path: Path) -> None:
    (tmp_path / "shop.toml").write_text('[bot]\ncontent = "/nowhere/at/all"\n')
    with pytest.raises(ConfigurationError, match=r"bot\.content: there is no folder /nowhere/at/all"):
        content.folder_of(settings.load(tmp_path / "shop.toml"), tmp_path)
    assert content.folder_of(settings.load(), tmp_path) == tmp_path / content.FOLDER


@pytest.mark.parametrize(
    ("flow", "why"),
    [
        ('intents = ["book_visti"]\naction = "utter_visit"\nslots = []\n', "there is no intent 'book_visti'"),
        ('intents = ["book_visit"]\naction = "action_book + utter_bye"\nslots = []\n', "utter_bye is not worded"),
    ],
)
def test_a_flow_that_does_not_fit_the_rest_is_refused_by_name(own: Path, flow: str, why: str) -> None:
    assert content.use(own).text("utter_visit", "en", 0, {}) == "Come by!"
    (own / "flows" / "other.toml").write_text(flow, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=f"flows/other.toml: {why}"):
        content.use(Path(shutil.copytree(own, own.with_name("changed"))))
