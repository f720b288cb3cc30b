"""A training run that is interrupted is gone on with, and ends as it would have ended."""

import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from nlu.checkpoints import Checkpoint
from nlu.curves import Curves
from nlu.encoders import Encoder
from nlu.network import Network
from nlu.schedule import Schedule
from nlu.sentences import Sentence
from nlu.training import train

INTENTS = ("track_order", "get_refund", "out_of_scope")


class Interrupted(Exception):
    """Somebody pulled the plug."""


@pytest.fixture
def schedule(tiny_schedule: Schedule) -> Schedule:
    return dataclasses.replace(tiny_schedule, epochs=4, patience=9, dropout=0.1, noise=0.05)


@pytest.fixture
def learn(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], schedule: Schedule
) -> Callable[[Checkpoint | None, int], Network]:
    """Trains until a number of steps is done, and is then interrupted."""

    def run(checkpoint: Checkpoint | None, stop: int) -> Network:
        def steps(done: int, total: int) -> None:
            if done == stop:
                raise Interrupted

        return train(tiny_encoder(), tiny_sentences, INTENTS, schedule, steps, development=tiny_sentences, checkpoint=checkpoint)

    return run


Learn = Callable[[Checkpoint | None, int], Network]


@pytest.mark.parametrize("stop", [4, 7, 11])
def test_an_interrupted_run_ends_with_the_weights_of_one_that_was_not(learn: Learn, tmp_path: Path, stop: int) -> None:
    checkpoint = Checkpoint(tmp_path, "version")
    with pytest.raises(Interrupted):
        learn(checkpoint, stop)
    resumed, whole = learn(checkpoint, 0), learn(None, 0)
    for name, weight in whole.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], weight, rtol=0, atol=0, msg=name)


def test_a_resumed_run_does_not_begin_anew(learn: Learn, tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path, "version")
    with pytest.raises(Interrupted):
        learn(checkpoint, 7)
    with pytest.raises(Interrupted):
        learn(checkpoint, 10)  # three steps an epoch: it goes on after the sixth
    learn(checkpoint, 3)  # which lies behind it


@pytest.mark.parametrize("content", [b"", b"<html>", b"PK\x03\x04 torn"])
def test_a_damaged_checkpoint_is_left_alone_and_training_begins_anew(learn: Learn, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "version.pt").write_bytes(content)
    assert isinstance(learn(Checkpoint(tmp_path, "version"), 0), Network)


def test_states_of_other_versions_are_removed(learn: Learn, tmp_path: Path) -> None:
    learn(Checkpoint(tmp_path, "old"), 0)
    checkpoint = Checkpoint(tmp_path, "new")
    learn(checkpoint, 0)
    assert [file.name for file in tmp_path.iterdir()] == ["new.pt"]
    checkpoint.remove()
    assert not list(tmp_path.iterdir())


def test_a_process_killed_while_it_saves_leaves_what_was_kept_before(tmp_path: Path) -> None:
    program = """
import os, signal, sys, torch
from pathlib import Path
from nlu.checkpoints import Checkpoint

class Run:
    def __init__(self, number): self.number = number
    def state(self): return {"number": self.number, "weights": torch.zeros(200_000)}
    def restore(self, state): self.number = state["number"]

checkpoint = Checkpoint(Path(sys.argv[1]), "version")
for number in range(10_000):
    checkpoint.save(Run(number))
    print(number, flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(20)]
        os.kill(process.pid, signal.SIGKILL)

    class Kept:
        number = -1

        def state(self) -> dict[str, int]:
            return {}

        def restore(self, state: dict[str, int]) -> None:
            self.number = state["number"]

    kept = Kept()
    assert Checkpoint(tmp_path, "version").restore(kept)
    assert kept.number >= int(said[-1])


def test_training_stops_when_the_development_part_is_told_no_better(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], tiny_schedule: Schedule
) -> None:
    heard: list[int] = []
    curves = Curves()
    train(
        tiny_encoder(),
        tiny_sentences,
        INTENTS,
        dataclasses.replace(tiny_schedule, patience=2),
        lambda done, total: heard.append(done),
        development=tiny_sentences,
        curves=curves,
    )
    scores = {curve.name: curve for curve in curves.curves()}["development/accuracy"]
    best = scores.values.index(max(scores.values))
    assert len(scores.values) == best + 3 < 30
    assert heard[-1] == 90  # the bar comes to its end all the same


def test_every_loss_has_a_curve(
    tiny_encoder: Callable[[], Encoder], tiny_sentences: list[Sentence], schedule: Schedule, tmp_path: Path
) -> None:
    with Curves(tmp_path / "runs") as curves:
        train(tiny_encoder(), tiny_sentences, INTENTS, schedule, lambda done, total: None, curves=curves)
    assert {curve.name for curve in curves.curves()} == {
        f"loss/{name}" for name in ("intent", "sentiment", "contrast", "fidelity")
    }
    assert all(len(curve.values) == 12 for curve in curves.curves())
    assert any("tfevents" in file.name for file in (tmp_path / "runs").iterdir())
