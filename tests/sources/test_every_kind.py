"""A folder with a file of each kind that is read: how many articles, each with its title, day, outlet and language."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import document_files as made
import pytest
from export_files import ATOM, DIGEST, EXPORTS, RSS, page
from source_files import TEI, TRIPS, VISITS, lines, put, split
from store_data import Plain

from kg.cli import main
from kg.sources import READERS
from kg.sources.survey import survey

for needed in ("mammoth", "openpyxl", "pypdfium2", "striprtf", "warcio"):
    pytest.importorskip(needed, reason="pip install 'diplokg[documents,archives]'")

MET = (
    "The foreign minister met his counterpart in Oslo on Monday to discuss fishing rights, and they agreed "
    "that they would meet again."
)
LEFT = "The envoys of the two states left Vienna on Friday, and it was said that they had agreed to little of what was asked."
TITLE, DAY, OUTLET = "Ministers meet on fishing", date(2019, 3, 12), "The Fjord Post"
Told = tuple[str | None, date | None, str | None, str]
"""Title, day, outlet and language of an article."""
ONE: Told = (TITLE, DAY, OUTLET, "en")
OTHER: Told = ("Envoys leave", date(2019, 3, 13), OUTLET, "en")
EXPORTED: list[Told] = [ONE, ("Ministers meet on rail", date(2019, 10, 15), "Baltic Daily", "en")]
LEXIS: list[Told] = [(f"{TITLE}; Talks in Vienna", DAY, OUTLET, "en"), EXPORTED[1]]

_RECORD = {
    "headline": TITLE,
    "publishedAt": "2019-03-12T08:30:00Z",
    "updatedAt": "2019-09-01",
    "source": {"name": OUTLET},
    "lang": "en",
    "body": MET,
}
_SECOND = {**_RECORD, "headline": "Envoys leave", "publishedAt": "2019-03-13", "body": LEFT}
_TABLE = [
    ["Headline", "Publication Date", "Outlet", "Full Text"],
    [TITLE, datetime(2019, 3, 12, 8, 30), OUTLET, MET],
    ["Envoys leave", 43537, OUTLET, LEFT],
]
_LD = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "Fjord"},
        {"@type": "NewsArticle", "headline": TITLE, "datePublished": "2019-03-12T08:30:00Z", "dateModified": "2019-09-01",
         "publisher": {"@type": "Organization", "name": OUTLET}, "inLanguage": "en-GB"},
    ],
}  # fmt: skip
_TOLD = {
    "title": TITLE,
    "publisher": OUTLET,
    "created": "2019-03-12T08:00:00Z",
    "language": "en-GB",
}
_XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a xmlns="p"><publicationName>{OUTLET}</publicationName></a></x:xmpmeta>'
_RTF = rf"{{\title {TITLE}}}{{\*\company {OUTLET}}}{{\creatim\yr2019\mo3\dy12}}"
_HEAD = {"subject": TITLE, "sender": f"{OUTLET} <news@fjordpost.example>"}
_RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    f"<channel><title>{OUTLET}</title><dc:language>en</dc:language></channel><item rdf:about='https://fjord.example/r'><title>{TITLE}</title>"
    f"<link>https://fjord.example/r</link><dc:date>2019-03-12</dc:date><description>{MET}</description></item></rdf:RDF>"
)


def _page(*, ld: bool, text: str = MET) -> str:
    """A page that says what it is in its head, as JSON-LD or as meta elements."""
    head = (
        f'<script type="application/ld+json">{json.dumps(_LD)}</script>'
        if ld
        else f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="{OUTLET}">'
        '<meta property="article:published_time" content="2019-03-12T08:30:00Z">'
        '<meta property="article:modified_time" content="2019-09-01T08:30:00Z">'
    )
    return f'<!doctype html><html lang="en"><head><title>{TITLE}</title>{head}</head><body><article><h1>{TITLE}</h1><p>{text}</p></article></body></html>'


def _columns() -> bytes:
    """A page of two columns with a running head, whose words are parted at the ends of lines."""
    words = f"{MET} {LEFT} They spoke of the interna-tional agreement for an hour.".split()
    drawn: list[made.Placed] = [(72, 805, 8, OUTLET), (290, 30, 8, "- 1 -"), (72, 770, 16, TITLE)]
    for column, part in enumerate((words[: len(words) // 2], words[len(words) // 2 :])):
        text = " ".join(part).replace("interna-tional", "international")
        for n, line in enumerate(made.wrapped(text, 220, 10)):
            drawn.append((72 + 240 * column, 730 - 13 * n, 10, line))
    return made.pdf(
        [drawn, [(72, 805, 8, OUTLET), (290, 30, 8, "- 2 -"), (72, 730, 10, "They parted as friends.")]],
        info={"Title": TITLE, "CreationDate": "D:20190312080000Z"}, xmp=_XMP, language="en-GB",
    )  # fmt: skip


def _warc() -> bytes:
    inside = _page(ld=True, text=LEFT).encode()
    gone = made.response(b"gone", status="404 Not Found")
    return made.record(gone) + made.record(made.response(inside), date="2021-01-01T00:00:00Z")


KINDS: dict[str, tuple[Callable[[], str | bytes], list[Told]]] = {
    "text/a.txt": (lambda: f"{TITLE}\n\n12 March 2019\n\n{MET}\n", [(TITLE, DAY, None, "en")]),
    "text/digest.txt": (lambda: DIGEST, [("PRESS DIGEST", DAY, None, "en"), (None, date(2019, 10, 15), None, "en")]),
    "page/a.html": (lambda: _page(ld=False), [ONE]),
    "page/ld.html": (lambda: _page(ld=True), [ONE]),
    "table/a.jsonl": (lambda: lines(_RECORD, _SECOND), [ONE, OTHER]),
    "table/a.json": (lambda: json.dumps({"status": "ok", "articles": [_RECORD, _SECOND]}), [ONE, OTHER]),
    "table/a.csv": (
        lambda: f"Search results\n\nTitle;Pub Date;Newspaper;Text\n{TITLE};12-Mar-19;{OUTLET};{MET}\nEnvoys leave;20190313T080000Z;{OUTLET};{LEFT}\n",
        [ONE, OTHER],
    ),
    "table/a.xlsx": (lambda: made.xlsx({"Articles": _TABLE}), [ONE, OTHER]),
    "archive/volume.xml": (
        lambda: TEI.replace('<div type="document"><p>Nameless.</p></div>', ""),
        [("Memorandum of Conversation", date(1961, 3, 4), "Office of the Historian", "en"),
         ("Telegram", date(1961, 3, 5), "Office of the Historian", "en")],
    ),
    "archive/trips.xml": (
        lambda: TRIPS.replace("<trip><id>9002</id><name/><country/></trip>", ""),
        [("Kim Holm: Pyongyang, North Korea, April 30-May 1, 2018", date(2018, 5, 1), "Office of the Historian", "en")],
    ),
    "archive/visits.xml": (lambda: VISITS, [("Prime Minister Ann Lee (United Kingdom), January 26, 1970", date(1970, 1, 26), "Office of the Historian", "en")]),
    "archive/a.warc": (_warc, [ONE]),
    "feed/a.rss": (
        lambda: RSS, [("Ministers meet & part", DAY, OUTLET, "en"), ("Envoys leave", date(2019, 3, 13), OUTLET, "en")],
    ),
    "feed/a.atom": (
        lambda: ATOM, [("Talks end", DAY, "Northern News", "en"), ("Talks begin", date(2019, 3, 11), "Baltic Daily", "en")],
    ),
    "feed/a.rdf": (lambda: _RDF, [ONE]),
    "list/a.opml": (
        lambda: '<opml version="2.0"><body><outline text="Fjord" xmlUrl="saved/b.rss"/></body></opml>',
        [("Ministers meet & part", DAY, "Harbour Wire", "en"), ("Envoys leave", date(2019, 3, 13), "Harbour Wire", "en")],
    ),
    # It is read for the list that names it, and not once more.
    "list/saved/b.rss": (
        lambda: RSS.replace("Fjord Post", "Harbour Wire").replace("The H", "H").replace("example.org", "harbour.example").replace("fjord-1", "harbour-1").replace("left", "parted from"),
        [],
    ),
    "document/a.docx": (lambda: made.docx([TITLE, MET, LEFT], told=_TOLD), [ONE]),
    "document/a.pdf": (_columns, [ONE]),
    "document/a.rtf": (lambda: made.rtf([TITLE, MET, LEFT], told=_RTF), [ONE]),
    "mail/a.eml": (lambda: made.mail(MET, Content_Language="en", **_HEAD), [ONE]),
    "mail/a.mbox": (
        lambda: made.mbox(
            made.mail(MET, **_HEAD),
            made.mail(LEFT, name="<2@fjord.example>", subject="Fwd: Envoys leave", date="Wed, 13 Mar 2019 23:30:00 -0800",
                      sender=_HEAD["sender"]),
        ),
        [ONE, OTHER],
    ),
    **{f"export/{n}.{ending}": (lambda form=form, write=write: write(form), LEXIS if form == "LexisNexis" else EXPORTED)
       for n, form in enumerate(EXPORTS)
       for ending, write in {
           "txt": lambda form: EXPORTS[form], "html": page, "docx": lambda form: made.docx(EXPORTS[form].splitlines()),
           "rtf": lambda form: made.rtf(EXPORTS[form].splitlines()),
       }.items()},
}  # fmt: skip
"""What is in each file, and its articles."""


GERMAN: dict[str, Callable[[], str | bytes]] = {
    "a.html": lambda: _page(ld=False).replace('lang="en"', 'lang="de"'),
    "ld.html": lambda: _page(ld=True).replace("en-GB", "de-AT"),
    "a.jsonl": lambda: lines({**_RECORD, "lang": "de"}),
    "a.json": lambda: json.dumps({"articles": [{**_RECORD, "lang": "deu"}]}),
    "a.csv": lambda: f"Title;Pub Date;Newspaper;Language;Text\n{TITLE};12-Mar-19;{OUTLET};German;{MET}\n",
    "a.xlsx": lambda: made.xlsx({"One": [[*_TABLE[0], "Language"], [*_TABLE[1], "Deutsch"]]}),
    "a.warc": lambda: made.record(made.response(_page(ld=False).replace('lang="en"', 'lang="de"').encode())),
    "a.rss": lambda: RSS.replace("<language>en", "<language>de"),
    "a.atom": lambda: ATOM.replace('xml:lang="en', 'xml:lang="de'),
    "a.rdf": lambda: _RDF.replace("<dc:language>en", "<dc:language>de"),
    "a.docx": lambda: made.docx([TITLE, MET, LEFT], told={**_TOLD, "language": "de-DE"}),
    "a.pdf": lambda: made.pdf(made.printed([TITLE, MET, LEFT]), info={"Title": TITLE}, language="de-CH"),
    "a.eml": lambda: made.mail(MET, Content_Language="de", **_HEAD),
    "b.eml": lambda: made.mail(page=_page(ld=False).replace('lang="en"', 'lang="de"'), **_HEAD),
    "a.mbox": lambda: made.mbox(made.mail(MET, Content_Language="de", **_HEAD)),
    **{
        f"{n}.{ending}": lambda form=form, write=write: write(
            EXPORTS[form].replace("ENGLISH", "GERMAN; DEUTSCH").replace("English", "German")
        )
        for n, form in enumerate(EXPORTS)
        for ending, write in {
            "txt": str, "docx": lambda text: made.docx(text.splitlines()), "rtf": lambda text: made.rtf(text.splitlines()),
        }.items()
    },
}  # fmt: skip
"""What says that it is in German: the language of ``KINDS`` is also that of what says nothing."""


@pytest.mark.parametrize("name", GERMAN)
def test_the_language_is_the_one_that_is_stated(name: str, tmp_path: Path) -> None:
    articles, _ = split(put(tmp_path, name, GERMAN[name]()))
    assert articles
    assert {a.language for a in articles} == {"de"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, (data, _) in KINDS.items():
        put(tmp_path, f"in/{name}", data())
    return tmp_path / "in"


def test_each_file_gives_its_articles(folder: Path) -> None:
    for name, (_, told) in KINDS.items():
        if not told:
            continue
        articles, problems = split(folder / name)
        assert problems == [], name
        found = [(a.title, a.published, a.publisher, a.language) for a in articles]
        assert found == told, name


def test_the_folder_as_a_whole(folder: Path) -> None:
    articles, problems = split(folder)
    assert problems == []
    assert (
        len(articles)
        == len({a.id for a in articles})
        == sum(len(told) for _, told in KINDS.values())
    )
    # The same is told before anything is read, and there is a file for every reader.
    surveyed = {Path(one.source).relative_to(folder).as_posix(): one for one in survey([folder])}
    assert {name: one.articles for name, one in surveyed.items()} == {
        name: len(told) for name, (_, told) in KINDS.items() if told
    }
    assert {one.reader for one in surveyed.values()} == set(READERS)
    assert {one.form for one in surveyed.values() if one.form} == {
        *EXPORTS,
        "several reports with a day over each",
    }


def test_the_text_of_a_printed_page(folder: Path) -> None:
    (article,), _ = split(folder / "document" / "a.pdf")
    body = " ".join(article.text.split())
    assert f"{TITLE} {MET} {LEFT} They spoke of the international agreement for an hour." in body
    assert body.endswith("They parted as friends.")
    assert OUTLET not in body


def test_a_second_run_reads_nothing_again(
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    reader = Plain()
    monkeypatch.setattr("kg.construction.pipeline.reference_quads", tuple)
    monkeypatch.setattr("kg.extract.extractor.make", lambda wanted: reader)
    build = ["build", str(folder), "--store", str(tmp_path / "graph"), "--workers", "1"]
    assert main(build) == 0
    number = sum(len(told) for _, told in KINDS.values())
    assert len(reader.read) == number
    capsys.readouterr()
    assert main(build) == 0
    assert len(reader.read) == number
    assert f"{number} unchanged" in capsys.readouterr().err
    # What is new is read, and nothing else.
    put(folder, "text/b.txt", LEFT)
    assert main(build) == 0
    assert reader.read[number:] == ["text/b.txt"]
