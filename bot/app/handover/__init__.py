"""Customer service by people over HTTP, `/desk/...`: come and go, take, answer, give back, close."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request

from bot.app.handover.shapes import Answer, Line, Presence, Said, Told, line, told
from bot.app.handover.staff import BEARER, Name, Staff
from bot.edge.problems import Problem
from bot.edge.strict_json import JSONRoute
from bot.edge.texts import Identifier
from bot.handover.counter import Counter, Refused
from bot.handover.queue import Agent

Conversation = Annotated[Identifier, Path(description="as the queue names it")]
HERE = "/conversations/{conversation}"


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise Problem(refused.code) from None


def routes(staff: Staff, text_characters: int) -> APIRouter:
    """The routes, for the agents of `staff`; an answer has at most `text_characters`."""

    def agent(request: Request) -> None:
        request.state.agent = staff.agents.author(request)

    router = APIRouter(prefix="/desk", tags=["desk"], route_class=JSONRoute, dependencies=[Depends(BEARER), Depends(agent)])
    _add_queue(router, staff.counter)
    _add_conversations(router, staff.counter, text_characters)
    return router


def _add_queue(router: APIRouter, counter: Counter) -> None:
    @router.get("/queue", summary="Who waits, who is served, and who is there")
    async def queue() -> Line:
        return line(*await counter.queue())

    @router.put("/presence", summary="Be there; the next ones who wait come at once", status_code=204)
    async def come(body: Presence, name: Name) -> None:
        with _refusals():
            await counter.come(Agent(name, body.capacity, frozenset(body.skills), frozenset(body.languages)))

    @router.delete("/presence", summary="Be away; those who are still yours wait again, each at its old place", status_code=204)
    async def go(name: Name) -> None:
        with _refusals():
            await counter.go(name)


def _add_conversations(router: APIRouter, counter: Counter, text_characters: int) -> None:
    @router.get(f"{HERE}/packet", summary="What you should know of a conversation")
    async def packet(conversation: Conversation, name: Name) -> Told:
        with _refusals():
            return told(await counter.packet(conversation))

    @router.post(f"{HERE}/take", summary="Take one that waits, out of its turn", status_code=204)
    async def take(conversation: Conversation, name: Name) -> None:
        with _refusals():
            await counter.take(name, conversation)

    @router.post(f"{HERE}/replies", summary="Answer the customer")
    async def reply(conversation: Conversation, body: Answer, name: Name) -> Said:
        if len(body.text) > text_characters:
            raise Problem("too_long", field="text")
        with _refusals():
            return Said(position=await counter.reply(name, conversation, body.id, body.text, body.suggestion))

    @router.post(f"{HERE}/release", summary="Give it back to the assistant", status_code=204)
    async def release(conversation: Conversation, name: Name) -> None:
        with _refusals():
            await counter.release(name, conversation)

    @router.post(f"{HERE}/close", summary="Be done with it", status_code=204)
    async def close(conversation: Conversation, name: Name) -> None:
        with _refusals():
            await counter.close(name, conversation)
