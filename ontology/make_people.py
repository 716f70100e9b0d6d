"""Writes people.ttl from people-names.csv and people-tenures.csv, which hold the facts, and ambassadors.ttl
from ambassadors-names.csv and ambassadors-tenures.csv.

Run it after editing a table: ``python ontology/make_people.py``. Nothing is fetched; the same
tables give the same bytes. A person is added with one row of people-names.csv, an office held with
one row of people-tenures.csv.

people-names.csv
    person        local name of the IRI: slug of the label, then the Wikidata id or a short hash of
                  slug and country (``kg.core.ids.person``); a wrong one is refused with the right one
    label         the usual English name                qid    Wikidata id, only where verified
    country       lower-case notation of polities.ttl   family the name used alone in news
    alternatives  other spellings, separated by ``|``   posts  offices held without known dates:
                  ``foreign-minister`` or ``secretary-general@nato``
people-tenures.csv
    person, post, organization (country or ``o:slug``), to (accredited to), start, end,
    known_until (the day to which an open tenure is known from its source), source (a URL; a second
    one after a space where the end, or the day to which it is known, was read in another place)
ambassadors-names.csv, ambassadors-tenures.csv
    the same of ambassadors, who are read only where a text speaks of one. Whoever is known for another
    office, too, stands in people-names.csv, and their terms as ambassador may stand here. The hash of
    an IRI is of slug, country and "ambassador", for others have the same names.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg.core import ids

HERE = Path(__file__).resolve().parent
FAMILY_FIRST = frozenset({"cn", "kp", "kr", "tw", "vn", "vd", "xsvn"})

HEADER = """\
# People: a small authority of those who appear in diplomatic news and papers, with the offices they
# held. Made by make_people.py from people-names.csv and people-tenures.csv: edit those, not this.
# A tenure has dates only where a public source was read for them (dcterms:source); kg:startYear and
# kg:endYear where the source gives no more than the year or the month; kg:knownUntil is the day to
# which an open tenure is known. The tables of every-politician-scrapers and congress-legislators are
# Wikidata and public-domain facts (CC0), and so are those of tmtmtmtm; pocom is the Office of the
# Historian, the World Factbook the Central Intelligence Agency (public domain). Terms of heads of
# organisations are facts read on the pages that each names, most of them the organisation's own or
# Wikipedia's (in copies); no text of these is here.
# Licence: CC0 1.0.
"""
ABROAD = """\
# Ambassadors: chiefs of mission of the United States from 1945 who took up their post, and those of the
# United Kingdom, France, Russia and China in Washington from 1990. Made by make_people.py from
# ambassadors-names.csv and ambassadors-tenures.csv: edit those, not this. kg:accreditedTo is the state or
# organisation that somebody is sent to; a term of the United States begins when credentials were
# presented, at an organisation where that is not known with the appointment. A term that another begins
# before it ends has no end, and is known to that day. pocom is the Office of the Historian, to January
# 2021; the World Factbook is the Central Intelligence Agency (both public domain). Where the Factbook
# names no day, kg:startYear and kg:endYear are those of the first and the last edition that name the
# ambassador; kg:knownUntil is the first day of the last one. Whoever is not defined here is in people.ttl.
# Licence: CC0 1.0.
"""
PREFIXES = """\
@prefix c:       <https://w3id.org/diplokg/country/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf:    <http://xmlns.com/foaf/0.1/> .
@prefix kg:      <https://w3id.org/diplokg/ns#> .
@prefix o:       <https://w3id.org/diplokg/org/> .
@prefix org:     <http://www.w3.org/ns/org#> .
@prefix owl:     <http://www.w3.org/2002/07/owl#> .
@prefix p:       <https://w3id.org/diplokg/person/> .
@prefix post:    <https://w3id.org/diplokg/post/> .
@prefix rdfs:    <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos:    <http://www.w3.org/2004/02/skos/core#> .
@prefix wd:      <http://www.wikidata.org/entity/> .
@prefix xsd:     <http://www.w3.org/2001/XMLSchema#> .
"""

# Spellings of one given name in the Latin press. Each name of a set is written for each other.
GIVEN = (
    ("Sergey", "Sergei", "Serghei"),
    ("Andrey", "Andrei"),
    ("Alexey", "Alexei", "Aleksey", "Aleksei"),
    ("Dmitry", "Dmitri", "Dmitriy"),
    ("Yury", "Yuri"),
    ("Nikolay", "Nikolai"),
    ("Yevgeny", "Evgeny", "Yevgeniy"),
    ("Alexander", "Aleksandr"),
    ("Anatoly", "Anatoliy", "Anatoli"),
    ("Vasily", "Vasiliy", "Vassily"),
    ("Vitaly", "Vitaliy", "Vitalii"),
    ("Valery", "Valeriy"),
    ("Georgy", "Georgiy", "Georgi"),
    ("Arseniy", "Arseny"),
    ("Mohamed", "Mohammed", "Mohammad", "Muhammad"),
    ("Mahmoud", "Mahmud"),
    ("Ahmed", "Ahmad"),
    ("Hussein", "Hussain", "Husayn"),
    ("Hassan", "Hasan"),
    ("Khalid", "Khaled"),
    ("Abdullah", "Abdallah", "Abdulla"),
    ("Ebrahim", "Ibrahim"),
    ("Omar", "Umar"),
    ("Youssef", "Yusuf", "Yousef"),
    ("Faisal", "Faysal"),
    ("Joseph", "Joe"),
    ("Michael", "Mike"),
    ("Christopher", "Chris"),
)
VARIANTS = {name: group for group in GIVEN for name in group}
# English short forms are the same person's only where the row says so.
WESTERN = frozenset({"Joseph", "Joe", "Michael", "Mike", "Christopher", "Chris"})


def text(value: str, *, language: bool = True) -> str:
    """A Turtle literal."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' + ("@en" if language else "")


