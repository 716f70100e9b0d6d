"""A type of event is one file: what it must say, and that one more file is one more type everywhere."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.core.errors import KgError
from kg.pages.ontology import ontology_terms
from kg.reference.event_kinds import EventKind, event_kinds, kind_of, narrower
from kg.reference.nodes import node
from kg.reference.quads import ontology_quads, reference_quads
from kg.reference.read import folder

PATROL = """# A joint patrol, which nobody but this test knows.
@prefix kg:   <https://w3id.org/diplokg/ns#> .
@prefix r:    <https://w3id.org/diplokg/code/> .
@prefix owl:  <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

kg:JointPatrol a owl:Class ;
    rdfs:label "joint patrol"@en ;
    rdfs:comment "Two sides patrol together."@en ;
    rdfs:subClassOf kg:Event ;
    rdfs:isDefinedBy <https://w3id.org/diplokg/ns> ;
    kg:key "joint_patrol" ;
    kg:order 11 ;
    kg:heading "Patrol" ;
    kg:noun "patrol together" ;
    kg:nouns "patrols together" ;
    kg:group "joint_patrol" ;
    kg:precedence 0 ;
    kg:contact "face to face" ;
    kg:talks false ;
    kg:gathering false ;
    kg:byChannel false ;
    kg:onePlace true ;
    kg:directed false ;
    kg:inPassing false ;
    kg:partOfVisit true ;
    kg:partOfSummit false .

<https://w3id.org/diplokg/trigger/joint_patrol/patrol> a kg:VerbTrigger ;
    kg:lemma "patrol" ;
    kg:participant "subject participant", "with participant" ;
    kg:weight 0.85 .

r:joint-patrol-held a kg:CodeRule ;
    kg:forType kg:JointPatrol ;
    kg:forStatus kg:Held ;
    kg:cameo "062" ;
    kg:plover "COOPERATE" .
"""
TEXT = (
    "Russian Defence Minister Sergei Shoigu patrolled with Chinese Defence Minister Wei Fenghe"
    " in Vladivostok on 14 May 2019."
)
OWN = re.findall(r"^    ((?:kg|rdfs):(?!isDefinedBy)\w+) ", PATROL.split("\n<", 1)[0], re.M)
"""What the file says of its type."""


def _ontology(tmp_path: Path, *, whole: bool = False, patrol: str = PATROL) -> Path:
    """A copy of ontology/, or of what types of event stand in, with one type more."""
    to = tmp_path / "ontology"
    if whole:
        shutil.copytree(folder(), to)
    else:
        shutil.copytree(folder() / "events", to / "events")
        shutil.copyfile(folder() / "kg.ttl", to / "kg.ttl")
    (to / "events" / "patrol.ttl").write_text(patrol, encoding="utf-8")
    return to


def test_every_type_has_its_file_and_all_traits() -> None:
    kinds = event_kinds()
    assert set(kinds) == {path.stem for path in (folder() / "events").glob("*.ttl")}
    for kind in kinds.values():
        for field in fields(EventKind):
            if field.name not in {"aliases", "precedence"}:
                assert getattr(kind, field.name) not in ("", None, ()), (kind.key, field.name)
        assert kind_of(kind.key) is kind
    assert sorted(k.order for k in kinds.values()) == list(range(1, len(kinds) + 1))
    names = [name for k in kinds.values() for name in (k.key, *k.aliases)]
    assert len(set(names)) == len(names)


def test_every_trait_is_explained_and_every_type_is_published() -> None:
    described = ontology_terms()
    assert len(OWN) > 12
    for trait in OWN:
        assert not trait.startswith("kg:") or node(trait).value in described, trait
    for kind in event_kinds().values():
        for name in kind.classes:
            assert node("kg:" + name).value in described, name


def test_one_file_more_is_one_type_more(tmp_path: Path) -> None:
    where = _ontology(tmp_path)
    kind = event_kinds(where)["joint_patrol"]
    assert (kind.classes, kind.heading, kind.one_place, kind.talks) == (
        ("JointPatrol",), "Patrol", True, False,
    )  # fmt: skip
    assert "JointPatrol" in narrower(where)["Event"]
    assert len(event_kinds(where)) == len(event_kinds()) + 1
    me = node("kg:JointPatrol")
    assert {q.predicate.value.rsplit("#")[-1] for q in ontology_quads(where) if q.subject == me} == {
        "type", "label", "comment", "subClassOf", "isDefinedBy",
    }  # fmt: skip
    stored = [q for q in reference_quads(where) if q.subject == me]
    assert {q.predicate for q in stored} == {
        node(c) for c in ("rdf:type", "rdfs:label", "rdfs:subClassOf")
    }


def test_a_class_of_ones_own_above_a_type(tmp_path: Path) -> None:
    wider = """kg:ArmedAction a owl:Class ;
    rdfs:label "armed action"@en ; rdfs:comment "Armed forces act."@en ; rdfs:subClassOf kg:Event .
