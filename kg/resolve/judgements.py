"""A person's rulings: the file judgements.tsv, and what its lines contradict.

One ruling a line, tab separated: left, right, ruling, scope, why, by, when. The first line names the
columns; a line that begins with # is a remark. The ruling ``same`` or ``different`` says of two that
they are one, or are not: ``left`` and ``right`` are IRIs (absolute or local, of actors, events or
mentions) or exact names, and ``scope`` is "actor", "event", or the source id of the one article that
the ruling is about. Any other ruling is about a fact of one passage: kg.resolve.facts says what its
line holds. A line that cannot be read costs nothing else.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.core.errors import KgError
from kg.core.ids import fold, local
from kg.core.model import BadLine, Correction, Judgement, Line, LocalIri
from kg.reference.catalog import Catalog
from kg.resolve.facts import FACTS, cells_of, read_fact

COLUMNS = ("left", "right", "ruling", "scope", "why", "by", "when")
HEADER = "\t".join(COLUMNS)
_RULINGS = {"same": True, "different": False}
_STEERING = "=+-@#"
"""What makes a cell a formula in a spreadsheet, or a line a remark: an apostrophe stands before it."""


def parse(text: str) -> tuple[Line, ...]:
    """The lines in the text of a file, each with its number; those that cannot be read are BadLine.

    >>> parse("left\\tright\\truling\\tscope\\twhy\\tby\\twhen\\nA\\tB\\tsame\\tactor\\t\\tme\\t\\n")[0].line
    2
    >>> parse("A\\tB\\tequal\\tactor")[0].what
    "unknown ruling 'equal'"
    """
    return tuple(
        _line(line, number)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#") and line != HEADER
    )


def _line(line: str, number: int) -> Line:
    cells = [_bare(c.strip()) for c in line.split("\t")]
    cells += [""] * (len(COLUMNS) - len(cells))
    if len(cells) > len(COLUMNS) or not all(cells[:4]):
        return BadLine(
            line=number,
            what=f"a ruling needs {len(COLUMNS)} columns, the first four filled",
            mend=f"write {', '.join(COLUMNS)}, with a tab between two of them",
        )
    left, right, ruling, scope, why, by, when = cells
    if ruling in FACTS:
        return read_fact((left, right, ruling, scope, why, by, when), line=number)
    if ruling not in _RULINGS:
        return BadLine(
            line=number,
            what=f"unknown ruling '{ruling[:60]}'",
            mend="write " + ", ".join(_RULINGS) + ", or of a passage " + ", ".join(FACTS),
        )
    return Judgement(
        left=left, right=right, same=_RULINGS[ruling],
        scope=scope, why=why, by=by, when=when, line=number,
    )  # fmt: skip


def _bare(cell: str) -> str:
    """A cell without the apostrophe that ``_plain`` put before it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {*_STEERING, "'"} else cell


def _plain(cell: str) -> str:
    flat = " ".join(cell.split())
    steers = flat[:1] in {*_STEERING} or (flat[:1] == "'" and flat[1:2] in {*_STEERING, "'"})
    return "'" + flat if steers else flat


def complaints(lines: Iterable[Line], *, where: str = "judgements.tsv") -> tuple[str, ...]:
    """What is wrong with the lines that cannot be read, a sentence each.

    >>> complaints(parse("A\\tB\\tequal\\tactor"))[0][:48]
    "judgements.tsv, line 1: unknown ruling 'equal': "
    """
    return tuple(
        f"{where}, line {bad.line}: {bad.what}: {bad.mend}"
        for bad in lines
        if isinstance(bad, BadLine)
    )


def rulings(lines: Iterable[Line]) -> tuple[Judgement, ...]:
    """Those lines that say of two that they are one, or are not."""
    return tuple(j for j in lines if isinstance(j, Judgement))


def corrections(lines: Iterable[Line]) -> tuple[Correction, ...]:
    """Those lines that are about a fact of one passage."""
    return tuple(c for c in lines if isinstance(c, Correction))


def read(path: Path) -> tuple[Line, ...]:
    """The lines of a file; a file that is not there has none. Raises KgError when it is not UTF-8."""
    if not path.exists():
        return ()
    try:
        return parse(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise KgError(
            f"not UTF-8 at byte {error.start}", where=path.name, mend="save the file as UTF-8"
        ) from None


def line_of(judgement: Judgement | Correction) -> str:
    """The line of a ruling, without its end. Tabs and line ends inside a value become spaces.

    >>> j = Judgement(left="A", right="B", same=False, scope="actor", why="two\\tmen", by="me", when="")
    >>> parse(line_of(j))[0].why
    'two men'
    """
    if isinstance(judgement, Correction):
        cells = cells_of(judgement)
    else:
        cells = (
            judgement.left, judgement.right, "same" if judgement.same else "different",
            judgement.scope, judgement.why, judgement.by, judgement.when,
        )  # fmt: skip
    return "\t".join(map(_plain, cells))


def append(path: Path, judgement: Judgement) -> Judgement:
    """Writes a ruling at the end of a file, which is made if need be; returns it with its line."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    start = before or HEADER + "\n"
    if not start.endswith("\n"):
        start += "\n"
    path.write_text(start + line_of(judgement) + "\n", encoding="utf-8")
    written = _line(line_of(judgement), len(start.splitlines()) + 1)
    return written if isinstance(written, Judgement) else judgement


def contradictions(judgements: Iterable[Judgement]) -> tuple[str, ...]:
    """Rulings that cannot all hold (a = b, b = c, a ≠ c): one sentence each, with the lines.

    >>> table = ["a\\tb\\tsame\\tactor", "b\\tc\\tsame\\tactor", "a\\tc\\tdifferent\\tactor"]
    >>> contradictions(rulings(parse("\\n".join(table))))
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
    listed = sorted(judgements, key=_content)
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
    """The rulings about actors, in an order that does not depend on that of their lines."""
    for j in sorted(judgements, key=_content):
        if not _about_events(j):
            yield j


def of_events(judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """The rulings about events: scope "event", or both ends are events or mentions of events."""
    for j in sorted(judgements, key=_content):
        if _about_events(j):
            yield j


def of_passages(judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """The rulings about events that call them by passages."""
    for j in of_events(judgements):
        if all(e.startswith("mention/") and "#" not in e for e in (local(j.left), local(j.right))):
            yield j


def _content(j: Judgement) -> tuple[str, str, bool, str, str, str, str, int]:
    return (j.left, j.right, j.same, j.scope, j.why, j.by, j.when, j.line)


def _about_events(j: Judgement) -> bool:
    if j.scope == "event":
        return True
    ends = (local(j.left), local(j.right))
    return j.scope != "actor" and all(
        is_iri(e) and e.split("/")[0] in {"event", "mention"} and "#" not in e for e in ends
    )
