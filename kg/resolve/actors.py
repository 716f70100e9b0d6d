"""Who is who: actor mentions of all articles become nodes, one for each person, state, body or role.

The order of work: entries of the reference data that the words name for sure; then full names, by
blocks of family name and first letter; then family names alone; then offices alone. Each step looks
at what the step before left, never at the order of the input. Whoever fits two people joins neither.

An office that one person at a time holds ("Turkish foreign minister") and that nobody is known to
have held then is a node of its own, of kind role: whoever holds that post, one node for the post.
An office that many hold ("American official") is a node of its own in each article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import Judgement, Told
from kg.resolve.actor_nodes import nodes_of, own_iri
from kg.resolve.actor_pairs import conflict, full_names, score_family
from kg.resolve.actor_units import ERA, Item, Unit, eras, units_of
from kg.resolve.clusters import Clusters
from kg.resolve.judgements import is_iri, of_actors
from kg.resolve.model import Comparison, Reason, ResolvedActor
from kg.resolve.names import folded
from kg.resolve.reference import Reference, families, sorted_bones
from kg.resolve.weights import (
    ACTOR_THRESHOLD,
    ACTORS,
    DOUBT,
    NAMELESS_THRESHOLD,
    judged,
    reason,
    total,
)
from kg.terms import local

_MARGIN = 1.0  # by how much the best must beat the second
_WINDOW = 180  # days within which an office seen elsewhere tells who "the foreign minister" is
_SAME_NAME_GAP = 5  # years after which a family name and an office may be somebody else's


@dataclass(slots=True, kw_only=True)
class People:
    """The work in progress, and after it the trace that explains it.

    ``trace`` has the reasons of every pair of items that was compared, and whether it was joined.
    """

    known: Reference
    items: dict[str, Item] = field(default_factory=dict)
    clusters: Clusters = field(default_factory=Clusters)
    of_unit: dict[str, str] = field(default_factory=dict)
    trace: dict[tuple[str, str], tuple[tuple[Reason, ...], bool]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def item(self, key: str, *, polity: str | None, name: str | None = None) -> Item:
        """The item of a key, made if it is new. An entry of the reference data brings its names."""
        found = self.items.get(key)
        if found is None:
            person = self.known.catalog.people.get(key)
            if person is not None:
                names = self.known.names[key]
                found = Item(id=key, polity=person.polity or polity, names=names, authority=key)
            else:
                parsed = (self.known.parse(name, polity),) if name else ()
                found = Item(id=key, polity=polity, names=parsed)
            self.items[key] = found
            self.clusters.add(key)
        return found

    def put(self, unit: Unit, key: str, *, name: str | None = None) -> Item:
        """Gives a unit to an item."""
        item = self.item(key, polity=unit.polity, name=name)
        item.take(unit)
        self.of_unit[unit.id] = key
        return item

    def cluster(self, key: str) -> list[Item]:
        """All items that are one with this one, in the order of their keys."""
        return [self.items[k] for k in sorted(self.clusters.members(key))]

    def note(self, a: str, b: str, reasons: tuple[Reason, ...], joined: bool) -> None:
        """Remembers what a comparison gave."""
        self.trace[(a, b) if a < b else (b, a)] = (reasons, joined)


def resolve_actors(
    told: Sequence[Told], known: Reference, judgements: Sequence[Judgement] = ()
) -> tuple[Mapping[str, ResolvedActor], dict[str, str], People]:
    """Nodes by IRI, the node of every actor mention, and the trace. ``told`` is sorted by IRI."""
    people = People(known=known)
    units = units_of(told, known)
    rulings = _Rulings(units, tuple(of_actors(judgements)), people)
    family_only: list[Unit] = []
    nameless: list[Unit] = []
    full: dict[tuple[str, str | None], list[Unit]] = defaultdict(list)
    for unit in units:
        ref = None if unit.id in rulings.unlinked else _ref(unit, known)
        if ref is not None:
            people.put(unit, ref)
        elif unit.kind != "person":
            people.put(unit, _body(unit), name=None)
        elif unit.id in rulings.scoped:
            people.put(unit, f"one|{unit.id}", name=unit.name).tag = unit.article
        elif unit.name is None:
            nameless.append(unit)
        elif known.parse(unit.name, unit.polity).full:
            full[folded(unit.name), unit.polity].append(unit)
        else:
            family_only.append(unit)
    _full_items(full, people)
    rulings.apply(people, units)
    _join_full(people)
    _join_family(family_only, people)
    rulings.apply(people, units)
    _join_nameless(nameless, people)
    rulings.apply(people, units, last=True)
    actors, node_of = nodes_of(people.items, people.clusters, known)
    refers = {m: node_of[people.of_unit[u.id]] for u in units for m in u.mentions}
    return actors, refers, people


def _ref(unit: Unit, known: Reference) -> str | None:
    """The entry of the reference data that a unit names: by the words of the article, or by name."""
    catalog = known.catalog
    if unit.ref and (
        unit.ref in catalog.people
        or unit.ref in catalog.polities
        or unit.ref in catalog.organisations
    ):
        return unit.ref
    if unit.kind == "country":
        state = catalog.polity(unit.polity)
        if state is not None:
            return state.iri
        return known.polities.get(folded(unit.name or "").removeprefix("the "))
    if unit.kind == "organisation":
        return known.organisations.get(folded(unit.name or "").removeprefix("the "))
    return None


def _body(unit: Unit) -> str:
    """The key of a body that the reference data does not have: its name and its state."""
    return f"body|{folded(unit.name or unit.office or '').removeprefix('the ')}|{unit.polity or ''}"


def _full_items(full: Mapping[tuple[str, str | None], list[Unit]], people: People) -> None:
    """One item for each full name of a state and era; an item for each article where two are known."""
    for (words, polity), units in sorted(full.items(), key=lambda kv: (kv[0][0], kv[0][1] or "")):
        parts = eras(units, ERA)
        name = min(u.name or "" for u in units)
        probe = Item(id="", polity=polity, names=(people.known.parse(name, polity),))
        several = (
            len([p for p in _namesakes(probe, people) if not conflict(p, probe, people.known)]) > 1
        )
        for part in parts:
            for unit in part:
                key = f"name|{words}|{polity or ''}"
                tag = ""
                if several:
                    key, tag = f"{key}|{unit.article}", unit.article
                elif len(parts) > 1:
                    tag = str(part[0].day.year) if part[0].day else "undated"
                    key = f"{key}|{tag}"
                item = people.put(unit, key, name=unit.name)
                item.tag, item.ambiguous = tag, several


def _namesakes(item: Item, people: People) -> list[Item]:
    """The entries of the reference data whose name could be this item's."""
    known = people.known
    keys: set[str] = set()
    for name in item.names:
        keys.update(known.by_family.get(name.family, ()))
        keys.update(known.by_bones.get(sorted_bones(name), ()))
    out = []
    for key in sorted(keys):
        person = known.catalog.people[key]
        if item.polity and person.polity and item.polity != person.polity:
            continue
        out.append(
            people.items.get(key)
            or Item(id=key, polity=person.polity, names=known.names[key], authority=key)
        )
    return out