"""
    patrol = PATROL.replace("subClassOf kg:Event", "subClassOf kg:ArmedAction") + wider
    where = _ontology(tmp_path, patrol=patrol)
    assert event_kinds(where)["joint_patrol"].classes == ("JointPatrol", "ArmedAction")
    assert narrower(where)["ArmedAction"] == {"JointPatrol"}


@pytest.mark.parametrize("trait", [t for t in OWN if t != "kg:key"])
def test_a_missing_trait_is_told_with_its_file(tmp_path: Path, trait: str) -> None:
    lines = re.sub(rf"^    {trait} .*?([;.])$", r"    # \1", PATROL, count=1, flags=re.M)
    if trait == "kg:partOfSummit":
        lines = lines.replace("kg:partOfVisit true ;", "kg:partOfVisit true .")
    with pytest.raises(KgError, match=f"'joint_patrol' has no {trait}") as error:
        event_kinds(_ontology(tmp_path, patrol=lines))
    assert error.value.where == "patrol.ttl"
    assert trait in (error.value.mend or "")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kg:talks false", 'kg:talks "perhaps"', "'perhaps' is no value of kg:talks"),
        ('kg:contact "face to face"', 'kg:contact "by post"', "'by post' is no value of kg:contact"),
        ("kg:order 11", 'kg:order "last"', "'last' is no value of kg:order"),
        ('kg:key "joint_patrol"', 'kg:key "meeting"', "the type 'meeting' is already in another"),
        ("trigger/joint_patrol/", "trigger/patrols/", "no kg:key is 'patrols'"),
        ("subClassOf kg:Event", "subClassOf kg:Tenure", "kg:JointPatrol is not narrower than kg:Event"),
        ("subClassOf kg:Event", "subClassOf kg:JointPatrol", "is not narrower than kg:Event"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(KgError, match=said) as error:
        event_kinds(_ontology(tmp_path, patrol=PATROL.replace(old, new)))
    assert error.value.where in {"patrol.ttl", "meeting.ttl"}


def test_a_type_that_nobody_knows_is_an_error_for_people() -> None:
    with pytest.raises(KgError, match="no type of event is called 'duel'") as error:
        kind_of("duel")
    assert "phone_call" in (error.value.mend or "")


def test_a_folder_that_is_no_ontology(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mine = _ontology(tmp_path)
    monkeypatch.setenv("KG_ONTOLOGY", str(tmp_path))
    with pytest.raises(KgError, match="KG_ONTOLOGY"):
        folder()
    monkeypatch.setenv("KG_ONTOLOGY", str(mine))
    assert kind_of("joint_patrol").noun == "patrol together"


@pytest.mark.slow
def test_a_new_type_from_a_text_to_all_that_a_user_sees(tmp_path: Path) -> None:
    env = {**os.environ, "KG_ONTOLOGY": str(_ontology(tmp_path, whole=True))}

    def kg(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "kg", *words], cwd=tmp_path, env=env, capture_output=True,
            text=True, check=False, timeout=200,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text(TEXT + "\n", encoding="utf-8")
    # The reader knows no type that is not its own, and takes the patrol for something else.
    kg("build", "-q", "texts", "--store", "graph", "--reader", "none")

    label = "Patrol of Shoygu and Wei Fenghe, Vladivostok, 14 May 2019"
    found = kg("query", "on-day", "--day", "2019-05-14", "--store", "graph", "--format", "csv")
    (row,) = csv.DictReader(found.splitlines())
    assert (row["event"], row["status"]) == (label, "held")

    kg("export", "--store", "graph", "-o", "dyads.tsv", "--format", "cameo")
    dyads = (tmp_path / "dyads.tsv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(dyads, delimiter="\t"))
    assert {r["label"] for r in rows} == {label}
    assert "062" in {value for r in rows for value in r.values()}

    kg("export", "--store", "graph", "-o", "graph.trig")
    quads = list(ox.parse(path=tmp_path / "graph.trig", format=ox.RdfFormat.TRIG))
    kind, event = node("rdf:type"), node("kg:JointPatrol")
    assert [q for q in quads if q.predicate == kind and q.object == event]
    assert [q for q in quads if q.subject == event and q.predicate == node("rdfs:label")]
    assert [q for q in quads if q.predicate == node("kg:met")]

    kg("check", "--store", "graph")  # whose exit code tells of a violation

    kg("render", "--store", "graph", "-o", "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert 'joint_patrol: ["patrol together", "patrols together"],' in page
    assert label in page
    assert re.search(r'"t":"joint_patrol"', page)
