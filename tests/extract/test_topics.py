"""What was talked about: found, linked or kept as text, and given to the event it belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from kg.core.model import Article, Frame, Topic
from kg.extract.rules import Annotator

LEAD = "Foreign Minister Sergey Lavrov met Secretary of State Mike Pompeo in Vienna on Tuesday. "


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def frames(annotator: Annotator, text: str) -> tuple[Frame, ...]:
    return annotator.annotate(Article(id="a", text=text, published=date(2019, 6, 21)))


def labels(found: tuple[Topic, ...]) -> set[str]:
    return {t.label for t in found}


def of(annotator: Annotator, text: str, *names: str) -> set[str]:
    """The labels of the topics of the one event in which all the people named take part."""
    wanted = set(names)
    hits = [f for f in frames(annotator, text) if wanted <= {p.name for p in f.participants}]
    assert len(hits) == 1, [(f.type, [p.name for p in f.participants]) for f in hits]
    return labels(hits[0].topics)


def lead(annotator: Annotator, rest: str) -> set[str]:
    return of(annotator, LEAD + rest, "Sergey Lavrov", "Mike Pompeo")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They discussed arms control and the situation in Syria.", {"arms control", "Syria"}),
        ("The ministers exchanged views on Libya.", {"Libya"}),
        ("They touched upon Afghanistan.", {"Afghanistan"}),
        ("The talks focused on New START and Venezuela.", {"New START", "Venezuela"}),
        ("The two sides took up counterterrorism.", {"terrorism"}),
        ("The agenda included Yemen, climate change and sanctions.",
         {"Yemen", "climate change", "sanctions"}),
        ("Among the topics were Venezuela, Yemen and Libya.", {"Venezuela", "Yemen", "Libya"}),
        ("A central topic on their agenda was the future of arms control.", {"arms control"}),
        ("Arms control was high on the agenda.", {"arms control"}),
        ("Strategic stability and Afghanistan came up.", {"strategic stability", "Afghanistan"}),
        ("Afghanistan and Libya were discussed at length.", {"Afghanistan", "Libya"}),
        ("The question of visas was a subject of discussion.", {"visas"}),
        ("The leaders stressed the need for a ceasefire.", {"ceasefire"}),
        ("Lavrov briefed Pompeo on the Minsk agreements.", {"Minsk agreements"}),
        ("Lavrov said that they had discussed the sanctions against Iran.", {"sanctions"}),
        ("“The focus was on the Syrian settlement as well as Libya,” the ministry said.",
         {"Syria", "Libya"}),
        ("In addition to the topics of Syria and Libya, they discussed visas.",
         {"Syria", "Libya", "visas"}),
        ("They took stock of the preparations for the Doha conference.", {"preparations for the Doha conference"}),
        ("The Libya sanctions were touched upon briefly.", {"sanctions"}),
        ("The ministers exchanged views on Yemen and on safeguarding food security.",
         {"Yemen", "food security"}),
        ("Visas were the first item, followed by Yemen and Libya.", {"visas", "Yemen", "Libya"}),
        ("Lavrov informed Pompeo of the missing paintings.", {"missing paintings"}),
        ("Regarding Venezuela, Lavrov replied that nothing had changed.", {"Venezuela"}),
        ("They discussed the release of Paul Whelan and the ban on visas.", {"visas"}),
        ("When Libya was raised, Lavrov called for a ceasefire.", {"Libya", "ceasefire"}),
        ("Subject: Yemen, border stones.", {"Yemen", "border stones"}),
        ("Visas, border stones.", {"visas", "border stones"}),
        ("The meeting was devoted to the missing paintings.", {"missing paintings"}),
        ("They talked about saving the nuclear agreement.", {"nuclear agreement"}),
    ],
)  # fmt: skip
def test_ways_of_saying_what_was_discussed(
    annotator: Annotator, sentence: str, expected: set[str]
) -> None:
    assert expected <= lead(annotator, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "They did not discuss Syria.",
        "Both declined to discuss Syria.",
        "Pompeo told reporters about Syria.",
        "Lavrov spoke about Syria in an interview.",
        "The law covers Syria.",
        "Pompeo also welcomed the ceasefire in Syria.",
        "A good lunch, no statement.",
        "Pompeo agreed to meet again in Kyiv.",
    ],
)
def test_what_was_not_discussed_there(annotator: Annotator, sentence: str) -> None:
    assert lead(annotator, sentence) == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "They discussed issues of mutual interest.",
        "They discussed it on Tuesday.",
        "The ministers exchanged views.",
        "They agreed to maintain contacts.",
        "Both expressed condolences.",
        "They discussed important matters at length.",
        "They took stock of the constructive dialogue.",
    ],
)
def test_words_that_name_no_topic(annotator: Annotator, sentence: str) -> None:
    assert not {x for x in lead(annotator, sentence) if x != "global issues"}


def test_topics_of_the_clause_of_the_event(annotator: Annotator) -> None:
    text = (
        "Foreign Minister Sergey Lavrov held talks with Heiko Maas in Berlin on Ukraine and Libya."
    )
    assert of(annotator, text, "Sergey Lavrov", "Heiko Maas") == {"Ukraine", "Libya"}


def test_verb_of_talking_with_a_partner(annotator: Annotator) -> None:
    text = "Prime Minister Theresa May spoke about the Salisbury case with President Donald Trump."
    assert of(annotator, text, "Theresa May", "Donald Trump") == {"Salisbury case"}


def test_a_topic_of_the_scheme_has_its_concept_and_its_own_words(annotator: Annotator) -> None:
    (frame,) = frames(annotator, LEAD + "They discussed the situation in Afghanistan.")
    (topic,) = frame.topics
    assert (topic.ref, topic.label) == ("topic/afghanistan", "Afghanistan")
    text = LEAD + "They discussed the situation in Afghanistan."
    assert text[topic.start : topic.end] == topic.text


def test_other_matters_are_kept_as_short_text(annotator: Annotator) -> None:
    (frame,) = frames(annotator, LEAD + "They discussed the further work of the joint commission.")
    assert [(t.ref, t.text) for t in frame.topics] == [(None, "joint commission")]


def test_text_is_never_long(annotator: Annotator) -> None:
    (frame,) = frames(
        annotator,
        LEAD
        + "They discussed the very slow return of the many missing paintings of the old museum "
        "of the small town on the far bank of the river.",
    )
    assert frame.topics
    assert all(len(t.text.split()) <= 8 for t in frame.topics)


def test_states_are_topics_with_their_label(annotator: Annotator) -> None:
    assert "Serbia" in lead(annotator, "They discussed Serbia and Libya.")


def test_the_states_that_talk_are_no_topics_of_what_they_do(annotator: Annotator) -> None:
    found = lead(annotator, "They discussed arms control between the United States and Russia.")
    assert found == {"arms control"}


def test_background_does_not_take_the_topics(annotator: Annotator) -> None:
    text = (
        "Secretary of State Mike Pompeo and Foreign Minister Sergey Lavrov met in Washington on "
        "Tuesday, in continuation of the dialogue begun last May when Pompeo met Vladimir Putin in "
        "Sochi. A central topic on their agenda was arms control."
    )
    by = {
        frozenset(p.name for p in f.participants): labels(f.topics) for f in frames(annotator, text)
    }
    assert by[frozenset({"Mike Pompeo", "Sergey Lavrov"})] == {"arms control"}
    assert all("arms control" not in v for k, v in by.items() if "Vladimir Putin" in k)


def test_each_event_has_its_own_topics(annotator: Annotator) -> None:
    text = (
        "Foreign Minister Sergey Lavrov met Heiko Maas in Berlin on Monday. The two discussed Ukraine.\n\n"
        "President Emmanuel Macron telephoned Benjamin Netanyahu on Tuesday. The two discussed Lebanon."
    )
    assert of(annotator, text, "Sergey Lavrov", "Heiko Maas") == {"Ukraine"}
    assert of(annotator, text, "Emmanuel Macron", "Benjamin Netanyahu") == {"Lebanon"}


def test_planned_talks_have_planned_topics(annotator: Annotator) -> None:
    text = (
        "Foreign Minister Sergey Lavrov met Heiko Maas in Berlin on Tuesday. "
        "On Friday he will meet Mike Pompeo in Vienna. Lavrov and Pompeo will discuss arms control."
    )
    assert of(annotator, text, "Sergey Lavrov", "Mike Pompeo") == {"arms control"}
    assert of(annotator, text, "Sergey Lavrov", "Heiko Maas") == set()


def test_purpose_of_a_journey_is_its_topic(annotator: Annotator) -> None:
    text = LEAD + "Pompeo praised Stephen Biegun's trip to Moscow to discuss denuclearization."
    assert "denuclearization" not in of(annotator, text, "Sergey Lavrov", "Mike Pompeo")


def test_items_of_a_list(annotator: Annotator) -> None:
    text = (
        "President Vladimir Putin met President Recep Tayyip Erdogan in Ankara on Tuesday.\n\n"
        "The heads of state\n- reviewed the situation in Libya,\n- discussed humanitarian aid.\n"
    )
    (frame,) = frames(annotator, text)
    found = labels(frame.topics)
    assert {"Libya", "humanitarian aid"} <= found


def test_stressed_by_one_person_counts_in_an_account_of_the_talks(annotator: Annotator) -> None:
    text = (
        "Secretary of State Mike Pompeo spoke by phone with Foreign Minister Sergey Lavrov on Tuesday. "
        "A spokesman said of the conversation,\n\n"
        "“Secretary Pompeo reaffirmed the commitment to the ceasefire.”"
    )
    assert of(annotator, text, "Sergey Lavrov", "Mike Pompeo") == {"ceasefire"}


@pytest.mark.parametrize(
    ("text", "people", "expected"),
    [
        ("Foreign Minister Sergey Lavrov telephoned Mike Pompeo on Tuesday to encourage restraint in "
         "Libya.", ("Sergey Lavrov", "Mike Pompeo"), "restraint in Libya"),
        ("Foreign Minister Sergey Lavrov received Heiko Maas in Moscow on Tuesday, highlighting the "
         "fishing quotas.", ("Sergey Lavrov", "Heiko Maas"), "fishing quotas"),
        ("Foreign Minister Sergey Lavrov saw Heiko Maas in Moscow on Tuesday (fishing quotas, visas).",
         ("Sergey Lavrov", "Heiko Maas"), "fishing quotas"),
        ("Foreign Minister Sergey Lavrov met Heiko Maas in Moscow on Tuesday; fishing quotas came first.",
         ("Sergey Lavrov", "Heiko Maas"), "fishing quotas"),
        ("Foreign Minister Sergey Lavrov and Heiko Maas signed an agreement on fishing quotas.",
         ("Sergey Lavrov", "Heiko Maas"), "fishing quotas"),
    ],
)  # fmt: skip
def test_told_in_one_breath_with_the_event(
    annotator: Annotator, text: str, people: tuple[str, ...], expected: str
) -> None:
    hits = [f for f in frames(annotator, text) if set(people) <= {p.name for p in f.participants}]
    assert any(expected in {t.text for t in f.topics} for f in hits), [f.topics for f in hits]


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("They discussed the special status of the Donbas.", "special status of the Donbas"),
        ("They discussed trade in agricultural products.", "trade in agricultural products"),
        ("They discussed the situation in the eastern part of the Democratic Republic of the Congo.",
         "situation in the eastern part of the Democratic Republic of the Congo"),
        ("They discussed the situation surrounding North Korea.", "situation surrounding North Korea"),
        ("They discussed the importance of fishing quotas.", "fishing quotas"),
    ],
)  # fmt: skip
def test_the_text_names_the_whole_matter(annotator: Annotator, sentence: str, text: str) -> None:
    (frame,) = frames(annotator, LEAD + sentence)
    assert text in {t.text for t in frame.topics}


def test_a_place_or_who_is_meant_in_brackets_is_no_topic(annotator: Annotator) -> None:
    text = "Foreign Minister Sergey Lavrov met Heiko Maas (Germany) in Sochi (Thursday) and Rome (FCO)."
    assert all(not f.topics for f in frames(annotator, text))


ACCOUNT = (
    "Foreign Minister Sergey Lavrov held talks with Foreign Minister Heiko Maas in Moscow on Tuesday. "
    "Lavrov underlined the importance of fishing quotas. "
    "{middle} "
    "Maas thanked Russia for the humanitarian aid. "
    "The ministers agreed to meet again."
)


def test_in_an_account_of_talks_what_a_side_stressed_was_said_there(annotator: Annotator) -> None:
    text = ACCOUNT.format(middle="Germany stands ready to expand trade in agricultural products.")
    (frame, *_) = frames(annotator, text)
    found = {t.text for t in frame.topics}
    assert {"fishing quotas", "trade in agricultural products", "humanitarian aid"} <= found


def test_where_others_speak_it_is_the_news(annotator: Annotator) -> None:
    text = ACCOUNT.format(middle="Analysts say that little came of it.")
    (frame, *_) = frames(annotator, text)
    assert "fishing quotas" not in {t.text for t in frame.topics}
