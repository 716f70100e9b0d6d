"""A graph of one meeting and one call that articles in six languages tell of. All outlets and sentences are invented."""

from __future__ import annotations

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

BASE = "https://w3id.org/diplokg/"
PEOPLE = {
    "wang-yi": ("Wang Yi", "cn", "foreign minister"),
    "sergey-lavrov": ("Sergey Lavrov", "ru", "foreign minister"),
    "badr-abdelatty": ("Badr Abdelatty", "eg", "foreign minister"),
    "annalena-baerbock": ("Annalena Baerbock", "de", "foreign minister"),
}
STATES = {"cn": "China", "ru": "Russia", "eg": "Egypt", "de": "Germany"}
TOPICS = {"energy": "energy", "trade": "trade", "gaza": "Gaza"}

# language, outlet, title, kind, before, quote, after, {topic: the words that name it in the quote}
Telling = tuple[str, str, str, str, str, str, str, dict[str, str]]
MEETING: tuple[Telling, ...] = (
    ("ru", "Вестник министерства (вымышленный)", "О встрече министров в Каире", "readout",
     "Министерство сообщает. ",
     "Сергей Лавров встретился в Каире с Ван И и Бадром Абдель Аты; стороны обсудили энергетику и торговлю.",
     " Ещё раз подчёркнута важность диалога.", {"energy": "энергетику", "trade": "торговлю"}),
    ("zh-Hans", "外交公报（虚构）", "王毅在开罗会见拉夫罗夫和阿卜杜勒阿提", "readout",
     "外交部发布消息。", "王毅在开罗会见俄罗斯外长拉夫罗夫和埃及外长，三方讨论了能源合作和加沙局势。",
     "会谈持续了两个小时。", {"energy": "能源合作", "gaza": "加沙局势"}),
    ("ar", "نشرة الوزارة (متخيلة)", "لقاء ثلاثي لوزراء الخارجية في القاهرة", "readout",
     "أعلنت الوزارة ذلك. ",
     "التقى وزير الخارجية بدر عبد العاطي نظيريه الروسي والصيني في القاهرة، وبحث الوزراء التجارة والوضع في غزة "
     "وسبل تعزيز التعاون بين البلدان الثلاثة في إطار BRICS (2024) خلال المرحلة المقبلة.",
     " وأكد الجميع أهمية الحوار.", {"trade": "التجارة", "gaza": "غزة"}),
    ("en", "Example Wire", "Three ministers meet in Cairo", "news",
     "The talks had been expected. ", "The three ministers met in Cairo on Sunday and spoke about trade.",
     " No statement was issued.", {"trade": "trade"}),
)  # fmt: skip
CALL: tuple[Telling, ...] = (
    ("de", "Beispieldienst", "Baerbock spricht mit Lavrov", "news", "",
     "Außenministerin Annalena Baerbock sprach am Dienstag über die Straße von Kertsch mit Sergej Lawrow.",
     "", {"trade": "Straße"}),
    ("fr", "Agence Exemple", "Entretien entre Mme Baerbock et M. Lavrov", "news", "",
     "La ministre s’est entretenue mardi à l’Élysée, par téléphone, avec son homologue russe.", "",
     {}),
)  # fmt: skip
EVENTS = (
    ("2024-06-16", "meeting", "wang-yi sergey-lavrov badr-abdelatty", "cairo", "energy trade gaza", MEETING),
    ("2024-06-18", "phone_call", "annalena-baerbock sergey-lavrov", None, "trade", CALL),
)  # fmt: skip


def iri(kind: str, local: str) -> str:
    return f"{BASE}{kind}/{local}"


def tongues() -> GraphView:
    """Two events, told in Russian, Chinese, Arabic, English, German and French."""
    articles, events = {}, []
    for date, kind, people, place, topics, tellings in EVENTS:
        mentions = []
        for lang, outlet, title, sort, before, quote, after, named in tellings:
            article = iri("article", f"{date}-{lang.lower()}")
            articles[article] = ArticleView(
                iri=article, source_id=f"{lang}.txt", title=title, published=date,
                publisher=outlet, url=None, kind=sort, language=lang,
            )  # fmt: skip
            spots = [(topic, words, quote.index(words)) for topic, words in named.items()]
            mentions.append(
                MentionView(
                    iri=iri("mention", f"{date}-{lang.lower()}"), article=article, status="Held",
                    date=date, date_text=None, start=len(before), end=len(before) + len(quote),
                    quote=quote, prefix=before, suffix=after, confidence=0.9, rule="reader",
                    reported_by=(), actors=tuple(iri("person", p) for p in people.split()),
                    topics=tuple(iri("topic", topic) for topic in named),
                    named=tuple(
                        NamedView(
                            topic=iri("topic", topic), before=quote[:at], words=words,
                            after=quote[at + len(words) :],
                        )
                        for topic, words, at in spots
                    ),
                )
            )  # fmt: skip
        names = " and ".join(PEOPLE[p][0] for p in people.split())
        events.append(
            EventView(
                iri=iri("event", f"{date}-{kind}"),
                label=f"{kind.replace('_', ' ').capitalize()} of {names}", type=kind, status="Held",
                date=date, start=date, end=date, precision="day",
                participants=tuple(
                    ParticipationView(
                        actor=iri("person", p), office=PEOPLE[p][2],
                        polity=iri("country", PEOPLE[p][1]), function="participant",
                    )
                    for p in people.split()
                ),
                parties=tuple(sorted({iri("country", PEOPLE[p][1]) for p in people.split()})),
                place=iri("place", place) if place else None,
                country=iri("country", "eg") if place else None,
                topics=tuple(iri("topic", t) for t in topics.split()), cameo="040", plover="CONSULT",
                confidence=0.95, mentions=tuple(mentions), sources=len(mentions),
            )
        )  # fmt: skip
    actors = {
        iri("person", key): ActorView(
            iri=iri("person", key), label=name, kind="person", polity=iri("country", state),
            offices=(office,), same_as=(),
        )
        for key, (name, state, office) in PEOPLE.items()
    }  # fmt: skip
    actors |= {
        iri("country", key): ActorView(
            iri=iri("country", key), label=name, kind="country", polity=iri("country", key),
            offices=(), same_as=(),
        )
        for key, name in STATES.items()
    }  # fmt: skip
    return GraphView(
        events=tuple(events),
        actors=actors,
        topics={
            iri("topic", key): TopicView(iri=iri("topic", key), label=name, broader=())
            for key, name in TOPICS.items()
        },
        places={
            iri("place", "cairo"): PlaceView(
                iri=iri("place", "cairo"), label="Cairo", city=None, country="EG",
                latitude=30.06, longitude=31.25, geonames=None,
            )
        },
        articles=articles,
    )  # fmt: skip
