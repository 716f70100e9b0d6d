"""HTTP as the server speaks it: uvicorn's, with an end to patience and to what it holds.

A client that sends its request a byte at a time, or never, or that does not fetch its answer, keeps a
connection. So each step has its time: the request must be there within ``REQUEST`` seconds, the answer
fetched within ``FETCH`` seconds after the longest query. A connection beyond ``CONNECTIONS`` is closed at
once, and a line and headers of more than ``HEAD`` bytes are refused.
"""

from __future__ import annotations

import asyncio
from typing import cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.pages.html import SAFE
from kg.serve.answer import TEXT, problem
from kg.serve.limits import Limits

REQUEST = 20.0
FETCH = 300.0
CONNECTIONS = 500
HEAD = 1 << 18
_REASONS = {400: "Bad Request", 408: "Request Timeout", 431: "Request Header Fields Too Large"}


class Patient(H11Protocol):
    """One connection. ``answer`` is the time that an answer may take, until it is fetched."""

    answer = FETCH
    request = REQUEST

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Another client; one too many is sent away."""
        self._timer: asyncio.TimerHandle | None = None
        self._answering = False
        super().connection_made(cast(asyncio.Transport, transport))
        if len(self.connections) > CONNECTIONS:
            self.transport.abort()
            return
        self._wait(self.request)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone."""
        self._wait(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """A piece of a request."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """An answer was sent; the next request may be here already."""
        self._wait(None)
        super().on_response_complete()
        if self.transport.get_write_buffer_size():  # not all of it has left yet
            self._wait(self.answer)
        else:
            self._look()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """What cannot be read as HTTP, in words of our own."""
        if len(self.conn.trailing_data[0]) > HEAD:
            self._refuse(
                431, f"a request may begin with {HEAD} bytes", "send a long query with POST"
            )
        else:
            self._refuse(
                400, "this cannot be read as HTTP/1.1", "check the request line and headers"
            )

    def _look(self) -> None:
        """Gives what is awaited now its time."""
        if self.transport.is_closing():
            return
        cycle = self.cycle
        open_ = cycle is not None and not cycle.response_complete
        if open_ and not cycle.more_body:
            if not self._answering:
                self._wait(self.answer)
                self._answering = True
        elif self._timer is None and (
            open_ or self.conn.their_state is h11.SEND_BODY or self.conn.trailing_data[0]
        ):
            self._wait(self.request)

    def _wait(self, seconds: float | None) -> None:
        self._answering = False
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if seconds is None else self.loop.call_later(seconds, self._over)

    def _over(self) -> None:
        self._timer = None
        if self.transport.is_closing() or self.transport.get_write_buffer_size():
            self.transport.abort()
        elif self.cycle is None or self.cycle.response_complete:
            self._refuse(408, f"no whole request came within {self.request:g} s", "send it at once")
        else:
            self.transport.abort()

    def _refuse(self, status: int, what: str, mend: str) -> None:
        body = problem(status, what, mend=mend).body
        headers = {
            **SAFE,
            "Content-Type": TEXT,
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        lines = [
            f"HTTP/1.1 {status} {_REASONS[status]}",
            *(f"{k}: {v}" for k, v in headers.items()),
        ]
        self.transport.write("\r\n".join([*lines, "", ""]).encode() + body)
        self.transport.close()


def patient(limits: Limits) -> type[Patient]:
    """The protocol for a server with these limits."""
    return cast(type[Patient], type("Patient", (Patient,), {"answer": limits.seconds + FETCH}))
