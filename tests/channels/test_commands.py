"""`python -m bot outbox` shows what is dead and tries it again."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.stores.jobs import Task
from analytics.stores.opening import open_stores
from bot.__main__ import main


def bury(data: Path, *errors: str) -> None:
    async def buried() -> None:
        stores = open_stores(f"sqlite:///{data}/shopkeeper.db")
        now = datetime.now(UTC)
        await stores.outbox.put([Task(f"telegram:{error}/3", f"telegram:{error}", {"position": 3}) for error in errors], now)
        for job in await stores.outbox.take(now, now, 10):
            await stores.outbox.bury(job, f"telegram answers {job.lane}")
        await stores.log.close()

    asyncio.run(buried())


def test_dead_letters_are_listed_and_tried_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bury(tmp_path, "甲", "b")
    where = ["--data", str(tmp_path)]
    assert main(["outbox", "list", *where]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert "dead" in first
    assert "telegram answers telegram:甲" in first
    assert "1 tries" in second
    assert main(["outbox", "retry", first.split()[0], *where]) == 0
    assert capsys.readouterr().out == "1 will be tried again\n"
    main(["outbox", "list", *where])
    assert [line.split()[2] for line in capsys.readouterr().out.splitlines()] == ["due", "dead"]
    main(["outbox", "retry", *where])
    assert capsys.readouterr().out == "1 will be tried again\n"


def test_an_empty_outbox_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bury(tmp_path)
    assert main(["outbox", "list", "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "nothing waits, and nothing is dead\n"
