"""The start page, the page of the documentation and the files that they load, all from memory."""

import hashlib
from pathlib import Path

from fastapi import APIRouter, Request, Response

from bot.app.service import Service
from bot.edge.problems import Problem

FOLDER = Path(__file__).parent.parent / "widget"
_TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


class _File:
    """A file of the pages, read once."""

    def __init__(self, path: Path) -> None:
        self._content = path.read_bytes()
        self._type = _TYPES[path.suffix]
        self._tag = f'"{hashlib.sha256(self._content).hexdigest()[:16]}"'

    def answer(self, request: Request) -> Response:
        """The file, or 304 for a browser that has it."""
        # "no-cache" lets a browser keep the file if it asks each time whether it is still the same.
        headers = {"ETag": self._tag, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == self._tag:
            # With its type, because a browser takes over the headers that go with it, the page's policy among them.
            return Response(status_code=304, headers=headers, media_type=self._type)
        return Response(self._content, headers=headers, media_type=self._type)


def routes(service: Service) -> APIRouter:
    """`/`, `/docs`, `/widget/...` and the shop's name for the page."""
    router = APIRouter(include_in_schema=False)
    files = {path.name: _File(path) for path in sorted(FOLDER.iterdir()) if path.suffix in _TYPES}

    @router.api_route("/", methods=["GET", "HEAD"])
    async def start(request: Request) -> Response:
        return files["index.html"].answer(request)

    if service.docs:

        @router.api_route("/docs", methods=["GET", "HEAD"])
        async def docs(request: Request) -> Response:
            return files["docs.html"].answer(request)

    @router.get("/widget/shop.json")
    async def shop() -> dict[str, str]:
        return dict(service.name)

    @router.api_route("/widget/{name}", methods=["GET", "HEAD"])
    async def file(name: str, request: Request) -> Response:
        if name not in files:
            raise Problem("not_found")
        return files[name].answer(request)

    return router
