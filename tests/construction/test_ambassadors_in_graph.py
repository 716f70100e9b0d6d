"""An ambassador of several articles is one node, with the office alone and by name; a namesake of later is another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from correction_data import asked

from kg.cli import main

pytestmark = pytest.mark.slow

TEXTS = {
    "named": (
        "1981-06-04",
        "US Ambassador to Ghana Thomas Smith met Foreign Minister Isaac Chinebuah in Accra on Wednesday.",
    ),
    "office": (
        "1982-02-04",
        "The U.S. ambassador to Ghana met Foreign Minister Obed Asamoah in Accra on Tuesday.",
    ),
    "name": (
        "1982-05-06",
        "American diplomat Thomas Smith met Foreign Minister Obed Asamoah in Accra on Wednesday.",
    ),
    "namesake": (
        "2019-06-06",
        "American diplomat Thomas Smith met Foreign Minister Ine Eriksen Soreide in Oslo on Wednesday.",
    ),
}
DAYS = {
    "named": "1981-06-03",
    "office": "1982-02-02",
    "name": "1982-05-05",
    "namesake": "2019-06-05",
}
WHO = "SELECT ?day ?who { ?event kg:date ?day ; sem:hasActor ?who . ?who kg:country c:us }"
TERM = "SELECT ?to ?source { ?term org:member <%s> ; kg:accreditedTo ?to ; dcterms:source ?source }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ambassadors")
    rows = [{"id": k, "published": day, "text": text} for k, (day, text) in TEXTS.items()]
    lines = "\n".join(json.dumps(row) for row in rows)
    (folder / "texts.jsonl").write_text(lines, encoding="utf-8")
    assert main(["build", str(folder / "texts.jsonl"), "--store", str(folder / "g")]) == 0
    return folder / "g"


def test_the_office_and_the_name_are_one_node_and_a_namesake_another(store: Path) -> None:
    who = dict(asked(store, WHO))
    found = {key: who[day] for key, day in DAYS.items()}
    assert found["named"] == found["office"] == found["name"]
    assert found["namesake"] != found["named"]
    assert "/person/thomas-smith-" in found["namesake"]


def test_the_node_has_its_terms_with_their_sources(store: Path) -> None:
    him = dict(asked(store, WHO))[DAYS["office"]]
    terms = dict(asked(store, TERM % him))
    assert {to.rpartition("/")[2] for to in terms} == {"gh", "ng"}
    assert all("HistoryAtState/pocom" in source for source in terms.values())
