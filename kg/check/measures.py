"""Precision and recall of records against annotations: the definitions of both kinds of gold.

Full gold annotates every event of a text. Events of a text are aligned one to one, greedily by how
well they fit; two may be aligned when their types are of one group and the F1 of their participants
is above one half. Main-event gold has the one event that a document is about, and measures whether
it was found. Borderline events of full gold ("optional") are neither a miss nor a false event.

Full gold also tells whether the confidence of an event keeps its word: ``calibration_error``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kg.reference.event_kinds import event_kinds
from kg.reference.read import folder

Json = Mapping[str, Any]
Scores = dict[str, float | None]

_STATUS = {
    "held": "held", "ongoing": "held", "planned": "planned", "disputed": "planned",
    "proposed": "proposed", "invited": "proposed", "cancelled": "off", "postponed": "off",
    "denied": "off", "declined": "off",
}  # fmt: skip
_TITLES = re.compile(
    r"\b(mr|mrs|ms|dr|sir|lord|lady|president|prime minister|minister|secretary|chancellor|king|queen"
    r"|his|her|majesty|excellency|crown prince|prince|sheikh|general|ambassador|senator|the)\b\.?",
    re.IGNORECASE,
)

FULL = (
    "event_f1",
    "strict_f1",
    "participant_f1",
    "date_acc",
    "status_acc",
    "place_acc",
    "topic_recall",
)
MAIN = ("found", "partial", "date_acc", "status_acc", "polity_acc")


@cache
def _groups(where: Path) -> Mapping[str, str]:
    """The group of each name that a type of event has here or in annotations made elsewhere."""
    return {name: k.group for k in event_kinds(where).values() for name in (k.key, *k.aliases)}


def words(text: str | None) -> list[str]:
    """Lower-case ASCII words; a hyphen parts words, an apostrophe does not.

    >>> words("Côte d'Ivoire, Guinea-Bissau")
    ['cote', 'divoire', 'guinea', 'bissau']
    """
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9 ]+", " ", plain.replace("-", " ").replace("'", "")).split()


def name_words(name: str | None) -> set[str]:
    """The words of a name without titles and forms of address."""
    return set(words(_TITLES.sub(" ", name or "")))


def same_actor(gold: Json, told: Json) -> bool:
    """May the two stand for one participant?"""
    kinds = (gold.get("kind") or "person", told.get("kind") or "person")
    one_state = bool(gold.get("polity")) and gold.get("polity") == told.get("polity")
    a, b = name_words(gold.get("name")), name_words(told.get("name"))
    if "person" not in kinds:
        return one_state or bool(a and b and (a <= b or b <= a))
    if kinds[0] != kinds[1]:
        # "Chinese diplomats" given as China: only when no person is named
        return one_state and not (a if kinds[0] == "person" else b)
    if a and b:
        common = a & b
        return a <= b or b <= a or (len(common) >= 2 and len(common) / len(a | b) >= 0.5)
    return gold.get("kind") == told.get("kind") and one_state


def _participants(event: Json) -> Sequence[Json]:
    return event.get("participants") or ()


def _shared(gold: Json, told: Json) -> int:
    """How many participants the two have in common, each counted once."""
    free = list(_participants(told))
    count = 0
    for actor in _participants(gold):
        hit = next((i for i, other in enumerate(free) if same_actor(actor, other)), None)
        if hit is not None:
            del free[hit]
            count += 1
    return count


def f1(hits: float, told: float, gold: float) -> float:
    """The harmonic mean of precision (hits / told) and recall (hits / gold); 0 when there is none."""
    precision = hits / told if told else 0.0
    recall = hits / gold if gold else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


_SEASON = re.compile(r"(\d{4})-2([1-4])$")
"""EDTF's seasons, "2021-21" for spring, are the same as their months: "2021-03/2021-05"."""


def _begins(season: re.Match[str]) -> str:
    return f"{season[1]}-{3 * int(season[2]):02d}"


def _ends(season: re.Match[str]) -> str:
    year, month = int(season[1]), 3 * int(season[2]) + 2
    return f"{year:04d}-{month:02d}" if month <= 12 else f"{year + 1:04d}-{month - 12:02d}"


def window(edtf: str | None) -> tuple[str, str] | None:
    """The first and last day of a date as strings that sort; None when it is not known.

    >>> window("2019-05"), window("2019-05-13/2019-05-14")
    (('2019-05-01', '2019-05-31'), ('2019-05-13', '2019-05-14'))
    >>> window("2021-21") == window("2021-03/2021-05")
    True
    """
    if not edtf:
        return None
    first, _, last = re.sub("[~?]", "", edtf).partition("/")
    last = last or first
    first, last = _SEASON.sub(_begins, first), _SEASON.sub(_ends, last)
    opening, closing = {4: "-01-01", 7: "-01"}, {4: "-12-31", 7: "-31"}
    return first + opening.get(len(first), ""), last + closing.get(len(last), "")


