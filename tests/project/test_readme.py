"""What README.md and CONTRIBUTING.md say is so: tables, links, paths, and the examples in Python."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import checkout
import make_readme
import pytest
from pictures import PICTURES

from kg.resolve import judgements
from kg.sources import bundled

README = (checkout.ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (checkout.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TEXTS = [pytest.param(README, id="README"), pytest.param(CONTRIBUTING, id="CONTRIBUTING")]


def test_the_table_of_queries_is_made_from_their_headers() -> None:
    mend = "run tools/make_readme.py"
    assert make_readme.put(README, "queries", make_readme.query_table()) == README, mend


@pytest.mark.parametrize("part", ["session", "evaluate", "speed"])
def test_what_is_made_is_there(part: str) -> None:
    found = re.search(rf"<!-- {part}:start -->\n(.+?)\n<!-- {part}:end -->", README, re.DOTALL)
    assert found, "run tools/make_readme.py, and tools/benchmarks --readme"


@pytest.mark.parametrize("text", TEXTS)
def test_links_lead_somewhere(text: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", text)
    links += re.findall(r"`((?:kg|ontology|corpus|notebooks|tests|\.ci)/[\w./-]*)`", text)
    assert links
    for link in links:
        assert link.startswith("https://") or (checkout.ROOT / link).exists(), link


def test_every_picture_is_shown_and_small_enough_to_load() -> None:
    assert {path.stem for path in make_readme.IMAGES.glob("*.png")} == set(PICTURES)
    for name, picture in PICTURES.items():
        assert f"(notebooks/images/{name}.png)" in README, name
        data = (make_readme.IMAGES / f"{name}.png").read_bytes()
        assert data.startswith(b"\x89PNG")
        assert 20_000 < len(data) < 300_000
        size = (int.from_bytes(data[16:20]), int.from_bytes(data[20:24]))
        assert size == (picture.width, picture.height)


def test_the_example_of_a_ruling_can_be_read() -> None:
    (line,) = re.findall(r"^    (.*\tdifferent\t.*)$", README, re.MULTILINE)
    (ruling,) = judgements.parse(line)
    assert not ruling.same
    assert ruling.scope in {article.id for article in bundled.articles()}


@pytest.mark.slow
def test_the_example_in_python_runs(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    article = next(a for a in bundled.articles() if a.id == "2019-009")
    line = json.dumps({"text": article.text, "published": str(article.published)})
    (tmp_path / "articles" / "a.jsonl").write_text(line, encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(checkout.ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(
        r"date +with +event.*2019-05-14.*characters \d+ to \d+", done.stdout, re.DOTALL
    )
