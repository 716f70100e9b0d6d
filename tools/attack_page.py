"""A graph that attacks the page that shows it: every text field of every kind of entry holds something hostile."""

from __future__ import annotations

from page_data import iri

from kg.graph.view.values import (
    ActorView,
    ArticleView,
    EventView,
    GraphView,
    MentionView,
    NamedView,
    ParticipationView,
    PlaceView,
    TopicView,
)

ATTACKS = [
    "<script>window.struck = 1; alert(1)</script>",
    '"><img src=x onerror="window.struck=2;alert(2)">',
    "</script><script>window.struck = 3</script>",
    "<!-- <script> -->",
    "{{ 7*7 }}{% raw %}{% for x in y %}${window.struck=4}`${alert(4)}`",
    "'\"><svg/onload=alert(5)> <a href='javascript:alert(5)'>href</a>",
    "\u202egnp.exe\u202c \u2066isolated",
    "null\x00byte \x1b[31m \x07 \x9b",
    "lone \ud800 and \udfff surrogates",
    "x" * 10_000,
    "line\u2028and\u2029paragraph & amp; &lt;b&gt; ]]>",
    "=HYPERLINK(\"http://evil.example\";\"click\")",
    "",
    "__proto__",
]  # fmt: skip
ADDRESSES = [
    "javascript:alert(document.domain)//https://ok.example",
    "data:text/html,<script>alert(1)</script>",
    "JaVaScRiPt:alert(1)",
    " https://example.org/\"onmouseover=alert(1)",
    "https://example.org/safe?q=<script>",
    "vbscript:msgbox(1)",
    "//evil.example/x",
    "file:///etc/passwd",
    "https://[broken",
    "http://example.org/\ud800",
    "https://example.org/fine",
    None,
]  # fmt: skip


def hostile() -> GraphView:
    """Every text field of every kind of entry holds an attack; the graph is otherwise a proper one."""
    size = len(ATTACKS)
    actors, topics, places, articles, events = {}, {}, {}, {}, []
    for n, text in enumerate(ATTACKS):
        person, topic, place, article = (
            iri(kind, f"{n}-{text[:60]}") for kind in ("person", "topic", "place", "article")
        )
        actors[person] = ActorView(
            iri=person,
            label=text,
            kind="person" if n % 2 else text[:50],
            polity=text[:80] if n % 3 else iri("country", "ru"),
            offices=(text,),
            same_as=(ADDRESSES[n % len(ADDRESSES)] or "",),
        )
        topics[topic] = TopicView(iri=topic, label=text, broader=(topic,))
        places[place] = PlaceView(
            iri=place,
            label=text,
            city=text,
            country=text,
            latitude=None,
            longitude=None,
            geonames=None,
        )
        articles[article] = ArticleView(
            iri=article,
            source_id=text,
            title=text,
            published=text if n % 2 else "2019-05-14",
            publisher=text,
            url=ADDRESSES[n % len(ADDRESSES)],
            kind=text,
        )
    people, subjects = list(actors), list(topics)
    for n, text in enumerate(ATTACKS):
        article = list(articles)[n]
        mentions = tuple(
            MentionView(
                iri=f"{article}#{k}",
                article=list(articles)[(n + k) % size],
                status=text,
                date=text if k else "2019-05-14",
                date_text=text,
                start=0,
                end=len(text),
                quote=text,
                prefix=text,
                suffix=text,
                confidence=0.5,
                rule=text,
                reported_by=(text,),
                actors=(people[n],),
                topics=(subjects[n], subjects[(n + k) % size]),
                named=(NamedView(topic=subjects[n], before=text, words=text, after=text),),
            )
            for k in range(3)
        )
        events.append(
            EventView(
                iri=iri("event", f"{n}-{text[:60]}"),
                label=text,
                type=text or "meeting",
                status=text or "Held",
                date=text if n % 2 else "2019-05-14",
                start="2019-05-14",
                end=None,
                precision=text,
                participants=tuple(
                    ParticipationView(
                        actor=people[(n + k) % size], office=text, polity=text[:80], function=text
                    )
                    for k in range(3)
                ),
                parties=(text[:90],),
                place=list(places)[n],
                country=text[:80],
                topics=(subjects[n],),
                cameo=text,
                plover=text,
                confidence=0.5,
                mentions=mentions,
            )
        )
    return GraphView(
        events=tuple(events), actors=actors, topics=topics, places=places, articles=articles
    )