def spellings(label: str, alternatives: list[str], country: str) -> list[str]:
    """The alternatives and the regular variants of them and of the label, without the label."""
    found: dict[str, None] = dict.fromkeys(alternatives)
    for name in (label, *alternatives):
        words = name.split()
        for variant in VARIANTS.get(words[0], ()):
            if variant not in WESTERN:
                found[" ".join((variant, *words[1:]))] = None
        # Kim Jong-un is also written Kim Jong Un.
        if country in {"kp", "kr", "tw"} and "-" in name:
            found[name.replace("-", " ").title()] = None
        # al-Assad is also written Al-Assad, al Assad and plain Assad.
        if re.search(r"\s[Aa]l-\w", name):
            found[re.sub(r"(\s)[Aa]l-(\w)", r"\1\2", name)] = None
            found[re.sub(r"(\s)[Aa]l-(\w)", r"\1al \2", name)] = None
    return [name for name in found if ids.fold(name) != ids.fold(label) or name in alternatives]


def reference(value: str) -> str:
    """``ru`` is a country, ``o:nato`` and ``c:ru`` are what they say."""
    return value if ":" in value else f"c:{value}"


def point(prefix: str, value: str) -> list[str]:
    """``kg:start`` for a day, ``kg:startYear`` for anything coarser."""
    if len(value) == 10:
        return [f'kg:{prefix} "{value}"^^xsd:date']
    return [f'kg:{prefix}Year "{value[:4]}"^^xsd:gYear'] if value else []


def block(subject: str, parts: list[str]) -> str:
    """One entry."""
    return f"\n{subject} " + " ;\n    ".join(parts) + " .\n"


def person_block(row: dict[str, str]) -> str:
    """The entry of one row of people-names.csv."""
    parts = ["a foaf:Person", f"rdfs:label {text(row['label'])}"]
    other = spellings(
        row["label"], [a for a in row["alternatives"].split("|") if a], row["country"]
    )
    if other:
        parts.append("skos:altLabel " + ", ".join(text(name) for name in sorted(other)))
    parts.append(f"kg:familyName {text(row['family'], language=False)}")
    if row["country"] in FAMILY_FIRST:
        parts.append('kg:nameOrder "family-first"')
    parts.append(f"kg:country c:{row['country']}")
    if row["qid"]:
        parts.append(f"owl:sameAs wd:{row['qid']}")
    return block(f"p:{row['person']}", parts)


