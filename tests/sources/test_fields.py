"""Columns and fields by the names that news tools use, days in every form, and ids of several sources."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from source_files import TEXT, lines, put, split

from kg.dates.stamps import stamped

DAY = date(2019, 3, 12)


@pytest.mark.parametrize(
    ("record", "publisher"),
    [
        # NewsAPI
        ({"source": {"id": None, "name": "The Fjord Post"}, "publishedAt": "2019-03-12T08:30:00Z", "content": TEXT, "title": "Talks", "url": "https://e.org/a"}, "The Fjord Post"),
        # The Guardian
        ({"id": "world/2019/talks", "webPublicationDate": "2019-03-12T08:30:00Z", "webTitle": "Talks", "webUrl": "https://e.org/a", "fields": {"bodyText": TEXT}}, None),
        # schema.org
        ({"@type": "NewsArticle", "headline": "Talks", "datePublished": "2019-03-12", "articleBody": TEXT, "publisher": {"name": "The Fjord Post"}, "url": "https://e.org/a"}, "The Fjord Post"),
        # GDELT, with a text beside
        ({"seendate": "20190312T101500Z", "title": "Talks", "domain": "fjord.example", "url": "https://e.org/a", "body": TEXT}, "fjord.example"),
        # Event Registry
        ({"uri": "1", "dateTimePub": "2019-03-12T08:30:00Z", "title": "Talks", "body": TEXT, "url": "https://e.org/a", "source": {"title": "The Fjord Post"}, "lang": "eng"}, "The Fjord Post"),
        # WordPress
        ({"id": 5, "date": "2019-03-12T08:30:00", "title": {"rendered": "Talks"}, "content": {"rendered": TEXT, "protected": False}, "link": "https://e.org/a"}, None),
        # newspaper and its kin
        ({"publish_date": "2019-03-12 08:30:00", "title": "Talks", "maintext": TEXT, "source_domain": "fjord.example", "url": "https://e.org/a"}, "fjord.example"),
        ({"Title": "Talks", "PublicationDate": "2019-03-12", "FullText": TEXT, "Outlet": "The Fjord Post", "URL": "https://e.org/a"}, "The Fjord Post"),
        # Databases that are searched in German, French or Spanish
        ({"Titel": "Talks", "Erscheinungsdatum": "12. März 2019", "Quelle": "The Fjord Post", "Volltext": TEXT, "Sprache": "Englisch"}, "The Fjord Post"),
        ({"Titre": "Talks", "Date de publication": "12 mars 2019", "source": "The Fjord Post", "Texte": TEXT, "Langue": "anglais"}, "The Fjord Post"),
        ({"Título": "Talks", "Fecha": "12 de marzo de 2019", "Fuente": "The Fjord Post", "Texto": TEXT, "Idioma": "inglés"}, "The Fjord Post"),
        ({"date_published": "2019-03-12T08:30:00Z", "headline": "Talks", "content_text": TEXT, "link": "https://e.org/a"}, None),
        # Elasticsearch
        ({"_id": "x", "_source": {"title": "Talks", "pubDate": "Tue, 12 Mar 2019 08:30:00 GMT", "fulltext": TEXT, "url": "https://e.org/a", "outlet": "The Fjord Post"}}, "The Fjord Post"),
    ],
)  # fmt: skip
def test_names_that_news_tools_use(
    record: dict[str, object], publisher: str | None, tmp_path: Path
) -> None:
    for name, data in {"a.jsonl": lines(record), "b.json": json.dumps([record])}.items():
        (article,), problems = split(put(tmp_path, name, data))
        assert problems == []
        assert (article.title, article.published, article.text) == ("Talks", DAY, TEXT)
        assert (article.publisher, article.language) == (publisher, "en")
        assert article.url in {"https://e.org/a", None}


def test_lists_in_answers_of_services(tmp_path: Path) -> None:
    record = {"title": "Talks", "body": TEXT, "date": "2019-03-12"}
    other = {**record, "title": "More", "body": TEXT + " And left."}
    for data in (
        {"response": {"status": "ok", "results": [record, other]}},
        {"articles": {"results": [record, other]}},
        {"version": "https://jsonfeed.org/version/1.1", "title": "Fjord", "items": [record, other]},
        {"hits": {"total": 2, "hits": [{"_source": record}, {"_source": other}]}},
        {"@graph": [{"@type": "WebSite"}, {**record, "@type": "NewsArticle"}, {**other, "@type": ["NewsArticle"]}]},
        {"a": record, "b": other},
    ):  # fmt: skip
        articles, problems = split(put(tmp_path, "a.json", json.dumps(data)))
        assert ([a.title for a in articles], problems) == (["Talks", "More"], [])
    articles, (problem,) = split(put(tmp_path, "a.json", '{"articles": []}'))
    assert "empty list" in problem.what


def test_the_best_name_with_something_in_it_is_taken(tmp_path: Path) -> None:
    record = {"text": TEXT, "published": True, "date": "", "publish_date": "2019-03-12", "source": None, "domain": "e.org"}  # fmt: skip
    (article,), problems = split(put(tmp_path, "a.jsonl", lines(record)))
    assert (article.published, article.publisher, problems) == (DAY, "e.org", [])


@pytest.mark.parametrize(
    ("source", "outlet"),
    [
        ("https://www.fjord.example/rss?a=1", "fjord.example"),
        ("http://[", "http://["),
        ("https://", "https://"),
        ("The http:// Post", "The http:// Post"),
    ],
)
def test_an_address_is_no_name_of_an_outlet(source: str, outlet: str, tmp_path: Path) -> None:
    (article,), _ = split(put(tmp_path, "a.jsonl", lines({"text": TEXT, "source": source})))
    assert article.publisher == outlet


def test_an_update_is_no_publication(tmp_path: Path) -> None:
    record = {
        "text": TEXT,
        "publisher": "x",
        "dateModified": "2020-01-01",
        "updated_at": "2020-01-01",
    }
    (article,), (problem,) = split(put(tmp_path, "a.jsonl", lines(record)))
    assert article.published is None
    assert "'dateModified', 'updated_at' look like a day" in problem.what
    assert "--column published=dateModified" in problem.mend
    both = {**record, "datePublished": "2019-03-12"}
    (article,), problems = split(put(tmp_path, "b.jsonl", lines(both)))
    assert (article.published, problems) == (DAY, [])


def test_what_looks_like_a_day_or_an_outlet_is_named_once_a_source(tmp_path: Path) -> None:
    rows = "".join(f'"{TEXT} {n}",2019-03-12,The Fjord Post,7\n' for n in range(30))
    articles, problems = split(
        put(tmp_path, "a.csv", f"body,Erschienen,News agency wire,words\n{rows}")
    )
    assert len(articles) == 30
    assert [p.what for p in problems] == [
        "no published in 30 articles, and the column 'Erschienen' looks like a day and is not used",
        "no publisher in 30 articles, and the column 'News agency wire' looks like an outlet and is not used",
    ]
    given = {"published": "Erschienen", "publisher": "News agency wire"}
    articles, problems = split(tmp_path / "a.csv", columns=given)
    assert (articles[0].published, articles[0].publisher, problems) == (DAY, "The Fjord Post", [])


# Tables as people have them


@pytest.mark.parametrize(
    "data",
    [
        f"sep=;\nid;published;title;text\n7;2019-03-12;Talks;{TEXT}\n",
        f'"sep=;"\r\nid;published;title;text\r\n7;2019-03-12;Talks;{TEXT}\r\n',
        f"Search results exported 2019-04-01\n\nid,published,title,text\n7,2019-03-12,Talks,{TEXT}\n",
        f"Query: talks; from 2019\nHits: 1\n,,,\nid,published,title,text\n7,2019-03-12,Talks,{TEXT}\n",
        f"id,published,title,text,text\n7,2019-03-12,Talks,{TEXT},short\n",
        f"\n\nid|published|title|text\n7|2019-03-12|Talks|{TEXT}\n",
    ],
)
def test_tables_as_spreadsheets_and_services_write_them(data: str, tmp_path: Path) -> None:
    (article,), problems = split(put(tmp_path, "a.csv", data))
    assert problems == []
    assert (article.id, article.published, article.title, article.text) == ("7", DAY, "Talks", TEXT)


def test_quotes_with_a_backslash(tmp_path: Path) -> None:
    data = (
        'id,title,text\n7,Talks,"The envoy said \\"we agree\\", and left.\nHe \\"smiled\\"."\n'
        f'8,More,"{TEXT}"\n9,Bad,"a" b\n10,Last,"""Yes"", he said."\n'
    )
    articles, (problem,) = split(put(tmp_path, "a.csv", data))
    assert [(a.id, a.text) for a in articles] == [
        ("7", 'The envoy said "we agree", and left.\nHe "smiled".'),
        ("8", TEXT),
        ("10", '"Yes", he said.'),
    ]
    assert problem.source.endswith("a.csv:5")


