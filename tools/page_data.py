"""Graphs for the tests of the page: a small one by hand, and one of any size by seed.

The events of the small one are of public record; the outlets and all sentences are invented.
"""

from __future__ import annotations

import random
from itertools import count

from kg.graph.view.values import (
    ActorView,
    ArticleView,
    EventView,
    GraphView,
    MentionView,
    ParticipationView,
    PlaceView,
    TopicView,
)

BASE = "https://w3id.org/diplokg/"
STATES = {
    "us": "United States",
    "ru": "Russia",
    "kp": "North Korea",
    "kr": "South Korea",
    "cn": "China",
    "jp": "Japan",
}
PEOPLE = {
    "mike-pompeo": ("Mike Pompeo", "us", "Secretary of State"),
    "sergey-lavrov": ("Sergey Lavrov", "ru", "foreign minister"),
    "vladimir-putin": ("Vladimir Putin", "ru", "president"),
    "donald-trump": ("Donald Trump", "us", "president"),
    "kim-jong-un": ("Kim Jong Un", "kp", "chairman"),
    "moon-jae-in": ("Moon Jae-in", "kr", "president"),
    "xi-jinping": ("Xi Jinping", "cn", "president"),
    "shinzo-abe": ("Shinzo Abe", "jp", "prime minister"),
}
TOPICS = {
    "security": ("security", ()),
    "arms-control": ("arms control", ("security",)),
    "denuclearisation": ("denuclearisation", ("security",)),
    "syria": ("Syria", ()),
    "ukraine": ("Ukraine", ()),
    "venezuela": ("Venezuela", ()),
    "trade": ("trade", ()),
    "sanctions": ("sanctions", ()),
    "elections": ("interference in elections", ()),
    "oil": ("oil prices", ("trade",)),
}
PLACES = {
    "sochi": ("Sochi", None, "ru", 43.6, 39.7),
    "state-department": ("State Department", "Washington", "us", 38.9, -77.0),
    "white-house": ("White House", "Washington", "us", 38.9, -77.0),
    "panmunjom": ("Panmunjom", None, "kr", 37.96, 126.68),
    "sentosa": ("Capella Hotel", "Singapore", None, 1.25, 103.8),
    "hanoi": ("Hanoi", None, "vn", 21.0, 105.8),
    "vladivostok": ("Vladivostok", None, "ru", 43.1, 131.9),
    "helsinki": ("Helsinki", None, "fi", 60.2, 24.9),
    "osaka": ("Osaka", None, "jp", 34.7, 135.5),
    "pyongyang": ("Pyongyang", None, "kp", 39.0, 125.8),
}
WIRE, DISPATCH, BULLETIN = "Example Wire", "Northern Dispatch", "Ministry Bulletin (invented)"

