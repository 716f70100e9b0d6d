"""What one article may cost: so many characters, and so much time to read and to understand it.

Extraction takes time in proportion to the length of a text, so the limit on characters decides what is
left out, on every machine alike. The limit on time is a net below it, for what was made to take long.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterable, Iterator
from types import FrameType

from kg.core.model import Article, Problem

LIMIT_CHARACTERS = 200_000
"""The longest text that is read as one article: a hundred pages of a book."""

LIMIT_SECONDS = 120.0
"""Time to find one article in a source, and again to find events in it."""


WINDOW = 16
WINDOW_CHARACTERS = 60_000
"""So many articles, or as few as have so many characters, are read at a time."""


class OutOfTime(BaseException):
    """The time is over. No ``Exception``, so that nothing on the way takes it for a fault of its own."""


@contextlib.contextmanager
def at_most(seconds: float = LIMIT_SECONDS) -> Iterator[None]:
    """Raises OutOfTime in the block when it takes longer.

    A signal does it, which only the main thread of a process gets, and which Windows does not have:
    there, and inside another such block, nothing limits the time.

    >>> try:
    ...     with at_most(0.01):
    ...         while True: pass
    ... except OutOfTime:
    ...     print("stopped")
    stopped
    """
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
        or signal.getitimer(signal.ITIMER_REAL)[0]
    ):
        yield
        return
    live = True

    def over(_number: int, _frame: FrameType | None) -> None:
        if live:
            raise OutOfTime

    before = signal.signal(signal.SIGALRM, over)
    # Again each second: an exception in a callback of C code may be lost.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        try:
            yield
        finally:
            live = False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def too_long(article: Article, *, limit: int = LIMIT_CHARACTERS) -> Problem | None:
    """The line of the report for an article that is not read because of its length.

    >>> too_long(Article(id="a.txt", text="They met."), limit=5).what
    'longer than 5 characters, too long for one article'
    """
    if len(article.text) <= limit:
        return None
    return Problem(
        source=article.id,
        what=f"longer than {limit:,} characters, too long for one article",
        mend="give each chapter or report in it as an article of its own",
    )


def took_long(source: str, *, seconds: float = LIMIT_SECONDS) -> Problem:
    """The line of the report for an article whose time was over."""
    return Problem(
        source=source,
        what=f"took longer than {seconds:g} s and was left out",
        mend="look at what is unusual in it, and give its plain text in shorter pieces",
    )


def windows_of(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Articles in groups that are read at a time, in their order.

    >>> [len(w) for w in windows_of(Article(id=str(n), text="They met.") for n in range(20))]
    [16, 4]
    """
    window: list[Article] = []
    size = 0
    for article in articles:
        window.append(article)
        size += len(article.text)
        if len(window) >= WINDOW or size >= WINDOW_CHARACTERS:
            yield window
            window, size = [], 0
    if window:
        yield window
