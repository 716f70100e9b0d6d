"""Small articles, an annotator that needs no language model, and random frames, for tests of a store."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import strategies as st

from kg.core.model import Actor, Article, Evidence, Frame, Topic, Venue, When

LAVROV = Actor(name="Sergey Lavrov", office="foreign minister", polity="RU", kind="person")
POMPEO = Actor(name="Mike Pompeo", office="secretary of state", polity="US", kind="person")
PUTIN = Actor(name="Vladimir Putin", office="president", polity="RU", kind="person")
PEOPLE = {"Lavrov": LAVROV, "Pompeo": POMPEO, "Putin": PUTIN}
_SENTENCE = re.compile(
    r"(\w+) (met|will meet|will not meet|called|did not meet) (\w+) in (\w+) on (\d{4}-\d\d-\d\d)\."
)
_SAID = {
    "met": ("meeting", "held"),
    "will meet": ("meeting", "planned"),
    "will not meet": ("meeting", "cancelled"),
    "called": ("phone_call", "held"),
    "did not meet": ("meeting", "denied"),
}


class Plain:
    """Reads one kind of sentence: "Lavrov met Pompeo in Sochi on 2019-05-14."."""

    model = "plain-1"

    def __init__(self) -> None:
        self.read: list[str] = []

    def annotate(self, article: Article) -> tuple[Frame, ...]:
        self.read.append(article.id)
        if "crash" in article.text:
            raise ZeroDivisionError("a fault")
        return tuple(_frame(m) for m in _SENTENCE.finditer(article.text))


def _frame(m: re.Match[str]) -> Frame:
    kind, status = _SAID[m[2]]
    day = date.fromisoformat(m[5])
    return Frame(
        type=kind,  # type: ignore[arg-type]
        status=status,  # type: ignore[arg-type]
        participants=(PEOPLE[m[1]], PEOPLE[m[3]]),
        when=When(edtf=m[5], text=m[5], earliest=day, latest=day, precision="day"),
        venue=Venue(name=None, city=m[4], country="RU", start=m.start(4), end=m.end(4)),
        topics=(Topic(ref=None, label="fishing rights", text="fish"),),
        reported_by=("the ministry",),
        evidence=(Evidence(start=m.start(), end=m.end(), quote=m[0]),),
        confidence=0.9,
        rule="meeting/meet",
        features=(("weight", 0.9),),
    )


def article(
    name: str, text: str, *, day: str = "2019-05-15", publisher: str = "Harbour Wire"
) -> Article:
    return Article(
        id=name,
        text=text,
        published=date.fromisoformat(day),
        publisher=publisher,
        url=f"https://example.org/{name}",
        title=f"Title of {name}",
    )


ARTICLES = (
    article("one", "Lavrov met Pompeo in Sochi on 2019-05-14."),
    article("two", "Lavrov will meet Pompeo in Sochi on 2019-05-14.", day="2019-05-10"),
    article("three", "Putin called Pompeo in Moscow on 2019-06-01.", publisher="Meridian Post"),
    article("four", "Nothing happened."),
)

words = st.text(max_size=20)
names = st.text(min_size=1, max_size=20)
maybe = st.none() | words
offsets = st.integers(min_value=0, max_value=10**9)
states = st.none() | st.sampled_from(["RU", "US", "XSVN", "XK"])
refs = st.none() | st.sampled_from(
    ["person/a-b1", "org/un", "country/ru", "place/x-1", "topic/arms"]
)
days = st.none() | st.dates()

actors = st.builds(
    Actor,
    name=maybe,
    office=maybe,
    polity=states,
    kind=st.sampled_from(["person", "country", "organisation"]),
    function=st.sampled_from(
        ["participant", "host", "guest", "initiator", "addressee", "mediator", "envoy"]
    ),
    ref=refs,
    start=offsets,
    end=offsets,
)
whens = st.builds(
    When,
    edtf=maybe,
    text=maybe,
    earliest=days,
    latest=days,
    precision=st.none() | st.sampled_from(["day", "week", "month", "year"]),
    basis=st.sampled_from(["stated", "dateline", "published", "context", "convention"]),
    start=offsets,
    end=offsets,
)
venues = st.builds(
    Venue,
    name=maybe,
    city=maybe,
    country=states,
    geonames=st.none() | st.integers(min_value=1, max_value=10**8),
    ref=refs,
    start=offsets,
    end=offsets,
)
topics = st.builds(Topic, ref=refs, label=words, text=words, start=offsets, end=offsets)
passages = st.builds(Evidence, start=offsets, end=offsets, quote=words)
frames = st.builds(
    Frame,
    type=st.sampled_from(
        [
            "meeting", "phone_call", "video_call", "visit", "summit", "negotiation", "message",
            "invitation", "agreement_signing", "summons",
        ]
    ),
    status=st.sampled_from(
        ["held", "ongoing", "planned", "proposed", "postponed", "cancelled", "declined", "denied"]
    ),
    participants=st.lists(actors, max_size=12).map(tuple),
    when=st.none() | whens,
    venue=st.none() | venues,
    topics=st.lists(topics, max_size=4).map(tuple),
    reported_by=st.lists(words, max_size=3).map(tuple),
    evidence=st.lists(passages, min_size=1, max_size=3).map(tuple),
    confidence=st.floats(0, 1).map(lambda x: round(x, 6)),
    rule=names,
    features=st.lists(
        st.tuples(names, st.floats(allow_nan=False, allow_infinity=False)), max_size=4
    ).map(tuple),
)  # fmt: skip