# date, type, status, people, place, topics, [(published, outlet, status, quote, topics told)]
Story = tuple[str | None, str, str, str, str | None, str, list[tuple[str, str, str, str, str]]]
STORIES: list[Story] = [
    ("2018-04-27", "summit", "Held", "kim-jong-un moon-jae-in", "panmunjom", "denuclearisation",
     [("2018-04-27", WIRE, "Held", "Kim Jong Un walked over the line at Panmunjom and met Moon Jae-in on Friday.", "denuclearisation")]),
    ("2018-05-26", "meeting", "Held", "kim-jong-un moon-jae-in", "panmunjom", "denuclearisation",
     [("2018-05-27", DISPATCH, "Held", "Moon and Kim met for two hours on Saturday without having told anybody.", "denuclearisation")]),
    ("2018-06-12", "summit", "Held", "donald-trump kim-jong-un", "sentosa", "denuclearisation security",
     [("2018-05-10", WIRE, "Planned", "Trump will meet Kim in Singapore on June 12, he wrote on Thursday.", ""),
      ("2018-05-24", DISPATCH, "Cancelled", "Trump called off the Singapore meeting with Kim in a letter.", ""),
      ("2018-06-12", WIRE, "Held", "Trump and Kim shook hands in Singapore on Tuesday and signed a statement.", "denuclearisation"),
      ("2018-06-13", BULLETIN, "Held", "The two leaders met at the Capella Hotel and exchanged views on security.", "security")]),
    ("2018-07-16", "summit", "Held", "donald-trump vladimir-putin", "helsinki", "elections syria arms-control",
     [("2018-07-16", WIRE, "Held", "Putin and Trump met in Helsinki on Monday and spoke about Syria and the election of 2016.", "syria elections"),
      ("2018-07-17", BULLETIN, "Held", "In Helsinki the presidents discussed Syria and strategic arms.", "syria arms-control")]),
    ("2018-09-18/2018-09-20", "visit", "Held", "moon-jae-in kim-jong-un", "pyongyang", "denuclearisation",
     [("2018-09-20", DISPATCH, "Held", "Moon returned on Thursday from three days in Pyongyang with Kim.", "denuclearisation")]),
    (None, "visit", "Planned", "kim-jong-un moon-jae-in", None, "",
     [("2018-09-19", WIRE, "Planned", "Kim agreed to come to Seoul at an early date, Moon said.", "")]),
    ("2018-11-01", "phone_call", "Held", "donald-trump xi-jinping", None, "trade",
     [("2018-11-01", WIRE, "Held", "Trump said that he had a long talk with Xi by telephone, above all about trade.", "trade")]),
    ("2018-12-01", "meeting", "Cancelled", "donald-trump vladimir-putin", None, "ukraine",
     [("2018-11-28", WIRE, "Planned", "Trump and Putin are to meet in Buenos Aires on Saturday.", ""),
      ("2018-11-29", WIRE, "Cancelled", "Trump cancelled his meeting with Putin because of the ships held by Russia.", "ukraine")]),
    ("2019-02-27/2019-02-28", "summit", "Held", "donald-trump kim-jong-un", "hanoi", "denuclearisation sanctions",
     [("2019-02-28", DISPATCH, "Held", "The second meeting of Trump and Kim ended early in Hanoi without a statement.", "sanctions denuclearisation")]),
    ("2019-04-25", "summit", "Held", "vladimir-putin kim-jong-un", "vladivostok", "denuclearisation",
     [("2019-04-25", BULLETIN, "Held", "Putin received Kim in Vladivostok on Thursday.", "denuclearisation")]),
    ("2019-05-03", "phone_call", "Held", "donald-trump vladimir-putin", None, "venezuela denuclearisation",
     [("2019-05-03", WIRE, "Held", "Trump and Putin spoke by telephone for more than an hour on Friday.", "venezuela denuclearisation")]),
    ("2019-05-14", "meeting", "Held", "mike-pompeo sergey-lavrov vladimir-putin", "sochi", "arms-control syria ukraine venezuela",
     [("2019-05-10", WIRE, "Planned", "Pompeo will travel to Sochi to see Putin and Lavrov on May 14, his department said.", ""),
      ("2019-05-14", WIRE, "Held", "In Sochi on Tuesday Lavrov and Pompeo differed over Venezuela and Ukraine before both saw Putin.", "venezuela ukraine"),
      ("2019-05-15", BULLETIN, "Held", "The ministers exchanged views on arms control, Syria and Venezuela.", "arms-control syria venezuela")]),
    ("2019-06-20/2019-06-21", "visit", "Held", "xi-jinping kim-jong-un", "pyongyang", "",
     [("2019-06-21", DISPATCH, "Held", "Xi ended a visit of two days to Pyongyang, where Kim had welcomed him.", "")]),
    ("2019-06-29", "meeting", "Held", "donald-trump xi-jinping", "osaka", "trade",
     [("2019-06-29", WIRE, "Held", "Trump and Xi agreed in Osaka to begin trade talks anew.", "trade")]),
    ("2019-06-30", "meeting", "Held", "donald-trump kim-jong-un moon-jae-in", "panmunjom", "denuclearisation",
     [("2019-06-30", WIRE, "Held", "Trump stepped into the North at Panmunjom, shook hands with Kim, and was joined by Moon.", "denuclearisation")]),
    ("2019-12-10", "meeting", "Held", "mike-pompeo sergey-lavrov", "state-department", "arms-control syria elections",
     [("2019-12-10", WIRE, "Held", "Pompeo received Lavrov at the State Department on Tuesday; they discussed arms control and Syria.", "arms-control syria"),
      ("2019-12-11", BULLETIN, "Held", "Lavrov raised arms control, and called the talk of interference in elections groundless.", "arms-control elections")]),
    ("2019-12-10", "meeting", "Held", "donald-trump sergey-lavrov", "white-house", "elections",
     [("2019-12-11", WIRE, "Held", "Later that day Trump saw Lavrov at the White House.", "elections")]),
    ("2019-12-07", "phone_call", "Held", "donald-trump moon-jae-in", None, "denuclearisation",
     [("2019-12-07", DISPATCH, "Held", "Trump and Moon talked by telephone for half an hour on Saturday.", "denuclearisation")]),
    ("2020-03-30", "phone_call", "Held", "donald-trump vladimir-putin", None, "oil",
     [("2020-03-30", WIRE, "Held", "Trump and Putin talked about the price of oil on Monday.", "oil")]),
    ("2020-04", "visit", "Postponed", "xi-jinping shinzo-abe", None, "",
     [("2020-03-05", DISPATCH, "Postponed", "The visit of Xi to Japan that was planned for April is put off.", "")]),
]  # fmt: skip


