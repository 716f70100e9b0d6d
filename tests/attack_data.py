"""Articles that attack: every field of an article, and all that is read out of it, holds something hostile."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import attack_page
import store_data

from kg.core.model import Actor, Article, Evidence, Frame, Topic, Venue, When

ATTACKS = [
    *attack_page.ATTACKS,
    "<a href=\"javascript:window.struck=7\">href</a>",
    "javascript:window.struck=8",
    "data:text/html,<script>parent.struck=9</script>",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\u2066\u202e\u2069 href=\"x\" \ufeff \u200b",
    "&#60;script&#62;window.struck=10&#60;/script&#62;",
    "' onmouseover='window.struck=11",
    "<math><mtext></p><style><img src onerror=window.struck=12></style>",
    "__proto__.constructor.prototype",
    "]]>--><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
]  # fmt: skip
_SENTENCE = re.compile(r"([^\n]+) met Sergey Lavrov in ([^\n]+)\n")


def write(folder: Path) -> Path:
    """A file of JSON lines, as somebody might be sent it."""
    rows = []
    for n, attack in enumerate(ATTACKS):
        rows.append(
            {
                "id": f"{n} {attack}",
                "title": attack,
                "url": attack_page.ADDRESSES[n % len(attack_page.ADDRESSES)] or attack,
                "publisher": attack,
                "published": f"2019-05-{n + 1:02d}",
                "text": f"{attack}\n\n{attack} met Sergey Lavrov in {attack}\n\nThen {attack}.\n",
            }
        )
    path = folder / "attacks.jsonl"
    # ASCII with escapes: this is how a lone surrogate gets into a file at all.
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="ascii")
    return path


class Credulous:
    """An annotator that believes everything: whatever stands in the text becomes name, office, place, topic."""

    model = "credulous-1"

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        return tuple(self._frames(article))

    def _frames(self, article: Article) -> Iterator[Frame]:
        for n, m in enumerate(_SENTENCE.finditer(article.text)):
            word = m[1]
            yield Frame(
                type="meeting",
                status="planned" if n % 2 else "held",
                participants=(
                    Actor(name=word, office=word, polity=None, kind="person"),
                    store_data.LAVROV,
                ),
                when=When(
                    edtf=str(article.published),
                    text=word,
                    earliest=article.published,
                    latest=article.published,
                    precision="day",
                ),
                venue=Venue(name=word, city=word, country="RU"),
                topics=(Topic(ref=None, label=word, text=word),),
                reported_by=(word,),
                evidence=(Evidence(start=m.start(), end=m.end(), quote=m[0]),),
                confidence=0.9,
                rule="meeting/meet",
                features=((word, 0.9),),
            )
