"""Documents, mails and archives that were made to do harm: each is told in a line, in little time and memory."""

from __future__ import annotations

import gzip
import io
import random
import string
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import document_files as made
import pytest
from source_files import READ, TEXT, in_a_process, put, split

resource = pytest.importorskip("resource", reason="Windows counts processes in another way")
for needed in ("mammoth", "openpyxl", "pypdfium2", "striprtf", "warcio"):
    pytest.importorskip(needed, reason="pip install 'diplokg[documents,archives]'")

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 100}">' for n in range(9))


def _document(inside: str, before: str = "") -> bytes:
    document = (
        f"<?xml version='1.0'?>{before}<w:document {_W}><w:body>{inside}</w:body></w:document>"
    )
    return made.docx("", more={"word/document.xml": document})


def _mixed(number: int) -> str:
    """Letters that do not compress to nothing."""
    rng = random.Random(number)
    return "".join(rng.choices(string.ascii_letters + " ", k=number))


def _in_book(name: str, data: bytes) -> bytes:
    """A workbook with one of its parts exchanged."""
    book = made.xlsx({"One": [["text"], [TEXT]]})
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, data if part == name else old.read(part))
    return out.getvalue()


def _rows(inside: str) -> bytes:
    return _in_book(
        "xl/worksheets/sheet1.xml",
        f"<worksheet {_S}><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>text</t></is></c></row>{inside}</sheetData></worksheet>".encode(),
    )


def _cell(row: int, text: str, column: str = "A") -> str:
    return f"<row r='{row}'><c r='{column}{row}' t='inlineStr'><is><t>{text}</t></is></c></row>"


def _styles(number: int) -> bytes:
    shown = "".join(f"<xf numFmtId='{n % 164}' fontId='{n}'/>" for n in range(number))
    return f"<styleSheet {_S}><cellXfs>{shown}</cellXfs></styleSheet>".encode()


def _strings(number: int) -> bytes:
    words = "".join(f"<si><t>{n * 7919 % 1000003}</t></si>" for n in range(number))
    return f"<sst {_S}>{words}</sst>".encode()


def _pdf(*objects: bytes, root: bytes = b"1 0 R") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        start,
    )
    return bytes(out)


def _stream(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    names = b" ".join([b"/FlateDecode"] * times)
    return b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(data), names, data)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_FONT = b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject << /X 4 0 R >> >>"
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources %s >>" % _FONT
)


def _page_of(content: bytes) -> bytes:
    return _pdf(_CATALOG, b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", _PAGE, content)


def _deep_tree() -> bytes:
    kids = [b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % (n + 3) for n in range(100_000)]
    return _pdf(_CATALOG, *kids, _PAGE)


def _million_parts() -> bytes:
    return b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=z\n\n" + b"--z\n\nx\n" * 1_000_000  # fmt: skip


def _nested_parts() -> bytes:
    head = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=z%d\n\n--z%d\n" % (n, n) for n in range(100_000)
    )
    return head + parts + b"\nThey met.\n"


def _nested_messages() -> bytes:
    return b"From: a@b.example\nSubject: x\n" + b"Content-Type: message/rfc822\n\n" * 200_000


def _large_attachment() -> bytes:
    line = b"QUJD" * 19 + b"\n"
    return made.mail(TEXT, attached={"film.mov": b""}).replace(
        b"film.mov", b"film.mov"
    ) + line * 2_600_000  # fmt: skip


def _many_messages() -> bytes:
    return b"From a Tue Mar 12 08:30:00 2019\n\n" * 1_000_000


def _bomb_in_a_record() -> bytes:
    packed = gzip.compress(b"<p>They met. " * 40_000_000)
    return made.record(made.response(packed, more="Content-Encoding: gzip\r\n"))


def _fields_of_rtf() -> bytes:
    return b"{\\rtf1 " + b'{\\field{\\*\\fldinst{ HYPERLINK "x" ' * 40_000 + b"}"


def _fonts_of_rtf() -> bytes:
    return b"{\\rtf1{\\fonttbl" + b"\\f1\\froman " * 100_000 + b"}They met.}"


def _feed(inside: bytes) -> bytes:
    return b"<rss version='2.0'><channel><title>Wire</title>" + inside + b"</channel></rss>"