@pytest.mark.parametrize("bad", ['1,"He \\"said" x" y', '1,"He \\"said", x, y', '1,"He \\"said'])
def test_a_row_that_cannot_be_read_with_backslashes_either_costs_itself(
    bad: str, tmp_path: Path
) -> None:
    data = f'id,text\n{bad}\n2,"{TEXT}"\n3,"{TEXT}"\n'
    articles, problems = split(put(tmp_path, "a.csv", data))
    assert [a.id for a in articles] == ["2", "3"]
    assert len(problems) == 1


# Days


@pytest.mark.parametrize(
    "value",
    [43536, "43536", 43536.354, "43536.35", 1552379400, "1552379400", 1552379400000, "1552379400000", 1552379400.5,
     "20190312T101500Z", "20190312101500", "20190312", "201903121015", "12-Mar-19", "12-MAR-2019", "12/Mar/19", "12 Mar '19" ,
     "March 12, 2019 Tuesday", "March 12, 2019, Tuesday 8:15 AM GMT", "Tue Mar 12 10:15:00 2019", "Tue Mar 12 10:15:00 +0000 2019",
     "2019-03-12T08:30:00.000Z", "2019-03-12 08:30:00+00:00", "2019/03/12", "12.03.2019", "Tue, 12 Mar 2019 08:30:00 -0500", "Tuesday 12 March 2019 08.30 GMT",
     "12. März 2019", "Dienstag, 12. März 2019", "12-Mär-19", "12 mars 2019", "mardi 12 mars 2019 08:30", "12 de marzo de 2019", "martes, 12 de marzo del 2019",
     "Di, 12 Mär 2019 08:30:00 +0100", "mar., 12 mars 2019 08:30:00 GMT", "12 maart 2019", "12 marzo 2019", "12 de março de 2019"],
)  # fmt: skip
def test_days_as_tools_write_them(value: str | float, tmp_path: Path) -> None:
    assert stamped(value) == DAY
    (article,), problems = split(
        put(tmp_path, "a.jsonl", lines({"text": TEXT, "published": value}))
    )
    assert (article.published, problems) == (DAY, [])


