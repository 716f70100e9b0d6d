"""From readings to drafts: the steps that each parsed sentence goes through, in their order.

A step says what it needs and what it sets: fields of Draft and of Here, "resolved" (who the actors of
the text are) and what the discourse remembers. A need names the step that set the field last, as
"heading.when" does; tests/extract/test_steps.py holds the order, and what is really set, against it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kg.core.ids import fold
from kg.core.model import Notation, When
from kg.dates.normalization import resolve
from kg.extract.rules.actors.lexicon import Match
from kg.extract.rules.actors.officials import at_home, in_office_then, in_state
from kg.extract.rules.actors.places import PlaceMention
from kg.extract.rules.actors.sides import listed, travelling
from kg.extract.rules.events.attribution import attribute, told_by
from kg.extract.rules.events.confidence import READER
from kg.extract.rules.events.drafts import Draft, apart
from kg.extract.rules.events.linking import carry_date, link_dates, link_places, owner
from kg.extract.rules.events.nominals import introduce
from kg.extract.rules.events.sentence import Sentence
from kg.extract.rules.events.slots import governor
from kg.extract.rules.events.stretch import stretch
from kg.extract.rules.text.reading import Reading
from kg.extract.rules.topics.account import is_account
from kg.extract.rules.topics.targets import paragraphs
from kg.extract.rules.underway import UnderWay
from kg.reference.event_kinds import kind_of


@dataclass(slots=True)
class Whole:
    """What the sentences of an article share on the way to drafts.

    ``context`` is the day that is spoken of, ``heading`` the one above the lines of a programme,
    ``account``: it is an account of talks. ``drafts`` are those of the sentences before.
    """

    adjectives: dict[int, Match]
    account: bool
    paragraphs: Sequence[int]
    context: date | None = None
    heading: When | None = None
    drafts: list[Draft] = field(default_factory=list)


@dataclass(slots=True)
class Here:
    """A sentence on its way; ``found`` are its events, ``at`` the words that tokens are read as."""

    number: int
    sentence: Sentence
    reading: Reading
    whole: Whole
    title: bool
    countries: list[tuple[int, Notation]]
    at: dict[int, int]
    found: list[Draft] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """A step, with what it needs ("step.field") and the fields that it sets."""

    name: str
    run: Callable[[UnderWay, Here], None]
    needs: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()


def drafts_of(
    way: UnderWay, readings: Mapping[int, Reading], sentences: Sequence[Sentence]
) -> list[Draft]:
    """Events as the sentences state them. ``readings`` are those of the sentences that were parsed."""
    whole = Whole(
        adjectives={m.start: m for m in way.matches if m.kind == "adjective"},
        account=way.article.kind == "news"
        and is_account(list(readings.values()), way.who, way.words),
        paragraphs=paragraphs(way.doc),
    )
    for n, sentence in enumerate(sentences):
        reading = readings.get(n)
        if reading is None:
            whole.context = carry_date(
                [e for _, _, e in sentence.dates],
                anchor=way.anchor,
                basis=way.basis,
                context=whole.context,
            )
            whole.heading = _under_heading(way, sentence, [], whole.heading)
            continue
        here = _here(way, n, sentence, reading, whole)
        for step in STEPS:
            step.run(way, here)
    body = [d for d in whole.drafts if not d.title]
    return body or whole.drafts


def _here(way: UnderWay, n: int, sentence: Sentence, reading: Reading, whole: Whole) -> Here:
    countries = [
        (m.start, m.polities[0]) for m in sentence.mentions if m.kind == "country" and not m.metonym
    ]
    at: dict[int, int] = {}
    if sentence.dates or sentence.places or countries:
        at = {k: i for i, p in enumerate(reading.pieces) for k in range(p.start, p.end)}
    return Here(n, sentence, reading, whole, way.in_title(sentence.span), countries, at)


def _offices(way: UnderWay, here: Here) -> None:
    """ "The presidents": of the states that the sentence names."""
    states = [
        way.catalog.polities[m.ref].notation
        for m in way.matched(here.sentence.span)
        if m.kind in {"polity", "adjective"}
    ]
    way.discourse.resolve_offices(here.reading, states, way.register)


def _pronouns(way: UnderWay, here: Here) -> None:
    way.discourse.resolve_pronouns(here.reading)


def _owner(way: UnderWay, here: Here) -> None:
    way.discourse.find_owner(here.reading)


def _delegations(way: UnderWay, here: Here) -> None:
    way.discourse.lead_delegations(here.reading)


def _events(way: UnderWay, here: Here) -> None:
    here.found = way.tools.finder.find(
        here.reading,
        here.number,
        way.who,
        way.register,
        here.whole.adjectives,
        memo=way.article.kind == "memo",
        owner=way.discourse.owner,
    )


def _voices(way: UnderWay, here: Here) -> None:
    """ "I have spoken to A and to B": where nobody says who "I" is, A and B have not talked to each other."""
    here.found = [d for d in here.found if not _unknown_voice(way, d)]


def _unknown_voice(way: UnderWay, d: Draft) -> bool:
    verb = d.token if d.token.pos_ in {"VERB", "AUX"} else governor(d.token)
    subjects = [] if verb is None else [c for c in verb.children if c.dep_ == "nsubj"]
    several = len(d.participants) > 1 and kind_of(d.type).talks
    return several and any(
        c.lower_ in way.words["first-person"] and (c.mention is None or not way.who(c.mention))
        for c in subjects
    )


def _dates(way: UnderWay, here: Here) -> None:
    here.whole.context = link_dates(
        here.reading,
        here.found,
        [(here.at[start], e) for start, _, e in here.sentence.dates if start in here.at],
        anchor=way.anchor,
        basis=way.basis,
        context=here.whole.context,
        communication=way.words["communication-verb"],
        calling_off=way.words["calling-off"],
    )
    for d in here.found:
        stretch(d, way.doc.said(*here.sentence.span), way.words)


def _places(way: UnderWay, here: Here) -> None:
    if not here.found:
        return
    rows: list[tuple[int, PlaceMention | None, Notation | None]] = [
        (here.at[p.start], p, None) for p in here.sentence.places if p.start in here.at
    ]
    rows += [(here.at[start], None, state) for start, state in here.countries if start in here.at]
    link_places(
        here.reading,
        here.found,
        rows,
        communication=way.words["communication-verb"],
        prepositions=way.words["place-preposition"],
        called=way.words["document-noun"] | way.words["called-by-place"] | way.words["speech-noun"],
    )


def _dateline(way: UnderWay, here: Here) -> None:
    """ "arrived here today": the place of the dateline."""
    place = way.setting.place or way.opened_at
    if place is None or not here.found:
        return
    for v in here.found:
        # "Moscow. US Secretary of State Kerry arrived for talks.": where the report is from.
        came = v.type == "visit" and v.token.lemma_ in way.words["arriving"] and v.status == "held"
        guests = {e.polity for e, _ in v.participants}
        if came and v.venue is None and v.country is None and place.country not in guests:
            v.venue = place
    for token in here.reading.tokens:
        if token.lower_ == "here":
            d = owner(token, here.found, way.words["communication-verb"])
            if d is not None and d.venue is None and d.country is None:
                d.venue = place


def _occasions(way: UnderWay, here: Here) -> None:
    if here.found:
        way.discourse.lend_occasions(here.reading, here.found)


def _sources(way: UnderWay, here: Here) -> None:
    if here.found:
        words = way.words
        attribute(
            here.reading, here.found, way.doc, words["communication-verb"], words["source-noun"]
        )
        for d in here.found:
            # "The Danish government said that Foreign Minister Brodin met …"
            state = told_by(d, way.who, words["communication-verb"])
            at_home(d.participants, state, way.register.authority)


def _heading(way: UnderWay, here: Here) -> None:
    here.whole.heading = _under_heading(way, here.sentence, here.found, here.whole.heading)


def _nominals(way: UnderWay, here: Here) -> None:
    if here.found:
        introduce(
            here.found,
            here.whole.drafts,
            here.reading,
            who=way.who,
            words=way.words,
            pair=here.sentence.pair,
            state=way.register.state,
        )


def _sequels(way: UnderWay, here: Here) -> None:
    here.found = way.discourse.continue_talks(here.found, way.register)


def _sides(way: UnderWay, here: Here) -> None:
    way.discourse.complete(here.found)


def _invitations(way: UnderWay, here: Here) -> None:
    way.discourse.host_of_invitations(here.found, way.register)


def _settled(way: UnderWay, here: Here) -> None:
    for d in here.found:
        d.title = here.title
        settle(way, d)


def _topics(way: UnderWay, here: Here) -> None:
    way.tools.topics.assign(
        way.doc,
        here.reading,
        here.found,
        here.whole.drafts,
        blocked=way.blocked,
        paragraphs=here.whole.paragraphs,
        resolve=way.who,
        readout=way.article.kind == "readout",
        account=here.whole.account,
        title=here.title,
    )


def _apart(_way: UnderWay, here: Here) -> None:
    here.found = [part for d in here.found for part in apart(d)]
    here.whole.drafts += here.found


def _remembered(way: UnderWay, here: Here) -> None:
    way.discourse.remember(here.found)


_MADE = (
    "type", "rule", "participants", "status", "sentence", "start", "end", "weight", "token", "reading",
    "anchors", "reasons", "other", "anaphoric", "sequel", "apart", "onesided", "vague", "plain_noun",
    "residual", "fillers", "sentences", "read", "sure",
    "peopled",
)  # fmt: skip
"""What a draft has from the beginning."""

STEPS: tuple[Step, ...] = (
    Step("offices", _offices, (), ("resolved",)),
    Step("pronouns", _pronouns, ("offices.resolved",), ("resolved", "subject")),
    Step("owner", _owner, ("pronouns.resolved",), ("owner",)),
    Step("delegations", _delegations, ("pronouns.resolved",), ("resolved",)),
    Step("events", _events, ("owner.owner", "delegations.resolved"), ("found", *_MADE)),
    Step("voices", _voices, ("events.found", "delegations.resolved"), ("found",)),
    Step("dates", _dates, ("voices.found", "events.status"), ("when", "habit", "context")),
    Step("places", _places, ("voices.found",), ("venue", "country")),
    Step("dateline", _dateline, ("places.venue", "places.country"), ("venue",)),
    Step("occasions", _occasions, ("dates.when", "dateline.venue"), ("when", "venue", "occasion")),
    Step("sources", _sources, ("voices.found",), ("reported_by", "resolved")),
    Step("heading", _heading, ("occasions.when",), ("when", "heading")),
    Step(
        "nominals",
        _nominals,
        ("voices.found", "events.participants", "events.anaphoric"),
        ("participants", "anaphoric", "fillers"),
    ),
    Step(
        "sequels",
        _sequels,
        ("voices.found", "heading.when", "occasions.venue", "nominals.participants"),
        ("found", "participants", "type", "when"),
    ),
    Step(
        "sides",
        _sides,
        ("sequels.found", "sequels.participants", "pronouns.subject", "owner.owner"),
        ("participants",),
    ),
    Step(
        "invitations",
        _invitations,
        ("sides.participants", "occasions.venue", "places.country"),
        ("participants", "country"),
    ),
    Step(
        "settled",
        _settled,
        ("invitations.participants", "invitations.country", "sequels.when", "events.status"),
        ("participants", "status", "title", "type", "resolved"),
    ),
    Step("topics", _topics, ("settled.participants", "settled.status"), ("topics",)),
    Step("apart", _apart, ("topics.topics", "sources.reported_by"), ("found", "drafts")),
    Step("remembered", _remembered, ("apart.found",), ("last", "talkers", "visitor")),
)


def _under_heading(
    way: UnderWay, sentence: Sentence, found: list[Draft], heading: When | None
) -> When | None:
    """The day that stands alone over the lines of a programme; the events of those lines get it."""
    first, last = sentence.span
    doc = way.doc
    covered = {k for start, end, _ in sentence.dates for k in range(start, end)}
    if covered and all(
        k in covered or doc[k].is_punct or doc[k].is_space for k in range(first, last)
    ):
        when = resolve(
            sentence.dates[-1][2],
            anchor=way.anchor,
            context=None,
            direction="future",
            basis=way.basis,
        )
        return when if when.precision == "day" else None
    if heading is not None:
        # Running text begins here: a sentence after an empty line that is no short line of a list.
        if first and doc[first - 1].text.count("\n") > 1:
            return None
        for d in found:
            if d.when is None and not d.other:
                d.when = replace(heading, basis="context")
    return heading


def settle(way: UnderWay, d: Draft) -> None:
    """What place and day decide: a conversation in a building is a meeting, tomorrow is a plan."""
    first = d.when.earliest if d.when and d.when.edtf else None
    ahead = (first - way.anchor).days if first and way.anchor else 0
    told = ahead == 1 and d.status == "held" and _past(d)
    if ahead > 0 and d.status in {"held", "ongoing"} and not told:
        # One day ahead in the past tense is a time zone, not a plan.
        d.status = "planned"
    last = d.when.latest if d.when and d.when.edtf else None
    if d.plain_noun and last and way.anchor and last < way.anchor:
        # "discussed the outcome of the June summit": what is past was held, unless called off.
        d.status = "held" if d.status in {"planned", "proposed"} else d.status
    if (
        d.rule == "phone_call/conversation"
        and d.type == "phone_call"
        and d.venue
        and not way.tools.finder.channel(d.token)
    ):
        d.type = "meeting"
    if first is not None and d.when is not None and d.when.precision in {"day", "week", "month"}:
        in_office_then((e for e, _ in d.participants), first, way.register.authority)
    at_home(d.participants, way.register.home, way.register.authority)
    if d.type == "visit" and way.words["accompanied"] & {t.lower_ for t in d.reading.tokens}:
        travelling(d.participants, _place_of(d))
    listed(
        d.participants, d.reading.tokens, who=way.who, authority=way.register.authority,
        officials=d.type != "visit",
    )  # fmt: skip
    seat = d.venue is not None and fold(d.venue.city or "") in way.words["seat-of-bodies"]
    if (kind_of(d.type).gathering or d.type == "agreement_signing") and not seat:
        there = _place_of(d) or _place_before(way, d)
        in_state((e for e, _ in d.participants), there, way.register.authority)
    home = way.register.home
    today = way.article.kind == "readout" or (
        way.anchor is not None and not d.rule.startswith(READER)
    )  # A text of no day is a history, and may be of any two states.
    if d.type == "visit" and home and today and not (d.venue or d.country):
        guests = {e.polity for e, f in d.participants if f == "guest"}
        if len(d.participants) == len(guests) == 1 and guests - {home, None}:
            d.participants.append((way.register.state(home), "host"))
    if d.type == "visit":
        _visited(way, d)


def _place_of(d: Draft) -> Notation | None:
    return d.venue.country if d.venue else d.country


def _place_before(way: UnderWay, d: Draft) -> Notation | None:
    """Where the same people were a sentence before: "… met in Vladivostok. On Friday Kim received the governor"."""
    last = way.discourse.last
    near = last is not None and last.status == d.status and 0 <= d.sentence - last.sentence <= 1
    if last is None or not near:
        return None
    same = any(e is x for e, _ in d.participants for x, _ in last.participants)
    return _place_of(last) if same else None


def _visited(way: UnderWay, d: Draft) -> None:
    """Beside who receives a visitor, it is the country that is visited."""
    country = d.venue.country if d.venue else d.country
    hosts = [e for e, f in d.participants if f == "host"]
    states = {e.polity for e in hosts}
    if country is None and len(states) == 1:
        # Whose people receive the visitor, there the journey leads.
        guests = {e.polity for e, f in d.participants if f == "guest"}
        country = next(iter(states - guests), None)
    if not country or country not in way.catalog.by_notation:
        return
    if all(e.kind == "person" and e.polity == country for e in hosts):
        d.participants.append((way.register.state(country), "host"))


def _past(d: Draft) -> bool:
    """Is the event told in the past tense?"""
    return next((t.tag_ for t in (d.token, *d.token.ancestors) if t.pos_ == "VERB"), "") == "VBD"