def tenure_blocks(person: str, rows: list[dict[str, str]]) -> list[str]:
    """The entries of the offices of one person."""
    blocks = []
    used: set[str] = set()
    for row in rows:
        scope = row["organization"].partition(":")[2] or row["organization"]
        to = row["to"].partition(":")[2]
        name = f"{person}--{scope}-{row['post']}" + (f"-to-{to}" if to else "")
        day = row["start"] or (f"until-{row['end']}" if row["end"] else "")
        name += f"--{day}" if day else ""
        if name in used:
            raise SystemExit(f"two rows for {name}; delete one")
        used.add(name)
        parts = [
            "a kg:Tenure",
            f"org:member p:{person}",
            f"org:organization {reference(row['organization'])}",
        ]
        parts.append(f"org:role post:{row['post']}")
        if to:
            parts.append(f"kg:accreditedTo {row['to']}")
        parts += point("start", row["start"]) + point("end", row["end"])
        if row["known_until"]:
            parts.append(f'kg:knownUntil "{row["known_until"]}"^^xsd:date')
        if row["source"]:
            parts.append("dcterms:source " + ", ".join(f"<{u}>" for u in row["source"].split()))
        blocks.append(block(f"<https://w3id.org/diplokg/tenure/{name}>", parts))
    return sorted(blocks)


def undated(person: dict[str, str], known: set[tuple[str, str]]) -> list[dict[str, str]]:
    """The offices of people-names.csv that have no row with dates."""
    rows = []
    for entry in (e for e in person["posts"].split("|") if e):
        post, _, body = entry.partition("@")
        organization = f"o:{body}" if body else person["country"]
        if (post, organization) not in known:
            empty = dict.fromkeys(("to", "start", "end", "known_until", "source"), "")
            rows.append({"post": post, "organization": organization, **empty})
    return rows


def turtle(
    names: list[dict[str, str]],
    tenures: list[dict[str, str]],
    *,
    table: str = "people",
    tag: str = "",
    others: Iterable[str] = (),
    elsewhere: Iterable[dict[str, str]] = (),
) -> str:
    """The whole file: persons, then tenures, each sorted by IRI.

    ``others`` are people of another file, ``elsewhere`` the terms that stand there.
    """
    held: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in tenures:
        held[row["person"]].append(row)
    there: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in elsewhere:
        there[row["person"]].add((row["post"], row["organization"]))
    people, offices = [], []
    for row in sorted(names, key=lambda r: r["person"]):
        expected = ids.person(
            row["label"],
            qid=row["qid"] or None,
            country=None if row["qid"] else row["country"].upper(),
            tag=tag,
        ).removeprefix("person/")
        if row["person"] != expected:
            raise SystemExit(f"{table}-names.csv: {row['person']} should be {expected}")
        people.append(person_block(row))
        dated = held.pop(row["person"], [])
        known = {(r["post"], r["organization"]) for r in dated}
        known |= there[row["person"]]
        offices += tenure_blocks(row["person"], dated + undated(row, known))
    for person in sorted(held.keys() & set(others)):
        offices += tenure_blocks(person, held.pop(person))
    if held:
        raise SystemExit(f"{table}-tenures.csv: nobody is called {', '.join(sorted(held))}")
    header = ABROAD if tag else HEADER
    return header + PREFIXES + "".join(people) + "".join(sorted(offices) if tag else offices)


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main() -> None:
    """Read the tables, write the files."""
    people, sent = rows("people-names.csv"), rows("ambassadors-tenures.csv")
    text = turtle(people, rows("people-tenures.csv"), elsewhere=sent)
    (HERE / "people.ttl").write_text(text, encoding="utf-8")
    text = turtle(
        rows("ambassadors-names.csv"),
        sent,
        table="ambassadors",
        tag="ambassador",
        others=(row["person"] for row in people),
    )
    (HERE / "ambassadors.ttl").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
