"""Version 1 of the protocol spoken over the WebSocket `/ws`: JSON objects, one a frame, each with a `type`.

Client to server:
    hello    {version: 1, conversation?, last?, language?}   first, and again whenever news was announced
    message  {id, text, payload?, context?}                   `id` made by the client; the same id again is answered the same
    ping     {}
Server to client:
    welcome  {version, conversation, entries, resync}         `conversation` is the secret that opens it again; `entries` are
                                                              those after `last`; with `resync` true they replace what
                                                              the client has
    typing   {reply_to}
    ack      {id}                                             the message is durable
    reply    {reply_to, replies}
    news     {}                                               another page of the same customer wrote, or a person did
    queue    {state, position?, minutes?, cause?, agent?}     the conversation is `waiting` for a person, `served` by one, or the
                                                              `assistant`'s again; see `bot.channels.Place`
    pong     {}
    error    {code, message: {en, zh}, id?, field?, retry_after?}
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from bot.channels import Entry, Place
from bot.edge.problems import Problem
from bot.edge.strict_json import loads
from bot.edge.texts import STRICT, Identifier, Text
from bot.edge.validation import problem_from
from retrieval.typing.context import KINDS, PARTS

VERSION = 1
_KEY = r"^[A-Za-z0-9_-]{32}$"


def _part(name: str) -> str:
    if name not in PARTS:
        raise PydanticCustomError("bad_value", "is no part of a context")
    return name


class Hello(BaseModel):
    """Opens a conversation or goes on with one; `last` is the position of the last entry that the client has."""

    model_config = STRICT

    type: Literal["hello"]
    version: int
    conversation: Annotated[str, Field(pattern=_KEY)] | None = None
    last: Annotated[int, Field(ge=0, le=2**53)] = 0
    language: Literal["en", "zh"] | None = None


class Said(BaseModel):
    """A message of the customer; `context` is what `/predict` said that the page's is."""

    model_config = STRICT

    type: Literal["message"]
    id: Identifier
    text: Text
    payload: Annotated[str, Field(max_length=1000)] = ""
    context: Annotated[list[Annotated[str, AfterValidator(_part)]], Field(max_length=len(KINDS))] = Field(default_factory=list)


class Ping(BaseModel):
    """Asks whether the server is still there."""

    model_config = STRICT

    type: Literal["ping"]


Frame = Hello | Said | Ping
_FRAME: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


def read(text: str) -> dict[str, Any]:
    """The JSON object that `text` holds; raises Problem."""
    try:
        values = loads(text)
    except Problem as problem:
        raise Problem("bad_frame" if problem.code == "bad_json" else problem.code) from None
    if not isinstance(values, dict):
        raise Problem("bad_frame")
    return values


def message_id(values: dict[str, Any]) -> str:
    """The id by which the client knows what it sent, "" without one that can be given back."""
    given = values.get("id")
    return given if isinstance(given, str) and len(given) <= 200 and given.isprintable() else ""


def checked(values: dict[str, Any]) -> Frame:
    """The frame that `values` are; raises Problem."""
    try:
        return _FRAME.validate_python(values)
    except ValidationError as error:
        raise problem_from(error.errors(include_url=False, include_input=False)) from None


def as_json(said: Entry) -> dict[str, Any]:
    """An entry of the history as JSON-ready values."""
    content = {"text": said.text} if said.role == "customer" else {"replies": [reply.to_json() for reply in said.replies]}
    return {"position": said.position, "role": said.role, "id": said.id, "at": said.at.isoformat()} | content


def queue(place: Place) -> dict[str, Any]:
    """The frame that says where the conversation is."""
    return {"type": "queue"} | {name: value for name, value in vars(place).items() if value}


def error(problem: Problem, about: str = "") -> dict[str, Any]:
    """The error frame of a refusal, `about` the message of that id."""
    body = problem.to_json()
    values = {"code": body.pop("error")} | body | {"id": about, "retry_after": problem.retry_after}
    return {"type": "error"} | {name: value for name, value in values.items() if value}
