"""Files and folders as sources: which are read, as what text, and that nothing in them raises."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared_data import shared
from source_files import PAGE, TEI, TEXT, TRIPS, VISITS, lines, put, split

from kg.core.errors import KgError
from kg.core.model import Article
from kg.graph.store import Store
from kg.sources import READERS, read

# Folders


def test_folder_is_walked_in_order_with_relative_ids(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", ".hidden.txt", ".git/x.txt", "__MACOSX/y.txt"):
        put(tmp_path, name, TEXT)
    articles, problems = split(tmp_path)
    assert [a.id for a in articles] == ["a/b/c.txt", "a/z.txt", "b.txt"]
    assert not problems


def test_the_order_of_arguments_changes_nothing(tmp_path: Path) -> None:
    one, two = put(tmp_path, "x/one.txt", TEXT), put(tmp_path, "y/two.txt", TEXT)
    paths = [one, two, tmp_path / "x", tmp_path]
    first = list(read(paths))
    assert [a.id for a in first if isinstance(a, Article)] == ["x/one.txt", "y/two.txt"]
    for seed in range(4):
        random.Random(seed).shuffle(paths)
        assert list(read(paths)) == first


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    put(tmp_path, "a/x.txt", TEXT)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    articles, problems = split(tmp_path)
    assert [a.id for a in articles] == ["a/x.txt"]
    assert len(problems) == 1
    assert "self" in problems[0].source


def test_missing_unknown_and_special_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    put(tmp_path, "paper.qqq", b"%QQQ-1.4 \xff\xfe\x00")
    put(tmp_path, "paper.odt", b"PK\x03\x04 \xff\xfe\x00")
    articles, problems = split(tmp_path, tmp_path / "nowhere.txt")
    assert not articles
    told = {Path(p.source).name: p for p in problems}
    assert told["nowhere.txt"].what == "no such file or folder"
    assert "neither a file nor a folder" in told["pipe"].what
    assert ".qqq" in told["paper.qqq"].what
    assert "jsonl" in told["paper.qqq"].mend
    assert ".odt" in told["paper.odt"].what
    assert ".docx" in told["paper.odt"].mend


def test_a_store_in_the_folder_of_the_articles_is_no_source(tmp_path: Path) -> None:
    """``kg build .`` puts its store beside the articles, and finds it there the next time."""
    put(tmp_path, "a.txt", TEXT)
    with Store.open(tmp_path / "graph"):
        pass
    put(tmp_path, "graph/report.jsonl", lines({"text": TEXT}))
    put(tmp_path, "other/store.json", json.dumps({"text": TEXT + " Again."}))
    articles, problems = split(tmp_path)
    assert ([a.id for a in articles], problems) == (["a.txt", "other/store.json"], [])
    articles, (problem,) = split(tmp_path / "graph")
    assert articles == []
    assert "a store of kg" in problem.what


def test_a_folder_that_fails_to_list_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    _, problems = split(tmp_path)
    assert problems[0].what == "cannot be read (Permission denied)"


def test_names_that_are_not_unicode(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        (tmp_path / name).write_text(TEXT)
    except OSError:
        assert os.name != "posix" or os.uname().sysname != "Linux"
        return
    put(tmp_path, name.replace("txt", "jsonl"), "{")
    articles, problems = split(tmp_path)
    assert [a.id for a in articles] == ["caf?.txt"]
    assert len(problems) == 1


def test_duplicate_ids(tmp_path: Path) -> None:
    put(
        tmp_path, "a.jsonl", lines({"id": "1", "text": TEXT}, {"id": "1", "text": TEXT + " Again."})
    )
    put(tmp_path, "x/n.txt", TEXT)
    put(tmp_path, "y/n.txt", TEXT)
    articles, problems = split(tmp_path / "a.jsonl", tmp_path / "x", tmp_path / "y")
    assert Counter(a.id for a in articles) == {"1": 1, "n.txt": 1}
    assert next(a for a in articles if a.id == "1").text == TEXT
    assert len(problems) == 2
    assert "the folder above" in next(p.mend for p in problems if p.source.endswith("n.txt"))


# Text


def test_text_is_kept_as_it_is(tmp_path: Path) -> None:
    text = "\r\n  Zoë met Łukasz.\r\nIn Oslo.\n\n"
    (article,), _ = split(put(tmp_path, "a.txt", text))
    assert article.text == text
    (article,), _ = split(put(tmp_path, "b.txt", b"\xef\xbb\xbf" + text.encode()))
    assert article.text == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings(tmp_path: Path, encoding: str) -> None:
    text = TEXT + " Zoë was there."
    (article,), problems = split(put(tmp_path, "a.txt", text.encode(encoding)))
    assert (article.text, problems) == (text, [])


def test_windows_1252_on_strong_evidence_alone(tmp_path: Path) -> None:
    text = (
        "The minister said “we agree” – and left the café. It’s fine, he told reporters in Genève."
    )
    (article,), _ = split(put(tmp_path, "a.txt", text.encode("cp1252")))
    assert article.text == text
    russian = "Москва и Вашингтон договорились о встрече министров в Осло."
    for data in (
        russian.encode("cp1251"),
        russian.encode("koi8-r"),
        (TEXT + " Genève – Zürich.").encode() + b"\xe9",
        os.urandom(64).replace(b"\0", b"") + b"\xff\xfe\xfd",
    ):
        articles, problems = split(put(tmp_path, "b.txt", data))
        assert not articles
        assert len(problems) == 1
    (article,), _ = split(
        put(tmp_path, "c.html", f"<meta charset=koi8-r><p>{russian} {russian}</p>".encode("koi8-r"))
    )
    assert russian in article.text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        ("\u200b\n".encode(), "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"The ministers met.\0 They agreed on it, all of them.", "binary"),
        ((TEXT + " Genève").encode()[:-1] + b"\xc3", "UTF-8"),
        (b"x" * 1001, "too long"),
    ],
)
def test_bad_texts(tmp_path: Path, data: bytes, what: str) -> None:
    articles, (problem,) = split(put(tmp_path, "a.txt", data), limit_bytes=1000)
    assert not articles
    assert what in problem.what


def test_gzip(tmp_path: Path) -> None:
    good = put(tmp_path, "a.txt.gz", gzip.compress(TEXT.encode()))
    cut = put(tmp_path, "b.jsonl.gz", gzip.compress(lines({"text": TEXT}).encode())[:-12])
    bomb = put(tmp_path, "c.jsonl.gz", gzip.compress((b" " * 9999 + b"\n") * 3000))
    wrong = put(tmp_path, "d.txt.gz", TEXT)
    articles, problems = split(good, cut, bomb, wrong, limit_bytes=1_000_000)
    assert "a.txt.gz" in {a.id for a in articles}
    told = {Path(p.source).name: p.what for p in problems}
    assert "damaged" in told["b.jsonl.gz"]
    assert "out of all proportion" in told["c.jsonl.gz"]
    assert "damaged" in told["d.txt.gz"]


# Choice of the reader, and anything at all


def test_reader_is_known_by_shape_where_the_suffix_does_not_tell(tmp_path: Path) -> None:
    for name, data in {"a": TEXT, "b": lines({"id": "b", "text": TEXT}), "c": PAGE}.items():
        articles, problems = split(put(tmp_path, name, data))
        assert ([a.id for a in articles], problems) == ([name], [])
    (article,), _ = split(put(tmp_path, "notes.log", TEXT), reader="text")
    assert article.text == TEXT


def test_wrong_use_is_told_at_once() -> None:
    with pytest.raises(KgError, match="did you mean jsonl") as error:
        read(["."], reader="jsonll")
    assert "travels" in error.value.mend
    with pytest.raises(KgError, match="did you mean text"):
        read(["."], columns={"txt": "body"})


def test_readers_are_described() -> None:
    assert set(READERS) == {
        "text",
        "html",
        "jsonl",
        "json",
        "csv",
        "frus-tei",
        "travels",
        "visits",
        "feed",
        "opml",
        "docx",
        "xlsx",
        "pdf",
        "rtf",
        "eml",
        "mbox",
        "warc",
    }
    for name, reader in READERS.items():
        assert reader.name == name
        assert reader.doc.endswith(".")
        assert all(suffix.startswith(".") and suffix.islower() for suffix in reader.suffixes)


def test_large_files_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w") as out:
        for n in range(20_000):
            out.write(json.dumps({"id": str(n), "text": TEXT}) + "\n")
    found = read([path])
    first = next(found)
    assert isinstance(first, Article)
    # What follows is not read before it is asked for.
    with path.open("w") as out:
        out.write("")
    rest = sum(1 for _ in found)
    assert rest < 19_999


_SEEDS = st.sampled_from(
    [PAGE, TEI, TRIPS, VISITS, lines({"text": TEXT}), f"id,text\n1,{TEXT}\n", json.dumps([{}])]
).map(str.encode)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good file with a stretch of it cut out or replaced."""
    data = draw(_SEEDS)
    start = draw(st.integers(0, len(data)))
    end = draw(st.integers(start, len(data)))
    return data[:start] + draw(st.binary(max_size=20)) + data[end:]


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(st.binary(max_size=300), damaged(), st.text(max_size=200).map(str.encode)),
    name=st.sampled_from(
        ["a.txt", "a.html", "a.jsonl", "a.json", "a.csv", "a.tsv", "a.xml", "a.gz", "a.txt.gz", "a"]
    ),
    reader=st.one_of(st.none(), st.sampled_from(sorted(READERS))),
    zipped=st.booleans(),
)
def test_no_bytes_raise(
    tmp_path: Path, data: bytes, name: str, reader: str | None, zipped: bool
) -> None:
    if zipped:
        packed = io.BytesIO()
        with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as out:
            out.write(data)
        data, name = packed.getvalue(), f"{name.removesuffix('.gz')}.gz"
    articles, problems = split(put(tmp_path, name, data), reader=reader)
    assert articles or problems


