"""Exports of news databases for tests, made after their public descriptions: a few short articles in each form."""

from __future__ import annotations

A_TEXT = (
    "Danish Foreign Minister Karl Brodin met his Polish counterpart Maria Wilk in Vienna on Monday to discuss fishing\n"
    "rights. They agreed to meet again.\n\nIN a statement, both sides spoke of progress. US and EU envoys were there."
)
B_TEXT = "Estonian Foreign Minister Tarmo Kallas held talks with Latvian Foreign Minister Anna Berzina in Riga on Monday."

LEXIS = f"""
                               1 of 2 DOCUMENTS


                              The Fjord Post (Oslo)

                            March 12, 2019 Tuesday
                              Late Edition - Final

Ministers meet on fishing;
Talks in Vienna

BYLINE: By A. WRITER

SECTION: Section A; Column 1; Pg. 3

LENGTH: 40 words

DATELINE: VIENNA, March 11

 {A_TEXT}

URL: http://www.example.org/fishing

LOAD-DATE: March 20, 2019

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                    Copyright 2019 The Fjord Post Company
                              All Rights Reserved


                               2 of 2 DOCUMENTS

Copyright 2019 Baltic Daily
All Rights Reserved

                                 Baltic Daily

                      15 October 2019 Tuesday 8:15 AM GMT

HEADLINE: Ministers meet on rail

LENGTH: 20 words

BODY:
{B_TEXT}

LANGUAGE: ENGLISH
"""

NEXIS_UNI = f"""User Name: A. Reader
Date and Time: Wednesday, April 3, 2019 10:00:00 AM
Job Number: 12345678
Documents (2)
1. Ministers meet on fishing
2. Ministers meet on rail
Client/Matter: -None-

Page 1 of 3
Ministers meet on fishing

Ministers meet on fishing
The Fjord Post
March 12, 2019 Tuesday
Late Edition - Final

Copyright 2019 The Fjord Post All Rights Reserved
Section: NEWS; Pg. 3
Length: 40 words
Byline: A. Writer
Dateline: VIENNA

Body

{A_TEXT}

Graphic

A photograph of the ministers, taken in 2015.

Classification

Language: ENGLISH

Publication-Type: Newspaper

Load-Date: March 20, 2019

End of Document

Ministers meet on rail
Baltic Daily
October 15, 2019 Tuesday 8:15 AM GMT

Copyright 2019 Baltic Daily All Rights Reserved
Length: 20 words

Body

{B_TEXT}

Classification

Language: ENGLISH

Load-Date: October 16, 2019

End of Document
"""

FACTIVA_CODES = f"""SE World
HD Ministers meet on fishing
BY By A. Writer
WC 40 words
PD 12 March 2019
ET 08:30
SN The Fjord Post
SC FJPO
PG 3
LA English
CY Copyright 2019 The Fjord Post

LP {A_TEXT.partition(chr(10) * 2)[0]}

TD
{A_TEXT.partition(chr(10) * 2)[2]}

CO euruno : European Union

NS gdip : Diplomacy | gcat : Politics

RE den : Denmark | pol : Poland

PUB Fjord Media

AN Document FJPO000020190312ef3c00001


HD Ministers meet on rail
WC 20 words
PD 15 October 2019
SN Baltic Daily
LA English
LP
{B_TEXT}

AN Document BALD000020191015efaf00002


Search Summary
Text: ministers and talks
"""

FACTIVA = f"""World
Ministers meet on fishing
By A. Writer
40 words
12 March 2019
08:30
The Fjord Post
FJPO
3
English
Copyright 2019 The Fjord Post. All rights reserved.

{A_TEXT}

Document FJPO000020190312ef3c00001

Ministers meet on rail
1,020 words
15 October 2019
Baltic Daily
BALD
English
(c) 2019 Baltic Daily

{B_TEXT}

Document BALD000020191015efaf00002

Search Summary
"""

