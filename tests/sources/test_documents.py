"""Word, RTF and Excel files: their text as it was written, and what they say of themselves."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import document_files as made
import pytest
from source_files import TEXT, put, split

from kg.core.model import Article
from kg.sources.formats import stated
from kg.sources.survey import survey

for needed in ("mammoth", "openpyxl", "striprtf"):
    pytest.importorskip(needed, reason=f"{needed} is missing: pip install 'diplokg[documents]'")

BODY = ["Envoys meet again in Oslo", TEXT, "They dined. “Søreide & Czaputowicz <both> agreed.”"]
TOLD = {
    "title": "Talks in Oslo",
    "creator": "Northern News",
    "created": "2019-03-12T23:30:00Z",
    "modified": "2024-01-01T00:00:00Z",
    "language": "en-GB",
}


def _one(path: Path) -> Article:
    (article,), problems = split(path)
    assert problems == []
    return article


def test_word(tmp_path: Path) -> None:
    article = _one(put(tmp_path, "a.docx", made.docx(BODY, told=TOLD)))
    assert article.text == "\n\n".join(BODY)
    assert (article.id, article.title, article.publisher) == (
        "a.docx",
        "Talks in Oslo",
        "Northern News",
    )
    assert (article.published, article.language) == (date(2019, 3, 12), "en")


def test_word_without_properties_is_read_as_its_text_is(tmp_path: Path) -> None:
    article = _one(
        put(tmp_path, "a.docx", made.docx(["Talks go on in Oslo", "12 March 2019", TEXT]))
    )
    assert (article.title, article.published) == ("Talks go on in Oslo", date(2019, 3, 12))
    assert article.publisher is None
    article = _one(put(tmp_path, "b.docx.gz", gzip.compress(made.docx(BODY))))
    assert article.text == "\n\n".join(BODY)


def test_the_day_in_the_text_is_that_of_publication(tmp_path: Path) -> None:
    """A file is often made long after, by whoever collects the texts."""
    told = {**TOLD, "created": "2024-01-01T00:00:00Z"}
    printed = ["Talks go on in Oslo", "12 March 2019", TEXT]
    assert _one(put(tmp_path, "a.docx", made.docx(printed, told=told))).published == date(
        2019, 3, 12
    )
    assert _one(put(tmp_path, "b.docx", made.docx(BODY, told=told))).published == date(2024, 1, 1)
    day = f"OSLO, March 11 (NNS) — {TEXT}"
    article = _one(put(tmp_path, "c.docx", made.docx([BODY[0], day], told=TOLD)))
    assert (article.published, article.dateline) == (date(2019, 3, 12), date(2019, 3, 11))
    issued = {**told, "issued": "2019-03-14"}
    assert _one(put(tmp_path, "d.docx", made.docx(printed, told=issued))).published == date(
        2019, 3, 14
    )


@pytest.mark.parametrize(
    ("title", "created"),
    [("Microsoft Word - talks_v3.docx", "2013-12-23T23:15:00Z"), ("Document1", "1601-01-01T00:00:00Z"), ("readout.docx", "x")],
)  # fmt: skip
def test_what_programs_write_is_no_title_and_no_day(
    tmp_path: Path, title: str, created: str
) -> None:
    told = {"title": title, "created": created, "creator": "Kim Holm"}
    article = _one(put(tmp_path, "a.docx", made.docx(BODY, told=told, company="Home")))
    assert (article.title, article.published, article.publisher) == (BODY[0], None, None)


def test_the_day_of_a_change_is_no_day_of_publication(tmp_path: Path) -> None:
    told = {"title": "Talks", "modified": "2024-01-01T00:00:00Z"}
    changed = made.rtf(BODY, told=r"{\revtim\yr2024\mo1\dy1}")
    for name, data in {"a.docx": made.docx(BODY, told=told), "a.rtf": changed}.items():
        assert _one(put(tmp_path, name, data)).published is None, name


def test_word_lists_tables_changes_and_hidden_words(tmp_path: Path) -> None:
    def cell(*lines: str) -> str:
        return f"<w:tc>{''.join(made.paragraph(line) for line in lines)}</w:tc>"

    text = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    body = (
        made.paragraph("Talks in Oslo", style="Title")
        + made.paragraph("PARTICIPANTS")
        + made.paragraph("Kim Holm", style="ListBullet")
        + made.paragraph("Ana Rojas").replace(
            "<w:p>",
            '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>',
        )
        + f"<w:tbl><w:tr>{cell('Place')}{cell('Oslo')}</w:tr><w:tr>{cell('')}{cell(TEXT, TEXT)}</w:tr></w:tbl>"
        + f"<w:p><w:ins>{text.format('They met')}</w:ins><w:del><w:r><w:delText>They did not meet</w:delText></w:r></w:del>"
        + f"<w:r><w:rPr><w:vanish/></w:rPr><w:t> in secret</w:t></w:r>{text.format(' in')}<w:r><w:br/></w:r>{text.format('Oslo.')}"
        + '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="1"/></w:r></w:p>'
        + f"<w:sdt><w:sdtContent>{made.paragraph('In a field.')}</w:sdtContent></w:sdt>"
    )
    article = _one(put(tmp_path, "a.docx", made.docx(body)))
    assert article.text.split("\n\n") == [
        "Talks in Oslo", "PARTICIPANTS", "- Kim Holm", "- Ana Rojas", "Place | Oslo", TEXT, TEXT, "They met in\nOslo.", "In a field.",
    ]  # fmt: skip


def test_rtf(tmp_path: Path) -> None:
    told = (
        r"{\title Talks in \'d8slo}{\author Kim Holm}{\*\company Northern News}"
        r"{\creatim\yr2019\mo3\dy12\hr9}{\revtim\yr2024\mo1\dy1}"
    )
    article = _one(put(tmp_path, "a.rtf", made.rtf([*BODY, "A {dove} \\ 🕊"], told=told)))
    assert article.text == "\n\n".join([*BODY, "A {dove} \\ 🕊"])
    assert (article.title, article.publisher) == ("Talks in Øslo", "Northern News")
    assert article.published == date(2019, 3, 12)


def test_rtf_without_pictures_links_and_deleted_words(tmp_path: Path) -> None:
    data = made.rtf(BODY).replace(
        b"Oslo\\par}",
        b"Oslo\\par}{\\pict\\wmetafile8 " + b"0a1b" * 5000 + b"}{\\*\\bin12 }}}{{{\\par}\\x}"
        b'{\\field{\\*\\fldinst{HYPERLINK "https://e.org"}}{\\fldrslt{Read on.}}}{\\deleted Never.}\\par ',
        1,
    )
    article = _one(put(tmp_path, "a.rtf", data))
    assert article.text.split("\n\n") == [BODY[0], "Read on.", *BODY[1:]]
    swedish = b"{\\rtf1\\ansi\\ansicpg1250 Premi\\'e9r Babi\\'9a met them in Oslo.}"
    assert _one(put(tmp_path, "b.rtf", swedish)).text == "Premiér Babiš met them in Oslo."


def test_a_workbook_is_a_table(tmp_path: Path) -> None:
    rows = [
        ["ID", "Headline", "Date", "Body", "Outlet", "Pages"],
        [7, "Talks", datetime(2019, 3, 12, 8, 30), TEXT, "NNS", 2.5],
        [None] * 6,
        [8.0, "More", "2019-03-13", TEXT, None, True],
    ]
    articles, problems = split(
        put(tmp_path, "a.xlsx", made.xlsx({"All": rows, "Empty": [], "More": rows[:2]}))
    )
    assert [a.id for a in articles] == ["7", "8"]
    assert (articles[0].title, articles[0].published, articles[0].publisher) == (
        "Talks",
        date(2019, 3, 12),
        "NNS",
    )
    assert articles[1].published == date(2019, 3, 13)
    assert ["second article with the id '7'" in p.what for p in problems] == [True]


def test_a_hidden_sheet_is_named_and_not_read(tmp_path: Path) -> None:
    rows = [["Headline", "Body"], ["Talks", TEXT]]
    with zipfile.ZipFile(io.BytesIO(made.xlsx({"All": rows, "Old": rows}))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = "xl/workbook.xml"
    parts[name] = parts[name].replace(b'<sheet name="Old"', b'<sheet state="hidden" name="Old"')
    (article,), (problem,) = split(put(tmp_path, "a.xlsx", made.archive(parts)))
    assert article.title == "Talks"
    assert "1 sheet" in problem.what
    assert "'Old'" in problem.what


def test_rows_and_sheets_that_cannot_be_read_cost_themselves(tmp_path: Path) -> None:
    rows = [
        ["wann", "was"],
        ["2019-03-12", TEXT],
        ["2019-03-13", None],
        [date(2019, 3, 14), TEXT, "x"],
    ]
    path = put(
        tmp_path, "a.xlsx", made.xlsx({"Notes": [["to do"], ["call Kim"]], "Articles": rows})
    )
    articles, problems = split(path, columns={"text": "was", "published": "wann"})
    assert [(a.id, a.published) for a in articles] == [("a.xlsx:Articles:2", date(2019, 3, 12))]
    assert [p.source.partition(", ")[2] for p in problems] == ["Notes", "Articles:3", "Articles:4"]
    assert "'to do'" in problems[0].what
    articles, (problem,) = split(put(tmp_path, "b.xlsx", made.xlsx({"One": [[], []]})))
    assert (articles, problem.what) == ([], "empty")


def test_a_workbook_is_read_as_tables_of_csv_are(tmp_path: Path) -> None:
    """What an export prints above its header is passed over, and columns are told in the survey."""
    rows = [
        ["Search: envoys"],
        ["Results", 1],
        [],
        ["Headline", "Full Text", "Pub Date", "source.name", "Crawler"],
        ["Talks", TEXT, 43536, "The Fjord Post", "x"],
    ]
    path = put(tmp_path, "a.xlsx", made.xlsx({"One": rows}))
    article = _one(path)
    assert (article.id, article.title, article.text) == ("a.xlsx:5", "Talks", TEXT)
    assert (article.published, article.publisher) == (date(2019, 3, 12), "The Fjord Post")
    (told,) = survey([path])
    assert told.fields["text"] == ("Full Text",)
    assert told.unused == ("Crawler",)


def test_styles_that_a_program_wrote_wrongly_cost_nothing(tmp_path: Path) -> None:
    data = made.xlsx({"One": [["text", "date"], [TEXT, date(2019, 3, 12)]]})
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    fill = b'<fill><patternFill patternType="none"/></fill>'
    assert fill in parts["xl/styles.xml"]
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(fill, b"<fill/>")
    assert _one(put(tmp_path, "a.xlsx", made.archive(parts))).published == date(2019, 3, 12)


NAMED = {"a.docx": made.docx(BODY), "a.rtf": made.rtf(BODY)}


@pytest.mark.parametrize("name", sorted(NAMED))
def test_a_file_without_suffix_is_known_by_its_shape(tmp_path: Path, name: str) -> None:
    assert _one(put(tmp_path, "article", NAMED[name])).text == "\n\n".join(BODY)


LIBRARIES: dict[str, Callable[[], bytes]] = {
    "a.docx": lambda: made.docx(BODY),
    "a.rtf": lambda: made.rtf(BODY),
    "a.xlsx": lambda: made.xlsx({"A": [["text"], [TEXT]]}),
    "a.pdf": lambda: made.pdf(made.printed(BODY)),
    "a.warc": lambda: made.record(made.response(b"<p>They met.</p>")),
}
MODULES = {"docx": "mammoth", "rtf": "striprtf", "xlsx": "openpyxl", "pdf": "pypdfium2", "warc": "warcio"}  # fmt: skip


@pytest.mark.parametrize("name", sorted(LIBRARIES))
def test_a_library_that_is_missing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = put(tmp_path, name, LIBRARIES[name]())
    module = MODULES[name[2:]]
    for loaded in [m for m in sys.modules if m.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, module, None)
    articles, (problem,) = split(path)
    assert articles == []
    assert f"{module}, which reads this format, is not installed" in problem.what
    assert "pip install 'diplokg[" in problem.mend


@pytest.mark.parametrize(
    ("name", "address", "expected"),
    [
        ("The Fjord Post", "", True),
        ("Reuters", "newsletters@reuters.com", True),
        ("Ministry of Foreign Affairs", "press@mfa.example", True),
        ("Kim Holm", "kim.holm@fjordpost.example", False),
        ("Emily Post", "emily.post@example.org", False),
        ("Kim Holm", "", False),
        ("news@fjord.example", "news@fjord.example", False),
        ("", "", False),
    ],
)
def test_whether_a_sender_is_an_outlet(name: str, address: str, expected: bool) -> None:
    assert (stated.outlet(name, address) == name) is expected


def _words(path: Path, **options: Any) -> str:
    return split(path, **options)[1][0].what


def test_files_that_are_not_what_their_names_say(tmp_path: Path) -> None:
    for name in ("a.docx", "a.xlsx", "a.rtf", "a.pdf", "a.warc", "a.mbox", "a.eml"):
        for data in (b"", b"They met.", b"\0\1\2", b"PK\3\4", made.archive({"a.txt": TEXT})):
            articles, problems = split(put(tmp_path, name, data))
            if name != "a.eml":  # Without a head all of it is the body.
                assert articles == [], (name, data)
                assert len(problems) == 1, (name, data)
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "password" in _words(put(tmp_path, "b.docx", old))
    assert "password" in _words(put(tmp_path, "b.xlsx", old))
    assert "without a Word document" in _words(
        put(tmp_path, "c.docx", made.xlsx({"A": [["text"]]}))
    )
