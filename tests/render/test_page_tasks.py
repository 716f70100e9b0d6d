"""Ten questions of historians and analysts, each answered on the page of the bundled articles in at most four actions.

The questions were written before the page was tried on them. What is right is worked out here from the graph, without
the page's own scripts; an action is a click, a choice in a list, or what is typed in one place.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.core.ids import iri
from kg.graph.store import Store
from kg.graph.view.load import load
from kg.graph.view.values import EventView, GraphView
from kg.reference.event_kinds import event_kinds
from kg.reference.read import load as reference
from kg.render import render, write
from kg.render.page import CERTAIN

pytestmark = [pytest.mark.browser, pytest.mark.slow]
sync_api = pytest.importorskip("playwright.sync_api")

Open = Callable[..., "sync_api.Page"]
MOST = 4
HAPPENED = {"held", "ongoing"}


# ---- what the graph says, by its own values


class Truth:
    """The events that the page shows at first, and what they add up to."""

    def __init__(self, view: GraphView) -> None:
        self.view = view
        self.events = [e for e in view.events if e.start and e.confidence >= CERTAIN]

    def name(self, iri: str) -> str:
        return self.view.actors[iri].label

    def who(self, event: EventView) -> set[str]:
        return {self.name(p.actor) for p in event.participants}

    def of(self, *names: str) -> list[EventView]:
        """The events in which all of these take part, the earliest first."""
        found = [e for e in self.events if set(names) <= self.who(e)]
        return sorted(found, key=lambda e: (e.start or "", e.iri))

    def meetings(self) -> list[EventView]:
        face = {key for key, kind in event_kinds().items() if kind.contact == "face to face"}
        return [e for e in self.events if e.status in HAPPENED and e.type in face]

    def people(self, event: EventView) -> set[str]:
        actors = (self.view.actors[p.actor] for p in event.participants)
        return {a.label for a in actors if a.kind == "person"}

    def told_in(self, event: EventView, words: str) -> set[str]:
        """The topics that the article with these words in its title or publisher names."""
        return {
            topic
            for m in event.mentions
            if words in f"{self._article(m.article)}"
            for topic in m.topics
        }

    def _article(self, iri: str) -> str:
        article = self.view.articles[iri]
        return f"{article.publisher} {article.title}"

    def narrower(self, topic: str) -> set[str]:
        """The topic and all that is part of it."""
        found = {topic}
        while more := {t.iri for t in self.view.topics.values() if found & set(t.broader)} - found:
            found |= more
        return found

    def states(self, event: EventView) -> set[str]:
        """Notations and parties that have part in an event, as names."""
        states = (a for a in self.view.actors.values() if a.kind == "country")
        names = {a.iri.rsplit("/", 1)[-1].upper(): a.label for a in states}
        # A body has a notation, too: "UN".
        names |= {
            notation: self.name(iri(body))
            for notation, body in reference().bodies.items()
            if iri(body) in self.view.actors
        }
        found = {self.name(p) for p in event.parties if p in self.view.actors}
        for p in event.participants:
            actor = self.view.actors[p.actor]
            polity = p.polity or actor.polity
            if actor.kind == "country":
                found.add(actor.label)
            elif polity:
                found.add(names.get(polity, polity))
        return found


def day(iso: str) -> str:
    """A day as an English reader writes it: "14 May 2019"."""
    year, month, number = iso.split("-")
    months = "January February March April May June July August September October November December"
    return f"{int(number)} {months.split()[int(month) - 1]} {year}"


# ---- what is done on the page


class Hand:
    """Does things to the page and counts them."""

    def __init__(self, page: sync_api.Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, where: str) -> None:
        self.actions += 1
        self.page.locator(where).first.click()

    def type(self, where: str, words: str) -> None:
        self.actions += 1
        self.page.locator(where).first.fill(words)

    def choose(self, where: str, label: str) -> None:
        self.actions += 1
        self.page.locator(where).first.select_option(label=label)

    def texts(self, where: str) -> list[str]:
        self.page.locator(where).first.wait_for()
        return [" ".join(t.split()) for t in self.page.locator(where).all_inner_texts()]

    def text(self, where: str) -> str:
        return self.texts(where)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A question, what is done to answer it, and the answer as the graph has it."""

    question: str
    act: Callable[[Hand], object]
    answer: Callable[[Truth], object]


