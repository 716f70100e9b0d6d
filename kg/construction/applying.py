"""Lines of judgements.tsv as a build applies them: to which articles, and which of them had no effect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kg.construction import corrected
from kg.construction.event_rows import Thing
from kg.core.ids import local, stem
from kg.core.model import Judgement, Line, LocalIri, Told
from kg.reference.catalog import Catalog
from kg.resolve.corrections import by_article, correct, gone
from kg.resolve.incremental.memory import Memory
from kg.resolve.incremental.state import State
from kg.resolve.judgements import complaints, corrections, of_passages, rulings


class Applying:
    """The lines of one build. ``batch`` is asked for all articles that are decided anew, some at a time."""

    def __init__(self, lines: Sequence[Line], catalog: Catalog, memory: Memory) -> None:
        self.catalog = catalog
        self.memory = memory
        self._complaints = complaints(lines)
        self._corrections = by_article(corrections(lines))
        self._passages = tuple(of_passages(rulings(lines)))
        self._ends = {local(e) for j in self._passages for e in (j.left, j.right)}
        self._asked: set[str] = set()
        self._problems: dict[int, list[str]] = {}

    def batch(self, told: Mapping[LocalIri, Sequence[Told]]) -> dict[LocalIri, list[Told]]:
        """What articles tell, corrected; what was read, and by whom it is corrected, is kept for their rows."""
        out: dict[LocalIri, list[Told]] = {}
        for article, ts in told.items():
            key = stem(article)
            lines = self._corrections.get(key, ())
            self._asked.add(key)
            found = correct(ts, lines, self.catalog)
            if lines:
                self._problems[min(c.line for c in lines)] = found.problems
            things = corrected.things_of(found.applied, self.catalog)
            if self._ends:
                things += corrected.things_of_passages(ts, self._passages)
                self._ends -= {t.mention for t in ts}
            corrected.keep(self.memory, article, found, things)
            out[article] = found.told
        return out

    def rulings(self, state: State, inner: Iterable[Judgement]) -> list[Thing]:
        """What describes the rulings that are weighed against everything, once all is decided."""
        if not state.whole:
            return []
        plain = set(self._passages)
        named = [j for j in inner if j not in plain]
        ends = corrected.Ends(state.actors(), state.refers(), state.events(), self.catalog)
        return ends.things(named)

    def warnings(self, *, whole: bool) -> tuple[str, ...]:
        """Lines that had no effect, and why; of a ``whole`` build also those that no article was there for."""
        out = [*self._complaints]
        for _, problems in sorted(self._problems.items()):
            out += problems
        if whole:
            for key, lines in self._corrections.items():
                out += [gone(c) for c in lines if key not in self._asked]
            out += [
                f"line {j.line}: no event is read at <{end}> any more: this ruling is left out"
                for j in self._passages
                for end in (local(j.left), local(j.right))
                if end in self._ends
            ]
        return tuple(dict.fromkeys(out))
