"""A person's rulings: the file judgements.tsv, and what its lines contradict.

One ruling a line, tab separated: left, right, same or different, scope, why, by, when. The first
line names the columns; a line that begins with # is a remark. ``left`` and ``right`` are IRIs
(absolute or local, of actors, events or mentions) or exact names. ``scope`` is "actor", "event", or
the source id of the one article that the ruling is about.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.core.errors import KgError
from kg.core.ids import fold, local
from kg.core.model import Judgement, LocalIri
from kg.reference.catalog import Catalog

COLUMNS = ("left", "right", "ruling", "scope", "why", "by", "when")
HEADER = "\t".join(COLUMNS)
_RULINGS = {"same": True, "different": False}


def parse(text: str, *, where: str = "judgements.tsv") -> tuple[Judgement, ...]:
    """The rulings in the text of a file, each with the number of its line.

    Raises KgError with the line's number when a line cannot be read.

    >>> parse("left\\tright\\truling\\tscope\\twhy\\tby\\twhen\\nA\\tB\\tsame\\tactor\\t\\tme\\t\\n")[0].line
    2
    """
    out = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#") or line == HEADER:
            continue
        cells = [c.strip() for c in line.split("\t")]
        cells += [""] * (len(COLUMNS) - len(cells))
        if len(cells) > len(COLUMNS) or not all(cells[:4]):
            raise KgError(
                f"a ruling needs {len(COLUMNS)} columns, the first four filled",
                where=f"{where}, line {number}",
                mend=f"write {', '.join(COLUMNS)}, with a tab between two of them",
            )
        if cells[2] not in _RULINGS:
            raise KgError(
                f"unknown ruling '{cells[2]}'",
                where=f"{where}, line {number}",
                mend="write same or different",
            )
        left, right, ruling, scope, why, by, when = cells
        out.append(
            Judgement(
                left=left, right=right, same=_RULINGS[ruling],
                scope=scope, why=why, by=by, when=when, line=number,
            )
        )  # fmt: skip
    return tuple(out)


def read(path: Path) -> tuple[Judgement, ...]:
    """The rulings of a file; a file that is not there has none. Raises KgError as ``parse`` does."""
    if not path.exists():
        return ()
    try:
        return parse(path.read_text(encoding="utf-8-sig"), where=path.name)
    except UnicodeDecodeError as error:
        raise KgError(
            f"not UTF-8 at byte {error.start}", where=path.name, mend="save the file as UTF-8"
        ) from None


def line_of(judgement: Judgement) -> str:
    """The line of a ruling, without its end. Tabs and line ends inside a value become spaces.

    >>> j = Judgement(left="A", right="B", same=False, scope="actor", why="two\\tmen", by="me", when="")
    >>> parse(line_of(j))[0].why
    'two men'
    """
    cells = (
        judgement.left, judgement.right, "same" if judgement.same else "different",
        judgement.scope, judgement.why, judgement.by, judgement.when,
    )  # fmt: skip
    return "\t".join(" ".join(c.split()) for c in cells)


def append(path: Path, judgement: Judgement) -> Judgement:
    """Writes a ruling at the end of a file, which is made if need be; returns it with its line."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    start = before or HEADER + "\n"
    if not start.endswith("\n"):
        start += "\n"
    path.write_text(start + line_of(judgement) + "\n", encoding="utf-8")
    return parse(start + line_of(judgement), where=path.name)[-1]


def contradictions(judgements: Iterable[Judgement]) -> tuple[str, ...]:
    """Rulings that cannot all hold (a = b, b = c, a ≠ c): one sentence each, with the lines.

    >>> table = ["a\\tb\\tsame\\tactor", "b\\tc\\tsame\\tactor", "a\\tc\\tdifferent\\tactor"]
    >>> contradictions(parse("\\n".join(table)))
    ("lines 1, 2 make 'a' and 'c' one, line 3 says that they are different",)
    """
    known = sorted(judgements, key=lambda j: (j.line, j.left, j.right))
    links: dict[tuple[str, str], list[tuple[tuple[str, str], int]]] = {}
    for j in known:
        if j.same:
            a, b = key(j.left, j.scope), key(j.right, j.scope)
            links.setdefault(a, []).append((b, j.line))
            links.setdefault(b, []).append((a, j.line))
    out = []
    for j in known:
        if j.same:
            continue
        lines = _path(links, key(j.left, j.scope), key(j.right, j.scope))
        if lines is not None:
            said = f"line {lines[0]} makes" if len(lines) == 1 else f"lines {_list(lines)} make"
            if not lines:
                said = "nothing but the name makes"
            out.append(
                f"{said} '{j.left}' and '{j.right}' one, line {j.line} says that they are different"
            )
    return tuple(out)


