"""The server: addresses, methods and headers. What is asked is done by a worker (kg.serve.pool).

A thing ``https://w3id.org/diplokg/person/x`` is asked for at ``/person/x``, which leads with 303 to the
document that the client prefers: ``/person/x.html``, ``.ttl``, ``.jsonld``, ``.rdf`` or ``.nt``.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Collection, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.core.ids import BASE
from kg.core.vocab import PREFIXES
from kg.pages.html import FORMATS, HERE, Site, fill, stylesheet
from kg.pages.negotiate import GRAPH, SELECT, choose, prefers_html, wish
from kg.reference.read import folder
from kg.serve import explorer, home, search
from kg.serve.answer import HTML, Answer, problem
from kg.serve.context import REVIEW
from kg.serve.headers import Headers
from kg.serve.kept import there
from kg.serve.limits import Limits
from kg.serve.pool import Pool, Reply, clean, spool_size
from kg.serve.review import Review
from kg.serve.review import answer as take
from kg.serve.trouble import as_page

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_EXAMPLE = """SELECT ?date ?event ?iri {
  ?iri a kg:Meeting ; kg:status kg:Held ; rdfs:label ?event ; kg:date ?date .
} ORDER BY DESC(?date) LIMIT 50
"""
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
}


class Refused(Exception):
    """A request that is wrong in itself, with its answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


def application(
    store: Path,
    *,
    limits: Limits | None = None,
    cors: str | None = None,
    hosts: Collection[str] | None = None,
    review: Review | None = None,
) -> Starlette:
    """The ASGI application over a store.

    ``cors`` is the origin whose pages may read it in a browser, ``*`` for all; None: none but its own.
    ``hosts`` are the names under which it may be asked for; None: any. With ``review`` its own pages may
    write corrections (kg.serve.review).
    """
    server = _Server(store, limits or Limits(), review)
    read = ["GET", "HEAD"]
    routes = [
        Route("/", server.home, methods=read),
        Route("/sparql", server.sparql, methods=["GET", "HEAD", "POST"]),
        Route("/store", server.store, methods=read),
        Route("/query", server.query_page, methods=read),
        Route("/queries", server.questions, methods=read),
        Route("/queries/{name}", server.named, methods=read),
        Route("/search", server.search, methods=read),
        Route("/health", server.health, methods=read),
        Route("/.well-known/void", server.void, methods=read),
        Route("/assets/{name:path}", server.asset, methods=read),
        Route("/shapes.ttl", server.file, methods=read),
        Route("/context.jsonld", server.file, methods=read),
        Route("/resource", server.resource, methods=read),
        Route("/explore", server.explore, methods=read),
        Route("/data/{what:path}", server.data, methods=read),
        *([Route("/review", server.corrections, methods=["GET", "POST"])] if review else []),
        Route("/{local:path}", server.thing, methods=read),
    ]
    app = Starlette(
        routes=routes,
        lifespan=server.lifespan,
        exception_handlers={Refused: _refused, HTTPException: _http},
    )
    app.add_middleware(Headers, cors=cors, hosts=hosts)
    app.state.server = server
    return app


async def _refused(request: Request, error: Exception) -> Response:
    told = error.answer if isinstance(error, Refused) else problem(500, "error")
    return _response(_shown(request, told))


async def _http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    what = {404: "nothing here", 405: "this server only reads"}.get(status, "not possible")
    mend = {405: "allowed here: " + headers.get("allow", "GET, HEAD")}.get(status, "see /")
    return _response(_shown(request, problem(status, what, mend=mend, headers=headers)))


def _shown(request: Request, told: Answer) -> Answer:
    return as_page(told, request.url.path, request.headers.get("accept"))


def _response(answer: Answer | Reply) -> Response:
    if isinstance(answer, Reply) and answer.file is not None:
        gone = BackgroundTask(answer.file.unlink, missing_ok=True)
        return FileResponse(
            answer.file,
            status_code=answer.status,
            media_type=answer.media,
            headers=answer.headers,
            background=gone,
        )
    headers = {**answer.headers, "Content-Type": answer.media}
    return Response(answer.body, status_code=answer.status, headers=headers)


