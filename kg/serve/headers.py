"""What every answer carries, and who may ask: safety, CORS, and the names of the server."""

from __future__ import annotations

import sys
from collections.abc import Collection

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.pages.html import SAFE
from kg.serve.answer import problem


class Headers:
    """Adds what every answer carries: safety, CORS, and that formats depend on Accept.

    A page of another site whose name was made to mean this machine is of one origin with the server, so
    far as a browser can tell: such a page is known by the name alone, and refused.
    """

    def __init__(
        self, app: ASGIApp, *, cors: str | None, hosts: Collection[str] | None = None
    ) -> None:
        self.app = app
        self.cors = cors
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        begun = False

        async def add(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in {**SAFE, **self.cross_origin()}.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache")
                headers["Vary"] = "Accept" if self.cors in (None, "*") else "Accept, Origin"
            await send(message)

        if self.hosts is not None and _name(scope) not in self.hosts:
            mend = "ask for it as 127.0.0.1 or localhost; kg serve --public answers to every name"
            wrong = problem(
                421, "this server answers to the names of this machine alone", mend=mend
            )
            refused = Response(wrong.body, status_code=wrong.status, media_type=wrong.media)
            await refused(scope, receive, add)
            return
        if scope["method"] == "OPTIONS":
            allow = {"Allow": "GET, HEAD, POST, OPTIONS"}
            await Response(status_code=204, headers=allow)(scope, receive, add)
            return
        try:
            await self.app(scope, receive, add)
        except ClientDisconnect:
            return
        except Exception as error:
            fault = _fault(error, scope)
            if not begun:
                await fault(scope, receive, add)

    def cross_origin(self) -> dict[str, str]:
        if self.cors is None:
            return {"Cross-Origin-Resource-Policy": "same-origin"}
        return {
            "Access-Control-Allow-Origin": self.cors,
            "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
            "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Expose-Headers": "X-Error-Line, X-Error-Column, Retry-After, Location",
            "Access-Control-Max-Age": "86400",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }


def _fault(error: Exception, scope: Scope) -> Response:
    """A fault of ours: a line in the log, and no more of it to whoever asked."""
    line = f"unexpected {type(error).__name__}: {error} ({scope['method']} {scope['path']})"
    shown = "".join(c if c.isprintable() else " " for c in line)[:500]
    print(f"kg: {shown}", file=sys.stderr, flush=True)
    told = problem(500, f"unexpected {type(error).__name__}", mend="this is a fault of the program")
    headers = {**told.headers, "Content-Type": told.media}
    return Response(told.body, status_code=told.status, headers=headers)


def _name(scope: Scope) -> str:
    """The name by which the server was asked for, without the port."""
    given = next((v for k, v in scope["headers"] if k == b"host"), b"").decode("latin-1").lower()
    return given.rpartition("]")[0] + "]" if given.startswith("[") else given.partition(":")[0]
