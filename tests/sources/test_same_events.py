"""An article says the same in whatever file it comes: its events are those of its plain text."""

from __future__ import annotations

from html import escape
from pathlib import Path
from textwrap import fill

import document_files as made
import pytest
from source_files import lines, put, split

from kg.core.model import Article, Frame
from kg.extract.rules import Annotator
from kg.sources import bundled

for needed in ("mammoth", "openpyxl", "pypdfium2", "striprtf", "warcio"):
    pytest.importorskip(needed, reason="pip install 'diplokg[documents,archives]'")

NAMES = ("2018-009", "2018-034", "2019-001", "2019-008")
"""A wire report, one with several meetings, one of plans, and a readout without a date line."""


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def _paragraphs(article: Article) -> list[str]:
    return [line.strip() for line in article.text.splitlines() if line.strip()]


def _page(article: Article) -> str:
    shown = "".join(f"<p>{escape(text)}</p>" for text in _paragraphs(article)[1:])
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(article.title or "")}</title>'
        f'<meta property="og:title" content="{escape(article.title or "")}">'
        f'<meta property="og:site_name" content="{escape(article.publisher or "")}">'
        f'<meta property="article:published_time" content="{article.published}T08:00:00Z"></head><body><article>'
        f"<h1>{escape(article.title or '')}</h1>{shown}</article></body></html>"
    )


def _feed(article: Article) -> str:
    """An entry of RSS, as most have it: the day with a time zone, the text as HTML, title and outlet beside it."""
    assert article.published is not None
    shown = "".join(f"<p>{escape(text)}</p>" for text in _paragraphs(article)[1:])
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{escape(article.publisher or '')}</title><language>en</language><item><title>{escape(article.title or '')}</title>"
        f"<guid isPermaLink='false'>1</guid><pubDate>{article.published:%a, %d %b %Y} 23:30:00 -0800</pubDate>"
        f"<description>{escape(_paragraphs(article)[1][:80])} …</description>"
        f"<content:encoded>{escape(shown)}</content:encoded></item></channel></rss>"
    )


def _atom(article: Article) -> str:
    shown = "".join(f"<p>{escape(text)}</p>" for text in _paragraphs(article)[1:])
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>{escape(article.publisher or "")}</title><entry>'
        f"<title>{escape(article.title or '')}</title><id>urn:x:1</id><updated>2021-01-01T00:00:00Z</updated>"
        f"<published>{article.published}T08:00:00Z</published>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{shown}</div></content></entry></feed>'
    )


def _lexis(article: Article) -> str:
    """As LexisNexis has it: outlet, day and title in the middle, labels, and the text broken into lines."""
    assert article.published is not None
    day = f"{article.published:%B} {article.published.day}, {article.published:%Y %A}"
    text = "\n\n".join(fill(text, 90) for text in _paragraphs(article)[1:])
    return (
        f"                    1 of 1 DOCUMENTS\n\n                    {article.publisher}\n\n                    {day}\n\n"
        f"{article.title}\n\nBYLINE: A. Writer\n\nLENGTH: 200 words\n\n{text}\n\nLOAD-DATE: January 1, 2021\n\nLANGUAGE: ENGLISH\n"
    )


def _factiva(article: Article) -> str:
    assert article.published is not None
    first, *others = _paragraphs(article)[1:]
    rest = "\n\n".join(others)
    return (
        f"HD\t{article.title}\nWC\t200 words\nPD\t{article.published.day} {article.published:%B %Y}\nSN\t{article.publisher}\n"
        f"LA\tEnglish\n\nLP\t{first}\n\nTD\n{rest}\n\nAN\tDocument FJPO000020190312ef3c00001\n"
    )


def _files(article: Article) -> dict[str, bytes]:
    title, outlet, day = article.title or "", article.publisher or "", article.published
    assert day is not None
    text = _paragraphs(article)
    told = {"title": title, "publisher": outlet, "created": f"{day}T08:00:00Z"}
    record = {
        "id": "1",
        "title": title,
        "published": str(day),
        "publisher": outlet,
        "text": article.text,
    }
    head = {
        "subject": title,
        "sender": f'"{outlet}" <desk@{outlet.replace(" ", "").replace("&", "")}.example>',
    }
    head["date"] = day.strftime("%a, %d %b %Y 08:00:00 +0000")
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a xmlns="p"><publicationName>{escape(outlet)}</publicationName></a></x:xmpmeta>'
    info = {"Title": title, "CreationDate": day.strftime("D:%Y%m%d080000Z")}
    rtf = rf"{{\title {title}}}{{\creatim\yr{day.year}\mo{day.month}\dy{day.day}}}"
    answer = made.response(_page(article).encode())
    return {
        "a.jsonl": lines(record).encode(),
        "a.txt": "\n\n".join([text[0], f"{day:%B} {day.day}, {day.year}", *text[1:]]).encode(),
        "a.html": _page(article).encode(),
        "a.docx": made.docx(text, told=told),
        "a.pdf": made.pdf(made.printed(text, head=outlet), info=info, xmp=xmp),
        "narrow.pdf": made.pdf(made.printed(text, width=200), info=info, xmp=xmp),
        "a.rtf": made.rtf(text, told=rtf.encode("ascii", "replace").decode()),
        "a.xlsx": made.xlsx({"One": [list(record), list(record.values())]}),
        "a.eml": made.mail(article.text, **head),
        "b.eml": made.mail(page=_page(article), **head),
        "a.mbox": made.mbox(made.mail(article.text, **head)),
        "a.warc": made.record(answer, date="2021-01-01T00:00:00Z"),
        "a.rss": _feed(article).encode(),
        "a.atom": _atom(article).encode(),
        "lexis.txt": _lexis(article).encode(),
        "lexis.docx": made.docx(_lexis(article).splitlines()),
        "lexis.rtf": made.rtf(_lexis(article).splitlines()),
        "factiva.txt": _factiva(article).encode(),
    }  # fmt: skip


def _told(frames: tuple[Frame, ...]) -> list[object]:
    """What is said of each event, without the places in the text where it stands."""
    return sorted(
        (
            frame.type,
            frame.status,
            (frame.when.edtf or "") if frame.when else "",
            (frame.venue.name or "", frame.venue.city or "") if frame.venue else ("", ""),
            sorted((a.name or "", a.office or "", a.polity or "", a.function) for a in frame.participants),
            sorted(topic.label for topic in frame.topics),
        )
        for frame in frames
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_same_events(tmp_path: Path, annotator: Annotator, name: str) -> None:
    article = next(article for article in bundled.articles() if article.id == name)
    expected = None
    for file, data in _files(article).items():
        (found,), problems = split(put(tmp_path, file, data))
        assert problems == [], file
        assert found.published == article.published, file
        if file not in {"a.rtf", "a.txt"}:  # They have no place for an outlet.
            assert (found.title, found.publisher) == (article.title, article.publisher), file
        told = _told(annotator.annotate(found))
        expected = expected or told
        assert expected, "an article without events shows nothing"
        assert told == expected, file
