"""Source files for tests: small ones of each format, and reading them with every report line checked."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from kg.core.model import Article, Problem
from kg.sources import read

TEXT = "The ministers met in Oslo on Monday. They agreed to meet again."


def split(*paths: Path, **options: Any) -> tuple[list[Article], list[Problem]]:
    found = list(read(paths, **options))
    articles = [x for x in found if isinstance(x, Article)]
    problems = [x for x in found if isinstance(x, Problem)]
    for problem in problems:
        assert problem.source
        assert problem.what
        assert problem.mend
        json.dumps([problem.source, problem.what, problem.mend]).encode("utf-8")
        (problem.source + problem.what + problem.mend).encode("utf-8")
    for article in articles:
        article.text.encode("utf-8")
        article.id.encode("utf-8")
        assert article.blocks
    return articles, problems


def put(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def lines(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def in_a_process(code: str, *arguments: str) -> tuple[float, int, str]:
    """Seconds, MB at most, and what is printed by Python code that reads sources."""
    # Not ru_maxrss, which begins with what the process that started it had.
    measured = (
        "\nfrom pathlib import Path; told = Path('/proc/self/status').read_text()"
        "\nprint(int(told.partition('VmHWM:')[2].split()[0]) >> 10)"
    )
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", code + measured, *arguments], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    *printed, most = done.stdout.splitlines()
    return time.monotonic() - begun, int(most), "\n".join(printed)


READ = """
import sys
from kg.core.model import Article
from kg.sources import read
found = list(read(sys.argv[1:]))
for x in found:
    print(x.id if isinstance(x, Article) else f"{x.source}: {x.what}: {x.mend}")
"""
"""Code for it: reads sources and prints their articles and problems, a line each."""


PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Talks in Oslo | Northern News</title>
<meta property="og:site_name" content="Northern News"><meta property="og:title" content="Talks in Oslo">
<meta property="article:published_time" content="2020-03-04T10:00:00Z">
<link rel="canonical" href="https://news.example/talks"></head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Talks in Oslo</h1>
{"".join(f"<p>{TEXT} The king received them, for the {n}th time this year.</p>" for n in range(5))}
</article><footer>© Northern News</footer><script>document.write("stolen")</script></body></html>"""

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0" xml:id="frus9999v01">
<text><body><div type="chapter" xml:id="ch1"><head>Fish</head>
<div type="document" xml:id="d1" n="1" frus:doc-dateTime-min="1961-03-04T15:00:00-05:00">
<head>1. Memorandum of Conversation<note n="1">Source: a box.</note></head>
<dateline><placeName>Oslo</placeName>, <date when="1961-03-04">March 4,
   1961</date>.</dateline>
<list type="participants"><head>Participants:</head><item>Norway<list><item>Mr. <persName>Holm</persName></item>
</list></item><item>Ambassador Rojas</item></list><pb n="2"/>
<p>Mr. Holm said that he <hi>had</hi> been<lb/>away.<note>Not found.</note> He was sorry.</p>
<closer><signed>K. Holm</signed></closer></div>
<div type="document" xml:id="d2" n="2"><head>2. Telegram</head><dateline><date notBefore="1961-03-05">n.d.</date>
</dateline><p>He has arrived.</p></div>
<div type="document"><p>Nameless.</p></div></div></body></text></TEI>"""

TRIPS = """<trips><trip role="secretary" who="holm-k"><id>9001</id><role>secretary</role><name>Kim Holm</name>
<start-date>2018-04-30</start-date><end-date>2018-05-01</end-date><country id="korea-north">Korea, North</country>
<locale>Pyongyang</locale><remarks>Met with
   the Chairman.</remarks></trip>
<trip><id>9002</id><name/><country/></trip></trips>"""

VISITS = """<visits><visit><id>9001</id><start-date>1970-01-26</start-date><end-date>1970-01-26</end-date>
<visitor>Prime Minister Ann Lee</visitor><from id="x">United Kingdom</from><description>Private visit.</description>
</visit></visits>"""
