"""Who is who: one node for a person in any spelling, and never one node for two."""

from __future__ import annotations

import random

import pytest
from told import state, told, who

from kg.core.model import Told
from kg.reference.read import load
from kg.resolve import Resolution, ResolvedActor, doubts, resolve
from kg.resolve.people.names import close, fit, parser, rules

CATALOG = load()
RULES = rules(CATALOG.words)
PARSE = parser(RULES)


def nodes(*mentions: Told) -> Resolution:
    return resolve(mentions, catalog=CATALOG)


def node(r: Resolution, t: Told, n: int = 1) -> ResolvedActor:
    """The node of a mention's n-th participant."""
    return r.actors[r.refers[f"{t.mention}#a{n}"]]


def pair(a: tuple[str, str | None], b: tuple[str, str | None], **more: str) -> bool:
    """Are two people of two articles of one month one node? Their partner is the same."""
    one = told("one", "2019-05-10", who(*a, **more), state("Fiji", "FJ"))
    two = told("two", "2019-05-20", who(*b, **more), state("Fiji", "FJ"))
    r = nodes(one, two)
    return node(r, one).iri == node(r, two).iri


@pytest.mark.parametrize(
    ("a", "b", "polity"),
    [
        ("Sergei Lavrov", "Sergey Lavrov", "RU"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "UA"),
        ("Kim Jong Un", "Kim Jong-un", "KP"),
        ("Jorvik Andreyev", "Jorvik Andreev", "RU"),
        ("Ylva Çelikoğlu", "Ylva Celikoglu", "TR"),
        ("Dmitriy Bolkhov", "Dmitry Bolkhov", "RU"),
        ("Muhammad al-Tarabi", "Mohammed Al Tarabi", "SD"),
        ("William Farnsworthy", "Bill Farnsworthy", "US"),
        ("Joseph Q. Farnsworthy", "Joseph Farnsworthy", "US"),
        ("Bak Yun-seo", "Yun-seo Bak", "KR"),
        ("Farnsworthy, Joseph", "Joseph Farnsworthy", "US"),
    ],
)
def test_spellings_of_one_name_are_one_node(a: str, b: str, polity: str) -> None:
    assert pair((a, polity), (b, polity))


def test_an_initial_needs_the_office_as_well() -> None:
    assert not pair(("J. Farnsworthy", "US"), ("Joseph Farnsworthy", "US"))
    assert pair(("J. Farnsworthy", "US"), ("Joseph Farnsworthy", "US"), office="foreign minister")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("Kim Jong-un", "KP"), ("Kim Yong-chol", "KP")),
        (("Kim Jong-un", "KP"), ("Kim Jong-il", "KP")),
        (("Hafez al-Assad", "SY"), ("Bashar al-Assad", "SY")),
        (("George H. W. Bush", "US"), ("George W. Bush", "US")),
        (("John Farnsworthy Jr.", "US"), ("John Farnsworthy Sr.", "US")),
        (("Ana Silvestro", "PT"), ("Ana Silvestro", "BR")),
        (("Tamim bin Hamad Al Thani", "QA"), ("Mohammed bin Abdulrahman Al Thani", "QA")),
    ],
)
def test_two_people_are_never_one_node(a: tuple[str, str], b: tuple[str, str]) -> None:
    assert not pair(a, b)


def test_a_person_and_a_body_with_the_same_letters_are_two() -> None:
    t = told("x", "2019-05-10", who("Un", "KP"), who("UN", None, kind="organisation"))
    r = nodes(t)
    assert node(r, t, 1).kind == "person"
    assert node(r, t, 2).iri == "org/un"


def test_a_state_is_its_country_whatever_it_is_called() -> None:
    one = told("x", "2019-05-10", state("Russia", "RU"), state("Turkey", "TR"))
    two = told("y", "2019-05-11", state("Russian Federation", "RU"), state("Soviet Union", "SU"))
    r = nodes(one, two)
    assert {node(r, one).iri, node(r, two).iri} == {"country/ru"}
    assert node(r, one).kind == "country"
    assert node(r, two, 2).iri == "country/su"


def test_a_family_name_joins_the_one_who_has_it() -> None:
    full = told(
        "x", "2019-05-10", who("Mirko Brandstaller", "AT", "foreign minister"), state("Fiji", "FJ")
    )
    short = told("y", "2019-06-10", who("Brandstaller", "AT"), state("Fiji", "FJ"))
    r = nodes(full, short)
    assert node(r, full).iri == node(r, short).iri
    assert node(r, short).label == "Mirko Brandstaller"
    assert set(node(r, short).names) == {"Mirko Brandstaller", "Brandstaller"}


