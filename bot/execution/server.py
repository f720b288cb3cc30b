"""The actions of this project for a Rasa server: what rasa-sdk's own action server answers, with the wordings filled in."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionMissingDomainException, ActionNotFoundException

from bot.errors import ShopUnavailable
from bot.execution.callers import completed, language_of_call, turns_of_call
from bot.execution.packing import LARGEST, Unreadable, unpacked
from bot.execution.responses import saying
from bot.replies import Wording
from nlu.entities import Recognizer

_STATUS = {ActionExecutionRejection: 400, ActionNotFoundException: 404, ActionMissingDomainException: 449}


def create_action_server(executor: ActionExecutor, wording: Wording, recognizer: Recognizer) -> FastAPI:
    """The application: POST /webhook, GET /health and GET /actions."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/actions")
    async def actions() -> list[dict[str, str]]:
        return [{"name": name} for name in sorted(executor.actions)]

    @app.post("/webhook")
    async def webhook(request: Request) -> JSONResponse:
        try:
            call = unpacked(await _body(request), request.headers.get("content-encoding", ""))
        except Unreadable as error:
            return JSONResponse({"error": str(error)}, 400)
        return await _run(completed(call, recognizer), executor, wording)

    return app


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise Unreadable(f"the body is larger than {LARGEST:,} bytes")
    return body


async def _run(call: dict[str, Any], executor: ActionExecutor, wording: Wording) -> JSONResponse:
    try:
        result = await executor.run(call)
    except tuple(_STATUS) as refusal:
        return JSONResponse({"error": refusal.message, "action_name": refusal.action_name}, _STATUS[type(refusal)])
    except ShopUnavailable as error:
        return JSONResponse({"error": str(error), "action_name": call["next_action"]}, 503)
    if result is None:
        return JSONResponse(None)
    values = result.model_dump()
    language, turn = language_of_call(call), turns_of_call(call)
    said = [_worded(response, wording, language, turn) for response in values["responses"]]
    return JSONResponse({"events": values["events"], "responses": said})


def _worded(response: dict[str, Any], wording: Wording, language: str, turn: int) -> dict[str, Any]:
    """A response with its text: the Rasa project has no wordings of ours."""
    if not response.get("response"):
        return response
    said = wording.reply(saying(response, {}), language, turn)
    kept = {name: response[name] for name in ("elements", "custom", "image", "attachment", "buttons")}
    return {**kept, "text": said.text, "template": None, "response": None}
