"""What a store remembers between two builds: keyed values beside the database, read one at a time.

Everything here can be made again from the mentions, so it is no second truth: it is a cache with an
address for each value, so that adding an article reads and writes what that article touches and no
more. Values are JSON; SQLite keeps them.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from kg.core.errors import KgError

FORMAT = 1
_MISSING = object()
_MANY = "SELECT key, value FROM kept WHERE key IN (SELECT value FROM json_each(?))"
_TOGETHER = 50_000


def _plain(value: Any) -> Any:
    """What libraries give in the place of text and numbers (numpy, parsers of HTML) as Python's own."""
    for kind in (str, int, float):
        if isinstance(value, kind):
            return kind(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


_ENCODE = msgspec.json.Encoder(enc_hook=_plain).encode
_DECODE = msgspec.json.Decoder().decode


class Index:
    """A dictionary of JSON values on disk, or in memory without a path. Nothing is written before
    ``commit``, and what ``commit`` writes is written whole or not at all.

    A value that ``get`` gave may be changed in place if ``touch`` says so afterwards.

    >>> index = Index()
    >>> index.put("a", {"n": 1}); index.get("a"), index.get("b")
    ({'n': 1}, None)
    >>> index.add("list", "x"), index.add("list", "y"), index.discard("list", "x")
    (0, 0, 0)
    >>> index.members("list")
    ['y']
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None
        self._values: dict[str, Any] = {}
        self._changed: set[str] = set()
        self._under: dict[str, set[str]] = {}
        self._empty = True
        if path is not None:
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            # What is about to change is on the disk before it changes, also when the power goes.
            self._db.execute("PRAGMA synchronous=FULL")
            # Keys are asked for in no order: with the two megabytes of a default, most pages are read anew.
            self._db.execute("PRAGMA cache_size=-65536")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID"
            )
            self._empty = self._db.execute("SELECT 1 FROM kept LIMIT 1").fetchone() is None

    def get(self, key: str) -> Any:
        """The value of a key, or None."""
        found = self._values.get(key, _MISSING)
        if found is not _MISSING:
            return found
        if self._empty or self._db is None:
            return None
        with self._told():
            row = self._db.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        value = _DECODE(row[0]) if row else None
        self._values[key] = value
        return value

    def expect(self, keys: Iterable[str]) -> None:
        """Reads the values of many keys at once, in the order in which they lie, to have them at hand.

        It changes nothing but the time: one that is asked for alone takes several times as long.
        """
        if self._empty or self._db is None:
            return
        # SQLite's JSON ends a text at NUL; one that has it is read alone.
        wanted = sorted({k for k in keys if k not in self._values and "\0" not in k})
        for first in range(0, len(wanted), _TOGETHER):
            some = wanted[first : first + _TOGETHER]
            with self._told():
                rows = self._db.execute(_MANY, (_ENCODE(some).decode(),)).fetchall()
            self._values.update(dict.fromkeys(some))
            self._values.update((k, _DECODE(v)) for k, v in rows)

    def put(self, key: str, value: Any) -> None:
        """Sets the value of a key; None takes it out."""
        self._values[key] = value
        self._changed.add(key)
        above, tab, _ = key.partition("\t")
        if tab:
            self._under.setdefault(above, set()).add(key)

    def mark(self, key: str, value: Any) -> None:
        """Sets the value of a key and writes it now, ahead of what waits for ``commit``."""
        self._values[key] = value
        self._changed.discard(key)
        if self._db is None:
            return
        with self._told():
            if value is None:
                self._db.execute("DELETE FROM kept WHERE key = ?", (key,))
            else:
                row = (key, _ENCODE(value))
                self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", row)
                self._empty = False

    def touch(self, key: str) -> None:
        """The value of this key was changed in place; an empty one goes."""
        self._changed.add(key)
        if not self._values.get(key):
            self._values[key] = None

    def members(self, key: str) -> Iterable[str]:
        """The members of a set that ``add`` made, in no order."""
        return list(self.get(key) or ())

    def add(self, key: str, member: str, n: int = 1) -> int:
        """Counts a member of a set; gives how often it was counted before."""
        bag = self.get(key)
        if bag is None:
            bag = self._values[key] = {}
        before = int(bag.get(member, 0))
        bag[member] = before + n
        self._changed.add(key)
        return before

    def discard(self, key: str, member: str) -> int:
        """Counts a member once less, and takes it out at zero; gives how often it still counts."""
        bag = self.get(key)
        left = int(bag.get(member, 0)) - 1 if bag else 0
        if bag is None:
            return 0
        if left > 0:
            bag[member] = left
        else:
            bag.pop(member, None)
        self.touch(key)
        return max(left, 0)

    def commit(self) -> None:
        """Writes what has changed."""
        if self._db is not None and self._changed:
            gone = [(k,) for k in self._changed if self._values.get(k) is None]
            kept = sorted(
                (k, _ENCODE(v)) for k in self._changed if (v := self._values.get(k)) is not None
            )
            with self._told():
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    self._db.executemany("DELETE FROM kept WHERE key = ?", gone)
                    self._db.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", kept)
                    self._db.execute("COMMIT")
                except BaseException:
                    if self._db.in_transaction:  # a full disk has ended it already
                        self._db.execute("ROLLBACK")
                    raise
            self._empty = self._empty and not kept
        self._changed.clear()
        if self._db is not None:
            self._values.clear()
            self._under.clear()

    def forget(self) -> None:
        """Leaves out what was changed since the last ``commit``."""
        if self._db is not None:
            self._values.clear()
            self._changed.clear()
            self._under.clear()

    def clear(self, *, keep: str) -> None:
        """Takes everything out, at once, but for the keys that begin with ``keep``."""
        for key in [k for k in self._values if not k.startswith(keep)]:
            del self._values[key]
        self._under.clear()
        self._changed.intersection_update(self._values)
        if self._db is not None:
            with self._told():
                self._db.execute(
                    "DELETE FROM kept WHERE key < ? OR key >= ?", (keep, keep + "\U0010ffff")
                )

    def keys(self, prefix: str) -> Iterator[str]:
        """All keys that begin with a prefix, sorted: for what looks at everything anyway."""
        found: set[str] = set()
        if self._db is not None and not self._empty:
            rows = self._db.execute(
                "SELECT key FROM kept WHERE key >= ? AND key < ?", (prefix, prefix + "\U0010ffff")
            )
            found.update(r[0] for r in rows)
        found.update(k for k, v in self._values.items() if k.startswith(prefix) and v is not None)
        yield from sorted(k for k in found if self._values.get(k, _MISSING) is not None)

    def below(self, key: str) -> Iterator[tuple[str, Any]]:
        """Name and value of all that was put as ``key``, tab, name; sorted by name.

        A set that grows with the archive is kept so: a member more writes one value, not the set. What
        is given is not kept at hand: changed, it has to be put (and not touched).

        >>> index = Index(); index.put("a\\tx", 1); index.put("a\\ty", 2); index.put("ab", 3)
        >>> list(index.below("a"))
        [('x', 1), ('y', 2)]
        """
        start, end = key + "\t", key + "\n"  # the character after a tab
        at_hand = self._under.get(key, ())
        found = {k: v for k in at_hand if (v := self._values.get(k)) is not None}
        if self._db is not None and not self._empty:
            with self._told():
                rows = self._db.execute(
                    "SELECT key, value FROM kept WHERE key > ? AND key < ?", (start, end)
                ).fetchall()
            for k, text in rows:
                if k not in at_hand:
                    found[k] = _DECODE(text)
        for k in sorted(found):
            yield k[len(start) :], found[k]

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Tells what the file refuses as a person needs it."""
        try:
            yield
        except sqlite3.Error as error:
            raise KgError(
                f"cannot use the index of the store: {error}",
                where=str(self._path),
                mend="make room and run the same command again; if that does not help, delete this file, "
                "which is then made anew",
            ) from error

    def close(self) -> None:
        """Lets go of the file."""
        if self._db is not None:
            self._db.close()
            self._db = None
