"""PDF: its text as it was printed, in columns, with hyphens, running heads and page numbers."""

from __future__ import annotations

import gzip
import time
from datetime import date
from pathlib import Path

import document_files as made
import pytest
from document_files import Placed
from source_files import put, split

from kg.core.model import Article
from kg.sources.formats import pdf_layout

pytest.importorskip("pypdfium2", reason="pypdfium2 is missing: pip install 'diplokg[documents]'")

FIRST = (
    "Danish Foreign Minister Karl Brodin met his Polish counterpart Maria Wilk in Vienna on Monday to discuss fishing "
    "rights, as the two had agreed in the spring. The ministers also spoke about the long-term plans of the Council."
)
SECOND = (
    "Estonian Foreign Minister Tarmo Kallas held talks with Latvian Foreign Minister Anna Bérzina in Riga on Tuesday "
    "about rail links. “We agreed,” she said – and so did he."
)
THIRD = (
    "Neither side gave a date for the next round. Officials said that it would be in Tallinn, perhaps before the end of "
    "the year, and that ministers of other states on the shore of the sea would be asked to come, too."
)
BODY = [FIRST, SECOND, THIRD]


def _one(path: Path) -> Article:
    (article,), problems = split(path)
    assert problems == []
    return article


def _set(
    text: str, left: float, top: float, width: float, *, size: float = 10, indent: float = 0
) -> list[Placed]:
    """A paragraph in lines of ``width`` points."""
    lines = made.wrapped(text, width, size)
    return [
        (left + (indent if n == 0 else 0), top - 1.3 * size * n, size, line)
        for n, line in enumerate(lines)
    ]


def _low(items: list[Placed]) -> float:
    return items[-1][1]


def test_paragraphs(tmp_path: Path) -> None:
    article = _one(put(tmp_path, "a.pdf", made.pdf(made.printed(["Talks in Oslo", *BODY]))))
    assert article.text.split("\n\n") == ["Talks in Oslo", *BODY]
    assert (article.title, article.published) == ("Talks in Oslo", None)
    packed = put(tmp_path, "b.pdf.gz", gzip.compress(made.pdf(made.printed(BODY))))
    assert _one(packed).text.split("\n\n") == BODY


def test_paragraphs_that_only_an_indent_tells(tmp_path: Path) -> None:
    items: list[Placed] = []
    top = 700.0
    for text in BODY:
        items += _set(text, 72, top, 420, indent=14)
        top = _low(items) - 13
    assert _one(put(tmp_path, "a.pdf", made.pdf([items]))).text.split("\n\n") == BODY


@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize("by_rows", [False, True])
def test_columns_under_a_headline(tmp_path: Path, columns: int, by_rows: bool) -> None:
    """In the order of columns, whatever the order of the file; a headline and a box run over all of them."""
    room = 480 / columns
    texts = [" ".join([text] * 2) for text in BODY[:columns]]
    items = _set("Ministers meet on fishing and on rail, and say little", 60, 770, 400, size=20)
    for n, text in enumerate(texts):
        items += _set(text, 60 + n * room, 700, room - 15)
    foot = [(60.0, 120.0, 10.0, "The names of all who came are on the site of the ministry, which has the texts of both speeches.")]  # fmt: skip
    items += foot
    if by_rows:
        items.sort(key=lambda item: (-item[1], item[0]))
    article = _one(put(tmp_path, "a.pdf", made.pdf([items])))
    assert article.text.split("\n\n") == [
        "Ministers meet on fishing and on rail, and say little",
        *texts,
        foot[0][3],
    ]