def _join_full(people: People) -> None:
    """Joins items with full names, best pairs first, where nobody else fits as well."""
    known = people.known
    found: dict[tuple[str, str], tuple[Reason, ...]] = {}
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key in sorted(people.items):
        item = people.items[key]
        if key.startswith(("name|", "one|")) and item.names:
            for other in _namesakes(item, people):
                reasons = full_names(item, other, known)
                if reasons and total(reasons) >= ACTOR_THRESHOLD - DOUBT:
                    people.item(other.id, polity=other.polity)
                    found[_pair(key, other.id)] = reasons
            for block in () if item.ambiguous else _blocks(item, known):
                blocks[block].append(key)
    for _, keys in sorted(blocks.items()):
        for i, a in enumerate(keys):
            for b in keys[i + 1 :]:
                pair = _pair(a, b)
                x, y = people.items[a], people.items[b]
                if pair not in found and (not x.polity or not y.polity or x.polity == y.polity):
                    reasons = full_names(x, y, known)
                    if reasons:
                        found[pair] = reasons
    _join_pairs(found, people)


def _join_pairs(found: Mapping[tuple[str, str], tuple[Reason, ...]], people: People) -> None:
    scores = {pair: total(reasons) for pair, reasons in found.items()}
    near: dict[str, list[str]] = defaultdict(list)
    for pair, score in scores.items():
        if score >= ACTOR_THRESHOLD - DOUBT:
            near[pair[0]].append(pair[1])
            near[pair[1]].append(pair[0])

    def apart(a: str, b: str) -> bool:
        return people.clusters.apart(a, b) or bool(
            conflict(people.items[a], people.items[b], people.known)
        )

    def rival(a: str, b: str) -> str | None:
        """Somebody who fits ``a`` about as well as ``b`` does, and is not ``b``.

        An entry of the reference data has no rivals: any number of names may be names of it.
        """
        if people.items[a].authority:
            return None
        least = scores[_pair(a, b)] - _MARGIN
        for c in sorted(near[a]):
            score = scores[_pair(a, c)]
            if (
                c != b
                and score > least
                and score >= ACTOR_THRESHOLD
                and apart(b, c)
                and not apart(a, c)
            ):
                return c
        return None

    for pair in sorted(found, key=lambda p: (-scores[p], p)):
        a, b = pair
        reasons, joined = found[pair], False
        if scores[pair] >= ACTOR_THRESHOLD and not apart(a, b):
            other = rival(a, b) or rival(b, a)
            if other is not None:
                reasons = (*reasons, reason(ACTORS, "rival", other, other))
            else:
                joined = people.clusters.join(
                    a, b, unless=lambda left, right: any(apart(x, y) for x in left for y in right)
                )
        people.note(a, b, reasons, joined)


