"""The measures: by hand on small cases, and against the scorers that the annotations came with."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path

import pytest
from shared_data import shared
from store_data import Plain

from kg.check import evaluate, measures
from kg.cli import main
from kg.core.errors import KgError


def _event(**changes):
    event = {
        "type": "meeting",
        "status": "held",
        "participants": [
            {"name": "Sergey Lavrov", "polity": "RU", "kind": "person"},
            {"name": "Mike Pompeo", "polity": "US", "kind": "person"},
        ],
        "date": "2019-05-14",
        "city": "Sochi",
        "country": "RU",
        "topics": ["arms control"],
    }
    return {**event, **changes}


def _told(**changes):
    event = _event(**changes)
    return {
        **event,
        "venue": {"city": event["city"], "country": event["country"], "name": None},
        "topics": [{"label": t, "text": t} for t in event["topics"]],
    }


def _score(gold, told):
    return measures.full_scores([{"id": "a", "events": gold}], {"a": {"events": told}})


def test_a_perfect_record_scores_one():
    scores = _score([_event()], [_told()])
    for key in measures.FULL:
        assert scores[key] == 1.0


@pytest.mark.parametrize(
    ("changes", "key", "value"),
    [
        ({"date": "2019-05-15"}, "date_acc", 0.0),
        ({"date": "2019-05"}, "date_acc", 0.0),
        ({"date": None}, "date_acc", 0.0),
        ({"status": "planned"}, "status_acc", 0.0),
        ({"status": "ongoing"}, "status_acc", 1.0),
        ({"city": "Moscow"}, "place_acc", 0.0),
        ({"topics": ["trade"]}, "topic_recall", 0.0),
        ({"topics": ["control"]}, "topic_recall", 1.0),
        ({"type": "summit"}, "event_f1", 1.0),
        ({"type": "visit"}, "event_f1", 0.0),
    ],
)
def test_each_measure_sees_its_own_mistake(changes, key, value):
    scores = _score([_event()], [_told(**changes)])
    assert scores[key] == value


def test_misses_and_false_events_count_against_recall_and_precision():
    other = _event(participants=[{"name": "Angela Merkel", "polity": "DE", "kind": "person"}])
    scores = _score([_event(), other], [_told()])
    assert (scores["event_p"], scores["event_r"]) == (1.0, 0.5)
    scores = _score([_event()], [_told(), _told(type="visit")])
    assert (scores["event_p"], scores["event_r"]) == (0.5, 1.0)


def test_an_optional_event_is_neither_a_miss_nor_a_false_event():
    assert _score([_event(), _event(type="visit", optional=True)], [_told()])["event_f1"] == 1.0
    both = [_told(), _told(type="visit")]
    assert _score([_event(), _event(type="visit", optional=True)], both)["event_f1"] == 1.0


@pytest.mark.parametrize(
    ("gold", "told", "same"),
    [
        ({"name": "Lavrov"}, {"name": "Sergey Lavrov"}, True),
        ({"name": "Prime Minister Shinzo Abe"}, {"name": "Shinzō Abe"}, True),
        ({"name": "Sergey Lavrov"}, {"name": "Sergey Shoigu"}, False),
        ({"name": None, "polity": "TR"}, {"name": "Mevlut Cavusoglu", "polity": "RU"}, False),
        (
            {"name": None, "polity": "TR", "kind": "person"},
            {"name": "Mevlut Cavusoglu", "polity": "TR", "kind": "person"},
            True,
        ),
        (
            {"name": "China", "polity": "CN", "kind": "country"},
            {"name": None, "polity": "CN"},
            True,
        ),
        ({"name": "NATO", "kind": "organisation"}, {"name": "NATO", "kind": "organisation"}, True),
        ({"name": "NATO", "kind": "organisation"}, {"name": "EU", "kind": "organisation"}, False),
    ],
)
def test_who_may_stand_for_whom(gold, told, same):
    assert measures.same_actor(gold, told) is same


def test_a_main_event_is_found_when_everybody_in_it_is():
    gold = {
        "id": "a",
        "date_tolerance_days": 1,
        "main": _event(),
    }
    far = _told(participants=_event()["participants"][:1])
    scores = measures.main_scores([gold], {"a": {"events": [far, _told(date="2019-05-13")]}})
    assert (scores["found"], scores["partial"], scores["date_acc"]) == (1.0, 1.0, 1.0)
    assert scores["events_per_doc"] == 2.0
    scores = measures.main_scores([gold], {"a": {"events": [far]}})
    assert (scores["found"], scores["partial"]) == (0.0, 0.0)
    assert measures.main_scores([gold], {})["found"] == 0.0


def _scorer(name: str):
    spec = importlib.util.spec_from_file_location(name, shared(f"tools/{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _spoilt(gold, rng):
    """Records made from annotations: right, nearly right and wrong ones, some left out."""
    out = {}
    for doc in gold:
        events = []
        for e in doc.get("events", [doc.get("main")]):
            if rng.random() < 0.2:
                continue
            people = [dict(p) for p in e["participants"] if rng.random() > 0.15]
            for p in people:
                if p.get("name") and rng.random() < 0.2:
                    p["name"] = p["name"].split()[-1]
                if rng.random() < 0.1:
                    p["polity"] = None
            date = e.get("date")
            if date and rng.random() < 0.2:
                date = rng.choice([date[:7], date[:4], None, "2019-05-13/2019-05-14"])
            events.append(
                {
                    "type": rng.choice([e["type"]] * 6 + ["meeting", "visit", "summons"]),
                    "status": rng.choice([e["status"]] * 5 + ["planned", "cancelled", "ongoing"]),
                    "participants": people,
                    "date": date,
                    "venue": {"city": e.get("city") if rng.random() > 0.2 else "Oslo",
                              "country": e.get("country"), "name": None},
                    "topics": [{"label": t, "text": None} for t in e.get("topics", []) if rng.random() > 0.3],
                }
            )  # fmt: skip
        if rng.random() > 0.05:
            out[doc["id"]] = {"events": events}
    return out


@pytest.mark.parametrize("seed", range(3))
def test_full_measures_are_those_of_the_shared_scorer(seed):
    gold = [json.loads(line) for line in shared("gold/seeds.jsonl").read_text().splitlines()]
    bundled = Path(__file__).parents[2] / "corpus" / "gold"
    for path in sorted(bundled.glob("articles-*.jsonl")):
        gold += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    told = _spoilt(gold, random.Random(seed))
    ours = measures.full_scores(gold, told)
    theirs = _scorer("score").score(gold, told)
    assert {k: v for k, v in ours.items() if k in theirs} == theirs
    assert 0.2 < theirs["event_f1"] < 1


@pytest.mark.parametrize("name", ["frus-dev", "kremlin-dev", "white-house-dev"])
def test_main_event_measures_are_those_of_the_shared_scorer(name, monkeypatch):
    monkeypatch.syspath_prepend(str(shared("tools")))
    gold = [json.loads(line) for line in shared(f"gold/{name}.main.jsonl").read_text().splitlines()]
    told = _spoilt(gold, random.Random(7))
    ours = measures.main_scores(gold, told)
    theirs = _scorer("score_main").score(gold, told)
    assert ours == theirs
    assert 0.2 < theirs["found"] < 1


@pytest.fixture
def gold_folder(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text("Lavrov met Pompeo in Sochi on 2019-05-14.")
    row = {"id": "1", "file": "texts/one.txt", "published": "2019-05-15", "events": [_event()]}
    (tmp_path / "tiny.jsonl").write_text(json.dumps(row) + "\n")
    return tmp_path


def test_gold_finds_its_texts_and_is_measured(gold_folder):
    (found,) = evaluate.gold_sets([gold_folder / "tiny.jsonl"])
    assert (found.name, found.kind, [a.id for a in found.articles]) == ("tiny", "full", ["1"])
    assert str(found.articles[0].published) == "2019-05-15"
    measured = evaluate.measure(found, Plain())
    assert measured.scores["event_f1"] == 1.0
    assert json.loads(evaluate.as_json([measured]))["tiny"]["kind"] == "full"


def test_texts_as_records_are_found_beside_or_named(gold_folder):
    line = {"id": "1", "text": "Lavrov met Pompeo in Sochi on 2019-05-14."}
    main = {"id": "1", "published": "2019-05-15", "date_tolerance_days": 0, "main": _event()}
    (gold_folder / "wire.main.jsonl").write_text(json.dumps(main) + "\n")
    with pytest.raises(KgError, match="are not beside it"):
        evaluate.gold_sets([gold_folder / "wire.main.jsonl"])
    (gold_folder / "elsewhere.jsonl").write_text(json.dumps(line) + "\n")
    (named,) = evaluate.gold_sets(
        [gold_folder / "wire.main.jsonl"], texts=gold_folder / "elsewhere.jsonl"
    )
    (gold_folder / "wire.jsonl").write_text(json.dumps(line) + "\n")
    (beside,) = evaluate.gold_sets([gold_folder / "wire.main.jsonl"])
    assert named == beside
    assert evaluate.measure(beside, Plain()).scores["found"] == 1.0


def test_the_bundled_annotations_have_their_texts():
    (found,) = evaluate.gold_sets(())
    assert found.name == "corpus"
    assert len(found.gold) == len(found.articles) >= 60
    assert [a.id for a in found.articles] == [row["id"] for row in found.gold]


def test_a_floor_holds_and_only_rises(gold_folder):
    floors = gold_folder / "floors.json"
    (found,) = evaluate.gold_sets([gold_folder / "tiny.jsonl"])
    good = evaluate.measure(found, Plain())
    worse = evaluate.Measured(
        name=good.name, kind=good.kind, digest=good.digest, scores={**good.scores, "event_f1": 0.5}
    )
    assert evaluate.below(evaluate.read_floors(floors), [good]) == []
    evaluate.update_floors(floors, [worse])
    assert evaluate.read_floors(floors)["tiny"]["floors"]["event_f1"] == 0.495
    evaluate.update_floors(floors, [good])
    assert evaluate.read_floors(floors)["tiny"]["floors"]["event_f1"] == 0.995
    assert evaluate.update_floors(floors, [worse]) == ["no floor rises"]
    assert evaluate.below(evaluate.read_floors(floors), [good]) == []
    assert evaluate.below(evaluate.read_floors(floors), [worse]) == [
        "tiny: event_f1 is 0.500, its floor is 0.995"
    ]


def test_a_floor_does_not_hold_for_other_data(gold_folder):
    floors = gold_folder / "floors.json"
    (found,) = evaluate.gold_sets([gold_folder / "tiny.jsonl"])
    evaluate.update_floors(floors, [evaluate.measure(found, Plain())])
    (gold_folder / "texts" / "one.txt").write_text("Lavrov met Pompeo in Sochi on 2019-05-14. So.")
    (other,) = evaluate.gold_sets([gold_folder / "tiny.jsonl"])
    (line,) = evaluate.below(evaluate.read_floors(floors), [evaluate.measure(other, Plain())])
    assert "not those that the floors were set on" in line


def test_the_verb_fails_under_a_floor(gold_folder, monkeypatch, capsys):
    monkeypatch.setattr("kg.extract.extractor.make", lambda wanted: Plain())
    floors = gold_folder / "floors.json"
    args = ["evaluate", str(gold_folder / "tiny.jsonl"), "--floors", str(floors)]
    assert main([*args, "--update-floors"]) == 0
    assert main(args) == 0
    assert "1.000" in capsys.readouterr().out
    content = json.loads(floors.read_text())
    content["tiny"]["floors"]["event_f1"] = 1.1
    floors.write_text(json.dumps(content))
    assert main(args) == 1
    assert "event_f1 is 1.000, its floor is 1.100" in capsys.readouterr().err
    floors.write_text("{")
    assert main(args) == 1
    assert "cannot read the floors" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["{", "[]", '{"id": "1"}', '{"events": []}'])
def test_what_is_no_annotation_is_told_in_one_line(tmp_path, content):
    (tmp_path / "bad.jsonl").write_text(content + "\n")
    with pytest.raises(KgError):
        evaluate.gold_sets([tmp_path / "bad.jsonl"])


def test_a_folder_gives_every_set_in_it(gold_folder):
    (gold_folder / "also.jsonl").write_text((gold_folder / "tiny.jsonl").read_text())
    (gold_folder / "texts.jsonl").write_text(
        json.dumps({"id": "1", "text": "no annotation"}) + "\n"
    )
    assert [s.name for s in evaluate.gold_sets([gold_folder])] == ["also", "tiny"]
    empty = gold_folder / "empty"
    empty.mkdir()
    with pytest.raises(KgError, match="no annotations in the folder"):
        evaluate.gold_sets([empty])