@pytest.mark.parametrize(
    "value",
    ["2019", 2019, "03-04-05", "5/6/2019", "20191399", "2019031210", 12, 99999, "1" * 30, "", "-43536", True, "12-Mar-190",
     "99991231235959", "x" * 5000, f"Tue, {'9' * 40} Mar 2019 08:30:00 GMT", f"{'9' * 25} March 2019",
     "32. März 2019", "mars 2019", "12 de 2019", "12 martes 2019"],
)  # fmt: skip
def test_what_could_be_two_days_is_none(value: str | int) -> None:
    assert stamped(value) is None


# Ids


def test_ids_of_two_tables_are_of_their_tables(tmp_path: Path) -> None:
    put(tmp_path, "t1.csv", f"id,text\n1,{TEXT}\n2,{TEXT} Two.\n")
    put(tmp_path, "t2.csv", f"id,text\n1,{TEXT} Other.\n1,{TEXT} Again.\n3,{TEXT} Three.\n")
    put(tmp_path, "x/t2.csv", f"id,text\n1,{TEXT} Third.\n")
    articles, (problem,) = split(tmp_path)
    assert [a.id for a in articles] == ["1", "2", "t2.csv:1", "3", "x/t2.csv:1"]
    assert "second article" in problem.what
    # The order of what is given changes nothing, nor does giving files for the folder.
    again, _ = split(tmp_path / "t2.csv", tmp_path / "t1.csv")
    assert [a.id for a in again] == ["1", "2", "t2.csv:1", "3"]


def test_files_of_one_name_are_of_their_folders(tmp_path: Path) -> None:
    put(tmp_path, "x/index.txt", TEXT)
    put(tmp_path, "y/index.txt", TEXT + " Other.")
    articles, problems = split(tmp_path / "x", tmp_path / "y")
    assert ([a.id for a in articles], problems) == (["index.txt", "y/index.txt"], [])


def test_a_name_that_is_good_everywhere_is_one_article(tmp_path: Path) -> None:
    put(tmp_path, "a.jsonl", lines({"id": "https://e.org/1", "text": TEXT}))
    put(tmp_path, "b.jsonl", lines({"id": "https://e.org/1", "text": TEXT + " Corrected."}))
    articles, (problem,) = split(tmp_path)
    assert len(articles) == 1
    assert "second article" in problem.what
