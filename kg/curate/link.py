"""Links people and places to an authority on the web, over the W3C Reconciliation Service API (0.2).

Names go out only when a person asks for it with ``kg link``. What is accepted becomes a line of
judgements.tsv (this node, that entity, same), so a person sees it, can take it back, and a rebuild
keeps it. Whatever is not clearly one entity is left alone.

The protocol: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.core.errors import KgError
from kg.core.ids import local
from kg.core.model import Judgement, LocalIri
from kg.graph.view.values import GraphView
from kg.resolve.people.names import folded

THRESHOLD = 90.0
"""The least score, of a hundred, at which a candidate is accepted."""
MARGIN = 10.0
"""By how much the best must beat the second."""
_BATCH = 20
_CANDIDATES = 5
_TIMEOUT = 30  # seconds
_MOST = 4_000_000  # bytes of one answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A reconciliation service: where it is, what it calls itself, and how its ids become IRIs."""

    url: str
    name: str
    space: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity that a service offers. ``score`` is the service's own, of a hundred."""

    iri: str
    name: str
    score: float
    match: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A node without a link, and the words to look for it by."""

    iri: LocalIri
    scope: str
    name: str


def wanted(view: GraphView, *, people: bool = True, places: bool = True) -> list[Wanted]:
    """People without owl:sameAs and places without a GeoNames number, sorted."""
    out = []
    if people:
        out += [
            Wanted(iri=local(a.iri), scope="actor", name=a.label)
            for a in view.actors.values()
            if a.kind == "person" and not a.same_as
        ]
    if places:
        out += [
            Wanted(iri=local(p.iri), scope="place", name=p.label)
            for p in view.places.values()
            if p.geonames is None and "/place/" in p.iri
        ]
    return sorted(out, key=lambda w: (w.scope, w.iri))


def service(url: str) -> Service:
    """Asks a service who it is. Raises KgError when it does not answer, or not as the protocol says."""
    if urllib.parse.urlsplit(url).scheme not in {"http", "https"}:
        raise KgError(
            "not the address of a service",
            where=url,
            mend="give the http or https address of a reconciliation service",
        )
    manifest = _ask(url, None)
    space = manifest.get("identifierSpace")
    if not isinstance(space, str) or not space.startswith(("http://", "https://")):
        raise KgError(
            "this is no reconciliation service: its manifest has no identifierSpace",
            where=url,
            mend="give the address that its documentation gives for reconciliation",
        )
    return Service(url=url, name=str(manifest.get("name") or url), space=space)


def reconcile(
    at: Service, nodes: Sequence[Wanted], *, type: str | None = None
) -> Iterator[tuple[Wanted, tuple[Candidate, ...]]]:
    """The candidates for each node, the best first; asks in batches. ``type`` is one of the service's."""
    for start in range(0, len(nodes), _BATCH):
        batch = nodes[start : start + _BATCH]
        queries: dict[str, dict[str, object]] = {}
        for n, w in enumerate(batch):
            queries[f"q{n}"] = {"query": w.name, "limit": _CANDIDATES}
            if type:
                queries[f"q{n}"]["type"] = type
        answer = _ask(at.url, {"queries": json.dumps(queries)})
        for n, w in enumerate(batch):
            found = answer.get(f"q{n}")
            rows = found.get("result") if isinstance(found, dict) else None
            yield w, _candidates(rows if isinstance(rows, list) else [], at)


def _candidates(rows: Iterable[Any], at: Service) -> tuple[Candidate, ...]:
    out = []
    for row in rows:
        if not isinstance(row, dict) or not row.get("id"):
            continue
        try:
            score = float(row.get("score") or 0.0)
        except (TypeError, ValueError):
            continue
        entity = str(row["id"])
        if not entity.startswith(("http://", "https://")):
            entity = at.space + urllib.parse.quote(entity, safe="")
        out.append(
            Candidate(
                iri=entity,
                name=str(row.get("name") or ""),
                score=score,
                match=row.get("match") is True,
            )
        )
    return tuple(sorted(out, key=lambda c: (-c.score, c.iri)))


def accepted(
    found: Wanted, candidates: Sequence[Candidate], *, threshold: float = THRESHOLD
) -> Candidate | None:
    """The one candidate that is the node beyond doubt, or None.

    Its score reaches the threshold, its name is written the same way but for case, accents and
    order, and no other of that name comes near: two of one name are for a person to tell apart.

    >>> one = Candidate(iri="https://x.example/1", name="Anna Zilk", score=99.0, match=True)
    >>> accepted(Wanted(iri="person/a", scope="actor", name="Anna ZILK"), [one]) is one
    True
    """
    fitting = [c for c in candidates if _words(c.name) == _words(found.name)]
    if not fitting or fitting[0].score < threshold:
        return None
    rivals = [c for c in fitting[1:] if fitting[0].score - c.score < MARGIN]
    return None if rivals else fitting[0]


def _words(name: str) -> list[str]:
    return sorted(folded(name).replace("-", " ").replace(",", " ").split())


def ruling(found: Wanted, entity: Candidate, at: Service, *, today: date) -> Judgement:
    """The line that keeps a link."""
    return Judgement(
        left=found.iri,
        right=entity.iri,
        same=True,
        scope=found.scope,
        why=f"{entity.name}, score {entity.score:g} of {at.name}",
        by="kg link",
        when=today.isoformat(),
    )


def _ask(url: str, form: Mapping[str, str] | None) -> dict[str, Any]:
    data = urllib.parse.urlencode(form).encode() if form is not None else None
    headers = {"Accept": "application/json", "User-Agent": "diplokg"}
    request = urllib.request.Request(url, data=data, headers=headers)
    mend = "see whether the address is right and the service up, and run the same command again"
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
            raw = answer.read(_MOST + 1)
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise KgError(f"the service does not answer: {reason}", where=url, mend=mend) from error
    if len(raw) > _MOST:
        raise KgError("the service's answer is too long", where=url, mend=mend)
    try:
        found = json.loads(raw)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise KgError("the service's answer is no JSON object", where=url, mend=mend)
    return found
