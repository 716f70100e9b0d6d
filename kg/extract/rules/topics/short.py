"""Short names of topics: of a long clause the phrase that it begins with; its words are kept behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

LONGEST = 5
"""Words of the longest name of a topic that the scheme does not have, articles not counted."""


def short(words: Sequence[str], lists: Mapping[str, frozenset[str]]) -> tuple[int, int]:
    """Which of the words of a passage are the name of its matter: (first, after last); equal where none are.

    The name is what stands before a clause, a comma or an "and" that parts it, and of that as much as
    ends before a preposition and is short enough. ``lists`` are the word lists of the language.

    >>> lists = {"topic-edge": frozenset({"the", "of", "on"}), "topic-break": frozenset({"that", ","}),
    ...          "topic-joint": frozenset({"of", "on"}), "article": frozenset({"the"})}
    >>> short("the implementation of the agreement on trade that was".split(), lists)
    (1, 7)
    >>> short("of the".split(), lists)
    (2, 2)
    """
    low = [w.casefold() for w in words]
    edge, parts, joints = (lists[n] for n in ("topic-edge", "topic-break", "topic-joint"))
    articles = lists["article"]
    start, end = _bare(low, 0, len(low), edge)
    first = next((k for k in range(start + 1, end) if low[k] in parts), end)
    start, end = _bare(low, start, first, edge)
    while sum(w not in articles for w in low[start:end]) > LONGEST:
        cut = next((k for k in range(end - 1, start, -1) if low[k] in joints), None)
        if cut is None:
            # A long name without a joint: its head stands last.
            start = end - LONGEST
            break
        end = cut
    return _bare(low, start, end, edge)


def _bare(low: Sequence[str], start: int, end: int, edge: frozenset[str]) -> tuple[int, int]:
    """Without words at the edges that name nothing."""
    while start < end and (low[start] in edge or not low[start][:1].isalnum()):
        start += 1
    while start < end and (low[end - 1] in edge or not low[end - 1][-1:].isalnum()):
        end -= 1
    return start, end


def names_something(
    words: Sequence[str], lists: Mapping[str, frozenset[str]], noun: Callable[[str], bool]
) -> bool:
    """Do words name a matter, and are no verb, adjective or piece of one alone?

    ``noun`` tells whether a word is a noun of the language.
    """
    low = [w.casefold() for w in words if w[:1].isalpha()]
    if not low or all(w in lists["topic-edge"] for w in low):
        return False
    if len(low) > 1:
        return True
    (word,) = low
    if words[0][:1].isupper():
        return len(word) > 3 or words[0].isupper()
    return len(word) > 3 and noun(word)