def hit(words: str) -> str:
    return f"#hits .hit:has-text('{words}')"


# ---- the ten questions


def search(hand: Hand, words: str, found: str) -> None:
    hand.type("#search", words)
    hand.click(hit(found))


def first_contact(hand: Hand) -> object:
    search(hand, "pompeo lavrov", "Mike Pompeo – Sergey Lavrov")
    return hand.text("#panel .facts dd").split(",")[0:2]


def first_contact_is(truth: Truth) -> object:
    both = [e for e in truth.of("Mike Pompeo", "Sergey Lavrov") if e.status in HAPPENED]
    return [day(both[0].start or ""), f" {both[0].type.replace('_', ' ')}"]


def never_held(hand: Hand) -> object:
    hand.click("#questions button:has-text('never reported as held')")
    statuses = hand.texts("#view-timeline .badge")
    return sorted(re.sub(r"^\W+", "", status) for status in statuses)


def never_held_is(truth: Truth) -> object:
    before = {"planned", "proposed", "postponed", "cancelled", "declined"}
    found = [
        e
        for e in truth.events
        if (said := {m.status for m in e.mentions}) & before and not said & HAPPENED
    ]
    assert len(found) > 20
    return sorted(e.status for e in found)


SOCHI = "lavrov-pompeo-putin"


def sochi(truth: Truth) -> EventView:
    (event,) = (e for e in truth.events if SOCHI in e.iri and e.start == "2019-05-14")
    return event


def left_out(hand: Hand) -> object:
    hand.click("#questions button:has-text('what does each leave out')")
    hand.click("#panel button:has-text('Compare at full width')")
    group = ".accounts tbody:has(.group-row:has-text('Only Summary of the Foreign Ministry'))"
    return set(hand.texts(f"{group} tr:not(.group-row) th"))


def left_out_is(truth: Truth) -> object:
    russian = truth.told_in(sochi(truth), "Foreign Ministry statement")
    american = truth.told_in(sochi(truth), "State Department")
    only = {t for t in russian if not truth.narrower(t) & american}
    assert only
    assert only != russian
    return {truth.view.topics[t].label for t in only}


def told_first(hand: Hand) -> object:
    hand.type("#search", "putin trump call 3 May 2019")
    hand.click("#hits [aria-label=Events] .hit")
    hand.click("#panel button:has-text('Compare at full width')")
    said = hand.text("#view-accounts .lead")
    return (
        re.sub(r"^Readouts in Brief: (.{20}).*? was first, ([^;]+);.*", r"\1, \2", said),
        len(hand.texts(".accounts tbody:first-of-type tr:not(.group-row)")),
    )


def told_first_is(truth: Truth) -> object:
    (call,) = (e for e in truth.of("Vladimir Putin", "Donald Trump") if e.start == "2019-05-03")
    articles = {m.article: truth.view.articles[m.article] for m in call.mentions}
    one, other = sorted(articles.values(), key=lambda a: a.published or "")
    assert one.published != other.published
    first, second = (truth.told_in(call, a.title or "") for a in (one, other))
    both = {t for t in first | second if truth.narrower(t) & first and truth.narrower(t) & second}
    return f"{(one.title or '')[:20]}, {day(one.published or '')}", len(both)


def met_most(hand: Hand) -> object:
    hand.click("#questions button:has-text('Who met most often')")
    told = re.findall(r"(\d+) ([a-z ]+?)s?\b", hand.text("#panel .lead"))
    counts = {kind: int(n) for n, kind in told}
    return hand.text("#panel h2"), counts["meeting"] + counts.get("summit", 0)


