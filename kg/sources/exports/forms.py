"""What exports of news databases look like: for each form how it is known, how its articles are parted, and its labels.

Made after the public descriptions and help pages of LexisNexis, Nexis Uni, Factiva and ProQuest. To add a form, add an
entry to ``FORMS``; to add a label, a word of a table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from kg.dates.en import printed

Shape = Literal["labels", "codes", "lines", "parts"]
"""How the fields of an article are told: labels with colons, codes of two letters, their order, or not at all."""

DAY_LINE = re.compile(
    rf"(?:{printed.WEEKDAY},?\s+)?(?P<day>{printed.DAY_OF_YEAR})(?:[ ,].{{0,60}})?", re.IGNORECASE
)
"""A line that begins with a day: "March 12, 2019 Tuesday 8:15 AM GMT", "12 March 2019"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form of export.

    A text is of it if it has any of ``marks`` (found fast), and each of ``needs`` fits somewhere. ``mark`` fits
    the first line of an article, with ``at_end`` the last one. ``labels`` gives the field of each label, "" for what is
    passed over; of them ``after`` end the text of an article, ``opens`` are lines alone that begin it and
    ``closes`` lines alone that end it.
    """

    name: str
    shape: Shape
    marks: tuple[str, ...]
    needs: tuple[re.Pattern[str], ...]
    mark: re.Pattern[str]
    at_end: bool = False
    labels: Mapping[str, str]
    after: frozenset[str] = frozenset()
    opens: frozenset[str] = frozenset()
    closes: frozenset[str] = frozenset()


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^[ \t]*(?:{pattern})[ \t]*\r?$", re.MULTILINE)


_LEXIS = {
    "headline": "title", "title": "title", "überschrift": "title", "byline": "byline", "author": "byline", "autor": "byline",
    "section": "", "rubrik": "", "length": "", "länge": "", "longueur": "", "dateline": "dateline", "highlight": "", "series": "",
    "source": "", "body": "body", "text": "body", "load-date": "loaded", "load date": "loaded", "update": "", "language": "language",
    "sprache": "language", "langue": "language", "graphic": "", "graphics": "", "subject": "", "organization": "", "company": "", "ticker": "",
    "industry": "", "person": "", "geographic": "", "country": "", "city": "", "state": "", "publication-type": "",
    "publication type": "", "document-type": "", "journal-code": "", "journal code": "", "acc-no": "id", "accession-number": "id",
    "type": "", "pub-type": "", "name": "", "correction": "", "correction-date": "", "distribution": "", "classification": "",
    "url": "url", "publisher": "", "notes": "", "copyright": "", "isbn": "", "issn": "", "edition": "", "page": "",
}  # fmt: skip
_LEXIS_AFTER = frozenset({
    "load-date", "load date", "language", "sprache", "langue", "graphic", "graphics", "subject", "organization", "company", "ticker",
    "industry", "geographic", "publication-type", "publication type", "document-type", "journal-code", "journal code",
    "acc-no", "pub-type", "correction-date", "url", "notes",
})  # fmt: skip

_FACTIVA = {
    "hd": "title", "by": "byline", "cr": "", "wc": "", "pd": "published", "et": "", "sn": "outlet", "sc": "", "ed": "", "pg": "",
    "vol": "", "la": "language", "cy": "", "lp": "body", "td": "body", "ct": "", "rf": "", "art": "", "co": "", "in": "", "ns": "",
    "re": "", "ipc": "", "ipd": "", "pub": "", "an": "id", "se": "", "clm": "", "gc": "", "dlm": "", "rst": "", "de": "", "ce": "",
}  # fmt: skip
FACTIVA_AFTER: Mapping[str, str] = {
    "td": r"", "ct": r".*", "rf": r".*", "art": r".*", "co": r"\w{2,12} ?:.*|\w{4,12}", "in": r"\w{2,12} ?[:|].*", "ns": r"\w{2,12} ?[:|].*",
    "re": r"\w{2,12} ?[:|].*", "ipc": r"\S.*", "ipd": r"\S.*", "pub": r"\S.*", "an": r"(?:Document )?\w{6,40}", "de": r"\w+ ?[:|].*", "rst": r".*",
}  # fmt: skip
"""Codes that may follow the text of an article, with what stands behind them: "IN" begins sentences, too."""

_PROQUEST = {
    "title": "title", "author": "byline", "authors": "byline", "publication info": "info", "publication information": "info",
    "abstract": "abstract", "links": "", "full text": "body", "volltext": "body", "subject": "", "subjects": "", "location": "",
    "company / organization": "", "company": "", "people": "", "person": "", "classification": "", "identifier / keyword": "",
    "publication title": "outlet", "publication": "outlet", "source": "", "source title": "outlet", "first page": "", "pages": "",
    "number of pages": "", "publication year": "", "publication date": "published", "year": "", "date": "published", "section": "",
    "column": "", "publisher": "publisher", "place of publication": "", "country of publication": "", "publication subject": "",
    "issn": "", "e-issn": "", "source type": "", "language of publication": "language", "language": "language", "document type": "",
    "proquest document id": "id", "document url": "url", "copyright": "", "last updated": "updated", "database": "", "dateline": "dateline",
    "volume": "", "issue": "", "document feature": "", "accession number": "", "full text availability": "", "edition": "", "credit": "",
    "illustration": "", "publication-type": "", "word count": "", "length": "", "proquest document link": "", "correspondence author": "",
}  # fmt: skip
_PROQUEST_AFTER = frozenset({
    "subject", "subjects", "company / organization", "people", "classification", "identifier / keyword", "publication title", "publication",
    "source title", "first page", "pages", "number of pages", "publication year", "publication date", "place of publication",
    "country of publication", "publication subject", "issn", "e-issn", "source type", "language of publication", "document type",
    "proquest document id", "document url", "copyright", "last updated", "database", "credit", "illustration", "publication info",
    "location", "abstract", "title", "publisher", "document feature", "language", "section", "word count",
})  # fmt: skip

ACCESSION = r"[A-Z][A-Z0-9]{3,}\d[0-9A-Za-z]{3,30}"
NUMBERED = r"(?:Page )?\d{1,6} (?:of|von|de|van|di|af|av) \d{1,6} (?:DOCUMENTS?|DOKUMENTE?N?|DOCUMENTEN|DOCUMENTOS|DOCUMENTI)|Document \d{1,6} of \d{1,6}|(?:Dokument|Documento?) \d{1,6} (?:von|de|di|van) \d{1,6}"
_NUMBERED = r"Documento? \d{1,6} (?:of|de) \d{1,6}|Dokument \d{1,6} von \d{1,6}"
RULE = r"[_=]{20,}"

FORMS: tuple[Form, ...] = (
    Form(
        name="ProQuest",
        shape="labels",
        marks=("Full text:", "Publication title:", "Publication info:", "Abstract:"),
        needs=(
            _line(rf"{_NUMBERED}|{RULE}"),
            re.compile(r"^\s*(?:Full text|Abstract):", re.MULTILINE),
            re.compile(
                r"^\s*(?:Publication (?:title|info|date|information)|ProQuest document ID|Database):",
                re.MULTILINE,
            ),
        ),
        mark=_line(rf"{_NUMBERED}|{RULE}"),
        labels=_PROQUEST,
        after=_PROQUEST_AFTER,
    ),
    Form(
        name="LexisNexis",
        shape="labels",
        marks=("DOCUMENT", "DOKUMENT", "Dokument ", "Document ", "Documento "),
        needs=(_line(NUMBERED),),
        mark=_line(NUMBERED),
        labels=_LEXIS,
        after=_LEXIS_AFTER,
        opens=frozenset({"body"}),
    ),
    Form(
        name="Nexis Uni",
        shape="labels",
        marks=("End of Document",),
        needs=(
            _line("End of Document"),
            re.compile(r"^\s*(?:Body|Classification|Length:.*|Load-Date:.*)\s*$", re.MULTILINE),
        ),
        mark=_line("End of Document"),
        at_end=True,
        labels=_LEXIS,
        after=_LEXIS_AFTER,
        opens=frozenset({"body"}),
        closes=frozenset({"classification", "graphic", "graphics", "notes"}),
    ),
    Form(
        name="Factiva, with codes of fields",
        shape="codes",
        marks=("HD ", "HD\t", "HD\n", "HD\r"),
        needs=(
            re.compile(r"^HD\b", re.MULTILINE),
            re.compile(r"^(?:PD|SN)\s+\S", re.MULTILINE),
            re.compile(r"^(?:LP|TD)\b", re.MULTILINE),
        ),
        mark=_line(rf"AN[ \t]+(?:Document )?{ACCESSION}"),
        at_end=True,
        labels=_FACTIVA,
    ),
    Form(
        name="Factiva",
        shape="lines",
        marks=("Document ",),
        needs=(_line(rf"Document {ACCESSION}"), _line(r"[\d,.]{1,9} (?:words|mots|Wörter|palabras|parole)")),
        mark=_line(rf"Document {ACCESSION}"),
        at_end=True,
        labels={},
    ),
    Form(
        name="several reports with a day over each",
        shape="parts",
        marks=("* *", "***", "- -", "---", "___", "===", "###", "~~~", "•", "——", "––", "\f", "Article ", "Item ", "Report ", "Story ", "Record "),
        needs=(),
        mark=re.compile(r"(?:^[ \t]*(?:[*#=_~•—–-][ \t]?){3,80}[ \t]*\r?$|^[ \t]*(?:Article|Item|Report|Story|Record) (?:No\.? ?)?\d{1,5}(?: (?:of|/) \d{1,5})?[.:]?[ \t]*\r?$|\f)", re.MULTILINE),
        labels={},
    ),
)  # fmt: skip
"""Every form, the one to be tried first at the top."""

ANY_MARK = re.compile("|".join(re.escape(mark) for form in FORMS for mark in form.marks))
"""All marks in one: most texts have none, and need no other look."""
