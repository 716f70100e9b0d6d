"""kg sources: text for people, JSON for scripts, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli import main

TEXT = (
    "The ministers met in Oslo on Monday. They agreed that they would meet again with the others."
)
GERMAN = (
    "Die Ministerinnen trafen sich am Montag in der Hauptstadt und vereinbarten ein weiteres Treffen im Herbst. "
    * 3
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.csv").write_text(
        f"publishedAt,body,crawled\n2019-03-12,{TEXT},x\n2019-03-14,{TEXT} More.,x\n"
    )
    return inside


def test_lines_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", str(folder)]) == 0
    out, err = capsys.readouterr()
    first, *others = out.splitlines()
    assert first.endswith("a.csv: csv: 2 articles, 2019-03-12 to 2019-03-14, en")
    assert others == ["  used: published (publishedAt), text (body)", "  not used: crawled"]
    assert "1 file, 2 articles, 0 left out; nothing was built" in err
    assert not (folder.parent / "graph").exists()


def test_what_would_be_refused_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "b.txt").write_text(GERMAN)
    (folder / "c.csv").write_text(f"lastmod,body\n2019-03-12,{TEXT}\n")
    (folder / "d.xyz").write_text(TEXT)
    assert main(["sources", str(folder), "-q"]) == 3
    out, err = capsys.readouterr()
    assert err == ""
    assert "in German, which is not read" in out
    assert "  looks like a day of publication: lastmod; if so: --column published=lastmod" in out
    assert "no reader for .xyz" in out
    # What is told once is not told twice; and nothing of that file would be left out.
    assert out.count("lastmod") == 2
    capsys.readouterr()
    assert main(["sources", str(folder / "c.csv")]) == 3
    assert "1 article, 0 left out" in capsys.readouterr().err
    assert main(["sources", str(folder / "c.csv"), "--column", "published=lastmod"]) == 0


def test_json_for_scripts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "b\u202e.txt").write_text(TEXT)
    assert main(["sources", str(folder), "--json"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [r["reader"] for r in records] == ["csv", "text"]
    assert records[0]["first"] == "2019-03-12"
    assert records[0]["fields"] == {"published": ["publishedAt"], "text": ["body"]}
    assert records[0]["unused"] == ["crawled"]
    assert records[1]["undated"] == 1


def test_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sources", "nowhere"]) == 3
    assert "no such file" in capsys.readouterr().out
    assert main(["sources", "x", "--source-format", "pdff"]) == 1
    assert main(["sources"]) == 2