def _date_right(gold: str | None, told: str | None) -> bool:
    g, t = window(gold), window(told)
    if g is None or t is None or g[0] != t[0]:
        return False
    return g[1] == t[1] or (len(gold or "") <= 7 and len(told or "") == len(gold or ""))


def _date_overlaps(gold: str | None, told: str | None) -> bool:
    g, t = window(gold), window(told)
    return g is not None and t is not None and g[0] <= t[1] and t[0] <= g[1]


def _status_right(gold: Json, told: Json) -> bool:
    return _STATUS.get(gold["status"]) == _STATUS.get(told.get("status") or "")


def _city_right(gold: Json, told: Json) -> bool:
    return words(gold.get("city")) == words((told.get("venue") or {}).get("city"))


def align(gold: Sequence[Json], told: Sequence[Json]) -> list[tuple[int, int]]:
    """Pairs of positions (gold, told), each position at most once, the best fit first."""
    fits = []
    group = _groups(folder())
    for i, g in enumerate(gold):
        for j, t in enumerate(told):
            if group.get(g["type"]) != group.get(t.get("type") or ""):
                continue
            people = f1(_shared(g, t), len(_participants(t)), len(_participants(g)))
            if people > 0.5:
                weight = people + 0.5 * _date_right(g.get("date"), t.get("date"))
                weight += 0.2 * _date_overlaps(g.get("date"), t.get("date"))
                weight += 0.2 * _status_right(g, t)
                weight += 0.2 * bool(g.get("city") and _city_right(g, t))
                fits.append((-weight, i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(fits):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


Judged = tuple[float, bool]
"""The confidence of an event, and whether it is right."""


def judged(gold: Sequence[Json], told: Mapping[str, Json]) -> list[Judged]:
    """Every event told with its confidence, and whether it is right: aligned with a gold event.

    An event aligned with an optional one is left out, and so is one without a confidence. ``gold``
    and ``told`` are those of ``full_scores``.
    """
    out = []
    for doc in gold:
        wanted = _known(doc["events"])
        given = _known((told.get(doc["id"]) or {}).get("events", ()))
        partner = {j: wanted[i] for i, j in align(wanted, given)}
        out += [
            (float(e["confidence"]), j in partner)
            for j, e in enumerate(given)
            if e.get("confidence") is not None and not partner.get(j, {}).get("optional")
        ]
    return out


def calibration_error(
    marks: Sequence[Judged], *, bins: int = 10, equal_mass: bool = False
) -> float | None:
    """The expected calibration error: how far confidence lies from the share that is right.

    The events are put into ``bins`` by confidence, of equal width over 0 to 1 (the upper bound
    belongs to the next bin), or with ``equal_mass`` of equal number as nearly as equal confidences
    that stay together allow. The error
    is the mean over the bins of |mean confidence - share right|, weighted by their events; None when
    there are no events. Naeini, Cooper, Hauskrecht 2015, "Obtaining Well Calibrated Probabilities
    Using Bayesian Binning". A perfect confidence measures more than 0 on few events: about 0.05 on
    a hundred.

    >>> calibration_error([(0.9, True)] * 9 + [(0.9, False)])
    0.0
    >>> round(calibration_error([(0.9, True), (0.2, True)]), 2)
    0.45
    """
    if not marks:
        return None
    rank: dict[float, int] = {}
    for n, p in enumerate(sorted(p for p, _ in marks)):
        rank.setdefault(p, n)
    groups: dict[int, list[Judged]] = {}
    for p, right in marks:
        # The small number undoes 0.29 * 100 = 28.999…: a bound stated in decimals is one.
        k = rank[p] * bins // len(marks) if equal_mass else min(bins - 1, int(p * bins + 1e-9))
        groups.setdefault(k, []).append((p, right))
    off = sum(abs(sum(p for p, _ in g) - sum(right for _, right in g)) for g in groups.values())
    return round(off / len(marks), 6)


def _known(events: Sequence[Json]) -> list[Json]:
    """The events of a type that is measured."""
    group = _groups(folder())
    return [e for e in events if e.get("type") in group]


def _topics_found(gold: Json, told: Json) -> int:
    said = [
        set(words(f"{t.get('label') or ''} {t.get('text') or ''}"))
        for t in told.get("topics") or ()
    ]
    count = 0
    for topic in gold.get("topics") or ():
        wanted = {w for w in words(topic) if len(w) > 2}
        count += any(wanted and len(wanted & s) / len(wanted) >= 0.5 for s in said)
    return count


def full_scores(gold: Sequence[Json], told: Mapping[str, Json]) -> Scores:
    """Measures against full annotations. ``told`` are records by the source id of their document.

    ``ece`` is the ``calibration_error`` of the events that are ``judged``: of it alone less is better.

    >>> full_scores([{"id": "a", "events": []}], {})["event_f1"]
    0.0
    """
    c: Counter[str] = Counter()
    for doc in gold:
        wanted = _known(doc["events"])
        record = told.get(doc["id"])
        given = _known((record or {}).get("events", ()))
        c["docs"] += 1
        c["missing"] += record is None
        pairs = align(wanted, given)
        spare = [p for p in pairs if wanted[p[0]].get("optional")]
        pairs = [p for p in pairs if p not in spare]
        c["gold"] += sum(not e.get("optional") for e in wanted)
        c["told"] += len(given) - len(spare)
        c["match"] += len(pairs)
        for i, j in pairs:
            _count_pair(c, wanted[i], given[j])

    def share(part: str, whole: str) -> float | None:
        return round(c[part] / c[whole], 3) if c[whole] else None

    error = calibration_error(judged(gold, told))
    return {
        "docs": c["docs"],
        "missing": c["missing"],
        "gold": c["gold"],
        "pred": c["told"],
        "event_f1": round(f1(c["match"], c["told"], c["gold"]), 3),
        "event_p": round(c["match"] / c["told"], 3) if c["told"] else 0.0,
        "event_r": round(c["match"] / c["gold"], 3) if c["gold"] else 0.0,
        "strict_f1": round(f1(c["strict"], c["told"], c["gold"]), 3),
        "participant_f1": round(f1(c["who"], c["who_told"], c["who_gold"]), 3),
        "date_acc": share("date", "date_gold"),
        "status_acc": share("status", "match"),
        "place_acc": share("place", "place_gold"),
        "topic_recall": share("topic", "topic_gold"),
        "ece": None if error is None else round(error, 3),
    }


def _count_pair(c: Counter[str], g: Json, t: Json) -> None:
    shared, mine, theirs = _shared(g, t), len(_participants(g)), len(_participants(t))
    c["who"] += shared
    c["who_gold"] += mine
    c["who_told"] += theirs
    dated = bool(g.get("date"))
    right_day = _date_right(g.get("date"), t.get("date"))
    c["date_gold"] += dated
    c["date"] += dated and right_day
    c["status"] += _status_right(g, t)
    if g.get("city"):
        c["place_gold"] += 1
        c["place"] += _city_right(g, t)
    elif g.get("country"):
        c["place_gold"] += 1
        c["place"] += g["country"] == (t.get("venue") or {}).get("country")
    c["topic_gold"] += len(g.get("topics") or ())
    c["topic"] += _topics_found(g, t)
    everybody = shared == mine == theirs
    c["strict"] += everybody and (right_day or not dated) and _status_right(g, t)


def _near(gold: str, told: str | None, tolerance: int) -> bool:
    g, t = window(gold), window(told)
    if g is None or t is None:
        return False
    try:
        day, first, last = (date.fromisoformat(d) for d in (g[0], *t))
    except ValueError:
        return False
    return day - timedelta(days=tolerance) <= first and last <= day


def main_scores(gold: Sequence[Json], told: Mapping[str, Json]) -> Scores:
    """Measures against the one main event of each document.

    ``found``: an event of its group has every gold participant that can be looked for; ``partial``:
    at least two of them, or the only one. A document with nobody to look for does not count.

    >>> main_scores([], {})["found"] is None
    True
    """
    c: Counter[str] = Counter()
    group = _groups(folder())
    for doc in gold:
        main = doc["main"]
        events = (told.get(doc["id"]) or {}).get("events", ())
        c["events"] += len(events)
        wanted = [
            p
            for p in main["participants"]
            if p.get("named_in_body", True) and name_words(p["name"])
        ]
        if not wanted:
            continue
        c["docs"] += 1
        best: tuple[int, bool] | None = None
        hit: Json = {}
        for event in events:
            if group.get(event.get("type") or "") != group.get(main["type"]):
                continue
            count = sum(any(same_actor(w, p) for p in _participants(event)) for w in wanted)
            near = _near(main["date"], event.get("date"), doc["date_tolerance_days"] or 0)
            if count and (best is None or (count, near) > best):
                best, hit = (count, near), event
        if best is None:
            continue
        c["partial"] += best[0] >= min(2, len(wanted))
        if best[0] == len(wanted):
            _count_main(c, doc, hit, wanted)

    def share(part: str, whole: str) -> float | None:
        return round(c[part] / c[whole], 3) if c[whole] else None

    return {
        "docs": c["docs"],
        "found": share("found", "docs"),
        "partial": share("partial", "docs"),
        "date_acc": share("date", "date_gold"),
        "status_acc": share("status", "status_gold"),
        "polity_acc": share("polity", "polity_gold"),
        "events_per_doc": share("events", "docs"),
    }


def _count_main(c: Counter[str], doc: Json, hit: Json, wanted: Sequence[Json]) -> None:
    main = doc["main"]
    c["found"] += 1
    if main.get("date"):
        c["date_gold"] += 1
        c["date"] += _near(main["date"], hit.get("date"), doc["date_tolerance_days"] or 0)
    if main.get("status"):
        c["status_gold"] += 1
        c["status"] += _status_right(main, hit)
    for person in wanted:
        if person.get("polity"):
            c["polity_gold"] += 1
            c["polity"] += any(
                same_actor(person, p) and p.get("polity") == person["polity"]
                for p in _participants(hit)
            )