class _Server:
    def __init__(self, store: Path, limits: Limits, review: Review | None = None) -> None:
        self.limits = limits
        self.review = review
        self.scratch = Path(tempfile.mkdtemp(prefix="kg-serve-"))
        if review is not None:
            (self.scratch / REVIEW).touch()
        self.pool = Pool(store, limits, self.scratch)
        self.opened = asyncio.Event()

    @contextlib.asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:  # noqa: ARG002
        preparing = asyncio.ensure_future(self.prepare())
        try:
            yield
        finally:
            preparing.cancel()
            await asyncio.gather(preparing, return_exceptions=True)
            await self.pool.stop()
            shutil.rmtree(self.scratch, ignore_errors=True)

    async def prepare(self) -> None:
        """What takes a while is made before anybody asks for it, one after the other."""
        await self.pool.start()
        try:
            # Not as a question to a worker: a long one of those goes on at a low priority.
            await self.pool.aside(explorer.make, str(self.pool.path), str(self.scratch))
        finally:
            self.opened.set()
        await self.pool.aside(home.make, str(self.pool.path), str(self.scratch))
        await self.pool.aside(search.make, str(self.pool.path), str(self.scratch))

    async def ask(self, request: Request, task: str, **arguments: Any) -> Response:
        """The answer of a worker, which is ended when the client goes away."""
        if spool_size(self.scratch) > self.limits.spool:
            clean(self.scratch, older=60)
            return _response(
                problem(503, "too many results wait to be fetched", mend="try again in a minute")
            )
        answer = asyncio.ensure_future(self.pool.run(task, **arguments))
        left = asyncio.ensure_future(_left(request))
        try:
            await asyncio.wait({answer, left}, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                answer.cancel()
                return Response(status_code=499)
            told = await answer
            if told.status >= 400 and told.file is None:
                plain = Answer(
                    status=told.status, media=told.media, body=told.body, headers=told.headers
                )
                return _response(_shown(request, plain))
            return _response(told)
        finally:
            left.cancel()

    async def home(self, request: Request) -> Response:
        if before := there(self.pool.path, "home"):
            return _response(Answer(media=HTML, body=before.read_bytes()))
        return await self.ask(request, "home")

    async def health(self, request: Request) -> Response:
        return await self.ask(
            request,
            "sparql",
            text="ASK {}",
            accept="text/csv",
            wanted=None,
            default_graphs=(),
            named_graphs=(),
        )

    async def sparql(self, request: Request) -> Response:
        params, accept = await self._protocol(request), request.headers.get("accept")
        given = dict(params)
        if "query" not in given:
            if request.method == "POST":
                raise Refused(problem(400, "no query in the request", mend="give query=…"))
            if prefers_html(accept):
                return RedirectResponse("/query", status_code=303)
            endpoint = str(request.url.replace(query="", fragment=""))
            return await self.ask(request, "service", endpoint=endpoint, accept=accept)
        wanted = given.get("format")
        if request.method != "POST" and prefers_html(wanted or accept):
            return RedirectResponse(
                "/query?" + urlencode({"query": given["query"]}), status_code=303
            )
        return await self.ask(
            request,
            "sparql",
            text=given["query"].removeprefix("\ufeff"),
            accept=accept,
            wanted=wanted,
            default_graphs=[v for k, v in params if k == "default-graph-uri"],
            named_graphs=[v for k, v in params if k == "named-graph-uri"],
        )

    async def _protocol(self, request: Request) -> list[tuple[str, str]]:
        """The parameters of SPARQL 1.1 Protocol, section 2.1: exactly one query, by one of three ways."""
        params = _pairs(request.url.query)
        if request.method == "POST":
            media, _, options = request.headers.get("content-type", "").partition(";")
            media = media.strip().lower()
            charset = options.partition("charset=")[2].strip(' "').lower()
            if charset not in ("", "utf-8", "utf8"):
                raise Refused(problem(415, f"not UTF-8 but {charset[:40]}", mend="send UTF-8"))
            if media == _UPDATE:
                raise Refused(_no_update())
            if media not in (_FORM, _QUERY):
                raise Refused(
                    problem(415, "this is no query", mend=f"send it as {_QUERY} or {_FORM}")
                )
            text = await self._body(request)
            params = [*params, ("query", text)] if media == _QUERY else _pairs(text)
        names = [name for name, _ in params]
        if "update" in names:
            raise Refused(_no_update())
        if names.count("query") > 1:
            raise Refused(problem(400, "more than one query in the request", mend="send one"))
        if any(n.startswith("using-") for n in names):
            raise Refused(_no_update())
        if sum(len(v) for _, v in params) > self.limits.query:
            raise Refused(self._too_long())
        return params

    async def _body(self, request: Request) -> str:
        raw = bytearray()
        async for piece in request.stream():
            raw += piece
            if len(raw) > self.limits.query:
                raise Refused(self._too_long())
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Refused(problem(400, "the query is not UTF-8", mend="send UTF-8")) from error

    def _too_long(self) -> Answer:
        return problem(
            413, f"a query may have {self.limits.query} bytes", mend="write a shorter one"
        )

    async def store(self, request: Request) -> Response:
        """SPARQL 1.1 Graph Store HTTP Protocol, indirectly named graphs; reading alone."""
        params = _pairs(request.url.query)
        names = [v for k, v in params if k == "graph"]
        default = any(k == "default" for k, _ in params)
        if len(names) + default != 1:
            mend = "give ?default or ?graph=IRI"
            raise Refused(problem(400, "which graph is not said, or said twice", mend=mend))
        accept = wish(dict(params).get("format"), request.headers.get("accept"), GRAPH)
        name = None if default else names[0]
        return await self.ask(request, "graph", name=name, accept=accept)

    async def query_page(self, request: Request) -> Response:
        text = request.query_params.get("query", _EXAMPLE)
        if len(text) > self.limits.query:
            raise Refused(self._too_long())
        return _page(fill("query.html", Site(), text=text, prefixes=dict(PREFIXES)))

    async def questions(self, request: Request) -> Response:
        return await self.ask(request, "questions")

    async def named(self, request: Request) -> Response:
        params = dict(_pairs(request.url.query))
        asked = bool(params.pop("ask", "")) or bool(params)
        wanted = params.pop("format", None)
        accept = request.headers.get("accept")
        if wanted is not None:
            accept = wish(wanted, accept, SELECT)
        elif prefers_html(accept) or accept in (None, "*/*"):
            accept = None
        name = request.path_params["name"]
        return await self.ask(
            request, "named", name=name, params=params, asked=asked, accept=accept
        )

    async def search(self, request: Request) -> Response:
        words = request.query_params.get("q", "")[:300]
        accept = request.headers.get("accept", "")
        data = request.query_params.get("format") == "json" or (
            "application/json" in accept and not prefers_html(accept)
        )
        return await self.ask(request, "find", words=words, as_data=data)

    async def explore(self, request: Request) -> Response:
        """The explorer; with ``?node=IRI`` it opens on that thing."""
        iri = request.query_params.get("node")
        if iri is not None:
            return await self.ask(request, "explore_at", iri=iri)
        if before := there(self.pool.path, explorer.EXPLORER[self.review is not None]):
            return _response(explorer.shown(before.read_bytes()))
        await self.opened.wait()
        return await self.ask(request, "explore")

    async def data(self, request: Request) -> Response:
        """What the explorer asks for: /data/around, /data/passages, /data/find."""
        what = request.path_params["what"]
        if what == "find":
            return await self.ask(request, "names", words=request.query_params.get("q", "")[:300])
        if what not in ("around", "passages"):
            raise Refused(problem(404, "nothing here", mend="ask /data/around?select=actor:…"))
        select = request.query_params.get("select", "")
        if what == "passages":
            return await self.ask(request, "passages", select=select)
        first = request.query_params.get("first", "0")
        if not (first.isascii() and first.isdecimal() and len(first) < 10):
            mend = "give first=0, or what `next` said in the answer before"
            raise Refused(
                problem(400, f"first is no number of an event: '{first[:40]}'", mend=mend)
            )
        return await self.ask(request, "around", select=select, first=int(first))

    async def corrections(self, request: Request) -> Response:
        """What the page of this server corrects."""
        if self.review is None:
            raise HTTPException(404)
        return _response(await take(self.review, request))

    async def void(self, request: Request) -> Response:
        endpoint = str(request.base_url) + "sparql"
        return await self.ask(
            request, "void", endpoint=endpoint, accept=request.headers.get("accept")
            if not prefers_html(request.headers.get("accept")) else None,
        )  # fmt: skip

    async def asset(self, request: Request) -> Response:
        headers = {"Cache-Control": "public, max-age=3600"}
        if request.path_params["name"] == "site.css":
            return Response(stylesheet(), media_type=_TYPES[".css"], headers=headers)
        try:
            path = (HERE / "assets" / request.path_params["name"]).resolve()
            there = path.is_relative_to((HERE / "assets").resolve()) and path.is_file()
        except (OSError, ValueError):  # a name too long, or with a null character
            there = False
        if not there:
            raise HTTPException(404)
        return FileResponse(path, media_type=_TYPES.get(path.suffix, "text/plain"), headers=headers)

    async def file(self, request: Request) -> Response:
        name = request.url.path.lstrip("/")
        media = "text/turtle; charset=utf-8" if name.endswith(".ttl") else "application/ld+json"
        return FileResponse(folder() / name, media_type=media)

    async def resource(self, request: Request) -> Response:
        """A thing by its whole IRI, also one that does not begin as ours do."""
        iri = request.query_params.get("iri", "")
        ending = self._ending(request)
        return await self.ask(request, "document", iri=iri, ending=ending, first=_first(request))

    def _ending(self, request: Request) -> str:
        offered = {"text/html": "html", **{media: ending for ending, media in FORMATS.items()}}
        wanted = request.query_params.get("format")
        accept = wish(wanted, request.headers.get("accept"), offered)
        media = choose(accept, offered)
        if media is None:
            mend = "ask for " + ", ".join(offered)
            raise Refused(problem(406, "no such format here", mend=mend))
        return offered[media]

    async def thing(self, request: Request) -> Response:
        local = request.path_params["local"]
        stem, dot, ending = local.rpartition(".")
        if dot and (ending == "html" or ending in FORMATS):
            if stem == "ns":
                return await self.ask(request, "ontology", ending=ending)
            iri = BASE + quote(stem, safe="/:@!$&'()*+,;=-._~")
            return await self.ask(
                request, "document", iri=iri, ending=ending, first=_first(request)
            )
        ending = self._ending(request)
        path = quote(local, safe="/:@!$&'()*+,;=-._~")
        if local.rstrip("/") == "ns":
            return RedirectResponse(f"/ns.{ending}", status_code=303)
        known = await self.ask(request, "exists", iri=BASE + path)
        if known.status_code != 204:
            return known
        return RedirectResponse(f"/{path}.{ending}", status_code=303)


def _pairs(text: str) -> list[tuple[str, str]]:
    """The pairs of a form; KgError is no use here, as what cannot be read is the client's fault."""
    try:
        return parse_qsl(
            text, keep_blank_values=True, strict_parsing=False, errors="strict", max_num_fields=100
        )
    except (UnicodeDecodeError, ValueError) as error:
        mend = "send UTF-8, percent-encoded"
        raise Refused(problem(400, "the parameters cannot be read", mend=mend)) from error


def _first(request: Request) -> int:
    text = request.query_params.get("first", "0")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _no_update() -> Answer:
    return problem(403, "this server only reads: there is no update", mend="send a query")


def _page(body: bytes, headers: Mapping[str, str] | None = None) -> Response:
    return _response(Answer(media=HTML, body=body, headers=headers or {}))


async def _left(request: Request) -> None:
    """Ends when the client has gone."""
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            return
