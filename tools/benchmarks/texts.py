"""Articles to measure on: made from templates and a fixed seed, bundled ones, and real ones where at hand."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

from kg.core.model import Article
from kg.sources.bundled import articles

LENGTH = 3_000
SHARED = Path(__file__).parents[3] / "shared" / "corpora"
_FIRST = date(2018, 1, 1)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_GIVEN = ("Anna", "Paul", "Maria", "John", "Sofia", "Peter", "Grace", "Tom", "Helen", "Ravi", "Lucy",
          "Omar", "Clara", "Neil", "Ingrid", "Hugh", "Rosa", "Ben", "Alice", "Carl")  # fmt: skip
_SYLLABLES = ("bar", "den", "fel", "gar", "hol", "kin", "lan", "mor", "nes", "pel", "ros", "sten",
              "tam", "ver", "wick", "by", "ford", "ley", "ton", "well")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Templates:
    """A file of templates: sentences by section, and what their slots stand for."""

    sections: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, tuple[str, ...]]

    @property
    def patterns(self) -> int:
        return sum(map(len, self.sections.values()))


@cache
def templates(name: str) -> Templates:
    """The templates of a file beside this one.

    >>> templates("general").patterns >= 60 and len(templates("general").sections) == 6
    True
    """
    sections: dict[str, list[str]] = {}
    slots: dict[str, list[str]] = {}
    here: list[str] = []
    text = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    for line in filter(None, text.splitlines()):
        if line.startswith("["):
            title = line[1:-1].split()
            here = (slots if title[1:] == ["="] else sections).setdefault(title[0], [])
        elif not line.startswith("#"):
            here.append(line)
    return Templates(
        {k: tuple(v) for k, v in sections.items()}, {k: tuple(v) for k, v in slots.items()}
    )


class _Filler(dict[str, str]):
    """Values of slots, drawn when they are asked for; a number after a name asks for another one."""

    def __init__(self, rng: random.Random, slots: Mapping[str, tuple[str, ...]]) -> None:
        self.rng = rng
        self.slots = slots

    def __missing__(self, key: str) -> str:
        rng, name = self.rng, key.rstrip("0123456789")
        if name == "person":
            return f"{rng.choice(_GIVEN)} {family(rng)}"
        if name in self.slots:
            return rng.choice(self.slots[name])
        day = _FIRST + timedelta(days=rng.randrange(2500))
        made = {
            "few": lambda: str(rng.randrange(2, 10)),
            "some": lambda: str(rng.randrange(11, 90)),
            "many": lambda: f"{rng.randrange(2, 99) * 100:,}",
            "percent": lambda: f"{rng.randrange(2, 30)}.{rng.randrange(1, 10)} percent",
            "money": lambda: f"${rng.randrange(2, 900)} million",
            "year": lambda: str(rng.randrange(1978, 2017)),
            "month": lambda: rng.choice(_MONTHS),
            "weekday": lambda: rng.choice(_DAYS),
            "date": lambda: f"{_MONTHS[day.month - 1]} {day.day}",
        }
        return made[name]()


def family(rng: random.Random) -> str:
    """A family name that nobody has."""
    return "".join(rng.choices(_SYLLABLES, k=rng.choice((2, 2, 3)))).capitalize()


def _article(name: str, number: int, sentences: Iterator[str], length: int) -> Article:
    paragraphs: list[list[str]] = [[]]
    size = 0
    for n, sentence in enumerate(sentences):
        if size >= length:
            break
        if n and n % 3 == 0:
            paragraphs.append([])
        paragraphs[-1].append(sentence)
        size += len(sentence) + 1
    text = "\n\n".join(" ".join(p) for p in paragraphs)
    published = _FIRST + timedelta(days=number % 2500)
    return Article(id=f"{name}-{number}", text=text, published=published, publisher="Morning Wire")


def general(count: int, *, start: int = 0, length: int = LENGTH) -> list[Article]:
    """General news: sport, business, weather, courts, politics at home, science by turns.

    >>> (one,) = general(1)
    >>> one == general(1)[0], 2_900 < len(one.text) < 3_300
    (True, True)
    """
    found = templates("general")
    kinds = sorted(found.sections)
    out = []
    for n in range(start, start + count):
        rng = random.Random(f"general {n}")
        fill = _Filler(rng, found.slots)
        section = found.sections[kinds[n % len(kinds)]]

        def drawn(rng: random.Random = rng, section: Any = section, fill: Any = fill) -> Any:
            while True:
                for pattern in rng.sample(section, len(section)):
                    yield _sentence(pattern, fill)

        out.append(_article("general", n, drawn(), length))
    return out


def diplomatic(count: int, *, start: int = 0, length: int = LENGTH) -> list[Article]:
    """Diplomatic news: who met whom, what was said of it, and as much background again.

    >>> (one,) = diplomatic(1)
    >>> one == diplomatic(1)[0], 2_900 < len(one.text) < 3_300
    (True, True)
    """
    found = templates("diplomatic")
    parts = found.sections
    out = []
    for n in range(start, start + count):
        rng = random.Random(f"diplomatic {n}")
        a, b, x = (o.split("|") for o in rng.sample(found.slots["official"], 3))
        fill = _Filler(rng, found.slots)
        fill |= {"a": a[0], "aname": a[1], "astate": a[2], "b": b[0], "bname": b[1], "x": x[0]}
        fill |= {"bstate": b[2], "city": fill["city"], "topic": fill["topic"]}
        body = [*rng.sample(parts["body"], 9), *rng.sample(parts["background"], 12)]
        rng.shuffle(body)
        order = chain([rng.choice(parts["lead"])], cycle(body))
        out.append(_article("diplomatic", n, (_sentence(p, fill) for p in order), length))
    return out


def short(count: int, *, start: int = 0) -> Iterator[Article]:
    """Short reports of people whose names are new in each, so that the model meets new words."""
    found = templates("diplomatic")
    for n in range(start, start + count):
        rng = random.Random(f"short {n}")
        fill = _Filler(rng, found.slots)
        a, b = (f"{fill['person']}{n}"[: -len(str(n))] + _letters(n + k) for k in (0, 7))
        one, two = (o.split("|")[2] for o in rng.sample(found.slots["official"], 2))
        text = (
            f"Foreign Minister {a} of {one} met President {b} of {two} in {fill['city']} on"
            f" {fill['weekday']}. {a.split()[1]} said that they had discussed {fill['topic']}."
        )
        published = _FIRST + timedelta(days=n % 2500)
        yield Article(id=f"short-{n}", text=text, published=published)


def _letters(n: int) -> str:
    """A number as letters, so that a name made with it is no other's."""
    out = ""
    while n:
        n, k = divmod(n, len(_SYLLABLES))
        out += _SYLLABLES[k]
    return out