PROQUEST = f"""____________________________________________________________

Table of contents

1. Ministers meet on fishing
2. Ministers meet on rail

____________________________________________________________

Document 1 of 2

Ministers meet on fishing

Author: Writer, A

Publication info: The Fjord Post ; Oslo [Oslo]12 Mar 2019: A.3.

ProQuest document link

Abstract: On fishing.

Links: none

Full text: {A_TEXT}

Subject: Fisheries

Publication title: The Fjord Post; Oslo

Pages: A.3

Publication year: 2019

Publication date: Mar 12, 2019

Publisher: Fjord Media

Language of publication: English

Document type: News

ProQuest document ID: 2190000001

Document URL: https://example.org/docview/2190000001

Last updated: 2019-03-20

Database: Newsstream

____________________________________________________________

Document 2 of 2

Ministers meet on rail

Full text: {B_TEXT}

Publication title: Baltic Daily

Publication date: Oct 15, 2019

Language of publication: English

ProQuest document ID: 2190000002

Database: Newsstream

____________________________________________________________

Contact us at: https://example.org/help
"""

DIGEST = f"""PRESS DIGEST

12 March 2019

{A_TEXT}

* * *

15 October 2019

{B_TEXT}
"""

EXPORTS = {
    "LexisNexis": LEXIS,
    "Nexis Uni": NEXIS_UNI,
    "Factiva, with codes of fields": FACTIVA_CODES,
    "Factiva": FACTIVA,
    "ProQuest": PROQUEST,
}
"""Two articles in each form of export."""


def _paragraphs(text: str) -> str:
    lines = (line.strip() for line in text.split("\n"))
    return "".join(f"<div class='c'><p><span>{line}</span></p></div>\n" for line in lines if line)


def _table(text: str) -> str:
    """Codes of fields as Factiva has them in HTML: a row for each, the text in paragraphs."""
    out = ["<table>"]
    for block in text.split("\n\n"):
        for line in block.split("\n"):
            code, _, value = line.partition(" ")
            if len(code) == 2 and code.isupper() and code not in {"IN", "US"}:
                out.append(f"<tr><td><b>{code}</b></td><td>{value}</td></tr>")
            elif line.strip():
                out.append(f"<tr><td></td><td><p>{line}</p></td></tr>")
    return "".join([*out, "</table>"])


def page(name: str) -> str:
    """An export as a page."""
    body = (_table if "codes" in name else _paragraphs)(EXPORTS[name].replace("_" * 60, "<hr>"))
    return f"<!DOCTYPE html><html><head><title>Export</title><style>p {{}}</style></head><body>{body}</body></html>"


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Fjord Post</title>
<link>https://example.org</link><language>en-gb</language>
<item><title>Ministers meet &amp; part</title><link>https://example.org/a</link><guid isPermaLink="false">fjord-1</guid>
<pubDate>Tue, 12 Mar 2019 23:30:00 -0500</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>They met in Krak&oacute;w.</p><script>steal()</script><p>They left.</p>]]></content:encoded></item>
<item><title>Envoys leave</title><link>https://example.org/b</link><pubDate>Wed, 13 Mar 2019 08:00:00 GMT</pubDate>
<description>&lt;p&gt;The envoys left Oslo.&lt;/p&gt;</description></item></channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Northern News</title><id>urn:n</id>
<entry><title type="html">Talks &lt;b&gt;end&lt;/b&gt;</title><id>urn:n:1</id><link href="https://example.org/1"/>
<updated>2019-03-20T10:00:00Z</updated><published>2019-03-12T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The talks ended.</p><p>Nobody spoke.</p></div></content></entry>
<entry><title>Talks begin</title><id>urn:n:2</id><updated>2019-03-11T10:00:00Z</updated><summary>They began.</summary>
<source><title>Baltic Daily</title></source></entry></feed>"""

OPML = """<?xml version="1.0"?><opml version="2.0"><head><title>Feeds</title></head><body><outline text="North">
<outline type="rss" text="The Fjord Post" xmlUrl="saved/fjord.rss"/>
<outline type="rss" text="Northern News" xmlUrl="https://example.org/feed"/></outline></body></opml>"""
