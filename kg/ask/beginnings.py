"""The beginnings of words in a full-text index: a search looks for them, and all words with one are found at once.

Half of all words begin with one of a few letters, and an index that gathers those words whenever it is asked
takes seconds for it. So a beginning that many words share is a word of the index as well, with ``_`` at its
end, which no word of a text has. Of any other beginning the few words are known and asked for one by one.

Of each is kept in which columns it stands: the index would go through a million events to find that a word is
in no name.
"""

from __future__ import annotations

import functools
import operator
import sqlite3
from collections import Counter
from collections.abc import Iterable

from kg.ask.words import terms_of

SHARED = 32
"""A beginning is a word of the index when, of the words that were looked at, so many have it."""

LONGEST = 12
"""Letters of a beginning that is a word of the index."""

MOST = 400
"""With more words than this behind a beginning that is none, the index gathers them itself."""

LAST = "\U0010ffff"

COLUMNS = ("name", "about", "said")
"""The columns of the index that have words of texts; where a word stands is kept as a number, a bit for each."""

ANYWHERE = (1 << len(COLUMNS)) - 1


def shared(words: Iterable[str], *, least: int = SHARED) -> frozenset[str]:
    """The beginnings that at least so many different words have.

    >>> sorted(shared(["person1", "person12", "person2"], least=3))
    ['p', 'pe', 'per', 'pers', 'perso', 'person']
    """
    found = Counter(
        word[:length] for word in set(words) for length in range(1, min(len(word), LONGEST) + 1)
    )
    return frozenset(beginning for beginning, count in found.items() if count >= least)


class Spelling:
    """Texts as the index takes them: their words, and the beginnings among ``beginnings`` that these have.

    >>> Spelling(frozenset(["p", "pu"])).line("Putin's plane, Putin")
    'putin p_ pu_ s plane'
    """

    def __init__(self, beginnings: frozenset[str]) -> None:
        self.beginnings = beginnings
        self.words: dict[str, dict[str, None]] = {}

    def line(self, text: str) -> str:
        """The words of a text and their beginnings, each once."""
        found: dict[str, None] = {}
        for word in terms_of(text):
            found.update(self.words.get(word) or self._learn(word))
        return " ".join(found)

    def _learn(self, word: str) -> dict[str, None]:
        parts = (word[:length] for length in range(1, min(len(word), LONGEST) + 1))
        self.words[word] = {word: None} | {f"{p}_": None for p in parts if p in self.beginnings}
        return self.words[word]

    def keep(self, base: sqlite3.Connection) -> None:
        """Writes which words and beginnings there are, and in which columns, for ``spelt``."""
        stands = _stands(base)
        for table, known, end in (
            ("vocabulary", self.words, ""),
            ("beginnings", self.beginnings, "_"),
        ):
            base.execute(
                f"CREATE TABLE {table} (word TEXT PRIMARY KEY, stands INTEGER) WITHOUT ROWID"
            )
            base.executemany(
                f"INSERT INTO {table} VALUES (?, ?)",  # noqa: S608 - no word of anybody is in it
                ((word, stands.get(word + end, 0)) for word in sorted(known)),
            )


def _stands(base: sqlite3.Connection) -> dict[str, int]:
    """In which columns each word of the index stands."""
    found: dict[str, int] = {}
    base.execute("CREATE VIRTUAL TABLE temp.stands USING fts5vocab(main, words, col)")
    for word, column in base.execute("SELECT term, col FROM temp.stands"):
        if column in COLUMNS:
            found[word] = found.get(word, 0) | bit(column)
    base.execute("DROP TABLE temp.stands")
    return found


def bit(column: str) -> int:
    """A column as the number that says that something stands there.

    >>> [bit(column) for column in COLUMNS]
    [1, 2, 4]
    """
    return 1 << COLUMNS.index(column)


def spelt(base: sqlite3.Connection, beginning: str) -> tuple[str, int]:
    """What the index is asked for to find all words that begin so, in the language of FTS5; where such stand."""
    row = base.execute("SELECT stands FROM beginnings WHERE word = ?", (beginning,)).fetchone()
    if row:
        return quoted(f"{beginning}_"), int(row[0])
    words = base.execute(
        "SELECT word, stands FROM vocabulary WHERE word >= ? AND word < ? LIMIT ?",
        (beginning, beginning + LAST, MOST + 1),
    ).fetchall()
    if len(words) > MOST:
        return f"{quoted(beginning)} *", ANYWHERE
    stands = functools.reduce(operator.or_, (where for _, where in words), 0)
    asked = f"({' OR '.join(quoted(word) for word, _ in words)})" if words else quoted(beginning)
    return asked, stands


def quoted(word: str) -> str:
    """A word that is never an operator of the search language.

    >>> quoted('or"')
    '"or\"\"\"'
    """
    return '"' + word.replace('"', '""') + '"'