def _sentence(pattern: str, fill: Mapping[str, str]) -> str:
    said = pattern.format_map(fill)
    return said[0].upper() + said[1:]


def bundled() -> list[Article]:
    """The bundled articles, joined to about three thousand characters each."""
    out: list[Article] = []
    waiting: list[Article] = []
    for article in articles():
        waiting.append(article)
        if sum(len(a.text) for a in waiting) >= 0.8 * LENGTH:
            text = "\n\n".join(a.text for a in waiting)
            first = waiting[0]
            out.append(Article(id=f"joined-{len(out)}", text=text, published=first.published))
            waiting = []
    return out


def real(name: str, count: int) -> list[Article]:
    """Real texts of the shared data, evenly from the whole file; none where they are not at hand."""
    path = SHARED / f"{name}-dev.jsonl"
    if not path.is_file():
        return []
    from kg.sources import read

    found = [a for a in read([str(path)]) if isinstance(a, Article)]
    step = max(1, len(found) // count)
    return list(islice(found[::step], count))


def lines(articles: list[Article]) -> str:
    """Articles as JSON lines, as a source of `kg build` has them."""
    rows = ({"id": a.id, "text": a.text, "published": str(a.published)} for a in articles)
    return "".join(json.dumps(r) + "\n" for r in rows)
