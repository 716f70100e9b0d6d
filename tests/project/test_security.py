"""Each promise of SECURITY.md names a test, and the test exists."""

from __future__ import annotations

import ast
import re

import checkout

TEXT = (checkout.ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_every_promise_names_tests_that_exist() -> None:
    tables = [t for t in TEXT.split("\n\n") if t.startswith("| promise | shown by |")]
    rows = [r for t in tables for r in t.splitlines()[2:]]
    assert len(rows) > 25
    for row in rows:
        named = re.findall(r"`((?:tests|tools)/[\w./]+\.py)(?:::(\w+))?`", row.rsplit(" | ", 1)[1])
        assert named, row
        for path, function in named:
            tree = ast.parse((checkout.ROOT / path).read_text(encoding="utf-8"))
            defined = {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}
            assert not function or function in defined, (path, function)


def test_the_limits_that_it_states_are_those_of_the_code() -> None:
    from kg.core import budget
    from kg.serve import protocol
    from kg.serve.limits import Limits

    for said in (
        f"{budget.LIMIT_SECONDS:g} s to read and {budget.LIMIT_SECONDS:g} s to understand",
        f"{budget.LIMIT_CHARACTERS:,} characters",
        f"begin with {protocol.HEAD >> 10} KiB, and have a body of {Limits().query >> 20} MiB",
        f"within {protocol.REQUEST:g} s, an answer be fetched within {protocol.FETCH:g} s",
        f"at most {protocol.CONNECTIONS} connections",
    ):
        assert said in TEXT, said
