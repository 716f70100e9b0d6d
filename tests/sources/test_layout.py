"""What the layout of an article says: title, dates, place, kind, and which lines are what."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_data import shared

from kg.core.legible import legible
from kg.core.model import Article
from kg.dates.en.printed import date_line, settle, stated
from kg.sources import describe, read
from kg.sources.layout.datelines import alone, leading
from kg.sources.layout.furniture import is_furniture
from kg.sources.layout.kinds import official
from kg.sources.layout.lines import paragraphs

BODY = "The foreign ministers of Norway and Chile met in Oslo and agreed to continue their talks."
MORE = "They will see each other again in Santiago in the spring, a spokesman told reporters."


def layout(text: str, **given: Any) -> Article:
    return describe(Article(id="a", text=text, **given))


def of(article: Article, kind: str) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks if b.kind == kind]


def check_blocks(article: Article) -> None:
    """Blocks are in order, apart, inside the text, and nothing but white space lies between them.

    What is no part of the text as it is read ("> " before quoted lines) counts for nothing.
    """
    last = 0
    for block in article.blocks:
        assert last <= block.start < block.end <= len(article.text)
        last = block.end
    whole = legible(article.text)
    for k, character in enumerate(whole.text):
        at, _ = whole.original(k, k + 1)
        assert character.isspace() or any(b.start <= at < b.end for b in article.blocks), (k, at)


def test_site_name_title_and_dateline() -> None:
    text = (
        "Northern News Service\n\n\nNorway and Chile Resume Fishing Talks\n\n"
        f"March 4, 2020 (NNS)—{BODY}\n\n{MORE}\n\nBack to top\u00a0\u00a0 Go to home page\n\nclear\nclear"
    )
    article = layout(text)
    assert article.title == "Norway and Chile Resume Fishing Talks"
    assert (article.published, article.dateline) == (date(2020, 3, 4), date(2020, 3, 4))
    assert of(article, "dateline") == ["March 4, 2020 (NNS)—"]
    assert of(article, "body") == [BODY, MORE]
    assert of(article, "furniture") == ["Back to top\u00a0\u00a0 Go to home page", "clear", "clear"]
    check_blocks(article)


def test_title_printed_again_is_furniture() -> None:
    title = "Norway says talks with Chile will go on"
    article = layout(f"{title}\n\n14.05.2019 16:24\n\n{title} {title}\n\n{BODY}")
    assert article.title == title
    assert of(article, "title") == [title]
    assert of(article, "furniture") == [f"{title} {title}"]
    assert article.published == date(2019, 5, 14)
    assert of(article, "body") == [BODY]


@pytest.mark.parametrize(
    ("start", "place", "day"),
    [
        ("MOSCOW, June 27 (Reuters) - ", "Moscow", date(2018, 6, 27)),
        ("WASHINGTON — ", "Washington", None),
        ("WASHINGTON, D.C. -- ", "Washington, D.C.", None),
        ("SEOUL, South Korea (AP) — ", "Seoul, South Korea", None),
        ("MOSCOW, June 27. /TASS/. ", "Moscow", date(2018, 6, 27)),
        ("RIO DE JANEIRO, 25 June (AFP) – ", "Rio de Janeiro", date(2018, 6, 25)),
        ("Geneva, 26 June 2018 – ", "Geneva", date(2018, 6, 26)),
        ("June 28, 2018 (EIRNS)—", None, date(2018, 6, 28)),
        ("UNITED NATIONS, Sept. 24, 2017 (AP) — ", "United Nations", date(2017, 9, 24)),
        ("SOCHI, Wednesday — ", "Sochi", date(2018, 6, 27)),
        ("ISLAMABAD: ", "Islamabad", None),
        ("(Reuters) - ", None, None),
    ],
)
def test_datelines_of_agencies(start: str, place: str | None, day: date | None) -> None:
    article = layout(f"{start}{BODY}\n\n{MORE}", published=date(2018, 6, 28))
    assert (article.dateline_place, article.dateline) == (place, day)
    assert of(article, "body") == [BODY, MORE]
    assert of(article, "dateline") == [start.strip()]
    check_blocks(article)


@pytest.mark.parametrize(
    "start",
    [
        "NATO — the alliance — said ",
        "Mr. Holm (Norway) - he came late - said ",
        "President Holm, May 3, 2019 — a Friday — said ",
        "The president – who had met the king – said ",
        "QUESTION: Who said ",
        "On June 27, 2018, the ministers – both of them – said ",
    ],
)
def test_not_a_dateline(start: str) -> None:
    assert leading(start + BODY, near=date(2018, 6, 28)) is None


def test_a_year_across_new_year() -> None:
    article = layout(f"OSLO, Dec. 30 (AP) — {BODY}", published=date(2019, 1, 2))
    assert article.dateline == date(2018, 12, 30)
    assert layout(f"OSLO, Dec. 30 (AP) — {BODY}").dateline is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Tuesday, 27 March 2018", date(2018, 3, 27)),
        ("Published: 27 March 2018, 10:30 GMT", date(2018, 3, 27)),
        ("14.05.2019 16:24", date(2019, 5, 14)),
        ("05.06.2019", date(2019, 6, 5)),
        ("2019-05-14T23:30:00Z", date(2019, 5, 14)),
        ("25/12/2019", date(2019, 12, 25)),
        ("12/25/2019", date(2019, 12, 25)),
        ("05/06/2019", None),
        ("31.02.2019", None),
        ("March 2018", None),
    ],
)
def test_date_lines(line: str, day: date | None) -> None:
    article = layout(f"Norway and Chile Resume Fishing Talks\n\n{line}\n\n{BODY}\n\n{MORE}")
    assert article.published == day
    assert article.dateline == day


def test_ambiguous_day_is_settled_by_other_evidence_alone() -> None:
    text = f"Norway and Chile Resume Talks\n\n05/06/2019\n\n{BODY}"
    assert layout(text).published is None
    assert layout(text, url="https://news.example/2019/06/05/talks").published == date(2019, 6, 5)
    dated = text.replace(BODY, f"OSLO, May 6, 2019 (AP) — {BODY}")
    assert layout(dated).published == date(2019, 5, 6)


def test_metadata_win_over_the_text() -> None:
    text = f"Norway and Chile Resume Talks\n\nPublished: 4 March 2020\n\n{BODY}"
    article = layout(text, published=date(2020, 3, 5), title="Talks")
    assert (article.published, article.title) == (date(2020, 3, 5), "Talks")
    assert article.dateline == date(2020, 3, 4)


def test_published_outranks_updated() -> None:
    text = f"Norway and Chile Resume Talks\nUpdated: 6 March 2020\nPublished: 4 March 2020\n{BODY}"
    assert layout(text).published == date(2020, 3, 4)


def test_text_without_a_title_is_body() -> None:
    article = layout(f"{BODY}\n\n{MORE}")
    assert article.title is None
    assert [b.kind for b in article.blocks] == ["body", "body"]
    assert of(layout("Ministers met in Oslo"), "body") == ["Ministers met in Oslo"]


def test_a_paper_is_no_place() -> None:
    for line in ("Fjord Courier, Thursday 17 May 2018", "Fish & Ships, 17 May 2018"):
        article = layout(f"Norway and Chile Resume Talks\n\n{line}\n\n{BODY}")
        assert (article.dateline, article.dateline_place) == (date(2018, 5, 17), None)
        assert of(article, "dateline") == [line]
    article = layout(f"Norway and Chile Resume Talks\n\nOslo, 17 May 2018\n\n{BODY}")
    assert article.dateline_place == "Oslo"


def test_byline_is_no_title_and_no_body() -> None:
    article = layout(f"Norway and Chile Resume Talks\n\nBy Kari Holm and Ana Rojas\n\n{BODY}")
    assert article.title == "Norway and Chile Resume Talks"
    assert of(article, "header") == ["By Kari Holm and Ana Rojas"]
    assert of(article, "body") == [BODY]


@pytest.mark.parametrize(
    "line",
    [
        "Read more: Chile sends an envoy",
        "Subscribe to our newsletter",
        "Share | Tweet | Email",
        "© 2019 Northern News",
        "Copyright 2019 Northern News. All rights reserved.",
        "Photo: Kari Holm / NNS",
        "FOR IMMEDIATE RELEASE",
        "###",
        "We use cookies to improve your visit.",
    ],
)
def test_furniture(line: str) -> None:
    article = layout(f"{BODY}\n\n{line}\n\n{MORE}")
    assert of(article, "furniture") == [line]
    assert of(article, "body") == [BODY, MORE]


@pytest.mark.parametrize(
    "line",
    [
        "Copyright rules were on the agenda.",
        "The ministers share a border problem.",
        "Clear progress was made.",
        "The end of the war was the subject.",
        "Next, the two sides turned to trade.",
        "Telegram from the embassy",
        "Reading the communiqué took an hour",
    ],
)
def test_not_furniture(line: str) -> None:
    assert not is_furniture(line)
    assert of(layout(f"{BODY}\n\n{line}\n\n{MORE}"), "body") == [BODY, line, MORE]


def test_short_lines_many_times_are_furniture_once_is_not() -> None:
    many = layout(f"{BODY}\n\nListen live\n\n{MORE}\n\nListen live\n\nListen live")
    assert of(many, "furniture") == ["Listen live"] * 3
    once = layout(f"{BODY}\n\nListen live\n\n{MORE}")
    assert "Listen live" in of(once, "body")


MEMO = """7. Memorandum of Conversation
Oslo, March 4, 1961, 3 p.m.
CONFIDENTIAL
SUBJECT
- Fishing limits
PARTICIPANTS
- Norway
- Foreign Minister Holm
- Mr. Berg of the Ministry
- Chile
- Ambassador Rojas
The Ambassador said that his government had been disappointed by the delay.
Mr. Holm replied that he would look into it."""


def test_memorandum_of_conversation() -> None:
    article = layout(MEMO)
    assert article.kind == "memo"
    assert article.title == "Memorandum of Conversation"
    assert (article.dateline, article.dateline_place) == (date(1961, 3, 4), "Oslo")
    assert article.published == date(1961, 3, 4)
    assert of(article, "header")[0] == "CONFIDENTIAL"
    assert of(article, "header")[-1] == "- Ambassador Rojas"
    assert [line.split()[0] for line in of(article, "body")] == ["The", "Mr."]
    check_blocks(article)


def test_memorandum_with_an_undashed_list() -> None:
    text = (
        "Memorandum of Conversation, by Mr. Berg\n[Oslo,] March 4, 1943.\nParticipants:\n"
        "Department of Fisheries: Kari Holm, Nils Lund.\nMr. Rojas, Legation of Chile\nSubject: Herring\n"
        "I asked Mr. Rojas to call. He had heard of the matter."
    )
    article = layout(text)
    assert (article.kind, article.dateline_place) == ("memo", "Oslo")
    assert of(article, "body") == ["I asked Mr. Rojas to call. He had heard of the matter."]


def test_news_about_a_memorandum_is_news() -> None:
    text = f"Chile publishes old memorandum of conversation\n\n{BODY}\n\n{MORE}"
    assert layout(text).kind == "news"


def test_transcript() -> None:
    turns = "\n\n".join(
        f"PRESIDENT HOLM: Good evening, this is answer {n}.\n\nQUESTION: And question {n}?"
        for n in range(4)
    )
    assert layout(turns).kind == "transcript"
    assert len(of(layout(turns), "body")) == 8
    assert layout(f"{BODY}\n\n{MORE}\n\nHOLM: It was good.").kind == "news"


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"title": "Readout of the Prime Minister's Call with the King"}, "readout"),
        ({"url": "http://en.kremlin.ru/events/1"}, "readout"),
        ({"url": "https://www.mofa.go.jp/press/1.html"}, "readout"),
        ({"url": "https://www.state.gov/talks"}, "readout"),
        ({"publisher": "Ministry of Foreign Affairs of Chile"}, "readout"),
        ({"url": "https://www.reuters.com/world"}, "news"),
        ({"url": "https://governor.example.com/gov"}, "news"),
        ({"title": "What a readout leaves out"}, "news"),
    ],
)
def test_readouts(given: dict[str, str], kind: str) -> None:
    assert layout(f"{BODY}\n\n{MORE}", **given).kind == kind


def test_domains_can_be_added() -> None:
    article = Article(id="a", text=BODY, url="https://press.example.org/1")
    assert describe(article).kind == "news"
    assert describe(article, official_domains=frozenset({"example.org"})).kind == "readout"
    assert not official("https://notkremlin.ru/1")
    assert not official("http://[broken")


def test_given_kind_is_kept() -> None:
    assert layout(MEMO, kind="transcript").kind == "transcript"


def test_hard_wrapped_text_has_whole_paragraphs() -> None:
    text = (
        "Norway and Chile Resume Talks\n\n"
        "The foreign ministers of Norway and Chile met in Oslo on Monday and\n"
        "agreed to go on with their talks about the limits of the fishing\n"
        "zones in the south, which had been broken off in the year before.\n\n"
        "They will see each other again in Santiago as soon as the weather in\n"
        "the mountains allows it, a spokesman of the Norwegian ministry told\n"
        "reporters.\n"
    )
    article = layout(text)
    body = of(article, "body")
    assert len(body) == 2
    assert body[0].endswith("year before.")
    assert body[1].endswith("reporters.")
    check_blocks(article)


def test_windows_line_ends_keep_their_offsets() -> None:
    text = f"Norway and Chile Resume Talks\r\n\r\nOSLO, May 3, 2019 (AP) — {BODY}\r\n\r\n{MORE}\r\n"
    article = layout(text)
    assert article.text == text
    assert of(article, "body") == [BODY, MORE]


def test_metadata_dates() -> None:
    assert stated("Tue, 14 May 2019 16:24:00 GMT") == date(2019, 5, 14)
    assert stated("20190514") == date(2019, 5, 14)
    assert stated("2019-13-45") is None
    assert stated("yesterday") is None
    assert settle(()) is None
    assert date_line("x" * 1000) == (None, ())
    assert alone("On May 14, 1960, the ministers agreed.") is None


_PIECES = st.sampled_from(
    f"{BODY}|Back to top|clear|OSLO, May 3 (AP) — |By Kari Holm|5.6.2019|PARTICIPANTS:|HOLM: Yes.|- A"
    "|Memorandum of Conversation|\r\n|\n\n|\t|\u200b|\u2028|\x85|\x0b|\u00a0|—|a title of five words".split(
        "|"
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=30))).map("\n".join))
def test_blocks_of_any_text(text: str) -> None:
    article = layout(text)
    assert article.text == text
    check_blocks(article)


@pytest.mark.parametrize(
    "line", ["A " * 200_000, "A. B, " * 50_000, "- " * 100_000, "(" * 50_000, "By A, " * 40_000]
)
def test_no_line_takes_long(line: str) -> None:
    start = time.perf_counter()
    check_blocks(layout(f"{line}\n{line[:150]}\n{line}"))
    assert time.perf_counter() - start < 5


def test_paragraphs_of_nothing() -> None:
    assert paragraphs("") == paragraphs(" \r\n\t\n") == ()


@pytest.mark.parametrize(
    ("name", "start", "day"),
    [
        ("000_ec29131bb402932b.txt", "Pompeo and Lavrov Discuss", date(2018, 6, 19)),
        ("001_1957efc9a2f1bd46.txt", "Pompeo Meeting with Lavrov, Putin", date(2019, 5, 11)),
        ("002_ffd2656b9b6c2d80.txt", "Pompeo, Lavrov Talks Seek", date(2019, 12, 10)),
        ("003_a5bc99cc7f35a697.txt", "Lavrov in North Korea Meets", date(2018, 5, 31)),
        ("004_75bddac5e5fb99fe.txt", "Pompeo says Trump wants", date(2019, 5, 14)),
    ],
)
def test_seeds(name: str, start: str, day: date) -> None:
    (article,) = read([shared("seeds") / name])
    assert isinstance(article, Article)
    assert article.title is not None
    assert article.title.startswith(start)
    assert (article.published, article.dateline, article.kind) == (day, day, "news")
    body = of(article, "body")
    assert not any(is_furniture(paragraph) for paragraph in body)
    assert not any("Executive Intelligence Review" in p or "EIRNS" in p for p in body)
    assert not any(article.title in paragraph for paragraph in body)
    assert len(body) >= 4
    check_blocks(article)