# Real files


@pytest.mark.parametrize(
    ("name", "number", "kinds"),
    [
        ("frus-dev.jsonl", 237, {"memo"}),
        ("kremlin-dev.jsonl", 89, {"readout"}),
        ("white-house-dev.jsonl", 406, {"readout"}),
        ("negatives-dev.jsonl", 150, {"news"}),
        ("travels-xml", 431, {"readout"}),
        ("visits-xml", 288, {"readout"}),
    ],
)
def test_corpora(name: str, number: int, kinds: set[str]) -> None:
    articles, problems = split(shared("corpora") / name)
    assert not problems
    assert len(articles) == number
    assert {a.kind for a in articles} == kinds
    assert all(a.published and any(b.kind == "body" for b in a.blocks) for a in articles)


def test_frus_headers_are_apart_from_the_account() -> None:
    articles, _ = split(shared("corpora/frus-dev.jsonl"))
    read_day = sum(a.dateline is not None for a in articles)
    assert read_day >= 0.99 * len(articles)
    for article in articles:
        kinds = [b.kind for b in article.blocks]
        assert kinds.count("title") == 1
        body = article.text[next(b.start for b in article.blocks if b.kind == "body") :]
        assert not body.upper().startswith(("PARTICIPANTS", "SUBJECT", "WASHINGTON, "))


def test_frus_tei_gives_the_texts_of_the_records() -> None:
    volume, problems = split(shared("corpora/frus-tei"))
    assert not problems
    assert len(volume) == 105
    assert {a.kind for a in volume} >= {"memo"}
    by_id = {a.id: a for a in volume}
    compared = 0
    with shared("corpora/frus-dev.jsonl").open(encoding="utf-8") as stream:
        for line in stream:
            record = json.loads(line)
            if record["id"] in by_id:
                compared += 1
                article = by_id[record["id"]]
                assert article.published == date.fromisoformat(record["published"])
                assert article.text.split()[:60] == record["text"].split()[:60]
                assert len(article.text) == pytest.approx(len(record["text"]), rel=0.02)
    assert compared == 8
