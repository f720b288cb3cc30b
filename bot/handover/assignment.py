"""Who gets whom, and how long those wait who get nobody yet; both pure functions of the queue."""

from datetime import datetime
from statistics import median

from bot.handover.queue import Agent, Case, Queue

LEAST = 0.25
"""The share of a usual conversation that one which takes longer than usual is taken to need still."""


def assignments(queue: Queue) -> list[tuple[Case, str]]:
    """Each conversation that somebody can serve now, in the order of the queue, with that person.

    Of several people the one with the fewest conversations is taken. Afterwards nobody waits whom somebody present, able and
    with time could serve.
    """
    load = {name: len(queue.served(name)) for name in queue.agents}
    found: list[tuple[Case, str]] = []
    for case in queue.waiting:
        free = [agent for agent in queue.agents.values() if agent.able(case) and load[agent.name] < agent.capacity]
        if free:
            name = min(free, key=lambda agent: (load[agent.name], agent.name)).name
            load[name] += 1
            found.append((case, name))
    return found


def waits(queue: Queue, now: datetime, default: float) -> dict[str, float | None]:
    """The seconds until each conversation that waits is likely served; None while nobody who is present can serve it.

    The queue is played forward: a conversation takes as long as the median of the latest ones did, `default` seconds before
    there were any, and everybody goes on with the next one whom they are able to serve.
    """
    usual = median(queue.handled) if queue.handled else default
    slots = [(agent, free) for agent in queue.agents.values() for free in _free(queue, agent, now, usual)]
    found: dict[str, float | None] = {}
    for case in queue.waiting:
        able = [number for number, (agent, _) in enumerate(slots) if agent.able(case)]
        if not able:
            found[case.conversation] = None
            continue
        first = min(able, key=lambda number: slots[number][1])
        agent, free = slots[first]
        found[case.conversation] = free
        slots[first] = agent, free + usual
    return found


def _free(queue: Queue, agent: Agent, now: datetime, usual: float) -> list[float]:
    """In how many seconds each of the places that the person has becomes free."""
    busy = sorted(_remaining(case, now, usual) for case in queue.served(agent.name))
    over = max(0, len(busy) - agent.capacity)
    return [*busy[over:], *([0.0] * (agent.capacity - len(busy)))]


def _remaining(case: Case, now: datetime, usual: float) -> float:
    spent = (now - case.taken).total_seconds() if case.taken else 0.0
    return max(usual - spent, usual * LEAST)
