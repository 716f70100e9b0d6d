"""The network is cut: whoever would call another machine is refused, as where there is no network, and written down.

Python loads a module of this name when it starts and ``PYTHONPATH`` has this folder, so that it holds in the processes
that a test starts, too; ``conftest.py`` beside README.md loads it for the tests themselves. It hears of a call from
Python (``sys.addaudithook``): below every library, and before anything is sent. ``KG_TEST_CALLS`` names the file
where tries are written. What is no Python, such as a browser, is watched by its own tests.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

_CALLS = ("socket.connect", "socket.sendto", "socket.sendmsg")
_LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_here: dict[tuple[bool, str], bool] = {}


def _is_here(host: str, looked_up: bool) -> bool:
    """Whether it is this machine; a number needs no looking up, whosever it is."""
    import ipaddress
    import socket

    if host in {"", "localhost", socket.gethostname()}:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    if looked_up or address.is_loopback or address.is_unspecified:
        return True
    # An address of our own is one that can be listened at.
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as tried:
            tried.bind((host, 0))
    except OSError:
        return False
    return True


def _hear(event: str, given: tuple[Any, ...]) -> None:
    if not event.startswith("socket."):
        return
    if event in _CALLS:
        # Otherwise it is a path of this machine, or a socket that is connected.
        host = given[1][0] if isinstance(given[1], tuple) and given[1] else None
    elif event in _LOOKED_UP:
        host = given[0]
    else:
        return
    if isinstance(host, bytes | bytearray):
        host = host.decode("ascii", "replace")
    if not isinstance(host, str):
        return
    asked = (event == "socket.getaddrinfo", host)
    if asked not in _here:
        _here[asked] = _is_here(host, asked[0])
    if _here[asked]:
        return
    if file := os.environ.get("KG_TEST_CALLS"):
        with open(file, "a", encoding="utf-8") as out:  # noqa: PTH123
            out.write(f"{event.removeprefix('socket.')} {host}\n")
    if event in _LOOKED_UP:
        import socket

        raise socket.gaierror(socket.EAI_NONAME, f"the network is cut: {host}")
    raise OSError(errno.ENETUNREACH, f"the network is cut: {host}")


if not hasattr(sys, "network_is_cut"):
    sys.network_is_cut = True  # type: ignore[attr-defined]
    sys.addaudithook(_hear)
