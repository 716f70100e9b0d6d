"""Finds which mentions tell of one event: exact days first, then what is vaguer, each in its turn.

No pair outside a block is compared: a block has one group of types, one side, and one day, month,
article or city. Every step looks at the clusters that the step before left and applies its joins from
the best score down, ties by IRI, so that the order of the input changes nothing. What is vaguer joins
the one event that fits, and none when two fit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.resolve.clusters import Clusters
from kg.resolve.events.blocks import LATELY, PUT_OFF, RECALLED, SOON
from kg.resolve.events.pairs import AT_ONCE, conflict, reasons_of
from kg.resolve.events.profiles import Profile
from kg.resolve.model import Comparison, Reason
from kg.resolve.weights import DOUBT, EVENT_THRESHOLD, EVENTS, reason, total

_MARGIN = 0.75
_WEEK = 8  # days within which a report follows what was announced
_SEASON = 100  # days of a period, at most, that is compared with others that overlap
_SLOT = 30  # days of a block of such periods
_NEAREST = 12  # events around a day that a mention without a date is compared with

Key = tuple[str, ...]
Pair = tuple[str, str]


@dataclass(slots=True, kw_only=True)
class Links:
    """The clusters in the making, and the trace: the reasons of every pair that was compared."""

    profiles: Mapping[str, Profile]
    clusters: Clusters = field(default_factory=Clusters)
    trace: dict[Pair, tuple[tuple[Reason, ...], bool]] = field(default_factory=dict)

    def members(self, root: str) -> list[Profile]:
        """The mentions of a cluster, sorted."""
        return [self.profiles[m] for m in sorted(self.clusters.members(root))]

    def between(self, a: str, b: str) -> tuple[float, Pair, tuple[Reason, ...]] | None:
        """The best pair of two clusters, or None when anything forbids to join them."""
        left, right = self.members(a), self.members(b)
        if self.clusters.apart(a, b) or self.forbidden(left, right):
            return None
        best: tuple[float, Pair, tuple[Reason, ...]] | None = None
        for p in _distinct(left):
            for q in _distinct(right):
                reasons = reasons_of(p, q)
                pair = (p.id, q.id) if p.id < q.id else (q.id, p.id)
                found = (total(reasons), pair, reasons)
                if reasons and (best is None or (-found[0], pair) < (-best[0], best[1])):
                    best = found
        return best

    def forbidden(self, left: Sequence[Profile], right: Sequence[Profile]) -> bool:
        """Does any mention of one side contradict one of the other?"""
        moved = moved_days((*left, *right))
        settled = any({"off", "held"} <= {p.mood for p in side} for side in (left, right))
        return any(
            conflict(p, q, moved=moved, settled=settled)
            for p in _distinct(left)
            for q in _distinct(right)
        )

    def join(self, pair: Pair) -> bool:
        """Joins the clusters of a pair unless that would put together what contradicts itself."""

        def unless(left: list[str], right: list[str]) -> bool:
            return self.forbidden(
                [self.profiles[m] for m in left], [self.profiles[m] for m in right]
            )

        return self.clusters.join(*pair, unless=unless)

    def apply(self, found: Iterable[tuple[float, Pair, tuple[Reason, ...]]]) -> None:
        """Joins pairs from the best score down, and remembers what came of them."""
        for score, pair, reasons in sorted(found, key=lambda f: (-f[0], f[1])):
            joined = score >= EVENT_THRESHOLD and self.join(pair)
            if pair not in self.trace or joined:
                self.trace[pair] = (reasons, joined)


def moved_days(profiles: Iterable[Profile]) -> frozenset[tuple[int, int]]:
    """The days for which a mention says that the event was put off."""
    return frozenset(
        (p.low, p.high)
        for p in profiles
        if p.told.frame.status == "postponed"
        and p.dated
        and p.low is not None
        and p.high is not None
    )


def _distinct(profiles: Sequence[Profile]) -> list[Profile]:
    """One mention of each kind: many outlets say the same of an event, and once is enough to compare."""
    if len(profiles) < 5:
        return list(profiles)
    seen: dict[tuple[object, ...], Profile] = {}
    for p in profiles:
        key = (p.people, p.sides, p.low, p.high, p.mood, p.city, p.country, p.venue, p.hour)
        # An article's own rules need its own mention.
        seen.setdefault((*key, p.article if len(profiles) < 40 else ""), p)
    return list(seen.values())


def link(
    profiles: Sequence[Profile],
    same: Sequence[Pair] = (),
    different: Sequence[Pair] = (),
) -> tuple[Links, list[Pair]]:
    """Clusters of mentions, and those pairs of ``same`` that another ruling makes impossible.

    ``same`` and ``different`` are pairs of mentions on which a person has ruled.
    """
    links = Links(profiles={p.id: p for p in profiles})
    for p in sorted(links.profiles):
        links.clusters.add(p)
    for a, b in different:
        links.clusters.forbid(a, b)
    failed = [pair for pair in same if not links.clusters.join(*pair)]
    _pairs(links, _by_day)
    _attach(links, _in_article)
    _pairs(links, _by_period)
    _attach(links, _vaguer)
    _pairs(links, _by_city)
    _attach(links, _undated)
    if any(_is_announcement(p) for p in links.profiles.values()):
        _attach(links, _announced(links))
    _attach(links, _put_off)
    _pairs(links, _soon)
    _pairs(links, _plans)
    return links, failed


def _pairs(links: Links, blocks: Callable[[Profile], Iterator[Key]]) -> None:
    """Compares all pairs of a block that have what it takes, and joins them."""
    by_key: dict[Key, list[Profile]] = defaultdict(list)
    for iri in sorted(links.profiles):
        p = links.profiles[iri]
        for key in blocks(p):
            by_key[key].append(p)
    found: dict[Pair, tuple[float, Pair, tuple[Reason, ...]]] = {}
    for _, inside in sorted(by_key.items()):
        for i, p in enumerate(inside):
            for q in inside[i + 1 :]:
                pair = (p.id, q.id)
                if pair in found or not _may(p, q) or conflict(p, q):
                    continue
                reasons = reasons_of(p, q)
                score = total(reasons)
                if reasons and score >= EVENT_THRESHOLD - DOUBT:
                    found[pair] = (score, pair, reasons)
    links.apply(found.values())


def _may(p: Profile, q: Profile) -> bool:
    """A quick look before a long one: two sides in common, or one of them names one side only."""
    least = 2 if min(len(p.marks), len(q.marks)) > 1 else 1
    return len(p.marks & q.marks) >= least or bool(p.formats & q.formats)


def _sides(p: Profile) -> Iterator[str]:
    yield from p.marks


def _by_day(p: Profile) -> Iterator[Key]:
    if p.exact and p.low is not None and p.high is not None:
        for day in range(p.low, p.high + 1):
            for side in _sides(p):
                yield (p.group, side, str(day))


def _by_period(p: Profile) -> Iterator[Key]:
    """What gives a week, a month or a season: "late June" and "June" stand together."""
    if p.dated and not p.exact and p.low is not None and p.high is not None:
        slots = [f"{p.low}-{p.high}"]
        if p.high - p.low <= _SEASON:
            slots = [str(n) for n in range(p.low // _SLOT, p.high // _SLOT + 1)]
        for side in _sides(p):
            for slot in slots:
                yield (p.group, side, slot)


def _by_city(p: Profile) -> Iterator[Key]:
    """Reports without a date of one quarter of a year from one city, and the next quarter's."""
    if not p.dated and p.city and p.published is not None and p.mood == "held":
        for side in _sides(p):
            for slot in (p.published // LATELY, p.published // LATELY + 1):
                yield (p.group, side, p.city, str(slot))


def _soon(p: Profile) -> Iterator[Key]:
    """A plan and a report without dates, of the same people, told within a week."""
    if not p.dated and p.published is not None and len(p.people) > 1:
        who = " ".join(sorted(p.people))
        for slot in (p.published // _WEEK, p.published // _WEEK + 1):
            yield (p.group, who, str(slot))


def _plans(p: Profile) -> Iterator[Key]:
    """Plans without a date, of the same people, told within a month or two."""
    if not p.dated and p.mood != "held" and p.published is not None and len(p.people) > 1:
        who = " ".join(sorted(p.people))
        for slot in (p.published // 45, p.published // 45 + 1):
            yield (p.group, who, p.mood, str(slot))


@dataclass(slots=True, kw_only=True)
class _Index:
    """Clusters of a step by group and side: sorted by day, by article, and by city."""

    by_side: dict[Key, list[tuple[int, int, str]]]
    by_article: dict[Key, list[str]]
    by_city: dict[Key, list[str]]

    def around(self, p: Profile, low: int, high: int, *, nearest: int | None = None) -> set[str]:
        """Clusters of the sides of ``p`` that begin between two days (those nearest to the article)."""
        out: set[str] = set()
        for side in _sides(p):
            rows = self.by_side.get((p.group, side), [])
            i, j = bisect_left(rows, (low,)), bisect_right(rows, (high + 1,))
            if nearest is not None and j - i > nearest:
                if p.mood == "held":
                    i = j - nearest
                else:
                    j = i + nearest
            out.update(root for _, _, root in rows[i:j])
        return out


def _index(links: Links) -> _Index:
    by_side: dict[Key, set[tuple[int, int, str]]] = defaultdict(set)
    by_article: dict[Key, set[str]] = defaultdict(set)
    by_city: dict[Key, set[str]] = defaultdict(set)
    for iri, p in links.profiles.items():
        root = links.clusters.find(iri)
        by_article[p.group, p.article].add(root)
        for side in _sides(p):
            if p.dated and p.low is not None and p.high is not None:
                by_side[p.group, side].add((p.low, p.high, root))
                if p.city:
                    by_city[p.group, side, p.city].add(root)
    return _Index(
        by_side={k: sorted(v) for k, v in by_side.items()},
        by_article={k: sorted(v) for k, v in by_article.items()},
        by_city={k: sorted(v) for k, v in by_city.items()},
    )


Candidates = Callable[[Links, _Index, list[Profile]], Iterable[str]]


def _attach(links: Links, candidates: Candidates) -> None:
    """Lets each cluster that is vaguer than others join the one of them that fits."""
    index = _index(links)
    found = []
    for root in links.clusters:
        members = links.members(root)
        ranked = []
        for other in sorted(set(candidates(links, index, members)) - {root}):
            best = links.between(root, other)
            if best is not None and best[0] >= EVENT_THRESHOLD - DOUBT:
                ranked.append(best)
        ranked.sort(key=lambda r: (-r[0], r[1]))
        fitting = [r for r in ranked if r[0] >= EVENT_THRESHOLD]
        if not fitting:
            found += ranked[:1]
        elif len(fitting) == 1 or fitting[0][0] - fitting[1][0] >= _MARGIN:
            found.append(fitting[0])
        else:
            for score, pair, reasons in fitting[:2]:
                rival = reason(EVENTS, "rival", fitting[1][1][0], fitting[1][1][1])
                found.append(
                    (min(score + rival.weight, EVENT_THRESHOLD - 0.01), pair, (*reasons, rival))
                )
    links.apply(found)


def _in_article(links: Links, index: _Index, members: list[Profile]) -> Iterable[str]:
    """What an article says again without a date, of the one such event that it has told."""
    if len(members) > 1 or members[0].dated:
        return ()
    p = members[0]
    here = index.by_article.get((p.group, p.article), [])
    if p.mood == "denied":
        # A denial follows what it denies.
        said = [
            q
            for r in here
            for q in links.members(r)
            if q.article == p.article
            and q.mood == "held"
            and _start(q) < _start(p)
            and not conflict(p, q)
        ]
        return [links.clusters.find(max(said, key=lambda q: (_start(q), q.id)).id)] if said else []
    return [r for r in here if _told_there(links, r, p)]


def _start(p: Profile) -> int:
    """Where in its article the mention stands."""
    return min(e.start for e in p.told.frame.evidence)


def _told_there(links: Links, root: str, p: Profile) -> bool:
    """Does the article tell the cluster's event in the same mood?"""
    return any(q.article == p.article and q.mood == p.mood for q in links.members(root))


def _vaguer(links: Links, index: _Index, members: list[Profile]) -> Iterable[str]:
    """Exact events within the week, month or year that a cluster gives."""
    if any(p.exact for p in members) or not any(p.dated for p in members):
        return ()
    p = next(p for p in members if p.dated)
    if p.low is None or p.high is None:
        return ()
    found = index.around(p, p.low - 14, p.high)
    return [r for r in found if any(q.exact for q in links.members(r))]


def _undated(links: Links, index: _Index, members: list[Profile]) -> Iterable[str]:
    """Dated events that a cluster without a date can mean: soon after a plan, shortly before a report."""
    if any(p.dated for p in members):
        return ()
    out: set[str] = set()
    for p in members:
        if p.low is None or p.high is None:
            continue
        low, high = p.low, p.high
        if p.published is not None:
            if p.mood == "held":
                low = max(low, p.published - LATELY)
            else:
                high = min(high, p.published + SOON)
                low = max(low, p.published - LATELY // 2)
        out |= index.around(p, low, high, nearest=_NEAREST)
        # What the same article tells is a rival, however long ago it was.
        out.update(r for r in index.by_article[p.group, p.article] if _told_there(links, r, p))
        if p.city:
            for side in _sides(p):
                placed = index.by_city.get((p.group, side, p.city), [])
                placed = [r for r in placed if _recalled(links, r, p)]
                out.update(placed if len(placed) <= _NEAREST else ())
    return out


def _is_announcement(p: Profile) -> bool:
    """Are talks announced for two states, without a day and without a name?"""
    return p.mood == "future" and len(p.sides) == 2 and not (p.dated or p.people)


def _announced(links: Links) -> Candidates:
    """Reports of some days after talks were announced."""
    told: dict[Key, set[tuple[int, str]]] = defaultdict(set)
    for iri, p in links.profiles.items():
        if p.mood == "held" and p.published is not None and len(p.sides) == 2:
            told[p.group, *sorted(p.sides)].add((p.published, links.clusters.find(iri)))

    def found(_links: Links, _index: _Index, members: list[Profile]) -> Iterable[str]:
        if not all(map(_is_announcement, members)):
            return ()
        return [
            root
            for p in members
            for published, root in sorted(told.get((p.group, *sorted(p.sides)), ()))
            if p.published is not None and 0 <= published - p.published <= AT_ONCE
        ]

    return found


def _recalled(links: Links, root: str, p: Profile) -> bool:
    """Does an event lie so near before an article that the place alone recalls it?"""
    return any(
        q.dated and p.published is not None and -RECALLED <= (q.low or 0) - p.published <= RECALLED
        for q in links.members(root)
    )


def _put_off(links: Links, index: _Index, members: list[Profile]) -> Iterable[str]:
    """Later events of the same sides, for what was put off and not yet made up for."""
    moved = moved_days(members)
    if not moved or any(p.mood == "held" for p in members):
        return ()
    p = next(p for p in members if p.told.frame.status == "postponed" and p.dated)
    low = max(high for _, high in moved) + 1
    return [
        r
        for r in index.around(p, low, low + PUT_OFF)
        if any((q.people and q.people == p.people) or q.sides == p.sides for q in links.members(r))
    ]


def doubtful_events(links: Links, limit: int = 200) -> list[Comparison]:
    """The comparisons nearest to the threshold, most doubtful first."""
    out = []
    for (a, b), (reasons, joined) in links.trace.items():
        score = total(reasons)
        if abs(score - EVENT_THRESHOLD) <= DOUBT:
            one = links.clusters.find(a) == links.clusters.find(b)
            if one == joined:
                out.append((abs(score - EVENT_THRESHOLD), a, b, score, joined, reasons))
    out.sort(key=lambda r: r[:4])
    return [
        Comparison(left=a, right=b, score=score, same=joined, reasons=reasons, doubt=round(d, 4))
        for d, a, b, score, joined, reasons in out[:limit]
    ]
