"""From articles to frames: some at a time, in this process or in several beside it.

The frames of an article depend on nothing but the article, the model and the ontology, so that the
number of processes changes nothing in what comes out; they come in the order of the articles.

A worker is a fork of the process that loaded the model, whose memory it shares. It gets windows of
articles over a pipe and gives back their frames; it ends when the pipe does, so none outlives a
builder that was killed. One that dies costs the article that it was reading, and nothing else.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import queue
import signal
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, cast

from kg.core.budget import OutOfTime, at_most, too_long, took_long, windows_of
from kg.core.errors import KgError
from kg.core.model import Article, Frame, Problem
from kg.extract.extractor import Extractor, OneByOne, ReadsOne, frames, whole
from kg.extract.recognition import unread

AHEAD = 2
"""Windows that a worker has: the one it reads, and the next."""

SPENT = 600
"""Windows after which a worker gives way to a new one: the model remembers every word that it met."""

Outcome = tuple[Frame, ...] | Problem


def cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def frames_in_turn(
    articles: Iterable[Article], extractor: Extractor | ReadsOne, *, workers: int = 1
) -> Iterator[tuple[Article, Outcome]]:
    """The frames of each article, or what went wrong with it, in order.

    With more than one worker some windows are read ahead of what is given back, no more than a few
    for each, so that memory stays bounded. Few articles are read in this process, as are all of them
    where a process cannot be forked.

    >>> class Idle:
    ...     model = "none"
    ...     def annotate(self, article): return ()
    >>> [frames for _, frames in frames_in_turn([Article(id="a", text="They met.")], Idle())]
    [()]
    """
    extractor = whole(extractor)
    windows = windows_of(articles)
    if workers > 1 and sys.platform == "linux":
        first = [w for _, w in zip(range(2), windows, strict=False)]
        rest = _chain(first, windows)
        if len(first) > 1:
            yield from _forked(rest, extractor, workers)
            return
        windows = rest
    for window in windows:
        if not isinstance(extractor, OneByOne):
            yield from zip(window, frames_of_each(extractor, window), strict=True)
            continue
        for article in window:  # Each is given back before the next is begun.
            yield article, frames_of(extractor, article)


def frames_of(extractor: Extractor | ReadsOne, article: Article) -> Outcome:
    """The frames of an article; whatever goes wrong costs this article alone."""
    extractor = whole(extractor)
    if (refused := _refused(extractor, article)) is not None:
        return refused
    try:
        with at_most():
            return frames(extractor, article)
    except OutOfTime:
        return took_long(article.id)
    except KgError:
        raise
    except Exception as error:
        return _fault(article, error)


def frames_of_each(extractor: Extractor, window: Sequence[Article]) -> list[Outcome]:
    """``frames_of`` for each of some articles, read side by side where the extractor can do that."""
    if len(window) > 1 and not isinstance(extractor, OneByOne):
        out: list[Outcome | None] = [_refused(extractor, a) for a in window]
        fit = [n for n, refused in enumerate(out) if refused is None]
        with contextlib.suppress(OutOfTime), at_most():
            read = extractor.many(window[n] for n in fit)
            for n, (article, found) in zip(fit, read, strict=True):
                if isinstance(found, KgError):
                    raise found
                out[n] = _fault(article, found) if isinstance(found, Exception) else found
        if all(outcome is not None for outcome in out):
            return cast(list[Outcome], out)
    # One by one, each with time of its own.
    return [frames_of(extractor, a) for a in window]


def _refused(extractor: Extractor, article: Article) -> Problem | None:
    """Why an article is not read at all, if it is not: by its length, or its language."""
    refused = too_long(article)
    if refused is None and extractor.languages:
        refused = unread(article, extractor.languages, getattr(extractor, "more", ()))
    return refused


def _fault(article: Article, error: Exception) -> Problem:
    return Problem(
        source=article.id,
        what=f"the extraction failed: {type(error).__name__}: {' '.join(str(error).split())[:200]}",
        mend="this is a fault of the program: please report it with the text; the rest is built",
    )


def _chain(
    first: Sequence[list[Article]], rest: Iterator[list[Article]]
) -> Iterator[list[Article]]:
    yield from first
    yield from rest


@dataclass(eq=False)
class _Worker:
    """A process, the pipe to it, and the windows that it was given and has not given back."""

    process: Any
    pipe: Connection
    waiting: deque[tuple[int, list[Article]]] = field(default_factory=deque)
    given: int = 0


def _forked(
    windows: Iterator[list[Article]], extractor: Extractor, count: int
) -> Iterator[tuple[Article, Outcome]]:
    crew: list[_Worker] = []
    done: dict[int, tuple[list[Article], list[Outcome]]] = {}
    sent = shown = 0
    more = True
    try:
        gc.collect()
        crew += [_hire(extractor, crew) for _ in range(count)]
        while more or shown < sent:
            for worker in crew:
                while more and len(worker.waiting) < AHEAD and sent - shown < count * 2 * AHEAD:
                    if worker.given >= SPENT and not worker.waiting:
                        _dismiss(worker)
                        crew[crew.index(worker)] = worker = _hire(
                            extractor, [w for w in crew if w is not worker]
                        )
                    elif worker.given >= SPENT:
                        break
                    window = next(windows, None)
                    if window is None:
                        more = False
                        break
                    worker.waiting.append((sent, window))
                    worker.given += 1
                    sent += 1
                    with contextlib.suppress(OSError):  # It is dead: seen below.
                        worker.pipe.send(window)
            while shown in done:
                read, outcomes = done.pop(shown)
                shown += 1
                yield from zip(read, outcomes, strict=True)
            busy = {w.pipe: w for w in crew if w.waiting}
            for pipe in wait(list(busy), timeout=60) if busy and shown not in done else ():
                worker = busy[pipe]  # type: ignore[index]
                try:
                    answer = worker.pipe.recv()
                except (EOFError, OSError):
                    answer = None
                if isinstance(answer, KgError):
                    raise answer
                if answer is not None:
                    number, window = worker.waiting.popleft()
                    done[number] = (window, answer)
                    continue
                # It died: its windows are read anew, each article by a process of its own.
                others = [w for w in crew if w is not worker]
                _dismiss(worker)
                for number, window in worker.waiting:
                    done[number] = (window, [_alone(extractor, a, others) for a in window])
                crew[crew.index(worker)] = _hire(extractor, others)
    finally:
        for worker in crew:
            _dismiss(worker)


def _hire(extractor: Extractor, crew: Sequence[_Worker]) -> _Worker:
    """A new worker; ``crew`` are those whose pipes it must not hold open."""
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    gc.freeze()  # What is there now is shared, and stays so if nobody looks for garbage in it.
    process = fork.Process(
        target=_work, args=(theirs, extractor, [ours, *(w.pipe for w in crew)]), daemon=True
    )
    process.start()
    gc.unfreeze()
    theirs.close()
    return _Worker(process, ours)


def _dismiss(worker: _Worker) -> None:
    worker.pipe.close()
    if worker.process.is_alive():
        worker.process.kill()
    worker.process.join()
    worker.process.close()


def _alone(extractor: Extractor, article: Article, crew: Sequence[_Worker]) -> Outcome:
    worker = _hire(extractor, crew)
    try:
        worker.pipe.send([article])
        answer = worker.pipe.recv()
    except (EOFError, OSError):
        return Problem(
            source=article.id,
            what="the process that was reading it ended",
            mend="give more memory or fewer --workers; if it happens again, report it with the text",
        )
    finally:
        _dismiss(worker)
    if isinstance(answer, KgError):
        raise answer
    outcome: Outcome = answer[0]
    return outcome


def _work(pipe: Connection, extractor: Extractor, others: Sequence[Connection]) -> None:
    """What a worker does until its pipe ends."""
    for other in others:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the builder, who ends the pipes.
    gc.freeze()
    orders: queue.SimpleQueue[list[Article] | None] = queue.SimpleQueue()

    def listen() -> None:
        # What comes is taken at once, so that builder and worker never wait for each other's answers.
        while True:
            try:
                orders.put(pipe.recv())
            except Exception:
                # The pipe has ended, or what came cannot be read: better gone than idle.
                orders.put(None)
                return

    threading.Thread(target=listen, daemon=True).start()
    while (window := orders.get()) is not None:
        try:
            answer: Any = frames_of_each(extractor, window)
        except KgError as error:
            answer = error
        try:
            pipe.send(answer)
        except OSError:
            break
    os._exit(0)  # Nothing that was copied from the builder is to be tidied up here.