def test_a_sentence_goes_on_in_the_next_column_and_on_the_next_page(tmp_path: Path) -> None:
    lines = made.wrapped(" ".join(BODY), 220, 10)
    third = len(lines) // 3
    left = [(60.0, 700 - 13 * n, 10.0, line) for n, line in enumerate(lines[:third])]
    right = [(320.0, 700 - 13 * n, 10.0, line) for n, line in enumerate(lines[third : 2 * third])]
    after = [(60.0, 700 - 13 * n, 10.0, line) for n, line in enumerate(lines[2 * third :])]
    article = _one(put(tmp_path, "a.pdf", made.pdf([left + right, after])))
    assert article.text == " ".join(BODY)


def test_hyphens_at_line_ends(tmp_path: Path) -> None:
    lines = [
        "The foreign ministers of Denmark and Poland met in Vienna to dis-",
        "cuss fishing rights and the long-term budget, and then the Polish-",
        "Danish council; its long-",
        "term plans were known before. They told the vice-",
        "president so.",
    ]
    items = [(72.0, 700 - 13.0 * n, 10.0, line) for n, line in enumerate(lines)]
    assert _one(put(tmp_path, "a.pdf", made.pdf([items]))).text == (
        "The foreign ministers of Denmark and Poland met in Vienna to discuss fishing rights and the long-term budget, "
        "and then the Polish-Danish council; its long-term plans were known before. They told the vice-president so."
    )


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_lie_on_their_side(tmp_path: Path, turn: int) -> None:
    """The words of a turned page are read as those of an upright one."""
    items = _set(f"{FIRST} {THIRD}", 72, 500, 300) + _set(SECOND, 400, 500, 180)
    data = made.pdf([items], turn=turn)
    assert _one(put(tmp_path, "a.pdf", data)).text.split("\n\n") == [f"{FIRST} {THIRD}", SECOND]


def test_what_stands_askew_is_left_out(tmp_path: Path) -> None:
    """A stamp over the page, or a word along its edge."""
    stamp = b"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 150 300 Tm (DRAFT) Tj ET BT /F1 9 Tf 0 1 -1 0 30 300 Tm (Northern News) Tj ET "
    data = made.pdf(made.printed(BODY), before=stamp)
    assert _one(put(tmp_path, "a.pdf", data)).text.split("\n\n") == BODY


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = made.printed(BODY * 6, head="Northern News, 12 March 2019")
    assert len(pages) > 1
    article = _one(put(tmp_path, "a.pdf", made.pdf(pages)))
    assert article.text.split("\n\n") == BODY * 6
    (alone,) = made.printed(BODY, head="Northern News, 12 March 2019")
    assert "Northern News" in _one(put(tmp_path, "b.pdf", made.pdf([alone]))).text


def test_a_form_is_no_columns(tmp_path: Path) -> None:
    """Labels on the left and values on the right are read by rows."""
    rows = [
        ("Subject:", "Fishing"),
        ("Place:", "Oslo"),
        ("Date:", "12 March 2019"),
        ("From:", "Kim Holm"),
    ]
    items: list[Placed] = []
    for n, (label, value) in enumerate(rows):
        items += [(72.0, 700 - 16.0 * n, 10.0, label), (200.0, 700 - 16.0 * n, 10.0, value)]
    items += _set(FIRST, 72, 600, 420)
    article = _one(put(tmp_path, "a.pdf", made.pdf([items])))
    assert article.text.split("\n\n") == [" ".join(row) for row in rows] + [FIRST]


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" xmp:CreateDate="2019-03-12T08:30:00Z">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Talks in Øslo</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>de-AT</rdf:li></rdf:Bag></dc:language>
<prism:publicationName>The Fjord Post</prism:publicationName>{}</rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_what_the_document_says_of_itself(tmp_path: Path) -> None:
    info = {
        "Title": "Talks in Øslo",
        "Author": "The Fjord Post",
        "CreationDate": "D:20190312233000-05'00'",
        "Producer": "x",
    }
    article = _one(
        put(tmp_path, "a.pdf", made.pdf(made.printed(BODY), info=info, language="fr-CA"))
    )
    assert (article.title, article.publisher) == ("Talks in Øslo", "The Fjord Post")
    assert (article.published, article.language) == (date(2019, 3, 12), "fr")
    article = _one(put(tmp_path, "b.pdf", made.pdf(made.printed(BODY), xmp=XMP.format(""))))
    assert (article.title, article.publisher) == ("Talks in Øslo", "The Fjord Post")
    assert (article.published, article.language) == (date(2019, 3, 12), "de")
    told = "<prism:publicationDate>2019-03-14</prism:publicationDate>"
    xmp = XMP.format(told)
    assert _one(put(tmp_path, "c.pdf", made.pdf(made.printed(BODY), xmp=xmp))).published == date(
        2019, 3, 14
    )
    info = {"Title": "Microsoft Word - talks.docx", "Author": "Kim Holm", "CreationDate": "D:2019"}
    article = _one(
        put(tmp_path, "d.pdf", made.pdf(made.printed(["Talks in Oslo", *BODY]), info=info))
    )
    assert (article.title, article.publisher, article.published) == ("Talks in Oslo", None, None)


