"""Named and free SPARQL over an endpoint: SPARQL 1.1 Protocol, by POST of a form, section 2.1.2.

Our queries take all graphs as one. An endpoint whose default graph is another is asked for the union in
the way of Jena, then in that of Oxigraph, and used so when it then knows our events.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.ask.query import NamedQuery, bound, check, finished, named_queries, plain
from kg.ask.remote.http import MIB, Got, address, fetch, shown, with_params
from kg.ask.values import QueryError, Result, Table
from kg.core.errors import KgError
from kg.core.ids import fold
from kg.core.model import Iri
from kg.core.terms import KG, SEM
from kg.core.vocab import PREFIXES
from kg.graph import names as known
from kg.reference.nodes import node

TIMEOUT = 60.0
"""Seconds that an answer may take, if nothing else is said."""

MOST = 256 * MIB
"""Bytes that an answer may have."""

NEAR = 20_000
"""Names that are fetched to tell what was perhaps meant, when nothing is called as it was said."""

_ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
_UNIONS = ((), (("default-graph-uri", "urn:x-arq:UnionGraph"),), (("union-default-graph", ""),))
_KNOWS = "ASK { ?e a kg:Event }"


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """An endpoint: its address, and what an answer may cost in seconds and bytes."""

    url: str
    timeout: float = TIMEOUT
    most: int = MOST

    @cached_property
    def union(self) -> tuple[tuple[str, str], ...]:
        """The parameters that make this endpoint take all graphs as one; none where it does anyway."""
        for params in _UNIONS:
            try:
                if self.send(_KNOWS, form="ASK", where="kg", params=params) is True:
                    return params
            except KgError:
                if not params:
                    raise
        return ()

    def send(
        self,
        sparql: str,
        *,
        form: str,
        where: str,
        params: tuple[tuple[str, str], ...],
        limit: int | None = None,
    ) -> Result:
        """One query as it stands; ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE."""
        accept = _ROWS if form in ("SELECT", "ASK") else _TRIPLES
        url = with_params(address(self.url, where=where), *params)
        text = _with_prefixes(sparql)

        def got(method: str) -> Got:
            body = urlencode({"query": text}).encode() if method == "POST" else None
            headers = {"Accept": accept}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            to = url if body is not None else with_params(url, ("query", text))
            return fetch(
                to, method=method, body=body, headers=headers, timeout=self.timeout,
                most=self.most, where=where,
            )  # fmt: skip

        answer = got("POST")
        if answer.status in (405, 415, 501):  # some read by GET alone
            answer = got("GET")
        if answer.status != 200:
            raise _refused(answer, f"{where}, {shown(self.url)}")
        return _read(answer, form, limit, f"{where}, {shown(self.url)}")


def _with_prefixes(sparql: str) -> str:
    """The prefixes of kg.core.vocab that it uses and does not declare, in front and on its first line."""
    declared = set(re.findall(r"(?i)\bPREFIX\s+([\w.-]*):", sparql))
    used = [
        f"PREFIX {prefix}: <{space}> "
        for prefix, space in PREFIXES.items()
        if prefix not in declared and re.search(rf"(?<![\w.-]){prefix}:", sparql)
    ]
    return "".join(used) + sparql


def _refused(answer: Got, where: str) -> KgError:
    said = answer.words()
    what = f"the endpoint answered {answer.status}" + (f": {said}" if said else "")
    if answer.status in (400, 422):
        return QueryError(what, where=where, mend="mend the query")
    mends = {
        401: "give name and password in the address: https://NAME:PASSWORD@…",
        403: "see whether you may ask there",
        404: "give the address of its query service, such as …/sparql or …/query",
        413: "ask for less, with a LIMIT",
        429: "wait a while, then ask again",
    }
    if 300 <= answer.status < 400:
        to = shown(answer.headers.get("location", "another address"))[:200]
        return KgError(what, where=where, mend=f"it has moved: give {to}")
    other = "ask again later, or for less" if answer.status >= 500 else "see what the endpoint says"
    return KgError(what, where=where, mend=mends.get(answer.status, other))


def _read(answer: Got, form: str, limit: int | None, where: str) -> Result:
    strange = KgError(
        f"this is no SPARQL endpoint: it answered with {answer.media or 'an unnamed format'}",
        where=where,
        mend="give the address of its query service, such as …/sparql or …/query",
    )
    try:
        if form in ("SELECT", "ASK"):
            rows = ox.QueryResultsFormat.from_media_type(answer.media)
            if rows is None:
                raise strange
            found = ox.parse_query_results(answer.body, format=rows)
            return plain(found, limit)
        kind = ox.RdfFormat.from_media_type(answer.media)
        if kind is None:
            raise strange
        return plain((q.triple for q in ox.parse(answer.body, format=kind)), limit)
    except (SyntaxError, ValueError) as error:
        message = " ".join(str(error).split())[:200]
        raise KgError(
            f"the endpoint's answer cannot be read as {answer.media}: {message}",
            where=where,
            mend="see whether this is a SPARQL 1.1 endpoint, and whether its answer was cut off",
        ) from error


def ask(
    endpoint: Endpoint, sparql: str, *, limit: int | None = None, where: str = "kg query"
) -> Result:
    """What an endpoint answers: a Table (SELECT), sorted triples (CONSTRUCT, DESCRIBE) or a truth (ASK).

    The prefixes of kg.core.vocab need no declaration. Raises QueryError for an update and for what the
    endpoint says is wrong in the query; KgError for an endpoint that does not answer, or not as the
    protocol says, or not within its time and size.
    """
    words = check(sparql, where, service=True)
    form = next((w for w in words if w in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "SELECT")
    return endpoint.send(sparql, form=form, where=where, params=endpoint.union, limit=limit)


def ask_named(
    endpoint: Endpoint,
    name: str | NamedQuery,
    params: Mapping[str, str],
    *,
    limit: int | None = None,
) -> Table:
    """The rows of a named query of an endpoint, as kg.ask.query.run_named gives those of a store."""
    query = name if isinstance(name, NamedQuery) else named_queries()[name]
    text = bound(query, params, Elsewhere(endpoint))
    own_limit = None if query.then else limit
    result = ask(endpoint, text, limit=own_limit, where=f"kg query {query.name}")
    return finished(query, result, limit=limit)


class Elsewhere:
    """The names of an endpoint, for kg.graph.names: those that have all the words, and of no more."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._families: dict[Iri, list[str]] = {}

    def known(self, iri: ox.NamedNode) -> bool:
        """Does any statement have this as its subject or its object?"""
        return ask(self.endpoint, f"ASK {{ {{ {iri} ?p ?o }} UNION {{ ?s ?q {iri} }} }}") is True

    def names(self, kind: str, words: str) -> dict[Iri, list[str]]:
        """The names of each thing of a kind of which one has all the words; without words, of many."""
        types = " ".join(str(node(c)) for c in known.TYPES[kind])
        curies = (*known.NAMES, KG.familyName)
        named = " ".join(str(node(c)) for c in curies)
        like = " ".join(
            f'FILTER(REGEX(STR(?m), {ox.Literal(pattern)}, "i"))' for pattern in _like(words)
        )
        found = ask(
            self.endpoint,
            f"SELECT DISTINCT ?x ?p ?n {{ VALUES ?t {{ {types} }} ?x a ?t . "
            + (f"VALUES ?q {{ {named} }} ?x ?q ?m . {like} " if like else "")
            + f"VALUES ?p {{ {named} }} ?x ?p ?n }}"
            + ("" if like else f" LIMIT {NEAR}"),
        )
        family = node(KG.familyName)
        rows = defaultdict[Iri, list[str]](list)
        self._families = defaultdict(list)
        for x, p, n in found.rows if isinstance(found, Table) else ():
            if isinstance(x, ox.NamedNode) and isinstance(n, ox.Literal):
                (self._families if p == family else rows)[Iri(x.value)].append(n.value)
        if like and not rows and kind != "event":
            return self.names(kind, "")  # to tell what was perhaps meant
        return {iri: sorted(rows[iri]) for iri in sorted(rows)}

    def families(self, among: Iterable[Iri]) -> dict[Iri, list[str]]:  # noqa: ARG002
        """The family names among what ``names`` found."""
        return dict(self._families)

    def uses(self, kind: str, iris: Iterable[Iri]) -> dict[Iri, int]:
        """In how many events each of these occurs."""
        wanted = list(iris)
        values = " ".join(f"<{iri}>" for iri in wanted)
        predicates = known.USES.get(kind, (SEM.hasActor, KG.party))
        ways = " ".join(str(node(c)) for c in predicates)
        found = ask(
            self.endpoint,
            f"SELECT ?x (COUNT(*) AS ?n) {{ VALUES ?x {{ {values} }} VALUES ?p {{ {ways} }} "
            "?e ?p ?x } GROUP BY ?x",
        )
        counts = dict.fromkeys(wanted, 0)
        for x, n in found.rows if isinstance(found, Table) else ():
            if isinstance(x, ox.NamedNode) and isinstance(n, ox.Literal):
                counts[Iri(x.value)] = int(n.value)
        return counts


def _like(words: str) -> list[str]:
    """For each word a pattern that its spellings fit, with accents or without, whatever the engine.

    >>> _like("Ali")
    ['(a|[^ -~]{1,4})[^ -~]?(l|[^ -~]{1,4})[^ -~]?(i|[^ -~]{1,4})[^ -~]?']
    """
    return [
        "".join(f"({c}|[^ -~]{{1,4}})[^ -~]?" if c.isascii() else "." for c in word)
        for word in re.findall(r"\w+", fold(words))
    ]