MADE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a document that expands": ("a.docx", lambda: _document(" " * 150_000_000), "out of all proportion"),
    "a document with entities": ("a.docx", lambda: _document("&e8;", f"<!DOCTYPE x [{_ENTITIES}]>"), "DTD"),
    "a document with a file in it": (
        "a.docx", lambda: _document("&e;", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"), "DTD",
    ),
    "the same in UTF-16": (
        "a.docx",
        lambda: made.docx("", more={"word/document.xml": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><x>&e;</x>".encode("utf-16")}),
        "another encoding",
    ),
    "a document of a million elements": (
        "a.docx", lambda: _document("".join(f"<w:p w:a='{_mixed(3 + n % 7)}{n}'/>" for n in range(400_000))), "60,000 elements",
    ),
    "a document of many words": (
        "a.docx", lambda: _document("".join(made.paragraph(_mixed(60 + n % 20) + str(n)) for n in range(11_000))), "a.docx",
    ),
    "a nested document": ("a.docx", lambda: _document("<w:p>" * 5000 + "</w:p>" * 5000), ""),
    "a document of nested tables": (
        "a.docx", lambda: _document("<w:tbl><w:tr><w:tc>" * 15 + made.paragraph(TEXT) + "</w:tc></w:tr></w:tbl>" * 15), "a.docx",
    ),
    "an archive of many files": ("a.docx", lambda: made.archive({f"{n:060}": "" for n in range(60_000)}), "more files"),
    "properties with entities": (
        "a.docx", lambda: made.docx([TEXT], more={"docProps/core.xml": f"<!DOCTYPE x [{_ENTITIES}]><x>&e8;</x>"}), "DTD",
    ),
    "a workbook that expands": ("a.xlsx", lambda: _rows(" " * 150_000_000), "out of all proportion"),
    "a workbook with entities": (
        "a.xlsx", lambda: _in_book("xl/worksheets/sheet1.xml", f"<!DOCTYPE x [{_ENTITIES}]><worksheet {_S}>&e8;</worksheet>".encode()), "DTD",
    ),
    "strings without end": ("a.xlsx", lambda: _in_book("xl/sharedStrings.xml", _strings(1_000_000)), "more strings"),
    "styles without end": ("a.xlsx", lambda: _in_book("xl/styles.xml", _styles(200_000)), "more strings or styles"),
    "many styles": ("a.xlsx", lambda: _in_book("xl/styles.xml", _styles(90_000)), "a.xlsx"),
    "many strings": ("a.xlsx", lambda: _in_book("xl/sharedStrings.xml", _strings(480_000)), "a.xlsx"),
    "a row far below": ("a.xlsx", lambda: _rows(_cell(2_000_000_000, TEXT)), "no row under the header"),
    "cells far to the right": ("a.xlsx", lambda: _rows("".join(_cell(n, TEXT, "XFD") for n in range(2, 1500))), "cells in a row"),
    "a million empty rows": (
        "a.xlsx", lambda: _rows("".join(f"<row r='{n}' s='{n * 7919 % 10007}'/>" for n in range(2, 1_000_000))), "no row under the header",
    ),
    "a workbook of a million bad rows": (
        "a.xlsx",
        lambda: _rows("".join(f"<row r='{n}'><c r='B{n}'><v>{n * 7919 % 100003}</v></c></row>" for n in range(2, 600_000))),
        "more articles in it cannot be read",
    ),
    "a page tree of two milliards": ("a.pdf", lambda: _pdf(_CATALOG, b"<< /Type /Pages /Count 2147483647 /Kids [2 0 R 2 0 R] >>"), ""),
    "a deep page tree": ("a.pdf", _deep_tree, ""),
    "a page tree of a million": (
        "a.pdf", lambda: _pdf(_CATALOG, b"<< /Type /Pages /Count 1000000 /Kids [%s] >>" % (b"3 0 R " * 1_000_000), _PAGE, _stream(b"")), "",
    ),
    "a table of objects that is broken": (
        "a.pdf", lambda: made.pdf(made.printed([TEXT] * 3)).replace(b"0000000", b"9999999").replace(b"startxref", b"startxxxx"), "a.pdf",
    ),
    "half a PDF": ("a.pdf", lambda: made.pdf(made.printed([TEXT] * 100))[:2000], ""),
    "a page that expands": ("a.pdf", lambda: _page_of(_stream(b"q " * 50_000_000, 2)), ""),
    "a page that draws itself": (
        "a.pdf", lambda: _page_of(b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources %s /Length 2000 >>\nstream\n%s\nendstream" % (_FONT, b"/X Do " * 333)), "",
    ),
    "a page of a million words": (
        "a.pdf", lambda: _page_of(_stream(b"BT /F1 9 Tf " + b"".join(b"1 0 0 1 %d %d Tm (word) Tj " % (n % 590, n % 840) for n in range(1_000_000)) + b"ET")), "",
    ),
    "a mail of a million parts": ("a.eml", _million_parts, "500 parts"),
    "a mail of nested parts": ("a.eml", _nested_parts, "nested deeper"),
    "a mail of nested mails": ("a.eml", _nested_messages, ""),
    "a head without end": ("a.eml", lambda: b"Subject: x\nFrom: a@b.example\n" + b"X-A: b\n" * 3_000_000, "a head of more"),
    "a subject without end": ("a.eml", lambda: b"From: a@b.example\nSubject: " + b"=?utf-8?q?x?= " * 20_000 + b"\n\nThey met.", "a.eml"),
    "a sender without end": ("a.eml", lambda: b"From: " + b"(" * 200_000 + b"\nSubject: x\n\nThey met.", "a.eml"),
    "a mail with a film": ("a.eml", _large_attachment, "a.eml"),
    "a box of a million": ("a.mbox", _many_messages, "more articles in it cannot be read"),
    "an archive of a million": (
        "a.warc", lambda: made.record(b"x: y\r\n", kind="metadata", what="application/warc-fields") * 1_000_000, "no page in the archive",
    ),
    "a record that expands": ("a.warc", _bomb_in_a_record, "too long for one article"),
    "an archive that expands": ("a.warc.gz", lambda: gzip.compress(made.record(b"x" * 400_000_000, kind="metadata")), "out of all proportion"),
    "a record longer than its file": (
        "a.warc", lambda: made.record(b"x").replace(b"Content-Length: 1\r", b"Content-Length: 999999999999\r"), "cut short here",
    ),
    "a feed of many entries": ("a.rss", lambda: _feed(b"<item><title>x</title></item>" * 600_000), "more than 20,000 entries"),
    "a feed of many elements": ("a.rss", lambda: _feed(b"<a/>" * 4_900_000), "a.rss"),
    "a feed that nests": ("a.rss", lambda: _feed(b"<a>" * 6_000_000), "a.rss"),
    "a feed that is not XML": ("a.rss", lambda: _feed(b"<a b=c>&x;</i>" * 1_300_000), "a.rss"),
    "an entry of markup": (
        "a.rss", lambda: _feed(b"<item><title>x</title><description><![CDATA[" + b"<b><i>" * 3_000_000 + b"]]></description></item>"), "a.rss",
    ),
    "a feed of comments": ("a.rss", lambda: _feed(b"<![CDATA[" * 2_000_000), "a.rss"),
    "a list of a million feeds": (
        "a.opml", lambda: b"<opml><body>" + b"".join(b"<outline xmlUrl='x%d'/>" % n for n in range(700_000)) + b"</body></opml>", "more than 10,000 feeds",
    ),
    "a list that nests": ("a.opml", lambda: b"<opml>" + b"<outline>" * 2_000_000, "a.opml"),
    "pictures in RTF": ("a.rtf", lambda: made.rtf([TEXT]).replace(b"\\par}", b"\\par}{\\pict " + b"0a1b\n" * 12_000_000 + b"}", 1), "a.rtf"),
    "fields in RTF": ("a.rtf", _fields_of_rtf, ""),
    "fonts in RTF": ("a.rtf", _fonts_of_rtf, "a.rtf"),
    "groups in RTF": ("a.rtf", lambda: b"{\\rtf1 " + b"{" * 1_000_000 + b"They met.", "a.rtf"),
    "letters in RTF": ("a.rtf", lambda: b"{\\rtf1 " + _mixed(2_900_000).encode() + b"}", "a.rtf"),
}  # fmt: skip
"""What it is: the name of the file, what is in it, and words of what is printed."""
MANY = {"a box of a million", "a workbook of a million bad rows", "cells far to the right"}
"""What is told in a thousand lines, and one for the rest."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in another unit elsewhere")
@pytest.mark.parametrize("what", sorted(MADE))
def test_it_costs_itself_alone(tmp_path: Path, what: str) -> None:
    name, make, expected = MADE[what]
    path = put(tmp_path, name, make())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall, most, printed = in_a_process(READ, str(path))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # The time of the processor, that of the process for PDF with it: other work may go on.
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lines = printed.splitlines()
    print(f"{what}: {taken:.1f} s ({wall:.1f} s), {most} MB, {len(lines)} lines: {printed[:300]}")
    assert name in printed
    assert expected in printed
    assert "fault of the program" not in printed
    assert "Traceback" not in printed
    assert len(lines) < (1_010 if what in MANY else 8)
    assert most < 500
    assert taken < 10
    assert wall < 60


def test_the_words_of_a_file_elsewhere_are_not_read(tmp_path: Path) -> None:
    """Not by entities, not by links to pictures or documents, not by what is attached."""
    secret = put(tmp_path, "secret.txt", "Hostname of the house.")
    uri = secret.as_uri()
    link = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="{uri}" TargetMode="External"/></Relationships>'
    picture = f'<w:p {_W}><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:link="rId9"/></w:drawing></w:r></w:p>'
    page = f'<html><body><p>{TEXT}</p><iframe src="{uri}"></iframe><object data="{uri}"></object></body></html>'
    files = [
        put(tmp_path, "in/a.docx", made.docx(made.paragraph(TEXT) + picture, more={"word/_rels/document.xml.rels": link})),
        put(tmp_path, "in/a.eml", made.mail(page=page)),
        put(tmp_path, "in/a.warc", made.record(made.response(page.encode()))),
        put(tmp_path, "in/a.rtf", made.rtf([TEXT]).replace(b"\\par}", b'\\par}{\\field{\\*\\fldinst INCLUDETEXT "' + uri.encode() + b'"}}', 1)),
    ]  # fmt: skip
    articles, problems = split(*files)
    assert problems == []
    assert len(articles) == len(files)
    assert all("They agreed" in a.text and "Hostname" not in a.text for a in articles)