def test_pages_without_text_and_passwords(tmp_path: Path) -> None:
    articles, (problem,) = split(put(tmp_path, "a.pdf", made.pdf([[], []])))
    assert articles == []
    assert "OCR" in problem.mend
    locked = made.pdf(made.printed(BODY)).replace(
        b"trailer\n<<",
        b"trailer\n<< /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >> /ID [<41> <41>]",
    )  # fmt: skip
    articles, (problem,) = split(put(tmp_path, "b.pdf", locked))
    assert articles == []
    assert "password" in problem.what


def test_a_long_document_takes_time_in_proportion() -> None:
    """A page may be one paragraph without end, or words that are scattered over it."""
    rows = [
        (72 + 60 * w, 700 - 13 * n, 122 + 60 * w, 710 - 13 * n, "wordword")
        for n in range(45)
        for w in range(8)
    ]
    strewn = [
        (n * 7919 % 590, n * 104729 % 800, n * 7919 % 590 + 9, n * 104729 % 800 + 9, "ab")
        for n in range(50_000)
    ]
    taken = []
    for pages in (20 * [rows], 80 * [rows], [strewn]):
        begun = time.process_time()
        pdf_layout.text_of([pdf_layout.Page(width=600, height=800, words=words) for words in pages])
        taken.append(time.process_time() - begun)
    # Four times the pages: a square would be sixteen times the time.
    assert taken[1] < 8 * taken[0] + 0.1
    assert taken[2] < 5


def _justified(
    text: str, left: float, top: float, width: float, *, size: float = 10
) -> list[Placed]:
    """A paragraph whose lines are as wide as its column, but for the last: their words stand apart."""
    out: list[Placed] = []
    lines = made.wrapped(text, width, size)
    for n, line in enumerate(lines):
        words = line.split()
        free = width - sum(made.advance(word, size) for word in words)
        last = n == len(lines) - 1 or len(words) == 1
        gap = made.advance(" ", size) if last else free / (len(words) - 1)
        at = left
        for word in words:
            out.append((at, top - 1.3 * size * n, size, word))
            at += made.advance(word, size) + gap
    return out


@pytest.mark.parametrize("number", [2, 3])
def test_columns_whose_lines_are_all_of_one_width(tmp_path: Path, number: int) -> None:
    """As newspapers and word processors set them: of two columns side by side no line is read across."""
    width = (450 - 14 * (number - 1)) / number
    page: list[Placed] = [
        (72, 770, 16, "Ministers meet in several of the capitals of the north of Europe")
    ]
    for n, text in enumerate(BODY[:number]):
        page += _justified(f"{text} {text}", 72 + n * (width + 14), 730, width)
    article = _one(put(tmp_path, "a.pdf", made.pdf([page])))
    body = " ".join(article.text.split())
    for text in BODY[:number]:
        assert f"{text} {text}" in body
