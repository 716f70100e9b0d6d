"""The graph over HTTP: SPARQL 1.1 Protocol, linked data, questions with forms, and the explorer."""

from __future__ import annotations

from pathlib import Path

from kg.serve.limits import Limits

__all__ = ["LOOPBACK", "Limits", "serve"]

LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Addresses that other machines cannot reach."""


def serve(
    store: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    cors: str | None = None,
    public: bool = False,
    review: Path | None = None,
    quiet: bool = True,
) -> None:
    """Serves a store until it is stopped.

    ``cors`` is the origin whose pages may read it in a browser, ``*`` for all; None: none but its own.
    Unless it is ``public`` it answers to the names of this machine alone, so that no page of another
    site can pass for one of its own. With ``review``, the file of judgements, the explorer writes
    corrections there; that is for this machine alone. Raises KgError when there is no store, no such
    address, or when others could write.
    """
    import socket

    from kg.serve.process import making

    making()  # reads what workers need while the rest is imported here
    import uvicorn

    from kg.core.errors import KgError
    from kg.graph.store import Store
    from kg.serve.app import application
    from kg.serve.protocol import CONNECTIONS, HEAD, patient
    from kg.serve.review import Review

    if review is not None and (host not in LOOPBACK or public or cors is not None):
        raise KgError(
            "corrections are written on this machine alone",
            where="kg serve --review",
            mend="leave out --public, --cors and --host",
        )
    Store.open(
        store, read_only=True
    ).close()  # an error of the store is told before anything starts
    limits = limits or Limits()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise KgError(
            f"cannot listen at {host}, port {port}: {error.strerror or error}",
            where="kg serve",
            mend="give another --port, or --port 0 for any that is free",
        ) from error
    listening.listen(256)
    config = uvicorn.Config(
        application(
            store,
            limits=limits,
            cors=cors,
            hosts=None if public else (*LOOPBACK, "[::1]", host.lower()),
            review=Review(review) if review is not None else None,
        ),
        log_level="error" if quiet else "info",
        access_log=not quiet,
        server_header=False,
        timeout_keep_alive=15,
        limit_concurrency=CONNECTIONS,
        http=patient(limits),
        ws="none",
        h11_max_incomplete_event_size=HEAD,
        timeout_graceful_shutdown=2,
    )
    shown = f"[{host}]" if ":" in host else host
    import sys

    print(f"http://{shown}:{listening.getsockname()[1]}/", file=sys.stderr, flush=True)
    uvicorn.Server(config).run(sockets=[listening])