def key(end: str, scope: str) -> tuple[str, str]:
    """What an end of a ruling means: a local IRI or a folded name, within its scope."""
    end = local(end)
    return (scope, end if is_iri(end) else fold(end))


def is_iri(end: str) -> bool:
    """Is it a local IRI rather than a name?

    >>> is_iri("person/sergey-lavrov-q58217"), is_iri("Sergey Lavrov")
    (True, False)
    """
    kind, slash, tail = end.partition("/")
    return bool(slash) and kind in _KINDS and " " not in tail


_KINDS = frozenset({"person", "role", "country", "org", "event", "mention"})


def _list(lines: Sequence[int]) -> str:
    return ", ".join(str(n) for n in sorted(lines))


def _path(
    links: dict[tuple[str, str], list[tuple[tuple[str, str], int]]],
    start: tuple[str, str],
    goal: tuple[str, str],
) -> list[int] | None:
    """The lines of the shortest chain of ``same`` from one end to the other, or None."""
    queue: deque[tuple[tuple[str, str], list[int]]] = deque([(start, [])])
    seen = {start}
    while queue:
        node, lines = queue.popleft()
        if node == goal:
            return lines
        for other, line in sorted(links.get(node, ())):
            if other not in seen:
                seen.add(other)
                queue.append((other, [*lines, line]))
    return None


def split_links(
    judgements: Iterable[Judgement], catalog: Catalog
) -> tuple[dict[LocalIri, list[str]], tuple[Judgement, ...]]:
    """Links to entities on the web by local IRI, and the rulings about what is here.

    A line with an IRI of elsewhere at its right is a link. Two nodes with one entity are one node,
    and so are a node and the entry of the reference data that has the entity's Wikidata id.
    """
    links: dict[LocalIri, list[str]] = {}
    inner: list[Judgement] = []
    first: dict[str, Judgement] = {}
    listed = sorted(judgements, key=lambda j: (j.line, j.left, j.right))
    off = {(local(j.left), j.right) for j in listed if _outside(j.right) and not j.same}
    for j in listed:
        if not _outside(j.right):
            inner.append(j)
            continue
        me = local(j.left)
        if not j.same or (me, j.right) in off:
            continue
        if j.right not in links.setdefault(me, []):
            links[me].append(j.right)
        if j.scope != "actor":
            continue
        entry = _entry(j.right, catalog)
        if entry is not None and entry != me:
            inner.append(replace(j, right=entry))
        elif j.right in first and local(first[j.right].left) != me:
            inner.append(replace(j, right=first[j.right].left))
        first.setdefault(j.right, j)
    return links, tuple(inner)


def _outside(end: str) -> bool:
    return local(end) == end and end.startswith(("http://", "https://"))


def _entry(entity: str, catalog: Catalog) -> str | None:
    found = _WIKIDATA.match(entity)
    if not found:
        return None
    tail = f"-{found[1].lower()}"
    return next((p for p in sorted(catalog.people) if p.endswith(tail)), None)


_WIKIDATA = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[1-9]\d*)$")


def of_actors(judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """The rulings about actors, in the order of their lines."""
    for j in sorted(judgements, key=lambda j: (j.line, j.left, j.right)):
        if not _about_events(j):
            yield j


def of_events(judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """The rulings about events: scope "event", or both ends are events or mentions of events."""
    for j in sorted(judgements, key=lambda j: (j.line, j.left, j.right)):
        if _about_events(j):
            yield j


def _about_events(j: Judgement) -> bool:
    if j.scope == "event":
        return True
    ends = (local(j.left), local(j.right))
    return j.scope != "actor" and all(
        is_iri(e) and e.split("/")[0] in {"event", "mention"} and "#" not in e for e in ends
    )
