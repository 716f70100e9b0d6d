"""Travels abroad of presidents and secretaries of state, and visits by foreign leaders (XML, Office of the Historian).

A record of such a list has no text. Its fields are put into a sentence, and what the historians
remark follows word for word; offsets point into that. A trip is published, for counting relative
dates, on its last day: the lists themselves bear no date of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from kg.core.errors import KgError
from kg.core.model import Article, Problem
from kg.dates.en import printed
from kg.sources.formats.frus import PUBLISHER
from kg.sources.reader import Options, Source
from kg.sources.safe_xml import elements, local_name, text_of

_SITE = "https://history.state.gov/departmenthistory"
_ROLES = {
    "president": "U.S. President",
    "secretary": "U.S. Secretary of State",
}
_ARTICLE_BEFORE = re.compile(
    r"(?:.*\b(?:Kingdom|Republic|Federation|Union|Emirates|Islands|States)\b|Netherlands|Philippines|Bahamas"
    r"|Gambia|Maldives|Comoros|Seychelles|Holy See)\b(?!.*\()",
)


def read_travels(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The trips of a travels file, with ids such as travels/3792."""
    yield from _records(source, options, root="trips", tag="trip")


def read_visits(source: Source, options: Options) -> Iterator[Article | Problem]:
    """The visits of a visits file, with ids such as visits/113."""
    yield from _records(source, options, root="visits", tag="visit")


def _records(
    source: Source, options: Options, *, root: str, tag: str
) -> Iterator[Article | Problem]:
    number = 0
    for number, element in enumerate(elements(source, options, (tag,))):
        if number == 0:
            if local_name(element) != root:
                raise KgError(
                    f"not a list of {root}", where=source.where, mend=f"give a <{root}> file"
                )
            continue
        article = _trip(element) if tag == "trip" else _visit(element)
        if article is None:
            yield Problem(
                source=f"{source.where}, {tag} {number}",
                what="a record without an id, a person, or a place",
                mend="fetch the file again from github.com/HistoryAtState",
            )
        else:
            yield article
    if not number:
        raise KgError(f"no {tag} in it", where=source.where, mend=f"give a <{root}> file with some")


def _field(element: Any, name: str) -> str:
    return text_of(element.find(name))


def _trip(element: Any) -> Article | None:
    name, number = _field(element, "name"), _field(element, "id")
    country = country_name(_field(element, "country"))
    place = _join(_field(element, "locale"), country)
    if not (name and number and place):
        return None
    role = _field(element, "role") or str(element.get("role") or "")
    first, last = _span(element)
    who = f"{_ROLES[role]} {name}" if role in _ROLES else name
    when = f" {period(first, last)}" if first else ""
    path = "/".join(part for part in (role, str(element.get("who") or "")) if part)
    return _article(
        f"travels/{number}",
        f"{who} travelled to {place}{',' + when if when else ''}.",
        _field(element, "remarks"),
        title=f"{name}: {place}{',' + when if when else ''}",
        url=f"{_SITE}/travels/{path}",
        published=last,
    )


def _visit(element: Any) -> Article | None:
    visitor, number = _field(element, "visitor"), _field(element, "id")
    country = country_name(_field(element, "from"))
    if not (visitor and number and country):
        return None
    first, last = _span(element)
    when = f" {period(first, last)}" if first else ""
    the = "the " if _ARTICLE_BEFORE.match(country) else ""
    origin = element.find("from")
    return _article(
        f"visits/{number}",
        f"{visitor} of {the}{country} visited the United States{',' + when if when else ''}.",
        _field(element, "description"),
        title=f"{visitor} ({country}){',' + when if when else ''}",
        url=f"{_SITE}/visits/{origin.get('id') or ''}".rstrip("/"),
        published=last,
    )


def _article(
    name: str, sentence: str, remarks: str, *, title: str, url: str, published: date | None
) -> Article:
    return Article(
        id=name,
        text=f"{sentence} {remarks}".strip(),
        published=published,
        url=url,
        title=title,
        publisher=PUBLISHER,
        # The state that took part keeps the list.
        kind="readout",
    )


def _span(element: Any) -> tuple[date | None, date | None]:
    """First and last day; one is taken for both if the other is missing or before it."""
    first = printed.stated(_field(element, "start-date"))
    last = printed.stated(_field(element, "end-date"))
    if first and last and last < first:
        last = None
    return first or last, last or first


def _join(locale: str, country: str) -> str:
    if not locale or locale == country:
        return country
    return f"{locale}, {country}" if country else locale


def country_name(text: str) -> str:
    """A name of a list in its usual order.

    >>> country_name("Korea, North"), country_name("Germany, Federal Republic of")
    ('North Korea', 'Federal Republic of Germany')
    """
    match = re.fullmatch(r"([^,]+), ((?:North|South|East|West)|.+ (?:of|of the|the))", text)
    return f"{match[2]} {match[1]}" if match else text


def period(first: date, last: date | None) -> str:
    """Days as a list of trips has them.

    >>> period(date(2018, 4, 26), date(2018, 4, 27)), period(date(2018, 4, 30), date(2018, 5, 1))
    ('April 26-27, 2018', 'April 30-May 1, 2018')
    """
    last = last or first
    start = f"{first:%B} {first.day}"
    if first == last:
        return f"{start}, {first.year}"
    if first.year != last.year:
        return f"{start}, {first.year}-{last:%B} {last.day}, {last.year}"
    if first.month != last.month:
        return f"{start}-{last:%B} {last.day}, {first.year}"
    return f"{start}-{last.day}, {first.year}"
