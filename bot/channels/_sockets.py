"""The sockets that are open now, by conversation: a customer may have several pages."""

import contextlib
from collections import defaultdict
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

TOO_MANY = 4409


class Sockets:
    """At most `most` sockets a conversation; one more closes the oldest."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: defaultdict[str, list[WebSocket]] = defaultdict(list)

    async def join(self, conversation: str, socket: WebSocket) -> None:
        """Count `socket` in."""
        sockets = self._open[conversation]
        sockets.append(socket)
        if len(sockets) > self._most:
            await close(sockets.pop(0), TOO_MANY)

    def leave(self, conversation: str, socket: WebSocket) -> None:
        """Count `socket` out, if it is still in."""
        sockets = self._open[conversation]
        if socket in sockets:
            sockets.remove(socket)
        if not sockets:
            del self._open[conversation]

    async def tell_others(self, conversation: str, socket: WebSocket, frame: dict[str, Any]) -> None:
        """Send `frame` to the conversation's other sockets."""
        for other in [other for other in self._open[conversation] if other is not socket]:
            await send(other, frame)


async def send(socket: WebSocket, frame: dict[str, Any]) -> bool:
    """Send `frame` if the socket is still open; whether it was."""
    if socket.application_state is not WebSocketState.CONNECTED:
        return False
    try:
        await socket.send_json(frame)
    except WebSocketDisconnect:
        return False
    return True


async def close(socket: WebSocket, code: int) -> None:
    """Close the socket, unless the other side did already."""
    with contextlib.suppress(WebSocketDisconnect):
        await socket.close(code)
