"""Every error as one JSON body: `{"error": code, "message": {"en", "zh"}, "field"?, "request_id"}`."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.edge.problems import FAILURES, Problem, problem_of
from bot.edge.validation import problem_from

_BY_STATUS = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}


def refusal(problem: Problem, request_id: str) -> JSONResponse:
    """The answer that tells a client of `problem`."""
    return JSONResponse(problem.to_json() | {"request_id": request_id}, problem.status_code, problem.headers)


def install(app: FastAPI) -> None:
    """Answer every exception that may reach the edge, the unforeseen ones with a 500 that says nothing of them."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unforeseen)
    for failure in FAILURES:
        app.add_exception_handler(failure, _failed)


def _answer(request: Request, problem: Problem) -> JSONResponse:
    return refusal(problem, request.state.request_id)


async def _http(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, Problem):
        return _answer(request, error)
    assert isinstance(error, HTTPException)  # noqa: S101 - this is how the handler was registered
    return _answer(request, Problem(_BY_STATUS.get(error.status_code, "bad_request"), headers=error.headers))


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - this is how the handler was registered
    return _answer(request, problem_from(error.errors()))


async def _failed(request: Request, error: Exception) -> JSONResponse:
    return _answer(request, problem_of(error))


async def _unforeseen(request: Request, error: Exception) -> JSONResponse:
    return _answer(request, Problem("internal_error"))