def iri(kind: str, local: str) -> str:
    return f"{BASE}{kind}/{local}"


def small() -> GraphView:
    """Twenty events of the years 2018 to 2020 around eight people."""
    events, articles, number = [], {}, count(1)
    for date, kind, status, people, place, topics, reports in STORIES:
        start, _, end = (date or "").partition("/")
        precision = {10: "day", 7: "month"}.get(len(start))
        first = start + "-01" if len(start) == 7 else start
        mentions = []
        for published, outlet, says, quote, told in reports:
            article = iri("article", f"{published}-{next(number)}")
            articles[article] = ArticleView(
                iri=article,
                source_id=f"{published}.txt",
                title=f"Notes of {published}",
                published=published,
                publisher=outlet,
                url=f"https://example.org/{published}" if outlet != BULLETIN else None,
                kind="readout" if outlet == BULLETIN else "news",
            )
            mentions.append(
                MentionView(
                    iri=iri("mention", article.rsplit("/", 1)[1]),
                    article=article,
                    status=says,
                    date=date,
                    date_text="on that day" if date else None,
                    start=40,
                    end=40 + len(quote),
                    quote=quote,
                    prefix="The correspondent had waited since the morning. ",
                    suffix=" No further details were given.",
                    confidence=0.93 if says == "Held" else 0.78,
                    rule=f"{kind}/meet",
                    reported_by=("a spokesman",) if says == "Planned" else (),
                    actors=tuple(iri("person", p) for p in people.split()),
                    topics=tuple(iri("topic", t) for t in told.split()),
                )
            )
        names = [PEOPLE[p][0] for p in people.split()]
        events.append(
            EventView(
                iri=iri("event", f"{start or 'undated'}-{kind}-{people.replace(' ', '-')}"),
                label=f"{kind.replace('_', ' ').capitalize()} of {' and '.join(names)}",
                type=kind,
                status=status,
                date=date,
                start=first or None,
                end=("2020-04-30" if date == "2020-04" else end or first) or None,
                precision=precision,
                participants=tuple(
                    ParticipationView(
                        actor=iri("person", p),
                        office=PEOPLE[p][2],
                        polity=iri("country", PEOPLE[p][1]),
                        function="participant",
                    )
                    for p in people.split()
                ),
                parties=tuple(sorted({iri("country", PEOPLE[p][1]) for p in people.split()})),
                place=iri("place", place) if place else None,
                country=iri("country", PLACES[place][2]) if place and PLACES[place][2] else None,
                topics=tuple(iri("topic", t) for t in topics.split()),
                cameo="040",
                plover="CONSULT",
                confidence=0.95 if len(mentions) > 1 else 0.85,
                mentions=tuple(mentions),
            )
        )
    return GraphView(
        events=tuple(events),
        actors=_people(),
        topics=_topics(),
        places=_places(),
        articles=articles,
    )


def _people() -> dict[str, ActorView]:
    people = {
        iri("person", key): ActorView(
            iri=iri("person", key),
            label=label,
            kind="person",
            polity=iri("country", state),
            offices=(office,),
            same_as=(),
        )
        for key, (label, state, office) in PEOPLE.items()
    }
    states = {
        iri("country", code): ActorView(
            iri=iri("country", code),
            label=label,
            kind="country",
            polity=None,
            offices=(),
            same_as=(),
        )
        for code, label in STATES.items()
    }
    return people | states


def _topics() -> dict[str, TopicView]:
    return {
        iri("topic", key): TopicView(
            iri=iri("topic", key), label=label, broader=tuple(iri("topic", b) for b in broader)
        )
        for key, (label, broader) in TOPICS.items()
    }


