"""The index on disk is the dictionary that it stands for, in whatever ways and steps it is asked."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.core.index import Index

# NUL ends a text in SQLite's JSON; a tab puts a key below another.
_KEYS = ("a", "a\tx", "a\ty", "a\0b", "a\0b\tx", "ab", "é\tx")
_STEP = st.tuples(
    st.sampled_from(["put", "drop", "commit", "expect", "get", "below"]),
    st.sampled_from(_KEYS),
    st.integers(0, 9),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_STEP, max_size=30))
def test_it_says_what_a_dictionary_says(steps: list[tuple[str, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder) / "index.sqlite")
        known: dict[str, list[int]] = {}
        for what, key, n in steps:
            if what == "put":
                index.put(key, [n])
                known[key] = [n]
            elif what == "drop":
                index.put(key, None)
                known.pop(key, None)
            elif what == "commit":
                index.commit()
            elif what == "expect":
                index.expect(_KEYS)
            elif what == "get":
                assert index.get(key) == known.get(key)
            else:
                above = key.split("\t")[0] + "\t"
                rows = sorted(
                    (k.removeprefix(above), v) for k, v in known.items() if k.startswith(above)
                )
                assert list(index.below(above[:-1])) == rows
        index.expect(_KEYS)
        assert {k: v for k in _KEYS if (v := index.get(k)) is not None} == known
        index.close()


class _Text(str):
    __slots__ = ()


class _Number(float):
    __slots__ = ()


def test_it_keeps_text_and_numbers_of_other_libraries_as_pythons_own(tmp_path: Path) -> None:
    index = Index(tmp_path / "index.sqlite")
    value: Any = {"id": _Text("a1"), "confidence": _Number(0.5), "span": (1, 2)}
    index.put("k", value)
    index.commit()
    assert index.get("k") == {"id": "a1", "confidence": 0.5, "span": [1, 2]}
    index.put("k", object())
    with pytest.raises(TypeError, match="object is no JSON"):
        index.commit()
    index.close()


def test_what_is_not_yet_written_wins_over_what_is(tmp_path: Path) -> None:
    index = Index(tmp_path / "index.sqlite")
    index.put("a\tx", 1)
    index.put("a\ty", 1)
    index.commit()
    index.put("a\tx", 2)
    index.put("a\ty", None)
    index.expect(["a\tx", "a\ty"])
    assert list(index.below("a")) == [("x", 2)]
    assert (index.get("a\tx"), index.get("a\ty")) == (2, None)
    index.forget()
    assert list(index.below("a")) == [("x", 1), ("y", 1)]
    index.close()