def test_a_family_name_joins_nobody_when_two_have_it() -> None:
    mirko = told("x", "2019-05-10", who("Mirko Brandstaller", "AT"), state("Fiji", "FJ"))
    anna = told("y", "2019-05-12", who("Anna Brandstaller", "AT"), state("Fiji", "FJ"))
    short = told("z", "2019-06-10", who("Brandstaller", "AT"), state("Fiji", "FJ"))
    r = nodes(mirko, anna, short)
    assert len({node(r, t).iri for t in (mirko, anna, short)}) == 3


def test_an_office_tells_which_of_two_has_the_family_name() -> None:
    mirko = told(
        "x", "2019-05-10", who("Mirko Brandstaller", "AT", "foreign minister"), state("Fiji", "FJ")
    )
    anna = told(
        "y", "2019-05-12", who("Anna Brandstaller", "AT", "finance minister"), state("Fiji", "FJ")
    )
    short = told(
        "z", "2019-06-10", who("Brandstaller", "AT", "foreign minister"), state("Fiji", "FJ")
    )
    r = nodes(mirko, anna, short)
    assert node(r, short).iri == node(r, mirko).iri


def test_a_family_name_joins_nobody_of_another_state_or_time() -> None:
    full = told("x", "2019-05-10", who("Mirko Brandstaller", "AT"), state("Fiji", "FJ"))
    other = told("y", "2019-06-10", who("Brandstaller", "CH"), state("Fiji", "FJ"))
    early = told("z", "1970-06-10", who("Brandstaller", "AT"), state("Fiji", "FJ"))
    r = nodes(full, other, early)
    assert len({node(r, t).iri for t in (full, other, early)}) == 3


def test_two_foreign_ministers_named_kim_are_two() -> None:
    """The same family name and office, decades apart; and in one passage with a namesake."""
    old = told("x", "1977-05-10", who("Kim", "KR", "foreign minister"), state("Fiji", "FJ"))
    new = told("y", "2001-06-10", who("Kim", "KR", "foreign minister"), state("Fiji", "FJ"))
    r = nodes(old, new)
    assert node(r, old).iri != node(r, new).iri
    both = told("z", "2019-06-14", who("Kim Jong-un", "KP"), who("Kim", "KP"))
    r = nodes(both)
    assert node(r, both, 1).iri != node(r, both, 2).iri


@pytest.mark.parametrize(
    ("office", "polity", "day", "label"),
    [
        ("foreign minister", "RU", "2019-05-10", "Sergey Lavrov"),
        ("Secretary of State", "US", "2019-05-10", "Mike Pompeo"),
        ("Secretary of State", "US", "2014-05-10", "John Kerry"),
        ("President of the United States", "US", "1991-06-01", "George H. W. Bush"),
        ("president", "US", "2003-06-01", "George W. Bush"),
    ],
)
def test_an_office_is_whoever_held_it_on_the_day(
    office: str, polity: str, day: str, label: str
) -> None:
    t = told("x", day, who(None, polity, office), state("Fiji", "FJ"))
    assert node(nodes(t), t).label == label


def test_a_namesake_is_told_by_the_office_at_the_time() -> None:
    father = told("x", "1991-06-14", who("George Bush", "US", "President"), state("Fiji", "FJ"))
    son = told("y", "2003-06-14", who("George Bush", "US", "President"), state("Fiji", "FJ"))
    bare = told("z", "2010-06-14", who("George Bush", "US"), state("Fiji", "FJ"))
    r = nodes(father, son, bare)
    assert node(r, father).label == "George H. W. Bush"
    assert node(r, son).label == "George W. Bush"
    assert not node(r, bare).authority  # either could be meant: neither is taken


def test_an_office_takes_its_holder_from_other_articles_when_no_rival_is_in_sight() -> None:
    named = told(
        "x", "2005-03-10", who("Mirko Brandstaller", "VU", "foreign minister"), state("Fiji", "FJ")
    )
    bare = told("y", "2005-05-10", who(None, "VU", "foreign minister"), state("Fiji", "FJ"))
    late = told("z", "2009-05-10", who(None, "VU", "foreign minister"), state("Fiji", "FJ"))
    r = nodes(named, bare, late)
    assert node(r, bare).iri == node(r, named).iri
    assert node(r, late).kind == "role"
    rival = told("w", "2005-04-20", who("Anna Zilk", "VU", "foreign minister"), state("Fiji", "FJ"))
    r = nodes(named, bare, rival)
    assert node(r, bare).kind == "role"


def test_a_role_is_one_node_for_a_post_and_one_for_each_article_otherwise() -> None:
    post = [told(k, d, who(None, "VU", "foreign minister"), state("Fiji", "FJ"))
            for k, d in (("x", "2003-05-10"), ("y", "2011-05-10"))]  # fmt: skip
    many = [told(k, d, who(None, "VU", "official"), state("Fiji", "FJ"))
            for k, d in (("v", "2003-05-10"), ("w", "2003-05-11"))]  # fmt: skip
    r = nodes(*post, *many)
    assert node(r, post[0]).iri == node(r, post[1]).iri
    assert node(r, post[0]).label == "Vanuatuan foreign minister"
    assert node(r, many[0]).iri != node(r, many[1]).iri
    assert {node(r, t).kind for t in (*post, *many)} == {"role"}


