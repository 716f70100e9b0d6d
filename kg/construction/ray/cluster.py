"""Extraction on many machines: shards of articles, and Ray actors that keep the model loaded.

``kg build --engine ray`` goes in two stages. First every shard that is not there yet is read by an
actor, which writes it (kg.construction.ray.shards) into a folder that all machines share. When all are there, this
process goes through them in the order of the sources and puts each article into the store, as it does
after reading alone; so the graph is the same bytes, whoever read what, and whatever failed.

Where one shard ends and the next begins follows from the articles themselves, so that an article
that comes or goes moves no border but those beside it, and all other shards are found again. An
actor that dies costs the shard that it was reading. A shard whose actor died twice is read article by
article, and what ends its process again and again is named and left out, as it is without Ray.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.construction.ray.shards import Row, is_whole, name_of, read, write
from kg.construction.workers import Outcome, frames_in_turn, frames_of
from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.extract.extractor import Extractor, ReadsOne

EACH = 64
"""Articles of a shard, on the average."""
MOST = 256
MOST_CHARACTERS = 2_000_000
"""A shard has no more articles than this, and is ended by the article that exceeds so many characters."""

SPENT = 150
"""Shards after which an actor gives way to a new one: the model remembers every word that it met."""

DEATHS = 2
"""Actors that may die over a shard, and over an article alone, before it is blamed."""
_HOPELESS = 12
"""Deaths in a row after which it is no article that is to be blamed."""

Pairs = Sequence[tuple[Article, str]]


def shards_of(articles: Iterable[tuple[Article, str]]) -> Iterator[Pairs]:
    """Articles with their input digests as shards, of which the digests say where they end.

    >>> pairs = [(Article(id=str(n), text="They met."), f"{n:08x}") for n in range(1, 200)]
    >>> [len(shard) for shard in shards_of(pairs)]
    [64, 64, 64, 7]
    """
    shard: list[tuple[Article, str]] = []
    size = 0
    for article, digest in articles:
        shard.append((article, digest))
        size += len(article.text)
        if not int(digest[:8], 16) % EACH or len(shard) >= MOST or size > MOST_CHARACTERS:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


class Reader:
    """What an actor is: a model that is loaded once, and reads shards."""

    def __init__(self, make: Callable[[], Extractor | ReadsOne]) -> None:
        self.failed: KgError | None = None
        try:
            self.extractor = make()
        except KgError as error:
            self.failed = error

    def shard(self, pairs: Pairs, path: str) -> KgError | None:
        """Reads a shard and writes it; gives what ends the build, if anything does."""
        if self.failed is not None:
            return self.failed
        try:
            turn = frames_in_turn((a for a, _ in pairs), self.extractor)
            outcomes = [outcome for _, outcome in turn]
            write(Path(path), _rows(pairs, outcomes))
        except KgError as error:
            return error
        return None

    def alone(self, article: Article) -> Outcome | KgError:
        """Reads one article."""
        try:
            return self.failed or frames_of(self.extractor, article)
        except KgError as error:
            return error


def _rows(pairs: Pairs, outcomes: Sequence[Outcome]) -> list[Row]:
    return [(a, d, o) for (a, d), o in zip(pairs, outcomes, strict=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RayEngine:
    """Reads articles by Ray actors, by way of shards in ``folder``: an Engine of kg.construction.pipeline.

    ``make`` makes what reads an article, in each actor. Ray is that of ``RAY_ADDRESS`` where that is
    set, or one that begins and ends with the reading; ``workers`` actors read, or one for each of its
    processors. ``told`` is called with the number of shards and of articles that are there.
    """

    folder: Path
    make: Callable[[], Extractor | ReadsOne]
    workers: int | None = None
    told: Callable[[int, int], None] = field(default=lambda _shards, _articles: None)

    def __call__(self, articles: Iterable[tuple[Article, str]]) -> Iterator[Row]:
        """What came of each article, in order, once every shard is there."""
        require()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KgError(
                f"cannot make the folder of shards: {error.strerror or error}",
                where=str(self.folder),
                mend="name another with --shards",
            ) from error
        names: list[str] = []
        _Reading(self).read(shards_of(articles), names)
        for name in names:
            yield from read(self.folder / name)


def require() -> None:
    """Raises KgError when what an engine needs is not installed."""
    missing = [m for m in ("ray", "pyarrow") if importlib.util.find_spec(m) is None]
    if missing:
        raise KgError(
            f"{' and '.join(missing)} not installed",
            where="--engine ray",
            mend="pip install 'diplokg[cluster]', on every machine that reads",
        )


class _Reading:
    """Actors at work: who reads what."""

    def __init__(self, engine: RayEngine) -> None:
        self.engine = engine
        self.ray: Any = None
        self.ours = False
        self.spare: list[Any] = []
        self.busy: dict[Any, tuple[Any, Pairs, Path]] = {}
        self.given: dict[Any, int] = {}
        self.deaths: dict[Path, int] = {}
        self.in_a_row = 0
        self.there = [0, 0]

    def read(self, shards: Iterable[Pairs], names: list[str]) -> None:
        """Sees to it that every shard is there; notes their names in order."""
        again: deque[tuple[Pairs, Path]] = deque()
        # Ray prints what happens to its workers where our data go.
        with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
            self._read(shards, names, again)

    def _read(
        self, shards: Iterable[Pairs], names: list[str], again: deque[tuple[Pairs, Path]]
    ) -> None:
        try:
            for pairs in shards:
                digests = [d for _, d in pairs]
                path = self.engine.folder / name_of(digests)
                names.append(path.name)
                if is_whole(path, digests):
                    self._done(pairs)
                    continue
                self._start()
                while not self.spare:
                    self._wait(again)
                while again and self.spare:
                    self._give(*again.popleft())
                while not self.spare:
                    self._wait(again)
                self._give(pairs, path)
            while self.busy or again:
                while again and self.spare:
                    self._give(*again.popleft())
                self._wait(again)
        finally:
            self._end()

    def _done(self, pairs: Pairs) -> None:
        self.there[0] += 1
        self.there[1] += len(pairs)
        self.engine.told(*self.there)

    def _start(self) -> None:
        if self.ray is not None:
            return
        # Nothing is told to anybody, and an accelerator is nothing to us.
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        import ray

        self.ray = ray
        count = self.engine.workers
        if not ray.is_initialized():
            here: dict[str, Any] = {}
            if not os.environ.get("RAY_ADDRESS"):
                here = {"num_cpus": count, "include_dashboard": False}
                here["object_store_memory"] = 200_000_000
            try:
                ray.init(log_to_driver=False, logging_level=logging.ERROR, **here)
            except (ConnectionError, RuntimeError, ValueError, OSError) as error:
                raise KgError(
                    f"Ray does not start: {' '.join(str(error).split())[:200]}",
                    where=os.environ.get("RAY_ADDRESS", "--engine ray"),
                    mend="look at RAY_ADDRESS, or leave out --engine ray",
                ) from error
            self.ours = True
        if count is None:
            count = max(1, int(self.ray.cluster_resources().get("CPU", 1)))
        self.spare = [self._hire() for _ in range(count)]

    def _hire(self) -> Any:
        actor = self.ray.remote(num_cpus=1, max_restarts=0)(Reader).remote(self.engine.make)
        self.given[actor] = 0
        return actor

    def _give(self, pairs: Pairs, path: Path) -> None:
        actor = self.spare.pop()
        if self.given[actor] >= SPENT:
            self._dismiss(actor)
            actor = self._hire()
        self.given[actor] += 1
        self.busy[actor.shard.remote(pairs, str(path.absolute()))] = (actor, pairs, path)

    def _wait(self, again: deque[tuple[Pairs, Path]]) -> None:
        """Waits for one actor that has done its shard, or died over it."""
        ready, _ = self.ray.wait(list(self.busy), num_returns=1)
        actor, pairs, path = self.busy.pop(ready[0])
        answer, died = self._answer(ready[0])
        if isinstance(answer, KgError):
            raise answer
        if not died:
            if not path.exists():
                raise KgError(
                    "a worker wrote a shard that is not here",
                    where=str(self.engine.folder),
                    mend="name with --shards a folder that all machines share",
                )
            self._done(pairs)
            self.spare.append(actor)
            return
        self._dismiss(actor)
        self.spare.append(self._hire())
        self.deaths[path] = self.deaths.get(path, 0) + 1
        if self.deaths[path] < DEATHS:
            again.append((pairs, path))
            return
        write(path, _rows(pairs, [self._alone(a) for a, _ in pairs]))
        self._done(pairs)

    def _alone(self, article: Article) -> Outcome:
        for _ in range(DEATHS):
            answer, died = self._answer(self.spare[-1].alone.remote(article))
            if isinstance(answer, KgError):
                raise answer
            if not died:
                outcome: Outcome = answer
                return outcome
            self._dismiss(self.spare.pop())
            self.spare.append(self._hire())
        return Problem(
            source=article.id,
            what="the process that was reading it ended",
            mend="give more memory or fewer --workers; if it happens again, report it with the text",
        )

    def _answer(self, ref: Any) -> tuple[Any, bool]:
        """What an actor gives back, and whether it died instead."""
        errors = self.ray.exceptions
        try:
            answer = self.ray.get(ref)
        except errors.RayTaskError as error:
            raise KgError(
                f"a worker failed: {' '.join(str(error).split())[-300:]}",
                where="--engine ray",
                mend="see that every machine has the same version of diplokg and of Python",
            ) from error
        except errors.RayError as error:
            self.in_a_row += 1
            if self.in_a_row >= _HOPELESS + 2 * len(self.given):
                raise KgError(
                    f"the workers end as soon as they begin: {' '.join(str(error).split())[:200]}",
                    where="--engine ray",
                    mend="see that every machine has this version of diplokg, its model and memory for it",
                ) from error
            return None, True
        self.in_a_row = 0
        return answer, False

    def _dismiss(self, actor: Any) -> None:
        del self.given[actor]
        self.ray.kill(actor)

    def _end(self) -> None:
        if self.ray is None:
            return
        for actor in list(self.given):
            self._dismiss(actor)
        if self.ours:
            self.ray.shutdown()
