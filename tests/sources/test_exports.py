"""Exports of news databases: the articles of one file told apart, each with its title, day, outlet and language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from document_files import docx, rtf
from export_files import A_TEXT, B_TEXT, DIGEST, EXPORTS, page
from source_files import TEXT, put, split

from kg.sources import exports
from kg.sources.reader import Options, Source

FISH, RAIL = date(2019, 3, 12), date(2019, 10, 15)


def as_docx(text: str) -> bytes:
    pytest.importorskip("mammoth", reason="mammoth is missing: pip install 'diplokg[documents]'")
    return docx(text.splitlines())


def as_rtf(text: str) -> bytes:
    pytest.importorskip("striprtf", reason="striprtf is missing: pip install 'diplokg[documents]'")
    return rtf(text.splitlines())


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("ending", ["txt", "html", "docx", "rtf"])
@pytest.mark.parametrize("form", EXPORTS)
def test_every_form_gives_its_articles(form: str, ending: str, tmp_path: Path) -> None:
    text = EXPORTS[form]
    made = {"txt": str, "html": lambda _: page(form), "docx": as_docx, "rtf": as_rtf}
    articles, problems = split(put(tmp_path, f"export.{ending}", made[ending](text)))
    assert problems == []
    first, second = articles
    assert first.title in {
        "Ministers meet on fishing",
        "Ministers meet on fishing; Talks in Vienna",
    }
    assert second.title == "Ministers meet on rail"
    assert (first.published, second.published) == (FISH, RAIL)
    assert (first.publisher, second.publisher) == ("The Fjord Post", "Baltic Daily")
    assert [a.language for a in articles] == ["en", "en"]
    assert all(a.id.startswith(f"export.{ending}:") for a in articles)
    # Nothing of the database is in a text, and nothing of a text is lost.
    assert plain(first.text) == plain(A_TEXT)
    assert plain(second.text) == plain(B_TEXT)


def test_windows_line_ends_and_encodings_change_nothing(tmp_path: Path) -> None:
    for form, text in EXPORTS.items():
        data = text.replace("\n", "\r\n").encode("utf-16")
        articles, problems = split(put(tmp_path, "a.txt", data))
        assert (len(articles), problems) == (2, []), form
        assert articles[0].published == FISH


def test_what_an_export_says_beside(tmp_path: Path) -> None:
    lexis, _ = split(put(tmp_path, "a.txt", EXPORTS["LexisNexis"]))
    assert (lexis[0].dateline_place, lexis[0].dateline) == ("Vienna", date(2019, 3, 11))
    assert lexis[0].url == "http://www.example.org/fishing"
    proquest, _ = split(put(tmp_path, "b.txt", EXPORTS["ProQuest"]))
    assert proquest[0].url == "https://example.org/docview/2190000001"
    # Names of the database stay where articles are put in another order.
    assert proquest[1].id == "b.txt:2190000002"
    factiva, _ = split(put(tmp_path, "c.txt", EXPORTS["Factiva"]))
    assert factiva[1].id == "c.txt:BALD000020191015efaf00002"


MONTHS = {
    "German": {"March 12, 2019 Tuesday": "12. März 2019 Dienstag", "15 October 2019 Tuesday": "Dienstag, 15. Oktober 2019",
               "October 15, 2019 Tuesday": "15. Oktober 2019 Dienstag", "12 March 2019": "12 März 2019",
               "15 October 2019": "15 Oktober 2019", "Mar 12, 2019": "12. Mär 2019", "Oct 15, 2019": "15. Okt 2019",
               "12 Mar 2019": "12 Mär 2019", "words": "Wörter"},
    "French": {"March 12, 2019 Tuesday": "mardi 12 mars 2019", "15 October 2019 Tuesday": "mardi 15 octobre 2019",
               "October 15, 2019 Tuesday": "mardi 15 octobre 2019", "12 March 2019": "12 mars 2019",
               "15 October 2019": "15 octobre 2019", "Mar 12, 2019": "12 mars 2019", "Oct 15, 2019": "15 oct. 2019",
               "12 Mar 2019": "12 mars 2019", "words": "mots"},
    "Spanish": {"March 12, 2019 Tuesday": "12 de marzo de 2019 martes", "15 October 2019 Tuesday": "martes 15 de octubre de 2019",
                "October 15, 2019 Tuesday": "martes, 15 de octubre de 2019", "12 March 2019": "12 marzo 2019",
                "15 October 2019": "15 octubre 2019", "Mar 12, 2019": "12 mar 2019", "Oct 15, 2019": "15 oct 2019",
                "12 Mar 2019": "12 mar 2019", "words": "palabras"},
}  # fmt: skip
"""What databases print where they are searched in another language, for what they print in English."""


@pytest.mark.parametrize("language", MONTHS)
@pytest.mark.parametrize("form", [*EXPORTS, "digest"])
def test_days_with_months_in_other_languages(form: str, language: str, tmp_path: Path) -> None:
    text = EXPORTS.get(form, DIGEST)
    for english, other in MONTHS[language].items():
        text = text.replace(english, other)
    assert "October" not in text.replace("October 16", "")
    articles, problems = split(put(tmp_path, "a.txt", text))
    assert problems == []
    assert [a.published for a in articles] == [FISH, RAIL]
    if form != "digest":
        assert [a.publisher for a in articles] == ["The Fjord Post", "Baltic Daily"]
        assert articles[1].title == "Ministers meet on rail"


def test_languages(tmp_path: Path) -> None:
    text = EXPORTS["Factiva, with codes of fields"].replace("LA English", "LA Russian", 1)
    articles, _ = split(put(tmp_path, "a.txt", text))
    assert [a.language for a in articles] == ["ru", "en"]


def test_a_code_and_its_text_on_one_line(tmp_path: Path) -> None:
    text = "HD\tTalks\nPD\t12 March 2019\nSN\tThe Fjord Post\nLP\tThey met.\nTD\tThey left.\nAN\tDocument FJPO00001\n"
    text += "HD\tMore\nPD\t15 October 2019\nSN\tThe Fjord Post\nTD\tThey met again.\n"
    articles, _ = split(put(tmp_path, "a.txt", text))
    assert [a.text for a in articles] == ["They met.\n\nThey left.", "They met again."]


def test_proquest_without_numbers(tmp_path: Path) -> None:
    rule = "_" * 60
    text = (
        f"{rule}\n\nTalks\n\nhttps://example.org/docview/1\n\nPublication title: The Fjord Post, Late Edition; Oslo\n"
        f"Publication date: 12 Mar 2019\nFull text:\n{TEXT}\n\nMore of it.\nProQuest document ID: 123456789\n{rule}\n\n"
        f"More talks\n\nPublication title: Baltic Daily\nPublication date: Oct 15, 2019\nFull text: {B_TEXT}\n"
    )
    first, second = split(put(tmp_path, "a.txt", text))[0]
    assert (first.title, first.publisher, first.published) == ("Talks", "The Fjord Post", FISH)
    assert (first.url, first.text) == ("https://example.org/docview/1", f"{TEXT}\n\nMore of it.")
    assert (second.title, second.publisher, second.published) == (
        "More talks",
        "Baltic Daily",
        RAIL,
    )


def test_an_abstract_stands_in_for_a_text_that_is_not_there(tmp_path: Path) -> None:
    text = EXPORTS["ProQuest"].replace(
        f"Full text: {B_TEXT}\n\n", f"Abstract: {B_TEXT * 30}\n\nThey parted.\n\n"
    )
    _, second = split(put(tmp_path, "a.txt", text))[0]
    assert second.text == f"{B_TEXT * 30}\n\nThey parted."
    assert (second.title, second.publisher, second.published) == (
        "Ministers meet on rail",
        "Baltic Daily",
        RAIL,
    )


def test_one_article_alone(tmp_path: Path) -> None:
    text = (
        "1 of 1 DOCUMENTS\n\nThe Fjord Post (Oslo)\n\nMarch 12, 2019 Tuesday\nFinal Edition\n\nMinisters meet\n\n"
        f"BYLINE: A. Writer\n\nLENGTH: 20 words\n\n{B_TEXT}\n\nLOAD-DATE: March 20, 2019\n"
    )
    (article,), _ = split(put(tmp_path, "a.txt", text))
    assert (article.title, article.published) == ("Ministers meet", FISH)
    assert article.text == B_TEXT


def test_a_sentence_that_begins_like_a_code_is_text(tmp_path: Path) -> None:
    body = "IN Vienna they met.\nRE the talks, nothing is known.\nHD is no word.\nCO operation grew.\nPD Jones left."
    text = f"HD Talks\nPD 12 March 2019\nSN The Fjord Post\nLP\n{body.replace('HD is no word.', 'It ended.')}\n\nAN Document FJPO00001\n"
    (article,), _ = split(put(tmp_path, "a.txt", text))
    assert article.text == body.replace("HD is no word.", "It ended.")


def test_an_article_without_text_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    text = EXPORTS["LexisNexis"].replace(B_TEXT, "")
    (article,), (problem,) = split(put(tmp_path, "a.txt", text))
    assert article.published == FISH
    assert "no text" in problem.what
    assert "rail" in problem.what
    assert "article 2" in problem.source


def test_an_article_twice_in_one_export_is_named(tmp_path: Path) -> None:
    text = EXPORTS["Factiva"].replace("BALD000020191015efaf00002", "FJPO000020190312ef3c00001")
    articles, (problem,) = split(put(tmp_path, "a.txt", text))
    assert len(articles) == 1
    assert "second article" in problem.what


@pytest.mark.parametrize("rule", ["* * *", "---------", "______", "===", "\f", "Article 2 of 2"])
def test_a_digest_with_a_day_over_each_report(rule: str, tmp_path: Path) -> None:
    articles, problems = split(put(tmp_path, "a.txt", DIGEST.replace("* * *", rule)))
    assert ([a.published for a in articles], problems) == ([FISH, RAIL], [])
    assert "rail" not in articles[0].text
    assert "Kallas" in articles[1].text


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        # Rules, and one day.
        f"Talks\n\n12 March 2019\n\n{TEXT}\n\n* * *\n\n{TEXT}\n",
        # The same day over both is one page's.
        f"12 March 2019\n\n{TEXT}\n\n* * *\n\n12 March 2019\n\n{TEXT}\n",
        # Words of databases in an article.
        f"End of Document\n\n{TEXT}\n",
        f"HD video was shown.\nPD James spoke.\n{TEXT}\n",
        f"Document 1 was signed, 2 of 3 DOCUMENTS were not.\n\n{TEXT}\n",
        f"Abstract: {TEXT}\n\nFull text: below.\n",
        f"{'_' * 40}\n\n{TEXT}\n",
    ],
)
def test_what_is_no_export_is_read_as_before(text: str, tmp_path: Path) -> None:
    (article,), problems = split(put(tmp_path, "a.txt", text))
    assert (article.id, article.text, problems) == ("a.txt", text, [])


def test_marks_without_an_article_cost_no_text(tmp_path: Path) -> None:
    text = f"{TEXT}\n\n1 of 2 DOCUMENTS\n"
    (article,), problems = split(put(tmp_path, "a.txt", text))
    assert (article.id, article.text, problems) == ("a.txt", text, [])


def test_numbers_without_labels(tmp_path: Path) -> None:
    text = f"Document 1 of 2\n\nTalks end\n\n12 March 2019\n\n{TEXT}\n\nDocument 2 of 2\n\nTalks begin\n\n{B_TEXT}\n"
    articles, _ = split(put(tmp_path, "a.txt", text))
    assert [(a.title, a.published) for a in articles] == [
        ("Talks end", FISH),
        ("Talks begin", None),
    ]
    assert TEXT in articles[0].text


def test_other_readers_give_their_text_to_it() -> None:
    source = Source(path=Path("a.docx"), name="a.docx")
    found = exports.articles(EXPORTS["Nexis Uni"], source, Options())
    assert found is not None
    assert [getattr(a, "published", None) for a in found] == [FISH, RAIL]
    assert source.noted.form == "Nexis Uni"
    assert exports.articles(TEXT, source, Options()) is None


@pytest.mark.parametrize(
    "piece",
    ["HD x\nPD 1\nLP\n", "1 of 2 DOCUMENTS\n", "Document 1 of 2\nFull text: x\n", "End of Document\nBody\n", "* * *\n12 March 2019\n", "* * *\nx\n", "_" * 30 + "\nDatabase: x\nAbstract: y\n", "Document ABCD12345678\n10 words\n"],
)  # fmt: skip
def test_no_text_takes_long(piece: str, tmp_path: Path) -> None:
    from time import process_time

    path = put(tmp_path, "a.txt", (piece * (600_000 // len(piece))) + TEXT)
    begun = process_time()
    found = sum(
        1 for _ in exports.articles(path.read_text(), Source(path=path, name="a"), Options()) or ()
    )
    assert process_time() - begun < 8
    assert found >= 0
