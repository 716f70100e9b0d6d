"""HTTP requests that were made to do harm, of any number: the same seed gives the same ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from urllib.parse import quote, urlencode

Request = tuple[str, bytes]


_IRIS = [
    "person/sergey-lavrov-q58217", "event/2019-12-10-meeting-lavrov-pompeo-do4lpcdl", "country/ru", "graph/events",
    "graph/reference", "ns", "article/x", "topic/arms", "place/x-1", "", "no/such", "%00", "%FF%FE", "..%2f..%2fetc%2fpasswd",
    "person/" + "a" * 3000, "person/%E2%80%AE", "person/<script>", "person/%3Cscript%3E", "a b", "\u202e", "%", "%zz", "//", "/.",
    "event/2019-12-10-meeting-pompeo-old", "assets/site.css", "assets/..%2fapp.py", "assets/%00", "assets/", "person/%0d%0aX-A:1",
]  # fmt: skip
_ENDINGS = ["", ".html", ".ttl", ".jsonld", ".rdf", ".nt", ".json", ".exe", ".html.html", "/"]


_QUERIES = [
    "SELECT ?l { ?c a kg:State ; rdfs:label ?l } ORDER BY ?l", "ASK {}", "DESCRIBE c:ru",
    "CONSTRUCT { ?c rdfs:label ?l } WHERE { ?c a kg:State ; rdfs:label ?l }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }", "SELECT * { ?s ?p ?o } LIMIT 10",
    "SELECT ?x { VALUES ?x { 1 2 'a'@en <urn:x> UNDEF } }", "SELECT * { GRAPH ?g { ?s ?p ?o } } LIMIT 5",
    "SELECT (REPLACE('aaa', '(a+)+$', 'b') AS ?x) {}", "SELECT * { ?s kg:quote ?q FILTER(REGEX(?q, '(a|aa)+$')) } LIMIT 2",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "INSERT DATA { <urn:a> <urn:b> 1 }", "LOAD <file:///etc/passwd>",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "SELECT ?x { BIND(IRI('javascript:1') AS ?x) }", "DROP ALL",
    "SELECT (GROUP_CONCAT(?l) AS ?x) { ?a rdfs:label ?l }", "SELECT * { ?a rdfs:label* ?b } LIMIT 9",
]  # fmt: skip
_SCRAPS = [
    "{", "}", "(", ")", "<", ">", '"', "'", "\\", "\\u", "\\uD800", "#", "?", "$", "@en", "^^", "..", "*", "/", "|", "!",
    "SERVICE", "UNION", "MINUS", "FILTER", "OPTIONAL", "GRAPH ?g", "LIMIT -1", "LIMIT 99999999999999999999", "OFFSET 1e9",
    "\0", "\u202e", "\U0001f54a", "<http://[>", "<%00>", "_:b", "<< ?a ?b ?c >>", "'''", "VALUES", "1e999999", "-", "9" * 400,
    "{" * 300, "(" * 300, "<urn:" + "x" * 5000 + ">",
]  # fmt: skip
_NAMED = [
    "who-met",
    "chain",
    "on-day",
    "centrality",
    "evidence",
    "no-such",
    "..",
    "%2e%2e",
    "who-met/",
    "<b>",
]
_PARAMS = [
    "person",
    "other",
    "country",
    "since",
    "until",
    "day",
    "from",
    "to",
    "event",
    "topic",
    "format",
    "ask",
    "x",
]
_VALUES = [
    "lavrov", "pompeo", "us", "2019-05-14", "9999-12-31", "0000-00-00", "-1", "", "'; DROP ALL", '"', "<script>alert(1)</script>",
    "\u202e", "\0", "a" * 5000, "csv", "json", "text/html", "*", "?x", "$person", "\\", "{{7*7}}", "%s%n", "=1+1", "../../etc", "\ud7ff",
]  # fmt: skip
_ACCEPTS = [
    "*/*", "text/html", "text/turtle", "application/sparql-results+json", "text/csv;q=0.5, */*;q=0.1", "text/html;q=x", ";;;",
    "image/png", "a/b;" * 300, "text/html;q=99999999999999999999", "", "\xff", "application/json, */*;q=1e9", "*/csv", "text/*",
]  # fmt: skip
_METHODS = [
    "GET",
    "HEAD",
    "POST",
    "OPTIONS",
    "PUT",
    "DELETE",
    "PATCH",
    "TRACE",
    "CONNECT",
    "get",
    "G" * 200,
    "\x00",
]
_TYPES = [
    "application/sparql-query", "application/x-www-form-urlencoded", "application/sparql-update", "text/plain", "", "multipart/form-data",
    "application/sparql-query; charset=utf-16", "application/x-www-form-urlencoded; charset=" + "x" * 300, "application/sparql-query;;=",
]  # fmt: skip


def _query(rng: random.Random) -> str:
    text = rng.choice(_QUERIES)
    for _ in range(rng.choice((0, 1, 1, 3))):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(_SCRAPS) + text[at + rng.choice((0, 0, 3, 12)) :]
    return text


def _pairs(rng: random.Random) -> str:
    pairs = [(rng.choice(_PARAMS), rng.choice(_VALUES)) for _ in range(rng.randrange(4))]
    text = urlencode(pairs, errors="replace")
    if rng.random() < 0.15:
        text += rng.choice(
            [
                "&%",
                "&&&",
                "&%FF%FE=%C3",
                "&=",
                "&x" * 500,
                "&first=-1",
                "&first=" + "9" * 300,
                "&first=٣",
            ]
        )
    return text


def _request(
    rng: random.Random, method: str, target: str, *, body: bytes = b"", media: str | None = None
) -> bytes:
    headers = ["Host: localhost", "Connection: close", f"Accept: {rng.choice(_ACCEPTS)}"]
    if body or method == "POST":
        headers.append(f"Content-Length: {len(body)}")
    if media is not None:
        headers.append(f"Content-Type: {media}")
    head = f"{method} {target} HTTP/1.1\r\n" + "\r\n".join(headers) + "\r\n\r\n"
    return head.encode("utf-8", "surrogatepass") + body


def _sparql(rng: random.Random) -> bytes:
    query = _query(rng)
    if rng.random() < 0.5:
        more = rng.choice(
            [
                "",
                "",
                "&format=csv",
                "&default-graph-uri=urn:x",
                "&named-graph-uri=no%20iri",
                "&query=x",
                "&update=x",
            ]
        )
        return _request(rng, "GET", "/sparql?query=" + quote(query, errors="replace") + more)
    raw = query.encode("utf-8", "replace")
    if rng.random() < 0.2:
        raw = rng.choice(
            [query.encode("utf-16", "replace"), raw + b"\xff", rng.randbytes(200), raw * 500]
        )
    media = rng.choice(_TYPES)
    if "urlencoded" in media:
        raw = b"query=" + quote(raw).encode()
    return _request(rng, "POST", "/sparql", body=raw, media=media)


def _graph_store(rng: random.Random) -> bytes:
    method = rng.choice(["GET", "GET", "GET", "HEAD", "PUT", "DELETE", "POST", "PATCH"])
    iri = rng.choice(
        [
            "https://w3id.org/diplokg/graph/events",
            "urn:x",
            "no iri",
            "",
            "file:///etc/passwd",
            "\u202e",
            "<",
            "x" * 4000,
        ]
    )
    which = rng.choice(
        [
            "default",
            "graph=" + quote(iri),
            "graph",
            "default&default",
            "default&graph=x",
            "",
            "graph=%FF",
        ]
    )
    return _request(
        rng, method, "/store?" + which, body=rng.randbytes(30) if method in ("PUT", "POST") else b""
    )


def _linked(rng: random.Random) -> bytes:
    target = "/" + rng.choice(_IRIS) + rng.choice(_ENDINGS)
    if rng.random() < 0.2:
        iri = rng.choice(
            [
                *_VALUES,
                "https://w3id.org/diplokg/" + rng.choice(_IRIS),
                "http://[",
                "urn:x y",
                "mailto:",
            ]
        )
        target = "/resource?iri=" + quote(iri, errors="replace") + "&" + _pairs(rng)
    elif rng.random() < 0.2:
        target += "?" + _pairs(rng)
    return _request(rng, rng.choice(["GET"] * 4 + _METHODS[:4]), target)


def _routes(rng: random.Random) -> bytes:
    path = rng.choice(
        [f"/queries/{rng.choice(_NAMED)}", "/search", "/explore", "/query", "/queries", "/", "/health",
         "/.well-known/void", "/shapes.ttl", "/context.jsonld", "/data", "/data/", "/data/around", "/data/around", "/data/passages", "/data/find"]
    )  # fmt: skip
    query = _pairs(rng)
    if path == "/search":
        query = "q=" + quote(
            rng.choice([*_VALUES, '"a" OR b*', "NEAR(a b)", "a AND", "col:x", "(", "-", "^x"]),
            errors="replace",
        )
    elif path == "/data/find":
        query = "q=" + quote(rng.choice([*_VALUES, '"', "(a", "a*", "^"]), errors="replace")
    elif path.startswith("/data/"):
        kind = rng.choice(
            ["actor", "state", "topic", "place", "article", "event", "pair", "", "x", "__proto__"]
        )
        what = rng.choice(["person/sergey-lavrov-q58217", "country/ru", *_IRIS, *_VALUES])
        first = rng.choice(
            ["", "&first=0", "&first=99999", "&first=-1", "&first=x", "&first=" + "9" * 50]
        )
        query = "select=" + quote(f"{kind}:{what}", errors="replace") + first
    elif path.startswith("/explore"):
        query = (
            "node="
            + quote(
                rng.choice([*_VALUES, *("https://w3id.org/diplokg/" + i for i in _IRIS)]),
                errors="replace",
            )
            + "&"
            + query
        )
    return _request(rng, rng.choice(["GET"] * 12 + _METHODS[:8]), f"{path}?{query}")


def _malformed(rng: random.Random) -> bytes:
    good = _request(rng, "GET", "/health")
    return rng.choice([
        lambda: rng.randbytes(rng.randrange(1, 400)) + b"\r\n\r\n",
        lambda: b"GET /\r\n\r\n",
        lambda: b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        lambda: b"GET / HTTP/1.0\r\n\r\n",
        lambda: rng.choice(_METHODS).encode() + b" /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        lambda: b"GET /" + b"a" * rng.choice((8000, 100_000, 300_000)) + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        lambda: b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * rng.choice((200, 20_000)) + b"Connection: close\r\n\r\n",
        lambda: b"GET / HTTP/1.1\r\nHost: " + rng.choice([b"a b", b"\"><script>", b"x" * 9000, b"[::1", b"a@b", b"\xff", b"evil.example", b""]) + b"\r\nConnection: close\r\n\r\n",
        lambda: b"GET /sparql HTTP/1.1\r\nHost: " + rng.choice([b"a<b", b"x\\y", b"{}", b"a:99999", b"%00", b"..", b"a?b#c"]) + b"\r\nAccept: text/turtle\r\nConnection: close\r\n\r\n",
        lambda: b"GET /.well-known/void HTTP/1.1\r\nHost: " + rng.choice([b"a<b", b"x^y", b"{|}", b"a:b:c", b"`"]) + b"\r\nConnection: close\r\n\r\n",
        lambda: b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: y\r\nConnection: close\r\n\r\n",
        lambda: b"GET / HTTP/1.1\r\nHost: localhost\r\n folded: y\r\nConnection: close\r\n\r\n",
        lambda: b"GET http://evil.example/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        lambda: b"GET ../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        lambda: b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + rng.choice([b"6\r\nASK {}\r\n0\r\n\r\n", b"zz\r\n", b"-1\r\n", b"FFFFFFFFFFFFFFFFFF\r\nx", b"6\r\nASK {}"]),
        lambda: b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + rng.choice([b"-1", b"x", b"5, 6", b"99999999999999999999", b"+6", b"0x6"]) + b"\r\nConnection: close\r\n\r\nASK {}",
        lambda: b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        lambda: b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 3000000\r\nConnection: close\r\n\r\n" + b"x" * 3_000_000,
        lambda: b"GET /assets/yasqe.min.js HTTP/1.1\r\nHost: localhost\r\nRange: " + rng.choice([b"bytes=" + b"0-1," * 2000 + b"1-2", b"bytes=9-1", b"bytes=-", b"x=1", b"bytes=0-99999999999999"]) + b"\r\nConnection: close\r\n\r\n",
        lambda: b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
        lambda: good[: rng.randrange(1, len(good))],
        lambda: good.replace(b"\r\n", rng.choice([b"\n", b"\r", b"\r\n\0"])),
        lambda: good[:-2] + bytes([rng.randrange(256)]) + b": x\r\n\r\n",
        lambda: bytes(b ^ (1 << rng.randrange(8)) if rng.random() < 0.03 else b for b in good),
    ])()  # fmt: skip


_KINDS: dict[str, Callable[[random.Random], bytes]] = {
    "sparql": _sparql, "graph store": _graph_store, "linked data": _linked, "routes": _routes, "malformed": _malformed,
}  # fmt: skip


def requests(number: int, seed: int) -> Iterator[Request]:
    """Kinds and raw requests."""
    rng = random.Random(seed)
    for n in range(number):
        kind = list(_KINDS)[n % len(_KINDS)]
        yield kind, _KINDS[kind](rng)
