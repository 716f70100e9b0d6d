"""The authority files for offices, people and topics: well formed, consistent, and true to sources."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, parse

from kg.core import ids

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = ROOT / "ontology"
BASE = ids.BASE
KG = ids.NS
SKOS = "http://www.w3.org/2004/02/skos/core#"
ORG = "http://www.w3.org/ns/org#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"
SOURCE = "http://purl.org/dc/terms/source"
FOCUS = "http://xmlns.com/foaf/0.1/focus"
XSD = "http://www.w3.org/2001/XMLSchema#"

Entries = dict[str, dict[str, list[NamedNode | Literal]]]


def read(path: Path) -> Entries:
    """Subject -> predicate -> objects."""
    entries: Entries = defaultdict(lambda: defaultdict(list))
    for quad in parse(path=str(path)):
        entries[quad.subject.value][quad.predicate.value].append(quad.object)
    return {s: dict(p) for s, p in entries.items()}


def of_type(entries: Entries, *types: str) -> Entries:
    return {s: p for s, p in entries.items() if {t.value for t in p.get(RDF_TYPE, [])} & {*types}}


def values(entry: dict[str, list[NamedNode | Literal]], predicate: str) -> list[str]:
    return [v.value for v in entry.get(predicate, [])]


def repeated(items: Iterable[object]) -> list[object]:
    return [item for item, n in Counter(items).items() if n > 1]


def claims(entries: Entries) -> list[tuple[str, str, str]]:
    """(polity scope, folded label, entry) for every label of every entry."""
    return [
        (",".join(sorted(values(p, ORG + "postIn"))), label, s)
        for s, p in entries.items()
        for label in {
            ids.fold(v) for v in values(p, SKOS + "prefLabel") + values(p, SKOS + "altLabel")
        }
    ]


@pytest.fixture(scope="module")
def offices() -> Entries:
    return of_type(read(ONTOLOGY / "offices.ttl"), ORG + "Role", ORG + "Post")


@pytest.fixture(scope="module")
def topics() -> Entries:
    return of_type(read(ONTOLOGY / "topics.ttl"), SKOS + "Concept")


@pytest.fixture(scope="module")
def people_file() -> Entries:
    return read(ONTOLOGY / "people.ttl")


@pytest.fixture(scope="module")
def people(people_file: Entries) -> Entries:
    return of_type(people_file, "http://xmlns.com/foaf/0.1/Person")


@pytest.fixture(scope="module")
def tenures(people_file: Entries) -> Entries:
    return of_type(people_file, KG + "Tenure")


@pytest.fixture(scope="module")
def known() -> set[str]:
    """The states and organisations that other files describe."""
    return {*read(ONTOLOGY / "polities.ttl"), *read(ONTOLOGY / "organisations.ttl")}


def test_there_is_enough_of_everything(offices: Entries, people: Entries, topics: Entries) -> None:
    assert len(offices) >= 250
    assert len(people) >= 2500
    assert len(topics) >= 340


@pytest.mark.parametrize("name", ["offices.ttl", "topics.ttl", "people.ttl"])
def test_entries_stand_in_order_of_their_iri(name: str) -> None:
    lines = (ONTOLOGY / name).read_text(encoding="utf-8").splitlines()
    for prefix in ("post:", "t:", "p:", "<"):
        subjects = [x.split()[0] for x in lines if x.startswith(prefix) and x != "t:scheme"]
        subjects = [s for s in subjects if s != "t:scheme"]
        assert subjects == sorted(subjects)
        assert not repeated(subjects)


# ---------------------------------------------------------------------------------------- offices


def test_every_office_is_complete(offices: Entries) -> None:
    kinds = {"political", "diplomatic", "military", "party", "organisation", "royal", "clergy"}
    for iri, office in offices.items():
        assert iri.startswith(BASE + "post/"), iri
        assert len(values(office, SKOS + "prefLabel")) == 1, iri
        assert len(values(office, KG + "plural")) == 1, iri
        assert values(office, KG + "rank")[0] in {"1", "2", "3", "4", "5"}, iri
        assert values(office, KG + "officeKind")[0] in kinds, iri


def test_no_two_offices_of_one_scope_claim_a_label(offices: Entries) -> None:
    assert not repeated((scope, label) for scope, label, _ in claims(offices))


def test_offices_refer_to_what_exists(offices: Entries, known: set[str]) -> None:
    for iri, office in offices.items():
        for target in values(office, ORG + "role") + values(office, SKOS + "broader"):
            assert target in offices, (iri, target)
        for body in values(office, ORG + "postIn"):
            assert body in known, (iri, body)
        if ORG + "Post" in values(office, RDF_TYPE):
            assert values(office, ORG + "role"), iri
            assert values(office, ORG + "postIn"), iri


@pytest.mark.parametrize(
    ("form", "office"),
    [
        ("minister of foreign affairs", "foreign-minister"),
        ("minister of external affairs", "foreign-minister"),
        ("people's commissar for foreign affairs", "foreign-minister"),
        ("vice minister of foreign affairs", "deputy-foreign-minister"),
        ("premier", "prime-minister"),
        ("chairman of the state duma", "speaker"),
        ("president's assistant for national security affairs", "national-security-adviser"),
        ("charge d'affaires ad interim", "charge-daffaires"),
        ("defense minister", "defence-minister"),
        ("opposite number", "counterpart"),
        ("treasury secretary", "us-secretary-of-the-treasury"),
        ("spokeswoman", "spokesperson"),
    ],
)
def test_the_usual_forms_are_known(offices: Entries, form: str, office: str) -> None:
    found = {s for _, label, s in claims(offices) if label == ids.fold(form)}
    assert found == {f"{BASE}post/{office}"}


def test_words_too_general_for_a_person_are_marked(offices: Entries) -> None:
    general = {s.rsplit("/", 1)[1] for s, p in offices.items() if KG + "genericRole" in p}
    assert {"official", "leader", "minister", "aide"} <= general
    assert not {"president", "foreign-minister", "ambassador", "king"} & general


# ----------------------------------------------------------------------------------------- topics


def test_no_two_topics_claim_a_label(topics: Entries) -> None:
    assert not repeated(label for _, label, _ in claims(topics))


def test_every_topic_reaches_a_top_concept(topics: Entries) -> None:
    top = {s for s, p in topics.items() if SKOS + "topConceptOf" in p}
    assert top
    for start in topics:
        seen: set[str] = set()
        edge = {start}
        while edge:
            seen |= edge
            edge = {b for s in edge for b in values(topics[s], SKOS + "broader")}
            assert start not in edge, f"{start} is its own broader topic"
            edge -= seen
        assert seen & top, start


def test_top_concepts_are_told_both_ways(topics: Entries) -> None:
    scheme = read(ONTOLOGY / "topics.ttl")[BASE + "topic/scheme"]
    top = {s for s, p in topics.items() if SKOS + "topConceptOf" in p}
    assert set(values(scheme, SKOS + "hasTopConcept")) == top
    for iri, topic in topics.items():
        assert values(topic, SKOS + "inScheme") == [BASE + "topic/scheme"], iri
        assert (iri in top) != bool(values(topic, SKOS + "broader")), iri


def test_topics_about_a_state_name_one_that_exists(topics: Entries, known: set[str]) -> None:
    focus = [(s, f) for s, p in topics.items() for f in values(p, FOCUS)]
    assert len(focus) > 20
    assert [pair for pair in focus if pair[1] not in known] == []


@pytest.mark.parametrize(
    ("form", "topic"),
    [
        ("counter-terrorism", "terrorism"),
        ("counternarcotics", "narcotics"),
        ("Donbass", "donbas"),
        ("denuclearisation of the Korean Peninsula", "denuclearization"),
        ("schedule of political contacts", "contacts-schedule"),
        ("New START Treaty", "new-start"),
        ("missile defense", "missile-defence"),
        ("Iran nuclear deal", "iran-nuclear"),
        ("two-state solution", "two-state-solution"),
        ("coronavirus pandemic", "covid-19"),
    ],
)
def test_the_usual_words_name_a_topic(topics: Entries, form: str, topic: str) -> None:
    found = {s for _, label, s in claims(topics) if label == ids.fold(form)}
    assert found == {f"{BASE}topic/{topic}"}


# ----------------------------------------------------------------------------------------- people


def test_every_person_is_complete(people: Entries, known: set[str]) -> None:
    for iri, person in people.items():
        assert len(values(person, RDFS_LABEL)) == 1, iri
        assert values(person, KG + "familyName")[0].strip(), iri
        assert [c for c in values(person, KG + "country") if c not in known] == [], iri


def test_person_iris_agree_with_the_minting_rule(people: Entries) -> None:
    for iri, person in people.items():
        same = [v.rsplit("/", 1)[1] for v in values(person, SAME_AS)]
        country = values(person, KG + "country")[0].rsplit("/", 1)[1].upper()
        label = values(person, RDFS_LABEL)[0]
        minted = ids.person(label, qid=same[0]) if same else ids.person(label, country=country)
        assert ids.iri(minted) == iri


def test_one_wikidata_item_is_one_person(people: Entries) -> None:
    assert not repeated(v for p in people.values() for v in values(p, SAME_AS))


def test_tenures_refer_to_what_exists(
    tenures: Entries, people: Entries, offices: Entries, known: set[str]
) -> None:
    for iri, tenure in tenures.items():
        (member,) = values(tenure, ORG + "member")
        (role,) = values(tenure, ORG + "role")
        (organization,) = values(tenure, ORG + "organization")
        assert member in people, iri
        assert role in offices, iri
        assert ORG + "Role" in values(offices[role], RDF_TYPE), iri
        assert organization in known, iri
        assert [t for t in values(tenure, KG + "accreditedTo") if t not in known] == [], iri


def test_dates_are_dates_in_order_and_have_a_source(tenures: Entries) -> None:
    dated = 0
    for iri, tenure in tenures.items():
        start, end = values(tenure, KG + "start"), values(tenure, KG + "end")
        years = values(tenure, KG + "startYear") + values(tenure, KG + "endYear")
        for literal in tenure.get(KG + "start", []) + tenure.get(KG + "end", []):
            assert literal.datatype.value == XSD + "date", iri
        if start and end:
            assert start[0] <= end[0], iri
        first = (start or values(tenure, KG + "startYear") or [""])[0]
        last = (end or values(tenure, KG + "endYear") or ["9999"])[0]
        assert first[:4] <= last[:4], iri
        if values(tenure, KG + "knownUntil"):
            assert first <= values(tenure, KG + "knownUntil")[0], iri
            assert not end, iri
        if start or end or years:
            dated += 1
            assert values(tenure, SOURCE)[0].startswith("https://"), iri
    assert dated > 2500


def test_nobody_shares_a_single_seat_for_long(tenures: Entries) -> None:
    """Two presidents of one state at once would make "the president" of that day two people."""
    seats = defaultdict(list)
    for iri, tenure in tenures.items():
        role = values(tenure, ORG + "role")[0].rsplit("/", 1)[1]
        start = values(tenure, KG + "start")
        if role in {"president", "prime-minister", "foreign-minister"} and start:
            end = values(tenure, KG + "end") or values(tenure, KG + "knownUntil")
            seat = (values(tenure, ORG + "organization")[0], role)
            seats[seat].append(
                (start[0], (end or start)[0], values(tenure, ORG + "member")[0], iri)
            )
    # Two governments claimed to be the government.
    divided = {BASE + "country/ly", BASE + "country/ye"}
    clashes = []
    for (state, _), rows in seats.items():
        for a in rows:
            for b in rows:
                shared = (max(a[0], b[0]), min(a[1], b[1]))
                if a[2] < b[2] and state not in divided and days(*shared) > 60:
                    clashes.append((a[3], b[3]))
    assert clashes == []


def days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


# Read in the Office of the Historian's "Principal Officers and Chiefs of Mission" (pocom).
POCOM = [
    ("mike-pompeo-q473239", "foreign-minister", "2018-04-26", "2021-01-20"),
    ("john-kerry", "foreign-minister", "2013-02-01", "2017-01-20"),
    ("henry-kissinger", "foreign-minister", "1973-09-22", "1977-01-20"),
    ("william-p-rogers", "foreign-minister", "1969-01-22", "1973-09-03"),
    ("john-foster-dulles", "foreign-minister", "1953-01-21", "1959-04-22"),
    ("dean-acheson", "foreign-minister", "1949-01-21", "1953-01-20"),
    ("george-marshall", "foreign-minister", "1947-01-21", "1949-01-20"),
    ("averell-harriman", "ambassador", "1943-10-23", "1946-01-24"),
    ("llewellyn-thompson", "ambassador", "1957-07-16", "1962-07-27"),
    ("jon-huntsman", "ambassador", "2017-10-02", "2019-10-03"),
]


@pytest.mark.parametrize(("person", "post", "start", "end"), POCOM)
def test_us_principal_officers_agree_with_the_office_of_the_historian(
    tenures: Entries, person: str, post: str, start: str, end: str
) -> None:
    found = [
        tenure
        for tenure in tenures.values()
        if values(tenure, ORG + "member")[0].startswith(f"{BASE}person/{person}")
        and values(tenure, ORG + "role") == [f"{BASE}post/{post}"]
        and values(tenure, KG + "start") == [start]
    ]
    assert len(found) == 1
    assert values(found[0], KG + "end") == [end]
    assert "HistoryAtState/pocom" in values(found[0], SOURCE)[0]


@pytest.mark.parametrize(
    ("country", "post", "day", "person"),
    [
        ("ru", "foreign-minister", "2019-05-14", "sergey-lavrov-q58217"),
        ("ru", "president", "2019-05-14", "vladimir-putin-q7747"),
        ("us", "president", "2019-05-14", "donald-trump"),
        ("us", "foreign-minister", "2018-06-18", "mike-pompeo-q473239"),
        ("kz", "president", "2022-02-10", "kassym-jomart-tokayev"),
        ("fr", "president", "2019-12-09", "emmanuel-macron"),
        ("ua", "president", "2017-01-01", "petro-poroshenko"),
        ("kr", "president", "2018-05-22", "moon-jae-in"),
        ("kp", "foreign-minister", "2018-05-31", "ri-yong-ho"),
        ("jp", "prime-minister", "2018-06-07", "shinzo-abe"),
        ("us", "president", "1945-02-04", "franklin-d-roosevelt"),
        ("us", "foreign-minister", "1973-10-01", "henry-kissinger"),
    ],
)
def test_who_held_the_office_on_a_day(
    tenures: Entries, country: str, post: str, day: str, person: str
) -> None:
    holders = {
        values(t, ORG + "member")[0].removeprefix(BASE + "person/")
        for t in tenures.values()
        if values(t, ORG + "organization") == [f"{BASE}country/{country}"]
        and values(t, ORG + "role") == [f"{BASE}post/{post}"]
        and values(t, KG + "start")
        and values(t, KG + "start")[0]
        <= day
        <= (values(t, KG + "end") or values(t, KG + "knownUntil"))[0]
    }
    assert len(holders) == 1
    assert holders.pop().startswith(person)


@pytest.mark.parametrize(
    ("person", "form"),
    [
        ("mike-pompeo-q473239", "Michael R. Pompeo"),
        ("sergey-lavrov-q58217", "Sergei Lavrov"),
        ("kim-jong-un", "Kim Jong Un"),
        ("volodymyr-zelenskyy", "Vladimir Zelensky"),
        ("joe-biden", "Joseph R. Biden, Jr."),
        ("zhou-enlai", "Chou En-lai"),
        ("mohammed-bin-salman", "MBS"),
        ("alexander-lukashenko", "Alyaksandr Lukashenka"),
        ("andrey-vyshinsky", "Andrei Vishinsky"),
    ],
)
def test_people_are_found_under_the_spellings_of_the_press(
    people: Entries, person: str, form: str
) -> None:
    found = [
        s
        for s, p in people.items()
        if s.startswith(f"{BASE}person/{person}")
        and form in values(p, SKOS + "altLabel") + values(p, RDFS_LABEL)
    ]
    assert len(found) == 1


def test_people_ttl_is_what_the_script_makes_of_the_tables() -> None:
    sys.path.insert(0, str(ONTOLOGY))
    try:
        import make_people
    finally:
        sys.path.remove(str(ONTOLOGY))
    names, sent = make_people.rows("people-names.csv"), make_people.rows("ambassadors-tenures.csv")
    text = make_people.turtle(names, make_people.rows("people-tenures.csv"), elsewhere=sent)
    assert text == (ONTOLOGY / "people.ttl").read_text(encoding="utf-8")
    text = make_people.turtle(
        make_people.rows("ambassadors-names.csv"),
        sent,
        table="ambassadors",
        tag="ambassador",
        others=[row["person"] for row in names],
    )
    assert text == (ONTOLOGY / "ambassadors.ttl").read_text(encoding="utf-8")


def test_the_script_refuses_a_wrong_row(tmp_path: Path) -> None:
    script = tmp_path / "ontology" / "make_people.py"
    script.parent.mkdir()
    (tmp_path / "kg").symlink_to(ROOT / "kg")
    script.write_text((ONTOLOGY / "make_people.py").read_text(encoding="utf-8"), encoding="utf-8")
    header = "person,label,qid,country,family,alternatives,posts\n"
    row = "ann-other-00000000,Ann Other,,fr,Other,,\n"
    (script.parent / "people-names.csv").write_text(header + row, encoding="utf-8")
    columns = "person,post,organization,to,start,end,known_until,source\n"
    for name in ("people-tenures.csv", "ambassadors-tenures.csv"):
        (script.parent / name).write_text(columns, encoding="utf-8")
    run = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "ann-other-00000000 should be ann-other-" in run.stderr
    assert not (script.parent / "people.ttl").exists()
