"""Short articles from templates and a fixed seed, for builds that are ended and resumed. Nothing in them happened."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

_PEOPLE = [
    "Russian Foreign Minister Sergey Lavrov", "U.S. Secretary of State Mike Pompeo", "French President Emmanuel Macron",
    "German Chancellor Angela Merkel", "Turkish President Recep Tayyip Erdoğan", "Japanese Prime Minister Shinzō Abe",
    "Russian President Vladimir Putin", "South Korean President Moon Jae-in", "Iranian Foreign Minister Javad Zarif",
    "Indian Prime Minister Narendra Modi", "Chinese Foreign Minister Wang Yi", "Norwegian envoy Kari Holm",
]  # fmt: skip
_CITIES = [
    "Sochi",
    "Oslo",
    "Geneva",
    "Vienna",
    "Ankara",
    "Tokyo",
    "Paris",
    "Berlin",
    "New Delhi",
    "Astana",
]
_TOPICS = [
    "arms control",
    "the conflict in Syria",
    "trade",
    "fishing rights",
    "energy",
    "the nuclear deal",
    "climate change",
]
_TOLD = [
    "{a} met {b} in {city} on {day}. They discussed {topic}.",
    "{a} spoke by phone with {b} on {day}. The call was about {topic}.",
    "{a} will meet {b} in {city} on {day}, the ministry said. {topic} is on the agenda.",
    "{a} arrived in {city} on {day} for talks with {b}. {topic} came up, officials said.",
    "{a} invited {b} to {city}. The two had last met on {day}.",
]  # fmt: skip


def write(path: Path, number: int, *, seed: int = 1) -> Path:
    """A file of JSON lines with so many articles of two sentences."""
    rng = random.Random(seed)
    with path.open("w", encoding="utf-8") as out:
        for n in range(number):
            a, b = rng.sample(_PEOPLE, 2)
            day = date(2018, 1, 1) + timedelta(days=rng.randrange(700))
            text = rng.choice(_TOLD).format(
                a=a,
                b=b,
                city=rng.choice(_CITIES),
                day=f"{day.day} {day:%B %Y}",
                topic=rng.choice(_TOPICS),
            )
            published = str(day + timedelta(days=rng.randrange(3)))
            out.write(json.dumps({"id": f"{n:04d}", "text": text, "published": published}) + "\n")
    return path
