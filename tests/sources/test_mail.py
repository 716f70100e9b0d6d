"""Mails and boxes of them: text, title, day and outlet of each, attachments named."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import document_files as made
import pytest
from source_files import PAGE, TEXT, put, split

from kg.core.model import Article


def _one(path: Path) -> Article:
    (article,), problems = split(path)
    assert problems == []
    return article


def test_a_mail(tmp_path: Path) -> None:
    article = _one(put(tmp_path, "a.eml", made.mail(f"{TEXT}\n\nFrom Genève — they left.", subject="Fwd: RE: Talks in Øslo")))  # fmt: skip
    assert article.text.strip() == f"{TEXT}\n\nFrom Genève — they left."
    assert (article.id, article.title, article.publisher) == (
        "a.eml",
        "Talks in Øslo",
        "The Fjord Post",
    )
    assert (article.published, article.language, article.url) == (date(2019, 3, 12), "en", None)


def test_the_day_is_that_of_the_sender(tmp_path: Path) -> None:
    for written, day in {
        "Tue, 12 Mar 2019 23:59:00 -1000": date(2019, 3, 12),
        "12 Mar 2019 08:30 +0000": date(2019, 3, 12),
        "Tue, 12 Mar 19 08:30:00 GMT (local)": date(2019, 3, 12),
        "never": None,
        "Tue, 99 Mar 2019 08:30:00 +0000": None,
    }.items():
        data = made.mail(TEXT).replace(b"Tue, 12 Mar 2019 08:30:00 +0100", written.encode())
        assert _one(put(tmp_path, "a.eml", data)).published == day, written


def test_the_outlet_is_the_sender_where_it_is_one(tmp_path: Path) -> None:
    person = made.mail(TEXT, sender="Kim Holm <kim.holm@fjordpost.example>", Content_Language="de")
    article = _one(put(tmp_path, "a.eml", person))
    assert (article.publisher, article.language) == (None, "de")
    encoded = made.mail(TEXT, sender="=?utf-8?q?Minist=C3=A8re_Agency?= <press@mae.example>")
    assert _one(put(tmp_path, "b.eml", encoded)).publisher == "Ministère Agency"


def test_plain_part_or_page(tmp_path: Path) -> None:
    long = TEXT * 8
    assert _one(put(tmp_path, "a.eml", made.mail(long, page=PAGE))).text.strip() == long
    stub = made.mail("Read this mail in your browser: https://e.org", page=PAGE)
    article = _one(put(tmp_path, "b.eml", stub))
    assert "The king received them, for the 4th time" in article.text
    assert "stolen" not in article.text
    assert (article.title, article.publisher) == ("Talks", "The Fjord Post")
    assert article.published == date(2019, 3, 12)
    assert "The king received" in _one(put(tmp_path, "c.eml", made.mail(page=PAGE))).text


def test_encodings_lines_and_signature(tmp_path: Path) -> None:
    head = "From: NNS <a@b.example>\nTo: c@d.example\nSubject: Talks\nMIME-Version: 1.0\n"
    koi8 = f"{head}Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: 8bit\n\n".encode()
    article = _one(put(tmp_path, "a.eml", koi8 + "Министры встретились.".encode("koi8-r")))
    assert article.text == "Министры встретились."
    flowed = f"{head}Content-Type: text/plain; format=flowed\n\nThe ministers met in \nOslo. They \nagreed.\nLater.\n"
    assert (
        _one(put(tmp_path, "b.eml", flowed)).text
        == "The ministers met in Oslo. They agreed.\nLater."
    )
    signed = made.mail(f"{TEXT * 4}\n\n-- \nKim Holm\nNorthern News, 1 Quay, Oslo")
    assert _one(put(tmp_path, "c.eml", signed)).text.strip() == TEXT * 4


def test_attachments_are_named_and_not_read(tmp_path: Path) -> None:
    data = made.mail(TEXT, attached={"readout.pdf": b"%PDF-", "Søreide\x1b[31m.docx": b"PK"})
    (article,), (problem,) = split(put(tmp_path, "a.eml", data))
    assert article.text.strip() == TEXT
    assert "'readout.pdf', 'Søreide" in problem.what
    assert "not read" in problem.what
    inside = made.mail("The envoys met in Vienna.", subject="Another")
    boundary = f"""From: NNS <a@b.example>
Subject: Talks
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=xyz

--xyz
Content-Type: text/plain

{TEXT}
--xyz
Content-Type: message/rfc822

{inside.decode()}
--xyz
Content-Type: image/png
Content-ID: <logo>

x
--xyz--
"""
    (article,), (problem,) = split(put(tmp_path, "b.eml", boundary))
    assert article.text.strip() == TEXT
    assert "'a message'" in problem.what
    articles, problems = split(put(tmp_path, "c.eml", made.mail(attached={"a.zip": b"x"})))
    assert articles == []
    assert [p.what for p in problems] == ["no text in the message"]


def test_a_box(tmp_path: Path) -> None:
    box = made.mbox(
        made.mail(f"From the start\n\nFrom here on they talked. {TEXT}"),
        made.mail(TEXT, name="<2@fjord.example>", subject="More", date="Wed, 13 Mar 2019 08:30:00 +0100"),
        made.mail(attached={"a.zip": b"x"}, name="<3@fjord.example>"),
        made.mail(TEXT).replace(b"Message-ID: <1@fjord.example>\n", b""),
    )  # fmt: skip
    path = put(tmp_path, "in/inbox.mbox", box)
    articles, problems = split(tmp_path / "in")
    assert [a.id for a in articles] == [
        "inbox.mbox/1@fjord.example",
        "inbox.mbox/2@fjord.example",
        f"inbox.mbox:{box[: box.rfind(b'From news')].count(10) + 1}",
    ]
    assert articles[0].text.strip() == f"From the start\n\nFrom here on they talked. {TEXT}"
    assert (articles[1].title, articles[1].published) == ("More", date(2019, 3, 13))
    assert ["no text" in p.what for p in problems] == [True]
    packed = put(tmp_path, "b.mbox.gz", gzip.compress(path.read_bytes()))
    assert len(split(packed)[0]) == 3


@pytest.mark.parametrize("data", [made.mail(TEXT), made.mbox(made.mail(TEXT))])
def test_mail_without_suffix_is_known_by_its_shape(tmp_path: Path, data: bytes) -> None:
    article = _one(put(tmp_path, "message", data))
    assert (article.title, article.text.strip()) == ("Talks", TEXT)


def test_a_text_with_colons_is_no_mail(tmp_path: Path) -> None:
    memo = f"SUBJECT: Fishing\nPARTICIPANTS: Kim Holm\nDATE: March 12, 1976\n\n{TEXT}\n"
    assert _one(put(tmp_path, "memo.txt", memo)).text == memo