@pytest.mark.parametrize(
    "office", ["chief negotiator", "Russian chief negotiator", "Russia's chief negotiator"]
)
def test_a_role_names_its_state_once(office: str) -> None:
    one = told("x", "2019-05-10", who(None, "RU", office), state("Fiji", "FJ"))
    assert node(nodes(one), one).label == "Russian chief negotiator"


def test_nobody_stands_for_an_office_beside_himself() -> None:
    t = told("x", "2019-05-10", who("Sergey Lavrov", "RU"), who(None, "RU", "foreign minister"))
    r = nodes(t)
    assert node(r, t, 1).iri != node(r, t, 2).iri


def test_a_change_of_office_leaves_one_person() -> None:
    old = told("x", "2011-03-10", who("Anna Zilk", "AT", "foreign minister"), state("Fiji", "FJ"))
    new = told("y", "2016-03-10", who("Anna Zilk", "AT", "president"), state("Fiji", "FJ"))
    r = nodes(old, new)
    assert node(r, old).iri == node(r, new).iri
    assert node(r, new).offices == ("foreign minister", "president")


def test_the_iri_is_that_of_the_reference_data_else_of_name_and_state() -> None:
    linked = told("x", "2019-05-10", who("Sergei Lavrov", "RU"), who("Anna Zilk", "AT"))
    more = told("y", "2019-05-11", who("Anna M. Zilk", "AT"), state("Fiji", "FJ"))
    alone, both = nodes(linked), nodes(linked, more)
    assert node(alone, linked).iri == "person/sergey-lavrov-q58217"
    assert node(alone, linked, 2).iri == node(both, linked, 2).iri == node(both, more).iri


def test_doubtful_pairs_say_why() -> None:
    a = told("x", "2019-05-10", who("Anna Zilkova", "CZ"), state("Fiji", "FJ"))
    b = told("y", "2019-05-11", who("Anna Zilkova", None), state("Fiji", "FJ"))
    [found] = [d for d in doubts([a, b], catalog=CATALOG) if d.left.startswith("person/")]
    assert {x.feature for x in found.reasons} == {"name-spelling", "one-polity"}
    assert found.score == sum(x.weight for x in found.reasons)
    assert all(x.why for x in found.reasons)


def test_an_office_in_the_place_of_a_name_is_whoever_held_it() -> None:
    a = told("m", "1960-05-18", who("The Secretary of State", "US", "secretary of state"),
             state("France", "FR"), date="1960-05-18")  # fmt: skip
    b = told("n", "1960-05-18", who("The Secretary of State", "US"), state("France", "FR"))
    r = nodes(a, b)
    assert node(r, a).iri == node(r, b).iri
    assert node(r, a).label == "Christian Herter"


def test_a_family_name_of_several_words_is_one() -> None:
    minister = "foreign minister"
    a = told("m", "1960-05-18", who("Couve de Murville", "FR", minister), state("Fiji", "FJ"))
    b = told(
        "n", "1960-05-19", who("Maurice Couve de Murville", "FR", minister), state("Fiji", "FJ")
    )
    r = nodes(a, b)
    assert node(r, a).label == node(r, b).label == "Maurice Couve de Murville"


def test_order_does_not_matter() -> None:
    names = ["Anna Zilk", "A. Zilk", "Zilk", "Anna M. Zilk", "Bert Zilk", "Anna Silk"]
    mentions = [
        told(
            f"s{i}",
            f"20{10 + i % 3}-05-{10 + i}",
            who(names[i % 6], "AT" if i % 4 else None),
            state("Fiji", "FJ"),
        )
        for i in range(18)
    ]
    first = nodes(*mentions)
    for seed in range(5):
        shuffled = random.Random(seed).sample(mentions, len(mentions))
        assert nodes(*shuffled) == first


def test_names_fit_and_do_not() -> None:
    def fits(a: str, b: str, polity: str = "US") -> str | None:
        return fit(PARSE(a, polity), PARSE(b, polity), RULES)

    assert fits("Joseph R. Biden, Jr.", "Joe Biden") == "nickname"
    assert fits("J. Biden", "Joe Biden") == "initials"
    assert fits("Aleksandr Bortnikov", "Alexander Bortnikov", "RU") == "letters"
    assert fits("Jae-in Moon", "Moon Jae-in", "KR") == "order"
    assert fits("John Kerry", "Teresa Kerry") is None
    assert fits("George H. W. Bush", "George W. Bush") is None
    assert close("andrei", "andri")
    assert not close("andrei", "andrei")
    assert not close("jong", "iong-un")