def _blocks(item: Item, known: Reference) -> set[tuple[str, str]]:
    """Keys such that no two items without a key in common are compared."""
    out: set[tuple[str, str]] = set()
    for name in item.names:
        out.add(("", sorted_bones(name)))
        for given in known.rules.nicknames.get(name.given, frozenset()) | {name.given}:
            out.add((name.family, given[:1]))
    return out


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _bearers(people: People) -> dict[str, list[str]]:
    """Clusters of people by each family name that one of their names gives them."""
    known = people.known
    out: dict[str, dict[str, None]] = defaultdict(dict)
    for key in sorted(people.items):
        item = people.items[key]
        if item.names and not key.startswith("family|"):
            person = known.catalog.people.get(key)
            for family in families(item.names, person, known.parse):
                out[family][people.clusters.find(key)] = None
    return {k: list(v) for k, v in out.items()}


def _join_family(units: Sequence[Unit], people: People) -> None:
    """Family names alone: each joins the one person who fits, or stays apart from all."""
    known = people.known
    bearers = _bearers(people)
    joined: list[tuple[Unit, str, tuple[Reason, ...]]] = []
    left: dict[tuple[str, str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        name = known.parse(unit.name or "", unit.polity)
        family = " ".join(name.bones)
        candidates = {c: people.cluster(c) for c in bearers.get(family, ())}
        if unit.day and unit.polity:
            for iri in known.by_family.get(family, ()):
                if iri not in people.items and known.catalog.people[iri].polity == unit.polity:
                    held = known.in_office(iri, unit.day)
                    if held:
                        person = known.catalog.people[iri]
                        candidates[iri] = [
                            Item(
                                id=iri, polity=person.polity, names=known.names[iri], authority=iri
                            )
                        ]
        frames = set(unit.frames)
        fitting = {
            c: items
            for c, items in candidates.items()
            if all(i.frames.isdisjoint(frames) for i in items)
            and not (unit.polity and any(i.polity and i.polity != unit.polity for i in items))
        }
        ranked = []
        for c, items in sorted(fitting.items()):
            reasons = score_family(unit, items, known, alone=len(fitting) == 1)
            ranked.append((total(reasons), c, reasons))
        ranked.sort(key=lambda r: (-r[0], r[1]))
        if (
            ranked
            and ranked[0][0] >= NAMELESS_THRESHOLD
            and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= _MARGIN)
        ):
            joined.append((unit, ranked[0][1], ranked[0][2]))
            continue
        if len(ranked) > 1 or unit.polity is None:
            people.put(unit, f"family|{unit.id}", name=unit.name).tag = unit.article
        else:
            role = unit.role if unit.role and unit.unique else ""
            left[folded(unit.name or ""), unit.polity, role].append(unit)
        for _, c, reasons in ranked[:2]:
            key = people.of_unit.get(unit.id, f"family|{unit.id}")
            people.note(
                key, c, (*reasons, reason(ACTORS, "rival")) if len(ranked) > 1 else reasons, False
            )
    for unit, c, reasons in joined:
        people.item(c, polity=None)
        key = f"family|{unit.id}"
        people.put(unit, key, name=unit.name)
        done = people.clusters.join(key, c)
        people.note(key, c, reasons, done)
    for (words, polity, role), alike in sorted(left.items()):
        parts = eras(alike, _SAME_NAME_GAP)
        for part in parts:
            year = str(part[0].day.year) if part[0].day and len(parts) > 1 else ""
            tag = " ".join(t for t in (role, year) if t)
            for unit in part:
                people.put(unit, f"family|{words}|{polity}|{tag}", name=unit.name).tag = tag


def _join_nameless(units: Sequence[Unit], people: People) -> None:
    """Offices alone: the one holder on that day by the reference data, or by what articles say."""
    seen: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for key in sorted(people.items):
        item = people.items[key]
        if item.names:
            for u in item.units:
                if u.role and u.unique and u.polity and u.day:
                    seen[u.role, u.polity].append((u.day.toordinal(), people.clusters.find(key)))
    for rows in seen.values():
        rows.sort()
    found: list[tuple[Unit, str, str]] = []
    for unit in units:
        holder, why = _holder(unit, seen, people)
        if holder is not None:
            found.append((unit, holder, why))
        else:
            own = unit.unique and unit.polity
            tag = "" if own else unit.article
            office = unit.role if own else folded(unit.office or "representative")
            people.put(unit, f"role|{office}|{unit.polity or ''}|{tag}").tag = tag
    for unit, holder, why in found:
        people.item(holder, polity=unit.polity)
        key = f"office|{unit.id}"
        people.put(unit, key)
        done = people.clusters.join(key, holder)
        day = unit.day.isoformat() if unit.day else ""
        reasons = (
            reason(ACTORS, "office-alone", unit.office or "", holder),
            reason(ACTORS, "same-polity", unit.polity or "", unit.polity or ""),
            reason(ACTORS, why, unit.office or "", day),
        )
        people.note(key, holder, reasons, done)


def _holder(
    unit: Unit, seen: Mapping[tuple[str, str], list[tuple[int, str]]], people: People
) -> tuple[str | None, str]:
    if not (unit.unique and unit.role and unit.polity and unit.day):
        return None, ""
    frames = set(unit.frames)

    def free(key: str) -> bool:
        return key not in people.items or all(
            i.frames.isdisjoint(frames) for i in people.cluster(key)
        )

    holders = people.known.holders(unit.role, unit.polity, unit.day)
    if holders:
        one = len(holders) == 1 and free(holders[0])
        return (holders[0], "tenure") if one else (None, "")
    rows = seen.get((unit.role, unit.polity), ())
    day = unit.day.toordinal()
    near = set(_near(rows, day))
    if len(near) == 1 and free(next(iter(near))):
        return near.pop(), "same-office"
    return None, ""


def _near(rows: Sequence[tuple[int, str]], day: int) -> Iterable[str]:
    low = bisect_left(rows, (day - _WINDOW, ""))
    high = bisect_right(rows, (day + _WINDOW, "\uffff"))
    # Two at the most tell all that matters: one holder, or a rival.
    out: list[str] = []
    for _, c in rows[low:high]:
        if c not in out:
            out.append(c)
            if len(out) > 1:
                break
    return out


class _Rulings:
    """Judgements about actors, as joins and cannot-links of items."""

    def __init__(
        self, units: Sequence[Unit], judgements: Sequence[Judgement], people: People
    ) -> None:
        self.judgements = judgements
        self.scoped: set[str] = set()
        self.unlinked: set[str] = set()
        self.failed: set[int] = set()
        self._units = {u.id: u for u in units}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_mention: dict[str, str] = {}
        self._by_source: dict[str, list[str]] = defaultdict(list)
        if not judgements:
            return
        for u in units:
            for name in dict.fromkeys(u.names or [u.office or ""]):
                self._by_name[folded(name)].append(u.id)
            for m in u.mentions:
                self._by_mention[m] = u.id
            self._by_source[u.source_id].append(u.id)
        for j in judgements:
            mine = self._own(j, people.known)
            if j.scope not in {"actor", "event"} or self._is_mention(j):
                self.scoped.update(i for i in mine if self._units[i].kind == "person")
                self.unlinked.update(mine)
            elif not j.same:
                # Told apart from an entry of the reference data: the link to it is what is wrong.
                ends = {local(j.left), local(j.right)}
                self.unlinked.update(i for i in mine if self._units[i].ref in ends)

    @staticmethod
    def _is_mention(j: Judgement) -> bool:
        return local(j.left).startswith("mention/") or local(j.right).startswith("mention/")

    def _own(self, j: Judgement, known: Reference) -> list[str]:
        """The units that a ruling takes out of what they were: those of its article, or its mentions."""
        if self._is_mention(j):
            ends = (local(j.left), local(j.right))
            return [self._by_mention[e] for e in ends if e in self._by_mention]
        if j.scope in {"actor", "event"}:
            return [
                i
                for e in (j.left, j.right)
                if not is_iri(local(e))
                for i in self._by_name.get(folded(e), ())
            ]
        here = self._by_source.get(j.scope, [])
        for end in (j.left, j.right):
            found = [i for i in here if self._is(self._units[i], end, known)]
            if found:
                return found
        return []

    @staticmethod
    def _is(unit: Unit, end: str, known: Reference) -> bool:
        end = local(end)
        if is_iri(end):
            return end in (unit.ref, own_iri(unit.name, unit.office, unit.polity), *unit.mentions)
        if folded(end) in {folded(n) for n in (*unit.names, unit.office or "")}:
            return True
        if unit.name is None:
            return False
        return known.parse(end, unit.polity).bones == (known.parse(unit.name, unit.polity).family,)

    def _items(self, j: Judgement, end: str, people: People) -> list[str]:
        """The items that one end of a ruling means."""
        end = local(end)
        scoped = j.scope not in {"actor", "event"}
        if scoped:
            mine = self._own(j, people.known)
            if mine and any(self._is(self._units[i], end, people.known) for i in mine):
                return sorted({people.of_unit[i] for i in mine if i in people.of_unit})
        if end in self._by_mention:
            unit = self._by_mention[end]
            return [people.of_unit[unit]] if unit in people.of_unit else []
        if not is_iri(end):
            found = [
                people.of_unit[i] for i in self._by_name.get(folded(end), ()) if i in people.of_unit
            ]
            return sorted(set(found)) or self._named(end, people)
        catalog = people.known.catalog
        if end in people.items:
            return [end]
        if end in catalog.people:
            return [people.item(end, polity=None).id]
        return sorted(
            k
            for k, i in people.items.items()
            if i.units and end == own_iri(i.units[0].name, i.units[0].office, i.polity, i.tag)
        )

    @staticmethod
    def _named(end: str, people: People) -> list[str]:
        """Entries of the reference data with exactly this name."""
        known = people.known
        keys = known.by_bones.get(sorted_bones(known.parse(end, None)), ())
        same = [
            k for k in keys if folded(end) in {folded(n) for n in known.catalog.people[k].names}
        ]
        return [people.item(k, polity=None).id for k in same]

    def apply(self, people: People, units: Sequence[Unit], *, last: bool = False) -> None:
        """Forbids first, then joins, as far as the items are there; says at the end what was not."""
        del units
        for same in (False, True):
            for n, j in enumerate(self.judgements):
                if j.same is not same:
                    continue
                left, right = (self._items(j, e, people) for e in (j.left, j.right))
                if last and not (left and right):
                    missing = j.right if left else j.left
                    people.problems.append(f"line {j.line}: nothing here is called '{missing}'")
                for a in left:
                    for b in right:
                        if a == b:
                            continue
                        if not j.same:
                            if last and people.clusters.find(a) == people.clusters.find(b):
                                self.failed.add(n)
                            people.clusters.forbid(a, b)
                        elif not people.clusters.join(a, b):
                            self.failed.add(n)
                            continue
                        people.note(a, b, (judged(j.same, j.why, j.line),), j.same)
        if last:
            for n in sorted(self.failed):
                j = self.judgements[n]
                word = "the same" if j.same else "different"
                people.problems.append(
                    f"line {j.line}: '{j.left}' and '{j.right}' cannot be {word}, another line speaks against it"
                )


def doubtful_actors(people: People, limit: int = 200) -> list[Comparison]:
    """The comparisons nearest to the threshold, most doubtful first."""
    out: list[tuple[float, str, str, float, bool, tuple[Reason, ...]]] = []
    for (a, b), (reasons, joined) in people.trace.items():
        least = (
            NAMELESS_THRESHOLD
            if any(k.startswith(("family|", "office|")) for k in (a, b))
            else ACTOR_THRESHOLD
        )
        score = total(reasons)
        if abs(score - least) <= DOUBT and reasons[0].feature != "judgement":
            out.append((abs(score - least), a, b, score, joined, reasons))
    out.sort(key=lambda r: r[:4])
    ends = [(_end(a, people), _end(b, people), s, j, r) for _, a, b, s, j, r in out[:limit]]
    return [
        Comparison(left=a, right=b, score=score, same=joined, reasons=reasons)
        for a, b, score, joined, reasons in ends
        if a != b
    ]


def _end(key: str, people: People) -> str:
    """How a ruling would call an item: by its IRI, or by a mention of it when that has no name."""
    item = people.items.get(key)
    if item is None or item.authority or not item.units:
        return key
    if key.startswith("name|"):
        return own_iri(item.units[0].name, item.units[0].office, item.polity, item.tag)
    return item.units[0].mentions[0]