def _places() -> dict[str, PlaceView]:
    return {
        iri("place", key): PlaceView(
            iri=iri("place", key),
            label=label,
            city=city,
            country=iri("country", country) if country else None,
            latitude=latitude,
            longitude=longitude,
            geonames=None,
        )
        for key, (label, city, country, latitude, longitude) in PLACES.items()
    }


SYLLABLES = [
    "ba",
    "be",
    "do",
    "da",
    "ka",
    "ko",
    "la",
    "li",
    "ma",
    "mi",
    "na",
    "no",
    "pa",
    "ra",
    "ri",
    "sa",
    "se",
    "ta",
    "to",
    "va",
    "vi",
    "za",
]
CODES = [
    "us",
    "ru",
    "cn",
    "gb",
    "fr",
    "de",
    "jp",
    "in",
    "br",
    "za",
    "tr",
    "ir",
    "il",
    "sa",
    "eg",
    "ng",
    "ke",
    "pl",
    "ua",
    "kz",
    "it",
    "es",
    "se",
    "no",
    "fi",
    "nl",
    "be",
    "at",
    "gr",
    "hu",
]
STATUS_WEIGHTS = {"Held": 80, "Planned": 12, "Proposed": 3, "Cancelled": 3, "Denied": 2}


def large(actors: int, events: int, *, seed: int = 7) -> GraphView:
    """``actors`` invented people of thirty states in ``events`` events: a few are in very many of them."""
    rng = random.Random(seed)

    def word() -> str:
        return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 3))).capitalize()

    people = [
        ActorView(
            iri=iri("person", f"p{n:05d}"),
            label=f"{word()} {word()}",
            kind="person",
            polity=iri("country", CODES[min(int(rng.paretovariate(0.9)) - 1, len(CODES) - 1)]),
            offices=(rng.choice(["foreign minister", "president", "envoy", "deputy minister"]),),
            same_as=(),
        )
        for n in range(actors)
    ]
    weights = [1 / (n + 1) ** 0.8 for n in range(actors)]
    topics, places = list(_topics().values()), list(_places().values())
    articles, made = {}, []
    for n in range(events):
        # The first events use everybody once, so that nobody is left over.
        first = people[n % actors]
        others = rng.choices(people, weights, k=rng.choice([1, 1, 1, 2]))
        chosen = list({p.iri: p for p in (first, *others)}.values())
        day = f"{rng.randint(1995, 2024)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        article = iri("article", f"{day}-{n}")
        articles[article] = ArticleView(
            iri=article, source_id=f"{n}.txt", title=f"Notes no. {n} of {day}", published=day,
            publisher=rng.choice([WIRE, DISPATCH, BULLETIN]), url=f"https://example.org/{n}", kind="news",
        )  # fmt: skip
        about = rng.sample(topics, k=rng.randint(0, 3))
        names = " and ".join(p.label for p in chosen)
        quote = (
            f"{names} met on {day} and spoke of "
            + (", ".join(t.label for t in about) or "much")
            + "."
        )
        filler = " ".join(word().lower() for _ in range(30))
        status = rng.choices(list(STATUS_WEIGHTS), list(STATUS_WEIGHTS.values()))[0]
        mention = MentionView(
            iri=iri("mention", str(n)), article=article, status=status, date=day, date_text=None, start=9,
            end=9 + len(quote), quote=quote, prefix=filler[:100], suffix=filler[100:], confidence=0.8,
            rule="meeting/meet", reported_by=(), actors=tuple(p.iri for p in chosen),
            topics=tuple(t.iri for t in about),
        )  # fmt: skip
        place = rng.choice([*places, None])
        made.append(
            EventView(
                iri=iri("event", f"{day}-{n}"), label=f"Meeting of {names}",
                type=rng.choice(["meeting", "meeting", "meeting", "phone_call", "visit"]), status=status,
                date=day, start=day, end=day, precision="day",
                participants=tuple(
                    ParticipationView(actor=p.iri, office=p.offices[0], polity=p.polity, function="participant")
                    for p in chosen
                ),
                parties=(), place=place.iri if place else None, country=place.country if place else None,
                topics=tuple(t.iri for t in about), cameo=None, plover=None, confidence=0.8, mentions=(mention,),
            )
        )  # fmt: skip
    return GraphView(
        events=tuple(made),
        actors={p.iri: p for p in people},
        topics=_topics(),
        places=_places(),
        articles=articles,
    )


def nothing() -> GraphView:
    """A graph without an event."""
    return GraphView(events=(), actors={}, topics={}, places={}, articles={})