def met_most_is(truth: Truth) -> object:
    pairs = Counter(
        pair
        for e in truth.meetings()
        for pair in itertools.combinations(sorted(truth.people(e)), 2)
    )
    ((best, times), (_, less)) = pairs.most_common(2)
    assert times > less
    return " and ".join(best), times


def pairs_of(events: Iterable[EventView]) -> set[frozenset[str]]:
    return {
        frozenset(pair)
        for e in events
        if len({p.actor for p in e.participants}) <= 25
        for pair in itertools.combinations({p.actor for p in e.participants}, 2)
    }


def began(hand: Hand) -> object:
    form = "#panel form:has(h3:has-text('Compare two periods'))"
    hand.choose(f"{form} label:has-text('First year') select", "2018")
    hand.choose(f"{form} label:has-text('Second year') select", "2019")
    hand.click(f"{form} button:has-text('Compare')")
    section = "#panel h3:has-text('Began') + ul"
    shown = {frozenset(t.split(" – ")) for t in hand.texts(f"{section} li .link")}
    more = re.sub(r"\D", "", hand.text(f"{section} + button"))
    return shown, len(shown) + int(more)


def began_is(truth: Truth) -> object:
    def in_year(year: str) -> set[frozenset[str]]:
        return pairs_of(
            e
            for e in truth.events
            if e.status in HAPPENED
            and (e.end or e.start or "") >= f"{year}-01-01"
            and (e.start or "") <= f"{year}-12-31"
        )

    fresh = in_year("2019") - in_year("2018")
    return {frozenset(map(truth.name, pair)) for pair in fresh}, len(fresh)


def chain(hand: Hand) -> object:
    form = "#panel form:has(h3:has-text('Shortest chain'))"
    hand.type(f"{form} input >> nth=0", "Shinzō Abe")
    hand.type(f"{form} input >> nth=1", "Ashraf Ghani")
    hand.click(f"{form} button:has-text('Find the chain')")
    steps = hand.texts("#panel .chain > li h3")
    return [frozenset(re.sub(r"^\d+\. ", "", step).split(" met ")) for step in steps]


def links(truth: Truth) -> dict[str, set[str]]:
    met: dict[str, set[str]] = defaultdict(set)
    for e in truth.meetings():
        for one, other in itertools.permutations(truth.who(e), 2):
            met[one].add(other)
    return met


def chain_is(truth: Truth) -> object:
    met, far = links(truth), {"Shinzō Abe": 0}
    for name in (ring := ["Shinzō Abe"]):
        fresh = [other for other in sorted(met[name]) if other not in far]
        far.update(dict.fromkeys(fresh, far[name] + 1))
        ring.extend(fresh)
    return far["Ashraf Ghani"], met


def others_contacts(hand: Hand) -> object:
    hand.type("#search", "Türkiye")
    hand.click("#hits [aria-label='States and parties'] .hit, #hits [aria-label=States] .hit")
    hand.choose("#panel .compare-form select", "Iran")
    hand.click("#panel .compare-form button")
    halves = hand.page.locator("#panel h3:has-text('In contact with: only one of them') + .halves")
    rows = halves.locator("section >> nth=0 >> li .link").all_inner_texts()
    more = halves.locator("section >> nth=0 >> button.quiet").all_inner_texts()
    return set(rows), len(rows) + sum(int(re.sub(r"\D", "", words)) for words in more)


def others_contacts_are(truth: Truth) -> object:
    def met(state: str) -> set[str]:
        told = [truth.states(e) for e in truth.events if len(truth.states(e)) <= 25]
        return set().union(*(s for s in told if state in s)) - {"Türkiye", "Iran"}

    only = met("Türkiye") - met("Iran")
    return only, len(only)


def denied(hand: Hand) -> object:
    hand.click("fieldset:has-text('Status') label:has-text('Denied')")
    hand.click("#tab-timeline")
    found = len(hand.texts("#view-timeline .event-open"))
    hand.click("#view-timeline .event-open:has-text('Rouhani')")
    return found, set(hand.texts("#panel .passage mark"))


