"""Fuzzing that follows which lines of the program an input reaches, by Atheris (pip install atheris).

    .venv/bin/python tools/fuzz_guided.py readers --runs 20000
    .venv/bin/python tools/fuzz_guided.py dates|names|queries|terminal [--runs N] [--seed N]

Ends with 1 on the first input that raises what it must not, hangs over ten seconds or takes more than two
gigabytes; libFuzzer then writes the input into a file ``crash-…`` in the folder where it runs. Atheris has
wheels for Linux and Python 3.11 to 3.13.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

SECONDS = 10
MEGABYTES = 2_000
ANCHOR = date(2019, 5, 14)


def readers() -> tuple[Callable[[bytes], None], list[bytes]]:
    """The first byte chooses the reader, the rest is the file."""
    import fuzz_readers
    from fuzz_readers import _SEEDS, _check

    from kg.sources import READERS, read

    kinds = sorted(READERS)
    path = Path(tempfile.mkdtemp(), "a")

    def one(data: bytes) -> None:
        kind = kinds[data[0] % len(kinds)] if data else kinds[0]
        where = path.with_suffix(Path(_SEEDS[kind][0]).suffix)
        where.write_bytes(data[1:])
        for reader in (kind, None):
            found = list(read([where], reader=reader))
            assert found, "neither an article nor a problem"
            for what in found:
                _check(what)

    assert fuzz_readers.SECONDS == SECONDS
    return one, [bytes([n]) + _SEEDS[kind][1] for n, kind in enumerate(kinds)]


def dates() -> tuple[Callable[[bytes], None], list[bytes]]:
    """Date expressions in any text, and what they come to."""
    from kg.dates.normalization import find_expressions, resolve

    def one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        last = 0
        for e in find_expressions(text):
            assert last <= e.start < e.end <= len(text)
            assert text[e.start : e.end] == e.text
            last = e.end
            when = resolve(e, anchor=ANCHOR, context=None, direction="past", basis="published")
            if when.earliest and when.latest:
                assert when.earliest <= when.latest

    return one, [
        b"On May 13-14, 2019 they met, as they do every May.",
        b"from 3 to 5 June; the night of 31 December; last Tuesday; in early 1948; two weeks ago",
        b"on the 29th of February 2019, on 12/11/2019, in spring 2020, from Monday through Friday",
    ]


def names() -> tuple[Callable[[bytes], None], list[bytes]]:
    """Names of people as resolution takes them apart, and the forms in which names are compared."""
    from kg.core import ids
    from kg.reference.read import load
    from kg.resolve.people.reference import reference

    known = reference(load())

    def one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        known.parse(text, "RU")
        known.parse(text, None)
        assert ids.fold(ids.fold(text)) == ids.fold(text)
        assert ids.slug(text).replace("-", "a").isalnum() or not ids.slug(text)

    return one, [
        b"Sergey Viktorovich Lavrov", b"Mohammed bin Salman Al Saud", b"Kim Jong-un",
        "Recep Tayyip Erdoğan".encode(), b"J. F. Kennedy, Jr.", "Xi Jinping 习近平".encode(),
    ]  # fmt: skip


def queries() -> tuple[Callable[[bytes], None], list[bytes]]:
    """SPARQL as it comes from outside: it is answered, or refused in words."""
    import pyoxigraph as ox

    from kg.ask import query
    from kg.core.errors import KgError

    store = ox.Store()
    store.load(b'<http://a> <http://b> "c" .', ox.RdfFormat.N_TRIPLES)

    def one(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        try:
            query.check(text)
            query.run(store, text, limit=5)
        except KgError as error:
            told = str(error)
            assert told
            assert "Traceback" not in told

    return one, [
        b"SELECT ?s { ?s ?p ?o } LIMIT 3", b"ASK { ?e kg:status kg:Held }", b"DESCRIBE c:ru",
        b"PREFIX a: <http://a#> CONSTRUCT { ?s a:b ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER(?o > 1) }",
        b"SELECT * { SERVICE <http://e.org> { ?s ?p ?o } }", b"INSERT DATA { <a> <b> <c> }",
    ]  # fmt: skip


def terminal() -> tuple[Callable[[bytes], None], list[bytes]]:
    """What is shown in a terminal has nothing that steers it."""
    from kg.core.words import plain

    def one(data: bytes) -> None:
        shown = plain(data.decode("utf-8", "replace"))
        assert not any((c < " " and c not in "\t\n") or "\x7f" <= c < "\xa0" for c in shown)

    return one, [b"\x1b[31mred\x1b[0m", "\u202ereversed\u2066".encode(), b"\x9b2J\x07\x08"]


TARGETS = {f.__name__: f for f in (readers, dates, names, queries, terminal)}


def main() -> int:
    """Runs one target."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    try:
        import atheris
    except ImportError:
        print("Atheris is not installed: pip install atheris (Linux)", file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["kg"], enable_loader_override=False):
        one, seeds = TARGETS[given.target]()
    with tempfile.TemporaryDirectory() as folder:
        for n, seed in enumerate(seeds):
            Path(folder, str(n)).write_bytes(seed)
        atheris.Setup(
            [
                sys.argv[0], folder, f"-runs={given.runs}", f"-seed={given.seed}", f"-timeout={SECONDS}",
                f"-rss_limit_mb={MEGABYTES}", "-max_len=20000", "-print_final_stats=1",
            ],
            one,
        )  # fmt: skip
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
