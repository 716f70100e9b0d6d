"""Named and free SPARQL over a store. Named queries are the files of ontology/queries.

In a named query ``$name`` is a parameter and ``?name`` a variable. What a user gives for a parameter
becomes an RDF term first, and only the term, escaped as in N-Triples, takes the place of ``$name``;
a parameter that is not given stays an unbound variable. A line that ends in ``#if name`` or
``#if name other`` is left out when none of these parameters is given, so that a condition costs nothing
without its parameter, and finds the index with it. So the files are SPARQL as they stand. With
``# then: name``, the rows go through a function of kg.ask.after.
"""

from __future__ import annotations

import difflib
import re
import threading
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from kg.ask.values import QueryError, Result, Table, Term
from kg.core.errors import KgError
from kg.core.model import Curie
from kg.core.terms import XSD
from kg.core.vocab import PREFIXES
from kg.graph.names import Names, Stored, resolve
from kg.reference.nodes import node
from kg.reference.read import folder

_T = TypeVar("_T")

# Strings, comments, IRIs and escapes first, so that what follows is neither of them.
_TOKEN = re.compile(
    r"""(?P<string>\"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*\"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
      |(?P<iri><[^<>"{}|^`\\\s]*>)|(?P<escape>\\.)|(?P<comment>\#[^\n\r]*)
      |\$(?P<param>\w+)|(?P<name>[?@]\w+|[\w.-]*:[\w.:%-]*)|(?P<word>\w+)|(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"}
_DEEPEST = 200
"""Brackets within brackets; the parser calls itself for each, and its stack has an end."""

_STATUSES = (
    "Held", "Planned", "Proposed", "Postponed", "Cancelled", "Declined", "Denied", "Disputed",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A parameter of a named query. ``default`` is None when it may be left out or must be given."""

    name: str
    kind: str
    required: bool
    default: str | None
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """One .rq file: its header and its text."""

    name: str
    title: str
    description: str
    params: tuple[Param, ...]
    example: str
    columns: tuple[str, ...]
    text: str
    then: str | None = None


@cache
def _read_folder(where: Path) -> tuple[NamedQuery, ...]:
    return tuple(read_query(path) for path in sorted(where.glob("*.rq")))


def named_queries() -> Mapping[str, NamedQuery]:
    """The queries of ontology/queries by name, in alphabetical order.

    >>> named_queries()["who-met"].title
    'Whom did a person meet, and when?'
    """
    return {q.name: q for q in _read_folder(folder() / "queries")}


def read_query(path: Path) -> NamedQuery:
    """One .rq file. A header is optional; KgError when a line of it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors put a mark first
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(
            f"cannot read the query: {error}", where=str(path), mend="give a file of SPARQL, UTF-8"
        ) from error
    header: dict[str, str] = {}
    params: list[Param] = []
    for number, line in enumerate(text.splitlines(), start=1):
        entry = re.match(r"#\s*(title|description|param|example|columns|then)\s*:\s*(.*)", line)
        if entry is None:
            continue
        key, value = entry.groups()
        if key == "param":
            params.append(_param(value, f"{path.name}, line {number}"))
        else:
            header[key] = value.strip()
    return NamedQuery(
        name=path.stem,
        title=header.get("title", path.stem),
        description=header.get("description", ""),
        params=tuple(params),
        example=header.get("example", ""),
        columns=tuple(c.strip() for c in header.get("columns", "").split(",") if c.strip()),
        text=text,
        then=header.get("then"),
    )


def _param(line: str, where: str) -> Param:
    parts = [p.strip() for p in line.split("|")]
    if len(parts) != 4 or parts[1] not in _KINDS:
        raise KgError(
            f"not a parameter: '{line}'",
            where=where,
            mend="write `# param: name | kind | required, optional or a default | help`; a kind is "
            + ", ".join(sorted(_KINDS)),
        )
    name, kind, need, text = parts
    default = None if need in ("required", "optional") else need
    return Param(name=name, kind=kind, required=need == "required", default=default, help=text)


def run_named(
    store: ox.Store,
    name: str | NamedQuery,
    params: Mapping[str, str],
    *,
    limit: int | None = None,
    timeout: float | None = None,
) -> Table:
    """The rows of a named query; ``params`` are the words of the user, by the name of the parameter.

    Raises KgError for an unknown query or parameter, for one that is missing, and for words that
    name nothing, or more than one thing, in the store.
    """
    query = name if isinstance(name, NamedQuery) else _named(name)
    where = f"kg query {query.name}"
    text = bound(query, params, Stored(store))
    own_limit = None if query.then else limit
    result = run(store, text, limit=own_limit, timeout=timeout, where=where)
    return finished(query, result, limit=limit)


def bound(query: NamedQuery, params: Mapping[str, str], among: Names) -> str:
    """The SPARQL of a named query with the words of the user as terms; names are looked up in ``among``.

    Raises KgError as run_named does.
    """
    where = f"kg query {query.name}"
    known = {p.name: p for p in query.params}
    for given in params:
        if given not in known:
            have = ", ".join("--" + p for p in known) or "none"
            raise KgError(f"unknown parameter --{given}", where=where, mend=f"it takes {have}")
    terms: dict[str, Term] = {}
    for param in query.params:
        words = params.get(param.name, param.default)
        if words is not None and words.strip():
            terms[param.name] = _KINDS[param.kind](among, words, param.name, where)
        elif param.required:
            mend = f"it is {param.help}" + (
                f"; for example: {query.example}" if query.example else ""
            )
            raise KgError(f"--{param.name} is missing", where=where, mend=mend)
    return _bind(_lines_for(query.text, terms), terms)


def finished(query: NamedQuery, result: Result, *, limit: int | None) -> Table:
    """The rows of a named query, after what SPARQL cannot compute of them."""
    if not isinstance(result, Table):
        where = f"kg query {query.name}"
        raise KgError("a named query must be a SELECT", where=where, mend="mend its file")
    if query.then is not None:
        from kg.ask.after import THEN

        rows = THEN[query.then](result.rows)
        cut = limit is not None and len(rows) > limit
        return Table(columns=query.columns, rows=tuple(rows[:limit]), truncated=cut)
    return result


def _lines_for(text: str, given: Mapping[str, Term]) -> str:
    """Without the lines whose condition is not met.

    >>> _lines_for("a\\nb #if x y\\nc #if z", {"y": ox.Literal(1)})
    'a\\nb #if x y'
    """
    kept = []
    for line in text.splitlines():
        condition = re.search(r"\S.*#if ([\w ]+)$", line)
        if condition is None or not given.keys().isdisjoint(condition[1].split()):
            kept.append(line)
    return "\n".join(kept)


def _named(name: str) -> NamedQuery:
    queries = named_queries()
    if name in queries:
        return queries[name]
    close = difflib.get_close_matches(name, queries, n=3, cutoff=0.5)
    mend = f"did you mean {' or '.join(close)}?" if close else "`kg query` lists what there is"
    raise KgError(f"unknown named query '{name}'", where="kg query", mend=mend)


def _bind(text: str, terms: Mapping[str, Term]) -> str:
    def put(token: re.Match[str]) -> str:
        name = token["param"]
        return f" {terms[name]} " if name in terms else token[0]

    return _TOKEN.sub(put, text)


def _day(among: Names, words: str, name: str, where: str) -> Term:  # noqa: ARG001
    text = words.strip()
    if text == "today":
        text = date.today().isoformat()
    parts = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    try:
        if parts is None:
            raise ValueError(text)
        year, month, day = (int(p) if p else 0 for p in parts.groups())
        last = name == "until"  # "until 2019" includes all of that year, "since 2019" does, too
        month = month or (12 if last else 1)
        found = date(year, month, day or (monthrange(year, month)[1] if last else 1))
    except ValueError as error:
        raise KgError(
            f"--{name} is no date: '{words}'",
            where=where,
            mend="write 2019, 2019-05, 2019-05-14 or today",
        ) from error
    return ox.Literal(found.isoformat(), datatype=node(XSD.date))


def _whole(among: Names, words: str, name: str, where: str) -> Term:  # noqa: ARG001
    if not re.fullmatch(r"-?\d{1,18}", words.strip()):
        raise KgError(f"--{name} is no whole number: '{words}'", where=where, mend="write digits")
    return ox.Literal(int(words))


def _status(among: Names, words: str, name: str, where: str) -> Term:  # noqa: ARG001
    wanted = words.strip().capitalize()
    if wanted not in _STATUSES:
        names = ", ".join(s.lower() for s in _STATUSES)
        raise KgError(f"--{name} is no status: '{words}'", where=where, mend=f"one of {names}")
    return node(Curie("kg:" + wanted))


def _text(among: Names, words: str, name: str, where: str) -> Term:  # noqa: ARG001
    return ox.Literal(words)


def _thing(kind: str) -> Callable[[Names, str, str, str], Term]:
    return lambda among, words, name, where: resolve(among, words, kind, where=f"{where}, --{name}")


_KINDS: Mapping[str, Callable[[Names, str, str, str], Term]] = {
    **{
        k: _thing(k)
        for k in ("person", "country", "organisation", "actor", "topic", "event", "place")
    },
    "date": _day,
    "year": _whole,
    "int": _whole,
    "text": _text,
    "status": _status,
}


def run(
    store: ox.Store,
    sparql: str,
    *,
    limit: int | None = None,
    timeout: float | None = None,
    where: str = "query",
) -> Result:
    """What a query gives: a Table (SELECT), sorted triples (CONSTRUCT, DESCRIBE) or a truth (ASK).

    All graphs are one, and the prefixes of kg.core.vocab need no declaration. ``limit`` is the most
    rows that come back, ``timeout`` a number of seconds. Raises KgError for what cannot be parsed,
    with line and column, for updates, and for SERVICE: a query never leaves this machine.

    >>> run(ox.Store(), "ASK { ?e a kg:Event }")
    False
    """
    check(sparql, where)
    if timeout is None:
        return _run(store, sparql, limit, where)
    box: list[Result | BaseException] = []

    def work() -> None:
        try:
            box.append(_run(store, sparql, limit, where))
        except BaseException as error:
            box.append(error)

    # The engine cannot be stopped from outside: the thread is left to itself, and ends with us.
    thread = threading.Thread(target=work, daemon=True, name="kg-query")
    thread.start()
    thread.join(timeout)
    if not box:
        raise KgError(
            f"the query did not end within {timeout:g} s",
            where=where,
            mend="narrow it down with more constants or a LIMIT, or allow more time",
        )
    outcome = box[0]
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


def check(sparql: str, where: str = "query", *, service: bool = False) -> list[str]:
    """The words of a query in capitals: neither strings, names, IRIs nor comments.

    Raises QueryError for an update and, without ``service``, for SERVICE, before anything is run.

    >>> check("SELECT * { ?s ?p ?o } # SERVICE")
    ['SELECT']
    """
    # \\u escapes may stand anywhere in a query, even in a keyword.
    plain = re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})",
        lambda m: chr(min(int(m[1] or m[2], 16), 0x10FFFF)),
        sparql,
    )
    words, depth = [], 0
    for token in _TOKEN.finditer(plain):
        if token["word"]:
            words.append(token["word"].upper())
        elif token["other"]:
            depth += (token["other"] in "{([") - (token["other"] in "})]")
            if depth > _DEEPEST:
                raise QueryError(
                    "the query is nested too deeply",
                    where=where,
                    mend=f"{_DEEPEST} brackets within each other are the most",
                )
    if "SERVICE" in words and not service:
        raise QueryError(
            "SERVICE is not allowed: a query never leaves this machine",
            where=where,
            mend="ask the other endpoint by itself and join the answers",
            refused=True,
        )
    verb = next((w for w in words if w not in ("PREFIX", "BASE")), "")
    if verb in _UPDATES:
        raise QueryError(
            f"{verb} would change the graph, and queries only read",
            where=where,
            mend="build or drop articles; a correction is a line of judgements.tsv",
            refused=True,
        )
    return words


def _run(store: ox.Store, sparql: str, limit: int | None, where: str) -> Result:
    try:
        found = store.query(sparql, prefixes=dict(PREFIXES), use_default_graph_as_union=True)
        return plain(found, limit)
    except SyntaxError as error:
        raise syntax_error(str(error), sparql, where) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise KgError(f"the query failed: {error}", where=where, mend="see the message") from error


def plain(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | Iterator[ox.Triple],
    limit: int | None,
) -> Result:
    """What the engine or a parser of results gives, as values."""
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if not isinstance(found, ox.QuerySolutions):
        triples, _ = _take(iter(found), limit)
        return tuple(sorted(set(triples), key=str))
    columns = tuple(v.value for v in found.variables)
    solutions, truncated = _take(iter(found), limit)
    rows = tuple(tuple(s[c] for c in columns) for s in solutions)
    return Table(columns=columns, rows=rows, truncated=truncated)


def _take(found: Iterator[_T], limit: int | None) -> tuple[list[_T], bool]:
    out: list[_T] = []
    for item in found:
        if limit is not None and len(out) >= limit:
            return out, True
        out.append(item)
    return out, False


def syntax_error(message: str, sparql: str, where: str) -> QueryError:
    """What the parser of Oxigraph says, as a person needs it."""
    spot = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if spot is None:
        return QueryError(f"not valid SPARQL: {message}", where=where, mend="mend the query")
    line, column, reason = int(spot[1]), int(spot[2]), " ".join(spot[3].split())
    lines = sparql.splitlines() or [""]
    near = lines[min(line, len(lines)) - 1][max(0, column - 25) : column + 15].strip()
    at = f"{where}, line {line}, column {column}"
    what = f"not valid SPARQL near '{near}'"
    if "Prefix not found" in reason:
        mend = "declare the prefix; known are " + ", ".join(PREFIXES)
        return QueryError(what, where=at, mend=mend, line=line, column=column)
    reason = reason.removeprefix("expected one of ").removeprefix("expected ")
    if "variable that is unbound" in reason:
        mend = "every variable of SELECT must be bound, and only once"
    else:
        mend = "expected here: " + reason[:120]
    return QueryError(what, where=at, mend=mend, line=line, column=column)
