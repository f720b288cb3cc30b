"""Which execution runs an action, wordings as actions, and several actions in a row."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from analytics.events import ActionTaken
from bot import flows, replies
from bot.execution.domain import Domain
from bot.execution.local import Local
from bot.execution.outcome import Outcome
from bot.execution.remote import Remote
from bot.execution.routed import Routed
from bot.policies import Situation
from bot.shops.demo import Demo
from configs.settings import ActionSettings
from tests.toolboxes import toolbox

pytestmark = pytest.mark.anyio
Configured = Callable[..., ActionSettings]


@pytest.fixture
def local(tmp_path: Path) -> Local:
    return Local(toolbox(Demo(database=f"sqlite:///{tmp_path}/shop.db"), tmp_path))


@pytest.fixture
async def remote(webhook: str, configured: Configured) -> AsyncIterator[Remote]:
    wording = replies.load()
    made = Remote(configured(webhook), Domain.of(flows.load(), wording), wording)
    yield made
    await made.close()


def taken(outcome: Outcome) -> list[tuple[str, str]]:
    return [(event.action, event.outcome) for event in outcome.events if isinstance(event, ActionTaken)]


async def test_what_is_missing_here_runs_on_the_server(local: Local, remote: Remote, situation: Situation) -> None:
    routed = Routed(local, remote)
    assert taken(await routed.run("action_show", {}, situation)) == [("action_show", "done")]
    assert (await routed.run("action_recommend", {}, situation)).says[0].key == "ask_need"


async def test_everything_runs_on_the_server_where_that_is_set(local: Local, remote: Remote, situation: Situation) -> None:
    outcome = await Routed(local, remote, everything=True).run("action_recommend", {}, situation)
    assert taken(outcome) == [("action_recommend", "failed")]


async def test_a_wording_is_an_action(local: Local, situation: Situation) -> None:
    outcome = await Routed(local).run("utter_hours", {}, situation)
    assert outcome.says[0].key == "utter_hours"
    assert taken(outcome) == [("utter_hours", "done")]


async def test_actions_run_in_a_row_and_count_as_one(local: Local, remote: Remote, situation: Situation) -> None:
    outcome = await Routed(local, remote).run("action_show + utter_bye", {}, situation)
    assert [saying.key for saying in outcome.says] == ["article", "utter_bye"]
    assert outcome.says[1].variables["seen"] == "true"
    assert taken(outcome)[-1] == ("action_show + utter_bye", "done")


async def test_a_rejection_ends_the_row(local: Local, remote: Remote, situation: Situation) -> None:
    outcome = await Routed(local, remote).run("action_reject + utter_bye", {}, situation)
    assert [saying.key for saying in outcome.says] == ["action_refused"]
    assert taken(outcome)[-1] == ("action_reject + utter_bye", "rejected")


async def test_an_action_may_want_another_to_follow(local: Local, remote: Remote, situation: Situation) -> None:
    outcome = await Routed(local, remote).run("action_everything", {}, situation)
    assert taken(outcome) == [("action_everything", "done"), ("action_word", "done"), ("action_everything", "done")]
