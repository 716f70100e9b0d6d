"""News of a store since the last call or since a day, for everything or for a saved watch.

What was told is remembered in ``news/NAME.json`` in the store's folder, once whoever asked has it.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.core.errors import KgError
from kg.core.ids import BASE, local
from kg.graph.view.values import EventView, GraphView
from kg.render.select import filter_view
from kg.watch import kept
from kg.watch.changes import (
    Change,
    as_data,
    changes,
    dated,
    from_data,
    known_before,
    known_of,
    packed,
    unpacked,
)

ALL = "all"
LATEST = 200
"""Pieces of news that a feed and a page go on showing."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What news are about: everybody and everything that is named, so that two people are a pair."""

    person: tuple[str, ...] = ()
    polity: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.person or self.polity or self.topic)


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """``fresh`` is what was not told before, ``latest`` that and what was told lately, the newest first.

    ``keep`` is what to remember once it is told, and where; None where nothing is. ``hints`` are lines on names
    that the graph does not have.
    """

    fresh: tuple[Change, ...]
    latest: tuple[Change, ...]
    keep: tuple[Path, dict[str, Any]] | None = None
    hints: tuple[str, ...] = ()


def save(store: Path, name: str, wish: Wish) -> None:
    """Saves a watch under a name, in place of one of that name. KgError for a name that cannot be one."""
    if not _NAME.fullmatch(name) or name.lower() == ALL:
        raise KgError(
            f"'{name[:60]}' cannot be the name of a watch",
            where="--save",
            mend="take letters, digits, - and _, and not 'all'",
        )
    saved = kept.read(store / kept.WATCHES)
    saved[name] = dataclasses.asdict(wish)
    kept.write(store / kept.WATCHES, saved)


def saved(store: Path, name: str) -> Wish:
    """A watch by its name. Raises KgError with the names that there are."""
    found = kept.read(store / kept.WATCHES)
    row = found.get(name)
    try:
        if isinstance(row, dict):
            return Wish(**{k: tuple(map(str, v)) for k, v in row.items()})
    except TypeError:
        pass
    there = ", ".join(sorted(found)) or "there is none yet"
    raise KgError(
        f"no watch is called '{name[:60]}'",
        where="--watch",
        mend=f"save one with --save NAME and --person, --polity or --topic; there are: {there}",
    )


def chosen(view: GraphView, wish: Wish) -> tuple[GraphView, list[str]]:
    """The events that are about all that a wish names; a name that the graph does not have is a line."""
    keep: set[str] | None = None
    hints: list[str] = []
    for option in ("person", "polity", "topic"):
        for name in getattr(wish, option):
            try:
                part = filter_view(view, **{option: name})
                found: set[str] = {e.iri for e in part.events}
            except KgError as error:
                hints.append(str(error))
                found = set()
            keep = found if keep is None else keep & found
    if keep is None:
        return view, hints
    events: tuple[EventView, ...] = tuple(e for e in view.events if e.iri in keep)
    return dataclasses.replace(view, events=events), hints


def since_day(view: GraphView, wish: Wish, day: str) -> News:
    """What articles published on a day or later tell anew. KgError for what is no day, month or year."""
    if not _is_day(day):
        raise KgError(
            f"'{day[:40]}' is no date",
            where="--since",
            mend="write 2019, 2019-05, 2019-05-14 or LAST",
        )
    part, hints = chosen(view, wish)
    found = changes(known_before(part, day), part)
    told = dated(found)
    return News(fresh=tuple(told), latest=_newest(told), hints=tuple(hints))


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat((text + "-01-01")[:10]))
    except ValueError:
        return False


def since_last(view: GraphView, wish: Wish, store: Path, name: str, *, now: str) -> News:
    """What was not told under this name before; ``now`` is the time, ISO 8601 in UTC."""
    path = store / kept.NEWS / f"{name}.json"
    row = kept.read(path)
    try:
        before = unpacked(row.get("events", {}), BASE)
        log = [from_data(r) for r in row.get("log", ())]
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise KgError(
            "this is not what kg news remembers",
            where=str(path),
            mend="delete the file: then all is told once more",
        ) from error
    part, hints = chosen(view, wish)
    fresh = dated(changes(before, part, everything=view), now)
    latest = _newest([*fresh, *log])
    # An event that left the part is known all the same, should it come back.
    inside = {local(m.iri) for e in part.events for m in e.mentions}
    outside = {local(m.iri) for e in view.events for m in e.mentions} - inside
    rest = {
        iri: k
        for iri, k in before.items()
        if inside.isdisjoint(k.mentions) and not outside.isdisjoint(k.mentions)
    }
    state = {
        "events": packed({**rest, **known_of(part)}),
        "log": [as_data(c) for c in latest],
    }
    return News(fresh=tuple(fresh), latest=latest, keep=(path, state), hints=tuple(hints))


def _newest(found: Sequence[Change]) -> tuple[Change, ...]:
    """The latest of them, the newest first; of one time, in the order given."""
    return tuple(sorted(found, key=lambda c: c.told, reverse=True)[:LATEST])


def remember(news: News) -> None:
    """Keeps what was told: call it once it has been."""
    if news.keep is not None:
        kept.write(*news.keep)