def denied_is(truth: Truth) -> object:
    found = [e for e in truth.events if e.status == "denied"]
    (one,) = (e for e in found if any("Rouhani" in name for name in truth.who(e)))
    return len(found), {" ".join(m.quote.split()) for m in one.mentions}


def talked_about(hand: Hand) -> object:
    search(hand, "putin erdogan", "Recep Tayyip Erdoğan – Vladimir Putin")
    chips = hand.texts("#panel h3:has-text('What they talked about') + ul li")
    return chips[0].split(" ")


def talked_about_is(truth: Truth) -> object:
    both = truth.of("Vladimir Putin", "Recep Tayyip Erdoğan")
    ((topic, times), (_, less)) = Counter(t for e in both for t in e.topics).most_common(2)
    assert times > less
    return [truth.view.topics[topic].label, str(times)]


TASKS = (
    Task(question="When did Pompeo and Lavrov first meet or speak, and how?", act=first_contact, answer=first_contact_is),
    Task(question="What was announced and is nowhere reported as held?", act=never_held, answer=never_held_is),
    Task(question="Sochi, May 2019: what does the Russian account have that the American leaves out?", act=left_out, answer=left_out_is),
    Task(question="Putin and Trump telephoned on 3 May 2019: who told of it first, and on how much do both agree?", act=told_first, answer=told_first_is),
    Task(question="Which two people met most often?", act=met_most, answer=met_most_is),
    Task(question="Which contacts of 2019 were not there in 2018?", act=began, answer=began_is),
    Task(question="Through whom is Abe linked with Ghani, meeting by meeting?", act=chain, answer=chain_is),
    Task(question="With which states was Türkiye in contact, and Iran was not?", act=others_contacts, answer=others_contacts_are),
    Task(question="What do sources deny, and with which words did they deny that Trump meets Rouhani?", act=denied, answer=denied_is),
    Task(question="What did Putin and Erdoğan talk about most often?", act=talked_about, answer=talked_about_is),
)  # fmt: skip


@pytest.fixture(scope="module")
def corpus(corpus_store: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    folder = tmp_path_factory.mktemp("tasks")
    with Store.open(corpus_store, read_only=True) as store:
        view = load(store.graph)
    write(folder / "page.html", render(view))
    return folder / "page.html", Truth(view)


def test_there_are_ten_tasks() -> None:
    assert len({task.question for task in TASKS}) == 10


def agrees(said: object, answer: object) -> bool:
    """Is what the page says the answer? A list that shows its first lines says how many there are."""
    if said == answer:
        return True
    match said, answer:
        case (set() as shown, int(total)), (set() as every, int(right)):
            return bool(shown) and shown <= every and total == right
        case [*steps], (int(right), dict() as met):
            known = {frozenset((a, b)) for a in met for b in met[a]}
            linked = all(one & other for one, other in itertools.pairwise(steps))
            return len(steps) == right and linked and all(step in known for step in steps)
    return False


def test_the_comparison_would_tell() -> None:
    assert agrees(({"a"}, 2), ({"a", "b"}, 2))
    assert not agrees(({"c"}, 2), ({"a", "b"}, 2))
    assert not agrees(({"a"}, 1), ({"a", "b"}, 2))
    assert not agrees((set(), 2), ({"a", "b"}, 2))
    step = frozenset(("a", "b"))
    assert agrees([step], (1, {"a": {"b"}}))
    assert not agrees([step, step], (1, {"a": {"b"}}))
    assert not agrees([frozenset(("a", "c"))], (1, {"a": {"b"}}))


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.act.__name__)
def test_a_question_is_answered_in_at_most_four_actions(
    show: Open, corpus: tuple[Path, Truth], task: Task
) -> None:
    path, truth = corpus
    hand = Hand(show(path, width=1440, height=900))
    said, answer = task.act(hand), task.answer(truth)
    assert agrees(said, answer), f"{task.question}\n{said}\n{answer}"
    assert 1 <= hand.actions <= MOST
